use ffi_runtime::foreign_library;
#[repr(C)]
pub struct Point {
    x: f32,
}

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self) -> Point;
}

fn main() {}
