//! Lengths that C gets and gives, as integers of any width.

use crate::lowering::GrowError;
use crate::types::ForeignType;

/// An integer that C has as the length of a buffer.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no length that C has",
    label = "a length is an integer",
    note = "write the type that C's pointer leads to: `n: u32` for `uint32_t *n`"
)]
pub trait Count: ForeignType + Copy {
    /// The greatest length.
    #[doc(hidden)]
    const MAX: usize;

    /// No elements.
    #[doc(hidden)]
    const ZERO: Self;

    /// A length; the greatest one if it is more.
    #[doc(hidden)]
    fn at_most(length: usize) -> Self;

    /// The length.
    ///
    /// # Errors
    ///
    /// If it is negative, or more than memory has.
    #[doc(hidden)]
    fn length(self) -> Result<usize, GrowError>;
}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl Count for $integer {
            const MAX: usize = if <$integer>::MAX as u128 > usize::MAX as u128 {
                usize::MAX
            } else {
                <$integer>::MAX as usize
            };
            const ZERO: Self = 0;

            #[inline]
            fn at_most(length: usize) -> Self {
                Self::try_from(length).unwrap_or(Self::MAX)
            }

            #[inline]
            fn length(self) -> Result<usize, GrowError> {
                usize::try_from(self).map_err(|_| GrowError::NoLength {
                    length: self as i128,
                })
            }
        }
    )*};
}

integers! { i8 i16 i32 i64 isize u8 u16 u32 u64 usize }
