//! `Library`: a plan is carried out, and what was loaded is owned and shared.
//!
//! Requests come in (a name, a path, this process), a shared handle goes out. The next stage is
//! `bound`, which looks up the symbols of a declaration in it.

use core::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::library::loader::{Handle, SymbolName};
use crate::library::search::{Environment, Plan, Step, plan};
use crate::library::{
    Attempt, CloseError, CodePointer, LibraryError, LoadFailure, LookupFailure, OperatingSystem,
};

/// A library that was loaded at run time, or the running program.
///
/// Cheap to clone; may be used from any thread. **It stays loaded** when the last clone is dropped:
/// hardly a library survives being unloaded while threads, callbacks or exit handlers of it are
/// around. [`close`](Self::close) unloads.
///
/// Loading runs the library's initializers, as starting a program runs those of the libraries that
/// it is linked to. Naming a library to load is the same act of trust as linking to it.
///
/// # Search
///
/// [`load`](Self::load) tries, in this order, and takes the first that loads:
///
/// 1. the file that `FFI_LIBRARY_<NAME>` names (in upper case, `_` for all but letters and digits:
///    `FFI_LIBRARY_WGPU_NATIVE`). It must be an absolute path. If it cannot be loaded, that is the
///    error: nothing else is tried;
/// 2. the folders in `FFI_LIBRARY_PATH`, separated as in `PATH`. Relative ones are skipped;
/// 3. the program's own folder, and `../lib` beside it (on Apple also `../Frameworks`);
/// 4. the system's own search, by file name.
///
/// Each of them with every name of [`file_names`](crate::library::file_names). The current directory
/// is never searched. A program with elevated privileges (set-user-ID, file capabilities) skips the
/// first three.
///
/// # Platform-specific behaviour
///
/// - Linux, Android, BSD: `dlopen` with `RTLD_NOW | RTLD_LOCAL`. The system's search honours
///   `LD_LIBRARY_PATH`, in which an empty entry is the current directory: that is between its user
///   and the loader.
/// - Apple: dyld would try a bare name in the current directory, so it is asked for `@rpath`,
///   `/usr/local/lib`, `/opt/homebrew/lib` and `/usr/lib` by name.
/// - Windows: `LOAD_LIBRARY_SEARCH_DEFAULT_DIRS` only: the program's folder, the system's, and those
///   added with `AddDllDirectory`; not `PATH`. Elevation is not looked at.
///
/// ```
/// use ffi_runtime::Library;
///
/// let math = Library::load("m")?;
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
    handle: Handle,
    origin: Origin,
}

/// What a [`Library`] was loaded from. Cheap to clone.
///
/// ```
/// use std::path::Path;
///
/// use ffi_runtime::{Library, library::Origin};
///
/// assert_eq!(*Library::from_process()?.origin(), Origin::Process);
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
}

/// The name or path in quotes, or `this process`.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Process => f.write_str("this process"),
            Self::System(path) | Self::File(path) => write!(f, "{path:?}"),
        }
    }
}

impl Library {
    /// Searches a library by its base name, `z` for `libz.so` or `z.dll`, and loads it.
    ///
    /// On Linux most libraries are found only with [a version](Self::load_version); see
    /// [`file_names`](crate::library::file_names).
    ///
    /// # Errors
    ///
    /// [`LibraryError::NotFound`] with everything that was tried; [`LibraryError::Override`] if the
    /// environment names a file that cannot be loaded; [`LibraryError::InvalidName`].
    ///
    /// ```
    /// use ffi_runtime::Library;
    ///
    /// let library = Library::load("c")?;
    /// assert!(library.symbol("strlen").is_ok());
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub fn load(name: &str) -> Result<Self, LibraryError> {
        Self::search(name, None)
    }

    /// As [`load`](Self::load), with names that carry the version first: `libz.so.1` for `z`, `1`.
    ///
    /// # Errors
    ///
    /// As for [`load`](Self::load); [`LibraryError::InvalidVersion`].
    ///
    /// ```
    /// use ffi_runtime::{Library, LibraryError};
    ///
    /// match Library::load_version("z", "1") {
    ///     Ok(zlib) => assert!(zlib.symbol("zlibVersion").is_ok()),
    ///     Err(LibraryError::NotFound { .. }) => eprintln!("no zlib here"),
    ///     Err(error) => return Err(error),
    /// }
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub fn load_version(name: &str, version: &str) -> Result<Self, LibraryError> {
        Self::search(name, Some(version))
    }

    /// Loads one file.
    ///
    /// A relative path starts from the current directory, also one without a separator: `libz.so` is
    /// `./libz.so` and never searched.
    ///
    /// # Errors
    ///
    /// [`LibraryError::Open`].
    ///
    /// ```
    /// use ffi_runtime::{Library, LibraryError};
    ///
    /// let error = Library::open("plugins/absent.so").unwrap_err();
    /// assert!(matches!(error, LibraryError::Open { .. }));
    /// ```
    pub fn open(path: impl AsRef<Path>) -> Result<Self, LibraryError> {
        let path = path.as_ref();
        let failed = |reason| LibraryError::Open {
            path: path.to_owned(),
            reason,
        };
        let absolute = std::path::absolute(path)
            .map_err(|error| failed(LoadFailure::Path(error.to_string())))?;
        let handle = Handle::open(&absolute).map_err(failed)?;
        Ok(Self::new(handle, Origin::File(absolute.into())))
    }

