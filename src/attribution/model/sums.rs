//! Sums of rows of small weights, seven at a time in two ordinary words (SWAR: Lamport 1975), so that every compiler and every
//! machine adds a row in six instructions; whether some `i8` are added side by side otherwise hangs on what is inlined where.

/// A row of up to seven weights, each a byte of its own with 128 added, the first the lowest. The eighth byte is 1, so that its sum is the number
/// of rows, and with each of them came 128 too much.
pub(crate) type Row = u64;

/// How many weights a row has.
pub(crate) const WIDTH: usize = 7;

/// The sums of at most 256 rows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Sums {
    /// The sums of the bytes with even places and with odd ones, sixteen bits each.
    even: u64,
    odd: u64,
}

const EVEN: u64 = 0x00ff_00ff_00ff_00ff;

/// The row of these weights, at most seven; those that are missing are zero.
pub(crate) fn row(weights: &[i8]) -> Row {
    debug_assert!(weights.len() <= WIDTH);
    u64::from_le_bytes(std::array::from_fn(|k| match weights.get(k) {
        Some(&weight) => (weight as u8).wrapping_add(128),
        None if k < WIDTH => 128,
        None => 1,
    }))
}

/// The weight at a place of a row.
pub(crate) fn weight(row: Row, place: usize) -> i8 {
    row.to_le_bytes()[place].wrapping_sub(128) as i8
}

impl Sums {
    /// Adds a row.
    #[inline(always)]
    pub fn add(&mut self, row: Row) {
        self.even += row & EVEN;
        self.odd += row >> 8 & EVEN;
    }

    /// The sums of two sets of rows.
    #[inline(always)]
    pub fn with(self, other: Sums) -> Sums {
        Sums {
            even: self.even + other.even,
            odd: self.odd + other.odd,
        }
    }

    /// The sums of the weights.
    #[inline(always)]
    pub fn get(self) -> [i32; WIDTH] {
        let too_much = 128 * (self.odd >> 48) as i32;
        std::array::from_fn(|k| {
            let word = if k % 2 == 0 { self.even } else { self.odd };
            i32::from((word >> (k / 2 * 16)) as u16) - too_much
        })
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
            rows.iter().for_each(|weights| sums.add(row(weights)));
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
            (0..256).for_each(|_| sums.add(row(&[weight; WIDTH])));
            assert_eq!(sums.get(), [256 * i32::from(weight); WIDTH]);
        }
    }
}
