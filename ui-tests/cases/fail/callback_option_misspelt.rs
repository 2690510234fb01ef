use std::ffi::c_void;

use ffi_runtime::callback;

#[callback(userdata = data)]
pub type Notify = unsafe extern "C" fn(data: *mut c_void);

#[callback(on_panik = 1)]
pub type Other = unsafe extern "C" fn() -> u8;

fn main() {}
