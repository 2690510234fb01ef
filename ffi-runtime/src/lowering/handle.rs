//! Handles that C gives out and frees.

use core::fmt;
use core::mem::ManuallyDrop;
use core::ops::{Deref, DerefMut};
use core::ptr::NonNull;

use crate::types::ForeignArgument;

/// A type of handles that a library frees.
///
/// A method of the declaration with `#[free]` implements it:
///
/// ```no_run
/// use std::ffi::{CStr, c_int};
///
/// use ffi_runtime::{Owned, foreign_library, opaque};
///
/// /// A stream of compressed data.
/// #[opaque]
/// pub struct GzFile;
///
/// #[foreign_library(name = "z", version = "1", prefix = "gz")]
/// pub unsafe trait Gz {
///     fn dopen(&self, descriptor: c_int, mode: &CStr) -> Option<Owned<GzFile>>;
///
///     #[free]
///     fn close(&self, file: Owned<GzFile>) -> c_int;
/// }
/// # fn main() {}
/// ```
#[diagnostic::on_unimplemented(
    message = "no library frees a `{Self}`",
    label = "`Owned` needs a type of handles that a library frees",
    note = "declare a method with `#[free]` that takes `Owned<{Self}>`"
)]
pub trait OwnedHandle {
    /// The library, which a handle keeps loaded.
    type Library: Clone;

    /// The result of the method that frees.
    type Freed;

    /// [`OneOwner`], or [`ManyOwners`] if a method with `#[retain]` counts them.
    type Owners;

    /// Frees a handle.
    ///
    /// # Safety
    ///
    /// The handle is one that a function of `library` gave out, is not freed yet, and nothing uses it from now on.
    unsafe fn free(library: &Self::Library, handle: NonNull<Self>) -> Self::Freed;
}

/// Each handle has one owner, who may borrow it as `&mut T`.
#[derive(Debug)]
pub enum OneOwner {}

/// The owners of a handle are counted. None of them can borrow it as `&mut T`: a method that takes this may end what
/// another owner still has of the handle. Methods that several owners may call take `&T`.
#[derive(Debug)]
pub enum ManyOwners {}

/// The owners of a `T`, each of which may be in another thread.
///
/// # Safety
///
/// Where two owners can have one handle at the same time, `T` is [`Send`] and [`Sync`].
#[doc(hidden)]
pub unsafe trait ThreadSafeOwners<T: ?Sized> {}

// SAFETY: there are no two owners.
unsafe impl<T: ?Sized> ThreadSafeOwners<T> for OneOwner {}

// SAFETY: the bounds are those that the trait asks for.
unsafe impl<T: Send + Sync + ?Sized> ThreadSafeOwners<T> for ManyOwners {}

/// A type of handles that are counted; a method of the declaration with `#[retain]` implements it.
///
/// # Safety
///
/// [`retain`](Self::retain) counts one owner more each time that it returns: then the library does not free the handle
/// before it has been told once more to.
#[diagnostic::on_unimplemented(
    message = "handles of `{Self}` are not counted",
    label = "`Owned` cannot be cloned without a method that counts one owner more",
    note = "declare a method with `#[retain]` that takes `&{Self}`"
)]
pub unsafe trait RetainedHandle: OwnedHandle<Owners = ManyOwners> {
    /// Counts one owner more.
    ///
    /// # Safety
    ///
    /// The handle is one that a function of `library` gave out, and is not freed.
    unsafe fn retain(library: &Self::Library, handle: NonNull<Self>);
}

/// A handle that is owned: it derefs to the type that only C can look into, keeps the library loaded, and frees what
/// it owns when it is dropped.
///
/// Methods that invalidate what was got from a handle take `&mut T`, so that the borrow checker sees it. A handle that
/// lives in another one, as a statement does in its connection, is a type with a lifetime: `Owned<Statement<'c>>`.
///
/// It is as thread-safe as `T`, which a type of `#[opaque]` is not unless its author says so, and its library are. Where
/// owners are counted, it is `Send` or `Sync` only if `T` is both, as with `Arc`.
pub struct Owned<T: OwnedHandle> {
    handle: NonNull<T>,
    library: T::Library,
}

