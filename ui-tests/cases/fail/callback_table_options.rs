use std::ffi::c_void;

use ffi_runtime::callback_table;

#[callback_table(user_dat = data, this, on_panic = 0)]
#[repr(C)]
pub struct Unknown {
    pub data: *mut c_void,
    pub free: unsafe extern "C" fn(data: *mut c_void),
}

#[callback_table(user_data, user_data = data)]
#[repr(C)]
pub struct NoValue {
    pub data: *mut c_void,
    pub free: unsafe extern "C" fn(data: *mut c_void),
}

#[callback_table(user_data = data)]
#[repr(C)]
pub struct Fields {
    #[foreign(default = 0)]
    pub data: *mut c_void,
    #[optional]
    pub free: unsafe extern "C" fn(data: *mut c_void),
    #[callback(user_data = data)]
    pub again: unsafe extern "C" fn(data: *mut c_void),
    #[callback(on_panik = 1)]
    pub misspelt: unsafe extern "C" fn(data: *mut c_void),
    #[foreign(default = None)]
    pub maybe: Option<unsafe extern "C" fn(data: *mut c_void)>,
    #[callback(on_panic = 1)]
    pub count: u32,
    #[foreign(size)]
    pub size: u32,
    #[serde(skip)]
    pub other: u32,
}

#[callback_table(user_data = data)]
#[repr(C)]
pub struct Panics {
    pub data: *mut c_void,
    #[callback(on_panic = "text")]
    pub free: unsafe extern "C" fn(data: *mut c_void) -> u8,
}

#[callback_table(user_data = data)]
#[repr(C)]
pub struct Destroyed {
    #[destroy]
    pub data: *mut c_void,
    #[destroy]
    pub value: u32,
    #[destroy(data)]
    pub with: unsafe extern "C" fn(data: *mut c_void),
    #[destroy]
    pub result: unsafe extern "C" fn(data: *mut c_void) -> u8,
    #[destroy]
    #[callback(on_panic = ())]
    pub on_panic: unsafe extern "C" fn(data: *mut c_void),
}

fn main() {}
