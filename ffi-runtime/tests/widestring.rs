//! Texts of 16 and 32 bits for each unit, with the feature `widestring`: arguments, results, copies and buffers, with
//! functions of this program and of the C library.

#[path = "widestring/library.rs"]
mod library;

use std::ffi::c_int;
use std::ptr;

use ffi_runtime::callback;
use ffi_runtime::lowering::{ArgumentError, CallError, Filled, GrowError};
use widestring::{
    U16CStr, U16CString, U16String, U32CStr, Utf16String, Utf32String, WideCStr, WideString,
    u16cstr, u16str, u32cstr, u32str, utf16str, utf32str, widecstr, widestr,
};

use crate::library::{calls, document, taken_log, text, wide};

#[test]
fn texts_get_an_end_on_the_stack_and_on_the_heap() {
    let library = wide();
    for length in [0, 1, 254, 255, 256, 257, 1000] {
        let units = "x".repeat(length);
        let expected = length as i64;
        let text = U16String::from_str(&units);
        assert_eq!(library.length_u16(&text), expected);
        assert_eq!(library.length_owned(&text), expected);
        assert_eq!(library.length_maybe(Some(&text)), expected);
        assert_eq!(
            library.length_utf16(&Utf16String::from_str(&units)),
            expected
        );
        let text = Utf32String::from_str(&units);
        assert_eq!(library.length_utf32(Some(&text)), expected);
        assert_eq!(library.length_u32(text.as_ustr()), expected);
        assert_eq!(library.length_wide(&WideString::from_str(&units)), expected);
    }
    assert_eq!(library.length_utf16(utf16str!("🦀")), 2);
    assert_eq!(library.length_u32(u32str!("🦀")), 1);
    assert_eq!(library.length_wide(widestr!("ß")), 1);
}

#[test]
fn no_text_is_null() {
    let library = wide();
    assert_eq!(library.length_maybe(None), -1);
    assert_eq!(library.length_utf32(None), -1);
    assert_eq!(library.length_maybe_c16(None), -1);
    assert_eq!(library.length_wide_c(None), -1);
    assert_eq!(library.name16(0), None);
    assert_eq!(library.name32(0), None);
    assert_eq!(library.made16(0), None);
    assert_eq!(library.copied32(0), None);
    assert!(taken_log().is_empty(), "nothing is freed");
    assert_eq!(library.bytes(None), u32::MAX);
}

#[test]
fn text_with_a_nul_is_an_error_where_there_is_one() {
    let library = wide();
    for length in [2, 300] {
        let mut text = U16String::from_str(&"x".repeat(length));
        text.push_char('\0');
        let error = ArgumentError::InnerNul { position: length };
        assert_eq!(library.checked(&text), Err(CallError::Argument(error)));
        // A unit that has one byte of zeros is no NUL.
        assert_eq!(library.checked(u16str!("Āa")), Ok(()));
        assert_eq!(taken_log(), ["checked Āa"]);
    }
}

#[test]
#[should_panic(expected = "`length16`: the text has a NUL at index 2")]
fn text_with_a_nul_panics_where_no_error_is() {
    wide().length_u16(u16str!("ab\0c"));
}

#[test]
#[should_panic(expected = "`length32`: the text has a NUL at index 0")]
fn text_of_32_bits_with_a_nul_panics_too() {
    wide().length_utf32(Some(utf32str!("\0")));
}

#[test]
fn texts_with_an_end_are_passed_as_they_are() {
    let library = wide();
    assert_eq!(library.length_c16(u16cstr!("")), 0);
    assert_eq!(library.length_maybe_c16(Some(u16cstr!("🦀"))), 2);
    assert_eq!(library.length_c32(u32cstr!("🦀")), 1);
    assert_eq!(library.length_wide_c(Some(widecstr!("wide"))), 4);
}

#[test]
fn lengths_count_units_or_bytes() {
    let library = wide();
    assert_eq!(library.units(u16str!("\u{7}\0")), 7002);
    assert_eq!(library.units(u16str!("")), 0);
    assert_eq!(library.bytes(Some(utf32str!("\u{7}.."))), 7012);
}

#[test]
fn texts_of_c_are_borrowed() {
    let library = wide();
    assert_eq!(library.name16(1), Some(u16cstr!("")));
    assert_eq!(library.name16(2), Some(u16cstr!("größer 🦀")));
    assert_eq!(library.present16(2), u16cstr!("größer 🦀"));
    assert_eq!(library.checked16(2), Ok(u16cstr!("größer 🦀")));
    assert!(library.checked16(0).is_err());
    assert_eq!(library.name32(2), Some(u32cstr!("größer 🦀")));
    assert_eq!(library.name_wide(2), widecstr!("größer 🦀"));
    assert_eq!(library.named_out(2), Some(u16cstr!("größer 🦀")));
    assert_eq!(library.named_out(0), None);
}

#[test]
fn texts_live_as_long_as_their_owner() {
    let mut title = U16CString::from_str("title").expect("no NUL");
    let document = document(&mut title);
    let found = {
        let library = wide();
        library.title(document)
    };
    assert_eq!(found, u16cstr!("title"));
    wide().clear(document);
    assert_eq!(wide().title(document), u16cstr!(""));
}