    /// The symbols that are in this process already: those of the program and of the libraries that
    /// it is linked to.
    ///
    /// On Windows only those that the program itself exports. Libraries loaded later are not among
    /// them on any system.
    ///
    /// # Errors
    ///
    /// [`LibraryError::Process`], which no supported system is known to give.
    ///
    /// ```
    /// use ffi_runtime::Library;
    ///
    /// let process = Library::from_process()?;
    /// # #[cfg(unix)]
    /// assert!(process.symbol("malloc").is_ok());
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub fn from_process() -> Result<Self, LibraryError> {
        let handle = Handle::process().map_err(|reason| LibraryError::Process { reason })?;
        Ok(Self::new(handle, Origin::Process))
    }

    /// Address of a function or variable that the library exports.
    ///
    /// A symbol whose address is null counts as missing.
    ///
    /// # Errors
    ///
    /// [`LibraryError::Symbol`] if there is none; [`LibraryError::SymbolName`] if the name is empty
    /// or has a NUL character in it.
    ///
    /// ```
    /// use ffi_runtime::Library;
    ///
    /// let address = Library::load("c")?.symbol("strlen")?;
    /// assert!(!address.as_ptr().is_null());
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub fn symbol(&self, name: &str) -> Result<CodePointer, LibraryError> {
        let mut buffer = Vec::with_capacity(name.len() + 1);
        let terminated =
            SymbolName::new(name, &mut buffer).map_err(|fault| LibraryError::SymbolName {
                symbol: name.to_owned(),
                fault,
            })?;
        self.address(terminated)
            .map_err(|reason| LibraryError::Symbol {
                symbol: name.to_owned(),
                library: self.origin().clone(),
                reason,
            })
    }

    /// What was loaded: a file, a name that the system searched, or this process.
    ///
    /// ```
    /// use ffi_runtime::{Library, library::Origin};
    ///
    /// let library = Library::load("m")?;
    /// assert!(matches!(library.origin(), Origin::System(_) | Origin::File(_)));
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.shared.origin
    }

    /// What the loader was given: an absolute path, or a file name that it searched by itself.
    /// `None` for this process.
    ///
    /// ```
    /// use ffi_runtime::Library;
    ///
    /// assert!(Library::from_process()?.path().is_none());
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self.origin() {
            Origin::Process => None,
            Origin::System(path) | Origin::File(path) => Some(path),
        }
    }

    /// Unloads the library, unless a clone or a bound struct still owns it.
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
    /// let library = Library::load("m")?;
    /// // SAFETY: nothing of the library was used.
    /// unsafe { library.close() }?;
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub unsafe fn close(self) -> Result<(), CloseError> {
        match Arc::try_unwrap(self.shared) {
            // SAFETY: the caller answers for what is left of the library, and this was the last
            // owner of the handle.
            Ok(loaded) => unsafe { loaded.handle.close() }.map_err(|words| CloseError::Loader {
                library: loaded.origin,
                words,
            }),
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

    pub(crate) fn search(name: &str, version: Option<&str>) -> Result<Self, LibraryError> {
        let environment = Environment::read(name);
        match plan(name, version, OperatingSystem::HOST, &environment)? {
            Plan::Override { variable, path } => Self::load_override(name, variable, path),
            Plan::Search(steps) => Self::load_first(name, steps),
        }
    }

    fn load_override(name: &str, variable: String, path: PathBuf) -> Result<Self, LibraryError> {
        let handle = if path.is_absolute() {
            Handle::open(&path)
        } else {
            Err(LoadFailure::NotAbsolute)
        };
        match handle {
            Ok(handle) => Ok(Self::new(handle, Origin::File(path.into()))),
            Err(reason) => Err(LibraryError::Override {
                name: name.to_owned(),
                variable,
                path,
                reason,
            }),
        }
    }

    fn load_first(name: &str, steps: Vec<Step>) -> Result<Self, LibraryError> {
        let mut attempts = Vec::new();
        for step in steps {
            let (candidate, reason) = match step {
                Step::RelativeFolder(folder) => (folder, LoadFailure::NotAbsolute),
                Step::File(path) if !path.is_file() => (path, LoadFailure::NoSuchFile),
                Step::File(path) => match Handle::open(&path) {
                    Ok(handle) => return Ok(Self::new(handle, Origin::File(path.into()))),
                    Err(reason) => (path, reason),
                },
                Step::Loader(path) => match Handle::open(&path) {
                    Ok(handle) => return Ok(Self::new(handle, Origin::System(path.into()))),
                    Err(reason) => (path, reason),
                },
            };
            attempts.push(Attempt { candidate, reason });
        }
        Err(LibraryError::NotFound {
            name: name.to_owned(),
            attempts,
        })
    }

    fn new(handle: Handle, origin: Origin) -> Self {
        Self {
            shared: Arc::new(Loaded { handle, origin }),
        }
    }

    pub(crate) fn address(&self, name: SymbolName<'_>) -> Result<CodePointer, LookupFailure> {
        self.shared.handle.address(name)
    }

    /// Owners of the library, this one included.
    pub(crate) fn owners(&self) -> usize {
        Arc::strong_count(&self.shared)
    }
}

/// `Library("libz.so.1")`
impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Library({})", self.origin())
    }
}

#[cfg(all(test, not(miri)))]
#[path = "handle_tests.rs"]
mod tests;
