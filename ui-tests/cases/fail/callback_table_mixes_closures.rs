use std::ffi::{c_int, c_void};

use ffi_runtime::{callback, callback_table};

#[callback(user_data = data)]
pub type Open = unsafe extern "C" fn(data: *mut c_void) -> c_int;

#[callback(user_data = data)]
pub type Close = unsafe extern "C" fn(data: *mut c_void);

#[callback_table(user_data = data)]
#[repr(C)]
pub struct Files {
    pub data: *mut c_void,
    pub open: unsafe extern "C" fn(data: *mut c_void) -> c_int,
    pub close: unsafe extern "C" fn(data: *mut c_void),
}

pub struct Disk;

impl FilesMethods for Disk {
    fn open(&self) -> c_int {
        1
    }
    fn close(&self) {}
}

fn main() {
    let (open, close) = (Open::new(|| 1), Close::new(|| ()));
    // The user data of one, and the function of the other.
    let _ = Files {
        data: open.data(),
        open: open.function().raw(),
        close: close.function().raw(),
    };
    let mut files = Files::new(Disk);
    files.close = close.function().raw();
    files.data = close.data();
    let _ = *files;
    let _ = files.clone();
    // What only C may read, from any thread.
    let _ = files.__ffi_table.get();
}
