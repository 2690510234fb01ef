use ffi_runtime::ForeignType;

#[derive(ForeignType)]
#[foreign(name = "x")]
#[repr(C)]
struct Point {
    #[foreign(skip)]
    x: f32,
}

fn main() {}
