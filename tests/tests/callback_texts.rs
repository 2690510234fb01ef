//! Texts that C passes to a callback.

use std::ffi::{CStr, c_char, c_int};
use std::ptr;

use ffi_runtime::{callback, foreign_library};

/// Returns the length of both texts, or -1 after a panic.
#[callback(on_panic = -1)]
type Log = unsafe extern "C" fn(level: c_int, text: &CStr, origin: Option<&CStr>) -> c_int;

#[callback]
type Kept = for<'a> unsafe extern "C" fn(&'a CStr, &'static CStr);

#[callback(user_data = data)]
type WithData = unsafe extern "C" fn(data: *mut std::ffi::c_void, text: &CStr);

/// Calls as C does.
fn call(log: Log, text: *const c_char, origin: *const c_char) -> c_int {
    // SAFETY: null, or a text that ends; the callback is alive.
    unsafe { log.raw()(7, text, origin) }
}

fn length(text: Option<&CStr>) -> c_int {
    text.map_or(0, |text| text.count_bytes() as c_int)
}

#[test]
fn text_is_borrowed_and_null_is_none() {
    let mut seen = Vec::new();
    Log::scoped(
        |level, text, origin| {
            assert_eq!(level, 7);
            seen.push((text.to_owned(), origin.map(CStr::to_owned)));
            length(Some(text)) + length(origin)
        },
        |log| {
            assert_eq!(call(log, c"disk full".as_ptr(), c"io".as_ptr()), 11);
            assert_eq!(call(log, c"".as_ptr(), ptr::null()), 0);
        },
    );
    let expected = [
        (c"disk full".into(), Some(c"io".into())),
        (c"".into(), None),
    ];
    assert_eq!(seen, expected);
}

#[test]
fn null_in_place_of_a_text_is_a_panic() {
    let log = Log::new(|_, _, _| 0);
    assert_eq!(call(log.pointer(), ptr::null(), ptr::null()), -1);
    let payload = Log::take_panic().expect("it panicked");
    let message = payload.downcast_ref::<&str>().copied();
    let message = message.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let message = message.expect("a text");
    assert!(message.contains("gave null"), "{message}");
    assert_eq!(call(log.pointer(), c"again".as_ptr(), ptr::null()), 0);
}

#[test]
fn every_way_takes_texts() {
    let local = Log::local(|_, text, _| length(Some(text)));
    assert_eq!(call(local.pointer(), c"1".as_ptr(), ptr::null()), 1);
    let once = Log::once(|_, text, _| length(Some(text)));
    assert_eq!(call(once, c"12".as_ptr(), ptr::null()), 2);
    let (kept, texts) = Kept::channel_with(|text, forever| (text.to_owned(), forever));
    // SAFETY: both are texts, and the second one lives for ever.
    unsafe { kept.pointer().raw()(c"now".as_ptr(), c"ever".as_ptr()) };
    assert_eq!(texts.recv(), Ok((c"now".into(), c"ever")));
    let mut lengths = 0;
    WithData::scoped(
        |text| lengths += length(Some(text)),
        // SAFETY: the data is that of the callback, which is alive.
        |callback, data| unsafe { callback.raw()(data, c"123".as_ptr()) },
    );
    assert_eq!(lengths, 3);
}

/// Returns the length of a text, or of the other one.
#[callback(on_panic = -2)]
unsafe extern "C" fn either(text: Option<&CStr>, mut other: &CStr) -> c_int {
    if let Some(text) = text {
        other = text;
    }
    length(Some(other))
}

#[test]
fn function_takes_texts() {
    #[callback]
    type Either = unsafe extern "C" fn(Option<&CStr>, &CStr) -> c_int;

    let raw = Either::from_raw(either).raw();
    // SAFETY: null, or texts that end.
    unsafe {
        assert_eq!(raw(ptr::null(), c"four".as_ptr()), 4);
        assert_eq!(raw(c"three".as_ptr(), c"four".as_ptr()), 5);
        assert_eq!(raw(ptr::null(), ptr::null()), -2);
    }
}

#[test]
fn methods_take_such_callbacks() {
    #[foreign_library(name = "log")]
    unsafe trait Logger {
        fn log(&self, log: Log, text: &CStr) -> c_int;
    }

    unsafe extern "C" fn logged(log: Log, text: *const c_char) -> c_int {
        call(log, text, ptr::null())
    }

    let resolve = |_: &CStr| ffi_runtime::CodePointer::from_ptr(logged as *const _);
    // SAFETY: the function has the declared signature.
    let logger = unsafe { Logger::from_symbols(resolve) }.expect("it is there");
    let length = Log::scoped(
        |_, text, _| length(Some(text)),
        |log| logger.log(log, c"hello"),
    );
    assert_eq!(length, 5);
}
