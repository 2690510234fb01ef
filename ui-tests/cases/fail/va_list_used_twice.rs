use std::ffi::{c_char, c_int};

use ffi_runtime::{VaList, callback, foreign_library};

#[callback]
pub type Log = unsafe extern "C" fn(format: *const c_char, arguments: VaList<'_>);

#[foreign_library(name = "c")]
unsafe trait LibC {
    unsafe fn vprintf(&self, format: *const c_char, arguments: VaList<'_>) -> c_int;
}

fn main() {
    let libc = LibC::load().unwrap();
    Log::new(move |format, arguments| {
        unsafe { libc.vprintf(format, arguments) };
        unsafe { libc.vprintf(format, arguments) };
    });
}
