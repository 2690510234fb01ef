use ffi_runtime::foreign_library;

#[foreign_library(name = "m", struct = Maths)]
unsafe extern "C" {
    safe fn cos(x: f64) -> f64;
    fn sin(x: f64) -> f64;
}

fn call(maths: &Maths) -> f64 {
    maths.cos(0.0) + maths.sin(0.0)
}

fn main() {}
