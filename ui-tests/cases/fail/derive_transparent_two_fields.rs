use ffi_runtime::ForeignType;

type Nothing = ();

#[derive(ForeignType)]
#[repr(transparent)]
struct Wrapper(u32, Nothing);

fn main() {}
