//! The errors that a function leaves in a variable of the thread: `#[last_error]` and `#[errno]`.
//!
//! The variable is cleared before the call, so that an error of before is not taken for one of the function, and read
//! right after it, before anything of ours or of the system's runs.

use crate::lowering::GrowError;
use crate::system::error_state;

/// The error state of the operating system: `errno`, and on Windows `GetLastError()`.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct LastError;

impl LastError {
    /// Sets it to no error.
    #[inline]
    pub fn clear(self) {
        error_state::clear();
    }

    /// Reads it.
    #[inline]
    #[must_use]
    pub fn error(self) -> std::io::Error {
        error_state::error()
    }
}

/// The error of `#[errno]`: an `io::Error`, but on Windows, where that would read the number as one of Windows' own.
#[cfg(not(windows))]
pub type ErrnoError = std::io::Error;

/// The error of `#[errno]`: an `io::Error`, but on Windows, where that would read the number as one of Windows' own.
#[cfg(windows)]
pub type ErrnoError = Errno;

/// The number of an error of a C runtime.
///
/// On Windows each C runtime has an `errno` of its own, whose numbers mean nothing to the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("C error {0}")]
pub struct Errno(pub core::ffi::c_int);

/// `EINVAL`, which is the number of an argument that cannot be passed.
#[cfg(windows)]
impl From<crate::lowering::ArgumentError> for Errno {
    fn from(_: crate::lowering::ArgumentError) -> Self {
        Self(22)
    }
}

/// `ENOSYS`, which is the number of a function that is missing.
#[cfg(windows)]
impl From<crate::library::MissingSymbol> for Errno {
    fn from(_: crate::library::MissingSymbol) -> Self {
        Self(40)
    }
}

/// The numbers that the C runtimes of Windows have for it: `EINVAL` for an argument, `ERANGE` for a size.
impl From<GrowError> for Errno {
    fn from(error: GrowError) -> Self {
        match error {
            GrowError::Argument(_) => Self(22),
            _ => Self(34),
        }
    }
}

/// An error that is the number of a state: 0 is none.
#[doc(hidden)]
pub trait ErrorNumber: Sized {
    /// Nothing, if the state was left at no error.
    ///
    /// # Errors
    ///
    /// If it was not.
    fn succeeded(self) -> Result<(), Self>;

    /// The number.
    fn number(&self) -> i32;
}

impl ErrorNumber for std::io::Error {
    #[inline]
    fn succeeded(self) -> Result<(), Self> {
        match self.raw_os_error() {
            Some(0) => Ok(()),
            _ => Err(self),
        }
    }

    #[inline]
    fn number(&self) -> i32 {
        self.raw_os_error().unwrap_or(0)
    }
}

impl ErrorNumber for Errno {
    #[inline]
    fn succeeded(self) -> Result<(), Self> {
        match self.0 {
            0 => Ok(()),
            _ => Err(self),
        }
    }

    #[inline]
    fn number(&self) -> i32 {
        self.0
    }
}

/// A literal of the macro as a text of C.
#[doc(hidden)]
#[must_use]
pub const fn c_name(bytes: &'static [u8]) -> &'static core::ffi::CStr {
    match core::ffi::CStr::from_bytes_with_nul(bytes) {
        Ok(name) => name,
        Err(_) => panic!("the macro ends the name with a NUL, and has none inside"),
    }
}

/// The `errno` of a C runtime. There is one, but on Windows, where the declaration names it.
#[doc(hidden)]
#[derive(Debug)]
pub struct CRuntime {
    #[cfg(windows)]
    name: &'static core::ffi::CStr,
    #[cfg(windows)]
    location: std::sync::OnceLock<windows::Location>,
}

#[cfg(not(windows))]
impl CRuntime {
    /// The runtime.
    #[must_use]
    pub const fn named(_name: &'static core::ffi::CStr) -> Self {
        Self {}
    }

    /// Sets its `errno` to no error.
    #[inline]
    pub fn clear(&self) {
        error_state::clear();
    }

    /// Reads its `errno`.
    #[inline]
    #[must_use]
    pub fn error(&self) -> ErrnoError {
        error_state::error()
    }
}

#[cfg(windows)]
mod windows {
    use core::ffi::{CStr, c_int};
    use std::sync::OnceLock;

    use windows_sys::Win32::System::LibraryLoader::{GetModuleHandleA, GetProcAddress};

    use super::{CRuntime, Errno};

    /// `int *_errno(void)`.
    pub(super) type Location = unsafe extern "C" fn() -> *mut c_int;

    impl CRuntime {
        /// The runtime of a file name: `ucrtbase.dll`, `msvcrt.dll`.
        #[must_use]
        pub const fn named(name: &'static CStr) -> Self {
            Self {
                name,
                location: OnceLock::new(),
            }
        }

        /// Sets its `errno` to no error.
        ///
        /// # Panics
        ///
        /// If no such runtime is loaded: the library is of another one.
        #[inline]
        #[track_caller]
        pub fn clear(&self) {
            let place = self.place();
            // SAFETY: it is the place of a variable of this thread.
            unsafe { place.write(0) }
        }

        /// Reads its `errno`.
        ///
        /// # Panics
        ///
        /// If no such runtime is loaded.
        #[inline]
        #[must_use]
        #[track_caller]
        pub fn error(&self) -> Errno {
            let place = self.place();
            // SAFETY: it is the place of a variable of this thread.
            Errno(unsafe { place.read() })
        }

        #[track_caller]
        fn place(&self) -> *mut c_int {
            let location = match self.location.get() {
                Some(location) => *location,
                None => {
                    let found = self.find();
                    *self.location.get_or_init(|| found)
                }
            };
            // SAFETY: it can always be called.
            unsafe { location() }
        }

        #[track_caller]
        fn find(&self) -> Location {
            // SAFETY: the name ends with a NUL.
            let module = unsafe { GetModuleHandleA(self.name.as_ptr().cast()) };
            let function = if module.is_null() {
                None
            } else {
                // SAFETY: the module is loaded, and both names end with a NUL.
                unsafe { GetProcAddress(module, c"_errno".as_ptr().cast()) }
            };
            let Some(function) = function else {
                panic!("no C runtime {:?} with an `errno` is loaded", self.name);
            };
            // SAFETY: the function of this name in a C runtime of Windows has this type.
            unsafe {
                core::mem::transmute::<unsafe extern "system" fn() -> isize, Location>(function)
            }
        }
    }
}
