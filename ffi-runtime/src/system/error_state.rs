//! The state in which C keeps the number of its last error: `errno`, and on Windows `GetLastError()`.
//!
//! A callback leaves it as it is: C may set it before it calls back, and the closure may set it for C. What
//! the system does for us between the two (memory that is freed, a variable of the thread) may change it. A method
//! whose function reports its errors there clears it before the call, and reads it right after.

/// Runs something of ours, and restores the state.
#[inline]
pub(crate) fn kept<T>(run: impl FnOnce() -> T) -> T {
    /// Restores it, also when a panic passes through.
    struct Restore(system::Number);

    impl Drop for Restore {
        #[inline]
        fn drop(&mut self) {
            system::set(self.0);
        }
    }

    let _restore = Restore(system::get());
    run()
}

/// Sets the state to no error.
#[inline]
pub(crate) fn clear() {
    system::set(system::NONE);
}

/// The error that the state names.
#[inline]
pub(crate) fn error() -> std::io::Error {
    system::error(system::get())
}

#[cfg(unix)]
mod system {
    use core::ffi::c_int;

    #[cfg(any(target_os = "solaris", target_os = "illumos"))]
    use libc::___errno as location;
    #[cfg(any(target_os = "android", target_os = "netbsd", target_os = "openbsd"))]
    use libc::__errno as location;
    #[cfg(any(
        target_os = "linux",
        target_os = "dragonfly",
        target_os = "emscripten",
        target_os = "fuchsia",
        target_os = "hurd",
        target_os = "redox"
    ))]
    use libc::__errno_location as location;
    #[cfg(any(target_vendor = "apple", target_os = "freebsd"))]
    use libc::__error as location;

    pub(super) type Number = c_int;

    pub(super) const NONE: Number = 0;

    pub(super) fn error(number: Number) -> std::io::Error {
        std::io::Error::from_raw_os_error(number)
    }

    #[inline]
    pub(super) fn get() -> Number {
        // SAFETY: it can always be called.
        let location = unsafe { location() };
        // SAFETY: it is the place of a variable of this thread.
        unsafe { location.read() }
    }

    #[inline]
    pub(super) fn set(number: Number) {
        // SAFETY: it can always be called.
        let location = unsafe { location() };
        // SAFETY: it is the place of a variable of this thread.
        unsafe { location.write(number) }
    }
}

#[cfg(windows)]
mod system {
    use windows_sys::Win32::Foundation::{ERROR_SUCCESS, GetLastError, SetLastError, WIN32_ERROR};

    pub(super) type Number = WIN32_ERROR;

    pub(super) const NONE: Number = ERROR_SUCCESS;

    pub(super) fn error(number: Number) -> std::io::Error {
        std::io::Error::from_raw_os_error(number.cast_signed())
    }

    #[inline]
    pub(super) fn get() -> Number {
        // SAFETY: it can always be called.
        unsafe { GetLastError() }
    }

    #[inline]
    pub(super) fn set(number: Number) {
        // SAFETY: it can always be called.
        unsafe { SetLastError(number) }
    }
}

/// A system without either: nothing is kept.
#[cfg(not(any(unix, windows)))]
mod system {
    #[derive(Clone, Copy)]
    pub(super) struct Number;

    pub(super) const NONE: Number = Number;

    pub(super) fn error(_: Number) -> std::io::Error {
        std::io::ErrorKind::Other.into()
    }

    #[inline]
    pub(super) fn get() -> Number {
        Number
    }

    #[inline]
    pub(super) fn set(_: Number) {}
}
