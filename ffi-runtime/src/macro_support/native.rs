//! Calls and callbacks in *native form*, where no convention of the target has assembly: the compiler's own
//! call through a function pointer, and functions that it compiles.
//!
//! A `bool` that C gives may be any byte, and an enum any number, so values come as a `MaybeUninit`, which the compiler passes as the
//! value itself.

use crate::types::CodePointer;

/// A callback type needs nothing beside its `Signature`.
#[doc(hidden)]
#[macro_export]
macro_rules! __native_received {
    ($($signature:tt)*) => {};
}

/// `entry` and `plain` of a `Signature`.
#[doc(hidden)]
#[macro_export]
macro_rules! __native_entries {
    (
        $own:ident, $abi:ident $convention:literal,
        [$($argument:ident => $kind:ident $ty:ty),*] -> $result_kind:ident $result:ty
    ) => {
        fn entry<__FfiHandler: $crate::macro_support::Handler<Self>>()
        -> ::core::result::Result<$crate::CodePointer, $crate::UnsupportedPlatform> {
            ::core::result::Result::Err($crate::UnsupportedPlatform { abi: $crate::Abi::$abi })
        }

        fn plain<__FfiHandler: $crate::macro_support::Handler<Self>>() -> $crate::CodePointer {
            /// # Safety
            ///
            /// Called as a function pointer of the callback type, with what the handler needs.
            unsafe extern $convention fn __ffi_plain<
                __FfiHandler: $crate::macro_support::Handler<$own>,
            >(
                $($argument: ::core::mem::MaybeUninit<$crate::__crossing!(@type $kind $ty)>,)*
            ) -> $crate::__crossing!(@type $result_kind $result) {
                let __ffi_user_data =
                    match const { <$own as $crate::macro_support::Handled>::USER_DATA } {
                        ::core::option::Option::None => ::core::ptr::null_mut(),
                        ::core::option::Option::Some(__ffi_index) => {
                            let __ffi_places: &[*const ()] =
                                &[$((&raw const $argument).cast::<()>()),*];
                            let __ffi_place =
                                __ffi_places[__ffi_index].cast::<*mut ::core::ffi::c_void>();
                            // SAFETY: C gave the argument, which is a pointer.
                            unsafe { *__ffi_place }
                        }
                    };
                let __ffi_read = move || ($(
                    // SAFETY: C gave the argument, which is of this type.
                    unsafe {
                        $crate::macro_support::given(
                            $argument,
                            const { $crate::__crossing!($kind $ty) },
                            const {
                                &$crate::macro_support::decoding(
                                    $crate::__crossing!($kind $ty),
                                    $crate::__crossing!(@enums $kind $ty),
                                )
                            },
                        )
                    },
                )*);
                let __ffi_arguments = $crate::macro_support::Unread {
                    user_data: __ffi_user_data,
                    read: __ffi_read,
                };
                // SAFETY: C called with what the handler needs, by the contract of this function.
                unsafe { __FfiHandler::handle(::core::ptr::null_mut(), __ffi_arguments) }
            }

            const {
                $crate::call::assert_declared(
                    $crate::Abi::$abi,
                    $crate::__crossing!($result_kind $result),
                    &[$($crate::__crossing!($kind $ty)),*],
                )
            }
            $crate::macro_support::code(__ffi_plain::<__FfiHandler> as *const ())
        }
    };
}

/// A signature, as a static with the function that calls a function of it: the compiler's own call.
#[doc(hidden)]
#[macro_export]
macro_rules! __native_declared {
    (
        $declared:ident, $own:ident, $abi:ident $types:ident $fixed:expr,
        extern $convention:literal fn($($parameter:tt)*),
        $kind:ident $call:ident [$($index:literal $value:ident: $argument:ident),*]
    ) => {
        struct $own;

        impl $own {
            #[inline]
            #[allow(clippy::too_many_arguments, reason = "the foreign function has as many")]
            unsafe fn $call<$($argument,)* __FfiResult>(
                &self,
                __ffi_address: $crate::CodePointer,
                $($value: $argument,)*
            ) -> __FfiResult {
                // SAFETY: a function pointer is an address, and this is that of a function with arguments and
                // a result of these types, for methods with just these call the function.
                let __ffi_function = unsafe {
                    ::core::mem::transmute::<
                        $crate::CodePointer,
                        unsafe extern $convention fn($($parameter)*)
                            -> ::core::mem::MaybeUninit<__FfiResult>,
                    >(__ffi_address)
                };
                // SAFETY: whoever calls this function may call that one.
                let __ffi_result = unsafe { __ffi_function($($value),*) };
                // SAFETY: the callee returned a result of this type.
                unsafe {
                    $crate::macro_support::given(
                        __ffi_result,
                        $types.0,
                        const { &$crate::macro_support::decoding($types.0, $types.2) },
                    )
                }
            }
        }

        static $declared: $crate::call::OwnDeclaration<$own> = $crate::call::OwnDeclaration::new(
            // SAFETY: `ForeignType` promises that its descriptors are right.
            unsafe {
                $crate::call::DeclaredSignature::new($crate::Abi::$abi, $types.0, $types.2, &$types.1, $fixed)
            },
            $own,
        );
    };
}

/// The declaration of a function with `...`, whose further arguments come in a tuple.
#[doc(hidden)]
#[macro_export]
macro_rules! __native_variadic {
    ($declared:ident, $own:ident, $abi:ident $types:ident) => {
        $crate::__variadic_signature! { $own, $abi $types }
        static $declared: $crate::call::variadic::NativeVariadic<$own> =
            $crate::call::variadic::NativeVariadic::new();
    };
}

/// The address of a function.
#[must_use]
pub fn code(function: *const ()) -> CodePointer {
    CodePointer::from_ptr(function.cast()).expect("a function is not at address 0")
}
