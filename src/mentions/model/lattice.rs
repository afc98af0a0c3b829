//! The probability of each segment of an island, over all ways to cut it.

use super::islands::Island;
use super::numbers::exp;
use super::{LABELS, PerLabel};

/// Scores beyond are cut off, so that no product of an island overflows.
const LARGEST: f32 = 20.0;

/// What is kept from island to island.
#[derive(Debug, Default)]
pub(super) struct Lattice {
    weights: Vec<[f64; LABELS.len()]>,
    /// Sums over all ways to cut what lies before and behind each edge.
    before: Vec<f64>,
    behind: Vec<f64>,
    by_start: Vec<u32>,
    probabilities: Vec<PerLabel>,
}

impl Lattice {
    /// For each segment and label the probability that it is a name, given the scores of all.
    pub fn probabilities(&mut self, island: &Island<'_>, scores: &[PerLabel]) -> &[PerLabel] {
        let Lattice {
            weights,
            before,
            behind,
            by_start,
            probabilities,
        } = self;
        let len = island.end - island.first;
        let weight = |score: f32| exp(f64::from(score.clamp(-LARGEST, LARGEST)));
        weights.clear();
        weights.extend(scores.iter().map(|scores| scores.map(weight)));
        for sums in [&mut *before, behind] {
            sums.clear();
            sums.resize(len + 1, 0.0);
        }
        before[0] = 1.0;
        let mut next = 0;
        for edge in 1..=len {
            before[edge] = before[edge - 1];
            while let Some(s) = island
                .segments
                .get(next)
                .filter(|s| s.end - island.first == edge)
            {
                let total: f64 = weights[next].iter().sum();
                before[edge] += before[s.first - island.first] * total;
                next += 1;
            }
        }
        behind[len] = 1.0;
        // By end downwards, each segment adds to its start, which is complete only when all later starts are.
        by_start.clear();
        by_start.extend(0..island.segments.len() as u32);
        by_start.sort_unstable_by_key(|&i| std::cmp::Reverse(island.segments[i as usize].first));
        let mut next = 0;
        for edge in (0..len).rev() {
            behind[edge] = behind[edge + 1];
            while let Some(&i) = by_start
                .get(next)
                .filter(|&&i| island.segments[i as usize].first - island.first == edge)
            {
                let i = i as usize;
                let total: f64 = weights[i].iter().sum();
                behind[edge] += behind[island.segments[i].end - island.first] * total;
                next += 1;
            }
        }
        let all = before[len];
        let segments = island.segments.iter().zip(&*weights);
        probabilities.clear();
        probabilities.extend(segments.map(|(s, w)| {
            let around = before[s.first - island.first] * behind[s.end - island.first] / all;
            w.map(|w| (w * around) as f32)
        }));
        probabilities
    }
}
