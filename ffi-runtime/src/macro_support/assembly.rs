//! Calls and callbacks where a convention of the target has assembly: an interface, and the code for its
//! constants.

/// The `&'static CallInterface` of a declared signature, evaluated by the compiler:
/// `interface!(C, Result, [A, B])`, or `interface!(C, Result, [A, B], variadic 1)`. Types as
/// lowered, their lifetimes erased.
#[doc(hidden)]
#[macro_export]
macro_rules! __interface {
    ($abi:ident, $result:ty, [$($argument:ty),* $(,)?]) => {
        $crate::__interface!(@ $abi, $result, [$($argument),*], ::core::option::Option::None)
    };
    ($abi:ident, $result:ty, [$($argument:ty),* $(,)?], variadic $fixed:literal) => {
        $crate::__interface!(@ $abi, $result, [$($argument),*], ::core::option::Option::Some($fixed))
    };
    (@ $abi:ident, $result:ty, [$($argument:ty),*], $fixed:expr) => {
        &const {
            const {
                let __ffi_result = <$result as $crate::ForeignType>::TYPE;
                let __ffi_arguments = [$(<$argument as $crate::ForeignType>::TYPE),*];
                let __ffi_fixed: ::core::option::Option<::core::primitive::usize> = $fixed;
                // SAFETY: `ForeignType` promises that its descriptors are right.
                &unsafe {
                    $crate::call::Declared::new(
                        $crate::Abi::$abi,
                        __ffi_result,
                        __ffi_arguments,
                        __ffi_fixed,
                    )
                }
            }
            .interface()
        }
    };
}

/// The type in `ReceivedSignature` that says how an interface is received: `receiver!(INTERFACE)`.
#[doc(hidden)]
#[macro_export]
macro_rules! __receiver {
    ($interface:expr) => {
        #[cfg(debug_assertions)]
        type Receiver = $crate::macro_support::FramedReceiver<
            { $crate::macro_support::typed::convention($interface) },
        >;
        #[cfg(not(debug_assertions))]
        type Receiver = $crate::macro_support::Receiver<
            { $crate::macro_support::typed::convention($interface) },
            { $crate::macro_support::typed::received_layout($interface) },
            { $crate::macro_support::typed::received_shape($interface) },
            { $crate::macro_support::typed::context($interface) },
        >;
    };
}

/// The tuple of the arguments of a call that came in, an unsafe expression:
/// `receive!(INTERFACE, registers, stack, [0 => A, 1 => B])`.
#[doc(hidden)]
#[macro_export]
macro_rules! __receive {
    ($interface:expr, $registers:expr, $stack:expr, []) => {{
        let _ = (&$registers, $stack);
    }};
    ($interface:expr, $registers:expr, $stack:expr, [$($index:literal => $argument:ty),* $(,)?]) => {{
        let _ = (&$registers, $stack);
        ($(
            $crate::__get!(
                $interface,
                $registers,
                $stack,
                $index,
                <$argument as $crate::ForeignType>::ENUMS
            ),
        )*)
    }};
}

/// One argument of a call that came in, an unsafe expression.
#[doc(hidden)]
#[macro_export]
macro_rules! __get {
    ($interface:expr, $registers:expr, $stack:expr, $index:literal, $enums:expr) => {{
        const __FFI_RECEIVED: $crate::macro_support::typed::Received =
            $crate::macro_support::typed::received($interface, $index, $enums);
        if const { __FFI_RECEIVED.is_low() } {
            $crate::macro_support::typed::get_low::<
                _,
                _,
                { __FFI_RECEIVED.register().1 },
                { __FFI_RECEIVED.register().0 },
            >($registers)
        } else {
            $crate::macro_support::typed::get($registers, $stack, &__FFI_RECEIVED)
        }
    }};
}

