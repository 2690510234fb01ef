//! Further banks of trampolines: code and data in pages of their own.
//!
//! The pages of the code are written while they are no code, and sealed before anybody may jump to
//! them: none is ever writable and executable.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use std::io;

#[cfg(unix)]
use unix as system;
#[cfg(windows)]
use windows as system;

use crate::abi::trampoline::{BANK_CODE, BANK_SLOTS, BankData, TEMPLATE, TRAMPOLINE, synchronize};

/// Which step the operating system refused.
pub(super) enum Refused {
    Memory(io::Error),
    Execution(io::Error),
}

/// Whether C may be refused the trampolines that are part of the program, so that all have to be here.
pub(super) fn guards_static_code() -> bool {
    system::guards_static_code()
}

/// The first trampoline of a new bank, and its data. Both stay until the process ends.
pub(super) fn map() -> Result<(*const u8, &'static BankData), Refused> {
    let size = BANK_CODE + size_of::<BankData>();
    let start = system::reserve(size).map_err(Refused::Memory)?;
    let code: *mut [u8; TRAMPOLINE] = start.cast();
    for number in 0..BANK_SLOTS {
        // SAFETY: the memory begins with `BANK_CODE` bytes for `BANK_SLOTS` trampolines.
        let place = unsafe { code.add(number) };
        // SAFETY: it is writable, and nobody else knows it.
        unsafe { place.write(TEMPLATE) };
    }
    synchronize(start, BANK_CODE);
    // SAFETY: the range is that of the code, which is written.
    if let Err(error) = unsafe { system::seal(start, BANK_CODE) } {
        // SAFETY: nobody knows the memory.
        unsafe { system::release(start, size) };
        return Err(Refused::Execution(error));
    }
    // SAFETY: the memory has room for the data after the code.
    let data = unsafe { start.byte_add(BANK_CODE) }.cast::<BankData>();
    // SAFETY: it is as aligned as a page, zeroed, which is a value of every field, and never released.
    Ok((code.cast(), unsafe { &*data }))
}
