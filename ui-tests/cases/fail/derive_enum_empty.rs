use ffi_runtime::ForeignType;

#[derive(ForeignType)]
enum Nothing {}

fn main() {}
