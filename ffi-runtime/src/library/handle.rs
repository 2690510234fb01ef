//! `Library`: what was loaded is owned and shared.
//!
//! Requests come in (a name, a path, this process), a shared handle goes out; `attempts` carries out
//! the search for a name. The next stages are `symbols`, which looks up one, and `bound`, which looks up
//! those of a declaration.

use core::fmt;
use std::panic::RefUnwindSafe;
use std::path::Path;
use std::sync::Arc;

use crate::library::loader::Handle;
use crate::library::resolver::Resolver;
use crate::library::{CloseError, LibraryError, LoadFailure, LoadFlags, Origin, Search};

/// A library that was loaded at run time, or the running program.
///
/// Cheap to clone; may be used from any thread. **It stays loaded** when the last clone is dropped:
/// hardly a library survives being unloaded while threads, callbacks or exit handlers of it are
/// around. [`close`](Self::close) unloads.
///
/// Every function that loads is `unsafe`: loading runs the library's initializers, and the name or
/// path says nothing about them. A [declared library](macro@crate::foreign_library) has a safe
/// `load`, since its author vouches for the library of that name.
///
/// # Search
///
/// [`load`](Self::load) tries, in this order, and takes the first that loads:
///
/// 1. the file that `FFI_LIBRARY_<NAME>` names (in upper case, `_` for all but letters and digits:
///    `FFI_LIBRARY_WGPU_NATIVE`). It must be an absolute path. If it cannot be loaded, that is the
///    error: nothing else is tried;
/// 2. the folders in `FFI_LIBRARY_PATH`, separated as in `PATH`. Relative ones are skipped;
/// 3. the folders of a [`Search`], in order. Relative ones are skipped;
/// 4. the program's own folder, and `../lib` beside it (on Apple also `../Frameworks`), unless others
///    may write to them;
/// 5. the system's own search, by file name.
///
/// Each of them with every name of [`file_names`](crate::library::file_names). The current directory
/// is never searched. A program with elevated privileges (set-user-ID, file capabilities) skips the
/// environment and its own folders.
///
/// # Platform-specific behaviour
///
/// - Linux, Android, BSD: `dlopen` with `RTLD_NOW | RTLD_LOCAL`. The system's search honours
///   `LD_LIBRARY_PATH`, in which an empty entry is the current directory: that is between its user
///   and the loader.
/// - Apple: dyld would try a bare name in the current directory, so it is asked for `@rpath`,
///   `/usr/local/lib`, `/opt/homebrew/lib` and `/usr/lib` by name.
/// - Unix: others may write to a folder beside the program if it, or a folder on the way to it, belongs
///   to somebody else than the superuser, the user that the program runs as and the owner of the
///   program's file; or if its mode lets everybody or a group write to it, except a group with the
///   number of the folder's owner. Folders on the way may be writable if they have the sticky bit, as
///   `/tmp` has. The file that is found is held to the same. Access control lists are not read.
/// - Windows: `LOAD_LIBRARY_SEARCH_DEFAULT_DIRS` only: the program's folder, the system's, and those
///   added with `AddDllDirectory`; not `PATH`. Elevation is not looked at, and neither are the access
///   control lists of the folders beside the program: install a program where only administrators may
///   write to its folder and the one above.
/// - Programs that are linked statically with musl, and Miri: every function that loads is an error.
///
/// ```
/// use ffi_runtime::Library;
///
/// // SAFETY: the C library's initializers may run in every program.
/// let math = unsafe { Library::load("m") }?;
/// assert!(math.symbol("cos").is_ok());
/// assert_eq!(
///     math.symbol("no_such_function").unwrap_err().to_string(),
///     format!("symbol \"no_such_function\" not found in {}", math.origin()),
/// );
/// # Ok::<(), ffi_runtime::LibraryError>(())
/// ```
#[derive(Clone)]
pub struct Library {
    shared: Arc<Loaded>,
}

struct Loaded {
    source: Source,
    origin: Origin,
}

/// Where the symbols come from.
pub(super) enum Source {
    Loader(Handle),
    Resolver(Box<Resolver>),
}

/// Whether a lookup unwinds or not, the handle is what it was; and a resolver keeps its own state.
impl RefUnwindSafe for Loaded {}

