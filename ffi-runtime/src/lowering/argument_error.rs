//! Arguments of a method that C cannot be passed.

use core::fmt;

/// An argument that cannot be lowered; the foreign function was not called.
///
/// A method whose result has an error returns this as one, by `From`. Any other method panics with its text.
///
/// ```
/// use ffi_runtime::lowering::ArgumentError;
///
/// let error = ArgumentError::InnerNul { position: 3 };
/// assert_eq!(error.to_string(), "the text has a NUL at index 3, where C would take it to end");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ArgumentError {
    /// A text that C would take to end early.
    #[error("the text has a NUL at index {position}, where C would take it to end")]
    InnerNul {
        /// Bytes, or units of a text of another width, before the NUL.
        position: usize,
    },
    /// A length that the type of C's parameter does not hold.
    #[error("the length {length} does not fit C's parameter, which has {bits} bits")]
    TooLong {
        /// In the unit of the parameter: elements or bytes.
        length: usize,
        /// The width of the parameter.
        bits: u32,
    },
    /// Slices that share one length have different ones.
    #[error("slices of {first} and {other} elements share one length")]
    DifferentLengths {
        /// Length of the first slice.
        first: usize,
        /// Another length.
        other: usize,
    },
}

impl From<ArgumentError> for std::io::Error {
    fn from(error: ArgumentError) -> Self {
        Self::new(std::io::ErrorKind::InvalidInput, error)
    }
}

/// An error of a method, which is made of another: `From`, with a message of its own.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not made of `{E}`",
    label = "the method may fail with `{E}`",
    note = "implement `From<{E}>` for `{Self}`"
)]
pub trait MadeOf<E> {
    /// Makes it.
    fn made_of(error: E) -> Self;
}

#[diagnostic::do_not_recommend]
impl<E, T: From<E>> MadeOf<E> for T {
    #[inline(always)]
    fn made_of(error: E) -> Self {
        Self::from(error)
    }
}

/// The value, or a panic that names the function: for methods whose result has no error.
///
/// # Panics
///
/// If it is an error.
#[doc(hidden)]
#[inline]
#[track_caller]
pub fn or_panic<T, E: fmt::Display>(result: Result<T, E>, function: &str) -> T {
    match result {
        Ok(value) => value,
        Err(error) => refuse(function, &error),
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn refuse(function: &str, error: &dyn fmt::Display) -> ! {
    panic!("`{function}`: {error}")
}
