//! Buffers for the message of a function that fails.

use crate::library::MissingSymbol;
use crate::lowering::{ArgumentError, GrowError};

/// A buffer on the stack for a message, of zeros.
#[doc(hidden)]
#[inline(always)]
#[must_use]
pub fn error_buffer<const SIZE: usize>() -> [u8; SIZE] {
    const { assert!(SIZE > 0, "a message needs a byte for its end") };
    [0; SIZE]
}

/// The message, up to its end or that of the buffer; `None` if there is none.
#[doc(hidden)]
#[inline]
#[must_use]
pub fn error_text(buffer: &[u8]) -> Option<String> {
    let end = buffer.iter().position(|byte| *byte == 0);
    let text = &buffer[..end.unwrap_or(buffer.len())];
    (!text.is_empty()).then(|| String::from_utf8_lossy(text).into_owned())
}

/// The error of a method whose only error is a message.
impl From<ArgumentError> for String {
    fn from(error: ArgumentError) -> Self {
        error.to_string()
    }
}

/// The error of a method whose only error is a message.
impl From<GrowError> for String {
    fn from(error: GrowError) -> Self {
        error.to_string()
    }
}

/// The error of a method whose only error is a message.
impl From<MissingSymbol> for String {
    fn from(error: MissingSymbol) -> Self {
        error.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::error_text;

    #[test]
    fn a_message_without_an_end_ends_with_the_buffer() {
        assert_eq!(error_text(b"\0\0"), None);
        assert_eq!(error_text(b"no\0device"), Some("no".to_owned()));
        assert_eq!(error_text(b"full"), Some("full".to_owned()));
    }
}
