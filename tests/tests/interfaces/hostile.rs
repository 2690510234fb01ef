//! Callers that C's types do not hold back: what is no argument of the method is refused before it is called.

use std::ffi::{c_char, c_void};
use std::ptr;

use ffi_runtime::{ForeignType, foreign_table};
use ffi_tests::abort::stderr_of;

use filter_api::{Filter, FilterHost, Frame, Outcome};
use filters::{Blur, Lines};

/// `InterfaceHeader` as C has it.
#[derive(ForeignType)]
#[repr(C)]
struct Head {
    size: usize,
    retain: *const c_void,
    release: *const c_void,
}

/// `Choice` without what Rust knows of it.
#[derive(ForeignType)]
#[repr(C)]
struct Bytes {
    is_on: u8,
    edge: u8,
    amount: u32,
}

/// `Filter` as C has it.
#[foreign_table(object, header = Head, size_from = size)]
unsafe trait OfC {
    fn add(&self, a: i32, b: i64) -> i64;
    unsafe fn process(&self, frame: *mut Frame) -> Outcome;
    unsafe fn area(&self, frame: *const Frame) -> u64;
    unsafe fn words(&self, text: *const u8, size: u32) -> i32;
    unsafe fn sum(&self, values: *const f64, count: u8, total: *mut f64) -> usize;
    unsafe fn double(&self, values: *mut u32, size: usize) -> Outcome;
    unsafe fn length(&self, text: *const c_char) -> usize;
    unsafe fn letters(&self, text: *const c_char, letters: *mut u32, last: *mut u32) -> Outcome;
    fn invert(&self, is_on: u8) -> u8;
    unsafe fn next(&self, edge: u8, choice: Bytes, next: *mut u8) -> Outcome;
}

/// `FilterHost` as C has it.
#[foreign_table(object, header = Head, size_from = size)]
unsafe trait HostOfC {
    unsafe fn log(&self, message: *const u8, length: usize);
}

/// A filter, and the same for C.
fn both() -> (Filter, OfC) {
    let filter = Filter::new(Blur::default());
    // SAFETY: it has these functions, and lives longer: tests drop both at once.
    let of_c = unsafe { OfC::from_object(filter.as_object(), ()) }.unwrap();
    (filter, of_c)
}

#[test]
fn null_is_refused_where_a_reference_is() {
    let (filter, c) = both();
    // SAFETY: null is what is tried.
    assert_eq!(unsafe { c.process(ptr::null_mut()) }, Outcome::Refused);
    // SAFETY: as above; this one may be null.
    assert_eq!(unsafe { c.area(ptr::null()) }, 0);
    assert_eq!(filter.processed(), 0);
}

#[test]
fn text_that_is_not_utf8_is_refused() {
    let (_filter, c) = both();
    // SAFETY: two bytes are there.
    assert_eq!(unsafe { c.words(b"a\xff".as_ptr(), 2) }, -200);
    // SAFETY: no byte is read of the second.
    assert_eq!(unsafe { c.words(b"a b\xff".as_ptr(), 3) }, 2);
    // SAFETY: null is what is tried.
    assert_eq!(unsafe { c.words(ptr::null(), 3) }, -200);
    let (mut letters, mut last) = (9, 9);
    // SAFETY: the text ends, and there is room for the results.
    let outcome = unsafe { c.letters(c"\xc3".as_ptr(), &mut letters, &mut last) };
    assert_eq!((outcome, letters, last), (Outcome::Refused, 9, 9));
}

#[test]
fn length_that_does_not_fit_is_refused() {
    let (_filter, c) = both();
    let mut values = [1, 2];
    let start = values.as_mut_ptr();
    // SAFETY: the length is refused.
    assert_eq!(unsafe { c.double(start, 6) }, Outcome::Refused);
    // SAFETY: as above.
    let outcome = unsafe { c.double(start, usize::MAX & !3) };
    assert_eq!(outcome, Outcome::Refused);
    // SAFETY: there is one element.
    assert_eq!(unsafe { c.double(start, 4) }, Outcome::Done);
    // SAFETY: nothing is read at an address that is not aligned.
    let outcome = unsafe { c.double(start.wrapping_byte_add(1), 4) };
    assert_eq!(outcome, Outcome::Refused);
    assert_eq!(values, [2, 2]);
}

#[test]
fn place_of_a_result_that_is_null_is_refused() {
    let (_filter, c) = both();
    let mut letters = 9;
    // SAFETY: null is what is tried.
    let outcome = unsafe { c.letters(c"abc".as_ptr(), &mut letters, ptr::null_mut()) };
    assert_eq!((outcome, letters), (Outcome::Refused, 9));
}

#[test]
fn every_byte_is_a_bool() {
    let (_filter, c) = both();
    assert_eq!(
        (c.invert(0), c.invert(1), c.invert(2), c.invert(255)),
        (1, 0, 0, 0)
    );
}

#[test]
fn number_that_an_enum_does_not_list_is_refused() {
    let (_filter, c) = both();
    let choice = |is_on, edge| Bytes {
        is_on,
        edge,
        amount: 9,
    };
    let next = |number, choice| {
        let mut next = 0;
        // SAFETY: there is room for the result.
        (unsafe { c.next(number, choice, &mut next) }, next)
    };
    assert_eq!(next(1, choice(77, 2)), (Outcome::Done, 2));
    assert_eq!(next(3, choice(1, 2)), (Outcome::Refused, 0));
    assert_eq!(next(1, choice(1, 0)), (Outcome::Refused, 0));
    assert_eq!(next(2, choice(1, 2)), (Outcome::Failed, 0));
}

#[test]
fn panic_becomes_the_status() {
    let (mut filter, _c) = both();
    let mut frame = Frame {
        width: 13,
        ..Frame::default()
    };
    assert_eq!(filter.process(&mut frame), Err(Outcome::Panicked));
    frame.width = 14;
    assert_eq!(filter.process(&mut frame), Ok(()));
}

#[test]
fn panic_without_a_status_names_value_and_function() {
    let text = stderr_of(
        "hostile::panic_without_a_status_names_value_and_function",
        || both().0.panics(),
    );
    for word in [
        "`panics` of `filters::Blur`",
        "filter_api::Filter",
        "lib.rs:",
        "asked to",
    ] {
        assert!(text.contains(word), "`{word}` is not in: {text}");
    }
}

#[test]
fn argument_without_a_status_names_the_argument() {
    let text = stderr_of(
        "hostile::argument_without_a_status_names_the_argument",
        || {
            let host = FilterHost::new(Lines::default());
            // SAFETY: it has this function, and outlives the call.
            let c = unsafe { HostOfC::from_object(host.as_object(), ()) }.unwrap();
            // SAFETY: there is a byte.
            unsafe { c.log(b"\xff".as_ptr(), 1) };
        },
    );
    let words = "the argument `message` is no text in UTF-8";
    for word in ["`log` of `filters::Lines`", words] {
        assert!(text.contains(word), "`{word}` is not in: {text}");
    }
}
