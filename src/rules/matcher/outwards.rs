//! Matches a pattern from its pivot outwards.
//!
//! A match is told by its pivot: of all matches with the pivot at one token it is the one that begins first, and of these the one that
//! the pattern prefers. That is what a search from left to right finds that is tried at all tokens, one after the other; only here
//! nothing is tried where there is no pivot.

use std::ops::Range;

use super::{Furthest, Job, Matcher, Miss, Sight, Text, Window, captured};
use crate::rules::program::{Named, Outwards, Program, Step};

impl Matcher {
    /// The tokens of `{span:...}`, or of all, of the match whose pivot begins with token `pivot`.
    pub fn outwards(
        &mut self,
        text: &Text<'_>,
        programs: &Outwards,
        window: Window,
        pivot: usize,
    ) -> Option<Range<usize>> {
        let whole = &programs.whole;
        let end = self.search(text, whole, window, programs.pivot, pivot, None)?;
        let right = std::mem::take(&mut self.marks);
        let start = self.leftmost(text, &programs.back, window, pivot)?;
        match &programs.named {
            Named::Nothing => {}
            Named::FromStart(role) => self.marks.push((*role, start as u32, true)),
            Named::By(left) => {
                self.search(text, left, window, 0, start, Some(pivot))?;
            }
        }
        self.marks.extend(right);
        let span = captured(&self.marks, &mut self.open).next();
        Some(span.map_or(start..end, |(_, tokens)| tokens))
    }

    /// How far the pattern comes from a pivot: to the right, and if all is there, to the left, where tokens are counted from the pivot.
    pub fn furthest_outwards(
        &mut self,
        text: &Text<'_>,
        programs: &Outwards,
        window: Window,
        pivot: usize,
    ) -> (Furthest, Option<Furthest>) {
        self.furthest = Some(Furthest::default());
        let end = self.search(text, &programs.whole, window, programs.pivot, pivot, None);
        let right = self.furthest.take().unwrap_or_default();
        let left = end.map(|_| {
            self.furthest = Some(Furthest::default());
            self.leftmost(text, &programs.back, window, pivot);
            self.furthest.take().unwrap_or_default()
        });
        (right, left)
    }

    /// The first token with which a match of a program that goes to the left can begin whose last token is the one before `pivot`.
    fn leftmost(
        &mut self,
        text: &Text<'_>,
        program: &Program,
        window: Window,
        pivot: usize,
    ) -> Option<usize> {
        self.seen.clear(program.steps.len());
        self.jobs.clear();
        self.jobs.push(Job {
            at: pivot as u32,
            ..Job::default()
        });
        let first_token = text.sentence(pivot).first as usize;
        let mut first = None;
        while let Some(mut job) = self.jobs.pop() {
            loop {
                let at = job.at as usize;
                let taken = pivot - at;
                // The token that comes next, if one may.
                let next = (at > first_token && taken < window.tokens).then(|| at - 1);
                let fits = match program.steps[job.step as usize] {
                    Step::Match => {
                        first = Some(first.map_or(at, |first: usize| first.min(at)));
                        break;
                    }
                    Step::Jump(to) => {
                        job.step = to;
                        continue;
                    }
                    Step::Split(one, other) => {
                        // Most alternatives end with their first token: no need to come back for the other.
                        if let Step::Class(class) = program.steps[one as usize]
                            && self.furthest.is_none()
                            && !next.is_some_and(|next| self.is(text, class, next))
                        {
                            job.step = other;
                            continue;
                        }
                        if !self.seen.insert(job.step, taken as u32) {
                            break;
                        }
                        self.jobs.push(Job { step: other, ..job });
                        job.step = one;
                        continue;
                    }
                    Step::Look { next, wanted, .. } => {
                        let sight = Sight {
                            before: at > first_token,
                            ahead: true,
                        };
                        if !self.looks(text, program, window, job.step, at, sight) {
                            let miss = if wanted { Miss::Absent } else { Miss::Present };
                            self.miss_left(taken, job.step, miss);
                            break;
                        }
                        job.step = next;
                        continue;
                    }
                    Step::Open(_) | Step::Close(_) => {
                        job.step += 1;
                        continue;
                    }
                    Step::Any => next.is_some(),
                    Step::Class(class) => next.is_some_and(|next| self.is(text, class, next)),
                    Step::Atom(index) => match &program.atoms[index as usize] {
                        atom if atom.takes_none() => {
                            self.ends.clear();
                            text.ends(atom, at, at, window, &mut self.ends);
                            if self.ends.is_empty() {
                                break;
                            }
                            job.step += 1;
                            continue;
                        }
                        atom => next.is_some_and(|next| text.is_single(atom, next) == Some(true)),
                    },
                };
                if !fits {
                    self.miss_left(taken, job.step, Miss::Absent);
                    break;
                }
                if !self.seen.insert(job.step, taken as u32) {
                    break;
                }
                job.at -= 1;
                job.step += 1;
            }
        }
        first
    }

    /// Notes what is missing so many tokens left of a pivot.
    fn miss_left(&mut self, taken: usize, step: u32, miss: Miss) {
        if let Some(furthest) = &mut self.furthest {
            furthest.note(taken as u32, 0, taken as u32, step, miss);
        }
    }
}
