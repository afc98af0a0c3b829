//! A pattern compiled into instructions.

mod classes;
mod first;
mod impossible;
mod pivot;
mod trigger;

pub(crate) use classes::Classes;
pub(in crate::rules) use classes::{Class, joined};
pub(super) use first::First;
pub(super) use impossible::impossible;
pub(super) use pivot::{Cut, Named, Outwards, check as check_pivot};
pub(super) use trigger::Trigger;

use std::ops::Range;

use super::pattern::{Atom, Node, PatternError, Role};
use super::useless::{longest, shortest};

/// One step of the matcher; targets are indices of instructions.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// An atom must be here.
    Atom(u32),
    /// A token of the class with this number must be here, see [`Classes`].
    Class(u32),
    /// One token, whatever it is.
    Any,
    /// Goes on at both places; the first is preferred.
    Split(u32, u32),
    Jump(u32),
    Open(Role),
    Close(Role),
    /// What begins with the next step must not stand here, or must if it is wanted; goes on at the target.
    Look {
        /// Whether it must end here instead, and of how many tokens it is then.
        behind: Option<(u8, u8)>,
        wanted: bool,
        next: u32,
    },
    Match,
}

/// The instructions of a pattern.
#[derive(Clone, Debug)]
pub(super) struct Program {
    pub steps: Vec<Step>,
    pub atoms: Vec<Atom>,
    /// Where each step stands in the pattern.
    pub places: Vec<Range<usize>>,
}

/// `!<(...)` looks so many tokens back.
const BEHIND: usize = 8;

/// Repeats multiply; a pattern has at most so many steps.
const MOST_STEPS: usize = 2000;

impl Program {
    /// Compiles a pattern.
    pub fn new(node: &Node, len: usize) -> Result<Program, PatternError> {
        let mut program = Program {
            steps: vec![],
            atoms: vec![],
            places: vec![],
        };
        if program.add(node).is_none() {
            return Err(PatternError {
                code: "R0019",
                at: 0..len,
                message: format!("the pattern has more than {MOST_STEPS} steps"),
                remedy: "lower the limits in {...}: repeats inside repeats multiply".to_owned(),
            });
        }
        program.push(Step::Match, len..len);
        Ok(program)
    }

    fn push(&mut self, step: Step, place: Range<usize>) {
        self.steps.push(step);
        self.places.push(place);
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
            Node::Atom(atom, at) => {
                self.push(Step::Atom(self.atoms.len() as u32), at.clone());
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
                        self.push(Step::Split(split as u32 + 1, 0), 0..0);
                    }
                    self.add(node)?;
                    if !last {
                        ends.push(self.steps.len());
                        self.push(Step::Jump(0), 0..0);
                        self.steps[split] = Step::Split(split as u32 + 1, self.here());
                    }
                }
                for end in ends {
                    self.steps[end] = Step::Jump(self.here());
                }
            }
            Node::Repeat(node, min, max) => self.repeat(*min, *max, true, |p| p.add(node))?,
            Node::Gap(min, max, at) => self.repeat(*min, *max, false, |p| {
                p.push(Step::Any, at.clone());
                Some(())
            })?,
            Node::Capture(role, node, _) => {
                self.push(Step::Open(*role), 0..0);
                self.add(node)?;
                self.push(Step::Close(*role), 0..0);
            }
            Node::Not {
                behind,
                wanted,
                node,
                place,
            } => {
                let at = self.steps.len();
                self.push(Step::Match, place.clone());
                self.add(node)?;
                self.push(Step::Match, 0..0);
                let most = longest(node).min(BEHIND);
                self.steps[at] = Step::Look {
                    behind: behind.then_some((shortest(node).min(most) as u8, most as u8)),
                    wanted: *wanted,
                    next: self.here(),
                };
            }
            Node::Part(node, at) => {
                let from = self.steps.len();
                self.add(node)?;
                // What fails in it is shown under its name.
                for place in &mut self.places[from..] {
                    *place = at.clone();
                }
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
            self.push(Step::Match, 0..0);
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