impl Library {
    /// Searches a library by its base name, `z` for `libz.so` or `z.dll`, and loads it. A
    /// [`Search`] has more to choose from.
    ///
    /// On Linux most libraries are found only with [a version](Self::load_version); see
    /// [`file_names`](crate::library::file_names).
    ///
    /// # Safety
    ///
    /// - The initializers of the library may run now, on this thread, beside everything else that
    ///   runs in this process; so may those of the libraries that it depends on, and the resolvers
    ///   of its symbols (`ifunc`) when they are looked up.
    /// - This holds of whatever the [search](Self#search) finds by that name: whoever may write to
    ///   the places that are searched, or sets the environment variables, is trusted.
    ///
    /// # Errors
    ///
    /// [`LibraryError::NotFound`] with everything that was tried; [`LibraryError::Override`] if the
    /// environment names a file that cannot be loaded; [`LibraryError::InvalidName`].
    ///
    /// ```
    /// use ffi_runtime::Library;
    ///
    /// // SAFETY: the C library's initializers may run in every program.
    /// let library = unsafe { Library::load("c") }?;
    /// assert!(library.symbol("strlen").is_ok());
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub unsafe fn load(name: &str) -> Result<Self, LibraryError> {
        // SAFETY: the caller vouches for what the search finds, by the contract of this function.
        unsafe { Search::new(name).load() }
    }

    /// As [`load`](Self::load), with names that carry the version first: `libz.so.1` for `z`, `1`.
    ///
    /// # Safety
    ///
    /// The duties of [`load`](Self::load).
    ///
    /// # Errors
    ///
    /// The errors of [`load`](Self::load); [`LibraryError::InvalidVersion`].
    ///
    /// ```
    /// use ffi_runtime::{Library, LibraryError};
    ///
    /// // SAFETY: zlib has no initializers.
    /// match unsafe { Library::load_version("z", "1") } {
    ///     Ok(zlib) => assert!(zlib.symbol("zlibVersion").is_ok()),
    ///     Err(LibraryError::NotFound { .. }) => eprintln!("no zlib here"),
    ///     Err(error) => return Err(error),
    /// }
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub unsafe fn load_version(name: &str, version: &str) -> Result<Self, LibraryError> {
        // SAFETY: the caller vouches for what the search finds, by the contract of this function.
        unsafe { Search::new(name).version(version).load() }
    }

    /// Loads one file.
    ///
    /// A relative path starts from the current directory, also one without a separator: `libz.so` is
    /// `./libz.so` and never searched.
    ///
    /// # Safety
    ///
    /// - The initializers of the library may run now, on this thread, beside everything else that
    ///   runs in this process; so may those of the libraries that it depends on, and the resolvers
    ///   of its symbols (`ifunc`) when they are looked up.
    /// - This holds of the file that is at `path` now: whoever may write to it, or to its folder, is
    ///   trusted.
    ///
    /// # Errors
    ///
    /// [`LibraryError::Open`]; also for a path with `$ORIGIN`, `$LIB` or `$PLATFORM` in it where the
    /// system's loader would replace them, and so open another file.
    ///
    /// ```
    /// use ffi_runtime::{Library, LibraryError};
    ///
    /// // SAFETY: there is no such file, so nothing runs.
    /// let error = unsafe { Library::open("plugins/absent.so") }.unwrap_err();
    /// assert!(matches!(error, LibraryError::Open { .. }));
    /// ```
    pub unsafe fn open(path: impl AsRef<Path>) -> Result<Self, LibraryError> {
        let path = path.as_ref();
        let failed = |reason| LibraryError::Open {
            path: path.to_owned(),
            reason,
        };
        Handle::check_loader().map_err(failed)?;
        let absolute = std::path::absolute(path)
            .map_err(|error| failed(LoadFailure::Path(error.to_string())))?;
        // SAFETY: the caller vouches for this file, by the contract of this function.
        let handle = unsafe { Handle::open(&absolute, LoadFlags::NONE) }.map_err(failed)?;
        Ok(Self::new(handle, Origin::File(absolute.into())))
    }

    /// The symbols that are in this process already: those of the program and of the libraries that
    /// it is linked to.
    ///
    /// On Windows only those that the program itself exports. Libraries loaded later are not among
    /// them on any system.
    ///
    /// # Safety
    ///
    /// - Each name that is looked up stands for the function or variable that is meant: the symbol
    ///   comes from the first library of the process that exports the name, whichever that is.
    /// - The resolvers of these symbols (`ifunc`) may run when they are looked up.
    ///
    /// # Errors
    ///
    /// [`LibraryError::Process`] in a program that is linked statically with musl, and under Miri.
    ///
    /// ```
    /// use ffi_runtime::Library;
    ///
    /// // SAFETY: `malloc` is that of the C library, or another one with the same signature.
    /// let process = unsafe { Library::from_process() }?;
    /// # #[cfg(unix)]
    /// assert!(process.symbol("malloc").is_ok());
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub unsafe fn from_process() -> Result<Self, LibraryError> {
        let handle = Handle::process().map_err(|reason| LibraryError::Process { reason })?;
        Ok(Self::new(handle, Origin::Process))
    }

