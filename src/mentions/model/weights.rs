//! The trained weights of the mention model and their file.

use super::LABELS;
use crate::attribution::model::hash::{mix, template};
use crate::attribution::model::sums::{self, Row, Sums};
use crate::attribution::model::weights::{Table, WrongModel};

/// The places of a token in a name: first, inside, last, alone; with each label.
pub(super) const PLACES: usize = 16;
/// A segment's labels, padded.
pub(super) const COLUMNS: usize = 4;

pub(super) const TOKEN_BITS: u32 = 16;
pub(super) const SEGMENT_BITS: u32 = 16;
pub(super) const AGAIN_BITS: u32 = 13;

/// The row of a hash in a table of `1 << bits` rows.
pub(super) const fn row(hash: u32, bits: u32) -> u32 {
    (hash ^ (hash >> 15)).wrapping_mul(0x846c_a68b) >> (32 - bits)
}

/// All weights: one byte each, with one scale a table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Weights {
    pub(super) token: Table,
    /// The table of tokens again, to be summed.
    rows: Box<[[Row; 2]; 1 << TOKEN_BITS]>,
    pub(super) segment: Table,
    /// The table of segments again, to be summed.
    segment_rows: Box<[u64; 1 << SEGMENT_BITS]>,
    /// Of the second look.
    pub(super) again: Table,
}

/// The sums of a token's features in all places.
#[derive(Default)]
pub(super) struct TokenSums {
    sums: [Sums; 2],
    /// Those of the last rows, at most three.
    last: [Row; 2],
    rows: i32,
}

/// So many places are taken: four with three labels each.
pub(super) const TAKEN: usize = 2 * HALF;
const HALF: usize = 6;

impl TokenSums {
    // Where it is inlined, the compiler knows the number of rows.
    #[inline(always)]
    fn add(&mut self, row: [Row; 2]) {
        self.last[0] += row[0];
        self.last[1] += row[1];
        self.rows += 1;
        if self.rows == 4 {
            self.settle();
        }
    }

    #[inline(always)]
    fn settle(&mut self) {
        self.sums[0].add_sum(self.last[0], self.rows);
        self.sums[1].add_sum(self.last[1], self.rows);
        self.last = [0; 2];
        self.rows = 0;
    }

    pub fn get(mut self) -> [i32; TAKEN] {
        self.settle();
        let [one, two] = self.sums.map(Sums::get);
        std::array::from_fn(|p| if p < HALF { one[p] } else { two[p - HALF] })
    }
}

/// The sums of a segment's features for its labels, side by side in one number: of some thousand rows at most.
#[derive(Clone, Copy, Default)]
pub(super) struct SegmentSums {
    all: u64,
    rows: i32,
}

/// Each weight has so many bits, with so much added that none is below zero.
const LABEL_BITS: usize = 21;
const ADDED: i32 = 128;

impl SegmentSums {
    pub fn get(self) -> [i32; LABELS.len()] {
        std::array::from_fn(|y| {
            let sum = self.all >> (y * LABEL_BITS) & ((1 << LABEL_BITS) - 1);
            sum as i32 - ADDED * self.rows
        })
    }
}

const MAGIC: &[u8; 8] = b"onrecMM3";

impl Weights {
    pub(super) const SIZES: [usize; 3] = [
        PLACES << TOKEN_BITS,
        COLUMNS << SEGMENT_BITS,
        COLUMNS << AGAIN_BITS,
    ];

    pub(super) fn new(token: Table, segment: Table, again: Table) -> Self {
        let (rows, _) = token.values.as_chunks::<PLACES>();
        let rows = rows
            .iter()
            .map(|row| [sums::row(&row[..HALF]), sums::row(&row[HALF..TAKEN])]);
        let rows: Vec<[Row; 2]> = rows.collect();
        let segment_rows = segment.values.chunks_exact(COLUMNS);
        let segment_rows = segment_rows.map(|row| {
            let weight = |y: usize| (i32::from(row[y]) + ADDED) as u64;
            (0..LABELS.len()).fold(0, |all, y| all | weight(y) << (y * LABEL_BITS))
        });
        let segment_rows: Vec<u64> = segment_rows.collect();
        Weights {
            rows: rows.try_into().expect("the table has all rows"),
            segment_rows: segment_rows.try_into().expect("the table has all rows"),
            token,
            segment,
            again,
        }
    }

    #[inline(always)]
    pub(super) fn add_token(&self, row: u32, sums: &mut TokenSums) {
        sums.add(self.rows[row as usize]);
    }

    #[inline(always)]
    pub(super) fn add_segment(&self, row: u32, sums: &mut SegmentSums) {
        sums.all = sums.all.wrapping_add(self.segment_rows[row as usize]);
        sums.rows += 1;
    }

    /// Reads what [`Weights::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WrongModel> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(WrongModel)?;
        let [token, segment, again] = Table::read_all(rest, Self::SIZES)?;
        Ok(Weights::new(token, segment, again))
    }

    /// The weights as a file: a magic number, then for each table its unit (a 32-bit float) and its bytes.
    #[cfg(feature = "train")]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for table in [&self.token, &self.segment, &self.again] {
            table.write(&mut bytes);
        }
        bytes
    }
}

/// Hashes features with templates that are numbered in their order. Always inlined, so that the compiler knows each template.
pub(super) struct Numbered<F> {
    pub number: u32,
    pub feature: F,
}

impl<F: FnMut(u32)> Numbered<F> {
    #[inline(always)]
    pub fn add<const N: usize>(&mut self, values: [u32; N]) {
        self.number += 1;
        let start = template(self.number);
        (self.feature)(values.into_iter().fold(start, mix));
    }
}
