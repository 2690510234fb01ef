//! The library: functions of this program, which fill buffers from what the test gives them.

use std::cell::{Cell, RefCell};
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::ptr;

use ffi_runtime::lowering::GrowError;
use ffi_runtime::{ArgumentError, CodePointer, Explain, ForeignType, Status, foreign_library};

thread_local! {
    /// The elements that there are at each call; the last ones stay.
    static SIZES: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
    /// The capacities that C was told, -1 for a null buffer.
    static CALLS: RefCell<Vec<i64>> = const { RefCell::new(Vec::new()) };
    static TEXT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    /// The number that is added to the length which a function gives.
    static LIE: Cell<usize> = const { Cell::new(0) };
}

/// Begins a test, with the elements that there are at each call.
pub(crate) fn sizes(sizes: &[usize]) {
    SIZES.set(sizes.to_vec());
    CALLS.take();
    LIE.set(0);
}

/// Begins a test with a text.
pub(crate) fn text(text: &[u8]) {
    TEXT.set(text.to_vec());
    sizes(&[]);
}

/// Has functions say that they wrote so many elements more than they did.
pub(crate) fn lie(more: usize) {
    LIE.set(more);
}

/// The capacities that C was told, -1 for a null buffer.
pub(crate) fn calls() -> Vec<i64> {
    CALLS.take()
}

fn called<T>(buffer: *mut T, capacity: usize) {
    let capacity = if buffer.is_null() {
        assert_eq!(capacity, 0);
        -1
    } else {
        capacity as i64
    };
    CALLS.with_borrow_mut(|calls| calls.push(capacity));
}

fn size() -> usize {
    SIZES.with_borrow_mut(|sizes| {
        if sizes.len() > 1 {
            sizes.remove(0)
        } else {
            sizes[0]
        }
    })
}

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(transparent)]
pub(crate) struct Code(pub(crate) c_int);

impl Code {
    pub(crate) const INCOMPLETE: Self = Self(5);
}

#[derive(Debug, PartialEq)]
pub(crate) enum Refused {
    Code(c_int, Option<String>),
    Argument(ArgumentError),
    Grow(GrowError),
}

impl From<ArgumentError> for Refused {
    fn from(error: ArgumentError) -> Self {
        Self::Argument(error)
    }
}

impl From<GrowError> for Refused {
    fn from(error: GrowError) -> Self {
        Self::Grow(error)
    }
}

impl Status for Code {
    type Value = c_int;
    type Error = Refused;

    fn into_result(self) -> Result<c_int, Refused> {
        match self.0 {
            0.. => Ok(self.0),
            code => Err(Refused::Code(code, None)),
        }
    }
}

impl Explain<Queries, str> for Refused {
    fn explain(self, _library: &Queries, source: &str) -> Self {
        match self {
            Self::Code(code, _) => Self::Code(code, Some(source.to_owned())),
            other => other,
        }
    }
}

