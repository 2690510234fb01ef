use std::ffi::c_void;

use ffi_runtime::callback;

#[callback(on_panic = (), user_data = data, on_panic = (), user_data = data)]
pub type Notify = unsafe extern "C" fn(data: *mut c_void);

fn main() {}
