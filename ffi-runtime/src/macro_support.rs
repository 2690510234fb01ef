//! What the code that the macros write refers to. Not part of the public interface.

pub use crate::call::typed;
pub use crate::call::typed::RegisterFile;
pub use crate::callback::{
    Panics, Receive, Receiver, Signature, UserData, channel, guard, once, scoped, scoped_sync,
    user_channel, user_once, user_scoped, user_scoped_sync,
};
pub use crate::library::bound::Bound;
pub use crate::library::declaration::{Declaration, SymbolDeclaration};
pub use crate::types::Nullable;

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
                &$crate::call::Declared::new(
                    $crate::Abi::$abi,
                    <$result as $crate::ForeignType>::TYPE,
                    [$(<$argument as $crate::ForeignType>::TYPE),*],
                    $fixed,
                )
            }
            .interface()
        }
    };
}

/// The call of a declared method, an unsafe expression:
/// `typed_call!(INTERFACE, address, [0 => a, 1 => b])`.
#[doc(hidden)]
#[macro_export]
macro_rules! __typed_call {
    ($interface:expr, $address:expr, [$($index:literal => $argument:expr),* $(,)?]) => {{
        let mut arguments = $crate::macro_support::typed::arguments::<
            { $crate::macro_support::typed::convention($interface) },
            { $crate::macro_support::typed::form($interface) },
            { $crate::macro_support::typed::words($interface) },
            { $crate::macro_support::typed::shape($interface) },
        >();
        $(
            // Values that are passed by reference live until the call is over.
            let mut value = $crate::macro_support::typed::Value::new($argument);
            $crate::macro_support::typed::put(
                &mut arguments,
                const { $crate::macro_support::typed::place($interface, $index) },
                &mut value,
            );
        )*
        $crate::macro_support::typed::finish::<
            { $crate::macro_support::typed::convention($interface) },
            { $crate::macro_support::typed::form($interface) },
            { $crate::macro_support::typed::words($interface) },
            { $crate::macro_support::typed::shape($interface) },
            _,
        >(
            arguments,
            const { $crate::macro_support::typed::Summary::of($interface) },
            $address,
        )
    }};
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
            ),
        )*)
    }};
}

pub use crate::{__interface as interface, __typed_call as typed_call};
pub use crate::{__receive as receive, __receiver as receiver};
