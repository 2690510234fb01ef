use ffi_runtime::ForeignType;

#[derive(ForeignType)]
struct Point {
    x: f32,
}

fn main() {}
