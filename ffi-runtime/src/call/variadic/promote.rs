//! Promotion: a value becomes the argument that C passes for `...` (C17 6.5.2.2, 7, and 6.3.1.1, 2).

use core::ffi::{CStr, c_char, c_int};
use core::ptr::NonNull;

use crate::types::foreign::Unpromoted;
use crate::types::{CodePointer, ForeignArgument, ForeignType, Nullable};

/// A Rust type whose values may stand in place of `...`.
///
/// C promotes such arguments: an integer narrower than `int`, a `bool` and an enum narrower than `int` become an
/// `int`, a `float` becomes a `double`. `&CStr` becomes a `*const c_char`. Everything else goes as it is, a C
/// function pointer too.
///
/// `#[derive(ForeignType)]` and `#[callback]` implement this trait.
///
/// # Safety
///
/// `Promoted` is the type that C passes for a value of the type that `Self` stands for.
///
/// ```
/// use ffi_runtime::VariadicArgument;
///
/// assert_eq!((-3i8).promote(), -3i32);
/// assert_eq!(2.5f32.promote(), 2.5f64);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument in place of `...`",
    label = "C cannot be given this",
    note = "instead of `String` or `&str`, pass a `&CStr`",
    note = "a function is passed as a `#[callback]` type, or as a pointer: `function as extern \"C\" fn(..) -> ..`"
)]
pub unsafe trait VariadicArgument {
    /// The type that C gets.
    type Promoted: ForeignType;

    /// Promotes the value.
    fn promote(self) -> Self::Promoted;
}

macro_rules! promotions {
    ($([$($parameter:tt)*] $from:ty => $to:ty, $value:ident $promoted:expr;)*) => {$(
        // SAFETY: C has this promotion, or none for the type.
        #[diagnostic::do_not_recommend]
        unsafe impl<$($parameter)*> VariadicArgument for $from {
            type Promoted = $to;

            #[inline]
            fn promote(self) -> $to {
                let $value = self;
                $promoted
            }
        }
    )*};
}

promotions! {
    [] bool => c_int, value value.into();
    [] i8 => c_int, value value.into();
    [] i16 => c_int, value value.into();
    [] u8 => c_int, value value.into();
    [] u16 => c_int, value value.into();
    [] f32 => f64, value value.into();
    [] i32 => i32, value value;
    [] i64 => i64, value value;
    [] i128 => i128, value value;
    [] isize => isize, value value;
    [] u32 => u32, value value;
    [] u64 => u64, value value;
    [] u128 => u128, value value;
    [] usize => usize, value value;
    [] f64 => f64, value value;
    [T] *const T => *const T, value value;
    [T] *mut T => *mut T, value value;
    [T] NonNull<T> => NonNull<T>, value value;
    [T: Unpromoted] T => T, value value;
    [] CodePointer => *const core::ffi::c_void, value value.as_ptr();
    [] &CStr => *const c_char, value value.as_ptr();
    [] Option<&CStr> => *const c_char, value value.into_raw();
}

#[cfg(feature = "widestring")]
promotions! {
    [] &widestring::U16CStr => *const u16, value value.as_ptr();
    [] Option<&widestring::U16CStr> => *const u16, value value.into_raw();
    [] &widestring::U32CStr => *const u32, value value.as_ptr();
    [] Option<&widestring::U32CStr> => *const u32, value value.into_raw();
}

// SAFETY: `Option` of a pointer is a pointer, which C does not promote.
#[diagnostic::do_not_recommend]
unsafe impl<T: Nullable + VariadicArgument<Promoted = T>> VariadicArgument for Option<T> {
    type Promoted = Self;

    #[inline]
    fn promote(self) -> Self {
        self
    }
}
