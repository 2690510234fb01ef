//! Structs around one pointer or integer whose `Option` crosses, or that have values which are no handle.
use std::cell::Cell;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::num::{NonZero, NonZeroU32};
use std::ptr::{self, NonNull};

use ffi_runtime::types::{InvalidValues, Nullable};
use ffi_runtime::{ForeignType, Type, foreign_library};

#[derive(ForeignType)]
#[repr(transparent)]
struct Window<'a, T>(NonNull<T>, PhantomData<&'a T>);

#[derive(ForeignType)]
#[repr(transparent)]
struct Named {
    number: NonZeroU32,
}

#[derive(ForeignType)]
#[repr(transparent)]
struct Short(NonZero<i16>);

#[derive(ForeignType)]
#[repr(transparent)]
struct Borrowed<'a>(&'a mut i32);

#[derive(ForeignType)]
#[repr(transparent)]
struct Shared<'a, T: ffi_runtime::Referent>(&'a T);

#[foreign_library(name = "windows")]
unsafe trait Windows {
    fn window(&self, number: Option<Named>) -> Option<Window<'_, u8>>;
    fn borrowed(&self, value: Option<Borrowed<'_>>, short: Option<Short>);
    fn handle(&self, handle: Handle) -> Descriptor;
}

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[foreign(invalid = [0, -1])]
#[repr(transparent)]
struct Descriptor(i32);

/// Not `Copy`, and closed on drop.
#[derive(ForeignType)]
#[foreign(invalid = [ptr::null_mut(), ptr::without_provenance_mut(usize::MAX)])]
#[repr(transparent)]
struct Handle(*mut c_void);

thread_local! {
    static CLOSED: Cell<usize> = const { Cell::new(0) };
}

impl Drop for Handle {
    fn drop(&mut self) {
        CLOSED.set(CLOSED.get() + 1);
    }
}

type Id = u64;

#[derive(ForeignType)]
#[foreign(invalid = [Id::MAX])]
#[repr(transparent)]
struct Of<T> {
    marker: PhantomData<T>,
    id: Id,
}

const fn assert<T: Nullable>() -> Type<'static> {
    <Option<T> as ForeignType>::TYPE
}

fn main() {
    assert_eq!(assert::<Window<'_, String>>(), Type::Pointer);
    assert_eq!(assert::<Borrowed<'_>>(), Type::Pointer);
    assert_eq!(assert::<Shared<'_, f64>>(), Type::Pointer);
    assert_eq!(assert::<Named>(), Type::U32);
    assert_eq!(assert::<Short>(), Type::I16);
    let none = None::<Named>;
    // SAFETY: it is the integer 0, as `Nullable` says.
    let zero = unsafe { std::mem::transmute::<Option<Named>, u32>(none) };
    assert_eq!(zero, 0);

    assert_eq!(Descriptor::TYPE, Type::I32);
    assert_eq!(Descriptor::INVALID, [0, -1]);
    assert_eq!(Descriptor(-1).checked(), None);
    assert_eq!(Descriptor(0).checked(), None);
    assert_eq!(Descriptor(-2).checked(), Some(Descriptor(-2)));
    assert_eq!(Descriptor::or_none(None), Descriptor(0));
    assert_eq!(Descriptor::or_none(Some(Descriptor(7))), Descriptor(7));

    assert!(Handle(ptr::null_mut()).checked().is_none());
    assert!(Handle::NONE.checked().is_none());
    assert_eq!(CLOSED.get(), 0);
    drop(Handle(ptr::dangling_mut()).checked());
    assert_eq!(CLOSED.get(), 1);

    assert_eq!(Of::<String>::NONE.id, u64::MAX);
    let valid = Of::<u8> {
        marker: PhantomData,
        id: 0,
    };
    assert!(!valid.is_invalid());
}
