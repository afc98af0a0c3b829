//! Islands whose names are known.

use super::super::super::evidence::Evidence;
use super::super::again::{self, Found};
use super::super::atoms::Atoms;
use super::super::islands::{Island, Islands, Segment};
use super::super::lattice::Lattice;
use super::super::weights::{AGAIN_BITS, COLUMNS, PLACES, SEGMENT_BITS, TOKEN_BITS, row};
use super::super::{LABELS, PerLabel, segment, token};
use crate::attribution::model::train::gradient::Learner;
use crate::text::TokenKind;
use crate::{Label, Span};

/// The marked names in tokens.
pub(super) struct Gold {
    names: Vec<(Segment, usize)>,
    /// Tokens of names that begin or end inside a token.
    broken: Vec<(usize, usize)>,
}

impl Gold {
    pub fn new(e: &Evidence<'_>, names: &[(Span, Label)]) -> Self {
        let mut gold = Gold {
            names: vec![],
            broken: vec![],
        };
        let tokens = &e.views.tokens;
        for &(span, label) in names {
            let Some(y) = LABELS.iter().position(|&l| l == label) else {
                continue;
            };
            let first = tokens.partition_point(|t| t.span.end <= span.start);
            let end = first + tokens[first..].partition_point(|t| t.span.start < span.end);
            if end > first && e.span(first, end) == span {
                // The mark on "Moody's" is cut off with that of "Lee's", but lists know that it is part of the name.
                let own = e.known.iter().any(|k| k.first == first && k.end == end + 1);
                let clitic = e.kind(end) == Some(TokenKind::Clitic);
                let end = end + usize::from(own && clitic);
                gold.names.push((Segment { first, end }, y));
            } else {
                gold.broken.push((first, end));
            }
        }
        gold
    }

    /// For each segment of an island the index of its label; `None` where a marked name is none of them.
    fn of(&self, island: &Island<'_>) -> Option<Vec<Option<usize>>> {
        let overlaps = |first: usize, end: usize| first < island.end && island.first < end;
        if self.broken.iter().any(|&(first, end)| overlaps(first, end)) {
            return None;
        }
        let mut right = vec![None; island.segments.len()];
        for (name, y) in self.names.iter().filter(|(s, _)| overlaps(s.first, s.end)) {
            right[island.segments.iter().position(|s| s == name)?] = Some(*y);
        }
        Some(right)
    }
}

/// An island with the right answer and its features.
pub(super) struct Example {
    island: Island<'static>,
    /// For each segment the index of its label; `None` where a marked name is none of the segments.
    right: Option<Vec<Option<usize>>>,
    /// The same number of rows for each token.
    tokens: Vec<u32>,
    rows: Vec<u32>,
    ends: Vec<u32>,
    /// What the segments score before anything is learnt.
    base: Vec<PerLabel>,
}

/// The examples of a text, one for each island.
pub(super) fn read(
    e: &Evidence<'_>,
    atoms: &Atoms,
    islands: &Islands<'_>,
    names: &[(Span, Label)],
) -> Vec<Example> {
    let gold = Gold::new(e, names);
    let example = |island: &Island<'_>| {
        let mut example = Example::new(island, &gold);
        for i in island.first..island.end {
            token::features(e, atoms, i, |hash| {
                example.tokens.push(row(hash, TOKEN_BITS))
            });
        }
        for s in &island.segments {
            example.base.push(super::super::prior(e, island, s));
            example.add_segment(SEGMENT_BITS, |feature| {
                segment::features(e, atoms, island, s, feature)
            });
        }
        example
    };
    islands.iter().map(example).collect()
}

