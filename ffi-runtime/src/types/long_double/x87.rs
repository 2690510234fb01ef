//! `long double` of System V on x86-64, and of GNU's and LLVM's compilers for Windows: the extended format of the x87.

use core::mem::offset_of;

use super::LongDouble;
use super::format::{x87_of_f64, x87_to_f64};
use crate::types::foreign::Unpromoted;
use crate::types::{Complex, ForeignType, Type};

/// Bytes of the format.
pub(super) const BYTES: usize = 10;

/// The format, and 6 bytes of padding (psABI 3.1.2). It is not `repr(C)`, so that the compiler warns of functions of its
/// own that take it by value: it would pass it in other registers.
#[derive(Clone, Copy)]
#[repr(align(16))]
pub(super) struct Representation([u8; BYTES]);

pub(super) const fn of_bytes(bytes: [u8; BYTES]) -> Representation {
    Representation(bytes)
}

pub(super) const fn to_bytes(Representation(bytes): Representation) -> [u8; BYTES] {
    bytes
}

pub(super) const fn of_f64(number: f64) -> Representation {
    let all = x87_of_f64(number).to_le_bytes();
    let mut bytes = [0; BYTES];
    let mut index = 0;
    while index < BYTES {
        bytes[index] = all[index];
        index += 1;
    }
    Representation(bytes)
}

/// The bits of the format.
const fn bits(Representation(bytes): Representation) -> u128 {
    let mut all = [0; 16];
    let mut index = 0;
    while index < BYTES {
        all[index] = bytes[index];
        index += 1;
    }
    u128::from_le_bytes(all)
}

pub(super) const fn to_f64(number: Representation) -> f64 {
    x87_to_f64(bits(number))
}

/// Whether the number is negative, and how large it is; nothing of what is not a number.
pub(super) const fn magnitude(number: Representation) -> Option<(bool, u128)> {
    if to_f64(number).is_nan() {
        return None;
    }
    let bits = bits(number);
    Some((bits >> 79 == 1, bits & !(1 << 79)))
}

// SAFETY: the format stands in the first 10 of 16 bytes, which are aligned to 16, as the assertion says; any bytes are a
// number or a NaN.
#[diagnostic::do_not_recommend]
unsafe impl ForeignType for LongDouble {
    const TYPE: Type<'static> = Type::F80;
}

const _: () = assert!(
    size_of::<LongDouble>() == Type::F80.size()
        && align_of::<LongDouble>() == Type::F80.align()
        && offset_of!(Representation, 0) == 0
);

// C17 6.5.2.2, 6, promotes `float` alone.
impl Unpromoted for LongDouble {}

// SAFETY: the type has two numbers, one after the other, as the assertion says.
#[diagnostic::do_not_recommend]
unsafe impl ForeignType for Complex<LongDouble> {
    const TYPE: Type<'static> = Type::ComplexF80;
}

const _: () = assert!(
    size_of::<Complex<LongDouble>>() == Type::ComplexF80.size()
        && align_of::<Complex<LongDouble>>() == Type::ComplexF80.align()
        && offset_of!(Complex<LongDouble>, im) == Type::F80.size()
);

impl Unpromoted for Complex<LongDouble> {}
