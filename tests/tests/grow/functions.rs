//! The library: functions of this program, which fill buffers from what the test gives them.

use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_char, c_int};
use std::ptr;

use ffi_runtime::CodePointer;
use ffi_tests::{functions, local};

use crate::library::{Code, Queries};

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
        local::set_error(2);
        return 0;
    }
    // SAFETY: as above.
    unsafe { bytes.write(2 * size as u32) };
    if 2 * size > capacity {
        local::set_error(33);
        return 0;
    }
    for number in 0..size {
        // SAFETY: the buffer has so many elements.
        unsafe { items.wrapping_add(number).write(number as u16) };
    }
    // A function that succeeds may leave any number.
    local::set_error(33);
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
        local::set_error(2);
        return ptr::null_mut();
    }
    if length + 1 > capacity {
        local::set_error(33);
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

/// Finds the functions above.
pub(crate) fn resolve(name: &CStr) -> Option<CodePointer> {
    functions![
        enumerate,
        list,
        list_bytes,
        flags,
        windows,
        print,
        wide_name,
        module_name,
        info,
        link,
        directory,
        host,
        connect
    ](name)
}

/// The library, bound to the functions above.
pub(crate) fn queries() -> Queries {
    // SAFETY: each function has the declared signature, and cannot be misused through the methods.
    unsafe { Queries::from_symbols(resolve) }.expect("the functions are there")
}

/// A table of some of the functions above.
#[repr(C)]
pub(crate) struct Fillers {
    enumerate: unsafe extern "C" fn(u32, *mut u32, *mut u32) -> c_int,
    reserved: usize,
    print: unsafe extern "C" fn(*mut u8, usize, c_int) -> c_int,
    list: Option<unsafe extern "C" fn(*mut u8, *mut u32, *mut u64)>,
}

pub(crate) static FILLERS: Fillers = Fillers {
    enumerate,
    reserved: 0,
    print,
    list: Some(list),
};

/// A table without the last function.
pub(crate) static WITHOUT_LIST: Fillers = Fillers {
    list: None,
    ..FILLERS
};
