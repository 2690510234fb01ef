//! Calls: an interface is prepared once, and executed by the assembly of its convention.
//!
//! A [`Plan`] has the places of a signature, for any convention; [`CallInterface`] joins them with what a call
//! needs. `typed` executes a declared method, whose interface the compiler evaluates; `prepare` and `dynamic`
//! make an interface at run time, and execute it over untyped pointers.

#![warn(clippy::wildcard_enum_match_arm)]

mod dynamic;
#[doc(hidden)]
pub mod given;
mod prepare;
mod signature;
mod told;
#[cfg(feature = "tracing-calls")]
#[doc(hidden)]
pub mod trace;
#[doc(hidden)]
pub mod typed;
#[doc(hidden)]
pub mod variadic;

pub use crate::interface::{
    CallInterface, InterfaceError, MAX_STACK, Plan, Position, UnsupportedPlatform,
};
#[doc(hidden)]
pub use crate::interface::{Declared, assert_compiled_alike, assert_declared};
#[doc(hidden)]
pub use signature::{DeclaredSignature, OwnDeclaration};