    /// The origin of the library: a file, a name that the system searched, this process, or a resolver.
    ///
    /// ```
    /// use ffi_runtime::{Library, library::Origin};
    ///
    /// // SAFETY: the C library's initializers may run in every program.
    /// let library = unsafe { Library::load("m") }?;
    /// assert!(matches!(library.origin(), Origin::System(_) | Origin::File(_)));
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.shared.origin
    }

    /// The path that the loader was given: an absolute path, or a file name that it searched by itself.
    /// `None` for anything else. [`file`](Self::file) is the file that the loader found.
    ///
    /// ```
    /// use ffi_runtime::Library;
    ///
    /// // SAFETY: no symbol is looked up.
    /// let process = unsafe { Library::from_process() }?;
    /// assert!(process.path().is_none());
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self.origin() {
            Origin::Process | Origin::Symbols | Origin::Handle | Origin::Table(_) => None,
            Origin::System(path) | Origin::File(path) => Some(path),
        }
    }

    /// Unloads the library, unless a clone or a bound struct still owns it. A
    /// [resolver](Self::from_symbols) is dropped.
    ///
    /// The operating system counts how often a library was loaded, and unloads it when every one of
    /// them was closed.
    ///
    /// # Safety
    ///
    /// From now on, nothing of the library is used:
    ///
    /// - no address of its functions and variables, and no pointer that it returned;
    /// - no callback, exit handler or thread-local destructor that it registered elsewhere;
    /// - no thread that runs its code.
    ///
    /// # Errors
    ///
    /// [`CloseError::Shared`], which gives the library back; [`CloseError::Loader`].
    ///
    /// ```
    /// use ffi_runtime::Library;
    ///
    /// // SAFETY: the C library's initializers may run in every program.
    /// let library = unsafe { Library::load("m") }?;
    /// // SAFETY: nothing of the library was used.
    /// unsafe { library.close() }?;
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub unsafe fn close(self) -> Result<(), CloseError> {
        match Arc::try_unwrap(self.shared) {
            Ok(loaded) => match loaded.source {
                Source::Loader(handle) => {
                    // SAFETY: the caller answers for what is left of the library, and this was the last
                    // owner of the handle.
                    unsafe { handle.close() }.map_err(|words| CloseError::Loader {
                        library: loaded.origin,
                        words,
                    })
                }
                Source::Resolver(resolver) => {
                    drop(resolver);
                    Ok(())
                }
            },
            Err(shared) => {
                // At least one, though the last other owner may have gone by now.
                let others = (Arc::strong_count(&shared) - 1).max(1);
                Err(CloseError::Shared {
                    library: Self { shared },
                    others,
                })
            }
        }
    }

    pub(super) fn new(handle: Handle, origin: Origin) -> Self {
        Self::of(Source::Loader(handle), origin)
    }

    pub(super) fn of(source: Source, origin: Origin) -> Self {
        Self {
            shared: Arc::new(Loaded { source, origin }),
        }
    }

    /// Where the symbols come from.
    pub(super) fn source(&self) -> &Source {
        &self.shared.source
    }

    /// The source, if nothing else owns it.
    pub(super) fn into_source(self) -> Result<Source, Self> {
        match Arc::try_unwrap(self.shared) {
            Ok(loaded) => Ok(loaded.source),
            Err(shared) => Err(Self { shared }),
        }
    }

    /// The error for a table with this library that `owners` own, one of which was to be closed.
    pub(super) fn shared_by_table(&self, owners: usize) -> CloseError {
        let library = self.clone();
        // The table, and the clone for the error, are no others.
        let others = (owners - 1 + Arc::strong_count(&library.shared) - 2).max(1);
        CloseError::Shared { library, others }
    }
}

/// `Library("libz.so.1")`
impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Library({})", self.origin())
    }
}

#[cfg(all(
    test,
    any(miri, all(target_env = "musl", target_feature = "crt-static"))
))]
#[path = "absent_loader_tests.rs"]
mod absent_loader_tests;
#[cfg(all(
    test,
    not(any(miri, all(target_env = "musl", target_feature = "crt-static")))
))]
#[path = "handle_tests.rs"]
mod tests;
