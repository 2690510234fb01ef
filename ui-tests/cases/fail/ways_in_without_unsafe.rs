//! A library that the declaration does not name is bound in an `unsafe` block only.
use ffi_runtime::{Library, foreign_library};

#[foreign_library(name = "c", version = "6")]
unsafe trait LibC {
    fn labs(&self, x: i64) -> i64;
}

fn main() {
    let _ = LibC::open("plugins/libc.so.6");
    let _ = LibC::from_process();
    let _ = Library::load("c").map(|library| LibC::from_library(library));
    let _ = Library::load_version("c", "6");
    let _ = Library::open("plugins/libc.so.6");
    let _ = Library::from_process();
    let _ = LibC::load();
}