/// Makes a callback type a `ReceivedSignature`: interface, receiver and arguments are made of one list of types.
#[doc(hidden)]
#[macro_export]
macro_rules! __assembly_received {
    (
        $own:ident, $abi:ident, [$($index:literal => $kind:ident $ty:ty),*] -> $result_kind:ident $result:ty
    ) => {
        const __FFI_INTERFACE: &$crate::CallInterface = &const {
            const {
                let __ffi_result = $crate::__crossing!($result_kind $result);
                let __ffi_arguments = [$($crate::__crossing!($kind $ty)),*];
                // SAFETY: `ForeignType` promises that its descriptors are right, and a function pointer
                // is one.
                &unsafe {
                    $crate::call::Declared::new(
                        $crate::Abi::$abi,
                        __ffi_result,
                        __ffi_arguments,
                        ::core::option::Option::None,
                    )
                }
            }
            .interface()
        };

        // SAFETY: interface, receiver and arguments are of one list of types.
        unsafe impl $crate::macro_support::ReceivedSignature for $own {
            const INTERFACE: &'static $crate::CallInterface = __FFI_INTERFACE;
            $crate::__receiver!(__FFI_INTERFACE);

            #[inline(always)]
            unsafe fn arguments(
                __ffi_registers: &mut impl $crate::macro_support::RegisterFile,
                __ffi_stack: *const ::core::primitive::u8,
            ) -> ($($crate::__crossing!(@type $kind $ty),)*) {
                let _ = (&__ffi_registers, __ffi_stack);
                let __ffi_arguments: ($($crate::__crossing!(@type $kind $ty),)*) = ($({
                    // SAFETY: registers and stack are those of a call of the interface, by the contract
                    // of `ReceivedSignature::arguments`, and each argument is read once.
                    let __ffi_argument: $crate::__crossing!(@type $kind $ty) = unsafe {
                        $crate::__get!(
                            __FFI_INTERFACE,
                            __ffi_registers,
                            __ffi_stack,
                            $index,
                            $crate::__crossing!(@enums $kind $ty)
                        )
                    };
                    __ffi_argument
                },)*);
                __ffi_arguments
            }
        }
    };
}

/// `entry` and `plain` of a `Signature` that is a `ReceivedSignature`.
#[doc(hidden)]
#[macro_export]
macro_rules! __assembly_entries {
    ($own:ident, $($signature:tt)*) => {
        #[inline(always)]
        fn entry<__FfiHandler: $crate::macro_support::Handler<Self>>()
        -> ::core::result::Result<$crate::CodePointer, $crate::UnsupportedPlatform> {
            type __FfiReceiver = <$own as $crate::macro_support::ReceivedSignature>::Receiver;
            ::core::result::Result::Ok(<__FfiReceiver as $crate::macro_support::Receive>::entry::<
                Self,
                __FfiHandler,
            >())
        }

        #[inline(always)]
        fn plain<__FfiHandler: $crate::macro_support::Handler<Self>>() -> $crate::CodePointer {
            type __FfiReceiver = <$own as $crate::macro_support::ReceivedSignature>::Receiver;
            <__FfiReceiver as $crate::macro_support::Receive>::plain::<Self, __FfiHandler>()
        }
    };
}

/// A signature, as a static with the functions that call a function of it: `declaration.call_2(address, a, b)`.
///
/// With debug assertions a call goes the way of a dynamic call, through an interface that is prepared when it is
/// used first: that is cheap to compile, and is no slower without optimization. Otherwise every place is a
/// constant, and the compiler keeps only the moves and the call.
///
/// The functions are `shared` by all signatures, or if there are more arguments than those have, the signature
/// has its `own`.
#[doc(hidden)]
#[macro_export]
macro_rules! __assembly_declared {
    (
        $declared:ident, $own:ident, $abi:ident $types:ident $fixed:expr, $($rest:tt)*
    ) => {
        #[cfg(debug_assertions)]
        $crate::__prepared_declared! { $declared, $own, $abi $types $fixed, $($rest)* }
        #[cfg(not(debug_assertions))]
        $crate::__typed_declared! { $declared, $own, $abi $types $fixed, $($rest)* }
    };
}

