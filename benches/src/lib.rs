//! The costs of calls, beside what a user would write instead.
//!
//! `build.rs` makes one library; [`callees`] has its signatures and the loop around them, and each
//! of the [`contenders`] calls it in another way. Two programs use them: the benchmark `calls`
//! measures time ([`rounds`]) and ends in a [`table`] against the [`bars`] that the project sets
//! itself; the program `instructions` runs one loop, for a tool that counts instructions.

#![cfg(unix)]

pub mod bars;
pub mod callbacks;
pub mod callees;
pub mod contenders;
pub mod lowered;
pub mod many;
pub mod plugin;
pub mod prepare;
pub mod rounds;
pub mod table;

use ffi_runtime::LibraryError;

/// The library that all contenders load.
pub const LIBRARY: &str = env!("CALLEES");

/// The library with the convention of Windows.
#[cfg(target_arch = "x86_64")]
pub const WIN64_LIBRARY: &str = env!("CALLEES_WIN64");

/// Opens one of the two with `open`, that of a declaration or of `Library`.
pub(crate) fn open_fixture<L>(
    open: unsafe fn(&'static str) -> Result<L, LibraryError>,
    file: &'static str,
) -> L {
    // SAFETY: neither has initializers, and each declaration of this package that is opened here
    // repeats the prototypes of `callees.c`.
    unsafe { open(file) }.expect("the fixture is built")
}
