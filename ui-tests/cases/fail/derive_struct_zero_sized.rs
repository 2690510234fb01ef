use ffi_runtime::ForeignType;

type Nothing = ();
#[derive(ForeignType)]
#[repr(C)]
struct Inner {
    nothing: Nothing,
}

fn main() {}
