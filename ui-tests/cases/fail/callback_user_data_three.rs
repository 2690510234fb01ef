use std::ffi::c_void;

use ffi_runtime::callback;

#[callback(user_data = [a, b, c])]
pub type Notify = unsafe extern "C" fn(a: *mut c_void, b: *mut c_void, c: *mut c_void);

fn main() {}
