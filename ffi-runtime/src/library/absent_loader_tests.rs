//! Where there is no loader, everything that would ask it is an error that says so: under Miri, and in
//! programs that are linked statically with musl.

use crate::Library;
use crate::library::LibraryError;

#[test]
fn load_lists_what_it_could_not_try() {
    // SAFETY: nothing is loaded.
    let error = unsafe { Library::load_version("z", "1") }.unwrap_err();
    assert!(matches!(error, LibraryError::NotFound { .. }), "{error}");
}

#[test]
fn open_names_the_file() {
    // SAFETY: nothing is loaded.
    let error = unsafe { Library::open("libz.so.1") }.unwrap_err();
    assert!(matches!(error, LibraryError::Open { .. }), "{error}");
}

#[test]
fn process_is_an_error_and_no_panic() {
    // SAFETY: nothing is looked up.
    let error = unsafe { Library::from_process() }.unwrap_err();
    assert!(matches!(error, LibraryError::Process { .. }), "{error}");
}
