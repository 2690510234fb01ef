//! Arguments that C gave to a function of an interface, which become those of the method that implements it.
//!
//! In: bytes, pointers and lengths. Out: values of Rust, or a [`Refused`]. A pointer that is not null is taken for right,
//! as in every function of C; bytes that are no value are not.

use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::{slice, str};
use std::ffi::CStr;

use crate::lowering::{ForeignSlice, Terminated};
use crate::types::decoding::Decoding;
use crate::types::{ForeignType, Nullable, Referent, UnlistedValue};

/// The reason why an argument is none that the function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// A pointer is null, or a number is 0, and must not be.
    #[error("is null")]
    Null,
    /// A text is not UTF-8.
    #[error("is no text in UTF-8")]
    NotUtf8,
    /// A length is negative, or one that no memory has.
    #[error("has a length that no memory has")]
    Length,
    /// A length in bytes is no multiple of an element's size.
    #[error("ends inside of an element")]
    HalfElement,
    /// The size of a struct ends inside of a field.
    #[error("has a size that ends inside of a field")]
    HalfField,
    /// The pointer of a slice is not aligned for its elements.
    #[error("is not aligned for its elements")]
    Unaligned,
    /// A number is none of those that its enum lists.
    #[error(transparent)]
    Unlisted(#[from] UnlistedValue),
}

impl Refused {
    /// Panics, for a function that has no status.
    ///
    /// # Panics
    ///
    /// Always.
    #[cold]
    #[inline(never)]
    pub fn refuse(&self, argument: &str) -> ! {
        match self {
            Self::Unlisted(error) => panic!("the argument `{argument}`: {error}"),
            Self::Null
            | Self::NotUtf8
            | Self::Length
            | Self::HalfElement
            | Self::HalfField
            | Self::Unaligned => panic!("the argument `{argument}` {self}"),
        }
    }
}

/// The way from bytes to a `T`: for a [`Nullable`] type a function of its own, which the compiler prefers to that of
/// [`AnyGiven`].
pub struct Given<T>(PhantomData<T>);

/// The way from bytes to any type of C.
pub trait AnyGiven<T> {
    /// Takes a value that C gave.
    ///
    /// # Errors
    ///
    /// If the bytes are no `T`.
    ///
    /// # Safety
    ///
    /// C gave a `T`, except that a `bool` in it may be any byte, and an enum any number.
    unsafe fn take(value: MaybeUninit<T>) -> Result<T, Refused>;
}

impl<T: ForeignType> AnyGiven<T> for Given<T> {
    #[inline(always)]
    unsafe fn take(value: MaybeUninit<T>) -> Result<T, Refused> {
        let mut value = value;
        let decoding = const { &Decoding::of_type::<T>() };
        if decoding.any() {
            // SAFETY: the bytes are those of a value of this type, which C wrote.
            unsafe { decoding.try_decode(T::TYPE, value.as_mut_ptr().cast()) }?;
        }
        // SAFETY: it is a `T`, by the contract of this function, in which each `bool` and each enum is decoded.
        Ok(unsafe { value.assume_init() })
    }
}

impl<T: Nullable> Given<T> {
    /// Takes a value that is not null.
    ///
    /// # Errors
    ///
    /// If it is.
    ///
    /// # Safety
    ///
    /// C gave a `T`, or null.
    #[inline(always)]
    pub unsafe fn take(value: MaybeUninit<T>) -> Result<T, Refused> {
        // SAFETY: `Nullable` promises that the `Option` has the same bytes, and is `None` for null.
        let value = unsafe { value.as_ptr().cast::<Option<T>>().read() };
        value.ok_or(Refused::Null)
    }
}

/// A length as C gave it.
///
/// # Errors
///
/// If it is negative, or larger than any memory.
#[inline(always)]
pub fn length<N: TryInto<usize>>(length: N) -> Result<usize, Refused> {
    length.try_into().map_err(|_| Refused::Length)
}

/// A slice that C gave, by its pointer and its length.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made of a pointer and a length",
    label = "an interface has no such slice",
    note = "take `&[T]`, `&mut [T]` or `&str`, or an `Option` of one of these"
)]
pub trait GivenSlice: ForeignSlice + Sized {
    /// The slice. Null is an empty one without elements.
    ///
    /// # Errors
    ///
    /// If there is no such slice.
    ///
    /// # Safety
    ///
    /// `pointer` is null, or that of as many elements, or of elements in as many bytes if `in_bytes`, which nobody
    /// else writes to as long as the slice is used; nor reads, if it is mutable.
    unsafe fn given(pointer: Self::Pointer, length: usize, in_bytes: bool)
    -> Result<Self, Refused>;

    /// Whether it is null.
    fn is_null(pointer: &Self::Pointer) -> bool;
}

/// The number of elements of a slice whose pointer may be null.
fn elements<T>(pointer: *const T, length: usize, in_bytes: bool) -> Result<usize, Refused> {
    let size = size_of::<T>().max(1);
    if in_bytes && !length.is_multiple_of(size) {
        return Err(Refused::HalfElement);
    }
    let length = if in_bytes { length / size } else { length };
    if length == 0 {
        return Ok(0);
    }
    if pointer.is_null() {
        return Err(Refused::Null);
    }
    if !pointer.is_aligned() {
        return Err(Refused::Unaligned);
    }
    match length.checked_mul(size) {
        Some(bytes) if isize::try_from(bytes).is_ok() => Ok(length),
        Some(_) | None => Err(Refused::Length),
    }
}

