#![deny(unused_must_use)]
use std::ffi::{c_int, c_void};

use ffi_runtime::{callback, foreign_library};

#[callback(user_data = data)]
pub type Loaded = unsafe extern "C" fn(status: c_int, data: *mut c_void);

#[foreign_library(name = "requests")]
pub unsafe trait Requests {
    fn start(&self, #[completion(data = data, cancel = stop)] loaded: Loaded, data: *mut c_void) -> c_int;
    fn stop(&self, request: c_int);
}

fn main() {
    let requests = Requests::load().unwrap();
    // It ends at once.
    requests.start(|status| status);
}
