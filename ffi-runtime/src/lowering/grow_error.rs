//! Sizes that a query cannot make a buffer of.

use crate::library::MissingSymbol;
use crate::lowering::{ArgumentError, CallError};
use crate::types::UnlistedValue;

/// Why a method with `#[grow(..)]` has no elements, although the function did not say that it failed.
///
/// A method whose result has another error returns this as one, by `From`.
///
/// ```
/// use ffi_runtime::lowering::GrowError;
///
/// let error = GrowError::KeepsGrowing { calls: 16, capacity: 4096 };
/// assert_eq!(error.to_string(), "a buffer of 4096 elements was too small again, after 16 calls");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GrowError {
    /// Every buffer was too small, also one of the size that the function had asked for.
    #[error("a buffer of {capacity} elements was too small again, after {calls} calls")]
    KeepsGrowing {
        /// Calls of the function.
        calls: u32,
        /// Elements of the last buffer.
        capacity: usize,
    },
    /// The function returned a length that no buffer has: a negative one.
    #[error("the function gave {length} as a length")]
    NoLength {
        /// The length.
        length: i128,
    },
    /// There is no memory for the elements, or C's parameter cannot say that there is.
    #[error("{} elements are more than a buffer can have", Elements(*.elements))]
    TooMany {
        /// The elements that are needed, as far as it is known.
        elements: Option<usize>,
    },
    /// A text that a `CString` cannot have, and that is not cut.
    #[error("the text has a NUL at index {position}, where a `CString` would end")]
    InnerNul {
        /// Bytes, or units of a text of another width, before the NUL.
        position: usize,
    },
    /// An argument cannot be lowered; the function was not called.
    #[error(transparent)]
    Argument(#[from] ArgumentError),
    /// The library lacks the function, which is optional.
    #[error(transparent)]
    Missing(#[from] MissingSymbol),
    /// An element is no value of its enum.
    #[error(transparent)]
    Unlisted(#[from] UnlistedValue),
}

/// A number that may be unknown.
struct Elements(Option<usize>);

impl core::fmt::Display for Elements {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self.0 {
            Some(elements) => elements.fmt(f),
            None => f.write_str("still more"),
        }
    }
}

impl From<GrowError> for CallError {
    fn from(error: GrowError) -> Self {
        match error {
            GrowError::Argument(error) => error.into(),
            GrowError::Missing(error) => error.into(),
            GrowError::Unlisted(error) => error.into(),
            other => Self::Grow(other),
        }
    }
}

impl From<GrowError> for std::io::Error {
    fn from(error: GrowError) -> Self {
        match error {
            GrowError::Argument(error) => error.into(),
            GrowError::Missing(error) => error.into(),
            GrowError::Unlisted(error) => error.into(),
            other => Self::other(other),
        }
    }
}
