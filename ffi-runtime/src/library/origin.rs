//! Origin: where a library came from, for `handle`, and for the errors that name it.

use core::fmt;
use std::path::Path;
use std::sync::Arc;

/// The origin of a [`Library`](crate::Library), from which it was loaded. Cheap to clone.
///
/// ```
/// use std::path::Path;
///
/// use ffi_runtime::{Library, library::Origin};
///
/// // SAFETY: no symbol is looked up.
/// let process = unsafe { Library::from_process() }?;
/// assert_eq!(*process.origin(), Origin::Process);
/// assert_eq!(Origin::System(Path::new("libz.so.1").into()).to_string(), "\"libz.so.1\"");
/// # Ok::<(), ffi_runtime::LibraryError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// The running program.
    Process,
    /// A name that the system's own search found; where, only the loader knows.
    System(Arc<Path>),
    /// A file, by its absolute path.
    File(Arc<Path>),
    /// The resolver of [`from_symbols`](crate::Library::from_symbols).
    Symbols,
    /// A handle that others made, of a library whose file the loader does not tell.
    Handle,
    /// A table of function pointers, by the name of its declaration.
    Table(&'static str),
}

/// The name or path in quotes, `this process`, `the resolver`, `a library of others` or ``the table `Name` ``.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Process => f.write_str("this process"),
            Self::System(path) | Self::File(path) => write!(f, "{path:?}"),
            Self::Symbols => f.write_str("the resolver"),
            Self::Handle => f.write_str("a library of others"),
            Self::Table(item) => write!(f, "the table `{item}`"),
        }
    }
}
