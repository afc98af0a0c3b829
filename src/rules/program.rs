//! A pattern compiled into instructions, and what its first token can be.

use std::ops::Range;

use super::pattern::{Anchor, Atom, Node, PatternError, Role};
use crate::Label;
use crate::attribution::CueLexicon;
use crate::gazetteer::List;

/// One step of the matcher; targets are indices of instructions.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// An atom must be here.
    Atom(u32),
    /// One token, whatever it is.
    Any,
    /// Goes on at both places; the first is preferred.
    Split(u32, u32),
    Jump(u32),
    Open(Role),
    Close(Role),
    /// What begins with the next step must not stand here (or end here); goes on at the target.
    Not {
        behind: bool,
        next: u32,
    },
    Match,
}

/// The instructions of a pattern.
#[derive(Clone, Debug)]
pub(super) struct Program {
    pub steps: Vec<Step>,
    pub atoms: Vec<Atom>,
}

/// Repeats multiply; a pattern has at most so many steps.
const MOST_STEPS: usize = 2000;

impl Program {
    /// Compiles a pattern.
    pub fn new(node: &Node, len: usize) -> Result<Program, PatternError> {
        let mut program = Program {
            steps: vec![],
            atoms: vec![],
        };
        if program.add(node).is_none() {
            return Err(PatternError {
                code: "R0019",
                at: 0..len,
                message: format!("the pattern has more than {MOST_STEPS} steps"),
                remedy: "lower the limits in {...}: repeats inside repeats multiply".to_owned(),
            });
        }
        program.steps.push(Step::Match);
        Ok(program)
    }

    fn here(&self) -> u32 {
        self.steps.len() as u32
    }

    /// `None` when the program becomes too long.
    fn add(&mut self, node: &Node) -> Option<()> {
        if self.steps.len() > MOST_STEPS {
            return None;
        }
        match node {
            Node::Atom(atom, _) => {
                self.steps.push(Step::Atom(self.atoms.len() as u32));
                self.atoms.push(atom.clone());
            }
            Node::Sequence(nodes) => {
                for node in nodes {
                    self.add(node)?;
                }
            }
            Node::Either(nodes) => {
                let mut ends = vec![];
                for (i, node) in nodes.iter().enumerate() {
                    let split = self.steps.len();
                    let last = i + 1 == nodes.len();
                    if !last {
                        self.steps.push(Step::Split(split as u32 + 1, 0));
                    }
                    self.add(node)?;
                    if !last {
                        ends.push(self.steps.len());
                        self.steps.push(Step::Jump(0));
                        self.steps[split] = Step::Split(split as u32 + 1, self.here());
                    }
                }
                for end in ends {
                    self.steps[end] = Step::Jump(self.here());
                }
            }
            Node::Repeat(node, min, max) => self.repeat(*min, *max, true, |p| p.add(node))?,
            Node::Gap(min, max, _) => self.repeat(*min, *max, false, |p| {
                p.steps.push(Step::Any);
                Some(())
            })?,
            Node::Capture(role, node, _) => {
                self.steps.push(Step::Open(*role));
                self.add(node)?;
                self.steps.push(Step::Close(*role));
            }
            Node::Not { behind, node } => {
                let at = self.steps.len();
                self.steps.push(Step::Match);
                self.add(node)?;
                self.steps.push(Step::Match);
                self.steps[at] = Step::Not {
                    behind: *behind,
                    next: self.here(),
                };
            }
        }
        Some(())
    }

    fn repeat(
        &mut self,
        min: usize,
        max: usize,
        greedy: bool,
        add: impl Fn(&mut Self) -> Option<()>,
    ) -> Option<()> {
        for _ in 0..min {
            add(self)?;
        }
        let mut splits = vec![];
        for _ in min..max {
            splits.push(self.steps.len());
            self.steps.push(Step::Match);
            add(self)?;
        }
        for at in splits {
            let (inside, behind) = (at as u32 + 1, self.here());
            self.steps[at] = if greedy {
                Step::Split(inside, behind)
            } else {
                Step::Split(behind, inside)
            };
        }
        Some(())
    }
}

