//! One allocation for everything that a prepared interface points to.
//!
//! In come lists whose lengths are known; a [`Block`] is allocated for all of them, an [`Arena`] hands its
//! parts out, and `copy` writes descriptors to it. The next stage is `interface::call_interface`, which keeps
//! the block as long as it points there.

use core::alloc::Layout;
use core::cell::Cell;
use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::ptr::{NonNull, copy_nonoverlapping};
use core::slice;
use core::sync::atomic::{AtomicUsize, Ordering, fence};
use std::alloc::{alloc, dealloc, handle_alloc_error};
use std::process::abort;

/// Memory that is written once, and then shared by its owners: a clone is another owner.
#[derive(Debug)]
pub(crate) struct Block {
    header: NonNull<Header>,
}

/// The start of the allocation; the contents follow it.
struct Header {
    owners: AtomicUsize,
    layout: Layout,
}

/// The alignment of the contents, and of everything that an arena hands out.
const ALIGN: usize = align_of::<Header>();

const _: () = assert!(size_of::<Header>().is_multiple_of(ALIGN));

// SAFETY: owners of a block share its header only, whose count is atomic and whose layout never changes. The
// contents are reached through references and lists that have their own bounds.
unsafe impl Send for Block {}
// SAFETY: as above.
unsafe impl Sync for Block {}

impl Block {
    /// A block with so many bytes of contents.
    pub(crate) fn new(bytes: usize) -> Self {
        let layout = size_of::<Header>()
            .checked_add(bytes)
            .and_then(|size| Layout::from_size_align(size, ALIGN).ok())
            .expect("the limits of types keep a block small");
        // SAFETY: the size is not 0, for the header has bytes.
        let memory = unsafe { alloc(layout) };
        let Some(header) = NonNull::new(memory.cast::<Header>()) else {
            handle_alloc_error(layout)
        };
        let owners = AtomicUsize::new(1);
        // SAFETY: the allocation begins with the bytes of a header, at its alignment.
        unsafe { header.write(Header { owners, layout }) };
        Self { header }
    }

    /// The contents, to be written. An arena that is made later hands out the same bytes once more.
    pub(crate) fn arena(&mut self) -> Arena<'_> {
        // SAFETY: the allocation has the bytes of a header, and the contents follow them.
        let start = unsafe { self.header.add(1) };
        Arena {
            next: Cell::new(start.cast()),
            free: Cell::new(self.header().layout.size() - size_of::<Header>()),
            block: PhantomData,
        }
    }

    fn header(&self) -> &Header {
        // SAFETY: `new` wrote the header, and the allocation lives as long as one of its owners.
        unsafe { self.header.as_ref() }
    }
}

impl Clone for Block {
    fn clone(&self) -> Self {
        // The new owner comes to another thread by what synchronizes by itself.
        let before = self.header().owners.fetch_add(1, Ordering::Relaxed);
        if before > isize::MAX as usize {
            abort();
        }
        Self {
            header: self.header,
        }
    }
}

impl Drop for Block {
    #[inline]
    fn drop(&mut self) {
        let Header { owners, layout } = self.header();
        let layout = *layout;
        // The only owner needs no atomic subtraction: nobody else can clone the block.
        if owners.load(Ordering::Acquire) != 1 {
            if owners.fetch_sub(1, Ordering::Release) != 1 {
                return;
            }
            fence(Ordering::Acquire);
        }
        // SAFETY: `new` allocated the memory with this layout, and its last owner is dropped.
        unsafe { dealloc(self.header.as_ptr().cast(), layout) }
    }
}

/// The contents of a block that are not handed out yet.
pub(crate) struct Arena<'a> {
    next: Cell<NonNull<u8>>,
    free: Cell<usize>,
    block: PhantomData<&'a mut Block>,
}

impl<'a> Arena<'a> {
    /// The bytes that a list of so many items takes.
    pub(crate) const fn bytes<T>(length: usize) -> usize {
        (length * size_of::<T>()).next_multiple_of(ALIGN)
    }

    /// A list for so many items, still without any.
    ///
    /// # Panics
    ///
    /// If the block has no space for it.
    #[inline]
    pub(crate) fn list<T: Copy>(&self, capacity: usize) -> Filling<'a, T> {
        const { assert!(align_of::<T>() <= ALIGN) };
        let bytes = Self::bytes::<T>(capacity);
        let free = self.free.get();
        assert!(bytes <= free, "the block was measured for its contents");
        let first = self.next.get();
        self.free.set(free - bytes);
        // SAFETY: so many bytes are free, and the contents are one allocation.
        self.next.set(unsafe { first.add(bytes) });
        // SAFETY: the bytes are those of the block, which is borrowed for `'a`; each is handed out once, for
        // `next` is past them now. They are aligned, since `next` only moves by multiples of `ALIGN`, and
        // need not be initialized.
        let slots = unsafe { slice::from_raw_parts_mut(first.cast().as_ptr(), capacity) };
        Filling { slots, length: 0 }
    }

    /// A list of one item.
    pub(crate) fn one<T: Copy>(&self, item: T) -> &'a T {
        let mut list = self.list(1);
        list.push(item);
        &list.finish()[0]
    }

    /// A copy of a name.
    pub(crate) fn name(&self, name: &str) -> &'a str {
        let mut copy = self.list(name.len());
        copy.extend(name.as_bytes());
        // SAFETY: the bytes are those of a `str`.
        unsafe { str::from_utf8_unchecked(copy.finish()) }
    }
}

/// A list in a block that is being written.
pub(crate) struct Filling<'a, T> {
    slots: &'a mut [MaybeUninit<T>],
    length: usize,
}

impl<'a, T: Copy> Filling<'a, T> {
    /// Adds an item.
    ///
    /// # Panics
    ///
    /// If the list is full.
    #[inline]
    pub(crate) fn push(&mut self, item: T) {
        self.slots[self.length].write(item);
        self.length += 1;
    }

    /// Adds items.
    ///
    /// # Panics
    ///
    /// If the list has no slots for them.
    #[inline]
    pub(crate) fn extend(&mut self, items: &[T]) {
        let slots = &mut self.slots[self.length..][..items.len()];
        // SAFETY: the slots are as many as the items, and borrowed for writing.
        unsafe { copy_nonoverlapping(items.as_ptr(), slots.as_mut_ptr().cast(), items.len()) };
        self.length += items.len();
    }

    /// The items.
    #[inline]
    pub(crate) fn finish(self) -> &'a [T] {
        let items = &raw const self.slots[..self.length];
        // SAFETY: `push` wrote the first `length` slots, and the list is borrowed for `'a`.
        unsafe { &*(items as *const [T]) }
    }
}

#[cfg(test)]
#[path = "block_tests.rs"]
mod tests;
