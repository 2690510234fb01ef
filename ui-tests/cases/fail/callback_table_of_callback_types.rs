use std::ffi::{c_int, c_void};

use ffi_runtime::{callback, callback_table};

#[callback(user_data = data)]
pub type Open = unsafe extern "C" fn(data: *mut c_void) -> c_int;

#[callback(user_data = data)]
pub type Close = unsafe extern "C" fn(data: *mut c_void);

#[callback]
pub type Changed = unsafe extern "C" fn(code: c_int);

#[callback_table(user_data = data)]
#[repr(C)]
pub struct Files {
    pub data: *mut c_void,
    pub open: Open,
    pub close: Option<Close>,
    pub more: [Open; 2],
    pub others: [Option<Close>; 3],
    // It has a trampoline of its own.
    pub changed: Option<Changed>,
    pub read: unsafe extern "C" fn(data: *mut c_void),
}

fn main() {}
