//! How sure the chain is of its reading: by how much the best sequence beats others (max-marginals).

use std::ops::Range;

use super::lattice::{
    BEFORE, BEHIND, Emission, FORBIDDEN, OPEN_BEFORE, OPEN_BEHIND, PARTS, STATES, Scores, Steps,
    is_open, may_end, predecessors, step,
};

/// By how much the best sequence beats the best of those that put a token into another group, for each token and group; and the best
/// sequences without and with a source.
#[derive(Clone, Debug, Default)]
pub(super) struct Rivals {
    /// For each token how much the best sequence loses where it must be outside, content, source.
    pub loss: Vec<[i32; 3]>,
    /// How much the best sequence loses without a source, and with one.
    pub source: [i32; 2],
    /// How much better the best sequence is than none of content and source.
    pub evidence: i32,
}

impl Rivals {
    /// Compares the sequences for the given scores; `forward` is what [`viterbi`](super::lattice::viterbi) left of them.
    pub fn compare(&mut self, emissions: &[Emission], forward: &[Scores], steps: &[&Steps]) {
        self.loss.clear();
        self.loss.resize(emissions.len(), [0; 3]);
        let (Some(first), Some(ends)) = (emissions.first(), forward.last()) else {
            return;
        };
        // The path that is outside all along.
        let (mut empty, mut at) = (0, usize::from(!is_open(first)));
        for (emission, steps) in emissions.iter().zip(steps).skip(1) {
            let to = usize::from(!is_open(emission));
            empty += step(steps, at, to);
            at = to;
        }
        let mut backward: Scores = std::array::from_fn(|s| if may_end(s) { 0 } else { FORBIDDEN });
        let whole = |s: usize| ends[s] + backward[s];
        let without = (0..6).map(whole).max().unwrap_or(0);
        let with = (6..STATES).map(whole).max().unwrap_or(0);
        let best = without.max(with);
        self.source = [best - without, best - with];
        self.evidence = best - empty;
        for t in (0..emissions.len()).rev() {
            let through = Through {
                forward: &forward[t],
                backward: &backward,
            };
            self.loss[t] = [
                best - through.best([0, 1, 10, 11]),
                best - through.best([2, 3, 4, 5, 12, 13, 14, 15]),
                best - through.best([6, 7, 8, 9]),
            ];
            if t == 0 {
                break;
            }
            let ahead = Backward {
                scores: &backward,
                steps: steps[t],
                emission: &emissions[t],
            };
            backward = match (is_open(&emissions[t]), is_open(&emissions[t - 1])) {
                (true, true) => ahead.open(OPEN_BEFORE, OPEN_BEHIND),
                (true, false) => ahead.open(BEFORE, BEHIND),
                (false, _) => ahead.closed(),
            };
        }
    }
}

/// The best sequences through each state of a token: their beginnings and their ends.
struct Through<'a> {
    forward: &'a Scores,
    backward: &'a Scores,
}

impl Through<'_> {
    /// The score of the best one through any of these states.
    #[inline(always)]
    fn best<const N: usize>(&self, states: [usize; N]) -> i32 {
        let mut best = FORBIDDEN;
        for s in states {
            best = best.max(self.forward[s] + self.backward[s]);
        }
        best
    }
}

/// The way back over one token: for each state of the token before it the score of the best end from it on.
struct Backward<'a> {
    /// The same, for the states of the token itself.
    scores: &'a Scores,
    steps: &'a Steps,
    emission: &'a Emission,
}

impl Backward<'_> {
    /// The score of state `a` before the best of these.
    #[inline(always)]
    fn best<const N: usize>(&self, ends: &Scores, a: usize, to: [usize; N]) -> i32 {
        let mut best = i32::MIN;
        for b in to {
            best = best.max(ends[b] + step(self.steps, a, b));
        }
        best
    }

    /// For an open token behind one that has these states; the same as [`Backward::closed`], but known to the compiler.
    #[inline(always)]
    fn open<const N: usize, const M: usize>(
        &self,
        before: [usize; N],
        behind: [usize; M],
    ) -> Scores {
        let mut ends = *self.scores;
        for (b, end) in ends.iter_mut().enumerate() {
            *end += self.emission[PARTS[b] as usize];
        }
        let mut next = [FORBIDDEN; STATES];
        for a in before {
            next[a] = self.best(&ends, a, [0, 2, 5, 6, 9]);
        }
        for a in behind {
            next[a] = self.best(&ends, a, [10, 12, 15]);
        }
        for begin in [2, 6, 12] {
            for a in [begin, begin + 1] {
                next[a] = self.best(&ends, a, [begin + 1, begin + 2]);
            }
        }
        next
    }

    fn closed(&self) -> Scores {
        let mut next = [FORBIDDEN; STATES];
        for (b, &part) in PARTS.iter().enumerate() {
            let emission = self.emission[part as usize];
            if emission == FORBIDDEN {
                continue;
            }
            for a in predecessors(b) {
                next[a] = next[a].max(step(self.steps, a, b) + emission + self.scores[b]);
            }
        }
        next
    }
}