#[foreign_library(name = "queries")]
pub(crate) unsafe trait Queries {
    #[check]
    fn enumerate(
        &self,
        step: u32,
        count: u32,
        #[grow(len = count, again = Code::INCOMPLETE)] items: Vec<u32>,
    ) -> Code;
    #[symbol("enumerate")]
    #[check(value)]
    fn enumerate_value(
        &self,
        step: u32,
        count: u32,
        #[grow(len = count, again = Code::INCOMPLETE)] items: Vec<u32>,
    ) -> Code;
    #[symbol("enumerate")]
    #[check]
    fn enumerate_first(
        &self,
        step: u32,
        count: u32,
        #[grow(len = count, again = Code::INCOMPLETE, first = 4)] items: Vec<u32>,
    ) -> Code;
    /// Nothing decides: a count of more than the buffer says that it is too small.
    fn list(&self, count: u8, #[grow(len = count)] items: Vec<u32>, #[out] total: u64);
    fn list_bytes(&self, #[grow(bytes = size)] items: Vec<u32>, size: u32);
    fn flags(&self, #[grow(len = count)] flags: Vec<bool>, count: usize);
    #[check(nonzero)]
    #[last_error]
    fn windows(&self, #[grow(bytes = size, again_error = 33)] items: Vec<u16>, size: u32) -> c_int;

    #[check(not_negative)]
    fn print(
        &self,
        #[grow(len = size, needed = return, nul = excluded)] text: String,
        size: usize,
        mode: c_int,
    ) -> c_int;
    #[symbol("print")]
    fn print_plain(
        &self,
        #[grow(len = size, needed = return, nul = excluded)] text: CString,
        size: usize,
        mode: c_int,
    ) -> c_int;
    fn wide_name(
        &self,
        #[grow(len = size, needed = return, nul = excluded)] name: Vec<u16>,
        size: u32,
    ) -> u32;
    fn module_name(
        &self,
        #[grow(len = size, written = return, nul = excluded, first = 2)] name: String,
        size: u32,
    ) -> u32;

    #[check]
    fn info(
        &self,
        size: usize,
        #[grow(bytes = size, needed = needed, nul = included)] name: String,
        needed: usize,
    ) -> Code;
    #[symbol("info")]
    #[check]
    fn info_c(
        &self,
        size: usize,
        #[grow(bytes = size, needed = needed, nul = included)] name: CString,
        needed: usize,
    ) -> Code;

    #[check(not_negative)]
    fn link(
        &self,
        #[terminated] path: &str,
        #[grow(bytes = size, written = return, nul = none, first = 4)] target: String,
        size: usize,
    ) -> isize;
    #[symbol("link")]
    #[check(not_negative)]
    fn link_c(
        &self,
        #[terminated] path: &str,
        #[grow(bytes = size, written = return, nul = none, first = 4)] target: CString,
        size: usize,
    ) -> isize;
    #[check(nonzero)]
    #[last_error]
    fn directory(
        &self,
        #[grow(bytes = size, written = nul, again_error = 33, first = 2)] path: CString,
        size: usize,
    ) -> *mut c_char;
    fn host(&self, #[grow(bytes = size, written = nul, first = 2)] name: String, size: usize);

    #[check]
    fn connect(&self, mode: c_int, #[error_text(8)] message: String) -> Code;
    #[symbol("connect")]
    #[check(not_negative)]
    fn connect_plain(&self, mode: c_int, #[error_text(8)] message: String) -> c_int;
    #[symbol("connect")]
    fn connect_unchecked(&self, mode: c_int, #[error_text(8)] message: String) -> c_int;
    #[optional]
    fn absent(&self, #[grow(len = count)] items: Vec<u32>, count: u32);
}

/// Writes the elements that fit, `step` apart, and how many there are.
unsafe extern "C" fn enumerate(step: u32, count: *mut u32, items: *mut u32) -> c_int {
    // SAFETY: it is the place of a count.
    let capacity = unsafe { count.read() } as usize;
    called(items, capacity);
    if step == 99 {
        return -9;
    }
    if step == 98 {
        return Code::INCOMPLETE.0;
    }
    let size = size();
    let written = if items.is_null() {
        size
    } else {
        size.min(capacity)
    };
    if !items.is_null() {
        for number in 0..written {
            // SAFETY: the buffer has so many elements.
            unsafe { items.wrapping_add(number).write(number as u32 * step) };
        }
    }
    // SAFETY: as above.
    unsafe { count.write((written + LIE.get()) as u32) };
    if written < size {
        Code::INCOMPLETE.0
    } else {
        0
    }
}

unsafe extern "C" fn list(count: *mut u8, items: *mut u32, total: *mut u64) {
    // SAFETY: it is the place of a count.
    let capacity = unsafe { count.read() } as usize;
    called(items, capacity);
    let size = size();
    for number in 0..size.min(capacity) {
        // SAFETY: the buffer has so many elements.
        unsafe { items.wrapping_add(number).write(7) };
    }
    // SAFETY: as above.
    unsafe { count.write(size as u8) };
    // SAFETY: it is a place for a number.
    unsafe { total.write(size as u64) };
}

unsafe extern "C" fn list_bytes(items: *mut u32, bytes: *mut u32) {
    // SAFETY: it is the place of a count.
    let capacity = unsafe { bytes.read() } as usize;
    called(items, capacity);
    let size = size();
    let written = size.min(capacity);
    if !items.is_null() {
        // SAFETY: the buffer has so many bytes.
        unsafe { items.cast::<u8>().write_bytes(1, written) };
    }
    // SAFETY: as above.
    unsafe { bytes.write(size as u32) };
}

unsafe extern "C" fn flags(flags: *mut u8, count: *mut usize) {
    // SAFETY: it is the place of a count.
    let capacity = unsafe { count.read() };
    for number in 0..capacity.min(3) {
        // SAFETY: the buffer has so many elements.
        unsafe { flags.wrapping_add(number).write(number as u8 * 0x40) };
    }
    // SAFETY: as above.
    unsafe { count.write(3) };
}

unsafe extern "C" fn windows(items: *mut u16, bytes: *mut u32) -> c_int {
    // SAFETY: it is the place of a count.
    let capacity = unsafe { bytes.read() } as usize;
    called(items, capacity);
    let size = size();
    if size == 0 {
        errors::set(2);
        return 0;
    }
    // SAFETY: as above.
    unsafe { bytes.write(2 * size as u32) };
    if 2 * size > capacity {
        errors::set(33);
        return 0;
    }
    for number in 0..size {
        // SAFETY: the buffer has so many elements.
        unsafe { items.wrapping_add(number).write(number as u16) };
    }
    // A function that succeeds may leave any number.
    errors::set(33);
    1
}

/// Writes as much of the text as fits, and a NUL.
unsafe fn write(buffer: *mut u8, capacity: usize) -> usize {
    TEXT.with_borrow(|text| {
        if capacity > 0 {
            let length = text.len().min(capacity - 1);
            // SAFETY: the buffer has more bytes.
            unsafe { buffer.copy_from_nonoverlapping(text.as_ptr(), length) };
            // SAFETY: as above.
            unsafe { buffer.wrapping_add(length).write(0) };
        }
        text.len()
    })
}

unsafe extern "C" fn print(buffer: *mut u8, capacity: usize, mode: c_int) -> c_int {
    called(buffer, capacity);
    if mode < 0 {
        return mode;
    }
    // SAFETY: the buffer has the capacity.
    unsafe { write(buffer, capacity) as c_int }
}

/// As Windows does: a buffer that is too small is not written to, and the size counts the NUL then.
unsafe extern "C" fn wide_name(buffer: *mut u16, capacity: u32) -> u32 {
    called(buffer, capacity as usize);
    const NAME: [u16; 3] = [0x41, 0x20ac, 0x42];
    if capacity < 4 {
        return 4;
    }
    // SAFETY: the buffer has the capacity.
    unsafe { buffer.copy_from_nonoverlapping(NAME.as_ptr(), 3) };
    // SAFETY: as above.
    unsafe { buffer.wrapping_add(3).write(0) };
    3
}

/// As Windows does: returns the size of the buffer where that is too small.
unsafe extern "C" fn module_name(buffer: *mut u8, capacity: u32) -> u32 {
    called(buffer, capacity as usize);
    // SAFETY: the buffer has the capacity.
    let length = unsafe { write(buffer, capacity as usize) } as u32;
    length.min(capacity)
}

unsafe extern "C" fn info(capacity: usize, buffer: *mut u8, needed: *mut usize) -> c_int {
    called(buffer, capacity);
    // SAFETY: the buffer has the capacity.
    let length = unsafe { write(buffer, capacity) };
    // SAFETY: it is a place for a length.
    unsafe { needed.write(length + 1 + LIE.get()) };
    0
}

unsafe extern "C" fn link(path: *const c_char, buffer: *mut u8, capacity: usize) -> isize {
    called(buffer, capacity);
    // SAFETY: the caller passes a text that ends.
    if unsafe { CStr::from_ptr(path) } == c"nowhere" {
        return -1;
    }
    TEXT.with_borrow(|text| {
        let length = text.len().min(capacity);
        // SAFETY: the buffer has so many bytes.
        unsafe { buffer.copy_from_nonoverlapping(text.as_ptr(), length) };
        (length + LIE.get()) as isize
    })
}

unsafe extern "C" fn directory(buffer: *mut u8, capacity: usize) -> *mut c_char {
    called(buffer, capacity);
    let length = TEXT.with_borrow(Vec::len);
    if length == 0 {
        errors::set(2);
        return ptr::null_mut();
    }
    if length + 1 > capacity {
        errors::set(33);
        return ptr::null_mut();
    }
    // SAFETY: the buffer has the capacity.
    unsafe { write(buffer, capacity) };
    buffer.cast()
}

/// Cuts the text without a word, and without an end.
unsafe extern "C" fn host(buffer: *mut u8, capacity: usize) {
    called(buffer, capacity);
    TEXT.with_borrow(|text| {
        let length = text.len().min(capacity);
        // SAFETY: the buffer has so many bytes.
        unsafe { buffer.copy_from_nonoverlapping(text.as_ptr(), length) };
    });
}

unsafe extern "C" fn connect(mode: c_int, message: *mut c_char) -> c_int {
    let text: &[u8] = match mode {
        0 => b"",
        1 => b"no\0junk",
        2 => b"a longer",
        _ => b"",
    };
    // SAFETY: the buffer has 8 bytes.
    unsafe {
        message
            .cast::<u8>()
            .copy_from_nonoverlapping(text.as_ptr(), text.len())
    };
    if mode == 0 { 0 } else { -mode }
}

#[cfg(unix)]
mod errors {
    /// Sets the state of the system.
    pub(super) fn set(number: i32) {
        // SAFETY: it can always be called.
        let place = unsafe { location() };
        // SAFETY: it is a variable of this thread.
        unsafe { place.write(number) };
    }

    unsafe extern "C" {
        #[cfg_attr(target_os = "linux", link_name = "__errno_location")]
        #[cfg_attr(not(target_os = "linux"), link_name = "__error")]
        fn location() -> *mut i32;
    }
}

#[cfg(windows)]
mod errors {
    /// Sets the state of the system.
    pub(super) fn set(number: u32) {
        // SAFETY: it can always be called.
        unsafe { SetLastError(number) };
    }

    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn SetLastError(number: u32);
    }
}

/// The library, bound to the functions above.
pub(crate) fn queries() -> Queries {
    let resolve = |name: &CStr| {
        let pointer: *const c_void = match name.to_bytes() {
            b"enumerate" => enumerate as *const c_void,
            b"list" => list as *const c_void,
            b"list_bytes" => list_bytes as *const c_void,
            b"flags" => flags as *const c_void,
            b"windows" => windows as *const c_void,
            b"print" => print as *const c_void,
            b"wide_name" => wide_name as *const c_void,
            b"module_name" => module_name as *const c_void,
            b"info" => info as *const c_void,
            b"link" => link as *const c_void,
            b"directory" => directory as *const c_void,
            b"host" => host as *const c_void,
            b"connect" => connect as *const c_void,
            _ => return None,
        };
        CodePointer::from_ptr(pointer)
    };
    // SAFETY: each function has the declared signature, and cannot be misused through the methods.
    unsafe { Queries::from_symbols(resolve) }.expect("the functions are there")
}
