//! Variables without a declaration: a name and a type become a typed pointer.

use core::fmt;
use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::ptr::NonNull;

use crate::library::{CodePointer, Library, LibraryError};
use crate::types::ForeignType;
use crate::types::decoding::Decoding;

/// A variable of a loaded library.
///
/// The lifetime is that of the [`Library`], so that it is not closed while the variable is in use. C may write
/// to the variable at any time, from any thread, so nothing but a pointer is safe to have.
///
/// ```
/// use std::ffi::c_int;
///
/// use ffi_runtime::{CodePointer, Library};
///
/// static ANSWER: c_int = 42;
///
/// // SAFETY: the variable is that of this program.
/// let library = unsafe {
///     Library::from_symbols(|name| {
///         (name == c"answer").then(|| CodePointer::from_ptr((&raw const ANSWER).cast())).flatten()
///     })
/// };
/// // SAFETY: `answer` is an `int`.
/// let answer = unsafe { library.variable::<c_int>("answer") }?;
/// assert_eq!(answer.as_ptr().cast_const(), &raw const ANSWER);
/// // SAFETY: nothing writes to it.
/// assert_eq!(unsafe { answer.read() }, 42);
/// # Ok::<(), ffi_runtime::LibraryError>(())
/// ```
pub struct Variable<'lib, T> {
    address: NonNull<T>,
    library: PhantomData<&'lib Library>,
}

// SAFETY: an address is a number; nothing is read through it without `unsafe`.
unsafe impl<T> Send for Variable<'_, T> {}

// SAFETY: as above.
unsafe impl<T> Sync for Variable<'_, T> {}

impl Library {
    /// A variable by its name, without a declaration.
    ///
    /// # Safety
    ///
    /// The symbol is a variable of the type `T`, aligned for it. A thread-local variable is that of the thread
    /// which calls this function, for as long as the thread lives.
    ///
    /// # Errors
    ///
    /// The errors of [`symbol`](Self::symbol).
    ///
    #[cfg_attr(all(target_os = "linux", target_env = "gnu"), doc = "```")]
    #[cfg_attr(not(all(target_os = "linux", target_env = "gnu")), doc = "```no_run")]
    /// use std::ffi::{CStr, c_char};
    ///
    /// use ffi_runtime::Library;
    ///
    /// // SAFETY: the C library's initializers may run in every program.
    /// let libc = unsafe { Library::load("c") }?;
    /// // SAFETY: `<errno.h>` of glibc declares `extern char *program_invocation_name`.
    /// let name = unsafe { libc.variable::<*const c_char>("program_invocation_name") }?;
    /// // SAFETY: the C library set it before the program began, and nothing writes to it.
    /// let text = unsafe { name.read() };
    /// // SAFETY: it is a C string.
    /// println!("{:?}", unsafe { CStr::from_ptr(text) });
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub unsafe fn variable<T>(&self, name: &str) -> Result<Variable<'_, T>, LibraryError> {
        self.symbol(name).map(Variable::at)
    }
}

impl<T> Variable<'_, T> {
    /// The variable at an address. Reading it is what needs a promise.
    pub(crate) const fn at(address: CodePointer) -> Self {
        Self {
            address: address.non_null().cast(),
            library: PhantomData,
        }
    }
}

impl<T> Variable<'_, T> {
    /// The address, never null.
    ///
    /// ```
    /// # use ffi_runtime::{CodePointer, Library};
    /// # static ANSWER: i32 = 42;
    /// # // SAFETY: the variable is that of this program.
    /// # let library = unsafe {
    /// #     Library::from_symbols(|_| CodePointer::from_ptr((&raw const ANSWER).cast()))
    /// # };
    /// // SAFETY: `answer` is an `int`.
    /// let answer = unsafe { library.variable::<i32>("answer") }?;
    /// assert!(answer.as_ptr().is_aligned());
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    #[must_use]
    pub fn as_ptr(&self) -> *mut T {
        self.address.as_ptr()
    }

    /// Copies the value out. A `bool` in it is normalized: for C, every byte but 0 is true.
    ///
    /// # Panics
    ///
    /// If an enum with the derive has a number there that it does not list.
    ///
    /// # Safety
    ///
    /// - The library has written a valid value there: no null where `T` has none.
    /// - Nothing writes to it at the same time.
    ///
    /// ```
    /// # use ffi_runtime::{CodePointer, Library};
    /// # static ANSWER: i32 = 42;
    /// # // SAFETY: the variable is that of this program.
    /// # let library = unsafe {
    /// #     Library::from_symbols(|_| CodePointer::from_ptr((&raw const ANSWER).cast()))
    /// # };
    /// // SAFETY: `answer` is an `int`.
    /// let answer = unsafe { library.variable::<i32>("answer") }?;
    /// // SAFETY: it is a constant.
    /// assert_eq!(unsafe { answer.read() }, 42);
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    #[must_use]
    pub unsafe fn read(&self) -> T
    where
        T: ForeignType + Copy,
    {
        let decoding = const { &Decoding::of_type::<T>() };
        // SAFETY: the symbol is an aligned variable of this type, by the contract of `Library::variable`, and
        // nothing writes to it, by the contract of this function. Any bytes are a `MaybeUninit`.
        let mut value = unsafe { self.address.cast::<MaybeUninit<T>>().read() };
        if decoding.any() {
            // SAFETY: the bytes are a copy of those of the variable, which C wrote, and `TYPE` describes them.
            unsafe { decoding.decode(T::TYPE, value.as_mut_ptr().cast()) }
        }
        // SAFETY: the library wrote a valid value, by the contract of this function, in which each `bool` is
        // normalized and each enum checked.
        unsafe { value.assume_init() }
    }
}

/// Not derived, for that would ask for `T: Clone`.
impl<T> Clone for Variable<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Variable<'_, T> {}

/// The address, as `0x7f..`.
impl<T> fmt::Debug for Variable<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Pointer::fmt(&self.address, f)
    }
}

#[cfg(test)]
mod tests {
    use crate::{CodePointer, Library};

    #[test]
    fn boolean_that_c_wrote_is_normalized() {
        static TRUTHS: [u8; 3] = [0, 1, 2];
        // SAFETY: the variable is that of this program.
        let library =
            unsafe { Library::from_symbols(|_| CodePointer::from_ptr((&raw const TRUTHS).cast())) };
        // SAFETY: a `bool` of C has one byte.
        let truths = unsafe { library.variable::<[bool; 3]>("truths") }.unwrap();
        // SAFETY: any byte is a `bool` of C, and nothing writes to them.
        assert_eq!(unsafe { truths.read() }, [false, true, true]);
    }

    #[test]
    fn variable_is_shared_and_copied_whatever_is_in_it() {
        struct Neither(#[expect(dead_code, reason = "for what it is not")] *mut u8);

        fn assert<T: Send + Sync + Copy>() {}
        assert::<super::Variable<'static, Neither>>();
    }
}
