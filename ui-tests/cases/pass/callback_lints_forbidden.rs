//! What `#[callback]` writes collides with no `forbid` of the crate, and no lint sees it.
#![forbid(
    unsafe_code,
    deprecated,
    dead_code,
    non_camel_case_types,
    non_snake_case,
    non_upper_case_globals,
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    improper_ctypes_definitions,
    unpredictable_function_pointer_comparisons,
    clippy::all,
    clippy::pedantic
)]
#![forbid(warnings, nonstandard_style, unused)]

use std::ffi::{c_int, c_void};

use ffi_runtime::{ForeignType, callback};

/// Documented.
#[derive(Debug, ForeignType)]
#[repr(C)]
pub struct Node {
    /// Documented.
    pub value: c_int,
}

/// Documented.
#[callback(on_panic = -1)]
pub type Visit = unsafe extern "C" fn(theNode: &Node, __X: f32) -> c_int;

/// Documented.
#[callback(user_data = userData)]
pub type Notify = unsafe extern "C" fn(userData: *mut c_void, f32);

/// Documented.
#[callback]
pub type Many = extern "C" fn(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8);

/// Documented.
#[callback]
#[must_use]
pub extern "C" fn function(node: &Node, mut number: c_int) -> c_int {
    number += 1;
    node.value + number
}

fn main() {
    Visit::scoped(|node, _| node.value, |_| ());
    drop(Notify::new(|_| ()));
    let _ = function(&Node { value: 1 }, 1);
}