impl<T: Referent> GivenSlice for &[T] {
    #[inline]
    unsafe fn given(pointer: *const T, length: usize, in_bytes: bool) -> Result<Self, Refused> {
        match elements(pointer, length, in_bytes)? {
            0 => Ok(&[]),
            // SAFETY: there are as many, by the contract of this function, at an address that is not null.
            length => Ok(unsafe { slice::from_raw_parts(pointer, length) }),
        }
    }

    #[inline(always)]
    fn is_null(pointer: &*const T) -> bool {
        pointer.is_null()
    }
}

impl<T: Referent> GivenSlice for &mut [T] {
    #[inline]
    unsafe fn given(pointer: *mut T, length: usize, in_bytes: bool) -> Result<Self, Refused> {
        match elements(pointer, length, in_bytes)? {
            0 => Ok(&mut []),
            // SAFETY: there are as many, by the contract of this function, at an address that is not null.
            length => Ok(unsafe { slice::from_raw_parts_mut(pointer, length) }),
        }
    }

    #[inline(always)]
    fn is_null(pointer: &*mut T) -> bool {
        pointer.is_null()
    }
}

impl GivenSlice for &str {
    #[inline]
    unsafe fn given(pointer: *const u8, length: usize, in_bytes: bool) -> Result<Self, Refused> {
        // SAFETY: by the contract of this function, which is the same for the bytes.
        let bytes = unsafe { <&[u8] as GivenSlice>::given(pointer, length, in_bytes) }?;
        str::from_utf8(bytes).map_err(|_| Refused::NotUtf8)
    }

    #[inline(always)]
    fn is_null(pointer: &*const u8) -> bool {
        pointer.is_null()
    }
}

impl<S: GivenSlice> GivenSlice for Option<S> {
    #[inline]
    unsafe fn given(pointer: S::Pointer, length: usize, in_bytes: bool) -> Result<Self, Refused> {
        if S::is_null(&pointer) {
            return Ok(None);
        }
        // SAFETY: by the contract of this function, which is the same for a slice that is there.
        unsafe { S::given(pointer, length, in_bytes) }.map(Some)
    }

    #[inline(always)]
    fn is_null(pointer: &S::Pointer) -> bool {
        S::is_null(pointer)
    }
}

/// A text that C gave, with a NUL behind it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made of a text that ends with NUL",
    label = "an interface has no such text",
    note = "take `&str`, `&[u8]` or an `Option` of one with `#[terminated]`, or `&CStr` without"
)]
pub trait GivenText: Terminated {
    /// The text without the NUL.
    ///
    /// # Errors
    ///
    /// If there is none, or it is not in UTF-8 and has to be.
    ///
    /// # Safety
    ///
    /// `text` is null, or points to a text that ends, which nobody writes to as long as the result is used.
    unsafe fn given(text: *const Self::Unit) -> Result<Self, Refused>
    where
        Self: Sized;
}

impl GivenText for &[u8] {
    #[inline]
    unsafe fn given(text: *const Self::Unit) -> Result<Self, Refused> {
        if text.is_null() {
            return Err(Refused::Null);
        }
        // SAFETY: the text ends, by the contract of this function.
        Ok(unsafe { CStr::from_ptr(text) }.to_bytes())
    }
}

impl GivenText for &str {
    #[inline]
    unsafe fn given(text: *const Self::Unit) -> Result<Self, Refused> {
        // SAFETY: by the contract of this function.
        let bytes = unsafe { <&[u8] as GivenText>::given(text) }?;
        str::from_utf8(bytes).map_err(|_| Refused::NotUtf8)
    }
}

impl<T: GivenText> GivenText for Option<T> {
    #[inline]
    unsafe fn given(text: *const T::Unit) -> Result<Self, Refused> {
        if text.is_null() {
            return Ok(None);
        }
        // SAFETY: by the contract of this function.
        unsafe { T::given(text) }.map(Some)
    }
}

/// A pointer that must not be null.
///
/// # Errors
///
/// If it is.
#[inline(always)]
pub fn present<T>(given: Option<T>) -> Result<T, Refused> {
    given.ok_or(Refused::Null)
}

/// A reference to what C gave the address of.
///
/// # Errors
///
/// If the address is null.
///
/// # Safety
///
/// The address is null, or that of a `T` to which nobody else writes for `'a`.
#[inline(always)]
pub unsafe fn reference<'a, T>(pointer: *mut T) -> Result<&'a T, Refused> {
    // SAFETY: by the contract of this function.
    unsafe { pointer.as_ref() }.ok_or(Refused::Null)
}

/// A mutable reference to what C gave the address of.
///
/// # Errors
///
/// If the address is null.
///
/// # Safety
///
/// The address is null, or that of a `T` that nobody else uses for `'a`.
#[inline(always)]
pub unsafe fn reference_mut<'a, T>(pointer: *mut T) -> Result<&'a mut T, Refused> {
    // SAFETY: by the contract of this function.
    unsafe { pointer.as_mut() }.ok_or(Refused::Null)
}

/// A place for a result, of which C gave the address.
///
/// # Errors
///
/// If it is null.
#[inline(always)]
pub fn place<T>(place: *mut T) -> Result<*mut T, Refused> {
    if place.is_null() {
        return Err(Refused::Null);
    }
    Ok(place)
}

/// Writes a result to such a place.
///
/// # Safety
///
/// `place` points to memory for a `T`, which nobody else uses.
#[inline(always)]
pub unsafe fn write<T>(place: *mut T, value: T) {
    // SAFETY: there is memory for it, by the contract of this function.
    unsafe { place.write(value) }
}

#[cfg(test)]
#[path = "given_tests.rs"]
mod tests;
