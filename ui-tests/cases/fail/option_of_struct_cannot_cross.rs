use ffi_runtime::{ForeignType, foreign_library};

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
pub struct Point {
    x: f64,
    y: f64,
}

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn length(&self, point: Option<Point>) -> f64;
}

fn main() {}
