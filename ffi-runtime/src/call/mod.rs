//! Calls: an interface is prepared once, and executed by the assembly of its convention.
//!
//! A [`Plan`] has the places of a signature that passed `check`, for any convention;
//! [`CallInterface`] (`interface`, and `declared` for the compiler) joins them with what a call needs;
//! `explain` says in words where everything goes. `typed` executes a
//! declared method, whose interface the compiler evaluates; `dynamic` executes an interface over
//! untyped pointers. `transfer` moves the values.

#![warn(clippy::wildcard_enum_match_arm)]

mod check;
mod declared;
mod dynamic;
mod error;
mod explain;
mod interface;
mod list;
mod plan;
pub(crate) mod transfer;
#[doc(hidden)]
pub mod typed;

#[doc(hidden)]
pub use declared::{Declared, assert_compiled_alike};
pub(crate) use dynamic::Compiled;
pub use error::{InterfaceError, Position, UnsupportedPlatform};
pub use interface::{CallInterface, MAX_STACK};
pub use plan::Plan;
