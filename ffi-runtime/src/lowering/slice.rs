//! Slices, which C has as a pointer and a length.

use core::ptr;
use core::slice;

use crate::types::referent::{refuse_mutable, refuse_shared};
use crate::types::{Referent, Type};

/// An argument of `#[slice(len = n)]` or `#[slice(bytes = n)]`: elements that lie side by side.
///
/// `&[T]`, `&mut [T]` and `&str`, and an `Option` of one of these, of which `None` is a null pointer and the length 0.
/// The pointer of an empty slice is not null.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no slice that C can be passed",
    label = "`#[slice(..)]` is for elements that lie side by side",
    note = "take `&[T]`, `&mut [T]` or `&str`, or an `Option` of one of these; `T` is a type that C has too"
)]
pub trait ForeignSlice {
    /// A pointer; evaluating it checks that C may write to the elements where the slice is mutable.
    #[doc(hidden)]
    const TYPE: Type<'static>;

    /// Bytes of an element.
    #[doc(hidden)]
    const ELEMENT_SIZE: usize;

    /// The pointer that C gets.
    type Pointer;

    /// The number of elements, if there is a slice.
    #[doc(hidden)]
    fn elements(&self) -> Option<usize>;

    /// Where the elements are.
    #[doc(hidden)]
    fn into_pointer(self) -> Self::Pointer;

    /// No slice.
    #[doc(hidden)]
    fn null() -> Self::Pointer;
}

impl<T: Referent> ForeignSlice for &[T] {
    const TYPE: Type<'static> = {
        refuse_shared::<T>();
        Type::Pointer
    };
    const ELEMENT_SIZE: usize = size_of::<T>();

    type Pointer = *const T;

    #[inline(always)]
    fn elements(&self) -> Option<usize> {
        Some(self.len())
    }

    #[inline(always)]
    fn into_pointer(self) -> *const T {
        self.as_ptr()
    }

    #[inline(always)]
    fn null() -> *const T {
        ptr::null()
    }
}

impl<T: Referent> ForeignSlice for &mut [T] {
    const TYPE: Type<'static> = {
        refuse_mutable::<T>();
        Type::Pointer
    };
    const ELEMENT_SIZE: usize = size_of::<T>();

    type Pointer = *mut T;

    #[inline(always)]
    fn elements(&self) -> Option<usize> {
        Some(self.len())
    }

    #[inline(always)]
    fn into_pointer(self) -> *mut T {
        self.as_mut_ptr()
    }

    #[inline(always)]
    fn null() -> *mut T {
        ptr::null_mut()
    }
}

impl ForeignSlice for &str {
    const TYPE: Type<'static> = Type::Pointer;
    const ELEMENT_SIZE: usize = 1;

    type Pointer = *const u8;

    #[inline(always)]
    fn elements(&self) -> Option<usize> {
        Some(self.len())
    }

    #[inline(always)]
    fn into_pointer(self) -> *const u8 {
        self.as_ptr()
    }

    #[inline(always)]
    fn null() -> *const u8 {
        ptr::null()
    }
}

impl<S: ForeignSlice> ForeignSlice for Option<S> {
    const TYPE: Type<'static> = S::TYPE;
    const ELEMENT_SIZE: usize = S::ELEMENT_SIZE;

    type Pointer = S::Pointer;

    #[inline(always)]
    fn elements(&self) -> Option<usize> {
        self.as_ref().and_then(S::elements)
    }

    #[inline(always)]
    fn into_pointer(self) -> S::Pointer {
        self.map_or_else(S::null, S::into_pointer)
    }

    #[inline(always)]
    fn null() -> S::Pointer {
        S::null()
    }
}

/// The slice of a pointer and a length that C returned; null and 0 is an empty one.
///
/// # Panics
///
/// If C returned null and a length, a length that is negative, or one of more memory than there is.
///
/// # Safety
///
/// C returned null, or a pointer to `length` valid `T`s, or bytes if `in_bytes`, which stay for `'a`.
#[doc(hidden)]
#[inline]
#[track_caller]
pub unsafe fn returned_slice<'a, T: Referent, N: TryInto<usize>>(
    pointer: *const T,
    length: N,
    in_bytes: bool,
) -> &'a [T] {
    let Ok(mut length) = length.try_into() else {
        panic!("C returned a slice of a length that no memory has");
    };
    if in_bytes {
        length /= size_of::<T>().max(1);
    }
    if length == 0 {
        return &[];
    }
    assert!(
        !pointer.is_null(),
        "C returned null for a slice of {length} elements"
    );
    // SAFETY: there are as many elements, by the contract of this function.
    unsafe { slice::from_raw_parts(pointer, length) }
}
