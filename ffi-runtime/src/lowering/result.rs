//! Results and out parameters: values of C that become values of Rust.

use core::ffi::{CStr, c_char};
use core::mem::MaybeUninit;
use std::ffi::CString;

use crate::lowering::{Owned, OwnedHandle};
use crate::types::decoding::Decoding;
use crate::types::{ForeignType, UnlistedValue};

/// A result, or the type of an `#[out]` parameter, of a function of the library `L`.
///
/// Every [`ForeignType`] is one as it is. `&CStr` is a text of C, `Owned<T>` a handle that is freed; null panics for
/// them, and is `None` for `Option<&CStr>` and `Option<Owned<T>>`.
#[cfg_attr(
    feature = "widestring",
    doc = "`&WideCStr`, `&U16CStr` and `&U32CStr` of `widestring` are like `&CStr`."
)]
///
/// # Safety
///
/// Every value that C may return as `Raw` is accepted by `from_raw`, or whoever declares the function promises that C
/// returns only those that are.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot come from a foreign function",
    label = "C has no such type",
    note = "a handle in `Owned<..>`, or a struct in `OwnedValue<..>`, needs a method of this library with `#[free]`, which says how it is freed",
    note = "for a text, return `&CStr` or `Option<&CStr>`, or with `#[copied]` a `String` or a `CString`"
)]
pub unsafe trait ForeignResult<L>: Sized {
    /// The type that C returns.
    type Raw: ForeignType;

    /// Makes the value.
    ///
    /// # Safety
    ///
    /// C returned `raw` as such a value, from a function of `library`.
    unsafe fn from_raw(raw: Self::Raw, library: &L) -> Self;
}

// SAFETY: the value is what C returned; `ForeignType` says what that promises.
#[diagnostic::do_not_recommend]
unsafe impl<T: ForeignType, L> ForeignResult<L> for T {
    type Raw = T;

    #[inline(always)]
    unsafe fn from_raw(raw: T, _library: &L) -> T {
        raw
    }
}

// SAFETY: null is `None`; whoever declares the function promises that everything else is a text.
#[diagnostic::do_not_recommend]
unsafe impl<'a, L> ForeignResult<L> for Option<&'a CStr> {
    type Raw = *const c_char;

    #[inline]
    unsafe fn from_raw(raw: *const c_char, _library: &L) -> Option<&'a CStr> {
        if raw.is_null() {
            return None;
        }
        // SAFETY: the function returns null or a text that ends, which stays as long as the signature says.
        Some(unsafe { CStr::from_ptr(raw) })
    }
}

// SAFETY: null is refused; whoever declares the function promises that everything else is a text.
#[diagnostic::do_not_recommend]
unsafe impl<'a, L> ForeignResult<L> for &'a CStr {
    type Raw = *const c_char;

    #[inline]
    #[track_caller]
    unsafe fn from_raw(raw: *const c_char, library: &L) -> &'a CStr {
        // SAFETY: the caller's promise.
        let text = unsafe { <Option<&'a CStr> as ForeignResult<L>>::from_raw(raw, library) };
        text.expect(NO_TEXT)
    }
}

// SAFETY: null is `None`; whoever declares the function promises that everything else is a handle of its own.
#[diagnostic::do_not_recommend]
unsafe impl<T: OwnedHandle> ForeignResult<T::Library> for Option<Owned<T>> {
    type Raw = *mut T;

    #[inline]
    unsafe fn from_raw(raw: *mut T, library: &T::Library) -> Self {
        let handle = core::ptr::NonNull::new(raw)?;
        // SAFETY: C gave the handle out, for the caller to free.
        Some(unsafe { Owned::from_raw(handle, library.clone()) })
    }
}

// SAFETY: null is refused; whoever declares the function promises that everything else is a handle of its own.
#[diagnostic::do_not_recommend]
unsafe impl<T: OwnedHandle> ForeignResult<T::Library> for Owned<T> {
    type Raw = *mut T;

    #[inline]
    #[track_caller]
    unsafe fn from_raw(raw: *mut T, library: &T::Library) -> Self {
        // SAFETY: the caller's promise.
        let handle = unsafe { <Option<Self> as ForeignResult<T::Library>>::from_raw(raw, library) };
        handle.expect("C gave a handle out, and not null; where it may, declare an `Option`")
    }
}

/// Memory for an out parameter. It is zeros, so that a function which writes nothing gives null or 0.
#[doc(hidden)]
#[inline(always)]
#[must_use]
pub fn slot<T: ForeignResult<L>, L>(_library: &L) -> MaybeUninit<T::Raw> {
    MaybeUninit::zeroed()
}

