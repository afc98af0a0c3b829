//! Islands whose names are known.

use super::super::super::evidence::Evidence;
use super::super::atoms::Atoms;
use super::super::islands::{Island, Islands, Segment};
use super::super::lattice::Lattice;
use super::super::weights::{COLUMNS, PLACES, SEGMENT_BITS, TOKEN_BITS, row};
use super::super::{LABELS, PerLabel, segment, token};
use crate::attribution::model::train::gradient::Learner;
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
                gold.names.push((Segment { first, end }, y));
            } else {
                gold.broken.push((first, end));
            }
        }
        gold
    }
}

/// An island with the right answer and its features.
pub(super) struct Example {
    island: Island<'static>,
    /// For each segment the index of its label.
    right: Vec<Option<usize>>,
    /// The same number of rows for each token.
    tokens: Vec<u32>,
    rows: Vec<u32>,
    ends: Vec<u32>,
    /// What the segments score before anything is learnt.
    base: Vec<PerLabel>,
}

/// The examples of a text.
pub(super) fn read(
    e: &Evidence<'_>,
    atoms: &Atoms,
    islands: &Islands<'_>,
    names: &[(Span, Label)],
) -> Vec<Example> {
    let gold = Gold::new(e, names);
    let mut examples = vec![];
    for island in islands.iter() {
        let Some(mut example) = Example::new(island, &gold) else {
            continue;
        };
        for i in island.first..island.end {
            token::features(e, atoms, i, |hash| {
                example.tokens.push(row(hash, TOKEN_BITS))
            });
        }
        for (i, s) in island.segments.iter().enumerate() {
            example.base[i] = super::super::prior(island, s);
            example.add_segment(SEGMENT_BITS, |feature| {
                segment::features(e, atoms, island, s, feature)
            });
        }
        examples.push(example);
    }
    examples
}

impl Example {
    /// `None` where a marked name is none of the island's segments.
    pub fn new(island: &Island<'_>, gold: &Gold) -> Option<Self> {
        let overlaps = |first: usize, end: usize| first < island.end && island.first < end;
        if gold.broken.iter().any(|&(first, end)| overlaps(first, end)) {
            return None;
        }
        let mut right = vec![None; island.segments.len()];
        for (name, y) in gold.names.iter().filter(|(s, _)| overlaps(s.first, s.end)) {
            right[island.segments.iter().position(|s| s == name)?] = Some(*y);
        }
        let segments = island
            .segments
            .iter()
            .map(|s| Segment {
                first: s.first - island.first,
                end: s.end - island.first,
            })
            .collect();
        Some(Example {
            island: Island {
                first: 0,
                end: island.end - island.first,
                segments,
                rules: &[],
            },
            base: vec![[0.0; LABELS.len()]; right.len()],
            right,
            tokens: vec![],
            rows: vec![],
            ends: vec![],
        })
    }

    pub fn add_segment(&mut self, bits: u32, features: impl FnOnce(&mut dyn FnMut(u32))) {
        features(&mut |hash| self.rows.push(row(hash, bits)));
        self.ends.push(self.rows.len() as u32);
    }

    fn segment_rows(&self, i: usize) -> &[u32] {
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.rows[start..self.ends[i] as usize]
    }

    /// One step of stochastic gradient descent on the log-likelihood.
    pub fn learn(&self, token: &mut Learner, segment: &mut Learner) {
        let len = self.island.end;
        let width = self.tokens.len() / len;
        let token_rows = |i: usize| &self.tokens[i * width..(i + 1) * width];
        let mut emissions = vec![[0.0_f32; PLACES]; len];
        for (i, sums) in emissions.iter_mut().enumerate() {
            for &row in token_rows(i) {
                let start = row as usize * PLACES;
                for (sum, w) in sums.iter_mut().zip(&token.weights[start..start + PLACES]) {
                    *sum += w;
                }
            }
        }
        let places = |s: &Segment, i: usize| match (i == s.first, i + 1 == s.end) {
            (true, true) => 3,
            (true, false) => 0,
            (false, true) => 2,
            (false, false) => 1,
        };
        let scores: Vec<PerLabel> = self
            .island
            .segments
            .iter()
            .enumerate()
            .map(|(index, s)| {
                std::array::from_fn(|y| {
                    let own: f32 = self
                        .segment_rows(index)
                        .iter()
                        .map(|&row| segment.weights[row as usize * COLUMNS + y])
                        .sum();
                    let words: f32 = (s.first..s.end)
                        .map(|i| emissions[i][token::place(places(s, i), y)])
                        .sum();
                    self.base[index][y] + own + words
                })
            })
            .collect();
        let mut lattice = Lattice::default();
        let probabilities = lattice.probabilities(&self.island, &scores);
        let mut gradients = vec![[0.0_f32; PLACES]; len];
        for (index, (s, p)) in self.island.segments.iter().zip(probabilities).enumerate() {
            for (y, &p) in p.iter().enumerate() {
                let gradient = p - f32::from(u8::from(self.right[index] == Some(y)));
                if gradient.abs() < 1e-4 {
                    continue;
                }
                for &row in self.segment_rows(index) {
                    segment.step(row as usize * COLUMNS + y, gradient);
                }
                for i in s.first..s.end {
                    gradients[i][token::place(places(s, i), y)] += gradient;
                }
            }
        }
        for (i, gradients) in gradients.iter().enumerate() {
            for (column, &gradient) in gradients.iter().enumerate().filter(|(_, g)| g.abs() > 1e-4)
            {
                for &row in token_rows(i) {
                    token.step(row as usize * PLACES + column, gradient);
                }
            }
        }
    }
}
