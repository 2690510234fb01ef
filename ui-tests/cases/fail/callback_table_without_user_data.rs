use std::ffi::c_void;

use ffi_runtime::callback_table;

#[callback_table]
#[repr(C)]
pub struct Nowhere {
    pub data: *mut c_void,
    pub free: unsafe extern "C" fn(data: *mut c_void),
}

#[callback_table(user_data = dta)]
#[repr(C)]
pub struct Misspelt {
    pub data: *mut c_void,
    pub free: unsafe extern "C" fn(data: *mut c_void),
}

#[callback_table(user_data = data)]
#[repr(C)]
pub struct Missing {
    pub free: unsafe extern "C" fn(data: *mut c_void),
}

#[callback_table(user_data = flags)]
#[repr(C)]
pub struct NoPointer {
    pub flags: u32,
    pub free: unsafe extern "C" fn(flags: *mut c_void),
}

#[callback_table(user_data = free)]
#[repr(C)]
pub struct Function {
    pub free: unsafe extern "C" fn(free: *mut c_void),
}

struct Value;

// No errors but those above.
impl NowhereMethods for Value {
    fn free(&self) {}
}

impl MisspeltMethods for Value {
    fn free(&self) {}
}

fn main() {
    let _ = Misspelt::new(Value);
    Nowhere::scoped(&Value, |_: &Nowhere| ());
}
