use ffi_runtime::ForeignType;

#[derive(ForeignType)]
#[foreign(default)]
#[repr(C)]
union Number {
    #[foreign(default = 1)]
    integer: u32,
    #[foreign(size)]
    size: u32,
    #[foreign(size_up_to = SIZE_V1)]
    float: f32,
}

#[derive(ForeignType)]
#[foreign(default)]
#[repr(u8)]
enum Level {
    #[foreign(default)]
    Low,
    High(#[foreign(size)] u32),
}

fn main() {}
