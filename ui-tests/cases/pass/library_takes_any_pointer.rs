//! No hint about unsafe methods, about pointers that cannot be wrong, and about what is no pointer.
#![forbid(warnings)]
use std::ffi::{CStr, c_void};
use std::ptr::NonNull;

use ffi_runtime::foreign_library;

#[foreign_library(name = "c", version = "6")]
unsafe trait LibC {
    #[any_pointer]
    fn is_lock_free(&self, size: usize, place: *const c_void) -> bool;
    unsafe fn free(&self, memory: Option<NonNull<c_void>>);
    fn strdup(&self, text: &CStr) -> *mut u8;
    #[cfg(any())]
    fn absent(&self, memory: *mut c_void);
}

fn main() {
    let _ = LibC::load();
}
