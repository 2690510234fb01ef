use std::marker::PhantomData;

use ffi_runtime::ForeignType;

#[repr(C)]
struct __BindgenBitfieldUnit<T>(T, u32);

#[repr(C)]
struct __IncompleteArrayField<T>(T);

#[repr(C)]
struct __BindgenUnionField<T>(PhantomData<T>);

impl<T> __BindgenBitfieldUnit<T> {
    fn new(value: T) -> Self {
        Self(value, 0)
    }
}

#[derive(ForeignType)]
#[repr(C)]
struct Bits {
    unit: __BindgenBitfieldUnit<[u8; 4]>,
}

#[derive(ForeignType)]
#[repr(C)]
struct Flexible {
    length: i32,
    values: __IncompleteArrayField<i32>,
}

#[derive(ForeignType)]
#[repr(C)]
struct TooLarge {
    integer: __BindgenUnionField<[u64; 4]>,
    bindgen_union_field: u32,
}

#[derive(ForeignType)]
#[repr(C)]
struct Beside {
    integer: __BindgenUnionField<i32>,
    other: i32,
}

#[derive(ForeignType)]
#[repr(C)]
struct Opaque {
    _unused: [u8; 0],
}

fn main() {
    let _ = <Opaque as ForeignType>::TYPE;
}
