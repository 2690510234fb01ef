//! Texts of Rust for functions that have UTF-16: `#[terminated(utf16)]`, `#[copied(utf16)]` and `#[grow(.., utf16)]`,
//! with functions of this program as the library, and on Windows with those of the system.

use std::cell::RefCell;
use std::ffi::{CStr, c_int, c_void};
use std::mem::MaybeUninit;
use std::{ptr, slice};

use ffi_runtime::lowering::{ArgumentError, CallError, Filled};
use ffi_runtime::{CodePointer, foreign_library};

thread_local! {
    /// The units that a function got.
    static GOT: RefCell<Option<Vec<u16>>> = const { RefCell::new(None) };
    static FREED: RefCell<usize> = const { RefCell::new(0) };
}

#[foreign_library(name = "utf16")]
unsafe trait Texts {
    fn take(&self, #[terminated(utf16)] text: &str);
    #[symbol("take")]
    fn take_owned(&self, #[terminated(utf16)] text: &String);
    #[symbol("take")]
    fn take_maybe(&self, #[terminated(utf16)] text: Option<&str>);
    #[check(nonzero)]
    fn accept(&self, #[terminated(utf16)] text: &str) -> c_int;

    #[copied(utf16)]
    fn name(&self, number: c_int) -> Option<String>;
    #[symbol("name")]
    #[copied(utf16)]
    fn present(&self, number: c_int) -> String;
    #[symbol("name")]
    #[copied(utf16)]
    #[check(not_null)]
    fn checked(&self, number: c_int) -> String;
    #[copied(utf16, free = free)]
    fn made(&self) -> String;
    #[symbol("made")]
    #[copied(free = free, utf16)]
    fn made_maybe(&self) -> Option<String>;
    unsafe fn free(&self, text: *mut c_void);

    #[check(nonzero)]
    fn value(
        &self,
        #[terminated(utf16)] name: &str,
        #[grow(utf16, len = size, needed = return, nul = excluded)] value: String,
        size: u32,
    ) -> u32;
    #[check(zero)]
    fn folder(
        &self,
        #[grow(bytes = size, written = nul, first = 2, utf16)] path: String,
        size: usize,
        #[out] calls: u32,
    ) -> c_int;
}

/// As `GetEnvironmentVariableW`: counts the end only where the buffer is too small. Each value is that of its name.
unsafe extern "C" fn value(name: *const u16, buffer: *mut u16, size: u32) -> u32 {
    // SAFETY: the caller passes a text that ends.
    unsafe { take(name) };
    let name = GOT.take().expect("it is not null");
    // SAFETY: the caller passes a buffer of this size.
    match unsafe { write(&name, buffer, size as usize) } {
        true => name.len() as u32,
        false => name.len() as u32 + 1,
    }
}

unsafe extern "C" fn folder(buffer: *mut u16, bytes: usize, calls: *mut u32) -> c_int {
    let path: Vec<u16> = "/é🦀/".repeat(100).encode_utf16().collect();
    // SAFETY: the caller passes a buffer of so many bytes.
    let _ = unsafe { write(&path, buffer, bytes / 2) };
    // SAFETY: the caller passes a place.
    unsafe { calls.write(1) };
    0
}

/// Writes a text and an end, or as much as there is a place for; whether that is all.
unsafe fn write(text: &[u16], buffer: *mut u16, size: usize) -> bool {
    for (number, unit) in text.iter().chain(&[0]).take(size).enumerate() {
        // SAFETY: the caller passes a buffer of this size.
        unsafe { buffer.wrapping_add(number).write(*unit) }
    }
    text.len() < size
}

unsafe extern "C" fn take(text: *const u16) {
    if text.is_null() {
        return GOT.set(None);
    }
    let mut length = 0;
    // SAFETY: the caller passes a text that ends, which is not passed.
    while unsafe { text.wrapping_add(length).read() } != 0 {
        length += 1;
    }
    // SAFETY: so many units were read.
    GOT.set(Some(
        unsafe { slice::from_raw_parts(text, length) }.to_vec(),
    ));
}

extern "C" fn accept(_text: *const u16) -> c_int {
    1
}

extern "C" fn name(number: c_int) -> *const u16 {
    const NAMES: [&[u16]; 3] = [
        &[0],
        &[0xe9, 0xd83e, 0xdd80, 0],
        // Half a character, and one more.
        &[0xd83e, b'x' as u16, 0],
    ];
    NAMES
        .get(number as usize)
        .map_or(ptr::null(), |name| name.as_ptr())
}

extern "C" fn made() -> *mut u16 {
    Box::into_raw(Box::new([b'm' as u16, 0])).cast()
}

unsafe extern "C" fn free(text: *mut c_void) {
    FREED.with_borrow_mut(|freed| *freed += 1);
    // SAFETY: it is a text of `made`, which is freed once.
    drop(unsafe { Box::from_raw(text.cast::<[u16; 2]>()) });
}

fn texts() -> Texts {
    let resolve = |name: &CStr| {
        let pointer = match name.to_bytes() {
            b"take" => take as *const c_void,
            b"accept" => accept as *const c_void,
            b"name" => self::name as *const c_void,
            b"made" => made as *const c_void,
            b"free" => free as *const c_void,
            b"value" => value as *const c_void,
            b"folder" => folder as *const c_void,
            _ => return None,
        };
        CodePointer::from_ptr(pointer)
    };
    // SAFETY: each function has the declared signature, and cannot be misused through the methods.
    unsafe { Texts::from_symbols(resolve) }.expect("the functions are there")
}

#[test]
fn texts_are_encoded_on_the_stack_and_on_the_heap() {
    let library = texts();
    for length in [0, 1, 253, 254, 255, 256, 257, 1000] {
        for last in ["", "x", "é", "🦀"] {
            let text = "é".repeat(length) + last;
            let expected: Vec<u16> = text.encode_utf16().collect();
            library.take(&text);
            assert_eq!(GOT.take().as_ref(), Some(&expected));
            library.take_owned(&text);
            assert_eq!(GOT.take().as_ref(), Some(&expected));
            library.take_maybe(Some(&text));
            assert_eq!(GOT.take().as_ref(), Some(&expected));
        }
    }
    GOT.set(Some(Vec::new()));
    library.take_maybe(None);
    assert_eq!(GOT.take(), None);
}

#[test]
fn text_with_a_nul_is_an_error_at_its_byte() {
    let library = texts();
    assert_eq!(library.accept("é"), Ok(()));
    let error = ArgumentError::InnerNul { position: 2 };
    assert_eq!(library.accept("é\0"), Err(CallError::Argument(error)));
}

#[test]
#[should_panic(expected = "`take`: the text has a NUL at index 1")]
fn text_with_a_nul_panics_where_no_error_is() {
    texts().take("a\0b");
}

#[test]
fn copies_are_utf8() {
    let library = texts();
    assert_eq!(library.name(0).as_deref(), Some(""));
    assert_eq!(library.name(1).as_deref(), Some("é🦀"));
    assert_eq!(library.name(3), None);
    assert_eq!(library.present(2), "\u{fffd}x");
    assert_eq!(library.checked(1).as_deref(), Ok("é🦀"));
    assert!(library.checked(3).is_err());
    assert_eq!(library.made(), "m");
    assert_eq!(library.made_maybe().as_deref(), Some("m"));
    assert_eq!(FREED.take(), 2);
}

#[test]
#[should_panic(expected = "C gave null in place of a text")]
fn null_is_no_text() {
    texts().present(3);
}

#[test]
fn buffers_become_utf8() {
    let library = texts();
    for length in [1, 3, 255, 256, 300] {
        let name = "é🦀".repeat(length);
        assert_eq!(library.value(&name).as_ref(), Ok(&name));
    }
    assert!(library.value("").is_err());
    assert_eq!(library.folder(), Ok(("/é🦀/".repeat(100), 1)));

    let mut buffer = [const { MaybeUninit::<u16>::uninit() }; 4];
    let filled = library.value_into("é🦀", &mut buffer);
    assert_eq!(filled, Ok(Filled::All(&mut [0xe9, 0xd83e, 0xdd80][..])));
    let filled = library.value_into("1234", &mut buffer);
    assert_eq!(filled, Ok(Filled::TooSmall { needed: Some(6) }));
}

#[test]
fn raw_twins_have_units() {
    let library = texts();
    // SAFETY: any number is right.
    let name: *mut u16 = unsafe { library.raw().name(1) };
    // SAFETY: the text ends.
    unsafe { library.raw().take(name) };
    assert_eq!(GOT.take(), Some(vec![0xe9, 0xd83e, 0xdd80]));
}

#[cfg(windows)]
#[test]
fn windows_takes_and_gives_them() {
    #[foreign_library(name = "kernel32", abi = "system")]
    unsafe trait Kernel32 {
        #[symbol("GetCommandLineW")]
        #[copied(utf16)]
        fn command_line(&self) -> String;
        #[symbol("SetEnvironmentVariableW")]
        #[check(nonzero)]
        #[last_error]
        fn set(
            &self,
            #[terminated(utf16)] name: &str,
            #[terminated(utf16)] value: Option<&str>,
        ) -> i32;
        #[symbol("GetEnvironmentVariableW")]
        #[check(nonzero)]
        #[last_error]
        fn get(
            &self,
            #[terminated(utf16)] name: &str,
            #[grow(len = size, needed = return, nul = excluded, utf16)] value: String,
            size: u32,
        ) -> u32;
    }

    let kernel = Kernel32::load().expect("it is part of every program");
    let line = kernel.command_line();
    assert!(line.contains("utf16"), "{line}");
    kernel
        .set("FFI_TESTS_UTF16", Some("é🦀"))
        .expect("there is memory");
    assert_eq!(std::env::var("FFI_TESTS_UTF16").as_deref(), Ok("é🦀"));
    let value = kernel.get("FFI_TESTS_UTF16");
    assert_eq!(value.expect("it is set"), "é🦀");
    kernel.set("FFI_TESTS_UTF16", None).expect("it is set");
    assert!(std::env::var_os("FFI_TESTS_UTF16").is_none());
}
