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

/// Whether the linker made a table of the functions of this image, and the system lets calls through a
/// pointer go to no other address in it ("Control Flow Guard"). The trampolines are no functions to a
/// linker. Memory that [`seal`] makes executable has no such table: "the default behavior for
/// VirtualProtect protection change to executable is to mark all locations as valid call targets"
/// ("Memory protection constants").
pub(super) fn guards_static_code() -> bool {
    unsafe extern "C" {
        /// The linker's name for the first byte of the image.
        #[link_name = "__ImageBase"]
        static IMAGE: [u8; HEADERS];
    }
    // SAFETY: an image begins with its headers, in a page that is mapped as long as its code and is
    // never written.
    is_guarded(unsafe { &IMAGE })
}

/// Bytes of an image that are mapped for its headers: a page.
const HEADERS: usize = 4096;

/// Whether the headers of an image have the flag of Control Flow Guard.
fn is_guarded(headers: &[u8]) -> bool {
    characteristics(headers)
        .and_then(|place| headers.get(place..place + 2))
        .is_some_and(|bytes| u16::from_le_bytes([bytes[0], bytes[1]]) & GUARD_CF != 0)
}

/// Where the headers have `DllCharacteristics` ("PE format").
fn characteristics(headers: &[u8]) -> Option<usize> {
    /// Where the DOS header has the offset of the signature `PE`.
    const NEW_HEADER: usize = 0x3c;
    /// From the signature on: four bytes of it, 20 of the file header, 70 of the optional header.
    const CHARACTERISTICS: usize = 4 + 20 + 70;
    let bytes = headers.get(NEW_HEADER..)?.first_chunk()?;
    usize::try_from(u32::from_le_bytes(*bytes))
        .ok()?
        .checked_add(CHARACTERISTICS)
}

/// `IMAGE_DLLCHARACTERISTICS_GUARD_CF`.
const GUARD_CF: u16 = 0x4000;

#[cfg(test)]
#[path = "windows_tests.rs"]
mod tests;
