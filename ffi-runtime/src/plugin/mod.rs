//! Plugins: libraries that a program loads while it runs, and that were written for an interface of it.

pub mod contract;
pub(crate) mod declared;
pub mod description;
pub(crate) mod given;
pub mod interface;
pub(crate) mod library;
pub(crate) mod object;
mod plugin_interface;
mod start;
mod status;

pub use self::declared::ForeignInterface;
pub use self::start::{CreateError, Start, State};
pub use self::status::ReturnedStatus;
pub use plugin_interface::PluginInterface;
