use ffi_runtime::ForeignType;

#[derive(ForeignType)]
#[repr(u128)]
enum Wide {
    One,
}

fn main() {}
