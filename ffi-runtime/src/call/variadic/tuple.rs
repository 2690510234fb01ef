//! Tuples of arguments in place of `...`.

use core::ffi::c_void;

use super::VariadicArgument;
use crate::types::{ForeignType, Type};

/// The calls of the native form, by the number of arguments that C names.
macro_rules! native {
    ($kind:ident $($element:ident $value:ident)*) => {
        native! { @ $kind [$($element $value)*]
            call_0 []
            call_1 [A a]
            call_2 [A a B b]
            call_3 [A a B b C c]
            call_4 [A a B b C c D d]
            call_5 [A a B b C c D d E e]
            call_6 [A a B b C c D d E e F f]
            call_7 [A a B b C c D d E e F f G g]
            call_8 [A a B b C c D d E e F f G g H h]
        }
    };
    (@ declare [] $($name:ident [$($named:ident $argument:ident)*])*) => {$(
        #[doc(hidden)]
        /// Calls a function, with these elements in place of `...`.
        ///
        /// # Safety
        ///
        /// `address` is that of a function that C declares with arguments of these types and `...`, and the
        /// caller may call it with them.
        #[cfg(not(all(
            target_pointer_width = "64",
            target_endian = "little",
            any(target_arch = "x86_64", target_arch = "aarch64")
        )))]
        unsafe fn $name<$($named,)* Result>(
            promoted: Self::Promoted,
            address: crate::types::CodePointer,
            $($argument: $named,)*
        ) -> core::mem::MaybeUninit<Result>;
    )*};
    (@ define $elements:tt $($name:ident $named:tt)*) => {
        $(native! { ! $name $named $elements })*
    };
    (! $name:ident [$($named:ident $argument:ident)*] [$($element:ident $value:ident)*]) => {
        #[cfg(not(all(
            target_pointer_width = "64",
            target_endian = "little",
            any(target_arch = "x86_64", target_arch = "aarch64")
        )))]
        #[inline]
        unsafe fn $name<$($named,)* Result>(
            promoted: Self::Promoted,
            address: crate::types::CodePointer,
            $($argument: $named,)*
        ) -> core::mem::MaybeUninit<Result> {
            // SAFETY: a function pointer is an address, and this is that of a function with these types, by the
            // contract of this function. (With `-unwind`, since unwinding is what differs from `"C"`.)
            let function = unsafe {
                core::mem::transmute::<
                    crate::types::CodePointer,
                    unsafe extern "C-unwind" fn($($named,)* ...) -> core::mem::MaybeUninit<Result>,
                >(address)
            };
            let ($($value,)*) = promoted;
            // SAFETY: the caller may call the function with these arguments.
            unsafe { function($($argument,)* $($value),*) }
        }
    };
}

/// The most elements of a tuple of [`VariadicArguments`].
pub const MAX_VARIADIC: usize = 16;

/// A tuple of up to 16 arguments that a method with `...` takes in its place.
///
/// Every element is a [`VariadicArgument`], which C's rules promote.
///
/// # Safety
///
/// Only this crate implements the trait.
///
// The C library of Windows has another name.
#[cfg_attr(windows, doc = "```no_run")]
#[cfg_attr(not(windows), doc = "```")]
/// use std::ffi::{CStr, c_char, c_int};
///
/// use ffi_runtime::foreign_library;
///
/// #[foreign_library(name = "c", version = "6")]
/// unsafe trait LibC {
///     /// Writes at most `size` bytes to `buffer`, and returns how many the text has.
///     unsafe fn snprintf(&self, buffer: *mut u8, size: usize, format: &CStr, values: ...) -> c_int;
/// }
///
/// let libc = LibC::load()?;
/// let mut buffer = [0; 32];
/// // SAFETY: `buffer` has 32 bytes, and the format asks for an `int`, a `double` and a text.
/// let length = unsafe {
///     libc.snprintf(buffer.as_mut_ptr(), 32, c"%d %.1f %s", (7u8, 2.5f32, c"text"))
/// };
/// assert_eq!(&buffer[..length as usize], b"7 2.5 text");
/// # Ok::<(), ffi_runtime::LibraryError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no tuple of arguments in place of `...`",
    label = "expected a tuple of up to 16 elements",
    note = "write `(value,)` for one argument, and `()` for none"
)]
#[cfg_attr(
    not(all(
        target_pointer_width = "64",
        target_endian = "little",
        any(target_arch = "x86_64", target_arch = "aarch64")
    )),
    expect(
        clippy::too_many_arguments,
        reason = "the foreign functions have as many"
    )
)]
pub unsafe trait VariadicArguments: Sized {
    /// The types that C gets.
    #[doc(hidden)]
    const TYPES: &'static [Type<'static>];

    /// The tuple of promoted elements.
    #[doc(hidden)]
    type Promoted;

    /// Promotes each element.
    #[doc(hidden)]
    fn promote(self) -> Self::Promoted;

    /// Writes the address of each element.
    #[doc(hidden)]
    fn addresses(promoted: &Self::Promoted, addresses: &mut [*const c_void]);

    native! { declare }
}

macro_rules! tuples {
    ($($element:ident $value:ident)*) => {
        tuples! { @ [] $($element $value)* }
    };
    (@ [$($element:ident $value:ident)*]) => { tuples! { ! $($element $value)* } };
    (@ [$($element:ident $value:ident)*] $next:ident $next_value:ident $($rest:ident)*) => {
        tuples! { ! $($element $value)* }
        tuples! { @ [$($element $value)* $next $next_value] $($rest)* }
    };
    (! $($element:ident $value:ident)*) => {
        // SAFETY: types, values and addresses are of one list of elements.
        unsafe impl<$($element: VariadicArgument),*> VariadicArguments for ($($element,)*) {
            const TYPES: &'static [Type<'static>] =
                &[$(<$element::Promoted as ForeignType>::TYPE),*];

            type Promoted = ($($element::Promoted,)*);

            #[inline]
            fn promote(self) -> Self::Promoted {
                let ($($value,)*) = self;
                core::convert::identity(($($value.promote(),)*))
            }

            #[inline]
            fn addresses(promoted: &Self::Promoted, addresses: &mut [*const c_void]) {
                let ($($value,)*) = promoted;
                let elements: &[*const c_void] = &[$((&raw const *$value).cast()),*];
                addresses[..elements.len()].copy_from_slice(elements);
            }

            native! { define $($element $value)* }
        }
    };
}

tuples! {
    T0 t0 T1 t1 T2 t2 T3 t3 T4 t4 T5 t5 T6 t6 T7 t7 T8 t8 T9 t9 T10 t10 T11 t11 T12 t12 T13 t13 T14 t14 T15 t15
}
