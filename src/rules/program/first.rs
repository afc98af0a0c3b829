//! What the first token of a match can be.

use super::Cut;
use crate::Label;
use crate::attribution::{Cue, CueLexicon};
use crate::gazetteer::List;
use crate::rules::pattern::{Atom, Node};

/// What the first token of a match can be, or of its pivot if it has one, so that most rules are not tried at most tokens.
#[derive(Clone, Debug, Default)]
pub(in crate::rules) struct First {
    /// Keys of words.
    pub words: Vec<Box<str>>,
    pub labels: Vec<Label>,
    pub lists: Vec<List>,
    pub quote: bool,
    /// Anything: the rule is tried at every token.
    pub any: bool,
}

impl First {
    /// Of a pattern; `None` if it matches without any token.
    pub fn of(node: &Node, lexicon: &CueLexicon) -> Option<First> {
        let mut first = First::default();
        let cut = Cut::of(node);
        let empty = first.add(cut.as_ref().map_or(node, |cut| &cut.right), lexicon);
        first.words.sort();
        first.words.dedup();
        (!empty).then_some(first)
    }

    /// Adds what `node` can begin with; true if it can be empty.
    fn add(&mut self, node: &Node, lexicon: &CueLexicon) -> bool {
        match node {
            Node::Atom(atom, _) => return self.add_atom(atom, lexicon),
            Node::Sequence(nodes) => return nodes.iter().all(|node| self.add(node, lexicon)),
            Node::Either(nodes) => {
                return nodes
                    .iter()
                    .fold(false, |empty, node| self.add(node, lexicon) | empty);
            }
            Node::Repeat(node, min, _) => return self.add(node, lexicon) | (*min == 0),
            Node::Gap(min, ..) => {
                self.any = true;
                return *min == 0;
            }
            Node::Capture(_, node, _) | Node::Part(node, _) => return self.add(node, lexicon),
            Node::Not { .. } => {}
        }
        true
    }

    fn add_atom(&mut self, atom: &Atom, lexicon: &CueLexicon) -> bool {
        match atom {
            Atom::Anchor(_) => return true,
            Atom::Gazetteer(list) => self.lists.push(*list),
            Atom::Label(label) => self.labels.push(*label),
            Atom::Quote => self.quote = true,
            _ => match atom.first_words(lexicon) {
                Some(words) => self.words.extend(words),
                None => self.any = true,
            },
        }
        false
    }
}

impl Atom {
    /// The keys of the words that it begins with, if it always begins with one of a few.
    pub(super) fn first_words(&self, lexicon: &CueLexicon) -> Option<Vec<Box<str>>> {
        Some(match self {
            Atom::Literal(word) => vec![word.key.clone()],
            Atom::List(list) => list.first_keys().map(Box::from).collect(),
            Atom::CueClass(class) => {
                let of_class = |c: &Cue| class.as_deref().is_none_or(|class| class == &*c.class);
                lexicon.first_words(of_class).map(Box::from).collect()
            }
            Atom::Lemma(lemma) => {
                let words = lexicon.first_words(|cue| *cue.lemma == **lemma);
                words.map(Box::from).collect()
            }
            _ => return None,
        })
    }
}
