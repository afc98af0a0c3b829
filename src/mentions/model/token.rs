//! The features of a token in an island, whatever segment it is in.

use super::super::evidence::{Evidence, Marks};
use super::LABELS;
use super::atoms::Atoms;
use super::islands::Island;
use super::uses::{self, Uses};
use super::weights::{PLACES, TOKEN_BITS, Weights, row};
use crate::attribution::model::hash::{mix, template};

/// Calls `feature` with the hash of each feature of token `i`.
pub(super) fn features(e: &Evidence<'_>, atoms: &Atoms, i: usize, mut feature: impl FnMut(u32)) {
    let own = atoms.own(i);
    let [l2, l1, r1, r2] = [-2, -1, 1, 2].map(|offset| atoms.at(e, i, offset));
    let mut number = 0;
    let mut add = |values: &[u32]| {
        number += 1;
        let hash = values
            .iter()
            .fold(template(number), |hash, &value| mix(hash, value));
        feature(hash);
    };
    // Itself.
    add(&[]);
    add(&[own.word]);
    add(&[own.shape]);
    add(&[own.lists]);
    add(&[own.class, own.shape]);
    add(&[own.class, own.letters[0]]);
    add(&[own.letters[1]]);
    add(&[own.letters[2]]);
    add(&[own.inside]);
    let priors = e.priors[i].map(u32::from);
    add(&[
        priors[0] / 3,
        priors[1] / 3,
        priors[2] / 3,
        own.lists & Marks::COMMON.bits(),
    ]);
    add(&[priors[0]]);
    add(&[priors[1]]);
    add(&[priors[2]]);
    add(&[
        u32::from(e.starts_sentence(i)),
        own.class,
        own.lists & (Marks::COMMON | Marks::SEEN_SMALL).bits(),
    ]);
    add(&[u32::from(e.token(i).quoted()), own.class]);
    // Its neighbours.
    add(&[l1.word]);
    add(&[r1.word]);
    add(&[l2.word]);
    add(&[r2.word]);
    add(&[l1.word, own.class]);
    add(&[r1.word, own.class]);
    add(&[l1.class, own.class]);
    add(&[own.class, r1.class]);
    add(&[l1.class, own.class, r1.class]);
    add(&[l1.tag, own.lists]);
    add(&[r1.tag, own.lists]);
    add(&[l1.lists]);
    add(&[r1.lists]);
    add(&[l2.word, l1.word]);
    add(&[r1.word, r2.word]);
    add(&[l1.shape, own.shape]);
    add(&[own.shape, r1.shape]);
    add(&[l1.letters[1]]);
    add(&[r1.letters[1]]);
    add(&[l2.class, l1.class]);
    add(&[r1.class, r2.class]);
    add(&[l1.inside, r1.inside, own.inside]);
    // The whole text.
    let used = |group: Uses| (own.uses & group).bits();
    add(&[used(uses::PERSON)]);
    add(&[used(uses::PLACE)]);
    add(&[used(uses::ORG)]);
    add(&[used(uses::NAME)]);
    add(&[used(uses::PERSON | uses::PLACE), own.class]);
    add(&[used(uses::ORG), own.class]);
    add(&[used(uses::NAME), own.class]);
}

/// Running sums over the tokens of an island.
#[derive(Debug, Default)]
pub(super) struct Sums {
    tokens: Vec<[i16; PLACES]>,
    /// Of the places inside, up to each token.
    inside: Vec<[i32; LABELS.len()]>,
}

impl Sums {
    pub fn read(
        &mut self,
        e: &Evidence<'_>,
        atoms: &Atoms,
        island: &Island<'_>,
        weights: &Weights,
    ) {
        self.tokens.clear();
        self.inside.clear();
        let mut inside = [0; LABELS.len()];
        self.inside.push(inside);
        for i in island.first..island.end {
            let mut sums = [0; PLACES];
            features(e, atoms, i, |hash| {
                weights.add_token(row(hash, TOKEN_BITS), &mut sums)
            });
            for (y, total) in inside.iter_mut().enumerate() {
                *total += i32::from(sums[place(1, y)]);
            }
            self.tokens.push(sums);
            self.inside.push(inside);
        }
    }

    /// The sums of the tokens from `first` to before `end`, counted from the island's start.
    pub fn segment(&self, first: usize, end: usize) -> [i32; LABELS.len()] {
        let last = end - 1;
        std::array::from_fn(|y| {
            let at = |i: usize, p: usize| i32::from(self.tokens[i][place(p, y)]);
            if first == last {
                at(first, 3)
            } else {
                at(first, 0) + at(last, 2) + self.inside[last][y] - self.inside[first + 1][y]
            }
        })
    }
}

/// The column of a place (first, inside, last, alone) with a label.
pub(super) const fn place(place: usize, label: usize) -> usize {
    place * LABELS.len() + label
}
