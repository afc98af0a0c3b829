//! The trained weights and their file.

use super::argument::TRANSITION_CLASSES;
use super::hash::row;
use super::lattice::{CLASSES, COARSE, Steps};
use super::sums::{self, Row, Sums};

/// The tables of the cue decisions, of the arguments and of the ranker have two to the power of this many rows.
pub(super) const CUE_BITS: u32 = 18;
pub(super) const ARGUMENT_BITS: u32 = 17;
pub(super) const RANKER_BITS: u32 = 16;
/// How many numbers the transition table has.
pub(super) const TRANSITIONS: usize = COARSE * COARSE * TRANSITION_CLASSES * TRANSITION_CLASSES;

/// All weights of the attribution model: one byte each, with one scale a table.
///
/// Sums of them are whole numbers, so that every machine gets the same.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Weights {
    pub(super) cue: Table,
    pub(super) argument: Table,
    /// The argument table again, to be summed.
    rows: Box<[Row; 1 << ARGUMENT_BITS]>,
    pub(super) transition: Table,
    /// The transition table again, in sixteenths of the argument table's unit.
    steps: Vec<Steps>,
    pub(super) ranker: Table,
}

/// A table of small whole numbers that stand for multiples of `unit`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table {
    pub unit: f32,
    pub values: Vec<i8>,
}

impl Table {
    /// The value of a feature, in units.
    #[inline]
    pub fn value(&self, hash: u32) -> i8 {
        self.values[row(hash, self.values.len().trailing_zeros())]
    }

    /// The sum of the values of these features, in units. The table has `ROWS` values: what the compiler knows is not asked for each.
    pub fn sum<const ROWS: usize>(&self, features: &[u32]) -> i32 {
        let values: &[i8; ROWS] = self.values.first_chunk().expect("a table has all rows");
        let value = |hash: u32| i32::from(values[row(hash, ROWS.trailing_zeros())]);
        let (fours, rest) = features.as_chunks::<4>();
        let fours = fours.iter().map(|four| four.map(value).iter().sum::<i32>());
        fours.sum::<i32>() + rest.iter().map(|&hash| value(hash)).sum::<i32>()
    }

    /// Reads tables of these sizes, one behind the other, to the end of the bytes.
    pub fn read_all<const N: usize>(
        mut rest: &[u8],
        sizes: [usize; N],
    ) -> Result<[Table; N], WrongModel> {
        let mut tables = [const { None }; N];
        for (table, size) in tables.iter_mut().zip(sizes) {
            let (unit, after) = rest.split_first_chunk::<4>().ok_or(WrongModel)?;
            let (values, after) = after.split_at_checked(size).ok_or(WrongModel)?;
            let unit = f32::from_le_bytes(*unit);
            if !unit.is_finite() || unit <= 0.0 {
                return Err(WrongModel);
            }
            *table = Some(Table {
                unit,
                values: values.iter().map(|&b| b as i8).collect(),
            });
            rest = after;
        }
        if !rest.is_empty() || tables.iter().any(Option::is_none) {
            return Err(WrongModel);
        }
        Ok(tables.map(|table| table.expect("all were just read")))
    }

    /// Appends the unit (a 32-bit float) and the values.
    #[cfg(feature = "train")]
    pub fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.unit.to_le_bytes());
        bytes.extend(self.values.iter().map(|&v| v as u8));
    }

    /// Rounds weights to bytes: the largest becomes 127, or less where a few are far larger than the rest.
    #[cfg(feature = "train")]
    pub fn quantise(weights: &[f32]) -> Table {
        let mut sizes: Vec<f32> = weights
            .iter()
            .map(|w| w.abs())
            .filter(|&w| w > 0.0)
            .collect();
        sizes.sort_by(f32::total_cmp);
        let large = sizes
            .get(sizes.len().saturating_sub(1 + sizes.len() / 5000))
            .copied()
            .unwrap_or(1.0);
        let unit = large / 127.0;
        Table {
            unit,
            values: weights
                .iter()
                .map(|w| (w / unit).round().clamp(-127.0, 127.0) as i8)
                .collect(),
        }
    }
}

const MAGIC: &[u8; 8] = b"onrecAM3";

/// The file is not a model of this version of onrecord.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WrongModel;

