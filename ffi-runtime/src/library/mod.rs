//! Libraries: a name becomes a loaded library, and its symbols become addresses.
//!
//! `names` turns a name into file names, `environment` and `search` turn those into a plan,
//! [`Library`] carries the plan out through `loader`, and [`Bound`] looks up every symbol of a
//! [`Declaration`]. The next stage is [`call`](crate::call), which calls an address.

mod bound;
mod code_pointer;
mod declaration;
mod environment;
mod error;
mod failure;
mod handle;
mod loader;
mod names;
mod search;

pub use bound::Bound;
pub use code_pointer::CodePointer;
pub use declaration::{Declaration, SymbolDeclaration};
pub use error::{CloseError, LibraryError, MissingSymbol};
pub use failure::{Attempt, LoadFailure, LookupFailure, NameFault};
pub use handle::{Library, Origin};
pub use names::{OperatingSystem, file_names};
