use std::ffi::{CStr, CString, c_int};

use ffi_runtime::{callback, foreign_library};

#[callback(user_data = data)]
pub type Visit = unsafe extern "C" fn(number: c_int, data: *mut std::ffi::c_void) -> c_int;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    #[offload]
    fn text(&self, text: &CStr) -> c_int;
    #[offload]
    fn each(
        &self,
        #[closure(call, data = data)] visit: Visit,
        data: *mut std::ffi::c_void,
    ) -> c_int;
}

fn uses(demo: &Demo) {
    let text = CString::default();
    drop(demo.text(&*text));
    let mut sum = 0;
    drop(demo.each(|number| {
        sum += number;
        sum
    }));
}

fn main() {}
