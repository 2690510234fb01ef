//! One function under several signatures, as `ioctl` or `dlsym` have them.
use std::ffi::{CStr, c_char};

use ffi_runtime::foreign_library;

#[foreign_library(name = "c", version = "6")]
unsafe trait LibC {
    #[symbol("strlen")]
    fn length(&self, text: &CStr) -> usize;
    /// The text ends with a NUL.
    #[symbol("strlen")]
    unsafe fn length_of_raw(&self, text: *const c_char) -> usize;
    #[optional]
    #[symbol("strlen")]
    fn length_if_there(&self, text: &CStr) -> usize;
}

fn main() {
    let libc = LibC::load().unwrap();
    assert_eq!(libc.length(c"four"), 4);
    // SAFETY: the literal ends with a NUL.
    assert_eq!(unsafe { libc.length_of_raw(c"three".as_ptr()) }, 5);
    assert_eq!(libc.length_if_there(c"").unwrap(), 0);
}
