//! Plugins: libraries that a program loads while it runs, written for an interface of the program. The features `plugin`,
//! `plugin-host` and `plugin-watch`.
//!
//! [`#[foreign_interface]`](macro@crate::foreign_interface) declares the interface once, in a crate on which both sides
//! depend. It is a struct for the side that calls and a trait for the side that implements.
//!
//! | you write | start with |
//! |---|---|
//! | an interface | [`#[foreign_interface]`](macro@crate::foreign_interface) |
//! | a plugin in Rust | [`plugin_library!`](crate::plugin_library), [`Start`], [`State`] |
//! | a plugin in C | [`ForeignInterface::c_header`], [`header`] |
//! | the program | `PluginFolder`, with the feature `plugin-host` |
//! | a tool that reads the files of plugins | [`description`] |
//!
//! # What is checked, and what is not
//!
//! A library has a [`description`] of what it was compiled with, and the host compares it with its own before anything of
//! the library runs. That finds every mistake in a layout, a signature or a version. It says nothing of how a function
//! behaves, and is no protection against somebody who means harm: a plugin has all the rights of the process. Who needs more
//! runs it in a process of its own. A library that is linked statically or packed has no file that could be read.
//!
//! A library stays mapped for ever by default: threads, thread-local variables and handlers of `std` may point into it. See
//! `PluginFolder` for those that can be unmapped.

pub mod contract;
pub(crate) mod declared;
pub mod description;
pub(crate) mod given;
pub(crate) mod growing;
pub mod header;
#[cfg(feature = "plugin-host")]
mod host;
mod host_object;
pub mod interface;
pub(crate) mod library;
pub(crate) mod object;
mod plugin_interface;
mod start;
mod status;

pub use self::declared::ForeignInterface;
#[cfg(feature = "plugin-host")]
#[doc(inline)]
pub use self::host::*;
pub use self::host_object::HostObject;
pub use self::start::{Start, StartError, State};
pub use self::status::ReturnedStatus;
pub use plugin_interface::PluginInterface;