/// A `DeclaredSignature`.
#[doc(hidden)]
#[macro_export]
macro_rules! __prepared_declared {
    (
        $declared:ident, $own:ident, $abi:ident $types:ident $fixed:expr,
        extern $convention:literal fn($($parameter:tt)*), shared $($rest:tt)*
    ) => {
        // SAFETY: `ForeignType` promises that its descriptors are right.
        static $declared: $crate::call::DeclaredSignature = unsafe {
            $crate::call::DeclaredSignature::new($crate::Abi::$abi, $types.0, $types.2, &$types.1, $fixed)
        };
    };
    (
        $declared:ident, $own:ident, $abi:ident $types:ident $fixed:expr,
        extern $convention:literal fn($($parameter:tt)*),
        own $call:ident [$($index:literal $value:ident: $argument:ident),*]
    ) => {
        struct $own;

        impl $own {
            #[allow(clippy::too_many_arguments, reason = "the foreign function has as many")]
            unsafe fn $call<$($argument,)* __FfiResult>(
                &self,
                __ffi_address: $crate::CodePointer,
                $($value: $argument,)*
            ) -> __FfiResult {
                $crate::__prepared_body!($declared.signature(), __ffi_address, [$($index $value)*])
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

/// A `TypedSignature` and its declaration.
#[doc(hidden)]
#[macro_export]
macro_rules! __typed_declared {
    (
        $declared:ident, $own:ident, $abi:ident $types:ident $fixed:expr,
        extern $convention:literal fn($($parameter:tt)*), shared $($rest:tt)*
    ) => {
        $crate::__typed_signature! { $own, $abi $types $fixed }

        static $declared: $crate::macro_support::typed::TypedDeclaration<$own> =
            $crate::macro_support::typed::TypedDeclaration::new(
                // SAFETY: `ForeignType` promises that its descriptors are right.
                unsafe {
                    $crate::call::DeclaredSignature::new($crate::Abi::$abi, $types.0, $types.2, &$types.1, $fixed)
                },
            );
    };
    (
        $declared:ident, $own:ident, $abi:ident $types:ident $fixed:expr,
        extern $convention:literal fn($($parameter:tt)*),
        own $call:ident [$($index:literal $value:ident: $argument:ident),*]
    ) => {
        $crate::__typed_signature! { $own, $abi $types $fixed }

        impl $own {
            #[inline]
            #[allow(clippy::too_many_arguments, reason = "the foreign function has as many")]
            unsafe fn $call<$($argument,)* __FfiResult>(
                &self,
                __ffi_address: $crate::CodePointer,
                $($value: $argument,)*
            ) -> __FfiResult {
                $crate::__typed_body!($own, __ffi_address, [$($index $value)*])
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

/// A type that is a `TypedSignature`.
#[doc(hidden)]
#[macro_export]
macro_rules! __typed_signature {
    ($own:ident, $abi:ident $types:ident $fixed:expr) => {
        struct $own;

        const _: () = {
            const __FFI_INTERFACE: &$crate::CallInterface = &const {
                const {
                    // SAFETY: `ForeignType` promises that its descriptors are right.
                    &unsafe {
                        $crate::call::Declared::new($crate::Abi::$abi, $types.0, $types.1, $fixed)
                            .with_result_enums($types.2)
                    }
                }
                .interface()
            };

            // SAFETY: the constants are those of the interface.
            unsafe impl $crate::macro_support::typed::TypedSignature for $own {
                const INTERFACE: &'static $crate::CallInterface = __FFI_INTERFACE;
                type Form = $crate::macro_support::typed::Form<
                    { $crate::macro_support::typed::convention(__FFI_INTERFACE) },
                    { $crate::macro_support::typed::form(__FFI_INTERFACE) },
                    { $crate::macro_support::typed::words(__FFI_INTERFACE) },
                    { $crate::macro_support::typed::shape(__FFI_INTERFACE) },
                >;
            }
        };
    };
}

/// The declaration of a function with `...`, whose further arguments come in a tuple:
/// `declaration.call_1(address, a, tuple)`.
#[doc(hidden)]
#[macro_export]
macro_rules! __assembly_variadic {
    ($declared:ident, $own:ident, $abi:ident $types:ident) => {
        $crate::__variadic_signature! { $own, $abi $types }
        static $declared: $crate::call::variadic::PlacedVariadic<$own> =
            $crate::call::variadic::PlacedVariadic::new();
    };
}

/// A type that is a `VariadicSignature`.
#[doc(hidden)]
#[macro_export]
macro_rules! __variadic_signature {
    ($own:ident, $abi:ident $types:ident) => {
        struct $own;

        // SAFETY: `ForeignType` promises that its descriptors are right.
        unsafe impl $crate::call::variadic::VariadicSignature for $own {
            const ABI: $crate::Abi = $crate::Abi::$abi;
            const RESULT: $crate::Type<'static> = $types.0;
            const NAMED: &'static [$crate::Type<'static>] = &$types.1;
            const ENUMS: $crate::types::Enums = $types.2;
        }
    };
}
