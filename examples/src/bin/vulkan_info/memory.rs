//! The host memory of Vulkan, with a list of what is allocated.

use std::alloc::{Layout, alloc, dealloc};
use std::collections::HashMap;
use std::ffi::c_void;
use std::ptr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::native::AllocationCallbacksMethods;

/// Host memory that the driver and the loader get.
#[derive(Default)]
pub(crate) struct Memory(Mutex<Blocks>);

/// The blocks that are allocated.
#[derive(Default)]
struct Blocks {
    /// By address.
    layouts: HashMap<usize, Layout>,
    count: usize,
}

impl Memory {
    /// How many blocks were allocated, and how many bytes are left.
    pub(crate) fn usage(&self) -> (usize, usize) {
        let blocks = self.lock();
        let left = blocks.layouts.values().map(Layout::size).sum();
        (blocks.count, left)
    }

    fn lock(&self) -> MutexGuard<'_, Blocks> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl AllocationCallbacksMethods for Memory {
    /// Null if there is no memory, as Vulkan asks.
    fn allocate(&self, size: usize, align: usize, _: u32) -> *mut c_void {
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

    /// `original` is a block of this list, or null.
    fn reallocate(
        &self,
        original: *mut c_void,
        size: usize,
        align: usize,
        scope: u32,
    ) -> *mut c_void {
        if size == 0 {
            self.free(original);
            return ptr::null_mut();
        }
        let memory = self.allocate(size, align, scope);
        let known = self.lock().layouts.get(&original.addr()).copied();
        if let Some(layout) = known.filter(|_| !memory.is_null()) {
            // SAFETY: both blocks have as many bytes, and the new one is another than the original.
            unsafe { ptr::copy_nonoverlapping(original, memory, layout.size().min(size)) };
            self.free(original);
        }
        memory
    }

    /// `memory` is a block of this list, or null.
    fn free(&self, memory: *mut c_void) {
        let layout = self.lock().layouts.remove(&memory.addr());
        if let Some(layout) = layout {
            // SAFETY: `allocate` made the block with this layout, and it was in the list until now.
            unsafe { dealloc(memory.cast(), layout) };
        }
    }
}
