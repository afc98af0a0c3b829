//! Sums of rows of small weights, six at a time in ordinary words (SWAR: Lamport 1975), so that every compiler and every
//! machine adds a row in a few instructions; whether some `i8` are added side by side otherwise hangs on what is inlined where.

/// A row of up to six weights, each in ten bits of its own with 128 added, the first the lowest: four rows can be added before one of
/// them overflows.
pub(crate) type Row = u64;

/// How many weights a row has.
pub(crate) const WIDTH: usize = 6;

const BITS: usize = 10;
/// What is added to each weight, so that none is below zero.
const ADDED: i32 = 128;

/// The sums of at most 4096 rows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Sums {
    /// The sums of the weights with even places and with odd ones, twenty bits each.
    even: u64,
    odd: u64,
    rows: i32,
}

const EVEN: u64 = 0x3ff | 0x3ff << (2 * BITS) | 0x3ff << (4 * BITS);

/// The row of these weights, at most six; those that are missing are zero. Inlined, so that the compiler knows how many there are.
#[inline(always)]
pub(crate) fn row(weights: &[i8]) -> Row {
    debug_assert!(weights.len() <= WIDTH);
    let weight = |k| i32::from(weights.get(k).copied().unwrap_or(0)) + ADDED;
    (0..WIDTH).fold(0, |row, k| row | (weight(k) as u64) << (k * BITS))
}

/// The weight at a place of a row.
pub(crate) fn weight(row: Row, place: usize) -> i8 {
    ((row >> (place * BITS) & 0x3ff) as i32 - ADDED) as i8
}

impl Sums {
    /// Those of no rows.
    pub const NONE: Sums = Sums {
        even: 0,
        odd: 0,
        rows: 0,
    };

    /// Adds up to four rows.
    #[inline(always)]
    pub fn add<const N: usize>(&mut self, rows: [Row; N]) {
        const { assert!(N <= 4) };
        let mut sum = 0;
        for row in rows {
            sum += row;
        }
        self.add_sum(sum, N as i32);
    }

    /// Adds the sum of so many rows, at most four.
    #[inline(always)]
    pub fn add_sum(&mut self, sum: Row, rows: i32) {
        self.even += sum & EVEN;
        self.odd += sum >> BITS & EVEN;
        self.rows += rows;
    }

    /// The sums of two sets of rows.
    #[inline(always)]
    pub fn with(self, other: Sums) -> Sums {
        Sums {
            even: self.even + other.even,
            odd: self.odd + other.odd,
            rows: self.rows + other.rows,
        }
    }

    /// The sums of the weights.
    #[inline(always)]
    pub fn get(self) -> [i32; WIDTH] {
        let mut sums = [0; WIDTH];
        for (k, sum) in sums.iter_mut().enumerate() {
            let word = if k % 2 == 0 { self.even } else { self.odd };
            *sum = (word >> (k / 2 * 2 * BITS) & 0xf_ffff) as i32 - ADDED * self.rows;
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sums_are_those_of_the_weights(rows in proptest::collection::vec(any::<[i8; WIDTH]>(), 0..=256)) {
            let mut sums = Sums::default();
            let (fours, rest) = rows.as_chunks::<4>();
            fours.iter().for_each(|four| sums.add(four.map(|weights| row(&weights))));
            rest.iter().for_each(|weights| sums.add([row(weights)]));
            let plain: [i32; WIDTH] = std::array::from_fn(|k| rows.iter().map(|weights| i32::from(weights[k])).sum());
            prop_assert_eq!(sums.get(), plain);
            for weights in &rows {
                prop_assert_eq!(std::array::from_fn(|k| weight(row(weights), k)), *weights);
            }
        }
    }

    #[test]
    fn the_largest_weights_fit() {
        for weight in [i8::MIN, i8::MAX] {
            let mut sums = Sums::default();
            (0..1024).for_each(|_| sums.add([row(&[weight; WIDTH]); 4]));
            assert_eq!(sums.get(), [4096 * i32::from(weight); WIDTH]);
        }
    }
}
