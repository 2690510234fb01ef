use ffi_runtime::ForeignType;

#[derive(ForeignType)]
#[repr(C)]
struct Empty {}

#[derive(ForeignType)]
#[repr(C)]
struct Unit;

#[derive(ForeignType)]
#[repr(C)]
struct Marked(std::marker::PhantomData<u8>);

fn main() {}
