use ffi_runtime::ForeignType;

struct Inner {
    x: f32,
}

#[derive(ForeignType)]
#[repr(C)]
struct Outer {
    inner: Inner,
}

fn main() {}
