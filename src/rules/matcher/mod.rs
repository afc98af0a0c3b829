//! Runs the program of a pattern from one token on.
//!
//! The matcher tries the preferred way first and goes back where it fails, but remembers every pair of step and token at which
//! it was, and never goes on from one twice: the work from one start is bounded by the steps times the window.

mod atoms;
mod look;
mod memory;
mod outwards;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub(crate) use look::Looks;
use memory::{Memory, Seen};

use super::pattern::{MOST_REPEATS, Role};
use super::program::{Classes, Program, Step};
use super::{Lists, Vocabulary};
use crate::attribution::CueLexicon;
use crate::gazetteer::{Gazetteer, Hit};
use crate::mentions::Marks;
use crate::words::Phrases;
use crate::{Mention, Span};

/// What rules look at.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a> {
    pub p: Phrases<'a>,
    pub gazetteer: &'a Gazetteer,
    /// All hits of the gazetteer, by start.
    pub hits: &'a [Hit],
    /// By start, without overlaps.
    pub mentions: &'a [Mention],
    pub lexicon: &'a CueLexicon,
    pub vocabulary: &'a Vocabulary,
    /// What is known of each token where names are still looked for; else none.
    pub marks: &'a [Marks],
    /// The lists that have each token, where that was found out; else none.
    pub lists: &'a [Lists],
    /// The classes of tokens that programs ask for by number; where there are none, programs have no such steps.
    pub classes: &'a Classes,
}

/// How far a match may reach.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    /// In steps over atoms and tokens: a quotation or name counts once.
    pub tokens: usize,
    /// Whether it may go on in the next sentence of the paragraph.
    pub paragraph: bool,
}

/// What a match has captured: roles with spans, by start.
pub(crate) type Captures = Vec<(Role, Span)>;

/// How far the pattern came where it came furthest, for those who ask why it did not match.
#[derive(Clone, Debug, Default)]
pub(super) struct Furthest {
    /// How many atoms were there.
    pub passed: u32,
    /// The tokens at which the attempt began and at which it ended.
    pub start: u32,
    pub at: u32,
    /// The steps that could not be taken there.
    pub misses: Vec<(u32, Miss)>,
    /// The first negative look that forbade something, and where.
    pub forbidden: Option<(u32, u32)>,
}

/// Why a step could not be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Miss {
    /// Something else stands there.
    Absent,
    /// What must not stand there does.
    Present,
    /// The match would have more tokens than the window.
    Window,
}

impl Furthest {
    fn note(&mut self, passed: u32, start: usize, at: u32, step: u32, miss: Miss) {
        let start = start as u32;
        let here = (passed, at, std::cmp::Reverse(start));
        let best = (self.passed, self.at, std::cmp::Reverse(self.start));
        if self.misses.is_empty() || here > best {
            self.misses.clear();
            (self.passed, self.start, self.at) = (passed, start, at);
        } else if here < best {
            return;
        }
        self.misses.push((step, miss));
    }
}

/// Where named parts begin and end: the role, the token, and whether it begins.
type Marked = Vec<(Role, u32, bool)>;

/// Buffers that are reused from match to match.
#[derive(Clone, Debug, Default)]
pub(super) struct Matcher {
    seen: Seen,
    memory: Memory,
    jobs: Vec<Job>,
    open: Vec<(Role, u32)>,
    marks: Marked,
    ends: Vec<usize>,
    /// Where it is wanted, how far the matches come that fail.
    pub furthest: Option<Furthest>,
    /// Whether negative looks see nothing.
    pub blind: bool,
    /// Where all matches are wanted, those found so far, each with its marks.
    all: Option<Vec<(usize, Marked)>>,
    /// For looks, whose searches must not disturb the one around them.
    inner: Option<Box<Matcher>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Job {
    step: u32,
    at: u32,
    /// How many tokens and atoms were taken.
    taken: u32,
    /// How many atoms were there.
    passed: u32,
    /// How many marks of captures were set before.
    marks: u32,
}

/// What is in reach of a look: the token before it, and those ahead. What must not stand ahead is looked for where the match could go on only: in a
/// headline without a stop nothing of the next paragraph counts.
#[derive(Clone, Copy)]
struct Sight {
    before: bool,
    ahead: bool,
}

impl Matcher {
    /// One for the programs of a text whose steps ask for classes by number, with what was found out in others.
    pub fn of(text: &Text<'_>, looks: Looks) -> Matcher {
        Matcher {
            memory: Memory::new(text, looks),
            ..Matcher::default()
        }
    }

    /// What was found out, for the next text.
    pub fn into_looks(self) -> Looks {
        self.memory.looks
    }

    /// The word lists that have one of these tokens.
    pub fn lists(&self, tokens: Range<usize>) -> Lists {
        self.memory.lists(tokens)
    }

