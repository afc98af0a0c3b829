//! Classes of tokens by numbers: what a token is, is found out once for all programs that ask for it.

use std::hash::BuildHasher;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{Program, Step};
use crate::mentions::Marks;
use crate::rules::Lists;
use crate::rules::pattern::{Atom, Node, TokenClass};
use crate::words::{Phrases, WordSet};

/// So many are numbered; programs ask for further ones as for other atoms, and rules for names are tried at more tokens. The bundled rules
/// have 600.
const MOST: usize = 1024;

/// The classes of tokens that several programs ask for: words, shapes, `<Name !common>`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Classes {
    /// Other classes have another number.
    id: u64,
    all: Vec<Class>,
    /// The numbers of those of one sketch: to compare each class with all that are there took an eighth of the start.
    by_sketch: FxHashMap<u64, Vec<u32>>,
    /// The words that classes mention, as they are written there and in small letters, with their numbers.
    words: FxHashMap<Box<str>, u32>,
    /// What these look like.
    looks: WordSet,
}

/// A class, made of others where it can be.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::rules) enum Class {
    Leaf(TokenClass),
    Listed(Lists),
    Not(u32),
    All(All),
    Any {
        /// It has one of these,
        has: Marks,
        /// or is of one of these classes.
        or: Vec<u32>,
    },
}

/// What a class of several properties asks for.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub(in crate::rules) struct All {
    /// Each of these marks,
    pub has: Marks,
    /// one of these, if there are any,
    pub one: Marks,
    /// none of these,
    pub lacks: Marks,
    /// and none of these lists;
    pub unlisted: Lists,
    /// each of these classes,
    pub and: Vec<u32>,
    /// and none of these.
    pub not: Vec<u32>,
}

impl Class {
    /// A number that equal classes share, and few others.
    fn sketch(&self) -> u64 {
        let hash = FxBuildHasher;
        match self {
            Class::Leaf(TokenClass::Literal(word)) => hash.hash_one(&word.key),
            Class::Leaf(_) => 0,
            Class::Listed(lists) => hash.hash_one(lists),
            Class::Not(class) => hash.hash_one(class),
            Class::All(all) => hash.hash_one(all),
            Class::Any { has, or } => hash.hash_one((has, or)),
        }
    }
}

impl Classes {
    /// None.
    pub const NONE: &Classes = &Classes {
        id: 0,
        all: Vec::new(),
        by_sketch: FxHashMap::with_hasher(FxBuildHasher),
        words: FxHashMap::with_hasher(FxBuildHasher),
        looks: WordSet::EMPTY,
    };

    /// To be filled.
    pub fn new() -> Classes {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Classes {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            ..Classes::default()
        }
    }

    /// A number that no other classes have.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Whether a new class may have got no number, so that rules are tried where they cannot begin.
    #[cfg(test)]
    pub fn is_full(&self) -> bool {
        self.all.len() >= MOST
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether classes may mention token `i`, with capitals or without.
    #[inline]
    pub(in crate::rules) fn may_mention(&self, p: &Phrases<'_>, i: usize) -> bool {
        self.looks.may_have(p, i)
    }

    /// The number of a word that classes mention.
    #[inline]
    pub(in crate::rules) fn word(&self, word: &str) -> Option<u32> {
        self.words.get(word).copied()
    }

    #[inline]
    pub(in crate::rules) fn class(&self, number: u32) -> &Class {
        &self.all[number as usize]
    }

    /// The program of a pattern, which asks for classes by their numbers here.
    pub(in crate::rules) fn number(&mut self, node: &Node, program: &Program) -> Program {
        let numbered = Program::new(&joined(node), 0);
        let mut numbered = numbered.unwrap_or_else(|_| program.clone());
        // Repeats have the same atoms again and again.
        let mut known = FxHashMap::default();
        for step in &mut numbered.steps {
            let Step::Atom(index) = *step else { continue };
            let atom = &numbered.atoms[index as usize];
            let mut add = || self.add(&atom.class()?);
            let number = match atom {
                Atom::Class(class) => *known.entry(Arc::as_ptr(class)).or_insert_with(add),
                _ => add(),
            };
            if let Some(class) = number {
                *step = Step::Class(class);
            }
        }
        numbered
    }

    /// Gives classes numbers that follow each other; that of the first one begins a cell of what is remembered of tokens, see [`Matcher::may_be`].
    ///
    /// [`Matcher::may_be`]: crate::rules::matcher::Matcher::may_be
    pub(in crate::rules) fn add_row<'c>(
        &mut self,
        classes: impl Iterator<Item = &'c TokenClass>,
    ) -> u32 {
        // The parts that they are made of come before them.
        let row: Vec<_> = classes.map(|class| self.made(class)).collect();
        let first = self.all.len().next_multiple_of(u64::BITS as usize);
        let any = || Class::All(All::default());
        self.all.resize_with(first, any);
        let row = row.into_iter().map(|class| class.unwrap_or_else(any));
        self.all.extend(row);
        first as u32
    }

