use std::ffi::{c_int, c_void};

use ffi_runtime::callback_table;

#[callback_table(user_data = data)]
#[repr(C)]
pub struct Allocator {
    pub data: *mut c_void,
    pub none: unsafe extern "C" fn(size: usize) -> *mut c_int,
    pub nothing: unsafe extern "C" fn(),
    pub other_name: unsafe extern "C" fn(size: usize, context: *mut c_void),
    pub no_name: Option<unsafe extern "C" fn(*mut c_void)>,
    pub no_pointer: unsafe extern "C" fn(data: usize),
    pub right: unsafe extern "C" fn(data: *const c_void, memory: *mut c_void),
}

struct Value;

// No errors but those above.
impl AllocatorMethods for Value {
    fn none(&self, _: usize) -> *mut c_int {
        std::ptr::null_mut()
    }
    fn nothing(&self) {}
    fn other_name(&self, _: usize) {}
    fn no_pointer(&self) {}
    fn right(&self, _: *mut c_void) {}
}

fn main() {}
