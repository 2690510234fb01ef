use std::ffi::c_void;

use ffi_runtime::callback_table;

#[callback_table(user_data = data, this = node)]
#[repr(C)]
pub struct Node {
    pub data: *mut c_void,
    pub next: *const Self,
    pub visit: unsafe extern "C" fn(node: *mut Self, other: Option<&Self>) -> *const Self,
    pub whole: unsafe extern "C" fn(node: *mut Node, other: Self),
}

fn main() {}
