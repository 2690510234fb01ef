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

use crate::machine::shared::bank::{BANK_CODE, BANK_SLOTS, BankData, TRAMPOLINE};
use crate::machine::trampoline::{TEMPLATE, synchronize};

/// Which step the operating system refused.
pub(super) enum Refused {
    Memory(io::Error),
    Execution(io::Error),
}

/// Bytes of a bank: its code, and its data behind it.
const SIZE: usize = BANK_CODE + size_of::<BankData>();

/// A bank that nobody knows yet, and that is unmapped when this is dropped.
pub(super) struct Mapped(*mut u8);

impl Mapped {
    /// The first trampoline.
    pub(super) const fn as_ptr(&self) -> *mut u8 {
        self.0
    }
}

impl Drop for Mapped {
    fn drop(&mut self) {
        // SAFETY: it is all that was reserved, and nobody knows it.
        unsafe { system::release(self.0, SIZE) };
    }
}

/// Whether C may be refused the trampolines that are part of the program, so that all have to be here.
pub(super) fn guards_static_code() -> bool {
    system::guards_static_code()
}

/// Makes a bank. Its data are zeroed.
pub(super) fn map() -> Result<Mapped, Refused> {
    let start = system::reserve(SIZE).map_err(Refused::Memory)?;
    let bank = Mapped(start);
    let code: *mut [u8; TRAMPOLINE] = start.cast();
    for number in 0..BANK_SLOTS {
        // SAFETY: the memory begins with `BANK_CODE` bytes for `BANK_SLOTS` trampolines.
        let place = unsafe { code.add(number) };
        // SAFETY: it is writable, and nobody else knows it.
        unsafe { place.write(TEMPLATE) };
    }
    synchronize(start, BANK_CODE);
    // SAFETY: the range is that of the code, which is written.
    unsafe { system::seal(start, BANK_CODE) }.map_err(Refused::Execution)?;
    Ok(bank)
}
