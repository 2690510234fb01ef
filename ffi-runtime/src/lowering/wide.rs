//! Texts of 16 or 32 bits for each unit, as the types of the crate `widestring`.
//!
//! In and out: `U16CStr` and `U32CStr`, one of which is `WideCStr`, are to `u16` and `u32` what `CStr` is to `c_char`;
//! `U16Str` and `U32Str` are what `[u8]` is, and `Utf16Str` and `Utf32Str` what `str` is. C's `wchar_t` is a `u16` on
//! Windows and has 32 bits elsewhere; whether it is signed there makes no difference behind a pointer.

use core::ptr;

use widestring::{
    U16CStr, U16CString, U16Str, U16String, U32CStr, U32CString, U32Str, U32String, Utf16Str,
    Utf16String, Utf32Str, Utf32String,
};

use super::result::NO_TEXT;
use super::terminated::{Buffer, TEXT_ON_STACK, without_nul};
use crate::lowering::{
    ArgumentError, CopiedText, ForeignResult, ForeignSlice, GrowError, Grown, Terminated,
};
use crate::types::{ForeignArgument, Type};

/// Texts that Rust has without an end.
macro_rules! without_end {
    ($($unit:ty: $($text:ty)*;)*) => {$($(
        impl Terminated for &$text {
            type Unit = $unit;
            type Buffer = Buffer<$unit, TEXT_ON_STACK>;

            #[inline]
            fn terminate(self, buffer: &mut Self::Buffer) -> Result<*const $unit, ArgumentError> {
                let units = self.as_slice();
                without_nul(units, 0)?;
                Ok(buffer.fill(units, 0))
            }
        }
    )*)*};
}

without_end! {
    u16: U16Str U16String Utf16Str Utf16String;
    u32: U32Str U32String Utf32Str Utf32String;
}

/// Texts of which C gets the length.
macro_rules! slices {
    ($($unit:ty: $($text:ty)*;)*) => {$($(
        impl ForeignSlice for &$text {
            const TYPE: Type<'static> = Type::Pointer;
            const ELEMENT_SIZE: usize = size_of::<$unit>();

            type Pointer = *const $unit;

            #[inline(always)]
            fn elements(&self) -> Option<usize> {
                Some(self.as_slice().len())
            }

            #[inline(always)]
            fn into_pointer(self) -> *const $unit {
                self.as_slice().as_ptr()
            }

            #[inline(always)]
            fn null() -> *const $unit {
                ptr::null()
            }
        }
    )*)*};
}

slices! {
    u16: U16Str Utf16Str;
    u32: U32Str Utf32Str;
}

/// Texts with an end: `$text` borrowed, `$owned` owned, and `$units` without it.
macro_rules! with_end {
    ($($unit:ty: $text:ty, $owned:ty, $units:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl ForeignArgument for &$text {
            type Raw = *const $unit;

            #[inline(always)]
            fn into_raw(self) -> *const $unit {
                self.as_ptr()
            }
        }

        #[diagnostic::do_not_recommend]
        impl ForeignArgument for Option<&$text> {
            type Raw = *const $unit;

            #[inline(always)]
            fn into_raw(self) -> *const $unit {
                self.map_or(ptr::null(), <$text>::as_ptr)
            }
        }

        // SAFETY: null is `None`; whoever declares the function promises that everything else is a text.
        #[diagnostic::do_not_recommend]
        unsafe impl<'a, L> ForeignResult<L> for Option<&'a $text> {
            type Raw = *const $unit;

            #[inline]
            unsafe fn from_raw(raw: *const $unit, _library: &L) -> Option<&'a $text> {
                if raw.is_null() {
                    return None;
                }
                // SAFETY: the function returns null or a text that ends, which stays as long as the signature says.
                Some(unsafe { <$text>::from_ptr_str(raw) })
            }
        }

        // SAFETY: null is refused; whoever declares the function promises that everything else is a text.
        #[diagnostic::do_not_recommend]
        unsafe impl<'a, L> ForeignResult<L> for &'a $text {
            type Raw = *const $unit;

            #[inline]
            #[track_caller]
            unsafe fn from_raw(raw: *const $unit, library: &L) -> &'a $text {
                // SAFETY: C returned `raw` as such a text from this library, by the contract of this function.
                let text = unsafe { Option::<&'a $text>::from_raw(raw, library) };
                text.expect(NO_TEXT)
            }
        }

        impl CopiedText for $owned {
            type Unit = $unit;

            unsafe fn copied(text: *const $unit) -> Self {
                // SAFETY: the text ends, by the contract of this function, and is read before C is called again.
                unsafe { <$text>::from_ptr_str(text) }.to_ucstring()
            }
        }

        impl CopiedText for $units {
            type Unit = $unit;

            unsafe fn copied(text: *const $unit) -> Self {
                // SAFETY: the text ends, by the contract of this function, and is read before C is called again.
                unsafe { <$text>::from_ptr_str(text) }.to_ustring()
            }
        }

        impl Grown for $owned {
            type Element = $unit;

            const IS_TEXT: bool = true;

            fn of_elements(units: Vec<$unit>) -> Result<Self, GrowError> {
                match units.iter().position(|unit| *unit == 0) {
                    // Nothing is cut, for there is no NUL.
                    None => Ok(Self::from_vec_truncate(units)),
                    Some(position) => Err(GrowError::InnerNul { position }),
                }
            }
        }

        impl Grown for $units {
            type Element = $unit;

            const IS_TEXT: bool = true;

            #[inline(always)]
            fn of_elements(units: Vec<$unit>) -> Result<Self, GrowError> {
                Ok(Self::from_vec(units))
            }
        }
    )*};
}

with_end! {
    u16: U16CStr, U16CString, U16String;
    u32: U32CStr, U32CString, U32String;
}
