//! A function or variable of a library cannot outlive it.
use ffi_runtime::Library;

fn main() {
    // SAFETY: none of this is compiled.
    let library = unsafe { Library::load("m") }.unwrap();
    // SAFETY: none of this is compiled.
    let cos = unsafe { library.function::<extern "C" fn(f64) -> f64>("cos") }.unwrap();
    // SAFETY: none of this is compiled.
    let signgam = unsafe { library.variable::<i32>("signgam") }.unwrap();
    // SAFETY: none of this is compiled.
    unsafe { library.close() }.unwrap();
    cos(0.0);
    signgam.as_ptr();
}
