//! The features of a token in an island, whatever segment it is in.

use super::super::evidence::{Evidence, Marks};
use super::LABELS;
use super::atoms::Atoms;
use super::islands::Island;
use super::uses::{self, Uses};
use super::weights::{Numbered, TAKEN, TOKEN_BITS, TokenSums, Weights, row};

/// Calls `feature` with the hash of each feature of token `i`.
pub(super) fn features(e: &Evidence<'_>, atoms: &Atoms, i: usize, feature: impl FnMut(u32)) {
    let own = atoms.own(i);
    let [l2, l1, r1, r2] = [-2, -1, 1, 2].map(|offset| atoms.at(e, i, offset));
    let mut all = Numbered { number: 0, feature };
    // Itself.
    all.add([]);
    all.add([own.word]);
    all.add([own.shape]);
    all.add([own.lists]);
    all.add([own.class, own.shape]);
    all.add([own.class, own.letters[0]]);
    all.add([own.letters[1]]);
    all.add([own.letters[2]]);
    all.add([own.inside]);
    let priors = e.priors[i].map(u32::from);
    all.add([
        priors[0] / 3,
        priors[1] / 3,
        priors[2] / 3,
        own.lists & Marks::COMMON.bits(),
    ]);
    all.add([priors[0]]);
    all.add([priors[1], u32::from(e.is(i, Marks::WELL_KNOWN))]);
    all.add([priors[2]]);
    all.add([
        u32::from(e.starts_sentence(i)),
        own.class,
        own.lists & (Marks::COMMON | Marks::SEEN_SMALL).bits(),
    ]);
    all.add([u32::from(e.token(i).quoted()), own.class]);
    // Its neighbours.
    all.add([l1.word]);
    all.add([r1.word]);
    all.add([l2.word]);
    all.add([r2.word]);
    all.add([l1.word, own.class]);
    all.add([r1.word, own.class]);
    all.add([l1.class, own.class]);
    all.add([own.class, r1.class]);
    all.add([l1.class, own.class, r1.class]);
    all.add([l1.tag, own.lists]);
    all.add([r1.tag, own.lists]);
    all.add([l1.lists]);
    all.add([r1.lists]);
    all.add([l2.word, l1.word]);
    all.add([r1.word, r2.word]);
    all.add([l1.shape, own.shape]);
    all.add([own.shape, r1.shape]);
    all.add([l1.letters[1]]);
    all.add([r1.letters[1]]);
    all.add([l2.class, l1.class]);
    all.add([r1.class, r2.class]);
    all.add([l1.inside, r1.inside, own.inside]);
    // What vectors say of it and its neighbours.
    all.add([own.topic]);
    all.add([own.kind]);
    all.add([own.topic, own.class]);
    all.add([l1.kind, own.kind]);
    all.add([own.kind, r1.kind]);
    // The whole text.
    let used = |group: Uses| (own.uses & group).bits();
    all.add([used(uses::PERSON)]);
    all.add([used(uses::PLACE)]);
    all.add([used(uses::ORG)]);
    all.add([used(uses::NAME)]);
    all.add([used(uses::PERSON | uses::PLACE), own.class]);
    all.add([used(uses::ORG), own.class]);
    all.add([used(uses::NAME), own.class]);
}

/// Running sums over the tokens of an island.
#[derive(Debug, Default)]
pub(super) struct Sums {
    tokens: Vec<[i32; TAKEN]>,
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
            let mut sums = TokenSums::default();
            features(e, atoms, i, |hash| {
                weights.add_token(row(hash, TOKEN_BITS), &mut sums)
            });
            let sums = sums.get();
            for (y, total) in inside.iter_mut().enumerate() {
                *total += sums[place(1, y)];
            }
            self.tokens.push(sums);
            self.inside.push(inside);
        }
    }

    /// The sums of the tokens from `first` to before `end`, counted from the island's start.
    pub fn segment(&self, first: usize, end: usize) -> [i32; LABELS.len()] {
        let last = end - 1;
        std::array::from_fn(|y| {
            let at = |i: usize, p: usize| self.tokens[i][place(p, y)];
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
