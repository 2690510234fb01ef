//! Structs whose members the library allocates and frees.

use std::cell::Cell;
use std::ffi::{CString, c_char, c_int};
use std::ptr;

use ffi_runtime::lowering::CallError;
use ffi_runtime::{ForeignType, OwnedValue, foreign_library};
use ffi_tests::functions;

/// A text of the library.
#[derive(Debug, ForeignType)]
#[repr(C)]
struct Text {
    bytes: *mut c_char,
    length: usize,
    number: f64,
}

impl Text {
    fn as_str(&self) -> &str {
        // SAFETY: the library filled in a text of so many bytes, which stays as long as it is owned.
        let bytes = unsafe { std::slice::from_raw_parts(self.bytes.cast::<u8>(), self.length) };
        std::str::from_utf8(bytes).expect("it is ASCII")
    }
}

/// A text that another function frees.
#[derive(ForeignType)]
#[repr(C)]
struct Buffer {
    text: Text,
}

#[foreign_library(name = "texts", prefix = "text_")]
unsafe trait Texts {
    #[symbol("text_of")]
    fn of(&self, number: c_int) -> OwnedValue<Text>;
    #[check(zero)]
    fn write(&self, number: c_int, #[out] text: OwnedValue<Text>) -> c_int;
    #[free]
    fn free(&self, text: OwnedValue<Text>) -> c_int;
    #[symbol("text_of")]
    fn buffer(&self, number: c_int) -> OwnedValue<Buffer>;
    #[free(address)]
    #[check(zero)]
    fn dispose(&self, buffer: OwnedValue<Buffer>) -> c_int;
    /// The library keeps it.
    fn keep(&self, text: OwnedValue<Text>) -> f64;
}

/// How a drawing was made.
#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
enum Kind {
    Line,
    Circle,
}

/// A struct with members and an enum.
#[derive(Debug, ForeignType)]
#[repr(C)]
struct Drawing {
    points: *mut f64,
    kind: Kind,
}

#[foreign_library(name = "drawings", prefix = "drawing_")]
unsafe trait Drawings {
    #[check(zero)]
    fn make(&self, kind: c_int, #[out] drawing: OwnedValue<Drawing>) -> c_int;
    #[free]
    fn free(&self, drawing: OwnedValue<Drawing>);
}

unsafe extern "C" fn make(kind: c_int, place: *mut RawDrawing) -> c_int {
    let points = ptr::null_mut();
    // SAFETY: every caller gives a place.
    unsafe { place.write(RawDrawing { points, kind }) };
    0
}

extern "C" fn free_drawing(drawing: RawDrawing) {
    assert!(drawing.points.is_null());
    FREED.set(FREED.get() + 1);
}

/// A [`Drawing`] as the library knows it.
#[repr(C)]
struct RawDrawing {
    points: *mut f64,
    kind: c_int,
}

#[test]
fn number_that_an_enum_in_it_does_not_list_is_an_error() {
    let resolve = functions![drawing_make = make, drawing_free = free_drawing];
    // SAFETY: each function has the declared signature, and cannot be misused through the methods.
    let library = unsafe { Drawings::from_symbols(resolve) }.expect("the functions are there");
    FREED.set(0);
    let drawing = library.make(1).expect("it is listed");
    assert_eq!(drawing.kind, Kind::Circle);
    drop(drawing);
    let error = library.make(2).expect_err("it is not listed");
    assert!(matches!(error, CallError::Unlisted(error) if error.number == 2));
    assert_eq!(FREED.get(), 1);
}

thread_local! {
    static FREED: Cell<c_int> = const { Cell::new(0) };
}

extern "C" fn of(number: c_int) -> Text {
    let text = CString::new(format!("text {number}")).expect("no NUL");
    Text {
        length: text.count_bytes(),
        bytes: text.into_raw(),
        number: number.into(),
    }
}

unsafe extern "C" fn write(number: c_int, place: *mut Text) -> c_int {
    if number < 0 {
        return -1;
    }
    // SAFETY: every caller gives a place.
    unsafe { place.write(of(number)) };
    0
}

unsafe extern "C" fn free(text: Text) -> c_int {
    FREED.set(FREED.get() + 1);
    // SAFETY: it is a text of `of`, which is freed once.
    drop(unsafe { CString::from_raw(text.bytes) });
    text.number as c_int
}

unsafe extern "C" fn dispose(text: *mut Text) -> c_int {
    // SAFETY: the caller gives a text.
    let text = unsafe { &mut *text };
    let bytes = std::mem::replace(&mut text.bytes, ptr::null_mut());
    let freed = Text { bytes, ..*text };
    // SAFETY: as above.
    unsafe { free(freed) }
}

unsafe extern "C" fn keep(text: Text) -> f64 {
    let number = text.number;
    // SAFETY: as above.
    unsafe { free(text) };
    number
}

fn texts() -> Texts {
    let resolve = functions![
        text_of = of,
        text_write = write,
        text_free = free,
        text_dispose = dispose,
        text_keep = keep
    ];
    // SAFETY: each function has the declared signature, and cannot be misused through the methods.
    unsafe { Texts::from_symbols(resolve) }.expect("the functions are there")
}

#[test]
fn members_are_freed_once() {
    let library = texts();
    FREED.set(0);
    let text = library.of(7);
    assert_eq!((text.as_str(), text.number), ("text 7", 7.0));
    assert_eq!(FREED.get(), 0);
    drop(text);
    assert_eq!(FREED.get(), 1);
    assert_eq!(library.of(8).close(), 8);
    assert_eq!(library.free(library.of(9)), 9);
    assert_eq!(FREED.get(), 3);
    assert!((library.keep(library.of(1)) - 1.0).abs() < f64::EPSILON);
    assert_eq!(FREED.get(), 4);
    let raw = library.of(2).into_raw();
    assert_eq!(FREED.get(), 4);
    // SAFETY: the library filled it in, and nobody else frees it.
    drop(unsafe { OwnedValue::from_raw(raw, library) });
    assert_eq!(FREED.get(), 5);
}

#[test]
fn only_a_success_is_owned() {
    let library = texts();
    FREED.set(0);
    assert_eq!(library.write(3).expect("it succeeds").as_str(), "text 3");
    assert_eq!(FREED.get(), 1);
    let error = library.write(-3).expect_err("it fails");
    assert!(matches!(error, CallError::Failed { returned: -1, .. }));
    assert_eq!(FREED.get(), 1);
}

#[test]
fn function_that_frees_may_take_the_address() {
    let library = texts();
    FREED.set(0);
    assert_eq!(library.buffer(0).text.as_str(), "text 0");
    assert_eq!(FREED.get(), 1);
    assert_eq!(library.dispose(library.buffer(0)), Ok(()));
    let error = library.buffer(4).close().expect_err("4 is not zero");
    assert!(matches!(error, CallError::Failed { returned: 4, .. }));
    assert_eq!(FREED.get(), 3);
    let mut raw = library.buffer(0).into_raw();
    // SAFETY: the function takes the address of a struct.
    assert_eq!(unsafe { library.raw().dispose(&raw mut raw) }, 0);
    assert_eq!(FREED.get(), 4);
}