    /// The number of a class; none if there are too many.
    pub(in crate::rules) fn add(&mut self, class: &TokenClass) -> Option<u32> {
        let class = self.made(class)?;
        let alike = self.by_sketch.entry(class.sketch()).or_default();
        let is_known = |&&number: &&u32| self.all[number as usize] == class;
        let known = alike.iter().find(is_known).copied();
        if known.is_none() && self.all.len() < MOST {
            alike.push(self.all.len() as u32);
            match &class {
                Class::Leaf(TokenClass::Literal(word)) => {
                    self.mention(&word.key);
                    self.mention(word.as_written());
                }
                Class::Leaf(TokenClass::OneOf(list)) => {
                    for word in list.phrases().flatten() {
                        self.mention(&word.key);
                        self.mention(word.as_written());
                    }
                }
                Class::Leaf(TokenClass::Words(words)) => {
                    words.iter().for_each(|word| self.mention(word));
                }
                _ => {}
            }
            self.all.push(class);
            return Some(self.all.len() as u32 - 1);
        }
        known
    }

    /// A class made of others, which get numbers; none if there are too many.
    fn made(&mut self, class: &TokenClass) -> Option<Class> {
        Some(match class {
            TokenClass::Not(class) => Class::Not(self.add(class)?),
            TokenClass::All(classes) => {
                let mut all = All::default();
                self.join(classes, &mut all)?;
                Class::All(all)
            }
            TokenClass::Any(classes) => {
                let (mut has, mut or) = (Marks::empty(), vec![]);
                self.part(classes, &mut has, &mut or)?;
                Class::Any { has, or }
            }
            TokenClass::Mark(marks) => Class::Any {
                has: *marks,
                or: vec![],
            },
            TokenClass::Listed(lists) => Class::Listed(*lists),
            leaf => Class::Leaf(leaf.clone()),
        })
    }

    fn mention(&mut self, word: &str) {
        let next = self.words.len() as u32;
        self.words.entry(word.into()).or_insert(next);
        self.looks.add(word);
    }

    /// Adds what is of all these classes.
    fn join(&mut self, classes: &[TokenClass], all: &mut All) -> Option<()> {
        for class in classes {
            match class {
                TokenClass::Mark(marks) if marks.bits().is_power_of_two() => all.has |= *marks,
                TokenClass::Not(class) => self.join_not(class, all)?,
                TokenClass::All(classes) => self.join(classes, all)?,
                other => match only_marks(other).filter(|_| all.one.is_empty()) {
                    Some(marks) => all.one = marks,
                    None => all.and.push(self.add(other)?),
                },
            }
        }
        Some(())
    }

    /// Adds what is not of this class.
    fn join_not(&mut self, class: &TokenClass, all: &mut All) -> Option<()> {
        match class {
            TokenClass::Mark(marks) => all.lacks |= *marks,
            TokenClass::Listed(lists) => all.unlisted |= *lists,
            // What is none of several is not the first, not the second, ...
            TokenClass::Any(classes) => {
                for class in classes.iter() {
                    self.join_not(class, all)?;
                }
            }
            other => all.not.push(self.add(other)?),
        }
        Some(())
    }

    /// Adds what is of any of these classes.
    fn part(&mut self, classes: &[TokenClass], has: &mut Marks, or: &mut Vec<u32>) -> Option<()> {
        for class in classes {
            match class {
                TokenClass::Mark(marks) => *has |= *marks,
                TokenClass::Any(classes) => self.part(classes, has, or)?,
                other => {
                    let number = self.add(other)?;
                    if !or.contains(&number) {
                        or.push(number);
                    }
                }
            }
        }
        Some(())
    }
}

/// The marks of which a token of this class has one, if that is all that it needs.
fn only_marks(class: &TokenClass) -> Option<Marks> {
    match class {
        TokenClass::Mark(marks) => Some(*marks),
        TokenClass::Any(any) => {
            let mut marks = any.iter().map(only_marks);
            marks.try_fold(Marks::empty(), |all, marks| Some(all | marks?))
        }
        _ => None,
    }
}

/// A pattern in which alternatives of one token each are one class.
pub(in crate::rules) fn joined(node: &Node) -> Node {
    let all = |nodes: &[Node]| nodes.iter().map(joined).collect::<Vec<Node>>();
    match node {
        Node::Either(nodes) => {
            // Alternatives among alternatives are more of them.
            let each = all(nodes).into_iter().flat_map(|node| match node {
                Node::Either(inner) => inner,
                other => vec![other],
            });
            let nodes: Vec<Node> = each.collect();
            let classes = nodes.iter().map(|node| match node {
                Node::Atom(atom, _) => atom.class(),
                _ => None,
            });
            match classes.collect() {
                Some(classes) => Node::Atom(Atom::Class(Arc::new(TokenClass::Any(classes))), 0..0),
                None => Node::Either(nodes),
            }
        }
        Node::Sequence(nodes) => Node::Sequence(all(nodes)),
        Node::Repeat(node, min, max) => Node::Repeat(Box::new(joined(node)), *min, *max),
        Node::Capture(role, node, at) => Node::Capture(*role, Box::new(joined(node)), at.clone()),
        Node::Not {
            behind,
            wanted,
            node,
            place,
        } => Node::Not {
            behind: *behind,
            wanted: *wanted,
            node: Box::new(joined(node)),
            place: place.clone(),
        },
        Node::Part(node, _) => joined(node),
        Node::Atom(..) | Node::Gap(..) => node.clone(),
    }
}
