//! AdaGrad with averaging, and what else all that is fitted shares.

use rustc_hash::FxHashMap;

use super::super::hash;

/// The learning rate.
const RATE: f32 = 0.05;
/// The accumulators begin here: small steps from the start.
const ACCUMULATED: f32 = 10.0;

/// Weights while they are fitted.
pub(crate) struct Learner {
    pub weights: Vec<f32>,
    accumulated: Vec<f32>,
    sum: Vec<f32>,
    epochs: f32,
}

impl Learner {
    pub fn new(len: usize) -> Self {
        Learner {
            weights: vec![0.0; len],
            accumulated: vec![ACCUMULATED; len],
            sum: vec![0.0; len],
            epochs: 0.0,
        }
    }

    /// Moves one weight against its gradient.
    pub fn step(&mut self, index: usize, gradient: f32) {
        let accumulated = &mut self.accumulated[index];
        *accumulated += gradient * gradient;
        self.weights[index] -= RATE * gradient / accumulated.sqrt();
    }

    /// Counts the weights as they are into the average.
    pub fn average(&mut self) {
        for (sum, weight) in self.sum.iter_mut().zip(&self.weights) {
            *sum += weight;
        }
        self.epochs += 1.0;
    }

    /// The averaged weights.
    pub fn finish(self) -> Vec<f32> {
        let epochs = self.epochs.max(1.0);
        self.sum.into_iter().map(|sum| sum / epochs).collect()
    }
}

/// Features that occur no oftener are not learned: they would be learned by heart.
const RARE: u32 = 2;

/// Rows of a table for features, each list of them ended by its place in `ends`; rare ones are taken out.
pub(super) fn rows(features: &[u32], ends: &mut [u32], bits: u32) -> Vec<u32> {
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    for &hash in features {
        *counts.entry(hash).or_default() += 1;
    }
    let (mut rows, mut start) = (vec![], 0);
    for end in ends {
        let list = &features[start..*end as usize];
        let frequent = list.iter().filter(|hash| counts[*hash] > RARE);
        rows.extend(frequent.map(|&hash| hash::row(hash, bits) as u32));
        start = *end as usize;
        *end = rows.len() as u32;
    }
    rows
}

/// The order of an epoch: a seeded shuffle.
pub(crate) fn shuffled(len: usize, seed: u64) -> Vec<u32> {
    let mut order: Vec<u32> = (0..len as u32).collect();
    let mut state = seed.wrapping_mul(GOLDEN);
    for i in (1..len).rev() {
        order.swap(i, (random(&mut state) % (i as u64 + 1)) as usize);
    }
    order
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// Whether to leave out a feature in one step (dropout), for a share of `dropped`.
pub(super) fn leaves_out(state: &mut u64, dropped: f32) -> bool {
    dropped > 0.0 && ((random(state) >> 40) as f32 / (1 << 24) as f32) < dropped
}

/// The next number of a seeded generator (SplitMix64), the same on every machine.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(GOLDEN);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
