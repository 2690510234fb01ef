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

/// The type that says how an interface is received: `receiver!(INTERFACE)`.
#[doc(hidden)]
#[macro_export]
macro_rules! __receiver {
    ($interface:expr) => {
        $crate::macro_support::Receiver::<
            { $crate::macro_support::typed::convention($interface) },
            { $crate::macro_support::typed::received_layout($interface) },
            { $crate::macro_support::typed::received_shape($interface) },
            { $crate::macro_support::typed::context($interface) },
        >
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
            $crate::macro_support::typed::get::<$argument>(
                $registers,
                $stack,
                const { $crate::macro_support::typed::ty($interface, $index) },
                const { $crate::macro_support::typed::place($interface, $index) },
                const { &$crate::macro_support::typed::booleans($interface, $index) },
            ),
        )*)
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
            type Receiver = $crate::__receiver!(__FFI_INTERFACE);

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
                        $crate::macro_support::typed::get(
                            __ffi_registers,
                            __ffi_stack,
                            const { $crate::macro_support::typed::ty(__FFI_INTERFACE, $index) },
                            const { $crate::macro_support::typed::place(__FFI_INTERFACE, $index) },
                            const { &$crate::macro_support::typed::booleans(__FFI_INTERFACE, $index) },
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

/// The function that calls a function of a signature, with arguments and a result of the types that the
/// signature has when their lifetimes are forgotten.
///
/// With debug assertions it goes the way of a dynamic call, through an interface that is prepared when it is
/// used first: that is cheap to compile, and is no slower without optimization. Otherwise every place is a
/// constant, and the compiler keeps only the moves and the call. Where there are arguments, `mut` follows them.
#[doc(hidden)]
#[macro_export]
macro_rules! __assembly_call {
    (
        $(#[$attribute:meta])*
        $call:ident = $declared:ident, $types:ident, $abi:ident, $fixed:expr,
        extern $convention:literal fn($($parameter:tt)*),
        [$($index:literal $value:ident: $argument:ident),*] $($mutable:tt)?
    ) => {
        $(#[$attribute])*
        #[inline]
        unsafe fn $call<$($argument,)* __FfiResult>(
            __ffi_address: $crate::CodePointer,
            $($value: $argument,)*
        ) -> __FfiResult {
            #[cfg(debug_assertions)]
            {
                $(let mut $value = ::core::mem::ManuallyDrop::new($value);)*
                let __ffi_arguments = [$(&raw mut $value as *const ::core::ffi::c_void),*];
                let mut __ffi_result = ::core::mem::MaybeUninit::<__FfiResult>::uninit();
                // SAFETY: arguments and result are of the types of the signature, for methods with just these
                // call the function; and the values live until the function returns.
                unsafe {
                    $crate::macro_support::typed::call(
                        &$declared,
                        __ffi_address,
                        &raw mut __ffi_result as *mut ::core::ffi::c_void,
                        &__ffi_arguments,
                    )
                };
                // SAFETY: the callee wrote a result of this type.
                unsafe { ::core::mem::MaybeUninit::assume_init(__ffi_result) }
            }
            #[cfg(not(debug_assertions))]
            {
                const __FFI_INTERFACE: &$crate::CallInterface = &const {
                    const {
                        // SAFETY: `ForeignType` promises that its descriptors are right.
                        &unsafe {
                            $crate::call::Declared::new($crate::Abi::$abi, $types.0, $types.1, $fixed)
                        }
                    }
                    .interface()
                };
                type __FfiForm = $crate::macro_support::typed::Form<
                    { $crate::macro_support::typed::convention(__FFI_INTERFACE) },
                    { $crate::macro_support::typed::form(__FFI_INTERFACE) },
                    { $crate::macro_support::typed::words(__FFI_INTERFACE) },
                    { $crate::macro_support::typed::shape(__FFI_INTERFACE) },
                >;
                $(let mut $value = $crate::macro_support::typed::Value::new($value);)*
                let $($mutable)? __ffi_arguments = __FfiForm::arguments();
                $(
                    // SAFETY: the place is the one that the interface has for the type of the argument, which
                    // lives until the function returns.
                    unsafe {
                        $crate::macro_support::typed::put(
                            &mut __ffi_arguments,
                            const { $crate::macro_support::typed::place(__FFI_INTERFACE, $index) },
                            &mut $value,
                        )
                    };
                )*
                // SAFETY: all arguments are put, and the result is of the type of the signature.
                unsafe {
                    __FfiForm::finish(
                        __ffi_arguments,
                        const { $crate::macro_support::typed::Summary::of(__FFI_INTERFACE) },
                        __ffi_address,
                    )
                }
            }
        }
    };
}
