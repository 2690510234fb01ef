//! Methods of a trait in scope that every type has are not taken for those that say where C writes.

use std::ffi::{CStr, c_void};

use ffi_runtime::{CodePointer, foreign_library};

/// Methods that no program calls.
pub trait Everywhere: Sized {
    fn as_mut_ptr(self) -> *mut u8 {
        unreachable!()
    }

    fn pointer(self) -> *mut u32 {
        unreachable!()
    }

    fn capacity<N>(self) -> N {
        unreachable!()
    }
}

impl<T> Everywhere for T {}

#[foreign_library(name = "c")]
pub unsafe trait Library {
    fn count(&self, #[out] number: u16, #[error_text(8)] message: String);
    fn list(&self, #[grow(len = count)] list: Vec<u32>, count: u8);
}

unsafe extern "C" fn count(place: *mut u16, _message: *mut u8) {
    // SAFETY: the method passes a place.
    unsafe { place.write(7) };
}

unsafe extern "C" fn list(_list: *mut u32, count: *mut u8) {
    // SAFETY: the method passes a place.
    unsafe { count.write(0) };
}

fn resolve(name: &CStr) -> Option<CodePointer> {
    let function = if name == c"count" {
        count as *const c_void
    } else {
        list as *const c_void
    };
    CodePointer::from_ptr(function)
}

fn main() {
    // SAFETY: the functions have the declared signatures.
    let library = unsafe { Library::from_symbols(resolve) }.expect("they are there");
    assert_eq!(library.count(), Ok(7));
    assert_eq!(library.list(), Ok(Vec::new()));
}
