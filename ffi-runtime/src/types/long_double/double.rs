//! `long double` of Microsoft's compiler, and of Apple's and of Windows on AArch64: the format of `double`.

use super::LongDouble;
use crate::types::foreign::Unpromoted;
use crate::types::{ForeignType, Type};

/// Bytes of the format.
pub(super) const BYTES: usize = 8;

pub(super) type Representation = f64;

pub(super) const fn of_bytes(bytes: [u8; BYTES]) -> Representation {
    f64::from_ne_bytes(bytes)
}

pub(super) const fn to_bytes(number: Representation) -> [u8; BYTES] {
    number.to_ne_bytes()
}

pub(super) const fn of_f64(number: f64) -> Representation {
    number
}

pub(super) const fn to_f64(number: Representation) -> f64 {
    number
}

/// Whether the number is negative, and how large it is; nothing of what is not a number.
pub(super) const fn magnitude(number: Representation) -> Option<(bool, u128)> {
    if number.is_nan() {
        return None;
    }
    Some((number.is_sign_negative(), number.abs().to_bits() as u128))
}

// SAFETY: it is transparent over an `f64`, which has the format.
#[diagnostic::do_not_recommend]
unsafe impl ForeignType for LongDouble {
    const TYPE: Type<'static> = Type::F64;
}

// C17 6.5.2.2, 6, promotes `float` alone.
impl Unpromoted for LongDouble {}

/// As for the other complex numbers: see [`Complex`](crate::Complex).
#[cfg(target_pointer_width = "64")]
mod complex {
    use core::mem::offset_of;

    use crate::types::foreign::Unpromoted;
    use crate::types::{Complex, ForeignType, LongDouble, Type};

    // SAFETY: both parts have the format, size and alignment of those of this type, and their places, as the assertion
    // says.
    #[diagnostic::do_not_recommend]
    unsafe impl ForeignType for Complex<LongDouble> {
        const TYPE: Type<'static> = <Complex<f64>>::TYPE;
    }

    const _: () = assert!(
        size_of::<Complex<LongDouble>>() == size_of::<Complex<f64>>()
            && offset_of!(Complex<LongDouble>, im) == offset_of!(Complex<f64>, im)
    );

    impl Unpromoted for Complex<LongDouble> {}
}
