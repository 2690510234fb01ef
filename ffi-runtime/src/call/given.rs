//! Values that C gave to a call in native form.

use core::mem::MaybeUninit;

use crate::types::decoding::Decoding;
use crate::types::{Enums, Type};

/// The decoding of a type with these enums in it.
#[must_use]
pub const fn decoding(ty: Type<'static>, enums: Enums) -> Decoding {
    Decoding::of(ty, enums)
}

/// A value that C gave, with each `bool` in it normalized and each enum checked.
///
/// # Safety
///
/// C wrote a `T`, or `T` has no bytes; `ty` describes `T`, and `decoding` is that of `T`.
#[inline(always)]
pub unsafe fn given<T>(
    mut value: MaybeUninit<T>,
    ty: Type<'static>,
    decoding: &'static Decoding,
) -> T {
    if decoding.any() {
        // SAFETY: the bytes are those of a `T`, which has this descriptor, and C wrote them.
        unsafe { decoding.decode(ty, value.as_mut_ptr().cast()) }
    }
    // SAFETY: C wrote a `T`, in which each `bool` and each enum was decoded; or it has no bytes.
    unsafe { value.assume_init() }
}
