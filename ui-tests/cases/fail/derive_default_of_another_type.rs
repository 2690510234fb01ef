use ffi_runtime::ForeignType;

#[derive(ForeignType)]
#[repr(C)]
struct Descriptor {
    #[foreign(default = "usize::MAX")]
    length: usize,
}

fn main() {}
