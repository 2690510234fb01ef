//! Builds the library that all contenders call: `fixtures/callees.c`, and 1,000 functions with
//! generated names. A declaration of the latter goes to `many.rs`, which `src/many.rs` includes.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Functions that are only there to be found.
const SYMBOLS: usize = 1_000;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=fixtures");

    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let many = folder.join("many.c");
    write(&many, &definitions());
    write(&folder.join("many.rs"), &declaration());

    let library = folder.join("libcallees.so");
    link(&library, &[], &["fixtures/callees.c".as_ref(), &many]);
    println!("cargo::rustc-env=CALLEES={}", library.display());
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|name| name == "x86_64") {
        let library = folder.join("libcallees_win64.so");
        let convention = "-DCONVENTION=__attribute__((ms_abi))";
        link(&library, &[convention], &["fixtures/callees.c".as_ref()]);
        println!("cargo::rustc-env=CALLEES_WIN64={}", library.display());
    }
}

/// Compiles the sources to one library.
fn link(library: &Path, flags: &[&str], sources: &[&Path]) {
    let mut compiler = cc::Build::new()
        .opt_level(2)
        .pic(true)
        .get_compiler()
        .to_command();
    compiler.args(["-shared", "-o"]).arg(library);
    compiler.args(flags).args(sources);
    let status = compiler
        .status()
        .unwrap_or_else(|error| panic!("cannot run {compiler:?}: {error}"));
    assert!(status.success(), "{compiler:?} failed: {status}");
}

fn write(path: &Path, text: &str) {
    fs::write(path, text)
        .unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
}

/// The functions, in C.
fn definitions() -> String {
    let mut text = String::new();
    for number in 0..SYMBOLS {
        writeln!(
            text,
            "int generated_symbol_{number:03}(int a) {{ return a + {number}; }}"
        )
        .expect("a string takes any text");
    }
    text
}

/// The functions as a trait for `foreign_library`, and their names for those who look them up
/// one by one.
fn declaration() -> String {
    let mut methods = String::new();
    let mut names = String::new();
    for number in 0..SYMBOLS {
        writeln!(methods, "    /// Adds {number}.").expect("a string takes any text");
        writeln!(
            methods,
            "    fn generated_symbol_{number:03}(&self, a: i32) -> i32;"
        )
        .expect("a string takes any text");
        writeln!(names, "    c\"generated_symbol_{number:03}\",").expect("a string takes any text");
    }
    format!(
        "/// Functions that are only there to be found.\n\
         #[foreign_library(name = \"callees\")]\n\
         pub unsafe trait Many {{\n{methods}}}\n\n\
         /// Their names.\n\
         pub const NAMES: [&CStr; {SYMBOLS}] = [\n{names}];\n"
    )
}
