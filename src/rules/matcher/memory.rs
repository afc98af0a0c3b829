//! What a matcher remembers: where a search was, and what was found out about tokens.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::Text;
use super::look::Looks;
use crate::rules::Lists;
use crate::rules::program::Class;

/// The pairs of step and token at which a search was.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// The number of the search.
    search: u64,
    /// For each step the last search that was there, and at which of the first tokens, as bits.
    near: Vec<(u64, u64)>,
    /// Pairs of step and token further behind.
    far: FxHashSet<(u32, u32)>,
}

impl Seen {
    /// Forgets all, for a program of so many steps.
    pub fn clear(&mut self, steps: usize) {
        self.search += 1;
        if self.near.len() < steps {
            self.near.resize(steps, (0, 0));
        }
        if !self.far.is_empty() {
            self.far.clear();
        }
    }

    /// Whether the search is at this step for the first time so many tokens behind its start.
    pub fn insert(&mut self, step: u32, behind: u32) -> bool {
        if behind >= u64::BITS {
            return self.far.insert((step, behind));
        }
        let (search, tokens) = &mut self.near[step as usize];
        if *search != self.search {
            (*search, *tokens) = (self.search, 0);
        }
        let bit = 1 << behind;
        let new = *tokens & bit == 0;
        *tokens |= bit;
        new
    }
}

/// What was found out about the tokens of a text: whether one is of a class is found out once, whatever asks, and for all that look the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    pub looks: Looks,
    /// For each token the first of the cells of its look.
    first: Vec<u32>,
    /// For each token the lists that have it.
    lists: Vec<Lists>,
}

impl Memory {
    /// For a text.
    pub fn new(text: &Text<'_>, mut looks: Looks) -> Memory {
        let mut lists = text.lists.to_vec();
        let rest = lists.len()..text.p.words.len();
        lists.extend(rest.map(|at| text.vocabulary.lists_of(&text.p, at)));
        looks.prepare(text);
        let each = lists.iter().enumerate();
        let first = each.map(|(at, &lists)| looks.first(text, lists, at));
        Memory {
            first: first.collect(),
            looks,
            lists,
        }
    }

    /// The lists that have one of these tokens.
    pub fn lists(&self, tokens: Range<usize>) -> Lists {
        let lists = self.lists[tokens].iter();
        lists.fold(Lists::empty(), |all, &lists| all | lists)
    }

    /// Whether a token is of the class with this number; what is behind the text is of none.
    #[inline(always)]
    pub fn is(&mut self, text: &Text<'_>, class: u32, at: usize) -> bool {
        let Some(&first) = self.first.get(at) else {
            return false;
        };
        let [asked, answers] = self.looks.cells[(first + class / u64::BITS) as usize];
        let bit = 1 << (class % u64::BITS);
        if asked & bit == 0 {
            return self.is_for_the_first_time(text, class, at);
        }
        debug_assert_eq!(
            answers & bit != 0,
            self.find_out(text, class, at),
            "{class} at {at}"
        );
        answers & bit != 0
    }

    /// Of the class with this number, which begins a cell, and those that follow, bits for those of which a token may be: all but those of
    /// which it is known not to be.
    #[inline(always)]
    pub fn may_be(&self, class: u32, at: usize) -> u64 {
        let [asked, answers] = self.looks.cells[(self.first[at] + class / u64::BITS) as usize];
        answers | !asked
    }

    /// Apart, so that what is asked again and again is short.
    #[cold]
    #[inline(never)]
    fn is_for_the_first_time(&mut self, text: &Text<'_>, class: u32, at: usize) -> bool {
        let found = self.find_out(text, class, at);
        let cell = (self.first[at] + class / u64::BITS) as usize;
        let bit = 1 << (class % u64::BITS);
        let [asked, answers] = &mut self.looks.cells[cell];
        *asked |= bit;
        *answers |= if found { bit } else { 0 };
        found
    }

    fn find_out(&mut self, text: &Text<'_>, class: u32, at: usize) -> bool {
        let marks = text.marks[at];
        match text.classes.class(class) {
            Class::Leaf(class) => text.is_class(class, at),
            Class::Listed(lists) => self.lists[at].intersects(*lists),
            Class::Not(class) => !self.is(text, *class, at),
            Class::All(all) => {
                marks.contains(all.has)
                    && (all.one.is_empty() || marks.intersects(all.one))
                    && !marks.intersects(all.lacks)
                    && !self.lists[at].intersects(all.unlisted)
                    && all.and.iter().all(|&class| self.is(text, class, at))
                    && !all.not.iter().any(|&class| self.is(text, class, at))
            }
            Class::Any { has, or } => {
                marks.intersects(*has) || or.iter().any(|&class| self.is(text, class, at))
            }
        }
    }
}
