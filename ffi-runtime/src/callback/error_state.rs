//! The state in which C keeps the number of its last error: `errno`, and on Windows `GetLastError()`.
//!
//! A callback leaves it as it is: C may set it before it calls back, and the closure may set it for C. What
//! the system does for us between the two (memory that is freed, a variable of the thread) may change it.

/// Runs something of ours, and restores the state.
#[inline]
pub(super) fn kept<T>(run: impl FnOnce() -> T) -> T {
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
    use windows_sys::Win32::Foundation::{GetLastError, SetLastError, WIN32_ERROR};

    pub(super) type Number = WIN32_ERROR;

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

    #[inline]
    pub(super) fn get() -> Number {
        Number
    }

    #[inline]
    pub(super) fn set(_: Number) {}
}
