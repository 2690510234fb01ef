//! Types of the standard library that wrap another one and have its layout.

use core::cell::{Cell, UnsafeCell};
use core::mem::{ManuallyDrop, MaybeUninit};
use core::num::{Saturating, Wrapping};
use core::pin::Pin;
use core::sync::atomic;

use crate::types::{
    ArrayType, Closed, Enums, ForeignType, Nullable, Shape, Type, TypeInfo, TypeReference,
};

macro_rules! transparent {
    ($($wrapper:ident $(($shared:ident))?,)*) => {$(
        // SAFETY: the standard library guarantees that the wrapper has the layout and the valid values of
        // what it holds.
        #[diagnostic::do_not_recommend]
        unsafe impl<T: ForeignType> ForeignType for $wrapper<T> {
            const TYPE: Type<'static> = held::<T>();
            const CLOSED: Closed = <T as ForeignType>::CLOSED$(.$shared())?;
            const ENUMS: Enums = T::ENUMS;
            const REFERENCE: TypeReference = <T as ForeignType>::REFERENCE;
            const INFO: &'static TypeInfo = T::INFO;
        }
    )*};
}

transparent! {
    Cell(when_shared),
    ManuallyDrop,
    Pin,
    Saturating,
    UnsafeCell(when_shared),
    Wrapping,
}

/// The descriptor of a type that has bytes.
const fn held<T: ForeignType>() -> Type<'static> {
    assert!(T::TYPE.size() > 0, "C has no value of no bytes");
    T::TYPE
}

// SAFETY: a pinned pointer is transparent over the pointer.
unsafe impl<P: Nullable> Nullable for Pin<P> {}

// SAFETY: `MaybeUninit` guarantees the layout of what it holds, and an array of one element has the layout
// of the element. An array stands in fields only: there its bytes are moved as they are, where an
// argument's would be read to widen them.
#[diagnostic::do_not_recommend]
unsafe impl<T: ForeignType> ForeignType for MaybeUninit<T> {
    const TYPE: Type<'static> = Type::Array(&ArrayType {
        element: held::<T>(),
        length: 1,
    });
    const REFERENCE: TypeReference = <T as ForeignType>::REFERENCE;
    const INFO: &'static TypeInfo = &TypeInfo {
        reference: Self::REFERENCE,
        ty: T::TYPE,
        shape: Shape::Inner(T::INFO),
    };
}

macro_rules! atomics {
    ($($atomic:ident($width:literal) => $plain:ty,)*) => {$(
        // SAFETY: an atomic has the size and the valid values of the plain type; the assertion compares
        // the alignments.
        #[cfg(target_has_atomic = $width)]
        #[diagnostic::do_not_recommend]
        unsafe impl ForeignType for atomic::$atomic {
            const TYPE: Type<'static> = {
                assert!(align_of::<Self>() == align_of::<$plain>());
                <$plain>::TYPE
            };
            const REFERENCE: TypeReference = <$plain as ForeignType>::REFERENCE;
            const CLOSED: Closed = <$plain as ForeignType>::CLOSED.when_shared();
        }
    )*};
}

atomics! {
    AtomicBool("8") => bool,
    AtomicI8("8") => i8,
    AtomicI16("16") => i16,
    AtomicI32("32") => i32,
    AtomicI64("64") => i64,
    AtomicIsize("ptr") => isize,
    AtomicU8("8") => u8,
    AtomicU16("16") => u16,
    AtomicU32("32") => u32,
    AtomicU64("64") => u64,
    AtomicUsize("ptr") => usize,
}

// SAFETY: an atomic pointer has the size and the valid values of a pointer; the assertion compares the
// alignments.
#[cfg(target_has_atomic = "ptr")]
#[diagnostic::do_not_recommend]
unsafe impl<T> ForeignType for atomic::AtomicPtr<T> {
    const TYPE: Type<'static> = {
        assert!(align_of::<Self>() == align_of::<*mut T>());
        <*mut T>::TYPE
    };
    const REFERENCE: TypeReference = <*mut T as ForeignType>::REFERENCE;
}
