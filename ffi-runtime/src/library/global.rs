//! Globals: a library that is loaded once in a process, when it is asked for first.

use std::sync::{Mutex, OnceLock, PoisonError};

/// The cell of a declared struct that is loaded once in a process: written by the macro as a `static`.
///
/// An error is not kept: the next call tries again. Once the library is loaded, a call is one load and one
/// branch, without a lock.
///
/// ```
/// use ffi_runtime::{Library, LibraryError, macro_support::Global};
///
/// static MATH: Global<Library> = Global::new();
///
/// fn math() -> Result<&'static Library, LibraryError> {
///     // SAFETY: the C library's initializers may run in every program.
///     MATH.get_or_load(|| unsafe { Library::load("m") })
/// }
///
/// assert!(std::ptr::eq(math()?, math()?));
/// # Ok::<(), ffi_runtime::LibraryError>(())
/// ```
#[derive(Debug)]
pub struct Global<T> {
    loaded: OnceLock<T>,
    /// Held while it is loaded, so that one thread does it and others wait.
    loading: Mutex<()>,
}

impl<T> Global<T> {
    /// Nothing is loaded yet.
    ///
    /// ```
    /// use ffi_runtime::{Library, macro_support::Global};
    ///
    /// static MATH: Global<Library> = Global::new();
    /// # let _ = &MATH;
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        Self {
            loaded: OnceLock::new(),
            loading: Mutex::new(()),
        }
    }

    /// Returns the value that is loaded already, or keeps the one that `load` gives.
    ///
    /// Other threads wait while one loads. A `load` that asks for the same global never returns, or panics;
    /// so the initializers of the library may not do it.
    ///
    /// # Errors
    ///
    /// The errors of `load`; they are not kept.
    ///
    /// ```
    /// use ffi_runtime::macro_support::Global;
    ///
    /// static NUMBER: Global<i32> = Global::new();
    /// assert_eq!(NUMBER.get_or_load(|| Err("not yet")), Err("not yet"));
    /// assert_eq!(NUMBER.get_or_load(|| Ok::<_, ()>(1)), Ok(&1));
    /// assert_eq!(NUMBER.get_or_load(|| Err("too late")), Ok(&1));
    /// ```
    #[inline]
    pub fn get_or_load<E>(&self, load: impl FnOnce() -> Result<T, E>) -> Result<&T, E> {
        match self.loaded.get() {
            Some(loaded) => Ok(loaded),
            None => self.load(load),
        }
    }

    #[cold]
    fn load<E>(&self, load: impl FnOnce() -> Result<T, E>) -> Result<&T, E> {
        // A `load` that panicked left nothing behind.
        let loading = self.loading.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(loaded) = self.loaded.get() {
            return Ok(loaded);
        }
        let loaded = load()?;
        let loaded = self.loaded.get_or_init(|| loaded);
        drop(loading);
        Ok(loaded)
    }
}

impl<T> Default for Global<T> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::convert::Infallible;
    use core::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    #[test]
    fn many_threads_load_once() {
        static GLOBAL: Global<usize> = Global::new();
        static LOADS: AtomicUsize = AtomicUsize::new(0);
        let load = || {
            GLOBAL.get_or_load(|| {
                thread::yield_now();
                Ok::<_, Infallible>(LOADS.fetch_add(1, Ordering::Relaxed))
            })
        };
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| assert_eq!(load(), Ok(&0)));
            }
        });
        assert_eq!(LOADS.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn load_that_panics_may_be_tried_again() {
        static GLOBAL: Global<u8> = Global::new();
        let load = || GLOBAL.get_or_load(|| -> Result<u8, Infallible> { panic!("on purpose") });
        assert!(std::panic::catch_unwind(load).is_err());
        assert_eq!(GLOBAL.get_or_load(|| Ok::<_, Infallible>(7)), Ok(&7));
    }
}
