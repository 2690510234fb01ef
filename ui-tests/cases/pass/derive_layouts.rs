//! Descriptors of every kind of type, checked by the compiler.
use std::marker::{PhantomData, PhantomPinned};

use ffi_runtime::{ForeignType, Type};

#[derive(ForeignType)]
#[repr(C)]
struct Plain {
    a: u8,
    b: f64,
    r#type: [u16; 3],
    next: *mut Plain,
}

#[derive(ForeignType)]
#[repr(C, packed)]
struct Packed(u8, u64, Inner);

#[derive(ForeignType)]
#[repr(C, packed(2))]
struct PackedTwo(u8, u64);

#[derive(ForeignType)]
#[repr(C)]
#[repr(align(32))]
struct Aligned {
    a: u8,
}

#[derive(ForeignType, Clone, Copy)]
#[repr(C)]
struct Inner {
    x: f32,
    y: f32,
}

#[derive(ForeignType)]
#[repr(C)]
union Either {
    inner: Inner,
    bits: [u64; 2],
}

#[derive(ForeignType)]
#[repr(transparent)]
struct Wrapper<T> {
    marker: PhantomData<T>,
    value: T,
}

#[derive(ForeignType)]
#[repr(C)]
struct Pinned {
    value: u32,
    pinned: PhantomPinned,
}

#[derive(ForeignType)]
#[repr(transparent)]
struct PinnedWrapper(f64, std::marker::PhantomPinned);

const _: () = {
    assert!(Pinned::TYPE.aggregate().unwrap().fields.len() == 1);
    assert!(matches!(PinnedWrapper::TYPE, Type::F64));
};

#[derive(ForeignType)]
#[repr(C)]
struct Generic<'a, T, U: Copy, const N: usize>
where
    T: 'a,
{
    values: [T; N],
    borrowed: &'a T,
    other: U,
    nested: Wrapper<U>,
    _marker: PhantomData<U>,
}

#[derive(ForeignType)]
#[repr(C)]
struct Buffer<const N: usize>([u8; N]);

#[derive(ForeignType)]
#[repr(u8)]
enum Small {
    A = 200,
    B,
}

#[derive(ForeignType)]
#[repr(isize)]
enum Wide {
    A {},
    B(),
}

#[derive(ForeignType)]
#[repr(C)]
enum Signed {
    A = -1,
}

#[derive(ForeignType)]
#[repr(C)]
enum Unsigned {
    A,
    B = 7,
}

const fn offset<T: ForeignType>(index: usize) -> usize {
    T::TYPE.aggregate().unwrap().fields[index].offset
}

const _: () = {
    assert!(Plain::TYPE.size() == 32 && Plain::TYPE.align() == 8);
    assert!(offset::<Plain>(1) == 8 && offset::<Plain>(2) == 16 && offset::<Plain>(3) == 24);
    assert!(Packed::TYPE.size() == 17 && Packed::TYPE.align() == 1 && offset::<Packed>(2) == 9);
    assert!(PackedTwo::TYPE.size() == 10 && PackedTwo::TYPE.align() == 2);
    assert!(Aligned::TYPE.size() == 32 && Aligned::TYPE.align() == 32);
    assert!(Either::TYPE.size() == 16 && offset::<Either>(1) == 0);
    assert!(matches!(Either::TYPE, Type::Union(_)));
    assert!(matches!(Wrapper::<f32>::TYPE, Type::F32));
    assert!(matches!(Wrapper::<&u8>::TYPE, Type::Pointer));
    assert!(Generic::<u8, f32, 3>::TYPE.size() == 24);
    assert!(Buffer::<5>::TYPE.size() == 5);
    assert!(matches!(Small::TYPE, Type::U8));
    assert!(matches!(Wide::TYPE, Type::I64));
    assert!(matches!(Signed::TYPE, Type::I32));
    assert!(matches!(Unsigned::TYPE, Type::U32));
};

fn main() {
    assert_eq!(Plain::TYPE.aggregate().unwrap().name, "Plain");
    assert_eq!(Plain::TYPE.aggregate().unwrap().fields[2].name, "type");
    assert_eq!(Packed::TYPE.aggregate().unwrap().fields[2].name, "2");
    assert_eq!(Packed::TYPE.aggregate().unwrap().fields[2].ty, Inner::TYPE);
}
