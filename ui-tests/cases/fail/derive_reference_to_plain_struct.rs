use ffi_runtime::ForeignType;

struct Plain {
    name: String,
}

#[derive(ForeignType)]
#[repr(C)]
struct View<'a> {
    plain: &'a Plain,
}

fn main() {}