#[test]
#[should_panic(expected = "C gave null in place of a text")]
fn null_is_no_text() {
    wide().present16(0);
}

#[test]
#[should_panic(expected = "C gave null in place of a text")]
fn null_is_no_text_to_copy() {
    wide().copied_units(0);
}

#[test]
fn texts_are_copied_and_freed() {
    let library = wide();
    assert_eq!(library.made16(1).as_deref(), Some(u16cstr!("made")));
    assert_eq!(taken_log(), ["freed"]);
    assert_eq!(library.made_units(1), u16str!("made"));
    assert_eq!(taken_log(), ["freed"]);
    assert_eq!(library.copied16(1).as_ucstr(), u16cstr!(""));
    assert_eq!(library.copied32(2).as_deref(), Some(u32cstr!("größer 🦀")));
    assert_eq!(library.copied_units(2), u32str!("größer 🦀"));
    assert_eq!(library.copied_wide(2).as_ucstr(), widecstr!("größer 🦀"));
    assert_eq!(library.copied_wide_units(2), widestr!("größer 🦀"));
    let checked = library.copied_checked(2);
    assert_eq!(checked.as_deref(), Ok(u32cstr!("größer 🦀")));
    assert!(library.copied_checked(0).is_err());
    assert!(taken_log().is_empty());
}

#[test]
fn texts_may_be_errors() {
    let library = wide();
    assert_eq!(library.report(0), Ok(()));
    assert!(taken_log().is_empty());
    let message = library.report(1).expect_err("it fails");
    assert_eq!(message.as_ucstr(), u16cstr!("made"));
    assert_eq!(taken_log(), ["freed"]);
}

#[test]
fn buffers_grow_until_the_text_fits() {
    let library = wide();
    for length in [1, 3, 4, 5, 255, 256, 300] {
        let units = vec![0x0100; length];
        text(&units);
        let found = library.environment().expect("it fits");
        assert_eq!((found.as_slice(), calls()), (&units[..], 2));
        text(&units);
        let found = library.file_name().expect("it fits");
        assert_eq!(found.as_slice(), units);
        let found = library.file_name_with_end().expect("it fits");
        assert_eq!(found.as_slice(), units);
        text(&units);
        let found = library.folder().expect("it fits");
        let expected: Vec<_> = units.iter().map(|unit| u32::from(*unit)).collect();
        assert_eq!(found.as_slice(), expected);
    }
    // The function fails.
    text(&[]);
    assert!(library.file_name().is_err());
}

#[test]
fn a_buffer_with_an_inner_nul_is_cut_nowhere() {
    let library = wide();
    text(&[7, 0]);
    assert_eq!(library.file_name().expect("it fits").as_slice(), [7, 0]);
    let error = GrowError::InnerNul { position: 1 };
    assert_eq!(library.file_name_with_end(), Err(CallError::Grow(error)));
}

#[test]
fn a_buffer_of_the_caller_is_filled() {
    let library = wide();
    let mut buffer = [const { std::mem::MaybeUninit::uninit() }; 4];
    text(&[7, 8, 9]);
    let filled = library.environment_into(&mut buffer);
    assert_eq!(filled, Ok(Filled::All(&mut [7, 8, 9][..])));
    text(&[7; 4]);
    let filled = library.environment_into(&mut buffer);
    assert_eq!(filled, Ok(Filled::TooSmall { needed: Some(6) }));
}

#[test]
fn raw_twins_have_units() {
    let library = wide();
    // SAFETY: the text ends.
    let length = unsafe { library.raw().length_u16(u16cstr!("abc").as_ptr()) };
    assert_eq!(length, 3);
    // SAFETY: any number is right.
    let made: *mut u16 = unsafe { library.raw().made16(1) };
    // SAFETY: the text was made for the caller, and is freed once.
    unsafe { library.free_text(made.cast()) };
    // SAFETY: any number is right.
    let name: *const u32 = unsafe { library.raw().name32(0) };
    assert!(name.is_null());
    assert_eq!(taken_log(), ["freed"]);
}

#[callback(on_panic = -1)]
type Log = unsafe extern "C" fn(text: &U16CStr, origin: Option<&widestring::U32CStr>) -> c_int;

#[test]
fn callbacks_take_texts() {
    let log = Log::new(|text, origin| {
        assert_ne!(text, u16cstr!("panic"));
        (text.len() + 10 * origin.map_or(0, U32CStr::len)) as c_int
    });
    let call = |text: *const u16, origin: *const u32| {
        // SAFETY: null, or texts that end; the callback is alive.
        unsafe { log.pointer().raw()(text, origin) }
    };
    assert_eq!(call(u16cstr!("🦀").as_ptr(), u32cstr!("🦀").as_ptr()), 12);
    assert_eq!(call(u16cstr!("").as_ptr(), ptr::null()), 0);
    assert_eq!(call(ptr::null(), ptr::null()), -1);
    assert_eq!(call(u16cstr!("panic").as_ptr(), ptr::null()), -1);
}

