use ffi_runtime::ForeignType;

#[derive(ForeignType)]
#[foreign(growing)]
#[repr(C)]
struct Options {
    flags: u32,
    #[foreign(size)]
    size: u32,
}

#[derive(ForeignType)]
#[foreign(growing = true)]
#[repr(C)]
struct Sized {
    #[foreign(size)]
    size: u32,
}

#[derive(ForeignType)]
#[foreign(growing)]
#[repr(u8)]
enum Mode {
    Off,
}

#[derive(ForeignType)]
#[foreign(growing)]
#[repr(C)]
union Either {
    float: f32,
    int: i32,
}

fn main() {}
