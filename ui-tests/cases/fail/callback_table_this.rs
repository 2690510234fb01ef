use std::ffi::c_void;

use ffi_runtime::callback_table;

#[callback_table(user_data = host_data, this = host)]
#[repr(C)]
pub struct Host {
    pub host_data: *mut c_void,
    pub none: unsafe extern "C" fn(code: u32),
    pub data: unsafe extern "C" fn(host_data: *mut c_void),
    pub void: unsafe extern "C" fn(host: *mut c_void),
    pub number: unsafe extern "C" fn(host: usize),
    pub reference: unsafe extern "C" fn(host: &Host),
    pub right: unsafe extern "C" fn(host: *mut Host),
}

type Alias = *mut u8;

#[callback_table(user_data = host_data, this = host)]
#[repr(C)]
pub struct Second {
    pub host_data: *mut c_void,
    pub other: unsafe extern "C" fn(host: Alias),
}

fn main() {}
