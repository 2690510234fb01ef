//! Size queries: buffers for C to fill whose size only C knows.
//!
//! In: the rules of a declaration, and after each call the length that C gave. Out: whether the buffer was large
//! enough, and then its elements.
//!
//! Every buffer is zeros before each call, so that no memory is read that nobody wrote. A length of C that is more
//! than the buffer has only says how large the next one has to be.

mod fixed;
mod growing;
mod rules;

use core::mem::MaybeUninit;
use std::ffi::CString;

pub use self::fixed::Fixed;
pub use self::growing::Growing;
pub use self::rules::{Length, Nul, Rules};
use crate::lowering::GrowError;
use crate::types::decoding::Decoding;
use crate::types::{ForeignType, UnlistedValue};

/// A type that `#[grow(..)]` fills: `Vec<T>`, and for texts `String` and `CString`.
///
/// A `String` has U+FFFD for what is not UTF-8.
#[cfg_attr(
    feature = "widestring",
    doc = "The owned texts of `widestring`, such as `WideCString` and `U16String`, are filled with units of their width."
)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be filled by C",
    label = "`#[grow(..)]` is for elements that lie side by side",
    note = "write `Vec<T>`, in which `T` is a type that C has too, or for a text `String` or `CString`",
    note = "for UTF-16 or `wchar_t`, write a text of the crate `widestring`, with the feature `widestring` of `ffi-runtime`"
)]
pub trait Grown: Sized {
    /// The element that C writes.
    type Element: ForeignType;

    /// Whether a NUL ends it.
    #[doc(hidden)]
    const IS_TEXT: bool;

    /// The value of elements.
    ///
    /// # Errors
    ///
    /// If they cannot be one.
    #[doc(hidden)]
    fn of_elements(elements: Vec<Self::Element>) -> Result<Self, GrowError>;
}

impl<T: ForeignType> Grown for Vec<T> {
    type Element = T;

    const IS_TEXT: bool = false;

    #[inline(always)]
    fn of_elements(elements: Self) -> Result<Self, GrowError> {
        Ok(elements)
    }
}

impl Grown for String {
    type Element = u8;

    const IS_TEXT: bool = true;

    fn of_elements(bytes: Vec<u8>) -> Result<Self, GrowError> {
        Ok(Self::from_utf8(bytes)
            .unwrap_or_else(|error| Self::from_utf8_lossy(error.as_bytes()).into_owned()))
    }
}

impl Grown for CString {
    type Element = u8;

    const IS_TEXT: bool = true;

    fn of_elements(bytes: Vec<u8>) -> Result<Self, GrowError> {
        Self::new(bytes).map_err(|error| GrowError::InnerNul {
            position: error.nul_position(),
        })
    }
}

/// An argument of a function that is called more than once: one that stays when it is passed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be passed to C more than once",
    label = "`#[grow(..)]` calls the function until the buffer is large enough",
    note = "take a reference, or a type that is `Copy`"
)]
pub trait Repeated: Sized {
    /// The argument, for one of several calls.
    #[doc(hidden)]
    #[must_use]
    fn repeated(argument: &Self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Copy> Repeated for T {
    #[inline(always)]
    fn repeated(argument: &Self) -> Self {
        *argument
    }
}

/// The result of a method `NAME_into`, which makes one call.
///
/// ```
/// use ffi_runtime::lowering::Filled;
///
/// fn report(filled: &Filled<&mut [u32]>) -> String {
///     match filled {
///         Filled::All(elements) => format!("{} elements", elements.len()),
///         Filled::TooSmall { needed: Some(needed) } => format!("{needed} elements are needed"),
///         Filled::TooSmall { needed: None } => "too small".to_owned(),
///     }
/// }
///
/// assert_eq!(report(&Filled::All(&mut [1, 2])), "2 elements");
/// assert_eq!(report(&Filled::TooSmall { needed: Some(9) }), "9 elements are needed");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Filled<T> {
    /// The buffer was large enough: its elements that were written, with the other results of the method.
    All(T),
    /// The buffer was too small. What is in it is not to be used.
    TooSmall {
        /// The elements that the buffer needs, the place of a NUL included, if the function says it.
        needed: Option<usize>,
    },
}

impl<T> Filled<T> {
    /// The elements that were written, if they are all.
    #[must_use]
    pub fn all(self) -> Option<T> {
        match self {
            Self::All(filled) => Some(filled),
            Self::TooSmall { .. } => None,
        }
    }
}

/// Makes values of the elements that C wrote.
///
/// # Errors
///
/// If one is no value of its enum.
fn decode<G: Grown>(elements: &mut [MaybeUninit<G::Element>]) -> Result<(), UnlistedValue> {
    let decoding = const { &Decoding::of_type::<G::Element>() };
    if !decoding.any() {
        return Ok(());
    }
    elements.iter_mut().try_for_each(|element| {
        // SAFETY: the bytes are those of a value of this type, which C wrote, or zeros.
        unsafe { decoding.try_decode(G::Element::TYPE, element.as_mut_ptr().cast()) }
    })
}

/// The address of a buffer for C; null if it is empty.
fn pointer<T>(buffer: &mut [MaybeUninit<T>]) -> *mut T {
    if buffer.is_empty() {
        core::ptr::null_mut()
    } else {
        buffer.as_mut_ptr().cast()
    }
}
