//! The library: functions of this program, some for each width of a unit.

use std::cell::{Cell, RefCell};
use std::ffi::{c_int, c_void};
use std::ptr;

use ffi_runtime::{CodePointer, ForeignType, Status, foreign_library, opaque};
use widestring::{
    U16CStr, U16CString, U16Str, U16String, U32CStr, U32CString, U32Str, U32String, Utf16Str,
    Utf32Str, WideCStr, WideCString, WideStr, WideString, u16cstr, u32cstr,
};

thread_local! {
    static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    /// The text that functions write to a buffer.
    static TEXT: RefCell<Vec<u16>> = const { RefCell::new(Vec::new()) };
    static CALLS: Cell<usize> = const { Cell::new(0) };
}

/// The log since it was taken last.
pub(crate) fn taken_log() -> Vec<String> {
    LOG.take()
}

/// Gives the functions a text to write, and forgets their calls.
pub(crate) fn text(text: &[u16]) {
    TEXT.set(text.to_vec());
    CALLS.set(0);
}

pub(crate) fn calls() -> usize {
    CALLS.get()
}

fn note(text: String) {
    LOG.with_borrow_mut(|log| log.push(text));
}

/// A document, which has a title.
#[opaque]
pub(crate) struct Document;

#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(transparent)]
pub(crate) struct Code(c_int);

impl Status for Code {
    type Value = ();
    type Error = ffi_runtime::lowering::CallError;

    fn into_result(self) -> Result<(), Self::Error> {
        Ok(())
    }
}

