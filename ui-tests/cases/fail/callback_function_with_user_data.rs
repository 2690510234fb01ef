use std::ffi::c_void;

use ffi_runtime::callback;

#[callback(user_data = data)]
extern "C" fn notify(data: *mut c_void) {
    let _ = data;
}

fn main() {
    notify(std::ptr::null_mut());
}
