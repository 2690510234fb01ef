//! What the code that the macros write refers to. Not part of the public interface.

#[cfg(all(target_arch = "x86_64", not(windows)))]
pub use crate::call::typed::{self, Summary, TypedCall};
pub use crate::library::{Bound, Declaration, SymbolDeclaration};

/// The `&'static CallInterface` of a declared signature, evaluated by the compiler:
/// `interface!(C, Result, [A, B])`, or `interface!(C, Result, [A, B], variadic 1)`. Types as
/// declared, their lifetimes erased, arguments before they are lowered.
#[doc(hidden)]
#[macro_export]
macro_rules! __interface {
    ($abi:ident, $result:ty, [$($argument:ty),* $(,)?]) => {
        $crate::__interface!(@ $abi, $result, [$($argument),*], ::core::option::Option::None)
    };
    ($abi:ident, $result:ty, [$($argument:ty),* $(,)?], variadic $fixed:literal) => {
        $crate::__interface!(@ $abi, $result, [$($argument),*], ::core::option::Option::Some($fixed))
    };
    (@ $abi:ident, $result:ty, [$($argument:ty),*], $fixed:expr) => {{
        const ARGUMENTS: &[$crate::Type<'static>] = &[
            $(<<$argument as $crate::ForeignArgument>::Raw as $crate::ForeignType>::TYPE),*
        ];
        const RESULT: $crate::Type<'static> = <$result as $crate::ForeignType>::TYPE;
        const PLACES: &[$crate::abi::Place] = &$crate::call::places::<{ ARGUMENTS.len() }>(
            $crate::Abi::$abi, RESULT, ARGUMENTS, $fixed,
        );
        const INTERFACE: &$crate::CallInterface = &$crate::CallInterface::declared(
            $crate::Abi::$abi, RESULT, ARGUMENTS, PLACES, $fixed,
        );
        INTERFACE
    }};
}

/// The call of a declared method, an unsafe expression:
/// `typed_call!(INTERFACE, address, [0 => a, 1 => b])`.
#[doc(hidden)]
#[macro_export]
macro_rules! __typed_call {
    ($interface:expr, $address:expr, [$($index:literal => $argument:expr),* $(,)?]) => {{
        let mut call = $crate::macro_support::TypedCall::<
            { $crate::macro_support::typed::form($interface) },
            { $crate::macro_support::typed::words($interface) },
            { $crate::macro_support::typed::shape($interface) },
        >::new();
        $(call.put(const { $crate::macro_support::typed::place($interface, $index) }, $argument);)*
        call.finish(const { $crate::macro_support::Summary::of($interface) }, $address)
    }};
}

pub use crate::{__interface as interface, __typed_call as typed_call};
