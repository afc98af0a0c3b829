//! Finds what can never match.

use std::ops::Range;

use crate::rules::cover::covers;
use crate::rules::pattern::{Anchor, Atom, Node};

/// A place in a pattern where nothing can ever match, and why.
pub(in crate::rules) fn impossible(node: &Node) -> Option<(Range<usize>, &'static str)> {
    let mut walk = Walk::default();
    walk.visit(node);
    walk.found
}

/// What a named part looks for.
fn bare(node: &Node) -> &Node {
    match node {
        Node::Capture(_, node, _) | Node::Part(node, _) => bare(node),
        other => other,
    }
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
            Node::Sequence(nodes) => {
                for (i, node) in nodes.iter().enumerate() {
                    if let Node::Not {
                        behind,
                        wanted: false,
                        node,
                        place,
                    } = node
                    {
                        let beside = if *behind {
                            i.checked_sub(1).and_then(|i| nodes.get(i))
                        } else {
                            nodes.get(i + 1)
                        };
                        if beside.is_some_and(|beside| covers(node, bare(beside))) {
                            let why = "what stands beside it in the pattern is what it rules out";
                            self.found = Some((place.clone(), why));
                            return;
                        }
                    }
                    self.visit(node);
                }
            }
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
            Node::Part(node, at) => {
                self.visit(node);
                if let Some((place, _)) = &mut self.found {
                    *place = at.clone();
                }
            }
            Node::Not { node, .. } => {
                let before = (self.inside, self.over);
                (self.inside, self.over) = (false, false);
                self.visit(node);
                (self.inside, self.over) = before;
            }
        }
    }
}