// SAFETY: it is a `T` that may move to another thread with its library. Other owners that stay behind share it, which
// the bound of the owners allows.
unsafe impl<T: OwnedHandle + Send> Send for Owned<T>
where
    T::Library: Send,
    T::Owners: ThreadSafeOwners<T>,
{
}

// SAFETY: a shared one gives shared references to `T` and to the library, and in another thread a clone, which the
// bound of the owners allows.
unsafe impl<T: OwnedHandle + Sync> Sync for Owned<T>
where
    T::Library: Sync,
    T::Owners: ThreadSafeOwners<T>,
{
}

impl<T: OwnedHandle> Owned<T> {
    /// Takes a handle over.
    ///
    /// # Safety
    ///
    /// A function of `library` gave the handle out; it is valid, and nobody else frees it.
    #[inline]
    pub const unsafe fn from_raw(handle: NonNull<T>, library: T::Library) -> Self {
        Self { handle, library }
    }

    /// Gives the handle up: it is not freed any more, and the library is not kept loaded.
    #[inline]
    #[must_use = "the handle is not freed any more"]
    pub fn into_raw(self) -> NonNull<T> {
        self.into_parts().0
    }

    fn into_parts(self) -> (NonNull<T>, T::Library) {
        let this = ManuallyDrop::new(self);
        // SAFETY: the field is valid, and is not dropped with `this`.
        let library = unsafe { core::ptr::read(&raw const this.library) };
        (this.handle, library)
    }

    /// The handle.
    #[inline]
    #[must_use]
    pub const fn as_ptr(&self) -> *mut T {
        self.handle.as_ptr()
    }

    /// The library that the handle is of.
    #[inline]
    #[must_use]
    pub const fn library(&self) -> &T::Library {
        &self.library
    }

    /// Frees the handle, as dropping it does, and says what came of it.
    #[inline]
    pub fn close(self) -> T::Freed {
        let (handle, library) = self.into_parts();
        // SAFETY: `from_raw` promises that nobody else frees this ownership, and its owner is gone; where owners are
        // counted, each has one count of its own to give back.
        unsafe { T::free(&library, handle) }
    }
}

impl<T: OwnedHandle> Drop for Owned<T> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: as in `close`; the owner is about to be gone.
        drop(unsafe { T::free(&self.library, self.handle) });
    }
}

impl<T: RetainedHandle> Clone for Owned<T> {
    #[inline]
    fn clone(&self) -> Self {
        // SAFETY: the handle is not freed as long as this one is there.
        unsafe { T::retain(&self.library, self.handle) };
        Self {
            handle: self.handle,
            library: self.library.clone(),
        }
    }
}

impl<T: OwnedHandle> Deref for Owned<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the handle is valid as long as it is owned.
        unsafe { self.handle.as_ref() }
    }
}

impl<T: OwnedHandle<Owners = OneOwner>> DerefMut for Owned<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the handle is valid as long as it is owned, and this is its only owner's.
        unsafe { self.handle.as_mut() }
    }
}

impl<T: OwnedHandle> fmt::Debug for Owned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Owned").field(&self.handle).finish()
    }
}

/// Given to C for good: the function frees it, or keeps it.
#[diagnostic::do_not_recommend]
impl<T: OwnedHandle> ForeignArgument for Owned<T> {
    type Raw = *mut T;

    #[inline]
    fn into_raw(self) -> *mut T {
        Self::into_raw(self).as_ptr()
    }
}

#[diagnostic::do_not_recommend]
impl<T: OwnedHandle> ForeignArgument for Option<Owned<T>> {
    type Raw = *mut T;

    #[inline]
    fn into_raw(self) -> *mut T {
        self.map_or(core::ptr::null_mut(), ForeignArgument::into_raw)
    }
}
