//! Handles that are integers or raw pointers, of which some values stand for none.

use std::ffi::c_void;
use std::io;
use std::ptr;

use ffi_runtime::lowering::CallError;
use ffi_runtime::{ForeignType, foreign_library};
use ffi_tests::functions;
use ffi_tests::local::set_error;

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[foreign(invalid = [-1, -2])]
#[repr(transparent)]
struct Socket(i32);

const INVALID_FILE: *mut c_void = ptr::without_provenance_mut(usize::MAX);

/// Is dropped, so that C gets it only once.
#[derive(Debug, PartialEq, ForeignType)]
#[foreign(invalid = [INVALID_FILE, ptr::null_mut()])]
#[repr(transparent)]
struct File(*mut c_void);

#[foreign_library(name = "handles")]
unsafe trait Handles {
    #[or_none]
    fn socket(&self, number: i32) -> Option<Socket>;
    #[symbol("socket")]
    #[check(valid)]
    fn checked_socket(&self, number: i32) -> Socket;
    #[symbol("socket")]
    #[check(valid)]
    #[last_error]
    fn socket_or_error(&self, number: i32) -> Socket;
    fn number(&self, #[or_none] socket: Option<Socket>, factor: i32) -> i32;
    #[or_none]
    fn file(&self, address: usize) -> Option<File>;
    fn address(&self, #[or_none] file: Option<File>) -> usize;
    #[optional]
    #[or_none]
    fn absent(&self, #[or_none] socket: Option<Socket>) -> Option<Socket>;
}

#[foreign_library(name = "handles", struct = Block)]
unsafe extern "C" {
    #[or_none]
    safe fn socket(number: i32) -> Option<Socket>;
    safe fn number(#[or_none] socket: Option<Socket>, factor: i32) -> i32;
}

extern "C" fn socket(number: i32) -> i32 {
    set_error(9);
    number
}

extern "C" fn number(socket: i32, factor: i32) -> i32 {
    socket * factor
}

extern "C" fn file(address: usize) -> *mut c_void {
    ptr::without_provenance_mut(address)
}

extern "C" fn address(file: *mut c_void) -> usize {
    file.addr()
}

fn handles() -> Handles {
    let resolve = functions![socket, number, file, address];
    // SAFETY: each function has the declared signature, and cannot be misused through the methods.
    unsafe { Handles::from_symbols(resolve) }.expect("the functions are there")
}

#[test]
fn values_that_stand_for_none_are_none() {
    let library = handles();
    assert_eq!(library.socket(0), Some(Socket(0)));
    assert_eq!(library.socket(-1), None);
    assert_eq!(library.socket(-2), None);
    assert_eq!(library.socket(-3), Some(Socket(-3)));
    assert_eq!(library.number(Some(Socket(6)), 7), 42);
    assert_eq!(library.number(None, 7), -7);

    assert_eq!(library.file(0), None);
    assert_eq!(library.file(usize::MAX), None);
    let file = library.file(16).expect("a handle");
    assert_eq!(library.address(Some(file)), 16);
    assert_eq!(library.address(None), usize::MAX);
    assert!(library.absent(None).is_err());

    let resolve = functions![socket, number];
    // SAFETY: as in `handles`.
    let block = unsafe { Block::from_symbols(resolve) }.expect("the functions are there");
    assert_eq!(block.socket(-2), None);
    assert_eq!(block.number(None, 3), -3);
}

#[test]
fn values_that_stand_for_none_are_failures() {
    let library = handles();
    assert_eq!(library.checked_socket(4), Ok(Socket(4)));
    let expected = CallError::Failed {
        function: "socket",
        returned: -2,
    };
    assert_eq!(library.checked_socket(-2), Err(expected));
    assert_eq!(library.socket_or_error(4).ok(), Some(Socket(4)));
    let error = library.socket_or_error(-1).expect_err("it failed");
    assert_eq!(
        error.raw_os_error(),
        io::Error::from_raw_os_error(9).raw_os_error()
    );
}

#[test]
fn raw_twins_have_the_integers() {
    let library = handles();
    // SAFETY: the functions take any number.
    unsafe {
        assert_eq!(library.raw().socket(-1), Socket(-1));
        assert_eq!(library.raw().number(Socket(-2), 2), -4);
    }
}
