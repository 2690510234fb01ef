use std::ffi::c_void;

use ffi_runtime::callback;

#[callback(user_data = [data, data])]
pub type Notify = unsafe extern "C" fn(data: *mut c_void);

fn main() {}
