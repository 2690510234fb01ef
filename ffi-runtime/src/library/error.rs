//! The errors between a name and a symbol's address, one for each stage.
//!
//! The reasons that they carry, one for each thing tried, are in `failure`.

use core::fmt;
use std::path::PathBuf;

use crate::library::{
    Attempt, Library, LoadFailure, LoadFlags, LookupFailure, MainThreadError, MissingSymbol,
    NameFault, Origin, missing,
};

/// A library that was not loaded, or a symbol that was not found.
///
/// ```
/// use ffi_runtime::{Library, LibraryError};
///
/// // SAFETY: there is no such library, so nothing runs.
/// let error = unsafe { Library::load("no-such-library") }.unwrap_err();
/// assert!(matches!(&error, LibraryError::NotFound { attempts, .. } if !attempts.is_empty()));
/// assert!(error.to_string().starts_with("library \"no-such-library\" not found; tried:\n"));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LibraryError {
    /// No candidate could be loaded.
    #[error("library {} not found; tried:{}", Alternatives(names), Lines(attempts))]
    NotFound {
        /// Names that were searched, the preferred one first.
        names: Vec<String>,
        /// Everything that was tried, in order.
        attempts: Vec<Attempt>,
    },
    /// The file that the environment names instead of a library could not be loaded. Nothing else
    /// is tried then.
    #[error(
        "library {name:?} is overridden by {variable}, and {path:?} cannot be loaded: {reason}"
    )]
    Override {
        /// Name that was searched, the preferred one of several.
        name: String,
        /// The environment variable.
        variable: String,
        /// Its value.
        path: PathBuf,
        /// Why it was not loaded.
        reason: LoadFailure,
    },
    /// A file could not be loaded.
    #[error("cannot open {path:?}: {reason}")]
    Open {
        /// The file, as it was given.
        path: PathBuf,
        /// Why it was not loaded.
        reason: LoadFailure,
    },
    /// The symbols of the running program are out of reach.
    #[error("cannot open this process: {reason}")]
    Process {
        /// Why.
        reason: LoadFailure,
    },
    /// The operating system has no such way of loading. Nothing was tried.
    #[error("this system cannot load a library with {unsupported:?}")]
    Flags {
        /// The flags that it lacks.
        unsupported: LoadFlags,
    },
    /// Not a name that can be searched.
    #[error("library name {name:?} {fault}")]
    InvalidName {
        /// The name.
        name: String,
        /// The fault of the name.
        fault: NameFault,
    },
    /// Not a version.
    #[error("version {version:?} of library {name:?} is not made of letters, digits and `.-_+`")]
    InvalidVersion {
        /// The library.
        name: String,
        /// The version.
        version: String,
    },
    /// The library lacks a symbol.
    #[error("symbol {symbol:?} not found in {library}")]
    Symbol {
        /// The symbol.
        symbol: String,
        /// Where it was looked up.
        library: Origin,
        /// The error of the loader.
        #[source]
        reason: LookupFailure,
    },
    /// The library lacks symbols that a declaration requires: all of them.
    #[error(
        "{} of `{item}` not found in {library}:{}",
        count(missing),
        missing::Lines(missing)
    )]
    MissingSymbols {
        /// Name of the trait.
        item: &'static str,
        /// Where they were looked up.
        library: Origin,
        /// The missing functions, in order of declaration.
        missing: Vec<MissingSymbol>,
    },
    /// The library is not one that a declaration accepts: a function of it returned something else than the
    /// declaration requires.
    #[error(
        "{library} does not fit `{item}`: {symbol} returned {found}, and {expected} is required"
    )]
    Incompatible {
        /// Name of the trait.
        item: &'static str,
        /// The library.
        library: Origin,
        /// The method that was called.
        symbol: &'static str,
        /// The values that the declaration accepts.
        expected: String,
        /// The value that the function returned.
        found: String,
    },
    /// The library can be used on the main thread only, and the current one is another.
    #[error(transparent)]
    MainThread(#[from] MainThreadError),
    /// An optional function that the library lacks.
    #[error(transparent)]
    Missing(#[from] MissingSymbol),
    /// Not a symbol's name: empty, or with a NUL character in it.
    #[error("{symbol:?} is no name of a symbol: it {fault}")]
    SymbolName {
        /// The name.
        symbol: String,
        /// The fault of the name: [`NameFault::Empty`] or [`NameFault::InnerNul`].
        fault: NameFault,
    },
    /// The library was not unloaded.
    #[error(transparent)]
    Close(#[from] CloseError),
}

/// A library that was not unloaded.
///
/// ```
/// use ffi_runtime::Library;
/// use ffi_runtime::library::CloseError;
///
/// // SAFETY: the C library's initializers may run in every program.
/// let library = unsafe { Library::load("m") }?;
/// let clone = library.clone();
/// // SAFETY: nothing of the library is in use.
/// match unsafe { library.close() } {
///     Err(CloseError::Shared { library, others }) => {
///         assert_eq!(others, 1);
///         assert!(library.symbol("cos").is_ok());
///     }
///     other => panic!("{other:?}"),
/// }
/// # drop(clone);
/// # Ok::<(), ffi_runtime::LibraryError>(())
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CloseError {
    /// Something else still owns the library.
    #[error("{} is still in use by {} other {}", library.origin(), others, plural(*others, "owner", "owners"))]
    Shared {
        /// The library, still loaded.
        library: Library,
        /// Clones and bound structs besides the one that was to be closed.
        others: usize,
    },
    /// The operating system's loader refused.
    #[error("cannot unload {library}: {words}")]
    Loader {
        /// The library, whose state is unknown now.
        library: Origin,
        /// The loader's own words.
        words: String,
    },
}

fn plural(count: usize, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}

fn count(missing: &[MissingSymbol]) -> String {
    format!(
        "{} {}",
        missing.len(),
        plural(missing.len(), "symbol", "symbols")
    )
}

/// Attempts, each on a line of its own.
struct Lines<'a>(&'a [Attempt]);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|attempt| write!(f, "\n  {:?}: {}", attempt.candidate, attempt.reason))
    }
}

/// `"new" or "old"`.
struct Alternatives<'a>(&'a [String]);

impl fmt::Display for Alternatives<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().enumerate().try_for_each(|(position, name)| {
            let or = if position == 0 { "" } else { " or " };
            write!(f, "{or}{name:?}")
        })
    }
}

#[cfg(test)]
#[path = "error_tests.rs"]
mod tests;
