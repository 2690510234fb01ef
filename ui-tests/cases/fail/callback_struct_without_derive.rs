use ffi_runtime::callback;

#[repr(C)]
pub struct Point {
    x: f32,
}

#[callback]
pub type Argument = unsafe extern "C" fn(u8, Point);

#[callback]
pub type Returned = unsafe extern "C" fn() -> Point;

fn main() {}
