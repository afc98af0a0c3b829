//! Arithmetic that is the same on every machine.

/// The exponential function by multiplications and additions alone; `x` in [-700, 700].
pub(super) fn exp(x: f64) -> f64 {
    // e^x = 2^k · e^r with |r| ≤ ln 2 / 2.
    let k = (x * std::f64::consts::LOG2_E).round();
    let r = x - k * std::f64::consts::LN_2;
    let series = 1.0
        + r * (1.0
            + r / 2.0 * (1.0 + r / 3.0 * (1.0 + r / 4.0 * (1.0 + r / 5.0 * (1.0 + r / 6.0)))));
    series * f64::from_bits(((k as i64 + 1023) as u64) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials_of_known_values() {
        for (x, y) in [
            (0.0, 1.0),
            (1.0, std::f64::consts::E),
            (-20.0, 2.061_153_622e-9),
            (300.0, 1.942_426_395e130),
        ] {
            assert!((exp(x) / y - 1.0).abs() < 1e-5, "{x}: {}", exp(x));
        }
    }
}
