//! Loader: the operating system's own, behind one portable handle.
//!
//! The only place that talks to `libloading`. Paths come in, handles and addresses go out; what
//! fails comes back in the loader's own words.

use core::error::Error;
use core::ffi::c_void;
use core::mem::ManuallyDrop;
use std::path::Path;

#[cfg(unix)]
use libloading::os::unix as system;
#[cfg(windows)]
use libloading::os::windows as system;

use crate::library::file::Module;
use crate::library::symbol_name::SymbolName;
use crate::library::{CodePointer, LoadFailure, LoadFlags, LookupFailure, symbol_versions};

/// A loaded library. Dropping it leaves the library loaded.
#[derive(Debug)]
pub(crate) struct Handle(RawHandle);

#[cfg(unix)]
pub(super) type RawHandle = *mut c_void;
#[cfg(windows)]
pub(super) type RawHandle = isize;

#[cfg(unix)]
fn from_pointer(handle: *mut c_void) -> RawHandle {
    handle
}

#[cfg(windows)]
fn from_pointer(handle: *mut c_void) -> RawHandle {
    handle as RawHandle
}

#[cfg(unix)]
fn to_pointer(handle: RawHandle) -> *mut c_void {
    handle
}

#[cfg(windows)]
fn to_pointer(handle: RawHandle) -> *mut c_void {
    handle as *mut c_void
}

// SAFETY: the loader may be called from any thread with any handle (POSIX lists `dlerror` alone as
// an exception, which `libloading` deals with), and nothing else is done with the handle.
unsafe impl Send for Handle {}

// SAFETY: as above; lookups change nothing in the handle.
unsafe impl Sync for Handle {}

impl Handle {
    /// Loads an absolute path, or a name that the loader searches by itself.
    ///
    /// Unless the flags say otherwise, all of its own undefined symbols are resolved now (`RTLD_NOW`), and
    /// its symbols serve nobody else (`RTLD_LOCAL`). On Windows only the `LOAD_LIBRARY_SEARCH_*` folders
    /// are searched, for its own dependencies too. Flags that the system lacks are ignored.
    ///
    /// # Safety
    ///
    /// The initializers of the library that is found, and of those that it depends on, may run.
    pub(crate) unsafe fn open(path: &Path, flags: LoadFlags) -> Result<Self, LoadFailure> {
        let bytes = path.as_os_str().as_encoded_bytes();
        if bytes.contains(&0) {
            return Err(LoadFailure::InnerNul);
        }
        if let Some(token) = token(bytes) {
            return Err(LoadFailure::Token(token));
        }
        Self::check_loader()?;
        #[cfg(unix)]
        // SAFETY: the initializers may run, by the contract of this function. (The path has no NUL,
        // and lives over the call.)
        let library = unsafe { system::Library::open(Some(path), flags.mode()) };
        #[cfg(windows)]
        // SAFETY: the initializers may run, by the contract of this function.
        let library = unsafe { open_module(path, flags) };
        match library {
            Ok(library) => Ok(Self(library.into_raw())),
            Err(error) => {
                let words = words(&error);
                // glibc begins with the name, which the caller knows.
                let candidate = format!("{}: ", path.display());
                let reason = words.strip_prefix(&candidate).unwrap_or(&words);
                Err(LoadFailure::Loader(reason.to_owned()))
            }
        }
    }

    /// The running program; a statically linked one has no loader that could be asked.
    pub(crate) fn process() -> Result<Self, LoadFailure> {
        Self::check_loader()?;
        #[cfg(unix)]
        // SAFETY: no library is loaded, so that no initializer runs. (`Library::this` would panic where
        // the loader refuses.)
        let library =
            unsafe { system::Library::open(None::<&Path>, system::RTLD_LAZY | system::RTLD_LOCAL) };
        #[cfg(windows)]
        let library = system::Library::this();
        match library {
            Ok(library) => Ok(Self(library.into_raw())),
            Err(error) => Err(LoadFailure::Loader(words(&error))),
        }
    }

    /// Whether there is a loader to be asked.
    pub(crate) fn check_loader() -> Result<(), LoadFailure> {
        if cfg!(miri) {
            return Err(LoadFailure::NoLoader);
        }
        Ok(())
    }

    /// Address of a symbol.
    #[inline]
    pub(crate) fn address(&self, name: SymbolName<'_>) -> Result<CodePointer, LookupFailure> {
        #[cfg(unix)]
        if let Some(address) = self.address_if_any(name) {
            return Ok(address);
        }
        self.address_or_reason(name)
    }

    /// Address of a symbol, or what the loader says of it.
    #[cfg_attr(unix, cold)]
    fn address_or_reason(&self, name: SymbolName<'_>) -> Result<CodePointer, LookupFailure> {
        // SAFETY: the type stands for an address that is only read here, and any symbol has one;
        // what is behind it is up to whoever calls it.
        let symbol = unsafe { self.library().get::<*mut c_void>(name.0) };
        match symbol {
            Ok(symbol) => {
                CodePointer::from_ptr(symbol.as_raw_ptr()).ok_or(LookupFailure::NullAddress)
            }
            Err(error) => Err(LookupFailure::Loader(words(&error))),
        }
    }

