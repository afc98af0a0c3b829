//! Precision, recall and F1.

use serde::Serialize;

/// How many were right, proposed and annotated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub right: usize,
    pub proposed: usize,
    pub annotated: usize,
}

/// Precision, recall and their harmonic mean, in per cent with one decimal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figures {
    pub p: f64,
    pub r: f64,
    pub f1: f64,
}

impl Tally {
    pub fn add(&mut self, right: usize, proposed: usize, annotated: usize) {
        self.right += right;
        self.proposed += proposed;
        self.annotated += annotated;
    }

    pub fn figures(&self) -> Figures {
        let p = ratio(self.right, self.proposed);
        let r = ratio(self.right, self.annotated);
        let f1 = if p + r == 0.0 {
            0.0
        } else {
            200.0 * p * r / (p + r)
        };
        Figures {
            p: tenths(100.0 * p),
            r: tenths(100.0 * r),
            f1: tenths(f1),
        }
    }
}

/// Nothing of nothing is 0.
pub fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// In per cent with one decimal.
pub fn percent(part: usize, whole: usize) -> f64 {
    tenths(100.0 * ratio(part, whole))
}

/// Rounds to one decimal by the exact binary value, as other languages' printing and `round` do; multiplying by ten
/// first would round a second time.
fn tenths(x: f64) -> f64 {
    format!("{x:.1}").parse().expect("a printed number")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_counts() {
        let mut tally = Tally::default();
        assert_eq!(
            tally.figures(),
            Figures {
                p: 0.0,
                r: 0.0,
                f1: 0.0
            }
        );
        tally.add(1, 3, 2);
        tally.add(1, 0, 1);
        assert_eq!(
            tally.figures(),
            Figures {
                p: 66.7,
                r: 66.7,
                f1: 66.7
            }
        );
    }

    #[test]
    fn rounds_the_exact_value() {
        // 0.15 lies below, 0.25 is a tie.
        assert_eq!([tenths(0.15), tenths(0.25), tenths(0.35)], [0.1, 0.2, 0.3]);
        assert_eq!(percent(1, 3), 33.3);
    }
}
