//! What can go wrong between a name and a symbol's address, as one error for each stage.
//!
//! The reasons that they carry, one for each thing tried, are in `failure`.

use core::fmt;
use std::path::PathBuf;

use crate::library::{Attempt, Library, LoadFailure, LookupFailure, NameFault, Origin};

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
    #[error("library {name:?} not found; tried:{}", Lines(attempts))]
    NotFound {
        /// Name that was searched.
        name: String,
        /// Everything that was tried, in order.
        attempts: Vec<Attempt>,
    },
    /// The file that the environment names instead of a library could not be loaded. Nothing else
    /// is tried then.
    #[error(
        "library {name:?} is overridden by {variable}, and {path:?} cannot be loaded: {reason}"
    )]
    Override {
        /// Name that was searched.
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
    /// Not a name that can be searched.
    #[error("library name {name:?} {fault}")]
    InvalidName {
        /// The name.
        name: String,
        /// What is wrong with it.
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
        /// What the loader said.
        #[source]
        reason: LookupFailure,
    },
    /// The library lacks symbols that a declaration requires: all of them.
    #[error(
        "{} of `{item}` not found in {library}:{}",
        count(missing),
        Alternatives(missing)
    )]
    MissingSymbols {
        /// Name of the trait.
        item: &'static str,
        /// Where they were looked up.
        library: Origin,
        /// For each missing function the names that were tried.
        missing: Vec<&'static [&'static str]>,
    },
    /// An optional function that the library lacks.
    #[error(transparent)]
    Missing(#[from] MissingSymbol),
    /// Not a symbol's name: empty, or with a NUL character in it.
    #[error("{symbol:?} is no name of a symbol: it {fault}")]
    SymbolName {
        /// The name.
        symbol: String,
        /// What is wrong with it: [`NameFault::Empty`] or [`NameFault::InnerNul`].
        fault: NameFault,
    },
    /// The library was not unloaded.
    #[error(transparent)]
    Close(#[from] CloseError),
}

/// An optional function that the library lacks.
///
/// ```
/// use ffi_runtime::MissingSymbol;
///
/// fn fall_back(error: &MissingSymbol) {
///     eprintln!("{error}; {} is not used", error.symbol());
/// }
/// # let _ = fall_back;
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("symbol {} not found in {library}", Names(names))]
#[non_exhaustive]
pub struct MissingSymbol {
    /// Names that were tried, in order.
    pub names: &'static [&'static str],
    /// Where they were looked up.
    pub library: Origin,
}

impl MissingSymbol {
    /// The first of the names.
    ///
    /// ```
    /// # use ffi_runtime::MissingSymbol;
    /// fn describe(error: &MissingSymbol) -> String {
    ///     format!("this library is too old for {}", error.symbol())
    /// }
    /// # let _ = describe;
    /// ```
    #[must_use]
    pub fn symbol(&self) -> &'static str {
        self.names.first().copied().unwrap_or("")
    }
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

fn count(missing: &[&[&str]]) -> String {
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

/// Missing functions, each on a line of its own.
struct Alternatives<'a>(&'a [&'static [&'static str]]);

impl fmt::Display for Alternatives<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|names| write!(f, "\n  {}", Names(names)))
    }
}

