//! Handles that a function writes although it fails: whatever the end of the method is, each is freed once.

use std::cell::Cell;
use std::ffi::{c_char, c_int};
use std::mem::MaybeUninit;
use std::ptr::{self, NonNull};

use ffi_runtime::lowering::Filled;
use ffi_runtime::types::UnlistedValue;
use ffi_runtime::{ForeignType, Owned, Status, foreign_library, opaque};
use ffi_tests::functions;
use ffi_tests::local::set_error;

/// The number that says that a buffer is too small.
const AGAIN: c_int = 5;

#[opaque]
struct File;

/// A handle that nobody copies and nobody frees.
#[derive(ForeignType)]
#[repr(transparent)]
struct Unique(NonNull<u8>);

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
enum Code {
    Good,
}

#[derive(Debug, PartialEq)]
struct Unlisted(i128);

impl From<UnlistedValue> for Unlisted {
    fn from(error: UnlistedValue) -> Self {
        Self(error.number)
    }
}

impl Status for Code {
    type Value = ();
    type Error = Unlisted;

    fn into_result(self) -> Result<(), Unlisted> {
        Ok(())
    }
}

#[foreign_library(name = "files")]
unsafe trait Files {
    #[check]
    fn fail(&self, #[out(always)] file: Owned<File>) -> Code;
    #[symbol("fail")]
    #[check]
    fn fail_unique(&self, #[out(always)] file: Unique) -> Code;
    #[symbol("fail")]
    #[last_error]
    fn fail_with_state(&self, #[out(always)] file: Owned<File>) -> c_int;

    #[check(zero)]
    fn read(
        &self,
        #[out(always)] file: Owned<File>,
        #[grow(len = count, again = AGAIN)] items: Vec<u32>,
        count: c_int,
    ) -> c_int;
    #[symbol("read")]
    #[check(zero)]
    #[last_error]
    fn read_with_state(
        &self,
        #[out(always)] file: Owned<File>,
        #[grow(len = count, again_error = AGAIN)] items: Vec<u32>,
        count: c_int,
    ) -> c_int;

    #[check(zero)]
    fn explain(&self, #[out(always)] file: Owned<File>, #[error_text(8)] message: String) -> c_int;
    #[symbol("explain")]
    fn explain_unchecked(
        &self,
        #[out(always)] file: Owned<File>,
        #[error_text(8)] message: String,
    ) -> c_int;
    fn report(&self, #[out(always)] file: Owned<File>, #[error_out] error: Owned<File>) -> c_int;

    #[free]
    fn close(&self, file: Owned<File>);
}

thread_local! {
    static OPEN: Cell<c_int> = const { Cell::new(0) };
}

/// Opens a file, which has an address and nothing there.
unsafe fn open(place: *mut *mut File) {
    OPEN.set(OPEN.get() + 1);
    // SAFETY: every caller gives a place.
    unsafe { place.write(ptr::without_provenance_mut(8)) };
}

unsafe extern "C" fn fail(place: *mut *mut File) -> c_int {
    // SAFETY: the methods pass a place.
    unsafe { open(place) };
    set_error(9);
    77
}

unsafe extern "C" fn read(place: *mut *mut File, items: *mut u32, count: *mut c_int) -> c_int {
    // SAFETY: the methods pass a place.
    unsafe { open(place) };
    // SAFETY: it is the place of a count.
    let capacity = unsafe { count.replace(1) };
    if capacity < 1 {
        set_error(AGAIN as u16);
        return AGAIN;
    }
    // SAFETY: the buffer has an element.
    unsafe { items.write(7) };
    0
}

unsafe extern "C" fn explain(place: *mut *mut File, message: *mut c_char) -> c_int {
    // SAFETY: the methods pass a place.
    unsafe { open(place) };
    // SAFETY: the buffer has 8 bytes, which are zeros.
    unsafe { message.cast::<u8>().write(b'!') };
    1
}

unsafe extern "C" fn report(place: *mut *mut File, error: *mut *mut File) -> c_int {
    // SAFETY: the methods pass a place.
    unsafe { open(place) };
    // SAFETY: as above.
    unsafe { open(error) };
    1
}

extern "C" fn close(_file: *mut File) {
    OPEN.set(OPEN.get() - 1);
}

fn files() -> Files {
    let resolve = functions![fail, read, explain, report, close];
    // SAFETY: each function has the declared signature, and cannot be misused through the methods.
    unsafe { Files::from_symbols(resolve) }.expect("the functions are there")
}

#[test]
fn a_status_that_is_not_listed_frees_it() {
    assert!(files().fail().is_err_and(|error| error == Unlisted(77)));
    assert_eq!(OPEN.get(), 0);
}

#[test]
fn one_that_is_no_copy_may_be_written() {
    let error = files().fail_unique().map(|Unique(handle)| handle);
    assert_eq!(error, Err(Unlisted(77)));
}

#[test]
fn an_error_state_frees_it() {
    assert!(files().fail_with_state().is_err());
    assert_eq!(OPEN.get(), 0);
}

#[test]
fn a_buffer_that_is_too_small_frees_it() {
    let files = files();
    let (file, items) = files.read().expect("one element");
    assert_eq!((OPEN.get(), items), (1, vec![7]));
    drop(file);
    let (file, items) = files.read_with_state().expect("one element");
    assert_eq!((OPEN.get(), items), (1, vec![7]));
    drop(file);
    let empty: &mut [MaybeUninit<u32>] = &mut [];
    let filled = files.read_into(empty).map(Filled::all);
    assert!(filled.is_ok_and(|filled| filled.is_none()));
    assert_eq!(OPEN.get(), 0);
}

#[test]
fn a_message_frees_it() {
    assert_eq!(files().explain().map(drop), Err("!".to_owned()));
    assert_eq!(files().explain_unchecked().map(drop), Err("!".to_owned()));
    assert_eq!(OPEN.get(), 0);
}

#[test]
fn another_handle_as_the_error_frees_it() {
    let error = files().report().map(drop).expect_err("an error");
    assert_eq!(OPEN.get(), 1);
    drop(error);
    assert_eq!(OPEN.get(), 0);
}
