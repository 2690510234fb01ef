//! Memory of Unix: `mmap` and `mprotect`.

use core::ffi::{c_int, c_void};
use core::ptr;
use std::io;

/// Zeroed memory that can be read and written, aligned to a page.
pub(super) fn reserve(size: usize) -> io::Result<*mut u8> {
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
        return Err(io::Error::last_os_error());
    }
    Ok(start.cast())
}

/// Makes the first `size` bytes executable, and no longer writable.
///
/// # Safety
///
/// They are whole pages of what [`reserve`] gave, and nobody writes to them any more.
pub(super) unsafe fn seal(start: *mut u8, size: usize) -> io::Result<()> {
    // SAFETY: the range is in a mapping of our own.
    match unsafe { mprotect(start.cast(), size, PROT_READ | PROT_EXEC) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Gives memory back.
///
/// # Safety
///
/// It is all that [`reserve`] gave, and nobody uses it any more.
pub(super) unsafe fn release(start: *mut u8, size: usize) {
    // SAFETY: the caller's promise.
    unsafe { munmap(start.cast(), size) };
}

/// No system of Unix refuses an address that is code.
pub(super) const fn guards_static_code() -> bool {
    false
}

const PROT_READ: c_int = 1;
const PROT_WRITE: c_int = 2;
const PROT_EXEC: c_int = 4;
const MAP_PRIVATE: c_int = 2;
const MAP_ANONYMOUS: c_int = if cfg!(any(target_os = "linux", target_os = "android")) {
    0x20
} else if cfg!(any(target_os = "solaris", target_os = "illumos")) {
    0x100
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
