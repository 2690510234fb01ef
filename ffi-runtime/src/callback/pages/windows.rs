//! Memory of Windows: `VirtualAlloc` and `VirtualProtect`.

use core::ptr;
use std::io;

use windows_sys::Win32::System::Memory::{
    MEM_COMMIT, MEM_RELEASE, MEM_RESERVE, PAGE_EXECUTE_READ, PAGE_READWRITE, VirtualAlloc,
    VirtualFree, VirtualProtect,
};

/// Zeroed memory that can be read and written, aligned to a page.
pub(super) fn reserve(size: usize) -> io::Result<*mut u8> {
    // SAFETY: the system chooses the address.
    let start = unsafe {
        VirtualAlloc(
            ptr::null_mut(),
            size,
            MEM_COMMIT | MEM_RESERVE,
            PAGE_READWRITE,
        )
    };
    if start.is_null() {
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
    let mut before = 0;
    // SAFETY: the range is in memory of our own.
    match unsafe { VirtualProtect(start.cast(), size, PAGE_EXECUTE_READ, &raw mut before) } {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

/// Gives memory back.
///
/// # Safety
///
/// It is all that [`reserve`] gave, and nobody uses it any more.
pub(super) unsafe fn release(start: *mut u8, _size: usize) {
    // SAFETY: the caller's promise; a size of 0 stands for all of it.
    unsafe { VirtualFree(start.cast(), 0, MEM_RELEASE) };
}
