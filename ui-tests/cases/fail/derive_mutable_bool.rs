use ffi_runtime::ForeignType;

#[derive(ForeignType)]
#[repr(C)]
struct Answer<'a> {
    ready: &'a mut bool,
}

fn main() {}