impl Rivals {
    /// The token that is content at the smallest loss; none where there are only the cue's.
    pub fn likeliest_content(&self) -> Option<usize> {
        let possible = |&t: &usize| self.loss[t][1] < -(FORBIDDEN / 2);
        (0..self.loss.len())
            .filter(possible)
            .min_by_key(|&t| self.loss[t][1])
    }
}

/// By how much the chain's reading beats others, in levels of half a nat from 0 to 15; 16 where the chain was not asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sureness {
    /// Another edge of the source, or none; for a missing source, any.
    pub source: u32,
    /// A source at all, or none.
    pub presence: u32,
    /// Another first token of the content.
    pub start: u32,
    /// Another last token of the content.
    pub end: u32,
    /// Another part for any token.
    pub least: u32,
    /// Neither source nor content.
    pub evidence: u32,
}

impl Sureness {
    pub const NONE: Sureness = Sureness {
        source: 16,
        presence: 16,
        start: 16,
        end: 16,
        least: 16,
        evidence: 16,
    };

    pub fn new(
        rivals: &Rivals,
        start: usize,
        nat: f32,
        source: &Option<Range<usize>>,
        content: &[Range<usize>],
    ) -> Self {
        let level = |loss: i32| (loss as f32 * nat * 2.0).clamp(0.0, 15.0) as u32;
        let len = rivals.loss.len();
        // What it costs to move the edge in front of token `i`: to put one of its two sides into the other group.
        let edge = |i: usize, group: usize| {
            let here = rivals
                .loss
                .get(i - start)
                .map_or(i32::MAX, |l| l[group].max(least_other(l, group)));
            let before = (i > start && i - 1 - start < len).then(|| rivals.loss[i - 1 - start]);
            here.min(before.map_or(i32::MAX, |l| l[group].max(least_other(&l, group))))
        };
        let content_edges = content.first().zip(content.last());
        let (first, last) =
            content_edges.map_or((0, 0), |(f, l)| (edge(f.start, 1), edge(l.end, 1)));
        let source_edge = match source {
            Some(range) => edge(range.start, 2).min(edge(range.end, 2)),
            None => rivals.source[1],
        };
        let second = |&[a, b, c]: &[i32; 3]| a.min(b).max(a.max(b).min(c));
        Sureness {
            source: level(source_edge),
            presence: level(rivals.source[0].max(rivals.source[1])),
            start: level(first),
            end: level(last),
            least: level(rivals.loss.iter().map(second).min().unwrap_or(0)),
            evidence: level(rivals.evidence / 4),
        }
    }
}

/// What the best sequence loses at least where a token is not in the group.
fn least_other(loss: &[i32; 3], group: usize) -> i32 {
    (0..3)
        .filter(|&g| g != group)
        .map(|g| loss[g])
        .min()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::lattice::{COARSE, Part, viterbi};
    use super::*;

    /// Content, content, source, cue, with the second content token less sure than the rest.
    fn rivals() -> Rivals {
        let mut emissions = vec![[0; COARSE]; 4];
        for (t, content, score) in [(0, true, 10), (1, true, 3), (2, false, 10)] {
            for (value, part) in emissions[t].iter_mut().zip(PARTS) {
                if part.is_content() && content || part.is_source() && !content {
                    *value = score;
                }
            }
        }
        emissions[3] = [FORBIDDEN; COARSE];
        emissions[3][Part::Cue as usize] = 0;
        let steps: Vec<&Steps> = vec![&[0; COARSE * COARSE]; 4];
        let mut rivals = Rivals::default();
        let mut forward = vec![];
        viterbi(&emissions, &steps, &mut forward, &mut vec![]);
        rivals.compare(&emissions, &forward, &steps);
        rivals
    }

    #[test]
    fn the_best_sequence_loses_nothing() {
        let rivals = rivals();
        let best: Vec<usize> = rivals
            .loss
            .iter()
            .map(|groups| groups.iter().position(|&loss| loss == 0).unwrap())
            .collect();
        assert_eq!(best, [1, 1, 2, 0]);
        assert_eq!(rivals.evidence, 23);
    }

    #[test]
    fn no_source_costs_what_it_gave() {
        assert_eq!(rivals().source, [10, 0]);
    }

    #[test]
    fn the_weaker_edge_is_less_sure() {
        let content = std::slice::from_ref(&(0..2));
        let sureness = Sureness::new(&rivals(), 0, 0.5, &Some(2..3), content);
        assert!(sureness.start > sureness.end, "{sureness:?}");
        assert_eq!(sureness.presence, 10);
        assert_ne!(sureness, Sureness::NONE);
    }
}
