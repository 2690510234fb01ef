//! Reasons: why one file was not loaded, one symbol not found, or one name refused.
//!
//! What `loader`, `search` and `names` give back; `error` puts the subject in front.

use std::path::PathBuf;

/// One candidate of a search, and why it was not loaded.
///
/// ```
/// use ffi_runtime::{Library, LibraryError};
///
/// // SAFETY: there is no such library, so nothing runs.
/// let loaded = unsafe { Library::load("no-such-library") };
/// if let Err(LibraryError::NotFound { attempts, .. }) = loaded {
///     for attempt in attempts {
///         eprintln!("{}: {}", attempt.candidate.display(), attempt.reason);
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// A path, or a file name that the operating system searched.
    pub candidate: PathBuf,
    /// Why it was not loaded.
    pub reason: LoadFailure,
}

/// Why one file was not loaded.
///
/// ```
/// use ffi_runtime::library::LoadFailure;
///
/// assert_eq!(LoadFailure::NoSuchFile.to_string(), "no such file");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoadFailure {
    /// There is no file of that name in the folder.
    #[error("no such file")]
    NoSuchFile,
    /// The environment may name absolute paths only; a relative one was skipped.
    #[error("skipped, for it is not an absolute path")]
    NotAbsolute,
    /// A folder beside the program, or a part of the way to it or to the file, that others may
    /// write to: somebody else's file could be loaded. It was skipped.
    #[error("skipped, for others may write to {0:?}")]
    WritableByOthers(PathBuf),
    /// A path with a part that the operating system's loader would replace by another text, so that
    /// it would open another file: `$ORIGIN`, `$LIB`, `${PLATFORM}`.
    #[error("the path has `{0}` in it, which the loader replaces")]
    Token(&'static str),
    /// There is no loader where the program runs: under Miri, and in WebAssembly.
    #[error("there is no loader of libraries here")]
    NoLoader,
    /// A path with a NUL character in it.
    #[error("the path has a NUL character in it")]
    InnerNul,
    /// A relative path, and no current directory to start from, or an empty path.
    #[error("no file has that path: {0}")]
    Path(String),
    /// The operating system's loader refused; its own words.
    #[error("{0}")]
    Loader(String),
}

/// Why a symbol has no address.
///
/// ```
/// use ffi_runtime::library::LookupFailure;
///
/// assert_eq!(LookupFailure::NullAddress.to_string(), "its address is null");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LookupFailure {
    /// The symbol exists, and its address is null.
    #[error("its address is null")]
    NullAddress,
    /// Symbols have no versions here: the system's loader has no function for it (it exists on Linux with
    /// glibc, Android 7 and later, FreeBSD, NetBSD and DragonFly), or the library is a resolver.
    #[error("symbols have no versions here")]
    NoVersions,
    /// The resolver of [`from_symbols`](crate::Library::from_symbols) gave no address.
    #[error("the resolver has no such symbol")]
    Resolver,
    /// The operating system's loader did not find it; its own words.
    #[error("{0}")]
    Loader(String),
}

/// A fault of the name of a library or symbol.
///
/// ```
/// use ffi_runtime::library::NameFault;
///
/// assert_eq!(NameFault::Empty.to_string(), "is empty");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameFault {
    /// No characters.
    #[error("is empty")]
    Empty,
    /// A NUL character, which ends a name in C.
    #[error("has a NUL character in it")]
    InnerNul,
    /// `/`, `\` or `:`, which make a path.
    #[error("has a path separator; to load that file, use `open`")]
    Separator,
    /// A file name such as `libz.so.1`, and a version beside it.
    #[error("is a file name already, and takes no version")]
    FileNameWithVersion,
}
