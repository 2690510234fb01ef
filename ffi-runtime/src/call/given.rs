//! Values that C gave to a call in native form.

use core::mem::MaybeUninit;

use crate::types::Type;
use crate::types::booleans::Booleans;

/// The bytes of a type that can only be a `bool`.
#[must_use]
pub const fn booleans(ty: Type<'static>) -> Booleans {
    Booleans::of(ty)
}

/// A value that C gave, with each `bool` in it normalized.
///
/// # Safety
///
/// C wrote a `T`, or `T` has no bytes; `ty` describes `T`, and the bytes that can only be a `bool` are those of
/// `ty`.
#[inline(always)]
pub unsafe fn given<T>(
    mut value: MaybeUninit<T>,
    ty: Type<'static>,
    booleans: &'static Booleans,
) -> T {
    if booleans.any() {
        // SAFETY: the bytes are those of a `T`, which has this descriptor, and C wrote them.
        unsafe { booleans.normalize(ty, value.as_mut_ptr().cast()) }
    }
    // SAFETY: C wrote a `T`, in which each `bool` is normalized; or it has no bytes.
    unsafe { value.assume_init() }
}
