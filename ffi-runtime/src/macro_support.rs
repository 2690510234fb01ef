//! What the code that the macros write refers to. Not part of the public interface.

pub use crate::library::{Bound, Declaration, SymbolDeclaration};

/// STUB: a `&'static CallInterface`, evaluated by the compiler.
/// `interface!(C, Result, [A, B])`; types as declared, lifetimes erased, arguments before lowering.
#[doc(hidden)]
#[macro_export]
macro_rules! __interface {
    ($abi:ident, $result:ty, [$($argument:ty),* $(,)?]) => {{
        let _ = <$result as $crate::ForeignType>::TYPE;
        $( let _ = <<$argument as $crate::ForeignArgument>::Raw as $crate::ForeignType>::TYPE; )*
        let _ = $crate::Abi::$abi;
        &const { $crate::CallInterface::stub() }
    }};
}

/// STUB: an unsafe expression; `typed_call!(INTERFACE, address, [a, b])`.
#[doc(hidden)]
#[macro_export]
macro_rules! __typed_call {
    ($interface:path, $address:expr, [$($argument:expr),* $(,)?]) => {{
        let _ = $interface;
        let _ = $address;
        $( let _ = $argument; )*
        ::core::unimplemented!()
    }};
}

pub use crate::{__interface as interface, __typed_call as typed_call};
