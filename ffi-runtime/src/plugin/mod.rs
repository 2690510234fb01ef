//! Plugins: libraries that a program loads while it runs, and that were written for an interface of it.

pub mod contract;
pub mod description;
pub mod interface;
mod plugin_interface;

pub use plugin_interface::PluginInterface;
