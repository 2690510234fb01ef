use ffi_runtime::ForeignType;

#[derive(ForeignType)]
#[repr(C)]
enum Shape {
    Circle(f32),
    Nothing,
}

fn main() {}
