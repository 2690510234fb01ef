use ffi_runtime::ForeignType;

#[derive(ForeignType)]
#[repr(Rust)]
struct Point {
    x: f32,
}

fn main() {}
