//! The thread pointer.

use core::arch::asm;

/// The address by which the system knows the thread that asks: no other thread that lives has the same, and
/// it is not 0.
#[inline(always)]
pub(crate) fn pointer() -> usize {
    let pointer: usize;
    // RISC-V psABI, Register Convention: `tp` is the thread pointer, and not allocatable.
    // SAFETY: the register is only read.
    unsafe {
        asm!("mv {}, tp", out(reg) pointer, options(nostack, nomem, preserves_flags));
    }
    pointer
}
