use ffi_runtime::ForeignType;

#[derive(ForeignType)]
#[repr(C)]
struct Wrapper<T> {
    value: T,
}

const _: ffi_runtime::Type<'static> = Wrapper::<()>::TYPE;

fn main() {}
