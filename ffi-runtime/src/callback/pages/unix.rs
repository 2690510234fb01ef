//! Memory of Unix: `mmap` and `mprotect`.

use core::ptr;
use std::io;

use libc::{
    MAP_ANONYMOUS, MAP_FAILED, MAP_PRIVATE, PROT_EXEC, PROT_READ, PROT_WRITE, mmap, mprotect,
    munmap,
};

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
    if start == MAP_FAILED {
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