/// The value of an out parameter.
///
/// # Safety
///
/// C got the slot as such a parameter, and wrote it if the function promises that it does.
#[doc(hidden)]
#[inline(always)]
#[track_caller]
pub unsafe fn taken<T: ForeignResult<L>, L>(slot: MaybeUninit<T::Raw>, library: &L) -> T {
    // SAFETY: the caller's promise.
    match unsafe { try_taken(slot, library) } {
        Ok(value) => value,
        Err(error) => error.refuse(),
    }
}

/// The value of an out parameter.
///
/// # Errors
///
/// If an enum in it does not list the number that C wrote.
///
/// # Safety
///
/// That of [`taken`].
#[doc(hidden)]
#[inline(always)]
#[track_caller]
pub unsafe fn try_taken<T: ForeignResult<L>, L>(
    slot: MaybeUninit<T::Raw>,
    library: &L,
) -> Result<T, UnlistedValue> {
    let ty = const { <T::Raw as ForeignType>::TYPE };
    let decoding = const {
        &Decoding::of(
            <T::Raw as ForeignType>::TYPE,
            <T::Raw as ForeignType>::ENUMS,
        )
    };
    let mut slot = slot;
    if decoding.any() {
        // SAFETY: the bytes are those of a value of this type, which C wrote, or zeros.
        unsafe { decoding.try_decode(ty, slot.as_mut_ptr().cast()) }?;
    }
    // SAFETY: C wrote a value, in which each `bool` and each enum is decoded; or zeros are one, as the declaration promises.
    let raw = unsafe { slot.assume_init() };
    // SAFETY: as above.
    Ok(unsafe { T::from_raw(raw, library) })
}

/// A value that was written although the function failed, or is missing although it did not.
#[doc(hidden)]
#[inline]
#[track_caller]
pub fn present<T>(value: Option<T>) -> T {
    value.expect("a function that succeeds writes its out parameters, and not null")
}

/// A result of `#[copied]`, or the text of `#[error_out(free = method)]`: a text that is a copy of C's.
///
/// `String` and `CString`, and an `Option` of one, of which `None` is null. Null panics for the others.
#[cfg_attr(
    feature = "widestring",
    doc = "The owned texts of `widestring`, such as `WideCString` and `U16String`, are copies of texts of their width."
)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no copy of a text of C",
    label = "`#[copied]` is for texts",
    note = "return `String` or `CString`, or an `Option` of one if C may return null",
    note = "for UTF-16 or `wchar_t`, return a text of the crate `widestring`, with the feature `widestring` of `ffi-runtime`"
)]
pub trait CopiedText: Sized {
    /// The unit of C's text.
    #[doc(hidden)]
    type Unit;

    /// Copies it.
    ///
    /// # Safety
    ///
    /// `text` points to a text that ends.
    #[doc(hidden)]
    unsafe fn copied(text: *const Self::Unit) -> Self;

    /// The value of null, which only an `Option` has.
    ///
    /// # Panics
    ///
    /// If there is none.
    #[doc(hidden)]
    #[track_caller]
    fn of_null() -> Self {
        panic!("{NO_TEXT}")
    }
}

impl<T: CopiedText> CopiedText for Option<T> {
    type Unit = T::Unit;

    unsafe fn copied(text: *const T::Unit) -> Self {
        // SAFETY: the text is as this contract says.
        Some(unsafe { T::copied(text) })
    }

    fn of_null() -> Self {
        None
    }
}

impl CopiedText for String {
    type Unit = c_char;

    unsafe fn copied(text: *const c_char) -> Self {
        // SAFETY: the text ends, by the contract of this function, and is read before C is called again.
        let text = unsafe { CStr::from_ptr(text) };
        text.to_string_lossy().into_owned()
    }
}

impl CopiedText for CString {
    type Unit = c_char;

    unsafe fn copied(text: *const c_char) -> Self {
        // SAFETY: the text ends, by the contract of this function, and is read before C is called again.
        unsafe { CStr::from_ptr(text) }.to_owned()
    }
}

/// Says that C gave null without permission.
pub(super) const NO_TEXT: &str =
    "C gave null in place of a text; where it may, declare an `Option`";

/// The copy of a text of C, in which a `String` has U+FFFD for what is not UTF-8.
///
/// # Safety
///
/// `text` is null, or leads to a text that ends.
#[doc(hidden)]
#[inline]
#[track_caller]
pub unsafe fn copied<T: CopiedText>(text: *const T::Unit) -> T {
    if text.is_null() {
        return T::of_null();
    }
    // SAFETY: the text is not null, so it ends, by the contract of this function.
    unsafe { T::copied(text) }
}
