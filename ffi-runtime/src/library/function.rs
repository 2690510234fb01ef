//! Functions without a declaration: a name and the type of a function pointer become a function.

use core::fmt;
use core::marker::PhantomData;
use core::mem;
use core::ops::Deref;

use crate::library::{CodePointer, Library, LibraryError};
use crate::types::FunctionPointer;

/// A function of a loaded library; it dereferences to the function pointer.
///
/// The lifetime is that of the [`Library`], so that it is not closed while the function is in use.
///
/// ```
/// use ffi_runtime::Library;
///
/// // SAFETY: the C library's initializers may run in every program.
/// let math = unsafe { Library::load("m") }?;
/// // SAFETY: `<math.h>` declares `double cos(double)`, for any argument.
/// let cos = unsafe { math.function::<extern "C" fn(f64) -> f64>("cos") }?;
/// assert_eq!(cos(0.0), 1.0);
/// # Ok::<(), ffi_runtime::LibraryError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Function<'lib, F> {
    pointer: F,
    library: PhantomData<&'lib Library>,
}

impl Library {
    /// A function by its name, without a declaration. A [declared library](macro@crate::foreign_library)
    /// has its signatures in one place, and calls that are as fast.
    ///
    /// # Safety
    ///
    /// - The symbol is a function, and `F` is its type: signature, calling convention, and `unsafe` unless
    ///   any arguments will do.
    /// - A copy of the function pointer that outlives this library is not called once the library is
    ///   unloaded.
    ///
    /// # Errors
    ///
    /// The errors of [`symbol`](Self::symbol).
    ///
    /// ```
    /// use std::ffi::c_char;
    ///
    /// use ffi_runtime::Library;
    ///
    /// // SAFETY: the C library's initializers may run in every program.
    /// let libc = unsafe { Library::load("c") }?;
    /// type Strlen = unsafe extern "C" fn(*const c_char) -> usize;
    /// // SAFETY: `<string.h>` declares `size_t strlen(const char *)`.
    /// let strlen = unsafe { libc.function::<Strlen>("strlen") }?;
    /// // SAFETY: the argument is a C string.
    /// assert_eq!(unsafe { strlen(c"four".as_ptr()) }, 4);
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub unsafe fn function<F: FunctionPointer>(
        &self,
        name: &str,
    ) -> Result<Function<'_, F>, LibraryError> {
        const { assert!(size_of::<F>() == size_of::<CodePointer>()) };
        let address = self.symbol(name)?;
        // SAFETY: `F` is a function pointer, by the contract of its trait, and this is the address of a
        // function of that type, by the contract of this function.
        let pointer = unsafe { mem::transmute_copy::<CodePointer, F>(&address) };
        Ok(Function {
            pointer,
            library: PhantomData,
        })
    }
}

/// The function pointer.
impl<F> Deref for Function<'_, F> {
    type Target = F;

    fn deref(&self) -> &F {
        &self.pointer
    }
}

impl<F: fmt::Debug> fmt::Debug for Function<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pointer.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use core::ffi::c_void;

    use crate::{CodePointer, Library, LibraryError};

    type Add = extern "C" fn(i32, i32) -> i32;

    extern "C" fn add(a: i32, b: i32) -> i32 {
        a + b
    }

    #[test]
    fn function_is_called_through_what_it_dereferences_to() {
        // A function may have several addresses.
        let address = CodePointer::from_ptr(add as *const c_void).unwrap();
        // SAFETY: the function is that of this program.
        let library =
            unsafe { Library::from_symbols(move |name| (name == c"add").then_some(address)) };
        // SAFETY: the function has this type.
        let function = unsafe { library.function::<Add>("add") }.unwrap();
        assert_eq!(function(2, 3), 5);
        assert_eq!(format!("{function:?}"), format!("{address:?}"));
        // SAFETY: there is no such function.
        let absent = unsafe { library.function::<Add>("absent") };
        assert!(matches!(absent, Err(LibraryError::Symbol { .. })));
    }
}
