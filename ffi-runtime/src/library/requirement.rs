//! Requirements: what a function of the library has to return, for the library to be accepted.

use core::fmt::Debug;
use core::ops::RangeBounds;

use crate::library::{Library, LibraryError};

/// Compares what a function returned with what a declaration requires.
///
/// # Errors
///
/// [`LibraryError::Incompatible`] with both.
///
/// ```
/// use ffi_runtime::Library;
/// use ffi_runtime::macro_support::require;
///
/// // SAFETY: no symbol is looked up.
/// let process = unsafe { Library::from_process() }?;
/// assert!(require("Zlib", "version", &process, &12, 10..).is_ok());
/// let error = require("Zlib", "version", &process, &9, 10..).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "this process does not fit `Zlib`: version returned 9, and 10.. is required",
/// );
/// # Ok::<(), ffi_runtime::LibraryError>(())
/// ```
pub fn require<T: Debug + PartialOrd>(
    item: &'static str,
    symbol: &'static str,
    library: &Library,
    found: &T,
    accepted: impl RangeBounds<T> + Debug,
) -> Result<(), LibraryError> {
    if accepted.contains(found) {
        return Ok(());
    }
    Err(LibraryError::Incompatible {
        item,
        library: library.origin().clone(),
        symbol,
        expected: format!("{accepted:?}"),
        found: format!("{found:?}"),
    })
}
