use std::ffi::{c_int, c_void};

use ffi_runtime::callback;

#[callback(user_data = number)]
pub type Number = unsafe extern "C" fn(number: usize, data: *mut c_void);

#[callback(user_data = node)]
pub type Reference = unsafe extern "C" fn(node: &c_int, data: *mut c_void);

#[callback(user_data = text)]
pub type Typed = unsafe extern "C" fn(text: *const u8, data: *mut c_void);

#[callback(user_data = maybe)]
pub type Maybe = unsafe extern "C" fn(maybe: Option<&c_void>, data: *mut c_void);

fn main() {}
