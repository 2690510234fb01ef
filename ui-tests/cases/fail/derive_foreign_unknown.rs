use ffi_runtime::ForeignType;

#[derive(ForeignType)]
#[foreign(name = "x", defualt)]
#[repr(C)]
struct Point {
    #[foreign(skip)]
    x: f32,
    #[foreign(sise)]
    y: f32,
    #[foreign]
    z: f32,
}

fn main() {}
