//! Safe code can make any pointer, so a safe method that takes one is most likely a mistake.
#![deny(deprecated)]
use std::ffi::{c_void};
use std::ptr::NonNull;

use ffi_runtime::foreign_library;

#[foreign_library(name = "c", version = "6")]
unsafe trait LibC {
    fn memcpy(&self, target: *mut c_void, source: *const c_void, size: usize) -> *mut c_void;
    #[allow(deprecated)]
    fn free(&self, memory: Option<NonNull<c_void>>);
}

fn main() {}
