use std::ffi::c_void;

use ffi_runtime::callback;

type Handle = u64;

#[callback(user_data = data)]
pub type Notify = unsafe extern "C" fn(number: u8, data: Handle);

#[callback(user_data = [data, more])]
pub type Other = unsafe extern "C" fn(data: *mut c_void, more: Handle);

fn main() {}
