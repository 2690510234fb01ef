//! Lengths of slices in the type of C's parameter.

use crate::lowering::ArgumentError;

/// A length as C's parameter has it.
///
/// # Errors
///
/// If the type of the parameter is too narrow.
#[doc(hidden)]
#[inline]
pub fn length<N: TryFrom<usize>>(length: usize) -> Result<N, ArgumentError> {
    N::try_from(length).map_err(|_| ArgumentError::TooLong {
        length,
        bits: 8 * size_of::<N>() as u32,
    })
}

/// The one length of several slices; those that are not given have none.
///
/// # Errors
///
/// If two have different lengths.
#[doc(hidden)]
#[inline]
pub fn agree(lengths: &[Option<usize>]) -> Result<usize, ArgumentError> {
    let mut given = lengths.iter().flatten();
    let Some(first) = given.next() else {
        return Ok(0);
    };
    match given.find(|other| *other != first) {
        None => Ok(*first),
        Some(other) => Err(ArgumentError::DifferentLengths {
            first: *first,
            other: *other,
        }),
    }
}
