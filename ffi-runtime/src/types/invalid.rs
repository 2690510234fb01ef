//! Handles with values that are none, other than the null pointer.

use crate::types::ForeignType;

/// A handle that is an integer or a raw pointer, of which some values stand for "no handle".
///
/// `#[derive(ForeignType)]` implements it for a `#[repr(transparent)]` struct with `#[foreign(invalid = [..])]`. The
/// struct crosses as the integer, so that C may give any value: [`checked`](Self::checked) tells the handles among them.
/// A declared method takes or returns `Option` of it with `#[or_none]`, and `#[check(valid)]` makes none an error; see
/// [`foreign_library`](macro@crate::foreign_library#lowering).
/// Where null or 0 is the only such value, a struct around a `NonNull` or a `NonZero` says so in its type, and its
/// `Option` crosses by itself.
///
/// ```
/// use ffi_runtime::ForeignType;
/// use ffi_runtime::types::InvalidValues;
///
/// /// A file descriptor, or -1.
/// #[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
/// #[foreign(invalid = [-1])]
/// #[repr(transparent)]
/// struct Descriptor(i32);
///
/// assert_eq!(Descriptor(3).checked(), Some(Descriptor(3)));
/// assert_eq!(Descriptor(-1).checked(), None);
/// assert_eq!(Descriptor::or_none(None), Descriptor(-1));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no value that stands for no handle",
    label = "not a handle with invalid values",
    note = "write `#[foreign(invalid = [..])]` before a `#[repr(transparent)]` struct around an integer or a raw pointer",
    note = "`Option` of a `NonNull`, a `NonZero` or a struct around one needs no attribute"
)]
pub trait InvalidValues: ForeignType {
    /// The integer or pointer that C has.
    type Value: ForeignType + Copy + PartialEq + 'static;

    /// The values that are no handle; at least one.
    const INVALID: &'static [Self::Value];

    /// No handle: the first of the values.
    const NONE: Self;

    /// The integer or pointer.
    fn value(&self) -> &Self::Value;

    /// Whether this is no handle.
    ///
    /// ```
    /// # use ffi_runtime::ForeignType;
    /// use std::ffi::c_void;
    /// use std::ptr;
    ///
    /// use ffi_runtime::types::InvalidValues;
    ///
    /// const INVALID_HANDLE_VALUE: *mut c_void = ptr::without_provenance_mut(usize::MAX);
    ///
    /// #[derive(ForeignType)]
    /// #[foreign(invalid = [INVALID_HANDLE_VALUE, ptr::null_mut()])]
    /// #[repr(transparent)]
    /// struct Handle(*mut c_void);
    ///
    /// assert!(Handle(ptr::null_mut()).is_invalid());
    /// assert!(Handle(INVALID_HANDLE_VALUE).is_invalid());
    /// assert!(!Handle(ptr::dangling_mut()).is_invalid());
    /// assert_eq!(Handle::NONE.0, INVALID_HANDLE_VALUE);
    /// ```
    #[inline]
    #[must_use]
    fn is_invalid(&self) -> bool {
        Self::INVALID.contains(self.value())
    }

    /// The handle, unless this is none. What is none is not dropped, as nothing is to be closed.
    #[inline]
    #[must_use]
    fn checked(self) -> Option<Self> {
        if self.is_invalid() {
            core::mem::forget(self);
            return None;
        }
        Some(self)
    }

    /// The handle, or [`NONE`](Self::NONE), as which C gets `None`.
    #[inline]
    #[must_use]
    fn or_none(handle: Option<Self>) -> Self {
        handle.unwrap_or(Self::NONE)
    }
}
