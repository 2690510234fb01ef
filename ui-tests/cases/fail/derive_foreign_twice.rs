use ffi_runtime::ForeignType;

#[derive(ForeignType)]
#[foreign(default)]
#[foreign(default)]
#[repr(C)]
struct Descriptor {
    #[foreign(size, size)]
    size: u32,
    #[foreign(size)]
    other_size: u32,
    #[foreign(default = 1)]
    #[foreign(default = 2)]
    value: u32,
    #[foreign(size_up_to = V1, size_up_to = V2)]
    last: u32,
}

fn main() {}
