//! Fields of structs that `#[derive(ForeignType)]` gives a value or a description of the user's.

use core::marker::PhantomData;

use crate::types::ForeignType;

/// The value of a field for which the user gives none: its `Default`.
///
/// Nothing else has it. The trait exists for what the compiler says of a type without a default.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no default, and the struct of this field is to have one",
    label = "this field needs a value",
    note = "write `#[foreign(default = value)]` on the field, or for a pointer that may be null, `Option`"
)]
pub trait FieldDefault {
    /// The value.
    fn field_default() -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Default> FieldDefault for T {
    #[inline]
    fn field_default() -> Self {
        Self::default()
    }
}

/// An integer, as which a struct can have its size in a field.
///
/// # Safety
///
/// `Self` is a primitive integer, and `MAX` is its largest value.
#[diagnostic::on_unimplemented(
    message = "a size is an integer, and `{Self}` is none",
    label = "not an integer",
    note = "write `#[foreign(size)]` on the integer field that C reads the size of the struct from"
)]
pub unsafe trait SizeInteger: Copy {
    #[doc(hidden)]
    const MAX: u128;
}

macro_rules! integers {
    ($($integer:ty,)*) => {$(
        // SAFETY: it is one, and no `MAX` of an integer is negative.
        unsafe impl SizeInteger for $integer {
            const MAX: u128 = <$integer>::MAX as u128;
        }
    )*};
}

integers! {
    i8,
    i16,
    i32,
    i64,
    i128,
    isize,
    u8,
    u16,
    u32,
    u64,
    u128,
    usize,
}

/// A size as an integer of a type; stops the compilation with a message if it is too large.
#[must_use]
#[track_caller]
pub const fn size_as<T: SizeInteger>(size: usize, message: &str) -> T {
    assert!(size as u128 <= T::MAX, "{}", message);
    // Signed or not, an integer of this width has the same bytes for the value.
    match size_of::<T>() {
        1 => reinterpret(size as u8),
        2 => reinterpret(size as u16),
        4 => reinterpret(size as u32),
        8 => reinterpret(size as u64),
        16 => reinterpret(size as u128),
        _ => unreachable!(),
    }
}

/// The integer with these bytes.
const fn reinterpret<T: SizeInteger, B: SizeInteger>(bytes: B) -> T {
    assert!(size_of::<T>() == size_of::<B>());
    // SAFETY: both are integers, by the contract of `SizeInteger`, and have the same width; any bytes are an integer.
    unsafe { core::mem::transmute_copy(&bytes) }
}

/// A struct with the fields of `T`, a struct of another crate, which it describes to C.
///
/// `#[derive(ForeignType)]` implements it for a `#[repr(C)]` struct with `#[foreign(mirrors = T)]`, and has the compiler
/// prove it: `T` has fields of these names and types at these offsets, and no others.
///
/// # Safety
///
/// `Self` and `T` have the same size and alignment, and fields of the same types at the same offsets, so that whatever
/// is a value of one is a value of the other.
///
/// ```
/// use ffi_runtime::ForeignType;
///
/// # mod geometry {
/// #     #[derive(Default)]
/// #     pub struct Vec2 {
/// #         pub x: f32,
/// #         pub y: f32,
/// #     }
/// # }
/// #[derive(ForeignType)]
/// #[foreign(mirrors = geometry::Vec2)]
/// #[repr(C)]
/// struct Vec2 {
///     x: f32,
///     y: f32,
/// }
///
/// #[derive(ForeignType)]
/// #[repr(C)]
/// struct Particle {
///     #[foreign(with = Vec2)]
///     position: geometry::Vec2,
///     mass: f32,
/// }
///
/// assert_eq!(Particle::TYPE.aggregate().unwrap().fields[0].ty, Vec2::TYPE);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not proven to be the same as `{T}`",
    label = "no mirror of the field's type",
    note = "write `#[foreign(mirrors = ..)]` on a struct with the same fields, or promise it: `unsafe(with = ..)`"
)]
pub unsafe trait Mirror<T>: ForeignType {
    #[doc(hidden)]
    const PROOF: () = ();
}

/// The type of a field, exactly: no other converts to it.
pub struct TypeOf<T>(PhantomData<fn(T) -> T>);

/// The type of a field that a pattern has bound.
pub const fn type_of<T>(_field: &T) -> TypeOf<T> {
    TypeOf(PhantomData)
}

/// Takes the promise that two types of one size and alignment are the same to C. The code that the derive writes
/// calls it in the `unsafe` of the user's `unsafe(with = ..)`.
///
/// # Safety
///
/// The type in `with` describes the field: it has the offsets and types of all that C has in it, and each value that
/// C may have there is a value of the field's own type.
#[doc(hidden)]
pub const unsafe fn promise_same_type() {}

#[cfg(test)]
mod tests {
    use super::size_as;

    #[test]
    fn size_keeps_its_value_in_every_integer() {
        assert_eq!(size_as::<u8>(255, ""), 255);
        assert_eq!(size_as::<i8>(127, ""), 127);
        assert_eq!(size_as::<i16>(0x1234, ""), 0x1234);
        assert_eq!(size_as::<u32>(0x0123_4567, ""), 0x0123_4567);
        assert_eq!(size_as::<i64>(0x0123_4567, ""), 0x0123_4567);
        assert_eq!(size_as::<u128>(0x0123_4567, ""), 0x0123_4567);
        assert_eq!(size_as::<isize>(0x0123_4567, ""), 0x0123_4567);
    }

    #[test]
    #[should_panic(expected = "too large")]
    fn size_past_the_largest_value_is_refused() {
        let _ = size_as::<i8>(128, "too large");
    }
}
