//! Libraries: a name becomes a loaded library, and its symbols become addresses.
//!
//! `names` turns a name into file names, `environment` and `plan` turn those and a [`Search`] into a plan,
//! `attempts` carries the plan out through `loader`, and [`Library`] owns what was loaded. `symbols` looks up
//! one name, `bound` every symbol of a declaration at once, and `lazy` each of them when it is used first.
//! `table` checks a struct of function pointers that C gave, by a declaration too.
//! The next stage is [`call`](crate::call), which calls an address.

mod addresses;
mod attempts;
pub(crate) mod bound;
pub(crate) mod declaration;
mod environment;
mod error;
mod failure;
mod file;
mod flags;
mod function;
pub(crate) mod global;
mod handle;
pub(crate) mod lazy;
pub(crate) mod linked;
#[cfg_attr(not(any(unix, windows)), path = "no_loader.rs")]
mod loader;
mod log;
pub(crate) mod main_thread;
mod missing;
mod names;
mod origin;
mod plan;
mod raw;
pub(crate) mod requirement;
mod resolve;
mod resolver;
mod search;
mod symbol_name;
mod symbol_versions;
mod symbols;
pub(crate) mod table;
pub(crate) mod table_declaration;
mod table_error;
pub(crate) mod table_raw;
mod trust;
mod variable;

#[doc(inline)]
pub use crate::types::CodePointer;
pub use error::{CloseError, LibraryError};
pub use failure::{Attempt, LoadFailure, LookupFailure, NameFault};
pub use flags::LoadFlags;
pub use function::Function;
pub use handle::Library;
pub use main_thread::MainThreadError;
pub use missing::MissingSymbol;
pub use names::{OperatingSystem, file_names};
pub use origin::Origin;
pub use search::Search;
pub use table_error::TableError;
pub use variable::Variable;
