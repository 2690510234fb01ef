//! What the code that the macros write refers to. Not part of the public interface.
//!
//! The macros are of a later edition than some code that uses them. What is no keyword there may be a name:
//!
//! ```edition2021
//! #![allow(non_camel_case_types)]
//!
//! #[ffi_runtime::foreign_library(process)]
//! unsafe trait gen {
//!     #[optional]
//!     fn gen(&self, gen: inner::gen) -> inner::each;
//! }
//!
//! mod inner {
//!     #[derive(ffi_runtime::ForeignType)]
//!     #[repr(C)]
//!     pub struct gen {
//!         gen: i32,
//!     }
//!
//!     #[ffi_runtime::callback(user_data = gen)]
//!     pub type each = unsafe extern "C" fn(gen: *mut std::ffi::c_void);
//! }
//! # fn main() {}
//! ```

pub use crate::call::assert_compiled_alike;
pub use crate::call::typed;
pub use crate::call::typed::RegisterFile;
pub use crate::callback::{
    FramedReceiver, Panics, Receive, Receiver, Signature, UserData, channel, guard, in_scope,
    in_scope_reentrant, in_scope_sync, once, scoped, scoped_reentrant, scoped_sync, user_channel,
    user_in_scope, user_in_scope_reentrant, user_in_scope_sync, user_once, user_scoped,
    user_scoped_reentrant, user_scoped_sync,
};
pub use crate::library::bound::Bound;
pub use crate::library::declaration::{Declaration, SymbolDeclaration};
use crate::types::referent::{refuse_mutable, refuse_shared};
pub use crate::types::{Nullable, Opaque};
use crate::types::{Referent, Type};

/// The warning about a safe method with a raw pointer, which is its use that gives it.
#[deprecated = "C may follow this pointer, and safe code can make any: write `unsafe fn`, or \
                `#[any_pointer]` on the method if none can be wrong"]
pub const RAW_POINTER_IN_A_SAFE_FN: () = ();

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

/// The type in `Signature` that says how an interface is received: `receiver!(INTERFACE)`.
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
            $crate::__get!($interface, $registers, $stack, $index),
        )*)
    }};
}

/// One argument of a call that came in, an unsafe expression.
#[doc(hidden)]
#[macro_export]
macro_rules! __get {
    ($interface:expr, $registers:expr, $stack:expr, $index:literal) => {{
        const __FFI_RECEIVED: $crate::macro_support::typed::Received =
            $crate::macro_support::typed::received($interface, $index);
        if const { __FFI_RECEIVED.is_low() } {
            $crate::macro_support::typed::get_low($registers, const { __FFI_RECEIVED.register() })
        } else {
            $crate::macro_support::typed::get($registers, $stack, &__FFI_RECEIVED)
        }
    }};
}

/// The descriptor of a `&T` that is written out. The compiler says where `T` stands what is wrong with it.
#[must_use]
#[track_caller]
pub const fn shared<T: Referent>() -> Type<'static> {
    refuse_shared::<T>();
    Type::Pointer
}

/// The descriptor of a `&mut T` that is written out.
#[must_use]
#[track_caller]
pub const fn mutable<T: Referent>() -> Type<'static> {
    refuse_mutable::<T>();
    Type::Pointer
}

/// What one type of a signature is to the other macros: its descriptor, or with `@type` itself. It is
/// spelled `value T`, `function F` for a function pointer, or `option F` for the `Option` of one.
/// `ForeignType` cannot be implemented for functions over any lifetime; `fn_addr_eq` takes every function
/// pointer, and nothing else.
#[doc(hidden)]
#[macro_export]
macro_rules! __crossing {
    (value $ty:ty) => {
        <$ty as $crate::ForeignType>::TYPE
    };
    ($kind:ident $pointer:ty) => {{
        let _ = ::core::ptr::fn_addr_eq::<$pointer, $pointer>;
        $crate::Type::Pointer
    }};
    (@type option $pointer:ty) => {
        ::core::option::Option<$pointer>
    };
    (@type $kind:ident $ty:ty) => {
        $ty
    };
}

/// Implements `Signature` for a struct with one field, `__ffi_function`, which is the function pointer.
///
/// Safe, whatever it is given: interface, receiver and arguments are made of one list of types, in this
/// crate's own words, and the pointer is one that is unsafe to call.
#[doc(hidden)]
#[macro_export]
macro_rules! __signature {
    (
        $own:ident, $name:literal, $abi:ident,
        $(for<$($lifetime:lifetime),* $(,)?>)? $convention:literal ($($written:ty),*) -> $output:ty,
        [$($index:literal => $kind:ident $argument:ty),*] -> $result_kind:ident $result:ty,
        $on_panic:expr,
        { $($types:item)* }
    ) => {
        const __FFI_INTERFACE: &$crate::CallInterface = &const {
            const {
                let __ffi_result = $crate::__crossing!($result_kind $result);
                let __ffi_arguments = [$($crate::__crossing!($kind $argument)),*];
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

        // SAFETY: interface, receiver and arguments are of one list of types; what `from_code` gets is the
        // address of a function with this signature.
        unsafe impl $crate::macro_support::Signature for $own {
            const NAME: &'static ::core::primitive::str =
                ::core::concat!(::core::module_path!(), "::", $name);
            const LOCATION: (&'static ::core::primitive::str, ::core::primitive::u32) =
                (::core::file!(), ::core::line!());
            const INTERFACE: &'static $crate::CallInterface = __FFI_INTERFACE;
            const ON_PANIC: ::core::option::Option<fn() -> $crate::__crossing!(@type $result_kind $result)> =
                $on_panic;
            $($types)*
            $crate::__receiver!(__FFI_INTERFACE);

            #[inline(always)]
            unsafe fn arguments(
                __ffi_registers: &mut impl $crate::macro_support::RegisterFile,
                __ffi_stack: *const ::core::primitive::u8,
            ) -> ($($crate::__crossing!(@type $kind $argument),)*) {
                let _ = (&__ffi_registers, __ffi_stack);
                let __ffi_arguments: ($($crate::__crossing!(@type $kind $argument),)*) = ($({
                    // SAFETY: registers and stack are those of a call of the interface, by the contract
                    // of `Signature::arguments`, and each argument is read once.
                    let __ffi_argument: $crate::__crossing!(@type $kind $argument) = unsafe {
                        $crate::__get!(__FFI_INTERFACE, __ffi_registers, __ffi_stack, $index)
                    };
                    __ffi_argument
                },)*);
                __ffi_arguments
            }

            #[inline(always)]
            unsafe fn from_code(__ffi_code: $crate::CodePointer) -> Self {
                type __FfiPointer =
                    $(for<$($lifetime),*>)? unsafe extern $convention fn($($written),*) -> $output;
                // SAFETY: a function pointer is an address, and `Signature::from_code` gets that of a
                // function.
                let __ffi_function: __FfiPointer = unsafe { ::core::mem::transmute(__ffi_code) };
                Self { __ffi_function }
            }

            fn panics() -> &'static $crate::macro_support::Panics {
                static PANICS: $crate::macro_support::Panics = $crate::macro_support::Panics::new();
                &PANICS
            }
        }
    };
}

/// Ends the process: a function that is declared to return `!` returned.
#[cold]
pub fn returned(symbol: &str) -> ! {
    eprintln!("ffi-runtime: `{symbol}` returned, and is declared as a function that does not");
    std::process::abort()
}

pub use crate::{__interface as interface, __signature as signature};
pub use crate::{__receive as receive, __receiver as receiver};
