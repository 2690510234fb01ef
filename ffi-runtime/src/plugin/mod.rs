//! Plugins: libraries that a program loads while it runs, and that were written for an interface of it.

pub mod contract;
pub mod description;
pub(crate) mod given;
pub(crate) mod growing;
pub mod interface;
pub(crate) mod object;
mod plugin_interface;
mod start;
mod status;

pub use self::start::{CreateError, Start, State};
pub use self::status::ReturnedStatus;
pub use plugin_interface::PluginInterface;
