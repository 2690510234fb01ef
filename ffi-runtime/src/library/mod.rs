//! Libraries: a name becomes a loaded library, and its symbols become addresses.
//!
//! `names` turns a name into file names, `environment` and `search` turn those into a plan,
//! [`Library`] carries the plan out through `loader`, and `bound` looks up every symbol of a
//! declaration. The next stage is [`call`](crate::call), which calls an address.

mod attempts;
pub(crate) mod bound;
pub(crate) mod declaration;
mod environment;
mod error;
mod failure;
mod handle;
#[cfg_attr(not(any(unix, windows)), path = "no_loader.rs")]
mod loader;
mod names;
mod origin;
mod resolve;
mod search;
mod symbol_name;
mod trust;

#[doc(inline)]
pub use crate::types::CodePointer;
pub use error::{CloseError, LibraryError, MissingSymbol};
pub use failure::{Attempt, LoadFailure, LookupFailure, NameFault};
pub use handle::Library;
pub use names::{OperatingSystem, file_names};
pub use origin::Origin;
