//! Texts of Rust for functions that have UTF-16: `#[terminated(utf16)]`, `#[copied(utf16)]` and `#[grow(.., utf16)]`.

use core::{ptr, slice};

use super::result::NO_TEXT;
use super::terminated::{Buffer, TEXT_ON_STACK, without_nul};
use crate::lowering::{ArgumentError, GrowError, Grown};

/// An argument of `#[terminated(utf16)]`: a text of Rust, of which C gets a copy in UTF-16 that ends.
///
/// `&str`, `&String`, and an `Option` of one, of which `None` is null. The copy lives as that of a
/// [`Terminated`](crate::lowering::Terminated) text does. A NUL inside is an [`ArgumentError`], with its byte in the text
/// of Rust.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no text that can become UTF-16",
    label = "`#[terminated(utf16)]` is for texts in UTF-8",
    note = "take `&str` or `Option<&str>`",
    note = "a text of the crate `widestring` that is UTF-16 already crosses with `#[terminated]`"
)]
pub trait EncodedText: Sized {
    /// The text, unless it is null.
    #[doc(hidden)]
    fn text(&self) -> Option<&str>;

    /// Makes the copy that C gets, in a buffer that stays where it is until the call is over.
    #[doc(hidden)]
    #[inline]
    fn terminate(
        self,
        buffer: &mut Buffer<u16, TEXT_ON_STACK>,
    ) -> Result<*const u16, ArgumentError> {
        self.text()
            .map_or(Ok(ptr::null()), |text| encode(text, buffer))
    }
}

impl EncodedText for &str {
    #[inline]
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl EncodedText for &String {
    #[inline]
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl<T: EncodedText> EncodedText for Option<T> {
    #[inline]
    fn text(&self) -> Option<&str> {
        self.as_ref().and_then(T::text)
    }
}

fn encode(
    text: &str,
    buffer: &mut Buffer<u16, TEXT_ON_STACK>,
) -> Result<*const u16, ArgumentError> {
    without_nul(text.as_bytes(), 0)?;
    Ok(buffer.encode(text.encode_utf16(), 0))
}

/// A result of `#[copied(utf16)]`: `String`, or `Option<String>`, of which `None` is null.
///
/// A unit that is no UTF-16 becomes U+FFFD.
pub trait DecodedText: Sized {
    /// The text of these units; `None` is null.
    #[doc(hidden)]
    fn decoded(units: Option<&[u16]>) -> Self;
}

impl DecodedText for Option<String> {
    fn decoded(units: Option<&[u16]>) -> Self {
        units.map(String::from_utf16_lossy)
    }
}

impl DecodedText for String {
    #[track_caller]
    fn decoded(units: Option<&[u16]>) -> Self {
        Option::<Self>::decoded(units).expect(NO_TEXT)
    }
}

/// A text that `#[grow(.., utf16)]` fills.
#[doc(hidden)]
#[derive(Debug)]
pub struct FilledUtf16(pub String);

impl Grown for FilledUtf16 {
    type Element = u16;

    const IS_TEXT: bool = true;

    fn of_elements(units: Vec<u16>) -> Result<Self, GrowError> {
        Ok(Self(String::from_utf16_lossy(&units)))
    }
}

/// The copy of a text that C has in UTF-16.
///
/// # Safety
///
/// `text` is null, or leads to a text that ends.
#[doc(hidden)]
#[track_caller]
pub unsafe fn copied_utf16<T: DecodedText>(text: *const u16) -> T {
    if text.is_null() {
        return T::decoded(None);
    }
    let mut length = 0;
    // SAFETY: the text ends, by the contract of this function, and no unit before this one is its end.
    while unsafe { text.wrapping_add(length).read() } != 0 {
        length += 1;
    }
    // SAFETY: so many units were read, and C is not called before they are copied.
    T::decoded(Some(unsafe { slice::from_raw_parts(text, length) }))
}
