//! A list that the compiler can evaluate and that a prepared interface can have in its block.

use core::fmt;
use core::ptr::{self, NonNull};

/// Items of a declared interface, or of a prepared one.
///
/// Not a reference: one that is moved into a function must be valid until it returns, also if the function
/// drops the block.
pub(crate) struct List<T: 'static>(NonNull<[T]>);

// SAFETY: the items are shared, as by a reference.
unsafe impl<T: Sync> Send for List<T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for List<T> {}

impl<T> List<T> {
    /// Items that live for ever.
    pub(crate) const fn of_static(items: &'static [T]) -> Self {
        // SAFETY: a reference is not null.
        Self(unsafe { NonNull::new_unchecked(ptr::from_ref(items).cast_mut()) })
    }

    /// Items in a block.
    ///
    /// # Safety
    ///
    /// A [`Block`](crate::types::block::Block) has them, and an owner of it stands beside this, and beside each
    /// clone of it, in a structure that drops both together; or they live for ever.
    pub(crate) const unsafe fn in_block(items: NonNull<[T]>) -> Self {
        Self(items)
    }

    #[inline(always)]
    pub(crate) const fn as_slice(&self) -> &[T] {
        // SAFETY: `in_block` promises that the items live as long as the structure that this is in, and nobody
        // writes to a block that is shared; static items live longer.
        unsafe { self.0.as_ref() }
    }
}

impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        Self(self.0)
    }
}

impl<T: fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_slice().fmt(f)
    }
}

/// One item: of a declared interface, or in the block of a prepared one. Not a reference, as a [`List`] is none.
pub(crate) struct Item<T: 'static>(NonNull<T>);

// SAFETY: the item is shared, as by a reference.
unsafe impl<T: Sync> Send for Item<T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for Item<T> {}

impl<T> Item<T> {
    /// An item that lives for ever.
    pub(crate) const fn of_static(item: &'static T) -> Self {
        // SAFETY: a reference is not null.
        Self(unsafe { NonNull::new_unchecked(ptr::from_ref(item).cast_mut()) })
    }

    /// An item in a block.
    ///
    /// # Safety
    ///
    /// As for [`List::in_block`].
    pub(crate) const unsafe fn in_block(item: NonNull<T>) -> Self {
        Self(item)
    }

    #[inline(always)]
    pub(crate) const fn get(&self) -> &T {
        // SAFETY: `in_block` promises that the item lives as long as the structure that this is in, and nobody
        // writes to a block that is shared; a static item lives longer.
        unsafe { self.0.as_ref() }
    }
}

impl<T> Clone for Item<T> {
    fn clone(&self) -> Self {
        Self(self.0)
    }
}

impl<T: fmt::Debug> fmt::Debug for Item<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}
