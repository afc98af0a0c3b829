//! The probability of each segment of an island, over all ways to cut it.

use super::islands::Island;
use super::numbers::exp;
use super::{LABELS, PerLabel};

/// Scores beyond are cut off, so that no product of an island overflows.
const LARGEST: f32 = 20.0;

/// For each segment and label the probability that it is a name, given the scores of all.
pub(super) fn probabilities(island: &Island<'_>, scores: &[PerLabel]) -> Vec<PerLabel> {
    let len = island.end - island.first;
    let weight = |y: usize, i: usize| exp(f64::from(scores[i][y].clamp(-LARGEST, LARGEST)));
    let weights: Vec<[f64; LABELS.len()]> = (0..scores.len())
        .map(|i| std::array::from_fn(|y| weight(y, i)))
        .collect();
    // Sums over all ways to cut what lies before and behind each edge.
    let mut before = vec![0.0_f64; len + 1];
    let mut behind = vec![0.0_f64; len + 1];
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
    let mut by_start: Vec<u32> = (0..island.segments.len() as u32).collect();
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
    island
        .segments
        .iter()
        .zip(&weights)
        .map(|(s, w)| {
            let around = before[s.first - island.first] * behind[s.end - island.first] / all;
            std::array::from_fn(|y| (w[y] * around) as f32)
        })
        .collect()
}
