//! Structs that grow, behind the pointer of an argument: the side that implements a function may know a longer struct
//! than the side that calls it.
//!
//! In: the pointer that C gave. Out: one to a whole struct. If the caller's is shorter, a copy takes its place, whose
//! further fields have their defaults; what the method changes of the others is copied back.

use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ptr;

use crate::plugin::given::Refused;
use crate::types::{ForeignType, Type};

/// A struct with `#[foreign(growing)]`.
///
/// # Safety
///
/// The first field, at the first byte, is of the type `Size`, and says how many bytes of the struct there are.
pub unsafe trait Growing: ForeignType + Default {
    /// The type of the first field.
    type Size: Copy + TryInto<usize>;
}

/// The bytes that a struct says it has.
///
/// # Safety
///
/// `pointer` points to a struct that begins with a `T::Size`.
#[inline(always)]
unsafe fn size_of_struct<T: Growing>(pointer: *const T) -> usize {
    // SAFETY: the first field is a `T::Size`, by the contracts of `Growing` and of this function.
    let size = unsafe { pointer.cast::<T::Size>().read_unaligned() };
    // A number that is no size is one of no bytes.
    size.try_into().unwrap_or(0)
}

/// Whether a struct that is cut there has each field as a whole or not at all, and has its size.
fn is_between_fields(ty: Type<'_>, size: usize) -> bool {
    let fields = ty.aggregate().map_or(&[][..], |aggregate| aggregate.fields);
    let first = fields.first().map_or(0, |field| field.ty.size());
    let mut fields = fields.iter();
    size >= first
        && fields.all(|field| size <= field.offset || size >= field.offset + field.ty.size())
}

/// The way from a pointer to a whole struct: for a [`Growing`] type a function of its own, which the compiler prefers
/// to that of [`AnyBehind`].
pub struct Behind<T>(PhantomData<T>);

/// The way from a pointer to any type, which is there as a whole.
pub trait AnyBehind<T> {
    /// The pointer itself.
    ///
    /// # Errors
    ///
    /// None.
    ///
    /// # Safety
    ///
    /// That of [`Behind::whole`].
    unsafe fn whole(pointer: *mut T, is_written: bool) -> Result<Itself<T>, Refused>;

    /// Does nothing.
    #[inline(always)]
    fn check(_: &T) {}

    /// Whether the type grows.
    const IS_GROWING: bool = false;
}

/// A pointer that C gave.
pub struct Itself<T>(*mut T);

impl<T> Itself<T> {
    /// The pointer.
    #[inline(always)]
    #[must_use]
    pub fn as_ptr(&mut self) -> *mut T {
        self.0
    }
}

impl<T> AnyBehind<T> for Behind<T> {
    #[inline(always)]
    unsafe fn whole(pointer: *mut T, _is_written: bool) -> Result<Itself<T>, Refused> {
        Ok(Itself(pointer))
    }
}

/// Refuses a reference to a struct that grows, where it may be used for longer than the call: the struct may be a copy.
///
/// # Panics
///
/// If the struct grows.
pub const fn assert_not_growing(is_growing: bool) {
    assert!(
        !is_growing,
        "a reference to a struct that grows lives as long as the call, for the struct may be a copy: leave out its lifetime"
    );
}

/// Stops the compilation if an argument is a reference to a struct that grows, of which only its type knows.
pub const fn assert_spelled(points_to_growing: bool) {
    assert!(
        !points_to_growing,
        "a reference to a struct that grows is written out, for the struct may be a copy: `&T` in place of an alias"
    );
}

impl<T: Growing> Behind<T> {
    /// Whether the type grows.
    pub const IS_GROWING: bool = true;

    /// Takes a pointer that C gave.
    ///
    /// # Errors
    ///
    /// [`Refused::HalfField`] if the size ends inside of a field.
    ///
    /// # Safety
    ///
    /// `pointer` is null, or points to a struct of C that begins with its size, and of which the fields up to that size
    /// are those of `T`. It stays until the result is dropped, and if `is_written`, nobody else uses it.
    #[inline]
    pub unsafe fn whole(pointer: *mut T, is_written: bool) -> Result<Whole<T>, Refused> {
        if pointer.is_null() {
            return Ok(Whole::There(pointer));
        }
        // SAFETY: it points to a struct that begins with its size, by the contract of this function.
        let size = unsafe { size_of_struct(pointer) };
        if size >= size_of::<T>() {
            return Ok(Whole::There(pointer));
        }
        if !is_between_fields(T::TYPE, size) {
            return Err(Refused::HalfField);
        }
        let mut value = ManuallyDrop::new(T::default());
        // SAFETY: the struct has so many bytes, fewer than a `T`, and they are whole fields of one, by the contract of
        // this function and by the check above.
        unsafe {
            ptr::copy_nonoverlapping(pointer.cast::<u8>(), (&raw mut value).cast::<u8>(), size);
        }
        Ok(Whole::Copied {
            value,
            origin: is_written.then_some(pointer),
            size,
        })
    }

    /// Checks a struct before the other side gets its address.
    ///
    /// # Panics
    ///
    /// If it says that it has more bytes than there are.
    #[inline]
    #[track_caller]
    pub fn check(value: &T) {
        // SAFETY: it begins with its size, by the contract of `Growing`.
        let size = unsafe { size_of_struct(value) };
        let there = size_of::<T>();
        assert!(
            size <= there,
            "the struct says that it has {size} bytes, and has {there}"
        );
    }
}

/// A struct of C as a whole `T`.
pub enum Whole<T> {
    /// It is one, or null.
    There(*mut T),
    /// It is shorter.
    Copied {
        /// A copy, of which only the further fields are Rust's.
        value: ManuallyDrop<T>,
        /// The struct to which changes are copied.
        origin: Option<*mut T>,
        /// The bytes that it has.
        size: usize,
    },
}

impl<T> Whole<T> {
    /// A pointer to it, for as long as this value stays where it is.
    #[inline(always)]
    #[must_use]
    pub fn as_ptr(&mut self) -> *mut T {
        match self {
            Self::There(pointer) => *pointer,
            Self::Copied { value, .. } => &raw mut **value,
        }
    }
}

impl<T> Drop for Whole<T> {
    fn drop(&mut self) {
        if let Self::Copied {
            value,
            origin: Some(origin),
            size,
        } = self
        {
            // SAFETY: the struct has so many bytes and is not used by anybody else, by the contract of `whole`.
            unsafe {
                ptr::copy_nonoverlapping(
                    (&raw const **value).cast::<u8>(),
                    origin.cast::<u8>(),
                    *size,
                );
            }
        }
    }
}

#[cfg(test)]
#[path = "growing_tests.rs"]
mod tests;
