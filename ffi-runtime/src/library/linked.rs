//! Linked libraries: the symbols that the linker found become a library like those that are loaded.

use core::ffi::{CStr, c_void};
use std::collections::HashMap;

use crate::library::{CodePointer, Library};

/// A symbol that the linker found: its name and its address.
#[derive(Debug)]
pub struct LinkedSymbol {
    name: &'static str,
    address: *const u8,
}

// SAFETY: an address is a number; nothing is read through it here.
unsafe impl Sync for LinkedSymbol {}

impl LinkedSymbol {
    /// Joins name and address.
    #[must_use]
    pub const fn new(name: &'static str, address: *const u8) -> Self {
        Self { name, address }
    }
}

/// The library of these symbols. Others are looked up in this process, where it has a loader.
///
/// # Safety
///
/// The symbols are in the program or in libraries that are loaded with it, and the other names that are looked up stand
/// for what is meant in this process, as for [`Library::from_process`].
#[must_use]
pub unsafe fn linked(symbols: &'static [LinkedSymbol]) -> Library {
    let addresses: HashMap<&str, CodePointer> = symbols
        .iter()
        .filter_map(|symbol| {
            let address = CodePointer::from_ptr(symbol.address.cast::<c_void>())?;
            Some((symbol.name, address))
        })
        .collect();
    // SAFETY: the names stand for what is meant, by the contract of this function.
    let process = unsafe { Library::from_process() }.ok();
    let resolver = move |name: &CStr| {
        let name = name.to_str().ok()?;
        let linked = addresses.get(name).copied();
        linked.or_else(|| process.as_ref()?.symbol(name).ok())
    };
    // SAFETY: the addresses are those of the program and its libraries, which are never unloaded.
    unsafe { Library::from_symbols(resolver) }
}
