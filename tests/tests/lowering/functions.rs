//! The library: functions of this program, which note what they do.

use std::cell::RefCell;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::ptr;

use ffi_tests::{functions, local};

use crate::library::Lowered;

thread_local! {
    static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Begins a log of this thread.
pub(crate) fn log() {
    LOG.take();
}

/// The log since it was taken last.
pub(crate) fn taken_log() -> Vec<String> {
    LOG.take()
}

fn note(text: String) {
    LOG.with_borrow_mut(|log| log.push(text));
}

/// A `Counter` as the library knows it.
struct Counted {
    value: c_int,
    owners: c_int,
}

extern "C" fn version() -> *const c_char {
    c"1.2".as_ptr()
}

extern "C" fn name_of(number: c_int) -> *const c_char {
    if number == 1 {
        c"one".as_ptr()
    } else {
        ptr::null()
    }
}

extern "C" fn name_of_nothing() -> *const c_char {
    ptr::null()
}

extern "C" fn made_text(count: c_int) -> *mut c_char {
    note(format!("made {count}"));
    match count {
        0.. => items(count),
        _ => ptr::null_mut(),
    }
}

fn items(count: c_int) -> *mut c_char {
    let text = CString::new(format!("{count} items"));
    text.expect("no NUL").into_raw()
}

extern "C" fn kept_text() -> *const c_char {
    c"kept".as_ptr()
}

unsafe extern "C" fn free_text(text: *mut c_void) {
    note("freed text".to_owned());
    // SAFETY: it is a text of `items`, which is freed once.
    drop(unsafe { CString::from_raw(text.cast()) });
}

unsafe extern "C" fn length_of(text: *const c_char) -> usize {
    // SAFETY: the caller passes a text that ends.
    unsafe { CStr::from_ptr(text) }.count_bytes()
}

unsafe extern "C" fn length_of_maybe(text: *const c_char) -> i64 {
    if text.is_null() {
        return -1;
    }
    // SAFETY: as above.
    unsafe { CStr::from_ptr(text) }.count_bytes() as i64
}

unsafe extern "C" fn bytes_of_path(path: *const c_void) -> usize {
    let unit = if cfg!(windows) { 2 } else { 1 };
    let units = (0..).take_while(|number| {
        let bytes = (0..unit).map(|byte| {
            let place = path.cast::<u8>().wrapping_add(number * unit + byte);
            // SAFETY: the caller passes a text that ends with a unit of zeros, which is not passed.
            unsafe { place.read() }
        });
        bytes.map(u32::from).sum::<u32>() != 0
    });
    units.count() * unit
}

unsafe extern "C" fn checked_text(text: *const c_char) -> c_int {
    // SAFETY: the caller passes a text that ends.
    let text = unsafe { CStr::from_ptr(text) };
    note(format!("checked {}", text.to_string_lossy()));
    0
}

unsafe extern "C" fn count_of(texts: *const *const c_char) -> c_int {
    let mut count = 0;
    // SAFETY: the list ends with null, which is not passed.
    while let text = unsafe { texts.wrapping_add(count).read() }
        && !text.is_null()
    {
        count += 1;
    }
    count as c_int
}

unsafe extern "C" fn sum(values: *const c_int, count: usize) -> i64 {
    assert!(!values.is_null());
    // SAFETY: there are as many values.
    let values = unsafe { std::slice::from_raw_parts(values, count) };
    values.iter().copied().map(i64::from).sum()
}

unsafe extern "C" fn double(count: c_int, values: *mut u16) {
    // SAFETY: there are as many values.
    let values = unsafe { std::slice::from_raw_parts_mut(values, count as usize) };
    for value in values {
        *value *= 2;
    }
}

extern "C" fn bytes_in(values: *const u32, size: u32) -> u32 {
    assert!(!values.is_null());
    size
}

unsafe extern "C" fn dot(
    left: *const f64,
    right: *const f64,
    count: c_int,
    sum: *mut f64,
) -> c_int {
    // SAFETY: there are as many values.
    let left = unsafe { std::slice::from_raw_parts(left, count as usize) };
    // SAFETY: as above.
    let right = unsafe { std::slice::from_raw_parts(right, count as usize) };
    // SAFETY: it is a place for a sum.
    unsafe {
        sum.write(
            left.iter()
                .zip(right)
                .map(|(left, right)| left * right)
                .sum(),
        )
    };
    0
}

extern "C" fn blob(blob: *const u8, size: c_int) -> c_int {
    if blob.is_null() {
        assert_eq!(size, 0);
        return -1;
    }
    size
}

extern "C" fn narrow(_values: *const u8, count: u8) -> c_int {
    count.into()
}

unsafe extern "C" fn table(count: *mut c_int) -> *const c_int {
    static TABLE: [c_int; 3] = [5, 6, 7];
    // SAFETY: it is a place for a length.
    unsafe { count.write(3) };
    TABLE.as_ptr()
}

extern "C" fn no_table(_count: *mut c_int) -> *const c_int {
    ptr::null()
}

unsafe extern "C" fn divide(
    left: c_int,
    right: c_int,
    quotient: *mut c_int,
    remainder: *mut c_int,
) {
    // SAFETY: it is a place for an integer.
    unsafe { quotient.write(left / right) };
    // SAFETY: as above.
    unsafe { remainder.write(left % right) };
}

unsafe extern "C" fn position(x: *mut f64, y: *mut f64) {
    // SAFETY: it is a place for a float.
    unsafe { x.write(1.5) };
    // SAFETY: as above.
    unsafe { y.write(-2.5) };
}

unsafe extern "C" fn flag(flag: *mut u8) -> c_int {
    // SAFETY: it is a place for a byte.
    unsafe { flag.write(0x80) };
    1
}

unsafe extern "C" fn named_out(name: *mut *const c_char) {
    // SAFETY: it is a place for a text.
    unsafe { name.write(c"out".as_ptr()) };
}

extern "C" fn status(code: c_int) -> c_int {
    code
}

unsafe extern "C" fn out_checked(value: c_int, doubled: *mut c_int) -> c_int {
    if value < 0 {
        return 1;
    }
    // SAFETY: it is a place for an integer.
    unsafe { doubled.write(2 * value) };
    0
}

extern "C" fn set_error(value: c_int) -> c_int {
    if value == 0 {
        local::set_error(33);
    }
    value
}

extern "C" fn counter(value: c_int) -> *mut Counted {
    match value {
        0.. => Box::into_raw(Box::new(Counted { value, owners: 1 })),
        _ => ptr::null_mut(),
    }
}

unsafe extern "C" fn value(counter: *const Counted) -> c_int {
    // SAFETY: it is a counter of `counter` that is not freed.
    unsafe { &*counter }.value
}

unsafe extern "C" fn count(counter: *mut Counted) {
    // SAFETY: as above.
    unsafe { &mut *counter }.value += 1;
}

unsafe extern "C" fn retain(counter: *mut Counted) {
    // SAFETY: as above.
    let counter = unsafe { &mut *counter };
    note(format!("retained {}", counter.value));
    counter.owners += 1;
}

unsafe extern "C" fn free(pointer: *mut Counted) -> c_int {
    // SAFETY: as above.
    let counter = unsafe { &mut *pointer };
    let value = counter.value;
    counter.owners -= 1;
    if counter.owners > 0 {
        note(format!("released {value}"));
        return 0;
    }
    note(format!("freed {value}"));
    // SAFETY: it was the last owner.
    drop(unsafe { Box::from_raw(pointer) });
    if value == 13 { 13 } else { 0 }
}

extern "C" fn fail(_counter: *mut Counted) -> c_int {
    9
}

unsafe extern "C" fn open_always(number: c_int, place: *mut *mut Counted) -> c_int {
    // SAFETY: it is a place for a counter.
    unsafe { place.write(counter(number)) };
    (number != 0).into()
}

unsafe extern "C" fn execute(value: c_int, message: *mut *mut c_char) -> c_int {
    if value != 0 {
        // SAFETY: it is a place for a text.
        unsafe { message.write(items(value)) };
    }
    value
}

unsafe extern "C" fn report(value: c_int, error: *mut *mut Counted) -> c_int {
    if value != 0 {
        // SAFETY: it is a place for a counter.
        unsafe { error.write(counter(value)) };
    }
    value
}

extern "C" fn fixed(value: c_int, reserved: c_int) -> c_int {
    value * 100 + reserved
}

/// The library, bound to the functions above.
pub(crate) fn lowered() -> Lowered {
    let resolve = functions![
        version,
        name_of,
        name_of_nothing,
        made_text,
        kept_text,
        free_text,
        length_of,
        length_of_maybe,
        bytes_of_path,
        checked_text,
        count_of,
        sum,
        double,
        bytes_in,
        dot,
        blob,
        narrow,
        table,
        no_table,
        divide,
        position,
        flag,
        named_out,
        status,
        echo = status,
        out_checked,
        set_error,
        counter,
        value,
        count,
        retain,
        free,
        fail,
        open_always,
        execute,
        report,
        fixed
    ];
    // SAFETY: each function has the declared signature, and cannot be misused through the methods.
    unsafe { Lowered::from_symbols(resolve) }.expect("the functions are there")
}
