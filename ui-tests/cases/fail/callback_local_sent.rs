use std::ffi::c_void;

use ffi_runtime::callback;

#[callback]
pub type Notify = unsafe extern "C" fn();

#[callback(user_data = data)]
pub type WithData = unsafe extern "C" fn(data: *mut c_void);

fn main() {
    let local = Notify::local(|| ());
    std::thread::spawn(move || drop(local));
    let local = WithData::local(|| ());
    std::thread::spawn(move || drop(local));
}
