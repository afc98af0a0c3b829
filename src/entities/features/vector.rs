//! Features of one candidate as bits and a few numbers, and their weights.

use once_cell::sync::Lazy;

use super::list::{Feature, LEN, names};

/// Bits for all features.
const WORDS: usize = LEN.div_ceil(64);

/// The values of all features for one candidate: most are the case or not, a few are numbers.
#[derive(Clone, Copy, Default)]
pub(in crate::entities) struct Values {
    /// Which are the case, by their numbers.
    set: [u64; WORDS],
    pub(super) numbers: [f32; NUMBERS.len()],
}

/// The features that are numbers, in their order.
pub(super) const NUMBERS: [Feature; 4] = [
    Feature::Distance,
    Feature::Between,
    Feature::Count,
    Feature::CountAll,
];

/// The same as bits of the first word.
const NUMBERED: u64 = {
    let (mut bits, mut k) = (0, 0);
    while k < NUMBERS.len() {
        bits |= 1 << NUMBERS[k] as u32;
        k += 1;
    }
    bits
};

impl Values {
    pub fn set(&mut self, feature: usize) {
        self.set[feature / 64] |= 1 << (feature % 64);
    }

    pub fn has(&self, feature: usize) -> bool {
        self.set[feature / 64] >> (feature % 64) & 1 == 1
    }

    /// The features that are not nothing, with their values, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (usize, f32)> + use<'_> {
        let mut numbers = NUMBERS.iter().zip(self.numbers).peekable();
        (0..LEN).filter(|&i| self.has(i)).map(move |index| {
            let number = numbers.next_if(|(feature, _)| **feature as usize == index);
            (index, number.map_or(1.0, |(_, value)| value))
        })
    }
}

/// The natural logarithm of a number and one.
pub(super) fn log(number: usize) -> f32 {
    static LOGS: Lazy<Vec<f32>> = Lazy::new(|| (0..512).map(|n| (n as f32).ln_1p()).collect());
    match LOGS.get(number) {
        Some(&log) => log,
        None => (number as f32).ln_1p(),
    }
}

/// A weight for each feature.
pub(in crate::entities) type Weights = [f32; LEN];

/// The weights that come with the library.
pub(in crate::entities) fn bundled() -> &'static Weights {
    static WEIGHTS: Lazy<Weights> = Lazy::new(|| {
        read(include_str!("../../../data/model/pronouns.tsv")).expect("bundled weights are valid")
    });
    &WEIGHTS
}

/// Reads lines of a feature's name, a tab and a weight.
fn read(lines: &str) -> Result<Weights, String> {
    let mut weights = [0.0; LEN];
    for (number, line) in lines.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let wrong = || {
            format!(
                "line {}: \"{line}\" is no feature with a weight",
                number + 1
            )
        };
        let (name, weight) = line.split_once('\t').ok_or_else(wrong)?;
        let index = names().iter().position(|n| n == name).ok_or_else(wrong)?;
        weights[index] = weight.parse().map_err(|_| wrong())?;
    }
    Ok(weights)
}

/// The sum of the weights of what is the case, in the order of the features.
pub(in crate::entities) fn score(weights: &Weights, values: &Values) -> f32 {
    let mut numbers = values.numbers.iter();
    let mut sum = 0.0;
    for (word, &bits) in values.set.iter().enumerate() {
        let mut rest = bits;
        while rest != 0 {
            let bit = rest.trailing_zeros();
            rest &= rest - 1;
            let weight = weights[word * 64 + bit as usize];
            sum += match word == 0 && NUMBERED >> bit & 1 == 1 {
                false => weight,
                true => weight * numbers.next().copied().unwrap_or_default(),
            };
        }
    }
    sum
}

/// What stands for "nobody who is named".
pub(in crate::entities) fn nobody() -> Values {
    let mut values = Values::default();
    values.set(Feature::Nobody as usize);
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_weight() {
        let file = include_str!("../../../data/model/pronouns.tsv");
        for name in names() {
            assert!(file.contains(&format!("\n{name}\t")), "{name}");
        }
    }

    #[test]
    fn a_wrong_line_is_named() {
        let error = read("# weights\nspeaks\t0.5\nspeeks\t0.5\n").unwrap_err();
        assert!(error.starts_with("line 3: \"speeks"), "{error}");
    }
}
