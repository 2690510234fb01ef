use std::ffi::c_void;

use ffi_runtime::callback;

#[callback(user_data, on_panic, crate)]
pub type One = unsafe extern "C" fn(data: *mut c_void);

#[callback(user_data = "data", on_panic =, crate = 1)]
pub type Two = unsafe extern "C" fn(data: *mut c_void);

#[callback(user_data = [])]
pub type Three = unsafe extern "C" fn(data: *mut c_void);

fn main() {
    One::scoped(|| (), |_, _| ());
}
