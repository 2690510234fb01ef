//! The thread pointer.

use core::arch::asm;

/// The address by which the system knows the thread that asks: no other thread that lives has the same, and
/// it is not 0.
#[inline(always)]
pub(crate) fn pointer() -> usize {
    let pointer: usize;
    // ELF Handling For Thread-Local Storage, 3.4.6: the word at the thread pointer holds its own address.
    #[cfg(not(any(windows, target_vendor = "apple")))]
    // SAFETY: each thread has this word from its start.
    unsafe {
        asm!("mov {}, fs:[0]", out(reg) pointer, options(nostack, readonly, preserves_flags));
    }
    // The first slot of the thread's own data is `pthread_self()`.
    #[cfg(target_vendor = "apple")]
    // SAFETY: as above.
    unsafe {
        asm!("mov {}, gs:[0]", out(reg) pointer, options(nostack, readonly, preserves_flags));
    }
    // `NT_TIB::Self`, the address of the thread environment block.
    #[cfg(windows)]
    // SAFETY: as above.
    unsafe {
        asm!("mov {}, gs:[0x30]", out(reg) pointer, options(nostack, readonly, preserves_flags));
    }
    pointer
}