/// The examples of the second look at a text, given those of the first with their scores.
pub(super) fn read_again(
    e: &Evidence<'_>,
    atoms: &Atoms,
    islands: &mut Islands<'_>,
    names: &[(Span, Label)],
    scores: &[Vec<PerLabel>],
) -> Vec<Example> {
    let gold = Gold::new(e, names);
    let mut lattice = Lattice::default();
    let mut possible = vec![];
    let mut ends = vec![];
    for (island, scores) in islands.iter_mut().zip(scores) {
        let likely = lattice.probabilities(island, scores);
        again::sift(island, scores, likely, &mut possible);
        ends.push(possible.len());
    }
    let found = Found::read(e, &possible);
    let mut start = 0;
    let mut examples = vec![];
    for (island, end) in islands.iter().zip(ends) {
        let beside = &possible[start..end];
        start = end;
        let mut example = Example::new(island, &gold);
        for name in beside {
            example.base.push(name.scores);
            example.add_segment(AGAIN_BITS, |feature| {
                found.features(e, atoms, beside, name, feature)
            });
        }
        examples.push(example);
    }
    examples
}

impl Example {
    fn new(island: &Island<'_>, gold: &Gold) -> Self {
        let segments = island.segments.iter().map(|s| Segment {
            first: s.first - island.first,
            end: s.end - island.first,
        });
        Example {
            island: Island {
                first: 0,
                end: island.end - island.first,
                segments: segments.collect(),
                rules: &[],
            },
            base: vec![],
            right: gold.of(island),
            tokens: vec![],
            rows: vec![],
            ends: vec![],
        }
    }

    fn add_segment(&mut self, bits: u32, features: impl FnOnce(&mut dyn FnMut(u32))) {
        features(&mut |hash| self.rows.push(row(hash, bits)));
        self.ends.push(self.rows.len() as u32);
    }

    fn segment_rows(&self, i: usize) -> &[u32] {
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.rows[start..self.ends[i] as usize]
    }

    fn token_rows(&self, i: usize) -> &[u32] {
        let width = self.tokens.len() / self.island.end;
        &self.tokens[i * width..(i + 1) * width]
    }

    /// The scores of the segments by these weights.
    pub fn scores(&self, token: &[f32], segment: &[f32]) -> Vec<PerLabel> {
        let mut emissions = vec![[0.0_f32; PLACES]; self.island.end];
        for (i, sums) in emissions.iter_mut().enumerate() {
            for &row in self.token_rows(i) {
                let start = row as usize * PLACES;
                for (sum, w) in sums.iter_mut().zip(&token[start..start + PLACES]) {
                    *sum += w;
                }
            }
        }
        let score = |(index, s): (usize, &Segment)| {
            std::array::from_fn(|y| {
                let own = self.segment_rows(index).iter();
                let own: f32 = own.map(|&row| segment[row as usize * COLUMNS + y]).sum();
                let words = (s.first..s.end).map(|i| emissions[i][token::place(place(s, i), y)]);
                self.base[index][y] + own + words.sum::<f32>()
            })
        };
        self.island.segments.iter().enumerate().map(score).collect()
    }

    /// One step of stochastic gradient descent on the log-likelihood.
    pub fn learn(&self, token: &mut Learner, segment: &mut Learner) {
        let Some(right) = &self.right else {
            return;
        };
        let scores = self.scores(&token.weights, &segment.weights);
        let mut lattice = Lattice::default();
        let probabilities = lattice.probabilities(&self.island, &scores);
        let mut gradients = vec![[0.0_f32; PLACES]; self.island.end];
        for (index, (s, p)) in self.island.segments.iter().zip(probabilities).enumerate() {
            for (y, &p) in p.iter().enumerate() {
                let gradient = p - f32::from(u8::from(right[index] == Some(y)));
                if gradient.abs() < 1e-4 {
                    continue;
                }
                for &row in self.segment_rows(index) {
                    segment.step(row as usize * COLUMNS + y, gradient);
                }
                for i in s.first..s.end {
                    gradients[i][token::place(place(s, i), y)] += gradient;
                }
            }
        }
        for (i, gradients) in gradients.iter().enumerate() {
            for (column, &gradient) in gradients.iter().enumerate().filter(|(_, g)| g.abs() > 1e-4)
            {
                for &row in self.token_rows(i) {
                    token.step(row as usize * PLACES + column, gradient);
                }
            }
        }
    }
}

/// Where a token stands in a segment: first, inside, last, alone.
fn place(s: &Segment, i: usize) -> usize {
    match (i == s.first, i + 1 == s.end) {
        (true, true) => 3,
        (true, false) => 0,
        (false, true) => 2,
        (false, false) => 1,
    }
}