/// Returns the length of a text.
#[callback(on_panic = -2)]
unsafe extern "C" fn length(text: Option<&WideCStr>) -> c_int {
    text.map_or(-1, |text| text.len() as c_int)
}

#[test]
fn functions_take_texts() {
    for (text, expected) in [(widecstr!("four").as_ptr(), 4), (ptr::null(), -1)] {
        // SAFETY: null, or a text that ends.
        assert_eq!(unsafe { length(text) }, expected);
    }
}

/// The C library, whose `wchar_t` is that of `WideCStr`.
#[cfg(unix)]
mod c {
    use std::ffi::{c_int, c_void};

    use ffi_runtime::foreign_library;
    use widestring::{WideCStr, WideCString, WideChar, WideStr, widecstr, widestr};

    #[foreign_library(process)]
    unsafe trait C {
        fn wcslen(&self, text: &WideCStr) -> usize;
        #[symbol("wcslen")]
        fn length(&self, #[terminated] text: &WideStr) -> usize;
        fn wcsrchr<'t>(&self, text: &'t WideCStr, unit: WideChar) -> Option<&'t WideCStr>;
        #[copied(free = free)]
        fn wcsdup(&self, text: &WideCStr) -> WideCString;
        unsafe fn free(&self, memory: *mut c_void);
        #[check(not_negative)]
        unsafe fn swprintf(
            &self,
            #[slice(len = size)] buffer: &mut [WideChar],
            size: usize,
            format: &WideCStr,
            _: ...
        ) -> c_int;
    }

    #[test]
    fn its_functions_read_and_write_wide_texts() {
        let c = C::load().expect("it is part of every program");
        assert_eq!(c.wcslen(widecstr!("größer 🦀")), 8);
        assert_eq!(c.length(widestr!("größer 🦀")), 8);
        let found = c.wcsrchr(widecstr!("a/b/c"), WideChar::from(b'/'));
        assert_eq!(found, Some(widecstr!("/c")));
        assert_eq!(c.wcsrchr(widecstr!("a/b/c"), 1), None);
        assert_eq!(c.wcsdup(widecstr!("twice")).as_ucstr(), widecstr!("twice"));

        let mut buffer = [1; 32];
        // SAFETY: the format has one wide text and one `int`.
        let written = unsafe {
            c.swprintf(
                &mut buffer,
                widecstr!("%ls: %d"),
                (Some(widecstr!("wide")), 12),
            )
        };
        let written = written.expect("the buffer is large enough") as usize;
        assert_eq!(
            WideStr::from_slice(&buffer[..written]),
            widestr!("wide: 12")
        );
        assert_eq!(buffer[written], 0);
    }
}

/// Windows itself, whose texts are UTF-16.
#[cfg(windows)]
mod windows {
    use std::ffi::{OsString, c_void};
    use std::os::windows::ffi::OsStringExt;
    use std::{env, ptr};

    use ffi_runtime::foreign_library;
    use widestring::{U16CStr, U16CString, U16String, WideStr, u16cstr, widestr};

    #[foreign_library(name = "kernel32", abi = "system")]
    unsafe trait Kernel32 {
        #[symbol("GetCommandLineW")]
        fn command_line(&self) -> &U16CStr;
        #[symbol("SetEnvironmentVariableW")]
        #[check(nonzero)]
        #[last_error]
        fn set(&self, #[terminated] name: &WideStr, value: Option<&U16CStr>) -> i32;
        #[symbol("GetEnvironmentVariableW")]
        #[check(nonzero)]
        #[last_error]
        fn get(
            &self,
            #[terminated] name: &WideStr,
            #[grow(len = size, needed = return, nul = excluded)] value: U16CString,
            size: u32,
        ) -> u32;
        #[symbol("GetModuleFileNameW")]
        #[check(nonzero)]
        #[last_error]
        fn file_name(
            &self,
            #[fixed(ptr::null())] module: *const c_void,
            #[grow(len = size, written = return, nul = excluded, first = 8)] name: U16String,
            size: u32,
        ) -> u32;
    }

    #[test]
    fn its_functions_read_and_write_wide_texts() {
        let kernel = Kernel32::load().expect("it is part of every program");
        let line = kernel.command_line().to_string_lossy();
        assert!(line.contains("widestring"), "{line}");

        let name = widestr!("FFI_RUNTIME_WIDE");
        kernel
            .set(name, Some(u16cstr!("größer 🦀")))
            .expect("there is memory");
        let found = kernel.get(name).expect("it is set");
        assert_eq!(found.as_ucstr(), u16cstr!("größer 🦀"));
        kernel.set(name, None).expect("it is set");
        let error = kernel.get(name).expect_err("it is not set");
        assert_eq!(error.raw_os_error(), Some(203)); // ERROR_ENVVAR_NOT_FOUND

        let program = env::current_exe().expect("it has a name");
        let found = kernel.file_name().expect("it has a name");
        assert_eq!(OsString::from_wide(found.as_slice()), program);
    }
}
