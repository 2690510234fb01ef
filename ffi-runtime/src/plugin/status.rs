//! Statuses that an implementation returns.

use crate::lowering::Status;

/// A [`Status`] that a function of an interface returns: the way back from what its method returned.
///
/// A function of an interface with `#[check]` is implemented by a method that returns a `Result`. This trait says which
/// status the other side gets for it, and which one where there is no result, for the method panicked or could not be
/// called. [`#[open_enum(status)]`](macro@crate::open_enum) implements it where a variant is marked `#[panicked]`; by
/// hand it is:
///
/// ```
/// use ffi_runtime::plugin::ReturnedStatus;
/// use ffi_runtime::{ForeignType, Status};
///
/// #[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
/// #[repr(transparent)]
/// pub struct Code(i32);
///
/// impl Status for Code {
///     type Value = ();
///     type Error = Self;
///
///     fn into_result(self) -> Result<(), Self> {
///         if self.0 == 0 { Ok(()) } else { Err(self) }
///     }
/// }
///
/// impl ReturnedStatus for Code {
///     const SUCCESS: Self = Self(0);
///     const PANICKED: Self = Self(-1);
///     const REFUSED: Self = Self(-2);
///
///     fn from_error(error: Self) -> Self {
///         error
///     }
/// }
///
/// assert_eq!(Code::PANICKED.into_result(), Err(Code(-1)));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which status an implementation returns",
    label = "`#[check]` in an interface needs a status that does",
    note = "declare it with `#[open_enum(status)]` and mark a variant as `#[panicked]` and one as `#[refused]`, or implement `ffi_runtime::plugin::ReturnedStatus` for it"
)]
pub trait ReturnedStatus: Status {
    /// The status of a success.
    const SUCCESS: Self;

    /// The status in place of a panic, which the other side never sees.
    const PANICKED: Self;

    /// The status where an argument is none that the method takes: a text that is not UTF-8, a number that an enum does
    /// not list, null where it must not be, a length that no memory has. The method is not called then.
    const REFUSED: Self;

    /// The status of a failure.
    fn from_error(error: Self::Error) -> Self;

    /// The status of a success of a function with `#[check(value)]`, whose method returns the value.
    #[must_use]
    fn from_value(value: Self::Value) -> Self {
        drop(value);
        Self::SUCCESS
    }
}
