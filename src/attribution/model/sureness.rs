//! How sure the chain is of its reading: by how much the best sequence beats others (max-marginals).

use std::ops::Range;

use super::lanes::{Emission, FORBIDDEN, MIRROR, Scores, Steps, add_mirrored, score, scores};
use super::lattice::{STATES, may_end};

/// By how much the best sequence beats the best of those that put a token into another group, for each token and group; and the best
/// sequences without and with a source.
#[derive(Clone, Debug, Default)]
pub(super) struct Rivals {
    /// For each token how much the best sequence loses where it must be outside, content, source.
    pub loss: Vec<[f32; 3]>,
    /// How much the best sequence loses without a source, and with one.
    pub source: [f32; 2],
    /// How much better the best sequence is than none of content and source.
    pub evidence: f32,
}

impl Rivals {
    /// Compares the sequences for the given scores; `forward` is what [`viterbi`](super::lattice::viterbi) left of them.
    pub fn compare(&mut self, emissions: &[Emission], forward: &[Scores], steps: &[&Steps]) {
        self.loss.clear();
        self.loss.resize(emissions.len(), [0.0; 3]);
        let (Some(first), Some(ends)) = (emissions.first(), forward.last()) else {
            return;
        };
        // The path that is outside all along.
        let (mut empty, mut at) = (0.0, usize::from(!first.is_open()));
        for (emission, steps) in emissions.iter().zip(steps).skip(1) {
            let to = usize::from(!emission.is_open());
            empty += steps.step(at, to);
            at = to;
        }
        let may = |state| if may_end(state) { 0.0 } else { FORBIDDEN };
        let whole = |state: usize| score(ends, state) + may(state);
        let without = (0..6).map(whole).fold(FORBIDDEN, f32::max);
        let with = (6..STATES).map(whole).fold(FORBIDDEN, f32::max);
        let best = without.max(with);
        self.source = [best - without, best - with];
        self.evidence = best - empty;
        // The best ends of sequences, of the chain read from its end.
        let mut backward = scores(|state| may(MIRROR[state]));
        for t in (0..emissions.len()).rev() {
            let mut through = forward[t];
            add_mirrored(&mut through, &backward);
            self.loss[t] = [
                best - largest(&through, [0, 1, 10, 11]),
                best - largest(&through, [2, 3, 4, 5, 12, 13, 14, 15]),
                best - largest(&through, [6, 7, 8, 9]),
            ];
            let mut ends = backward;
            emissions[t].add_to_mirrored(&mut ends);
            steps[t].back(&ends, &mut backward);
        }
    }

    /// The token that is content at the smallest loss; none where there are only the cue's.
    pub fn likeliest_content(&self) -> Option<usize> {
        let possible = |&t: &usize| self.loss[t][1] < -(FORBIDDEN / 2.0);
        (0..self.loss.len())
            .filter(possible)
            .min_by(|&a, &b| self.loss[a][1].total_cmp(&self.loss[b][1]))
    }
}

/// The largest score of these states.
#[inline(always)]
fn largest<const N: usize>(scores: &Scores, states: [usize; N]) -> f32 {
    let mut largest = FORBIDDEN;
    for state in states {
        let here = score(scores, state);
        largest = if here > largest { here } else { largest };
    }
    largest
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
        let level = |loss: f32| (loss * nat * 2.0).clamp(0.0, 15.0) as u32;
        let len = rivals.loss.len();
        // What it costs to move the edge in front of token `i`: to put one of its two sides into the other group.
        let edge = |i: usize, group: usize| {
            let here = rivals
                .loss
                .get(i - start)
                .map_or(f32::INFINITY, |l| l[group].max(least_other(l, group)));
            let before = (i > start && i - 1 - start < len).then(|| rivals.loss[i - 1 - start]);
            here.min(before.map_or(f32::INFINITY, |l| l[group].max(least_other(&l, group))))
        };
        let content_edges = content.first().zip(content.last());
        let (first, last) =
            content_edges.map_or((0.0, 0.0), |(f, l)| (edge(f.start, 1), edge(l.end, 1)));
        let source_edge = match source {
            Some(range) => edge(range.start, 2).min(edge(range.end, 2)),
            None => rivals.source[1],
        };
        let second = |&[a, b, c]: &[f32; 3]| a.min(b).max(a.max(b).min(c));
        Sureness {
            source: level(source_edge),
            presence: level(rivals.source[0].max(rivals.source[1])),
            start: level(first),
            end: level(last),
            least: level(rivals.loss.iter().map(second).fold(f32::INFINITY, f32::min)),
            // Whole, as all of them are.
            evidence: level((rivals.evidence / 4.0).trunc()),
        }
    }
}

/// What the best sequence loses at least where a token is not in the group.
fn least_other(loss: &[f32; 3], group: usize) -> f32 {
    let other = |g: usize| if g == group { f32::INFINITY } else { loss[g] };
    other(0).min(other(1)).min(other(2))
}

#[cfg(test)]
mod tests {
    use super::super::lattice::{COARSE, PARTS, Part, viterbi};
    use super::*;

    /// Content, content, source, cue, with the second content token less sure than the rest.
    fn rivals() -> Rivals {
        let mut emissions = [[0.0; COARSE]; 4];
        for (t, content, score) in [(0, true, 10.0), (1, true, 3.0), (2, false, 10.0)] {
            for (value, part) in emissions[t].iter_mut().zip(PARTS) {
                if part.is_content() && content || part.is_source() && !content {
                    *value = score;
                }
            }
        }
        emissions[3] = [FORBIDDEN; COARSE];
        emissions[3][Part::Cue as usize] = 0.0;
        let emissions = emissions.map(Emission::new);
        let steps = Steps::new(|_, _| 0.0);
        let steps = [&steps; 4];
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
            .map(|groups| groups.iter().position(|&loss| loss == 0.0).unwrap())
            .collect();
        assert_eq!(best, [1, 1, 2, 0]);
        assert_eq!(rivals.evidence, 23.0);
    }

    #[test]
    fn no_source_costs_what_it_gave() {
        assert_eq!(rivals().source, [10.0, 0.0]);
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
