//! Numbers as a PDF writes them, without a floating point on the way.

use crate::book::Length;

/// A length in thousandths of a point: the exactness of everything drawn.
pub(super) fn milli(length: Length) -> i64 {
    div_round(length.0 * 1000, Length::POINT)
}

/// A quotient to the nearest integer, halves away from zero.
pub(super) fn div_round(dividend: i64, divisor: i64) -> i64 {
    let half = divisor / 2;
    if (dividend < 0) == (divisor < 0) {
        (dividend + half) / divisor
    } else {
        (dividend - half) / divisor
    }
}

/// Writes thousandths as a decimal, without needless noughts: `-12.5`.
pub(super) fn push_milli(out: &mut Vec<u8>, thousandths: i64) {
    if thousandths < 0 {
        out.push(b'-');
    }
    push_digits(out, thousandths.unsigned_abs() / 1000);
    let fraction = thousandths.unsigned_abs() % 1000;
    if fraction > 0 {
        out.push(b'.');
        let digits = [fraction / 100, fraction / 10 % 10, fraction % 10];
        let needed = if digits[2] > 0 {
            3
        } else if digits[1] > 0 {
            2
        } else {
            1
        };
        out.extend(digits[..needed].iter().map(|digit| b'0' + *digit as u8));
    }
}

/// Writes an integer.
pub(super) fn push_integer(out: &mut Vec<u8>, number: i64) {
    if number < 0 {
        out.push(b'-');
    }
    push_digits(out, number.unsigned_abs());
}

fn push_digits(out: &mut Vec<u8>, mut number: u64) {
    let start = out.len();
    loop {
        out.push(b'0' + (number % 10) as u8);
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out[start..].reverse();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(thousandths: i64) -> String {
        let mut out = Vec::new();
        push_milli(&mut out, thousandths);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn decimals_are_short_and_exact() {
        assert_eq!(written(0), "0");
        assert_eq!(written(-12_500), "-12.5");
        assert_eq!(written(1_001), "1.001");
        assert_eq!(written(-40), "-0.04");
        assert_eq!(written(419_528), "419.528");
    }

    #[test]
    fn lengths_round_to_the_nearest_thousandth() {
        assert_eq!(milli(Length::pt(3)), 3000);
        assert_eq!(milli(Length(-33)), -1);
        assert_eq!(milli(Length(32)), 0);
    }
}
