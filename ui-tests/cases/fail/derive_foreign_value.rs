use ffi_runtime::ForeignType;

#[derive(ForeignType)]
#[foreign(default = 1)]
#[repr(C)]
struct Descriptor {
    #[foreign(default)]
    value: u32,
    #[foreign(size = 4)]
    size: u32,
    #[foreign(size_up_to)]
    first: u32,
    #[foreign(size_up_to = 1)]
    second: u32,
    #[foreign(default = 1 2)]
    third: u32,
}

fn main() {}