#[foreign_library(name = "wide")]
pub(crate) unsafe trait Wide {
    #[symbol("length16")]
    fn length_u16(&self, #[terminated] text: &U16Str) -> i64;
    #[symbol("length16")]
    fn length_owned(&self, #[terminated] text: &U16String) -> i64;
    #[symbol("length16")]
    fn length_utf16(&self, #[terminated] text: &Utf16Str) -> i64;
    #[symbol("length16")]
    fn length_maybe(&self, #[terminated] text: Option<&U16Str>) -> i64;
    #[symbol("length32")]
    fn length_u32(&self, #[terminated] text: &U32Str) -> i64;
    #[symbol("length32")]
    fn length_utf32(&self, #[terminated] text: Option<&Utf32Str>) -> i64;
    #[symbol("length_wide")]
    fn length_wide(&self, #[terminated] text: &WideStr) -> i64;
    #[check]
    fn checked(&self, #[terminated] text: &U16Str) -> Code;

    #[symbol("length16")]
    fn length_c16(&self, text: &U16CStr) -> i64;
    #[symbol("length16")]
    fn length_maybe_c16(&self, text: Option<&U16CStr>) -> i64;
    #[symbol("length32")]
    fn length_c32(&self, text: &U32CStr) -> i64;
    #[symbol("length_wide")]
    fn length_wide_c(&self, text: Option<&WideCStr>) -> i64;
    fn units(&self, #[slice(len = count)] text: &U16Str, count: u32) -> u32;
    #[symbol("units")]
    fn bytes(&self, #[slice(bytes = size)] text: Option<&Utf32Str>, size: u32) -> u32;

    fn name16(&self, number: c_int) -> Option<&U16CStr>;
    #[symbol("name16")]
    fn present16(&self, number: c_int) -> &U16CStr;
    #[symbol("name16")]
    #[check(not_null)]
    fn checked16(&self, number: c_int) -> &U16CStr;
    fn name32(&self, number: c_int) -> Option<&U32CStr>;
    fn name_wide(&self, number: c_int) -> &WideCStr;
    fn title<'d>(&self, document: &'d Document) -> &'d U16CStr;
    fn clear(&self, document: &mut Document);
    fn named_out(&self, number: c_int, #[out] name: Option<&U16CStr>);

    #[copied(free = free_text)]
    fn made16(&self, number: c_int) -> Option<U16CString>;
    #[copied(free = free_text)]
    #[symbol("made16")]
    fn made_units(&self, number: c_int) -> U16String;
    #[copied]
    #[symbol("name16")]
    fn copied16(&self, number: c_int) -> U16CString;
    #[copied]
    #[symbol("name32")]
    fn copied32(&self, number: c_int) -> Option<widestring::U32CString>;
    #[copied]
    #[symbol("name32")]
    fn copied_units(&self, number: c_int) -> U32String;
    #[copied]
    #[symbol("name_wide")]
    fn copied_wide(&self, number: c_int) -> WideCString;
    #[symbol("name_wide")]
    #[copied]
    fn copied_wide_units(&self, number: c_int) -> WideString;
    #[symbol("name32")]
    #[copied]
    #[check(not_null)]
    fn copied_checked(&self, number: c_int) -> U32CString;
    fn report(&self, number: c_int, #[error_out(free = free_text)] message: U16CString);
    unsafe fn free_text(&self, text: *mut c_void);

    #[check(nonzero)]
    fn environment(
        &self,
        #[grow(len = size, needed = return, nul = excluded)] value: U16CString,
        size: u32,
    ) -> u32;
    #[check(nonzero)]
    #[symbol("file_name")]
    fn file_name(
        &self,
        #[grow(len = size, written = return, nul = none, first = 4)] name: U16String,
        size: u32,
    ) -> u32;
    #[check(nonzero)]
    #[symbol("file_name")]
    fn file_name_with_end(
        &self,
        #[grow(len = size, written = return, nul = none, first = 4)] name: U16CString,
        size: u32,
    ) -> u32;
    #[check(zero)]
    fn folder(
        &self,
        #[grow(bytes = size, written = nul, first = 8)] name: U32CString,
        size: usize,
    ) -> c_int;
}

/// The units before the end; -1 for null.
macro_rules! length {
    ($name:ident, $unit:ty) => {
        unsafe extern "C" fn $name(text: *const $unit) -> i64 {
            if text.is_null() {
                return -1;
            }
            let mut length = 0;
            // SAFETY: the caller passes a text that ends, which is not passed.
            while unsafe { text.wrapping_add(length).read() } != 0 {
                length += 1;
            }
            length as i64
        }
    };
}

length!(length16, u16);
length!(length32, u32);
length!(length_wide, widestring::WideChar);

unsafe extern "C" fn checked(text: *const u16) -> c_int {
    // SAFETY: the caller passes a text that ends.
    let text = unsafe { U16CStr::from_ptr_str(text) };
    note(format!("checked {}", text.display()));
    0
}

/// The length that it was passed, and 1,000 times the first unit.
unsafe extern "C" fn units(text: *const u16, length: u32) -> u32 {
    if text.is_null() {
        return u32::MAX;
    }
    // SAFETY: the caller passes so many units or bytes.
    let first = (length > 0).then(|| unsafe { text.read() });
    length + 1000 * u32::from(first.unwrap_or(0))
}

extern "C" fn name16(number: c_int) -> *const u16 {
    match number {
        0 => ptr::null(),
        1 => u16cstr!("").as_ptr(),
        _ => u16cstr!("größer 🦀").as_ptr(),
    }
}

extern "C" fn name32(number: c_int) -> *const u32 {
    match number {
        0 => ptr::null(),
        1 => u32cstr!("").as_ptr(),
        _ => u32cstr!("größer 🦀").as_ptr(),
    }
}

extern "C" fn name_wide(number: c_int) -> *const widestring::WideChar {
    match number {
        0 => ptr::null(),
        _ => widestring::widecstr!("größer 🦀").as_ptr(),
    }
}

/// A document is the first unit of its title.
unsafe extern "C" fn title(document: *const u16) -> *const u16 {
    document
}

unsafe extern "C" fn clear(document: *mut u16) {
    // SAFETY: a title has an end at least.
    unsafe { document.write(0) }
}

unsafe extern "C" fn named_out(number: c_int, name: *mut *const u16) {
    // SAFETY: the caller passes a place.
    unsafe { name.write(name16(number)) }
}

extern "C" fn made16(number: c_int) -> *mut u16 {
    match number {
        0 => ptr::null_mut(),
        _ => u16cstr!("made").to_ucstring().into_raw(),
    }
}

unsafe extern "C" fn report(number: c_int, message: *mut *mut u16) {
    if number != 0 {
        // SAFETY: the caller passes a place.
        unsafe { message.write(made16(number)) }
    }
}

unsafe extern "C" fn free_text(text: *mut c_void) {
    note("freed".to_owned());
    // SAFETY: it is a text of `made16`, which is freed once.
    drop(unsafe { U16CString::from_raw(text.cast()) });
}

/// Writes the text and an end, if there is a place for both.
unsafe fn write<T: From<u16>>(buffer: *mut T, size: usize) -> Result<usize, usize> {
    CALLS.set(CALLS.get() + 1);
    TEXT.with_borrow(|text| {
        let fitting = size.min(text.len());
        for (number, unit) in text[..fitting].iter().enumerate() {
            // SAFETY: the caller passes a buffer of this size.
            unsafe { buffer.wrapping_add(number).write(T::from(*unit)) }
        }
        if text.len() >= size {
            return Err(text.len());
        }
        // SAFETY: as above.
        unsafe { buffer.wrapping_add(text.len()).write(T::from(0)) }
        Ok(text.len())
    })
}

/// As `GetEnvironmentVariableW`: counts the end only where the buffer is too small.
unsafe extern "C" fn environment(buffer: *mut u16, size: u32) -> u32 {
    // SAFETY: the caller passes a buffer of this size.
    match unsafe { write(buffer, size as usize) } {
        Ok(length) => length as u32,
        Err(length) => length as u32 + 1,
    }
}

/// As `GetModuleFileNameW`: cuts what does not fit, and returns the size then.
unsafe extern "C" fn file_name(buffer: *mut u16, size: u32) -> u32 {
    // SAFETY: the caller passes a buffer of this size.
    unsafe { write(buffer, size as usize) }.map_or(size, |length| length as u32)
}

unsafe extern "C" fn folder(buffer: *mut u32, bytes: usize) -> c_int {
    // SAFETY: the caller passes a buffer of so many bytes.
    let _ = unsafe { write(buffer, bytes / 4) };
    0
}

/// The title of a document, which the caller keeps.
pub(crate) fn document(title: &mut U16CString) -> &mut Document {
    let first = title.as_mut_ptr();
    // SAFETY: an opaque type has no bytes that Rust reads, and the title is borrowed as long.
    unsafe { &mut *first.cast() }
}

pub(crate) fn wide() -> Wide {
    let resolve = |name: &std::ffi::CStr| {
        let pointer = match name.to_str().expect("names are ASCII") {
            "length16" => length16 as *const c_void,
            "length32" => length32 as *const c_void,
            "length_wide" => length_wide as *const c_void,
            "checked" => checked as *const c_void,
            "units" => units as *const c_void,
            "name16" => name16 as *const c_void,
            "name32" => name32 as *const c_void,
            "name_wide" => name_wide as *const c_void,
            "title" => title as *const c_void,
            "clear" => clear as *const c_void,
            "named_out" => named_out as *const c_void,
            "made16" => made16 as *const c_void,
            "report" => report as *const c_void,
            "free_text" => free_text as *const c_void,
            "environment" => environment as *const c_void,
            "file_name" => file_name as *const c_void,
            "folder" => folder as *const c_void,
            _ => return None,
        };
        CodePointer::from_ptr(pointer)
    };
    // SAFETY: each function has the declared signature, and cannot be misused through the methods.
    unsafe { Wide::from_symbols(resolve) }.expect("the functions are there")
}
