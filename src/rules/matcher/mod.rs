//! Runs the program of a pattern from one token on.
//!
//! The matcher tries the preferred way first and goes back where it fails, but remembers every pair of step and token at which
//! it was, and never goes on from one twice: the work from one start is bounded by the steps times the window.

mod atoms;

use rustc_hash::FxHashSet;

use super::pattern::Role;
use super::program::{Program, Step};
use crate::attribution::CueLexicon;
use crate::gazetteer::{Gazetteer, Hit};
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

/// `!<(...)` looks so many tokens back.
const BEHIND: usize = 8;

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

/// Buffers that are reused from match to match.
#[derive(Clone, Debug, Default)]
pub(super) struct Matcher {
    seen: FxHashSet<(u32, u32)>,
    jobs: Vec<Job>,
    open: Vec<(Role, u32)>,
    marks: Vec<(Role, u32, bool)>,
    ends: Vec<usize>,
    /// Where it is wanted, how far the matches come that fail.
    pub furthest: Option<Furthest>,
    /// Whether negative looks see nothing.
    pub blind: bool,
}

#[derive(Clone, Copy, Debug)]
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

impl Matcher {
    /// The end and the captures of the preferred match that begins with token `start`.
    pub fn run(
        &mut self,
        text: &Text<'_>,
        program: &Program,
        window: Window,
        start: usize,
    ) -> Option<(usize, Captures)> {
        let end = self.search(text, program, window, 0, start, None)?;
        self.open.clear();
        let mut captures = vec![];
        for &(role, at, opens) in &self.marks {
            if opens {
                self.open.push((role, at));
            } else if let Some((_, from)) = self.open.pop()
                && from < at
            {
                let tokens = &text.p.views.tokens[from as usize..at as usize];
                captures.push((role, tokens[0].span.cover(tokens[tokens.len() - 1].span)));
            }
        }
        captures.sort_by_key(|&(role, span)| (span.start, span.end, role));
        Some((end, captures))
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
        self.seen.clear();
        self.jobs.clear();
        self.marks.clear();
        self.jobs.push(Job {
            step,
            at: start as u32,
            taken: 0,
            passed: 0,
            marks: 0,
        });
        while let Some(mut job) = self.jobs.pop() {
            self.marks.truncate(job.marks as usize);
            loop {
                let at = job.at as usize;
                match program.steps[job.step as usize] {
                    Step::Match if must_end.is_none_or(|end| end == at) => return Some(at),
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
                        if !self.seen.insert((job.step, job.at)) {
                            break;
                        }
                        self.jobs.push(Job {
                            step: second,
                            marks: self.marks.len() as u32,
                            ..job
                        });
                        job.step = first;
                    }
                    Step::Not { behind, next } => {
                        // Its own buffers: it must not disturb this search.
                        let mut inner = Matcher::default();
                        let inside = job.step + 1;
                        let found = if self.blind {
                            false
                        } else if behind {
                            (at.saturating_sub(BEHIND)..at).any(|from| {
                                text.same_sentence(from, at.saturating_sub(1))
                                    && inner
                                        .search(text, program, window, inside, from, Some(at))
                                        .is_some()
                            })
                        } else {
                            inner
                                .search(text, program, window, inside, at, None)
                                .is_some()
                        };
                        if found {
                            self.miss(&job, start, Miss::Present);
                            break;
                        }
                        job.step = next;
                    }
                    Step::Any => {
                        let full = job.taken as usize >= window.tokens;
                        if full || !text.goes_on(start, at, window) {
                            self.miss(&job, start, if full { Miss::Window } else { Miss::Absent });
                            break;
                        }
                        job.at += 1;
                        job.taken += 1;
                        job.step += 1;
                    }
                    Step::Atom(index) => {
                        let atom = &program.atoms[index as usize];
                        if at > start && !self.seen.insert((job.step, job.at)) {
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
