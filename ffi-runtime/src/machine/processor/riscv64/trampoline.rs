//! The code of trampolines of RISC-V.
//!
//! All trampolines of a bank have the same instructions. The address of the slot is in t0.

use core::arch::{asm, naked_asm};
use core::mem::offset_of;

use crate::machine::shared::bank::{BANK_CODE, BANK_SLOTS, FIRST, Refuse, SlotData, TRAMPOLINE};

/// Bytes of a trampoline in the first bank.
pub(crate) const FIRST_TRAMPOLINE: usize = TRAMPOLINE;

/// Alignment of the first trampoline: that of all.
pub(crate) const FIRST_ALIGN: usize = TRAMPOLINE;

/// The unit of `auipc`: it adds a multiple of this to its own address.
const UPPER: usize = 1 << 12;

const _: () = assert!(BANK_CODE.is_multiple_of(UPPER));

/// The code of the first bank: `BANK_SLOTS` trampolines of four instructions, which neither the assembler
/// may compress nor the linker relax.
///
/// On entry: as for the function that C believes to call. On exit, at the slot's entry: the same, and
/// t0 = address of the slot. Preserves: all but t0 and t1, which belong to nobody at a call. (The jump
/// is through t1: one through t0 would be taken for a return by the processor's predictor.) The stack
/// is not touched, so one piece of unwind information holds for the whole table.
#[unsafe(naked)]
pub(crate) unsafe extern "C" fn trampolines() {
    naked_asm!(
        ".cfi_startproc",
        ".option push",
        ".option norvc",
        ".option norelax",
        ".balign {trampoline}",
        ".set .Lffi_slot, 0",
        ".rept {slots}",
        "2:",
        "auipc t0, %pcrel_hi({bank} + .Lffi_slot)",
        "addi t0, t0, %pcrel_lo(2b)",
        "ld t1, {entry}(t0)",
        "jr t1",
        ".set .Lffi_slot, .Lffi_slot + {trampoline}",
        ".endr",
        ".option pop",
        ".cfi_endproc",
        slots = const BANK_SLOTS,
        bank = sym FIRST,
        entry = const offset_of!(SlotData, entry),
        trampoline = const TRAMPOLINE,
    )
}

/// The bytes of one trampoline whose slot is `BANK_CODE` bytes after it.
pub(crate) const TEMPLATE: [u8; TRAMPOLINE] = {
    const T0: u32 = 5;
    const T1: u32 = 6;
    let upper = (BANK_CODE / UPPER) as u32;
    let entry = offset_of!(SlotData, entry) as u32;
    let [a0, a1, a2, a3] = (upper << 12 | T0 << 7 | 0x17).to_le_bytes(); // auipc t0, upper
    let [b0, b1, b2, b3] = (entry << 20 | T0 << 15 | 3 << 12 | T1 << 7 | 0x03).to_le_bytes(); // ld t1, entry(t0)
    let [c0, c1, c2, c3] = (T1 << 15 | 0x67).to_le_bytes(); // jr t1
    let [d0, d1, d2, d3] = 0xc000_1073_u32.to_le_bytes(); // unimp, up to the size of a trampoline
    [
        a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3,
    ]
};

/// Makes the instructions that were written to `code` those that are executed, by every thread on every
/// hart: "FENCE.I does not ensure that other RISC-V harts' instruction fetches will observe the local
/// hart's stores in a multiprocessor system" (unprivileged ISA, "Zifencei"), so the system has to do it.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(crate) fn synchronize(code: *mut u8, size: usize) {
    /// `riscv_flush_icache(start, end, flags)`, which `__riscv_flush_icache` of the C library is.
    const FLUSH: usize = 259;
    /// Not for this thread alone.
    const ALL_THREADS: usize = 0;
    let mut result = code.addr();
    // SAFETY: the system call changes no value in memory. The kernel preserves the registers that a callee
    // saves; all others, those of vectors among them, which it discards, are declared.
    unsafe {
        asm!(
            "ecall",
            inlateout("a0") result,
            in("a1") code.addr() + size,
            in("a2") ALL_THREADS,
            in("a7") FLUSH,
            clobber_abi("C"),
            options(nostack),
        );
    }
    assert_eq!(result, 0, "riscv_flush_icache fails with wrong flags only");
}

/// Synchronizes the instructions of this hart. The others do it when a system lets them execute the pages,
/// which were never executable before.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(crate) fn synchronize(_code: *mut u8, _size: usize) {
    // SAFETY: changes no value.
    unsafe { asm!("fence.i", options(nostack)) }
}

/// The entry of a released slot.
///
/// On entry: any call, and t0 = address of a slot. There is no exit.
///
/// ```text
///     [sp + 8]  return address into C
///     [sp]      nothing: sp is a multiple of 16 for the call
/// ```
#[unsafe(naked)]
pub(crate) unsafe extern "C" fn enter_refused<R: Refuse>() {
    naked_asm!(
        ".cfi_startproc",
        "addi sp, sp, -2 * {word}",
        ".cfi_def_cfa_offset 2 * {word}",
        "sd ra, {word}(sp)",
        ".cfi_offset ra, -{word}",
        "mv a0, t0",
        "call {refuse}",
        "unimp",
        ".cfi_endproc",
        word = const size_of::<usize>(),
        refuse = sym refuse::<R>,
    )
}

/// Refuses a call of a released slot, for `enter_refused`.
extern "C" fn refuse<R: Refuse>(slot: *const SlotData) -> ! {
    R::refuse(slot)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// One trampoline whose slot is `BANK_CODE` bytes after it. It is never executed.
    #[unsafe(naked)]
    pub(crate) unsafe extern "C" fn one_trampoline() {
        naked_asm!(
            ".cfi_startproc",
            ".option push",
            ".option norvc",
            "auipc t0, {distance} / {upper}",
            "ld t1, {entry}(t0)",
            "jr t1",
            "unimp", // up to the size of a trampoline
            ".option pop",
            ".cfi_endproc",
            distance = const BANK_CODE,
            upper = const UPPER,
            entry = const offset_of!(SlotData, entry),
        )
    }
}
