//! `long double` of AArch64 and RISC-V: 128 bits of IEEE 754.

use core::mem::offset_of;

use super::LongDouble;
use super::format::{binary128_of_f64, binary128_to_f64};
use crate::types::foreign::Unpromoted;
use crate::types::{Aggregate, Complex, Field, ForeignType, Type};

/// Bytes of the format.
pub(super) const BYTES: usize = 16;

/// The format. It is not `repr(C)`, so that the compiler warns of functions of its own that take it by value: on AArch64
/// it would pass it in other registers.
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
    Representation(binary128_of_f64(number).to_le_bytes())
}

pub(super) const fn to_f64(Representation(bytes): Representation) -> f64 {
    binary128_to_f64(u128::from_le_bytes(bytes))
}

/// Whether the number is negative, and how large it is; nothing of what is not a number.
pub(super) const fn magnitude(Representation(bytes): Representation) -> Option<(bool, u128)> {
    let bits = u128::from_le_bytes(bytes);
    let magnitude = bits & !(1 << 127);
    if magnitude > 0x7fff << 112 {
        return None;
    }
    Some((bits >> 127 == 1, magnitude))
}

// SAFETY: the format stands in 16 bytes, which are aligned to 16, as the assertion says; any bytes are a number or a NaN.
#[diagnostic::do_not_recommend]
unsafe impl ForeignType for LongDouble {
    const TYPE: Type<'static> = Type::F128;
}

const _: () = assert!(
    size_of::<LongDouble>() == Type::F128.size()
        && align_of::<LongDouble>() == Type::F128.align()
        && offset_of!(Representation, 0) == 0
);

// C17 6.5.2.2, 6, promotes `float` alone.
impl Unpromoted for LongDouble {}

// AAPCS64 passes a complex number as a homogeneous aggregate, and RISC-V passes one that does not fit the floating-point
// registers as the bytes of a struct.
// SAFETY: the struct has these two fields, as the assertion says; any bytes are a number or a NaN.
#[diagnostic::do_not_recommend]
unsafe impl ForeignType for Complex<LongDouble> {
    const TYPE: Type<'static> = Type::Struct(&Aggregate {
        name: "Complex<LongDouble>",
        size: size_of::<Self>(),
        align: align_of::<Self>(),
        fields: &[
            Field {
                name: "re",
                offset: 0,
                ty: Type::F128,
            },
            Field {
                name: "im",
                offset: Type::F128.size(),
                ty: Type::F128,
            },
        ],
    });
}

const _: () = assert!(offset_of!(Complex<LongDouble>, im) == Type::F128.size());

impl Unpromoted for Complex<LongDouble> {}
