//! Conversions against numbers that are known, and against each other. What C makes of them is in `tests`.

use super::*;

/// Numbers at the ends of each range, and some with all bits in use.
const NUMBERS: [f64; 16] = [
    0.0,
    -0.0,
    1.0,
    -1.5,
    0.1,
    1.0 / 3.0,
    f64::MIN_POSITIVE,
    f64::MAX,
    f64::MIN,
    f64::EPSILON,
    5e-324,
    -5e-324,
    2.225_073_858_507_201e-308,
    f64::INFINITY,
    f64::NEG_INFINITY,
    123_456_789.987_654_32,
];

#[test]
fn every_number_comes_back() {
    for number in NUMBERS {
        let bits = number.to_bits();
        assert_eq!(x87_to_f64(x87_of_f64(number)).to_bits(), bits, "{number:e}");
        let there = binary128_of_f64(number);
        assert_eq!(binary128_to_f64(there).to_bits(), bits, "{number:e}");
    }
    assert!(x87_to_f64(x87_of_f64(f64::NAN)).is_nan());
    assert!(binary128_to_f64(binary128_of_f64(f64::NAN)).is_nan());
}

#[test]
fn bits_are_those_of_the_formats() {
    assert_eq!(x87_of_f64(1.0), 0x3fff_8000_0000_0000_0000);
    assert_eq!(x87_of_f64(-2.5), 0xc000_a000_0000_0000_0000);
    assert_eq!(x87_of_f64(f64::INFINITY), 0x7fff_8000_0000_0000_0000);
    // 2 to the power of -1074, which is normal here.
    assert_eq!(x87_of_f64(5e-324), 0x3bcd_8000_0000_0000_0000);
    assert_eq!(binary128_of_f64(1.0), 0x3fff << 112);
    assert_eq!(binary128_of_f64(-2.5), 0xc_0004 << 108);
    assert_eq!(binary128_of_f64(f64::INFINITY), 0x7fff << 112);
    assert_eq!(binary128_of_f64(5e-324), 0x3bcd << 112);
}

/// The x87's number with this exponent and significand, and the same number in 128 bits.
fn both(exponent: i32, significand: u64) -> [f64; 2] {
    let biased = (exponent + WIDE_BIAS) as u128;
    let fraction = u128::from(significand & !(1 << 63)) << (WIDE_FRACTION - X87_FRACTION);
    [
        x87_to_f64(biased << 64 | u128::from(significand)),
        binary128_to_f64(biased << WIDE_FRACTION | fraction),
    ]
}

#[test]
fn ties_go_to_the_even_number() {
    let next = 1.0 + f64::EPSILON;
    // One, and half of its last bit: down. The next number, and half of its last bit: up.
    assert_eq!(both(0, 1 << 63 | 0x400), [1.0; 2]);
    assert_eq!(both(0, 1 << 63 | 0x401), [next; 2]);
    assert_eq!(both(0, 1 << 63 | 0xbff), [next; 2]);
    assert_eq!(both(0, 1 << 63 | 0xc00), [1.0 + 2.0 * f64::EPSILON; 2]);
    // A carry through all bits.
    assert_eq!(both(0, u64::MAX), [2.0; 2]);
}

#[test]
fn last_bit_of_128_decides_a_tie() {
    let half = 0x3fff_u128 << WIDE_FRACTION | 1 << (WIDE_FRACTION - FRACTION - 1);
    assert_eq!(binary128_to_f64(half), 1.0);
    assert_eq!(binary128_to_f64(half | 1), 1.0 + f64::EPSILON);
}

#[test]
fn what_is_too_large_or_too_small_ends_at_infinity_or_zero() {
    assert_eq!(both(1023, u64::MAX), [f64::INFINITY; 2]);
    assert_eq!(both(1023, !0x7ff), [f64::MAX; 2]);
    assert_eq!(both(1024, 1 << 63), [f64::INFINITY; 2]);
    assert_eq!(both(16000, 1 << 63), [f64::INFINITY; 2]);
    // Half of the smallest number is a tie, and 0 is even.
    assert_eq!(both(-1075, 1 << 63), [0.0; 2]);
    assert_eq!(both(-1075, 1 << 63 | 1), [5e-324; 2]);
    assert_eq!(both(-1074, 3 << 62), [1e-323; 2]);
    assert_eq!(both(-1076, u64::MAX), [0.0; 2]);
    assert_eq!(both(-16382, 1 << 63), [0.0; 2]);
    // The largest subnormal number, and what rounds to the smallest normal one.
    assert_eq!(both(-1023, !0xfff), [f64::MIN_POSITIVE - 5e-324; 2]);
    assert_eq!(both(-1023, u64::MAX), [f64::MIN_POSITIVE; 2]);
}

#[test]
fn unsupported_numbers_of_the_x87_are_nan() {
    // A pseudo-infinity, and an unnormal number.
    assert!(x87_to_f64(0x7fff << 64).is_nan());
    assert!(x87_to_f64(0x3fff << 64 | 1 << 62).is_nan());
    // A pseudo-denormal number is a number.
    assert_eq!(x87_to_f64(1 << 63), 0.0);
    // A signalling NaN becomes quiet.
    let signalling = f64::from_bits(0x7ff0_0000_0000_0001);
    assert_eq!(x87_of_f64(signalling) >> 62 & 3, 3);
    assert_eq!(binary128_of_f64(signalling) >> 111 & 1, 1);
}
