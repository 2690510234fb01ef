use ffi_runtime::ForeignType;

#[derive(Default, ForeignType)]
#[repr(C)]
struct Descriptor {
    #[foreign(default = 1)]
    length: usize,
}

fn main() {}
