use ffi_runtime::ForeignType;

#[derive(ForeignType)]
#[repr(packed)]
struct Point {
    x: f32,
}

#[derive(ForeignType)]
#[repr(align(8))]
struct Aligned {
    x: f32,
}

fn main() {}
