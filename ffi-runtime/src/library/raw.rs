//! Raw handles: libraries that others loaded, and libraries for others to use.

use core::ffi::c_void;

use crate::library::Library;
use crate::library::handle::Source;
#[cfg(any(unix, windows))]
use crate::library::{Origin, loader::Handle};

#[cfg(any(unix, windows))]
impl Library {
    /// Takes over a library that `libloading` loaded. From now on it stays loaded, unless it is
    /// [closed](Self::close).
    ///
    /// Exists only on systems with a loader of libraries.
    ///
    /// # Safety
    ///
    /// The resolvers of its symbols (`ifunc`) may run when they are looked up.
    ///
    /// ```
    /// use ffi_runtime::Library;
    ///
    /// # fn take_over(library: libloading::Library) -> Result<(), ffi_runtime::LibraryError> {
    /// // SAFETY: zlib has no resolvers that may not run.
    /// let library = unsafe { Library::from_libloading(library) };
    /// println!("{:?}", library.symbol("zlibVersion")?);
    /// # Ok(())
    /// # }
    /// # let _ = take_over;
    /// ```
    #[must_use]
    pub unsafe fn from_libloading(library: libloading::Library) -> Self {
        #[cfg(unix)]
        let handle = libloading::os::unix::Library::from(library).into_raw();
        #[cfg(windows)]
        let handle = libloading::os::windows::Library::from(library).into_raw() as *mut c_void;
        // SAFETY: `libloading` had the handle from the loader, and gave it up; the resolvers may run, by the
        // contract of this function.
        unsafe { Self::from_raw(handle) }
    }

    /// Takes over a library that others loaded, by its handle: that of `dlopen`, or the `HMODULE`. From now on
    /// it stays loaded, unless it is [closed](Self::close).
    ///
    /// Exists only on systems with a loader of libraries.
    ///
    /// # Safety
    ///
    /// - The handle is open: `dlopen`, `LoadLibrary` or [`into_raw`](Self::into_raw) returned it, and it was not
    ///   closed.
    /// - Nobody else closes it.
    /// - The resolvers of its symbols (`ifunc`) may run when they are looked up.
    ///
    /// ```
    /// use ffi_runtime::Library;
    ///
    /// // SAFETY: the C library's initializers may run in every program.
    /// let handle = unsafe { Library::load("m") }?.into_raw().expect("nothing else owns it");
    /// // SAFETY: the handle was given up above, and has no resolvers that may not run.
    /// let math = unsafe { Library::from_raw(handle) };
    /// assert!(math.symbol("cos").is_ok());
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    #[must_use]
    pub unsafe fn from_raw(handle: *mut c_void) -> Self {
        // SAFETY: the handle is open and nobody else closes it, by the contract of this function.
        let handle = unsafe { Handle::from_raw(handle) };
        let library = Self::new(handle, Origin::Handle);
        let Some(file) = library.file() else {
            return library;
        };
        match library.into_source() {
            Ok(source) => Self::of(source, Origin::File(file.into())),
            Err(library) => library,
        }
    }
}

impl Library {
    /// The handle of the loader, for functions that take one: what `dlopen` returned, or the `HMODULE`. It is
    /// still this library's to close.
    ///
    /// `None` for a library of [`from_symbols`](Self::from_symbols).
    ///
    /// ```
    /// use ffi_runtime::Library;
    ///
    /// // SAFETY: the C library's initializers may run in every program.
    /// let math = unsafe { Library::load("m") }?;
    /// assert!(math.as_raw().is_some());
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    #[must_use]
    pub fn as_raw(&self) -> Option<*mut c_void> {
        match self.source() {
            Source::Loader(handle) => Some(handle.as_raw()),
            Source::Resolver(_) => None,
        }
    }

    /// Gives the library up, and its handle out. It stays loaded until the handle is closed.
    ///
    /// # Errors
    ///
    /// The library itself, if a clone or a bound struct still owns it, or if it has no handle.
    ///
    /// ```
    /// use ffi_runtime::Library;
    ///
    /// // SAFETY: the C library's initializers may run in every program.
    /// let math = unsafe { Library::load("m") }?;
    /// let clone = math.clone();
    /// let math = math.into_raw().unwrap_err();
    /// drop(clone);
    /// assert!(math.into_raw().is_ok());
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub fn into_raw(self) -> Result<*mut c_void, Self> {
        match self.as_raw() {
            Some(handle) => self.into_source().map(|_| handle),
            None => Err(self),
        }
    }
}

#[cfg(all(
    test,
    not(any(miri, all(target_env = "musl", target_feature = "crt-static")))
))]
mod tests {
    use super::*;

    fn math() -> Library {
        // SAFETY: every program may run the initializers of the C library.
        unsafe { Library::load("m") }.unwrap()
    }

    #[test]
    fn handle_goes_out_and_in() {
        let library = math();
        let cos = library.symbol("cos").unwrap();
        let file = library.file();
        let handle = library.as_raw().unwrap();
        assert_eq!(library.into_raw().unwrap(), handle);
        // SAFETY: the handle was given up above.
        let library = unsafe { Library::from_raw(handle) };
        assert_eq!(library.symbol("cos").unwrap(), cos);
        if cfg!(any(target_os = "linux", windows)) {
            assert_eq!(*library.origin(), Origin::File(file.unwrap().into()));
        }
        // SAFETY: nothing of the library is used.
        unsafe { library.close() }.unwrap();
    }

    #[test]
    fn library_of_libloading_is_taken_over() {
        let path = math().path().unwrap().to_owned();
        // SAFETY: it is loaded already.
        let other = unsafe { libloading::Library::new(path) }.unwrap();
        // SAFETY: every program may run the resolvers of the C library.
        let library = unsafe { Library::from_libloading(other) };
        assert_eq!(
            library.symbol("cos").unwrap(),
            math().symbol("cos").unwrap()
        );
    }

    #[test]
    fn shared_library_and_resolver_are_not_given_up() {
        let library = math();
        let clone = library.clone();
        let library = library.into_raw().unwrap_err();
        drop(clone);
        assert!(library.into_raw().is_ok());
        // SAFETY: it has no symbols.
        let resolver = unsafe { Library::from_symbols(|_| None) };
        assert_eq!(resolver.as_raw(), None);
        assert!(resolver.into_raw().is_err());
    }
}
