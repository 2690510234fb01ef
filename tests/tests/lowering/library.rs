//! The library: functions of this program.

use std::cell::RefCell;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::path::Path;
use std::ptr;

use ffi_runtime::lowering::ArgumentError;
use ffi_runtime::{CodePointer, Explain, ForeignType, Owned, Status, foreign_library, opaque};

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

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(transparent)]
pub(crate) struct Code(pub(crate) c_int);

#[derive(Debug, PartialEq)]
pub(crate) enum Step {
    Done,
    Row,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Refused {
    Code(c_int, Option<String>),
    Argument(ArgumentError),
}

impl From<ArgumentError> for Refused {
    fn from(error: ArgumentError) -> Self {
        Self::Argument(error)
    }
}

impl From<c_int> for Code {
    fn from(code: c_int) -> Self {
        Self(code)
    }
}

impl Status for Code {
    type Value = Step;
    type Error = Refused;

    fn into_result(self) -> Result<Step, Refused> {
        match self.0 {
            0 => Ok(Step::Done),
            100 => Ok(Step::Row),
            other => Err(Refused::Code(other, None)),
        }
    }
}

/// An error that is an object: null is success.
pub(crate) struct Outcome(Option<Owned<Counter>>);

impl From<Option<Owned<Counter>>> for Outcome {
    fn from(error: Option<Owned<Counter>>) -> Self {
        Self(error)
    }
}

impl Status for Outcome {
    type Value = ();
    type Error = Refused;

    fn into_result(self) -> Result<(), Refused> {
        match self.0 {
            None => Ok(()),
            Some(error) => Err(Refused::Code(error.library().value(&error), None)),
        }
    }
}

impl Explain<Lowered, Counter> for Refused {
    fn explain(self, library: &Lowered, source: &Counter) -> Self {
        let text = format!("counter {}", library.value(source));
        match self {
            Self::Code(code, _) => Self::Code(code, Some(text)),
            other => other,
        }
    }
}

impl Explain<Lowered, String> for Refused {
    fn explain(self, _library: &Lowered, source: &String) -> Self {
        match self {
            Self::Code(code, _) => Self::Code(code, Some(source.clone())),
            other => other,
        }
    }
}

/// Counts.
#[opaque]
pub(crate) struct Counter;

/// A counter that does not count its owners.
#[opaque]
pub(crate) struct Shared;

#[foreign_library(name = "lowered")]
pub(crate) unsafe trait Lowered {
    fn version(&self) -> &CStr;
    fn name_of(&self, number: c_int) -> Option<&CStr>;
    #[symbol("name_of_nothing")]
    fn missing_text(&self) -> &CStr;
    #[copied(free = free_text)]
    fn made_text(&self, count: c_int) -> Option<String>;
    #[copied]
    fn kept_text(&self) -> CString;
    unsafe fn free_text(&self, text: *mut c_void);

