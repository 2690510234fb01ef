//! Further banks of trampolines: code and data in pages of their own.
//!
//! The pages of the code are written while they are no code, and sealed before anybody may jump to
//! them: none is ever writable and executable.

use core::ffi::{c_int, c_void};
use core::ptr;
use std::io;

use crate::abi::trampoline::{BANK_CODE, BANK_SLOTS, BankData, TRAMPOLINE, synchronize, template};

/// Which step the operating system refused.
pub(super) enum Refused {
    Memory(io::Error),
    Execution(io::Error),
}

/// The first trampoline of a new bank, and its data. Both stay until the process ends.
pub(super) fn map() -> Result<(*const u8, &'static BankData), Refused> {
    let size = BANK_CODE + size_of::<BankData>();
    // SAFETY: the system chooses the address, so no mapping is replaced.
    let start = unsafe {
        mmap(
            ptr::null_mut(),
            size,
            PROT_READ | PROT_WRITE,
            MAP_PRIVATE | MAP_ANONYMOUS,
            -1,
            0,
        )
    };
    if start.addr() == usize::MAX {
        return Err(Refused::Memory(io::Error::last_os_error()));
    }
    let code: *mut [u8; TRAMPOLINE] = start.cast();
    let trampoline = template();
    for number in 0..BANK_SLOTS {
        // SAFETY: the mapping begins with `BANK_CODE` bytes for `BANK_SLOTS` trampolines.
        let place = unsafe { code.add(number) };
        // SAFETY: it is writable, and nobody else knows it.
        unsafe { place.write(trampoline) };
    }
    synchronize(start.cast(), BANK_CODE);
    // SAFETY: the range is that of the code, in a mapping of our own.
    if unsafe { mprotect(start, BANK_CODE, PROT_READ | PROT_EXEC) } != 0 {
        let error = io::Error::last_os_error();
        // SAFETY: nobody knows the mapping.
        unsafe { munmap(start, size) };
        return Err(Refused::Execution(error));
    }
    // SAFETY: the mapping has room for the data after the code.
    let data = unsafe { start.byte_add(BANK_CODE) }.cast::<BankData>();
    // SAFETY: it is as aligned as a page, zeroed, which is a value of every field, and never unmapped.
    Ok((code.cast(), unsafe { &*data }))
}

const PROT_READ: c_int = 1;
const PROT_WRITE: c_int = 2;
const PROT_EXEC: c_int = 4;
const MAP_PRIVATE: c_int = 2;
const MAP_ANONYMOUS: c_int = if cfg!(any(target_os = "linux", target_os = "android")) {
    0x20
} else {
    0x1000 // macOS and the BSDs.
};

// The functions of the C library that std is linked to anyway.
unsafe extern "C" {
    fn mmap(
        address: *mut c_void,
        size: usize,
        protection: c_int,
        flags: c_int,
        file: c_int,
        offset: i64,
    ) -> *mut c_void;
    fn mprotect(address: *mut c_void, size: usize, protection: c_int) -> c_int;
    fn munmap(address: *mut c_void, size: usize) -> c_int;
}
