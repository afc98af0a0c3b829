//! Logistic regression over hashed features.

use super::super::weights::logistic;
use super::gradient::{Learner, leaves_out, shuffled};

/// Features with a yes or no.
pub(super) struct Examples {
    rows: Vec<u32>,
    ends: Vec<u32>,
    labels: Vec<bool>,
    table: usize,
}

impl Examples {
    /// For a table of so many rows.
    pub fn new(table: usize) -> Self {
        Examples {
            rows: vec![],
            ends: vec![],
            labels: vec![],
            table,
        }
    }

    pub fn add(&mut self, features: &[u32], label: bool) {
        self.rows.extend_from_slice(features);
        self.ends.push(self.rows.len() as u32);
        self.labels.push(label);
    }

    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// The weights. Each step leaves out a share of `dropped` of the features, drawn anew.
    pub fn fit(&self, epochs: usize, seed: u64, dropped: f32) -> Vec<f32> {
        let mut learner = Learner::new(self.table);
        let (mut random, mut kept) = (seed, vec![]);
        for epoch in 0..epochs {
            for i in shuffled(self.len(), seed + epoch as u64) {
                let i = i as usize;
                let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
                let rows = &self.rows[start..self.ends[i] as usize];
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
