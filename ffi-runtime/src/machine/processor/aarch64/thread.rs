//! The thread pointer.

use core::arch::asm;

/// The address by which the system knows the thread that asks: no other thread that lives has the same, and
/// it is not 0.
#[inline(always)]
pub(crate) fn pointer() -> usize {
    let pointer: usize;
    // ELF for the Arm 64-bit Architecture, Thread Local Storage: `TPIDR_EL0`.
    #[cfg(not(target_vendor = "apple"))]
    // SAFETY: the register is only read.
    unsafe {
        asm!("mrs {}, tpidr_el0", out(reg) pointer, options(nostack, nomem, preserves_flags));
    }
    // Apple has it in the read-only register, where the lowest three bits may be the number of the core.
    #[cfg(target_vendor = "apple")]
    // SAFETY: as above.
    unsafe {
        asm!(
            "mrs {pointer}, tpidrro_el0",
            "and {pointer}, {pointer}, #-8",
            pointer = out(reg) pointer,
            options(nostack, nomem, preserves_flags),
        );
    }
    pointer
}
