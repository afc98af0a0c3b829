//! Logistic regression over hashed features.

use super::super::weights::logistic;
use super::gradient::{Learner, leaves_out, rows, shuffled};

/// Features with a yes or no.
pub(super) struct Examples {
    features: Vec<u32>,
    ends: Vec<u32>,
    labels: Vec<bool>,
    bits: u32,
}

impl Examples {
    /// For a table of `1 << bits` rows.
    pub fn new(bits: u32) -> Self {
        Examples {
            features: vec![],
            ends: vec![],
            labels: vec![],
            bits,
        }
    }

    pub fn add(&mut self, features: &[u32], label: bool) {
        self.features.extend_from_slice(features);
        self.ends.push(self.features.len() as u32);
        self.labels.push(label);
    }

    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// The weights. Each step leaves out a share of `dropped` of the features, drawn anew.
    pub fn fit(mut self, epochs: usize, seed: u64, dropped: f32) -> Vec<f32> {
        let all = rows(&self.features, &mut self.ends, self.bits);
        let mut learner = Learner::new(1 << self.bits);
        let (mut random, mut kept) = (seed, vec![]);
        for epoch in 0..epochs {
            for i in shuffled(self.len(), seed + epoch as u64) {
                let i = i as usize;
                let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
                let rows = &all[start..self.ends[i] as usize];
                kept.clear();
                let stays = |_: &u32| !leaves_out(&mut random, dropped);
                kept.extend(rows.iter().copied().filter(stays));
                let sum: f32 = kept.iter().map(|&row| learner.weights[row as usize]).sum();
                let sum = sum * (1.0 / (1.0 - dropped));
                let gradient = logistic(sum) - f32::from(u8::from(self.labels[i]));
                for &row in &kept {
                    learner.step(row as usize, gradient);
                }
            }
            if epoch >= epochs / 2 {
                learner.average();
            }
        }
        learner.finish()
    }
}
