use std::ffi::{CStr, c_int, c_void};

use ffi_runtime::callback_table;

#[callback_table(user_data = data)]
#[repr(C)]
pub struct Files {
    pub data: *mut c_void,
    pub open: unsafe extern "C" fn(data: *mut c_void, path: &CStr) -> c_int,
    pub close: unsafe extern "C" fn(data: *mut c_void),
    pub note: Option<unsafe extern "C" fn(data: *mut c_void, code: c_int)>,
    pub version: u32,
}

struct Missing;

impl FilesMethods for Missing {
    fn open(&self, _: &CStr) -> c_int {
        1
    }
}

struct Wrong;

impl FilesMethods for Wrong {
    const NOTE: Option<fn(&Self, c_int)> = Some(|_, code: u64| drop(code));

    fn open(&self, path: &CStr, _: *mut c_void) -> c_int {
        path.count_bytes() as c_int
    }
    fn close(&mut self) {}
    fn note(&self, _: c_int) {}
    fn version(&self) -> i32 {
        1
    }
}

struct NoMethods;

fn main() {
    let _ = Files::new(NoMethods);
    Files::scoped(&1, |_| ());
}