    /// Whether a token is of the class with this number.
    #[inline]
    pub fn is(&mut self, text: &Text<'_>, class: u32, at: usize) -> bool {
        self.memory.is(text, class, at)
    }

    /// Of the class with this number, which begins a cell, and those that follow, bits for those of which a token may be: all but those of
    /// which it is known not to be.
    #[inline]
    pub fn may_be(&self, class: u32, at: usize) -> u64 {
        self.memory.may_be(class, at)
    }

    /// The end and the captures of the preferred match that begins with token `start`.
    pub fn run(
        &mut self,
        text: &Text<'_>,
        program: &Program,
        window: Window,
        start: usize,
    ) -> Option<(usize, Captures)> {
        let end = self.search(text, program, window, 0, start, None)?;
        let mut captures = vec![];
        for (role, tokens) in captured(&self.marks, &mut self.open) {
            let tokens = &text.p.views.tokens[tokens];
            captures.push((role, tokens[0].span.cover(tokens[tokens.len() - 1].span)));
        }
        captures.sort_by_key(|&(role, span)| (span.start, span.end, role));
        Some((end, captures))
    }

    /// The end and the tokens of `{span:...}`, or of all, of the preferred match that begins with token `start`, or of every one.
    pub fn spans(
        &mut self,
        text: &Text<'_>,
        program: &Program,
        window: Window,
        start: usize,
        every: bool,
        found: &mut Vec<(usize, Range<usize>)>,
    ) {
        let first = found.len();
        let mut take = |end: usize, marks: &[(Role, u32, bool)], open: &mut Vec<(Role, u32)>| {
            let span = captured(marks, open).next();
            found.push((end, span.map_or(start..end, |(_, tokens)| tokens)));
        };
        if !every {
            if let Some(end) = self.search(text, program, window, 0, start, None) {
                take(end, &self.marks, &mut self.open);
            }
            return;
        }
        self.all = Some(vec![]);
        self.search(text, program, window, 0, start, None);
        for (end, marks) in self.all.take().unwrap_or_default() {
            take(end, &marks, &mut self.open);
        }
        found[first..].sort_by_key(|(end, span)| (*end, span.start, span.end));
    }

    /// Whether a pattern matches the tokens from `start` on, up to `end` if given.
    pub fn fits(
        &mut self,
        text: &Text<'_>,
        program: &Program,
        start: usize,
        end: Option<usize>,
    ) -> bool {
        let window = Window {
            tokens: MOST_REPEATS,
            paragraph: false,
        };
        match self.single(text, program, 0, start) {
            Some(fits) => fits && end.is_none_or(|end| end == start + 1),
            None => self.search(text, program, window, 0, start, end).is_some(),
        }
    }

    /// Whether a look allows a match to go on before token `at`.
    fn looks(
        &mut self,
        text: &Text<'_>,
        program: &Program,
        window: Window,
        step: u32,
        at: usize,
        sight: Sight,
    ) -> bool {
        let Step::Look { behind, wanted, .. } = program.steps[step as usize] else {
            return true;
        };
        let inside = step + 1;
        let found = match behind {
            Some((least, most)) => {
                let first = at.saturating_sub(usize::from(most));
                let last = (at + 1).saturating_sub(usize::from(least));
                sight.before
                    && (first..last).any(|from| {
                        (from == at || text.same_sentence(from, at - 1))
                            && self.look(text, program, window, inside, from, Some(at))
                    })
            }
            None => self.look(
                text,
                program,
                window,
                inside,
                at,
                (!sight.ahead).then_some(at),
            ),
        };
        found == wanted || !wanted && self.blind
    }

    /// Whether what begins with `step` is at token `at`, and ends at `must_end` if given.
    fn look(
        &mut self,
        text: &Text<'_>,
        program: &Program,
        window: Window,
        step: u32,
        at: usize,
        must_end: Option<usize>,
    ) -> bool {
        if let Some(fits) = self.single(text, program, step, at) {
            return fits && must_end.is_none_or(|end| end == at + 1);
        }
        let mut inner = self.inner.take().unwrap_or_default();
        std::mem::swap(&mut inner.memory, &mut self.memory);
        let found = inner.search(text, program, window, step, at, must_end);
        std::mem::swap(&mut inner.memory, &mut self.memory);
        self.inner = Some(inner);
        found.is_some()
    }

    /// Where what begins with `step` is one atom for one token: whether that is at token `at`.
    fn single(&mut self, text: &Text<'_>, program: &Program, step: u32, at: usize) -> Option<bool> {
        let step = step as usize;
        match (program.steps[step], program.steps[step + 1]) {
            (Step::Class(class), Step::Match) => Some(self.memory.is(text, class, at)),
            (Step::Atom(index), Step::Match) => text.is_single(&program.atoms[index as usize], at),
            _ => None,
        }
    }