/// `"new" or "old"`.
struct Names<'a>(&'a [&'static str]);

impl fmt::Display for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().enumerate().try_for_each(|(position, name)| {
            let or = if position == 0 { "" } else { " or " };
            write!(f, "{or}{name:?}")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::error::Error;
    use std::path::Path;

    fn library() -> Origin {
        Origin::System(Path::new("libsqlite3.so.0").into())
    }

    #[test]
    fn every_error_can_cross_threads() {
        fn assert<T: Error + Send + Sync + 'static>() {}
        assert::<LibraryError>();
        assert::<CloseError>();
        assert::<MissingSymbol>();
    }

    #[test]
    fn search_that_failed_lists_every_candidate() {
        let error = LibraryError::NotFound {
            name: "z".into(),
            attempts: vec![
                Attempt {
                    candidate: "lib".into(),
                    reason: LoadFailure::NotAbsolute,
                },
                Attempt {
                    candidate: "/opt/libz.so.1".into(),
                    reason: LoadFailure::NoSuchFile,
                },
                Attempt {
                    candidate: "libz.so".into(),
                    reason: LoadFailure::Loader("invalid ELF header".into()),
                },
            ],
        };
        assert_eq!(
            error.to_string(),
            "library \"z\" not found; tried:\n  \
             \"lib\": skipped, for it is not an absolute path\n  \
             \"/opt/libz.so.1\": no such file\n  \
             \"libz.so\": invalid ELF header"
        );
    }

    #[test]
    fn missing_symbols_are_named_in_one_error() {
        let error = LibraryError::MissingSymbols {
            item: "Sqlite",
            library: library(),
            missing: vec![&["sqlite3_open"], &["sqlite3_new", "sqlite3_old"]],
        };
        assert_eq!(
            error.to_string(),
            "2 symbols of `Sqlite` not found in \"libsqlite3.so.0\":\n  \
             \"sqlite3_open\"\n  \
             \"sqlite3_new\" or \"sqlite3_old\""
        );
        let error = LibraryError::MissingSymbols {
            item: "Sqlite",
            library: Origin::Process,
            missing: vec![&["sqlite3_open"]],
        };
        assert_eq!(
            error.to_string(),
            "1 symbol of `Sqlite` not found in this process:\n  \"sqlite3_open\""
        );
    }

    #[test]
    fn errors_name_their_subject() {
        let missing = MissingSymbol {
            names: &["sqlite3_open"],
            library: library(),
        };
        let fallback = MissingSymbol {
            names: &["new", "old"],
            library: library(),
        };
        assert_eq!(fallback.symbol(), "new");
        let rows: [(LibraryError, &str); 7] = [
            (
                missing.into(),
                r#"symbol "sqlite3_open" not found in "libsqlite3.so.0""#,
            ),
            (
                fallback.into(),
                r#"symbol "new" or "old" not found in "libsqlite3.so.0""#,
            ),
            (
                LibraryError::Open {
                    path: "x".into(),
                    reason: LoadFailure::InnerNul,
                },
                r#"cannot open "x": the path has a NUL character in it"#,
            ),
            (
                LibraryError::Override {
                    name: "z".into(),
                    variable: "FFI_LIBRARY_Z".into(),
                    path: "/opt/libz.so".into(),
                    reason: LoadFailure::Loader("file too short".into()),
                },
                r#"library "z" is overridden by FFI_LIBRARY_Z, and "/opt/libz.so" cannot be loaded: file too short"#,
            ),
            (
                LibraryError::Process {
                    reason: LoadFailure::Loader("no".into()),
                },
                "cannot open this process: no",
            ),
            (
                LibraryError::SymbolName {
                    symbol: "a\0b".into(),
                    fault: NameFault::InnerNul,
                },
                r#""a\0b" is no name of a symbol: it has a NUL character in it"#,
            ),
            (
                CloseError::Loader {
                    library: library(),
                    words: "no".into(),
                }
                .into(),
                r#"cannot unload "libsqlite3.so.0": no"#,
            ),
        ];
        for (error, text) in rows {
            assert_eq!(error.to_string(), text);
        }
    }

    #[test]
    fn cause_of_a_missing_symbol_is_its_source() {
        let error = LibraryError::Symbol {
            symbol: "sqlite3_open".into(),
            library: library(),
            reason: LookupFailure::Loader("undefined symbol".into()),
        };
        assert_eq!(
            error.to_string(),
            r#"symbol "sqlite3_open" not found in "libsqlite3.so.0""#
        );
        assert_eq!(error.source().unwrap().to_string(), "undefined symbol");
    }
}
