use std::ffi::c_void;

use ffi_runtime::callback_table;

#[callback_table(user_data = data)]
pub struct Plain {
    pub data: *mut c_void,
    pub free: unsafe extern "C" fn(data: *mut c_void),
}

#[callback_table(user_data = data)]
#[repr(transparent)]
pub struct Transparent {
    pub data: *mut c_void,
    pub free: unsafe extern "C" fn(data: *mut c_void),
}

#[callback_table(user_data = data)]
#[repr(C)]
pub struct Empty {
    pub data: *mut c_void,
}

#[callback_table(user_data = data)]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Copied {
    pub data: *mut c_void,
    pub free: unsafe extern "C" fn(data: *mut c_void),
}

#[callback_table(user_data = data)]
#[repr(C)]
pub struct RustTypes {
    pub data: *mut c_void,
    pub free: unsafe extern "C" fn(data: *mut c_void, text: String),
    pub make: fn(data: *mut c_void),
    pub name: Option<unsafe extern "Rust" fn(data: *mut c_void)>,
    pub list: Vec<u8>,
}

fn main() {}
