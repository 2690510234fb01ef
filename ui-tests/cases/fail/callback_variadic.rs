use std::ffi::{c_char, c_int};

use ffi_runtime::callback;

#[callback]
pub type Log = unsafe extern "C" fn(level: c_int, format: *const c_char, ...);

fn main() {
    Log::scoped(|level, _| assert_eq!(level, 1), |_| ());
}