    fn length_of(&self, #[terminated] text: &str) -> usize;
    fn length_of_maybe(&self, #[terminated] text: Option<&str>) -> i64;
    #[symbol("length_of")]
    fn length_of_bytes(&self, #[terminated] text: &[u8]) -> usize;
    fn bytes_of_path(&self, #[terminated] path: &Path) -> usize;
    #[check]
    fn checked_text(&self, #[terminated] text: &str) -> Code;
    fn count_of(&self, #[terminated] texts: &[&CStr]) -> c_int;

    fn sum(&self, #[slice(len = count)] values: &[c_int], count: usize) -> i64;
    fn double(&self, count: c_int, #[slice(len = count)] values: &mut [u16]);
    fn bytes_in(&self, #[slice(bytes = size)] values: &[u32], size: u32) -> u32;
    #[symbol("bytes_in")]
    fn bytes_of_text(&self, #[slice(bytes = size)] text: &str, size: u32) -> u32;
    #[check(zero)]
    fn dot(
        &self,
        #[slice(len = count)] left: &[f64],
        #[slice(len = count)] right: &[f64],
        count: c_int,
        #[out] sum: f64,
    ) -> c_int;
    fn blob(&self, #[slice(bytes = size)] blob: Option<&[u8]>, size: c_int) -> c_int;
    #[check(not_negative)]
    fn narrow(&self, #[slice(len = count)] values: &[u8], count: u8) -> c_int;
    #[slice(len = count)]
    fn table(&self, #[out] count: c_int) -> &[c_int];
    #[slice(len = count)]
    fn no_table(&self, #[out] count: c_int) -> &[c_int];

    fn divide(&self, left: c_int, right: c_int, #[out] quotient: c_int, #[out] remainder: c_int);
    #[symbol("divide")]
    fn divide_named(
        &self,
        __ffi_value_1: c_int,
        __ffi_value_0: c_int,
        #[out] __ffi_returned: c_int,
        #[out] address: c_int,
    );
    fn position(&self, #[out] x: f64, #[out] y: f64);
    fn flag(&self, #[out] flag: bool) -> c_int;
    fn named_out(&self, #[out] name: &CStr);

    #[check]
    fn status(&self, code: c_int) -> Code;
    #[symbol("status")]
    #[check(value)]
    fn step(&self, code: c_int) -> Code;
    #[symbol("status")]
    #[check(with = Code)]
    fn foreign(&self, code: c_int) -> c_int;
    #[check]
    fn out_checked(&self, value: c_int, #[out] doubled: c_int) -> Code;

    #[symbol("echo")]
    #[check(zero)]
    fn zero(&self, value: c_int) -> c_int;
    #[symbol("echo")]
    #[check(nonzero, value)]
    fn nonzero(&self, value: c_int) -> c_int;
    #[symbol("echo")]
    #[check(not_negative)]
    fn not_negative(&self, value: c_int) -> c_int;
    #[symbol("name_of")]
    #[check(not_null)]
    fn not_null(&self, number: c_int) -> &CStr;

    #[symbol("set_error")]
    #[check(nonzero, value)]
    #[last_error]
    fn last_error(&self, value: c_int) -> c_int;
    #[symbol("set_error")]
    #[last_error]
    fn only_state(&self, value: c_int) -> c_int;

    /// Sets the error state, and says nothing of it.
    #[symbol("set_error")]
    fn set_state(&self, value: c_int) -> c_int;

    fn counter(&self, value: c_int) -> Option<Owned<Counter>>;
    fn value(&self, counter: &Counter) -> c_int;
    fn count(&self, counter: &Counter);
    #[retain]
    fn retain(&self, counter: &Counter);
    #[free]
    #[check]
    fn free(&self, counter: Owned<Counter>) -> Code;
    #[symbol("counter")]
    fn shared(&self, value: c_int) -> Option<Owned<Shared>>;
    #[free]
    #[symbol("free")]
    fn free_shared(&self, shared: Owned<Shared>) -> Code;
    #[retain]
    #[check(zero)]
    #[symbol("fail")]
    fn retain_shared(&self, shared: &Shared) -> c_int;
    #[check]
    #[symbol("fail")]
    fn adopt(&self, counter: Owned<Counter>, #[terminated] name: &str) -> Code;
    #[check(ask = counter)]
    fn fail(&self, counter: &Counter) -> Code;
    #[check(ask = counter)]
    fn open_always(&self, value: c_int, #[out(always)] counter: Owned<Counter>) -> Code;
    #[check]
    fn execute(&self, value: c_int, #[error_out(free = free_text)] message: String) -> Code;
    fn report(&self, value: c_int, #[error_out] error: Owned<Counter>) -> c_int;
    #[symbol("counter")]
    #[check(with = Outcome)]
    fn object(&self, value: c_int) -> Option<Owned<Counter>>;

    fn fixed(&self, value: c_int, #[fixed(42)] reserved: c_int) -> c_int;
    #[optional]
    #[check(zero)]
    fn absent(&self, #[terminated] text: &str) -> c_int;
}

/// A [`Counter`] as the library knows it.
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
        errors::set(33);
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
pub(crate) fn lowered() -> Lowered {
    let resolve = |name: &CStr| {
        let pointer: *const c_void = match name.to_bytes() {
            b"version" => version as *const c_void,
            b"name_of" => name_of as *const c_void,
            b"name_of_nothing" => name_of_nothing as *const c_void,
            b"made_text" => made_text as *const c_void,
            b"kept_text" => kept_text as *const c_void,
            b"free_text" => free_text as *const c_void,
            b"length_of" => length_of as *const c_void,
            b"length_of_maybe" => length_of_maybe as *const c_void,
            b"bytes_of_path" => bytes_of_path as *const c_void,
            b"checked_text" => checked_text as *const c_void,
            b"count_of" => count_of as *const c_void,
            b"sum" => sum as *const c_void,
            b"double" => double as *const c_void,
            b"bytes_in" => bytes_in as *const c_void,
            b"dot" => dot as *const c_void,
            b"blob" => blob as *const c_void,
            b"narrow" => narrow as *const c_void,
            b"table" => table as *const c_void,
            b"no_table" => no_table as *const c_void,
            b"divide" => divide as *const c_void,
            b"position" => position as *const c_void,
            b"flag" => flag as *const c_void,
            b"named_out" => named_out as *const c_void,
            b"status" => status as *const c_void,
            b"echo" => status as *const c_void,
            b"out_checked" => out_checked as *const c_void,
            b"set_error" => set_error as *const c_void,
            b"counter" => counter as *const c_void,
            b"value" => value as *const c_void,
            b"count" => count as *const c_void,
            b"retain" => retain as *const c_void,
            b"free" => free as *const c_void,
            b"fail" => fail as *const c_void,
            b"open_always" => open_always as *const c_void,
            b"execute" => execute as *const c_void,
            b"report" => report as *const c_void,
            b"fixed" => fixed as *const c_void,
            _ => return None,
        };
        CodePointer::from_ptr(pointer)
    };
    // SAFETY: each function has the declared signature, and cannot be misused through the methods.
    unsafe { Lowered::from_symbols(resolve) }.expect("the functions are there")
}
