//! Function pointers as arguments, results and fields: one C pointer each.
//!
//! Where a declaration spells the pointer out, the macros need nothing of this. What is here serves
//! aliases, as bindgen writes them. A trait cannot be implemented for all function pointers at once:
//! there is an implementation for each convention, number of arguments and place of a reference.

#![expect(
    coherence_leak_check,
    reason = "`fn(&A)` is another type than each `fn(A)`; the lint announces a rule that would not tell them apart, on which other crates rely too"
)]

use crate::types::foreign::Unpromoted;
use crate::types::{ForeignType, Nullable, Type};

/// A C function pointer type, for [`Library::function`](crate::Library::function).
///
/// Implemented for those that a [`ForeignType`] may be.
///
/// # Safety
///
/// `Self` is a function pointer, which has the size of a data pointer, and any function has a value of it.
///
/// ```
/// use ffi_runtime::types::FunctionPointer;
///
/// fn assert<F: FunctionPointer>() {}
/// assert::<unsafe extern "C" fn(i32) -> i32>();
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no C function pointer type",
    note = "write one such as `unsafe extern \"C\" fn(i32) -> f64`",
    note = "for a function with more arguments than a `ForeignType` may have, transmute the address that `symbol` returns"
)]
pub unsafe trait FunctionPointer: ForeignType + Copy {}

macro_rules! function_pointer {
    ([$($parameter:tt)*] $pointer:ty) => {
        // SAFETY: a function pointer is one C pointer on every supported target.
        #[diagnostic::do_not_recommend]
        unsafe impl<$($parameter)*> ForeignType for $pointer {
            const TYPE: Type<'static> = Type::Pointer;
        }

        // SAFETY: `Option` guarantees that its `None` is the null pointer.
        unsafe impl<$($parameter)*> Nullable for $pointer {}

        impl<$($parameter)*> Unpromoted for $pointer {}

        // SAFETY: it is one, and has the size of a pointer on every supported target.
        #[diagnostic::do_not_recommend]
        unsafe impl<$($parameter)*> FunctionPointer for $pointer {}
    };
}

macro_rules! function_pointers {
    ($abi:literal [$($argument:ident)*]) => {
        function_pointer!([Output, $($argument),*] unsafe extern $abi fn($($argument),*) -> Output);
        function_pointer!([Output, $($argument),*] extern $abi fn($($argument),*) -> Output);
    };
}

macro_rules! arities {
    ($abi:literal: [$($argument:ident)*]) => { function_pointers!($abi [$($argument)*]); };
    ($abi:literal: [$($argument:ident)*] $next:ident $($rest:ident)*) => {
        function_pointers!($abi [$($argument)*]);
        arities!($abi: [$($argument)* $next] $($rest)*);
    };
}

arities!("C": [] A B C D E F G H I J K L M N O P Q R S T U V W X Y Z A1 B1 C1 D1 E1 F1);
arities!("C-unwind": [] A B C D E F G H I J K L);
arities!("system": [] A B C D E F G H I J K L);
arities!("system-unwind": [] A B C D E F G H I J K L);
#[cfg(target_arch = "x86_64")]
arities!("sysv64": [] A B C D E F G H I J K L);
#[cfg(target_arch = "x86_64")]
arities!("sysv64-unwind": [] A B C D E F G H I J K L);
#[cfg(target_arch = "x86_64")]
arities!("win64": [] A B C D E F G H I J K L);
#[cfg(target_arch = "x86_64")]
arities!("win64-unwind": [] A B C D E F G H I J K L);

/// Functions with `...` after the arguments that C names.
macro_rules! variadic {
    ([$($argument:ident)*]) => {
        function_pointer!([Output, $($argument),*] unsafe extern "C" fn($($argument,)* ...) -> Output);
        function_pointer!([Output, $($argument),*] extern "C" fn($($argument,)* ...) -> Output);
    };
    ([$($argument:ident)*] $next:ident $($rest:ident)*) => {
        variadic!([$($argument)*]);
        variadic!([$($argument)* $next] $($rest)*);
    };
}

variadic!([A] B C D E F G H I J K L);

/// Functions of up to three arguments over any lifetime, which at least one of them has. `@` goes through
/// the arguments; each is a value, a `&` or a `&mut`.
macro_rules! borrowing {
    (@ [$($parameter:tt)*] [$($argument:ty,)*] borrows) => {
        function_pointer!([Output, $($parameter)*] unsafe extern "C" fn($($argument),*) -> Output);
        function_pointer!([Output, $($parameter)*] extern "C" fn($($argument),*) -> Output);
    };
    // Without a reference it is one of the above.
    (@ [$($parameter:tt)*] [$($argument:ty,)*] owns) => {};
    (@ [$($parameter:tt)*] [$($argument:ty,)*] $borrows:ident $next:ident $($rest:ident)*) => {
        borrowing!(@ [$($parameter)* $next,] [$($argument,)* $next,] $borrows $($rest)*);
        borrowing!(@ [$($parameter)* $next: ?Sized,] [$($argument,)* &$next,] borrows $($rest)*);
        borrowing!(@ [$($parameter)* $next: ?Sized,] [$($argument,)* &mut $next,] borrows $($rest)*);
    };
}

borrowing!(@ [] [] owns A);
borrowing!(@ [] [] owns A B);
borrowing!(@ [] [] owns A B C);

/// Longer ones with references among their first two arguments. (The compiler compares every two of these
/// implementations that have as many arguments: with references among four it took a tenth of the time for this crate.)
macro_rules! borrowing_two {
    ([$($argument:ident)*]) => {};
    ([$($argument:ident)*] $next:ident $($rest:ident)*) => {
        borrowing_two!(@ $($argument)* $next);
        borrowing_two!([$($argument)* $next] $($rest)*);
    };
    (@ $($argument:ident)*) => {
        borrowing!(@ [A: ?Sized, B, $($argument,)*] [&A, B, $($argument,)*] borrows);
        borrowing!(@ [A: ?Sized, B, $($argument,)*] [&mut A, B, $($argument,)*] borrows);
        borrowing!(@ [A, B: ?Sized, $($argument,)*] [A, &B, $($argument,)*] borrows);
        borrowing!(@ [A, B: ?Sized, $($argument,)*] [A, &mut B, $($argument,)*] borrows);
        borrowing!(@ [A: ?Sized, B: ?Sized, $($argument,)*] [&A, &B, $($argument,)*] borrows);
        borrowing!(@ [A: ?Sized, B: ?Sized, $($argument,)*] [&A, &mut B, $($argument,)*] borrows);
        borrowing!(@ [A: ?Sized, B: ?Sized, $($argument,)*] [&mut A, &B, $($argument,)*] borrows);
        borrowing!(@ [A: ?Sized, B: ?Sized, $($argument,)*] [&mut A, &mut B, $($argument,)*] borrows);
    };
}

borrowing_two!([C] D E F G H I J K L);
