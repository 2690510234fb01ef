#![forbid(unsafe_code)]

use ffi_runtime::foreign_library;

#[foreign_library(name = "m", struct = Maths)]
unsafe extern "C" {
    safe fn cos(x: f64) -> f64;
    safe static signgam: i32;
}

fn main() {
    if let Ok(maths) = Maths::load() {
        println!("{} {}", maths.cos(0.0), maths.signgam());
    }
}
