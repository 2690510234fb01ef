//! A symbol is a function of C: neither one of Rust nor another pointer.
use ffi_runtime::Library;

fn main() {
    // SAFETY: none of this is compiled.
    let library = unsafe { Library::load("m") }.unwrap();
    // SAFETY: none of this is compiled.
    let _ = unsafe { library.function::<fn(f64) -> f64>("cos") };
    // SAFETY: none of this is compiled.
    let _ = unsafe { library.function::<*const u8>("cos") };
}
