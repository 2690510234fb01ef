//! Results of which some values say that the function succeeded.

use crate::library::MissingSymbol;
use crate::lowering::{ArgumentError, GrowError};
use crate::types::{InvalidValues, UnlistedValue};

/// How `#[check(..)]` tells a success from a failure.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Predicate {
    /// 0 is a success.
    Zero,
    /// All but 0 are.
    Nonzero,
    /// All from 0 on are.
    NotNegative,
}

/// A result that some predicates can be asked of.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither an integer nor a pointer",
    label = "`zero`, `nonzero`, `not_negative` and `not_null` are said of those",
    note = "implement `Status` for it, and write `#[check]`"
)]
pub trait Checked: Copy {
    /// The number, for the error; the address of a pointer.
    #[doc(hidden)]
    fn number(self) -> i64;
}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl Checked for $integer {
            #[inline(always)]
            fn number(self) -> i64 {
                self as i64
            }
        }
    )*};
}

integers! { i8 i16 i32 i64 isize u8 u16 u32 bool }

macro_rules! wide_unsigned {
    ($($integer:ty)*) => {$(
        impl Checked for $integer {
            #[inline(always)]
            fn number(self) -> i64 {
                i64::try_from(self).unwrap_or(i64::MAX)
            }
        }
    )*};
}

wide_unsigned! { u64 usize }

impl<T> Checked for *const T {
    #[inline(always)]
    fn number(self) -> i64 {
        self.addr() as i64
    }
}

impl<T> Checked for *mut T {
    #[inline(always)]
    fn number(self) -> i64 {
        self.addr() as i64
    }
}

/// Why a method with `#[check(..)]` failed, where nothing else says it.
///
/// ```
/// # use ffi_runtime::lowering::CallError;
/// fn report(error: &CallError) {
///     match error {
///         CallError::Failed { function, returned } => eprintln!("{function} returned {returned}"),
///         other => eprintln!("{other}"),
///     }
/// }
/// # let _ = report;
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallError {
    /// The function failed, and no more is known than what it returned.
    #[error("`{function}` failed: it returned {returned}")]
    Failed {
        /// The function's name in the library.
        function: &'static str,
        /// The number that it returned, `i64::MAX` if it is greater; 0 for null.
        returned: i64,
    },
    /// An argument cannot be lowered; the function was not called.
    #[error(transparent)]
    Argument(#[from] ArgumentError),
    /// The library lacks the function, which is optional.
    #[error(transparent)]
    Missing(#[from] MissingSymbol),
    /// A number that C gave is no value of its enum.
    #[error(transparent)]
    Unlisted(#[from] UnlistedValue),
    /// No buffer was large enough for the result.
    #[error(transparent)]
    Grow(GrowError),
}

/// The result, if it is a success.
///
/// # Errors
///
/// If it is none.
#[doc(hidden)]
#[inline(always)]
pub fn check<T: Checked>(
    predicate: Predicate,
    returned: T,
    function: &'static str,
) -> Result<T, CallError> {
    let number = returned.number();
    let succeeded = match predicate {
        Predicate::Zero => number == 0,
        Predicate::Nonzero => number != 0,
        Predicate::NotNegative => number >= 0,
    };
    if succeeded {
        return Ok(returned);
    }
    Err(CallError::Failed {
        function,
        returned: number,
    })
}

/// The handle of a function, for which a value that stands for none is a failure.
///
/// # Errors
///
/// If it is such a value.
#[doc(hidden)]
#[inline(always)]
pub fn valid<T>(handle: T, function: &'static str) -> Result<T, CallError>
where
    T: InvalidValues<Value: Checked>,
{
    let returned = handle.value().number();
    handle
        .checked()
        .ok_or(CallError::Failed { function, returned })
}

/// The value of a function for which null is a failure.
///
/// # Errors
///
/// If it is null.
#[doc(hidden)]
#[inline(always)]
pub fn not_null<T>(value: Option<T>, function: &'static str) -> Result<T, CallError> {
    value.ok_or(CallError::Failed {
        function,
        returned: 0,
    })
}
