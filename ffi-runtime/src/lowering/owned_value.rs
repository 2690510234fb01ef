//! Structs whose members C allocates and frees.

use core::fmt;
use core::mem::ManuallyDrop;
use core::ops::Deref;

use crate::lowering::ForeignResult;
use crate::types::{ForeignArgument, ForeignType};

/// A struct with members that a library frees.
///
/// A method of the declaration with `#[free]` implements it. C's function takes the struct, or with `#[free(address)]`
/// its address:
///
/// ```no_run
/// use std::ffi::{c_char, c_int};
///
/// use ffi_runtime::{ForeignType, OwnedValue, foreign_library};
///
/// /// A text that libgit2 made.
/// #[derive(ForeignType)]
/// #[repr(C)]
/// pub struct Buffer {
///     text: *mut c_char,
///     reserved: usize,
///     size: usize,
/// }
///
/// #[foreign_library(name = "git2", prefix = "git_")]
/// pub unsafe trait Git {
///     #[check(zero)]
///     #[symbol("git_config_find_global")]
///     fn config_path(&self, #[out] path: OwnedValue<Buffer>) -> c_int;
///
///     #[free(address)]
///     fn buf_dispose(&self, buffer: OwnedValue<Buffer>);
/// }
/// # fn main() {}
/// ```
#[diagnostic::on_unimplemented(
    message = "no library frees the members of a `{Self}`",
    label = "`OwnedValue` needs a struct with members that a library frees",
    note = "declare a method with `#[free]` that takes `OwnedValue<{Self}>`"
)]
pub trait OwnedMembers: ForeignType {
    /// The library, which a value keeps loaded.
    type Library: Clone;

    /// The result of the method that frees.
    type Freed;

    /// Frees the members.
    ///
    /// # Safety
    ///
    /// A function of `library` filled the value in, its members are not freed yet, and nothing uses them from now on.
    unsafe fn free(library: &Self::Library, value: Self) -> Self::Freed;
}

/// A struct whose members a library frees when it is dropped.
///
/// It derefs to the struct, which cannot be changed: C is to free what it allocated. What leads to a member must not
/// outlive the owner: give it out by a method of the struct, with the lifetime of `&self`, and not by a public field
/// whose type has another lifetime.
pub struct OwnedValue<T: OwnedMembers> {
    value: ManuallyDrop<T>,
    library: T::Library,
}

impl<T: OwnedMembers> OwnedValue<T> {
    /// Takes a struct over.
    ///
    /// # Safety
    ///
    /// A function of `library` filled it in, or it is one that the library's function frees as well, such as one of
    /// zeros; and nobody else frees its members.
    #[inline]
    pub const unsafe fn from_raw(value: T, library: T::Library) -> Self {
        Self {
            value: ManuallyDrop::new(value),
            library,
        }
    }

    /// Gives the struct up: its members are not freed any more, and the library is not kept loaded.
    #[inline]
    #[must_use = "the members are not freed any more"]
    pub fn into_raw(self) -> T {
        self.into_parts().0
    }

    fn into_parts(self) -> (T, T::Library) {
        let mut this = ManuallyDrop::new(self);
        // SAFETY: the field is valid, and `this` is not used or dropped afterwards.
        let value = unsafe { ManuallyDrop::take(&mut this.value) };
        // SAFETY: as above.
        let library = unsafe { core::ptr::read(&raw const this.library) };
        (value, library)
    }

    /// The library that frees the members.
    #[inline]
    #[must_use]
    pub const fn library(&self) -> &T::Library {
        &self.library
    }

    /// Frees the members, as dropping it does, and says what came of it.
    #[inline]
    pub fn close(self) -> T::Freed {
        let (value, library) = self.into_parts();
        // SAFETY: `from_raw` promises that nobody else frees the members, and their owner is gone.
        unsafe { T::free(&library, value) }
    }
}

impl<T: OwnedMembers> Drop for OwnedValue<T> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the value is valid, and is not used afterwards.
        let value = unsafe { ManuallyDrop::take(&mut self.value) };
        // SAFETY: as in `close`; the owner is about to be gone.
        drop(unsafe { T::free(&self.library, value) });
    }
}

impl<T: OwnedMembers> Deref for OwnedValue<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: OwnedMembers + fmt::Debug> fmt::Debug for OwnedValue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OwnedValue").field(&*self.value).finish()
    }
}

/// Given to C for good: the function frees the members, or keeps them.
#[diagnostic::do_not_recommend]
impl<T: OwnedMembers> ForeignArgument for OwnedValue<T> {
    type Raw = T;

    #[inline]
    fn into_raw(self) -> T {
        Self::into_raw(self)
    }
}

// SAFETY: whoever declares the function promises that C fills in such a struct, for the caller to free.
#[diagnostic::do_not_recommend]
unsafe impl<T: OwnedMembers> ForeignResult<T::Library> for OwnedValue<T> {
    type Raw = T;

    #[inline]
    unsafe fn from_raw(raw: T, library: &T::Library) -> Self {
        // SAFETY: the caller's promise.
        unsafe { Self::from_raw(raw, library.clone()) }
    }
}