/// What the first token of a match can be, so that most rules are not tried at most tokens.
#[derive(Clone, Debug, Default)]
pub(super) struct First {
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
        let empty = first.add(node, lexicon);
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
            Node::Capture(_, node, _) => return self.add(node, lexicon),
            Node::Not { .. } => {}
        }
        true
    }

    fn add_atom(&mut self, atom: &Atom, lexicon: &CueLexicon) -> bool {
        match atom {
            Atom::Anchor(_) => return true,
            Atom::Literal(word) => self.words.push(word.key.clone()),
            Atom::List(list) => self.words.extend(list.first_keys().map(Box::from)),
            Atom::CueClass(class) => {
                let of_class =
                    |c: &crate::attribution::Cue| class.as_deref().is_none_or(|x| x == &*c.class);
                self.words
                    .extend(lexicon.first_words(of_class).map(Box::from));
            }
            Atom::Lemma(lemma) => {
                let words = lexicon.first_words(|cue| *cue.lemma == **lemma);
                self.words.extend(words.map(Box::from));
            }
            Atom::Gazetteer(list) => self.lists.push(*list),
            Atom::Label(label) => self.labels.push(*label),
            Atom::Quote => self.quote = true,
            Atom::Shape(_) | Atom::NounPhrase | Atom::RestOfSentence | Atom::RestOfParagraph => {
                self.any = true;
            }
        }
        false
    }
}

/// A place in a pattern where nothing can ever match, and why.
pub(super) fn impossible(node: &Node) -> Option<(Range<usize>, &'static str)> {
    let mut walk = Walk::default();
    walk.visit(node);
    walk.found
}

/// Walks over the parts of a pattern from left to right.
#[derive(Default)]
struct Walk {
    /// Whether a token was surely taken already.
    inside: bool,
    /// Whether the sentence is over.
    over: bool,
    found: Option<(Range<usize>, &'static str)>,
}

impl Walk {
    fn visit(&mut self, node: &Node) {
        if self.found.is_some() {
            return;
        }
        match node {
            Node::Atom(Atom::Anchor(anchor), at) => match anchor {
                Anchor::SentenceStart | Anchor::ParagraphStart if self.inside => {
                    self.found = Some((
                        at.clone(),
                        "a match stays in one sentence, so this start cannot come behind a word",
                    ));
                }
                Anchor::SentenceEnd | Anchor::ParagraphEnd => self.over = true,
                _ => {}
            },
            Node::Atom(atom, at) => {
                // Marks may stand behind the end: the full stop, a closing quotation mark.
                let mark = matches!(atom, Atom::Literal(word) if !word.key.contains(char::is_alphanumeric));
                if self.over && !mark {
                    self.found = Some((
                        at.clone(),
                        "nothing but marks stands behind the end of a sentence",
                    ));
                }
                self.inside = true;
                self.over |= matches!(atom, Atom::RestOfSentence | Atom::RestOfParagraph);
            }
            Node::Gap(min, _, at) => {
                if self.over && *min > 0 {
                    self.found = Some((at.clone(), "the sentence is over here"));
                }
                self.inside |= *min > 0;
            }
            Node::Sequence(nodes) => nodes.iter().for_each(|node| self.visit(node)),
            Node::Either(nodes) => {
                let before = (self.inside, self.over);
                let (mut inside, mut over) = (true, true);
                for node in nodes {
                    (self.inside, self.over) = before;
                    self.visit(node);
                    inside &= self.inside;
                    over &= self.over;
                }
                (self.inside, self.over) = (inside, over);
            }
            Node::Repeat(node, min, _) => {
                let before = (self.inside, self.over);
                self.visit(node);
                if *min == 0 {
                    (self.inside, self.over) = before;
                }
            }
            Node::Capture(_, node, _) => self.visit(node),
            Node::Not { node, .. } => {
                let before = (self.inside, self.over);
                (self.inside, self.over) = (false, false);
                self.visit(node);
                (self.inside, self.over) = before;
            }
        }
    }
}
