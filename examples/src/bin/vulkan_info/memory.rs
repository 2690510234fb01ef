//! The host memory of Vulkan, from three closures that share a table of what is allocated.

use std::alloc::{Layout, alloc, dealloc};
use std::collections::HashMap;
use std::ffi::c_void;
use std::ptr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ffi_runtime::callback::Callback;

use crate::native::{Allocate, AllocationCallbacks, Free, Reallocate};

/// Host memory that the driver and the loader get.
pub(crate) struct Memory {
    table: Arc<Table>,
    allocate: Callback<Allocate>,
    reallocate: Callback<Reallocate>,
    free: Callback<Free>,
}

/// The blocks that are allocated.
#[derive(Default)]
struct Table(Mutex<Blocks>);

#[derive(Default)]
struct Blocks {
    /// By address.
    layouts: HashMap<usize, Layout>,
    count: usize,
}

impl Memory {
    /// Makes the closures.
    pub(crate) fn new() -> Self {
        let table = Arc::new(Table::default());
        let (for_allocate, for_reallocate, for_free) =
            (Arc::clone(&table), Arc::clone(&table), Arc::clone(&table));
        Self {
            table,
            allocate: Allocate::new(move |_, size, align, _| for_allocate.allocate(size, align)),
            reallocate: Reallocate::new(move |_, original, size, align, _| {
                for_reallocate.reallocate(original, size, align)
            }),
            free: Free::new(move |_, memory| for_free.free(memory)),
        }
    }

    /// The closures as Vulkan takes them, valid as long as this is borrowed and its owner lives.
    pub(crate) fn callbacks(&self) -> AllocationCallbacks {
        AllocationCallbacks {
            data: ptr::null_mut(),
            allocate: self.allocate.pointer(),
            reallocate: self.reallocate.pointer(),
            free: self.free.pointer(),
            internal_allocation: ptr::null(),
            internal_free: ptr::null(),
        }
    }

    /// How many blocks were allocated, and how many bytes are left.
    pub(crate) fn usage(&self) -> (usize, usize) {
        let blocks = self.table.lock();
        let left = blocks.layouts.values().map(Layout::size).sum();
        (blocks.count, left)
    }
}

impl Table {
    fn lock(&self) -> MutexGuard<'_, Blocks> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Null if there is no memory, as Vulkan asks.
    fn allocate(&self, size: usize, align: usize) -> *mut c_void {
        let Ok(layout) = Layout::from_size_align(size.max(1), align) else {
            return ptr::null_mut();
        };
        // SAFETY: the layout has at least one byte.
        let memory = unsafe { alloc(layout) };
        if !memory.is_null() {
            let mut blocks = self.lock();
            blocks.layouts.insert(memory.addr(), layout);
            blocks.count += 1;
        }
        memory.cast()
    }

    /// `original` is a block of this table, or null.
    fn reallocate(&self, original: *mut c_void, size: usize, align: usize) -> *mut c_void {
        if size == 0 {
            self.free(original);
            return ptr::null_mut();
        }
        let memory = self.allocate(size, align);
        let known = self.lock().layouts.get(&original.addr()).copied();
        if let Some(layout) = known.filter(|_| !memory.is_null()) {
            // SAFETY: both blocks have as many bytes, and the new one is another than the original.
            unsafe { ptr::copy_nonoverlapping(original, memory, layout.size().min(size)) };
            self.free(original);
        }
        memory
    }

    /// `memory` is a block of this table, or null.
    fn free(&self, memory: *mut c_void) {
        let layout = self.lock().layouts.remove(&memory.addr());
        if let Some(layout) = layout {
            // SAFETY: `allocate` made the block with this layout, and it was in the table until now.
            unsafe { dealloc(memory.cast(), layout) };
        }
    }
}
