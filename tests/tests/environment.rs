//! The variables of a search, each set for a child process that runs one test of this program.

use std::ffi::OsStr;
use std::process::{Child, Stdio};

use ffi_runtime::Library;
use ffi_runtime::library::LibraryError;
use ffi_tests::program::{start, this_program};

/// Runs the ignored test `name` with a variable, which has to pass.
fn run_child(name: &str, variable: &str, value: impl AsRef<OsStr>) {
    let mut child = this_program();
    child
        .args(["--exact", "--ignored", name])
        .env(variable, value)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let output = start(&mut child).and_then(Child::wait_with_output);
    let output = output.unwrap();
    // A test that is not there passes too, as none.
    let has_passed = String::from_utf8_lossy(&output.stdout).contains("1 passed");
    assert!(output.status.success() && has_passed, "{name}: {output:?}");
}

#[test]
fn variable_of_the_library_wins() {
    run_child(
        "child_is_overridden",
        "FFI_LIBRARY_M",
        std::env::temp_dir().join("absent.so"),
    );
}

#[test]
fn folders_come_first() {
    let folders = [std::env::temp_dir(), "relative".into()];
    let folders = std::env::join_paths(folders).unwrap();
    run_child("child_searches_folders", "FFI_LIBRARY_PATH", folders);
}

/// Loads a part of the C library, or nothing.
fn load(name: &str) -> Result<Library, LibraryError> {
    // SAFETY: every program may run the initializers of the C library, whose parts the tests name;
    // the other names and the variables name no library.
    unsafe { Library::load(name) }
}

#[ignore = "run by `variable_of_the_library_wins`, with the variable"]
#[test]
fn child_is_overridden() {
    let error = load("m").unwrap_err();
    let LibraryError::Override { variable, path, .. } = error else {
        panic!("{error:?}")
    };
    assert_eq!(variable, "FFI_LIBRARY_M");
    assert_eq!(path, std::env::temp_dir().join("absent.so"));
    assert!(load("c").is_ok(), "the variable is for one library");
}

#[ignore = "run by `folders_come_first`, with the variable"]
#[test]
fn child_searches_folders() {
    let error = load("absent").unwrap_err();
    let LibraryError::NotFound { attempts, .. } = error else {
        panic!("{error:?}")
    };
    assert_eq!(attempts[0].candidate.parent(), Some(&*std::env::temp_dir()));
    let relative = attempts
        .iter()
        .find(|attempt| attempt.candidate == OsStr::new("relative"));
    assert!(relative.unwrap().reason.to_string().starts_with("skipped"));
}
