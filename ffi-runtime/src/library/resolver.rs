//! Resolvers: symbols that a function of the library itself looks up, as graphics libraries have it.
//!
//! In comes a function from names to addresses, with what keeps them valid; out goes a [`Library`].

use core::ffi::CStr;

use crate::library::handle::Source;
use crate::library::{CodePointer, Library, Origin};

/// A function from names to addresses.
pub(super) type Resolver = dyn Fn(&CStr) -> Option<CodePointer> + Send + Sync;

impl Library {
    /// The functions that a resolver finds by their names: `vkGetInstanceProcAddr`, `eglGetProcAddress`,
    /// `wglGetProcAddress` and the like.
    ///
    /// The library owns the resolver, and so what the resolver captures: let it capture the [`Library`], or the
    /// declared struct, that the resolving function is from. Both are dropped with the last clone and the last
    /// bound struct. A resolver may try several functions in turn, and several names.
    ///
    /// **An address proves no support.** Some resolvers return the address of a stub for functions that the
    /// driver lacks, which may not be called: Vulkan's does for extensions that are not enabled, and GL's for
    /// any name. Ask for the extension or the version first, as the documentation of the library says.
    ///
    /// Unlike the symbols of a file, those of a resolver may belong to an object or a thread: those of
    /// `vkGetDeviceProcAddr` to a device, those of `wglGetProcAddress` to the contexts of one pixel format.
    ///
    /// # Safety
    ///
    /// - An address that the resolver returns stays valid until the resolver is dropped. Usually what it
    ///   captures keeps the library of the functions loaded.
    /// - Nothing of the functions' library is in use any more when the resolver is dropped, except what its
    ///   captures do not unload: no `'static` result, and no callback that the library was given.
    /// - The resolver returns addresses that mean what their names say, to whoever binds or calls them, or
    ///   `None`.
    ///
    /// ```
    /// use std::ffi::{CStr, c_char, c_void};
    ///
    /// use ffi_runtime::{CodePointer, Library, foreign_library};
    ///
    /// /// Stands for a library whose functions are found by one of them.
    /// extern "C" fn get_proc_address(name: *const c_char) -> Option<CodePointer> {
    ///     extern "C" fn add(a: i32, b: i32) -> i32 {
    ///         a + b
    ///     }
    ///     // SAFETY: every caller gives a C string.
    ///     match unsafe { CStr::from_ptr(name) }.to_bytes() {
    ///         b"libAdd" => CodePointer::from_ptr(add as *const c_void),
    ///         _ => None,
    ///     }
    /// }
    ///
    /// #[foreign_library(process)]
    /// unsafe trait Arithmetic {
    ///     #[symbol("libAdd")]
    ///     fn add(&self, a: i32, b: i32) -> i32;
    ///     #[optional]
    ///     #[symbol("libMultiply")]
    ///     fn multiply(&self, a: i32, b: i32) -> i32;
    /// }
    ///
    /// // SAFETY: the functions are those of this program, which is never unloaded.
    /// let library = unsafe { Library::from_symbols(|name| get_proc_address(name.as_ptr())) };
    /// // SAFETY: `libAdd` is declared as it is.
    /// let arithmetic = unsafe { Arithmetic::from_library(library) }?;
    /// assert_eq!(arithmetic.add(2, 3), 5);
    /// assert!(!arithmetic.has_multiply());
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub unsafe fn from_symbols(
        resolver: impl Fn(&CStr) -> Option<CodePointer> + Send + Sync + 'static,
    ) -> Self {
        Self::of(Source::Resolver(Box::new(resolver)), Origin::Symbols)
    }
}

#[cfg(test)]
#[path = "resolver_tests.rs"]
mod tests;
