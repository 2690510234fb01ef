//! Interfaces: a signature is checked and placed once, for any number of calls and callbacks.
//!
//! A [`Plan`] has the places of a signature that passed `check`, for any convention;
//! [`CallInterface`] (`call_interface`, and `declared` for the compiler) joins them with what a call needs;
//! `explain` says in words where everything goes. The next stage is the assembly in `machine`, which moves
//! values by the places; `call` and `callback` are what people use of it.

#![warn(clippy::wildcard_enum_match_arm)]

mod call_interface;
mod check;
mod declared;
mod error;
mod explain;
mod list;
mod plan;
mod step;

pub use call_interface::CallInterface;
pub(crate) use call_interface::Signature;
pub use check::MAX_STACK;
pub(crate) use check::executable;
pub(crate) use declared::assert_callable;
#[doc(hidden)]
pub use declared::{Declared, assert_compiled_alike, assert_declared};
pub use error::{InterfaceError, Position, UnsupportedPlatform};
pub use plan::Plan;
pub(crate) use step::{CompileSteps, Compiled, Step};
