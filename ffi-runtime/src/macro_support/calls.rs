//! The functions that call a function of so many arguments; the declaration writes one of its own where there
//! are more, with the same body.

use crate::call::DeclaredSignature;
use crate::call::typed::{TypedDeclaration, TypedSignature};
use crate::types::CodePointer;

/// The body of a function that calls `address` with arguments in the places of a `TypedSignature`.
#[doc(hidden)]
#[macro_export]
macro_rules! __typed_body {
    ($signature:ty, $address:ident, []) => {
        // SAFETY: there is no argument, and the result is of the type of the signature.
        unsafe {
            $crate::macro_support::typed::execute::<$signature, _>(
                $crate::macro_support::typed::arguments::<$signature>(),
                $address,
            )
        }
    };
    ($signature:ty, $address:ident, [$($index:literal $value:ident)*]) => {{
        $(let mut $value = $crate::macro_support::typed::Value::new($value);)*
        let mut __ffi_arguments = $crate::macro_support::typed::arguments::<$signature>();
        $(
            if const { $crate::macro_support::typed::is_low::<$signature>($index) } {
                $crate::macro_support::typed::put_low(
                    &mut __ffi_arguments,
                    const { $crate::macro_support::typed::register::<$signature>($index) },
                    $value.into_inner(),
                );
            } else {
                // SAFETY: the place is the one that the interface has for the type of the argument, which
                // lives until the call is over.
                unsafe {
                    $crate::macro_support::typed::put(
                        &mut __ffi_arguments,
                        const { $crate::macro_support::typed::place::<$signature>($index) },
                        &mut $value,
                    )
                };
            }
        )*
        // SAFETY: all arguments are put, and the result is of the type of the signature.
        unsafe {
            $crate::macro_support::typed::execute::<$signature, _>(__ffi_arguments, $address)
        }
    }};
}

/// The body of a function that calls `address` through the interface of a `DeclaredSignature`.
#[doc(hidden)]
#[macro_export]
macro_rules! __prepared_body {
    ($signature:expr, $address:ident, [$($index:literal $value:ident)*]) => {{
        $(let mut $value = ::core::mem::ManuallyDrop::new($value);)*
        let __ffi_arguments = [$(&raw mut $value as *const ::core::ffi::c_void),*];
        let mut __ffi_result = ::core::mem::MaybeUninit::uninit();
        let __ffi_place = &raw mut __ffi_result as *mut ::core::ffi::c_void;
        // SAFETY: arguments and result are of the types of the signature, and the caller may call the function.
        unsafe { $signature.interface().call($address, __ffi_place, &__ffi_arguments) };
        // SAFETY: the callee wrote a result of this type.
        unsafe { ::core::mem::MaybeUninit::assume_init(__ffi_result) }
    }};
}

/// `macro! { name index value Type .. }` for each number of arguments.
macro_rules! arities {
    ($macro:ident) => {
        $macro! { call_0 }
        $macro! { call_1 0 a A }
        $macro! { call_2 0 a A 1 b B }
        $macro! { call_3 0 a A 1 b B 2 c C }
        $macro! { call_4 0 a A 1 b B 2 c C 3 d D }
        $macro! { call_5 0 a A 1 b B 2 c C 3 d D 4 e E }
        $macro! { call_6 0 a A 1 b B 2 c C 3 d D 4 e E 5 f F }
        $macro! { call_7 0 a A 1 b B 2 c C 3 d D 4 e E 5 f F 6 g G }
        $macro! { call_8 0 a A 1 b B 2 c C 3 d D 4 e E 5 f F 6 g G 7 h H }
        $macro! { call_9 0 a A 1 b B 2 c C 3 d D 4 e E 5 f F 6 g G 7 h H 8 i I }
        $macro! { call_10 0 a A 1 b B 2 c C 3 d D 4 e E 5 f F 6 g G 7 h H 8 i I 9 j J }
        $macro! { call_11 0 a A 1 b B 2 c C 3 d D 4 e E 5 f F 6 g G 7 h H 8 i I 9 j J 10 k K }
        $macro! { call_12 0 a A 1 b B 2 c C 3 d D 4 e E 5 f F 6 g G 7 h H 8 i I 9 j J 10 k K 11 l L }
    };
}

macro_rules! typed {
    ($name:ident $($index:literal $value:ident $argument:ident)*) => {
        /// Calls a function.
        ///
        /// # Safety
        ///
        /// The arguments and the result are of the types of the signature, and `address` is that of a
        /// function of it, which the caller may call.
        #[inline]
        pub unsafe fn $name<$($argument,)* R>(
            &self,
            address: CodePointer,
            $($value: $argument,)*
        ) -> R {
            __typed_body!(S, address, [$($index $value)*])
        }
    };
}

#[expect(
    clippy::too_many_arguments,
    reason = "the foreign functions have as many"
)]
impl<S: TypedSignature> TypedDeclaration<S> {
    arities! { typed }
}

macro_rules! prepared {
    ($name:ident $($index:literal $value:ident $argument:ident)*) => {
        /// Calls a function.
        ///
        /// # Safety
        ///
        /// The arguments and the result are of the types of the signature, and `address` is that of a
        /// function of it, which the caller may call.
        #[inline]
        pub unsafe fn $name<$($argument,)* R>(
            &'static self,
            address: CodePointer,
            $($value: $argument,)*
        ) -> R {
            __prepared_body!(self, address, [$($index $value)*])
        }
    };
}

#[expect(
    clippy::too_many_arguments,
    reason = "the foreign functions have as many"
)]
impl DeclaredSignature {
    arities! { prepared }
}
