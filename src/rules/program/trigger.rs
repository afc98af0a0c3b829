//! The words without which a pattern cannot match.

use crate::attribution::CueLexicon;
use crate::rules::pattern::{Atom, Node};

/// One of these words must stand in a text for a pattern to match.
#[derive(Clone, Debug)]
pub(in crate::rules) struct Trigger {
    /// Their keys, each once.
    pub words: Vec<Box<str>>,
}

/// How many rare words a short or common one counts for.
const COMMON: usize = 20;
/// Words up to this length, in bytes, are common: "the", "said" is not.
const SHORT: usize = 3;

impl Trigger {
    /// The rarest words, as far as can be told, that a pattern needs; `None` if there are none.
    pub fn of(node: &Node, lexicon: &CueLexicon) -> Option<Trigger> {
        match node {
            Node::Atom(atom, _) => Trigger::of_atom(atom, lexicon),
            Node::Sequence(nodes) => {
                let all = nodes.iter().filter_map(|node| Trigger::of(node, lexicon));
                all.min_by_key(Trigger::cost)
            }
            Node::Either(nodes) => {
                let mut words = vec![];
                for node in nodes {
                    words.extend(Trigger::of(node, lexicon)?.words);
                }
                Some(Trigger::new(words))
            }
            Node::Repeat(node, min, _) if *min > 0 => Trigger::of(node, lexicon),
            Node::Capture(_, node, _) | Node::Part(node, _) => Trigger::of(node, lexicon),
            Node::Repeat(..) | Node::Gap(..) | Node::Not { .. } => None,
        }
    }

    fn new(mut words: Vec<Box<str>>) -> Trigger {
        words.sort();
        words.dedup();
        Trigger { words }
    }

    fn of_atom(atom: &Atom, lexicon: &CueLexicon) -> Option<Trigger> {
        let words = match atom {
            // A comma may be missing before a quotation that ends with one.
            Atom::Literal(word) if word.is_comma() => return None,
            _ => atom.first_words(lexicon)?,
        };
        Some(Trigger::new(words))
    }

    /// How often the words stand in texts, by a rough guess.
    pub fn cost(&self) -> usize {
        let cost = |word: &str| if word.len() <= SHORT { COMMON } else { 1 };
        self.words.iter().map(|word| cost(word)).sum()
    }
}
