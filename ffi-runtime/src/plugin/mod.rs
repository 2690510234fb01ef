//! Plugins: libraries that a program loads while it runs, and that were written for an interface of it.

pub mod contract;
pub(crate) mod declared;
pub mod description;
pub(crate) mod given;
pub(crate) mod growing;
pub mod header;
#[cfg(feature = "plugin-host")]
mod host;
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
pub use self::start::{Start, StartError, State};
pub use self::status::ReturnedStatus;
pub use plugin_interface::PluginInterface;
