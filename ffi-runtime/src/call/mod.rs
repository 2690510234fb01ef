//! Calls: an interface is prepared once, and executed by the assembly of its convention.
//!
//! [`CallInterface`] (`interface`) joins a signature with its places; `explain` says in words where
//! everything goes. `typed` executes a declared method, whose interface the compiler evaluates;
//! `dynamic` executes an interface over untyped pointers. Both move values with `transfer`.

#![warn(clippy::wildcard_enum_match_arm)]

mod dynamic;
mod error;
mod explain;
mod interface;
mod list;
pub(crate) mod transfer;
#[doc(hidden)]
#[cfg(all(target_arch = "x86_64", not(windows)))]
pub mod typed;

pub use error::{InterfaceError, Position, UnsupportedPlatform};
#[doc(hidden)]
pub use interface::Declared;
pub use interface::{CallInterface, MAX_STACK};
