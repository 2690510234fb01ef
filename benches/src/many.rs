//! A library of 1,000 functions, which are only there to be found.

use core::ffi::{CStr, c_void};
use std::hint::black_box;

use ffi_runtime::{Library, foreign_library};

use crate::rounds::Entry;
use crate::{LIBRARY, open_fixture};

include!(concat!(env!("OUT_DIR"), "/many.rs"));

/// The two ways to find all of them, in a library that is loaded: one by one through `libloading`,
/// and through the declared trait.
///
/// # Panics
///
/// If the library is not what `build.rs` made.
#[must_use]
pub fn entries() -> [Entry; 2] {
    // SAFETY: our own library, which has no initializers.
    let by_hand = unsafe { libloading::Library::new(LIBRARY) }.expect("the fixture is built");
    let declared = open_fixture(Library::open, LIBRARY);
    [
        Entry::new(move |calls| {
            for _ in 0..calls {
                black_box(addresses(&by_hand));
            }
        }),
        Entry::new(move |calls| {
            for _ in 0..calls {
                // SAFETY: `build.rs` wrote the library and this declaration from one list.
                let many = unsafe { Many::from_library(declared.clone()) };
                black_box(many.expect("the fixture has them"));
            }
        }),
    ]
}

fn addresses(library: &libloading::Library) -> Box<[*const c_void]> {
    let find = |name: &CStr| {
        // SAFETY: any symbol may be seen as an untyped pointer.
        let symbol = unsafe { library.get::<*const c_void>(name.to_bytes_with_nul()) };
        *symbol.expect("the fixture has it")
    };
    NAMES.iter().map(|name| find(name)).collect()
}
