//! The side of the program: plugins are found in a folder, checked before anything of them runs, loaded and exchanged.
//!
//! `file` reads a library, `copy` makes the file that is loaded, `check` holds what it describes against the interface of
//! the program, and `generation` maps it. [`PluginFolder`] has them all; `loaded` makes instances, `state` moves what they
//! know, `reload` exchanges what changed, and `unload` says what became of the rest.

mod busy;
mod capacity;
mod check;
mod copy;
mod file;
mod folder;
mod generation;
mod instances;
mod load_error;
mod loaded;
mod mapped;
mod reload;
mod scan;
mod session;
mod state;
mod unload;
#[cfg(feature = "plugin-watch")]
mod watch;

pub use capacity::Exhausted;
pub use copy::CopyError;
pub use file::{FileError, FileFault, Obstacle};
pub use folder::PluginFolder;
pub use load_error::{ContractFault, LoadError};
pub use loaded::{CreateError, Plugin};
pub use reload::{Change, ReloadError, Reloaded, Switched};
pub use scan::{Found, FoundPlugin};
pub use state::StateError;
pub use unload::{KeepReason, UnloadOutcome, Unloaded};
#[cfg(feature = "plugin-watch")]
pub use watch::{FolderWatch, WatchError};