    /// `dlsym` alone, for symbols that exist: the loader's last error, which `libloading` clears
    /// before each lookup, matters only for those that do not. (1,000 symbols of glibc: 1.1 to 1.2
    /// times the plain calls, against 1.45 times.)
    #[cfg(unix)]
    fn address_if_any(&self, name: SymbolName<'_>) -> Option<CodePointer> {
        // SAFETY: `self` has an open handle, for only `close` closes it, and that consumes `self`;
        // the name is a C string that lives over the call.
        CodePointer::from_ptr(unsafe { libc::dlsym(self.0, name.0.as_ptr()) })
    }

    /// Address of a symbol with a version.
    pub(crate) fn address_of_version(
        &self,
        name: SymbolName<'_>,
        version: SymbolName<'_>,
    ) -> Result<CodePointer, LookupFailure> {
        // SAFETY: `self` has an open handle, for only `close` closes it, and that consumes `self`.
        unsafe { symbol_versions::address(self.0, name.0, version.0) }
    }

    /// Whether symbols have versions here.
    pub(crate) fn has_versions(&self) -> bool {
        symbol_versions::exist()
    }

    /// Takes over a library that others loaded.
    ///
    /// # Safety
    ///
    /// The loader gave the handle, which is open, and nobody else closes it.
    pub(super) unsafe fn from_raw(handle: *mut c_void) -> Self {
        Self(from_pointer(handle))
    }

    pub(super) fn as_raw(&self) -> *mut c_void {
        to_pointer(self.0)
    }

    /// Where the library is, on the disk and in memory.
    pub(super) fn module(&self) -> Option<Module> {
        // SAFETY: `self` has an open handle, for only `close` closes it, and that consumes `self`.
        unsafe { Module::of(self.as_raw()) }
    }

    /// The handle as `libloading` knows it, not to be closed when dropped.
    fn library(&self) -> ManuallyDrop<system::Library> {
        // SAFETY: the handle came from `into_raw`, and is open: only `close` closes it, and that
        // consumes `self`.
        ManuallyDrop::new(unsafe { system::Library::from_raw(self.0) })
    }

    /// Unloads the library; `Err` has the loader's own words.
    ///
    /// # Safety
    ///
    /// Nothing of the library is used from now on: code, data, or what it left with others
    /// (callbacks, thread-local destructors, exit handlers).
    pub(crate) unsafe fn close(self) -> Result<(), String> {
        ManuallyDrop::into_inner(self.library())
            .close()
            .map_err(|error| words(&error))
    }
}

#[cfg(windows)]
/// Loads a library from the folders of the flag `LOAD_LIBRARY_SEARCH_DEFAULT_DIRS`.
///
/// # Safety
///
/// The initializers of the library may run.
unsafe fn open_module(path: &Path, flags: LoadFlags) -> Result<system::Library, libloading::Error> {
    let mut folders = system::LOAD_LIBRARY_SEARCH_DEFAULT_DIRS;
    if path.is_absolute() {
        // Without an absolute path Windows refuses this flag.
        folders |= system::LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR;
    }
    // SAFETY: the initializers may run, by the contract of this function.
    let library = unsafe { system::Library::load_with_flags(path.as_os_str(), folders) }?;
    if flags.contains(LoadFlags::NODELETE) {
        library.pin()?;
    }
    Ok(library)
}

/// The dynamic string token in a path that this system's loader would replace, also in the path that
/// `dlopen` gets (glibc, `ld.so(8)`, "Dynamic string tokens"; FreeBSD, `rtld(1)`).
///
/// glibc takes a token also as the beginning of a longer name, `$LIBRARY`.
fn token(path: &[u8]) -> Option<&'static str> {
    const TOKENS: &[&str] = if cfg!(all(target_os = "linux", target_env = "gnu")) {
        &["$ORIGIN", "$PLATFORM", "$LIB"]
    } else if cfg!(all(
        unix,
        not(target_vendor = "apple"),
        not(target_os = "android"),
        not(target_env = "musl")
    )) {
        &["$ORIGIN", "$PLATFORM", "$LIB", "$OSNAME", "$OSREL"]
    } else {
        &[]
    };
    let mut rest = path;
    while let Some(start) = rest.iter().position(|&byte| byte == b'$') {
        rest = &rest[start + 1..];
        let name = rest.strip_prefix(b"{").unwrap_or(rest);
        let found = TOKENS
            .iter()
            .find(|token| name.starts_with(&token.as_bytes()[1..]));
        if found.is_some() {
            return found.copied();
        }
    }
    None
}

/// The loader's words are the cause, where it said anything.
fn words(error: &libloading::Error) -> String {
    error
        .source()
        .map_or_else(|| error.to_string(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[test]
    fn token_that_the_loader_replaces_is_found() {
        let rows = [
            ("/opt/$LIB/libz.so", Some("$LIB")),
            ("/opt/${ORIGIN}/libz.so", Some("$ORIGIN")),
            ("/opt/$x/$PLATFORM", Some("$PLATFORM")),
            ("$LIBRARY", Some("$LIB")),
            ("/opt/$/$$LIB", Some("$LIB")),
            ("/opt/$lib/LIB/$", None),
        ];
        for (path, expected) in rows {
            assert_eq!(token(path.as_bytes()), expected, "{path}");
        }
    }

    #[test]
    fn path_with_a_nul_is_not_cut_short() {
        // SAFETY: no file has that path, so nothing runs.
        let refused = unsafe { Handle::open(Path::new("/lib/a\0"), LoadFlags::NONE) };
        assert_eq!(refused.err(), Some(LoadFailure::InnerNul));
    }
}
