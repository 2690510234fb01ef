//! Compiles the foreign code with gcc for the target; `FFI_TESTS_GCC` names another command for it.

use std::env;
use std::path::PathBuf;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=fixtures");
    println!("cargo:rerun-if-env-changed=FFI_TESTS_GCC");
    let variable = |name| env::var(name).expect("cargo sets it");
    let library = PathBuf::from(variable("OUT_DIR")).join("callees.library");
    println!("cargo:rustc-env=CALLEES={}", library.display());
    let command = match env::var_os("FFI_TESTS_GCC") {
        Some(command) => command,
        None if variable("HOST") == variable("TARGET") => "gcc".into(),
        // The declarations can be checked for any target; the tests say that the library is not there.
        None => return,
    };
    let mut compile = Command::new(&command);
    compile.args(["-O2", "-Wall", "-Werror", "-Wno-psabi", "-shared"]);
    // A panic passes through the callers.
    compile.args(["-fexceptions", "-funwind-tables"]);
    if env::var_os("CARGO_CFG_WINDOWS").is_some() {
        compile.arg("-static");
    } else {
        compile.arg("-fPIC");
    }
    let status = compile
        .arg("fixtures/callees.c")
        .arg("-o")
        .arg(&library)
        .status();
    let status = status.unwrap_or_else(|error| panic!("{}: {error}", command.display()));
    assert!(status.success(), "{compile:?}: {status}");
}