    /// The end of the preferred match that begins with `step` at token `start`, and ends at `must_end` if given.
    fn search(
        &mut self,
        text: &Text<'_>,
        program: &Program,
        window: Window,
        step: u32,
        start: usize,
        must_end: Option<usize>,
    ) -> Option<usize> {
        self.seen.clear(program.steps.len());
        self.jobs.clear();
        self.marks.clear();
        self.jobs.push(Job {
            step,
            at: start as u32,
            taken: 0,
            passed: 0,
            marks: 0,
        });
        // No token behind a given end is looked at.
        let last = must_end.unwrap_or(usize::MAX);
        let goes_on = |at| at < last && text.goes_on(start, at, window);
        while let Some(mut job) = self.jobs.pop() {
            self.marks.truncate(job.marks as usize);
            loop {
                let at = job.at as usize;
                match program.steps[job.step as usize] {
                    Step::Match if must_end.is_none_or(|end| end == at) => match &mut self.all {
                        None => return Some(at),
                        Some(all) => {
                            all.push((at, self.marks.clone()));
                            break;
                        }
                    },
                    Step::Match => break,
                    Step::Jump(to) => job.step = to,
                    Step::Open(role) => {
                        self.marks.push((role, job.at, true));
                        job.step += 1;
                    }
                    Step::Close(role) => {
                        self.marks.push((role, job.at, false));
                        job.step += 1;
                    }
                    Step::Split(first, second) => {
                        // Most alternatives end with their first token: no need to come back for the other.
                        if let Step::Class(class) = program.steps[first as usize]
                            && self.furthest.is_none()
                            && !(goes_on(at) && self.memory.is(text, class, at))
                        {
                            job.step = second;
                            continue;
                        }
                        if !self.seen.insert(job.step, job.at - start as u32) {
                            break;
                        }
                        self.jobs.push(Job {
                            step: second,
                            marks: self.marks.len() as u32,
                            ..job
                        });
                        job.step = first;
                    }
                    Step::Look { wanted, next, .. } => {
                        let sight = Sight {
                            before: at > start || text.follows(at),
                            ahead: wanted || at == start || text.goes_on(start, at, window),
                        };
                        if !self.looks(text, program, window, job.step, at, sight) {
                            let miss = if wanted { Miss::Absent } else { Miss::Present };
                            self.miss(&job, start, miss);
                            break;
                        }
                        job.step = next;
                    }
                    Step::Any => {
                        let full = job.taken as usize >= window.tokens;
                        if full || !goes_on(at) {
                            self.miss(&job, start, if full { Miss::Window } else { Miss::Absent });
                            break;
                        }
                        job.at += 1;
                        job.taken += 1;
                        job.step += 1;
                    }
                    Step::Class(class) => {
                        let full = job.taken as usize >= window.tokens;
                        let here = !full && goes_on(at) && self.memory.is(text, class, at);
                        if !here {
                            self.miss(&job, start, if full { Miss::Window } else { Miss::Absent });
                            break;
                        }
                        if at > start && !self.seen.insert(job.step, job.at - start as u32) {
                            break;
                        }
                        job.at += 1;
                        job.taken += 1;
                        job.passed += 1;
                        job.step += 1;
                    }
                    Step::Atom(index) => {
                        let atom = &program.atoms[index as usize];
                        if at > start && !self.seen.insert(job.step, job.at - start as u32) {
                            break;
                        }
                        if job.taken as usize >= window.tokens {
                            self.miss(&job, start, Miss::Window);
                            break;
                        }
                        self.ends.clear();
                        text.ends(atom, start, at, window, &mut self.ends);
                        let Some(&end) = self.ends.first() else {
                            self.miss(&job, start, Miss::Absent);
                            break;
                        };
                        for &other in self.ends[1..].iter().rev() {
                            self.jobs.push(Job {
                                step: job.step + 1,
                                at: other as u32,
                                taken: job.taken + 1,
                                passed: job.passed + 1,
                                marks: self.marks.len() as u32,
                            });
                        }
                        job.taken += u32::from(end > at);
                        job.passed += 1;
                        job.at = end as u32;
                        job.step += 1;
                    }
                }
            }
        }
        None
    }

    fn miss(&mut self, job: &Job, start: usize, miss: Miss) {
        if let Some(furthest) = &mut self.furthest {
            if miss == Miss::Present {
                furthest.forbidden.get_or_insert((job.step, job.at));
            }
            furthest.note(job.passed, start, job.at, job.step, miss);
        }
    }
}

/// The named parts between marks, in the order in which they end.
fn captured(
    marks: &[(Role, u32, bool)],
    open: &mut Vec<(Role, u32)>,
) -> impl Iterator<Item = (Role, Range<usize>)> {
    open.clear();
    marks.iter().filter_map(|&(role, at, opens)| {
        if opens {
            open.push((role, at));
            return None;
        }
        let (_, from) = open.pop()?;
        (from < at).then_some((role, from as usize..at as usize))
    })
}
