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
                let result = <$result as $crate::ForeignType>::TYPE;
                let arguments = [$(<$argument as $crate::ForeignType>::TYPE),*];
                let fixed: ::core::option::Option<::core::primitive::usize> = $fixed;
                // SAFETY: `ForeignType` promises that its descriptors are right.
                &unsafe { $crate::call::Declared::new($crate::Abi::$abi, result, arguments, fixed) }
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
            ),
        )*)
    }};
}

/// Ends the process: a function that is declared to return `!` returned.
#[cold]
pub fn returned(symbol: &str) -> ! {
    eprintln!("ffi-runtime: `{symbol}` returned, and is declared as a function that does not");
    std::process::abort()
}

pub use crate::__interface as interface;
pub use crate::{__receive as receive, __receiver as receiver};
