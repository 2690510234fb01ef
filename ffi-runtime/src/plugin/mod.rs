//! Plugins: libraries that a program loads while it runs, and that were written for an interface of it.

pub mod contract;
pub mod description;
#[cfg(feature = "plugin-host")]
mod host;
pub mod interface;
mod plugin_interface;

#[cfg(feature = "plugin-host")]
#[doc(inline)]
pub use host::*;
pub use plugin_interface::PluginInterface;
