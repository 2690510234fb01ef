//! Results that say whether a function succeeded.

/// A status code: a result that says whether the function succeeded, for `#[check]`.
///
/// [`#[open_enum(status)]`](macro@crate::open_enum) implements it for an enum. By hand it is:
///
/// ```
/// use std::ffi::c_int;
///
/// use ffi_runtime::{ForeignType, Status};
///
/// #[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
/// #[repr(transparent)]
/// struct Code(c_int);
///
/// impl Status for Code {
///     type Value = Self;
///     type Error = Self;
///
///     fn into_result(self) -> Result<Self, Self> {
///         if self.0 >= 0 { Ok(self) } else { Err(self) }
///     }
/// }
///
/// assert_eq!(Code(1).into_result(), Ok(Code(1)));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say whether the function succeeded",
    label = "`#[check]` needs a result that does",
    note = "declare it with `#[open_enum(status)]`, implement `Status` for it, name a type that does with `#[check(with = ..)]`, or say which results are successes: `#[check(zero)]`, `nonzero`, `not_negative` or `not_null`"
)]
pub trait Status: Sized {
    /// The rest of a success, which `#[check(value)]` returns.
    type Value;

    /// The error of a failure.
    type Error;

    /// Decides.
    ///
    /// # Errors
    ///
    /// If the function failed.
    fn into_result(self) -> Result<Self::Value, Self::Error>;
}

/// An error that asks the library for more, for `#[check(ask = ..)]`: `sqlite3_errmsg(db)` and the like.
///
/// `S` is the type of the argument that it asks: that which a reference or an `Owned` leads to, or `()` for
/// `#[check(ask)]`, where the library knows by itself. It is asked right after the call, and copies what it gets.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say what it asks a `{S}` of `{L}`",
    label = "`ask` needs an error that does",
    note = "implement `Explain<{L}, {S}>` for it"
)]
pub trait Explain<L, S: ?Sized>: Sized {
    /// The error with what the library says of it.
    #[must_use]
    fn explain(self, library: &L, source: &S) -> Self;
}