impl Weights {
    const SIZES: [usize; 4] = [
        1 << CUE_BITS,
        CLASSES << ARGUMENT_BITS,
        TRANSITIONS,
        1 << RANKER_BITS,
    ];

    pub(super) fn new(cue: Table, argument: Table, transition: Table, ranker: Table) -> Self {
        let (rows, _) = argument.values.as_chunks::<CLASSES>();
        let rows: Vec<Row> = rows.iter().map(|row| sums::row(row)).collect();
        let ratio = (transition.unit / argument.unit * 16.0).round() as i32;
        let steps = transition.values.chunks_exact(COARSE * COARSE);
        let steps = steps
            .map(|values| Steps::new(|a, b| (i32::from(values[a * COARSE + b]) * ratio) as f32))
            .collect();
        Weights {
            cue,
            argument,
            rows: rows.try_into().expect("the table has all rows"),
            transition,
            steps,
            ranker,
        }
    }

    /// What the features of a cue decision say, as the logarithm of the odds.
    pub(super) fn cue_odds(&self, features: &[u32]) -> f32 {
        self.cue.sum::<{ 1 << CUE_BITS }>(features) as f32 * self.cue.unit
    }

    /// What the features of an attribution say.
    pub(super) fn ranker_odds(&self, features: &[u32]) -> f32 {
        self.ranker.sum::<{ 1 << RANKER_BITS }>(features) as f32 * self.ranker.unit
    }

    /// The sums of the weights of these features of the arguments.
    #[inline(always)]
    pub(super) fn arguments<const N: usize>(&self, features: &[u32; N]) -> Sums {
        let mut sums = Sums::default();
        let (fours, rest) = features.as_chunks::<4>();
        for &[a, b, c, d] in fours {
            let (a, b) = (self.argument_row(a), self.argument_row(b));
            let (c, d) = (self.argument_row(c), self.argument_row(d));
            sums.add([a, b, c, d]);
        }
        for &hash in rest {
            sums.add([self.argument_row(hash)]);
        }
        sums
    }

    /// A feature's row of the argument table: content, its begin, its end; source, its begin, its end.
    #[inline(always)]
    pub(super) fn argument_row(&self, hash: u32) -> Row {
        self.rows[row(hash, ARGUMENT_BITS)]
    }

    /// The transitions between two tokens of these classes.
    #[inline]
    pub(super) fn steps(&self, class_before: u32, class: u32) -> &Steps {
        &self.steps[class_before as usize * TRANSITION_CLASSES + class as usize]
    }

    /// Reads what [`Weights::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WrongModel> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(WrongModel)?;
        let [cue, argument, transition, ranker] = Table::read_all(rest, Self::SIZES)?;
        Ok(Weights::new(cue, argument, transition, ranker))
    }

    /// The weights as a file: a magic number, then for each table its unit (a 32-bit float) and its bytes.
    #[cfg(feature = "train")]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for table in [&self.cue, &self.argument, &self.transition, &self.ranker] {
            table.write(&mut bytes);
        }
        bytes
    }
}

/// The logistic function by additions, multiplications and divisions alone, so that it is the same on every machine.
pub(super) fn logistic(x: f32) -> f32 {
    let x = f64::from(x.clamp(-30.0, 30.0));
    // exp(-x) = (exp(-x / 1024))^1024 with a Taylor series for the small exponent.
    let small = -x / 1024.0;
    let mut power = 1.0 + small * (1.0 + small / 2.0 * (1.0 + small / 3.0 * (1.0 + small / 4.0)));
    for _ in 0..10 {
        power *= power;
    }
    (1.0 / (1.0 + power)) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logistic_of_known_values() {
        for (x, y) in [
            (0.0, 0.5),
            (2.0, 0.880_797),
            (-2.0, 0.119_203),
            (10.0, 0.999_955),
            (-100.0, 0.0),
        ] {
            assert!((logistic(x) - y).abs() < 1e-5, "{x}");
        }
    }

    #[test]
    fn a_foreign_file_is_refused() {
        assert_eq!(Weights::from_bytes(b"PNG"), Err(WrongModel));
        assert_eq!(Weights::from_bytes(MAGIC), Err(WrongModel));
    }
}
