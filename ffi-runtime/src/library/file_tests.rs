//! Where the C library of the host is.

use crate::Library;

/// Whether the loader tells.
fn is_known() -> bool {
    cfg!(any(
        target_os = "linux",
        target_os = "android",
        target_os = "freebsd",
        target_os = "netbsd",
        target_os = "dragonfly",
        windows
    ))
}

fn math() -> Library {
    // SAFETY: every program may run the initializers of the C library.
    unsafe { Library::load("m") }.unwrap()
}

#[test]
fn file_that_was_found_is_known() {
    let library = math();
    let Some(file) = library.file() else {
        assert!(!is_known());
        return;
    };
    assert!(file.is_absolute(), "{}", file.display());
    // SAFETY: the file is loaded already, so nothing runs.
    let again = unsafe { Library::open(&file) }.unwrap();
    assert_eq!(again.symbol("cos").unwrap(), library.symbol("cos").unwrap());
    if is_known() {
        assert_eq!(again.file(), Some(file));
        assert_eq!(again.base_address(), library.base_address());
    }
}

#[test]
fn base_address_is_that_of_the_header() {
    let library = math();
    let Some(base) = library.base_address() else {
        assert!(!is_known());
        return;
    };
    let base = base.as_ptr();
    let cos = library.symbol("cos").unwrap().as_ptr();
    assert!(base < cos, "{base:?} {cos:?}");
    let magic: &[u8] = if cfg!(windows) { b"MZ" } else { b"\x7fELF" };
    // SAFETY: the first page of a loaded library is readable, and the library stays loaded.
    let header = unsafe { std::slice::from_raw_parts(base.cast::<u8>(), magic.len()) };
    assert_eq!(header, magic);
}

#[test]
fn process_and_resolvers_have_no_file() {
    // SAFETY: nothing is looked up.
    let process = unsafe { Library::from_process() }.unwrap();
    // SAFETY: it has no symbols.
    let resolver = unsafe { Library::from_symbols(|_| None) };
    for library in [process, resolver] {
        assert_eq!(library.file(), None);
        assert_eq!(library.base_address(), None);
    }
}
