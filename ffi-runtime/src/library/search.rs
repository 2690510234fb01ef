//! Search: what a program asks for, step by step.
//!
//! The next stage is `plan`, which adds the environment; `attempts` carries the plan out.

use std::path::PathBuf;

use crate::library::plan::Request;
use crate::library::{Library, LibraryError, LoadFlags};

/// A search for a library, with more to choose from than [`Library::load`] has.
///
/// Names and versions are in order of preference. At each [place](Library#search), each name is tried with
/// every version, by the rules of [`file_names`](crate::library::file_names), before the next name is. The
/// environment variable `FFI_LIBRARY_<NAME>` is that of the first name.
///
/// ```
/// use ffi_runtime::library::Search;
///
/// let search = Search::new("ssl").version("3").version("1.1").folder("/opt/openssl/lib");
/// // SAFETY: the initializers of OpenSSL may run in every program.
/// match unsafe { search.load() } {
///     Ok(library) => println!("{library:?}"),
///     Err(error) => println!("{error}"),
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a search does nothing until `load`"]
pub struct Search {
    names: Vec<String>,
    versions: Vec<String>,
    folders: Vec<PathBuf>,
    flags: LoadFlags,
}

impl Search {
    /// Searches by a base name: `z` for `libz.so` or `z.dll`.
    ///
    /// ```
    /// use ffi_runtime::library::Search;
    ///
    /// // SAFETY: the C library's initializers may run in every program.
    /// let math = unsafe { Search::new("m").load() }?;
    /// assert!(math.symbol("cos").is_ok());
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            names: vec![name.into()],
            versions: Vec::new(),
            folders: Vec::new(),
            flags: LoadFlags::NONE,
        }
    }

    /// Also searches by this name, after those before it.
    ///
    /// ```
    /// use ffi_runtime::library::Search;
    ///
    /// // SAFETY: the C library's initializers may run in every program.
    /// let math = unsafe { Search::new("no-such-library").name("m").load() }?;
    /// assert!(math.symbol("cos").is_ok());
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.names.push(name.into());
        self
    }

    /// Also searches for this version, after those before it. Names without a version are tried last (on
    /// Android first).
    ///
    /// ```
    /// use ffi_runtime::{LibraryError, library::Search};
    ///
    /// let absent = Search::new("no-such-library").version("2").version("1");
    /// // SAFETY: there is no such library, so nothing runs.
    /// assert!(matches!(unsafe { absent.load() }, Err(LibraryError::NotFound { .. })));
    /// ```
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.versions.push(version.into());
        self
    }

    /// Also searches this folder: after those of the environment and those before it, but before the folders
    /// of the program and of the system. A relative one is skipped.
    ///
    /// ```
    /// use ffi_runtime::{LibraryError, library::Search};
    ///
    /// let folder = std::env::temp_dir();
    /// let search = Search::new("no-such-library").folder(&folder);
    /// // SAFETY: there is no such library, so nothing runs.
    /// let Err(LibraryError::NotFound { attempts, .. }) = (unsafe { search.load() }) else {
    ///     panic!("there is no such library");
    /// };
    /// assert!(attempts.iter().any(|attempt| attempt.candidate.starts_with(&folder)));
    /// ```
    pub fn folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folders.push(folder.into());
        self
    }

    /// Loads in a way that not every system has. The flags are added to those before them.
    ///
    /// ```
    /// use ffi_runtime::library::{LoadFlags, Search};
    ///
    /// let search = Search::new("m").flags(LoadFlags::LAZY & LoadFlags::AVAILABLE);
    /// // SAFETY: the C library's initializers may run in every program.
    /// assert!(unsafe { search.load() }.is_ok());
    /// ```
    pub fn flags(mut self, flags: LoadFlags) -> Self {
        self.flags = self.flags | flags;
        self
    }

    /// Loads the first that is found.
    ///
    /// # Safety
    ///
    /// The duties of [`Library::load`], for whatever is found in the folders of this search, too. With
    /// [`LoadFlags::GLOBAL`] the symbols of the library may be those that others find instead of their own,
    /// and with [`LoadFlags::LAZY`] a function that the library imports may turn out to be missing when it is
    /// called, which ends the process.
    ///
    /// # Errors
    ///
    /// The errors of [`Library::load`]; [`LibraryError::InvalidVersion`]; [`LibraryError::Flags`] if the system
    /// lacks one of the flags, before anything is tried.
    ///
    /// ```
    /// use ffi_runtime::library::Search;
    ///
    /// // SAFETY: the C library's initializers may run in every program.
    /// let libc = unsafe { Search::new("c").load() }?;
    /// assert!(libc.symbol("strlen").is_ok());
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub unsafe fn load(&self) -> Result<Library, LibraryError> {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let versions: Vec<&str> = self.versions.iter().map(String::as_str).collect();
        let request = Request {
            names: &names,
            versions: &versions,
            folders: &self.folders,
        };
        // SAFETY: the caller vouches for what the search finds, by the contract of this function.
        unsafe { Library::search(&request, self.flags) }
    }
}

#[cfg(all(
    test,
    not(any(miri, all(target_env = "musl", target_feature = "crt-static")))
))]
#[path = "search_tests.rs"]
mod tests;
