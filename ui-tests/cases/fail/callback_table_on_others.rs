use std::ffi::c_void;

use ffi_runtime::callback_table;

#[callback_table(user_data = data)]
#[repr(u8)]
pub enum Enum {
    A,
}

#[callback_table(user_data = data)]
pub type Alias = unsafe extern "C" fn(data: *mut c_void);

#[callback_table(user_data = data)]
#[repr(C)]
pub struct Tuple(*mut c_void);

#[callback_table(user_data = data)]
#[repr(C)]
pub struct Generic<'a, T> {
    pub data: *mut c_void,
    pub free: unsafe extern "C" fn(data: *mut c_void, of: &'a T),
}

fn main() {}
