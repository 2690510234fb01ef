#![deny(improper_ctypes_definitions)]

use ffi_runtime::{LongDouble, callback};

pub extern "C" fn half(number: LongDouble) -> f64 {
    number.to_f64() / 2.0
}

// What C calls is another function.
#[callback]
pub type Half = unsafe extern "C" fn(number: LongDouble) -> f64;

fn main() {
    let _callback = Half::new(|number| number.to_f64() / 2.0);
}
