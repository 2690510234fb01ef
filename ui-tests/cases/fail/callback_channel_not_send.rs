use std::ffi::c_void;

use ffi_runtime::callback;

#[callback]
pub type Notify = unsafe extern "C" fn(number: u8, data: *mut c_void);

fn main() {
    let (callback, receiver) = Notify::channel();
    let (callback, receiver) = Notify::channel_with(|_, data| data);
}
