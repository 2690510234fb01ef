//! A library may be used by any thread, and so may its resolver.
use std::rc::Rc;

use ffi_runtime::{CodePointer, Library};

fn main() {
    let shared = Rc::new(CodePointer::from_ptr(std::ptr::null()));
    // SAFETY: none of this is compiled.
    let _ = unsafe { Library::from_symbols(move |_| *shared) };
}
