//! Conversions of bits between the 64-bit format of IEEE 754 and the two with 15 bits of exponent: the x87's 80-bit
//! one, and 128 bits.
//!
//! To the wider formats every number converts exactly. Back, a number is rounded to the nearest, and to an even last bit
//! where two are as near (IEEE 754 4.3.1), as the processor does unless it is told otherwise.

/// Bits of the fraction of an `f64`.
const FRACTION: u32 = f64::MANTISSA_DIGITS - 1;

/// Bits of the fraction of 128 bits.
const WIDE_FRACTION: u32 = 112;

/// Bits of the x87's significand behind its integer bit, which is written out.
const X87_FRACTION: u32 = 63;

/// The exponent that infinities and NaNs have, in a format with 15 bits of exponent.
const WIDE_SPECIAL: u32 = 0x7fff;

/// The number that is added to an exponent of 15 bits.
const WIDE_BIAS: i32 = 0x3fff;

/// That of an `f64`, and the exponent of its infinities and NaNs.
const BIAS: i32 = 0x3ff;
const SPECIAL: u64 = 0x7ff;

/// A number with 15 bits of exponent, and the fraction of the 128-bit format, which has the bits of the x87's on top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Wide {
    is_negative: bool,
    exponent: u32,
    fraction: u128,
}

impl Wide {
    const fn of_f64(number: f64) -> Self {
        let bits = number.to_bits();
        let is_negative = bits >> 63 != 0;
        let exponent = (bits >> FRACTION) & SPECIAL;
        let fraction = bits & ((1 << FRACTION) - 1);
        let (exponent, fraction) = if exponent == SPECIAL {
            // A NaN becomes a quiet one, as all conversions make it (IEEE 754 6.2.3).
            let quiet = (fraction != 0) as u64;
            let fraction = fraction | quiet << (FRACTION - 1);
            (
                WIDE_SPECIAL,
                (fraction as u128) << (WIDE_FRACTION - FRACTION),
            )
        } else if exponent != 0 {
            let exponent = exponent as i32 - BIAS + WIDE_BIAS;
            (
                exponent as u32,
                (fraction as u128) << (WIDE_FRACTION - FRACTION),
            )
        } else if fraction == 0 {
            (0, 0)
        } else {
            // A subnormal number is a multiple of 2 to the power of -1074; it is normal in the wider format.
            let highest = 63 - fraction.leading_zeros();
            let exponent = highest as i32 - 1074 + WIDE_BIAS;
            let fraction = (fraction as u128) << (WIDE_FRACTION - highest);
            (exponent as u32, fraction & ((1 << WIDE_FRACTION) - 1))
        };
        Self {
            is_negative,
            exponent,
            fraction,
        }
    }

    const fn to_f64(self) -> f64 {
        let sign = (self.is_negative as u64) << 63;
        if self.exponent == WIDE_SPECIAL {
            let quiet = (self.fraction != 0) as u64;
            let fraction = (self.fraction >> (WIDE_FRACTION - FRACTION)) as u64;
            return f64::from_bits(sign | SPECIAL << FRACTION | fraction | quiet << (FRACTION - 1));
        }
        let exponent = self.exponent as i32 - WIDE_BIAS;
        // Less than half of the smallest number; zeros and subnormal numbers have exponents far below.
        if exponent < -1075 {
            return f64::from_bits(sign);
        }
        if exponent > BIAS {
            return f64::from_bits(sign | SPECIAL << FRACTION);
        }
        let significand = self.fraction | 1 << WIDE_FRACTION;
        // A subnormal number has fewer bits.
        let missing = if exponent < 1 - BIAS {
            (1 - BIAS - exponent) as u32
        } else {
            0
        };
        let dropped = WIDE_FRACTION - FRACTION + missing;
        let (kept, rest) = (significand >> dropped, significand & ((1 << dropped) - 1));
        let half = 1 << (dropped - 1);
        let up = rest > half || (rest == half && kept & 1 == 1);
        let kept = kept as u64 + up as u64;
        // The integer bit adds one to the exponent, and so does a carry out of the fraction.
        let below = if missing > 0 {
            0
        } else {
            ((exponent + BIAS - 1) as u64) << FRACTION
        };
        f64::from_bits(sign | (below + kept))
    }
}

/// The bits of 128.
pub(super) const fn binary128_of_f64(number: f64) -> u128 {
    let Wide {
        is_negative,
        exponent,
        fraction,
    } = Wide::of_f64(number);
    (is_negative as u128) << 127 | (exponent as u128) << WIDE_FRACTION | fraction
}

/// The nearest `f64`.
pub(super) const fn binary128_to_f64(bits: u128) -> f64 {
    let wide = Wide {
        is_negative: bits >> 127 != 0,
        exponent: (bits >> WIDE_FRACTION) as u32 & WIDE_SPECIAL,
        fraction: bits & ((1 << WIDE_FRACTION) - 1),
    };
    wide.to_f64()
}

/// The low 80 bits.
pub(super) const fn x87_of_f64(number: f64) -> u128 {
    let Wide {
        is_negative,
        exponent,
        fraction,
    } = Wide::of_f64(number);
    let integer = (exponent != 0) as u128;
    let fraction = fraction >> (WIDE_FRACTION - X87_FRACTION);
    (is_negative as u128) << 79 | (exponent as u128) << 64 | integer << X87_FRACTION | fraction
}

/// The nearest `f64`. What the x87 calls unsupported, a number other than zero and subnormal ones without its integer bit,
/// is a NaN.
pub(super) const fn x87_to_f64(bits: u128) -> f64 {
    let exponent = (bits >> 64) as u32 & WIDE_SPECIAL;
    let is_supported = exponent == 0 || bits >> X87_FRACTION & 1 == 1;
    if !is_supported {
        return f64::NAN;
    }
    let fraction = bits & ((1 << X87_FRACTION) - 1);
    let wide = Wide {
        is_negative: bits >> 79 & 1 == 1,
        exponent,
        fraction: fraction << (WIDE_FRACTION - X87_FRACTION),
    };
    wide.to_f64()
}

#[cfg(test)]
#[path = "format_tests.rs"]
mod tests;
