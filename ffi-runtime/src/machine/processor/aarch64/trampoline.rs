//! The code of trampolines of AArch64.
//!
//! The address of the slot is in x17. The data of the first bank are further away than `adr` reaches:
//! each of its trampolines has one instruction more, and another operand.

use core::arch::naked_asm;
use core::mem::offset_of;

use crate::machine::processor::unwind::{
    unwind_body, unwind_end, unwind_landed, unwind_leaf, unwind_leaf_end, unwind_linked,
    unwind_start,
};
use crate::machine::shared::bank::{BANK_CODE, BANK_SLOTS, FIRST, Refuse, SlotData, TRAMPOLINE};

/// Bytes of a trampoline in the first bank.
pub(crate) const FIRST_TRAMPOLINE: usize = 20;

/// Alignment of the first trampoline: that of an instruction.
pub(crate) const FIRST_ALIGN: usize = 4;

// `adr` reaches the slot.
const _: () = assert!(BANK_CODE < 1 << 20);

/// The low 12 bits of a symbol's address, as an operand.
#[cfg(not(target_vendor = "apple"))]
macro_rules! slot_in_page {
    () => {
        ":lo12:{bank} + .Lffi_slot"
    };
}

/// The page of a symbol, as an operand.
#[cfg(not(target_vendor = "apple"))]
macro_rules! page_of_slot {
    () => {
        "{bank} + .Lffi_slot"
    };
}

/// The low 12 bits of a symbol's address, as an operand.
#[cfg(target_vendor = "apple")]
macro_rules! slot_in_page {
    () => {
        "{bank}@PAGEOFF + .Lffi_slot"
    };
}

/// The page of a symbol, as an operand.
#[cfg(target_vendor = "apple")]
macro_rules! page_of_slot {
    () => {
        "{bank}@PAGE + .Lffi_slot"
    };
}

/// The code of the first bank: `BANK_SLOTS` trampolines.
///
/// On entry: as for the function that C believes to call. On exit, at the slot's entry: the same, and
/// x17 = address of the slot. Preserves: all but x16 and x17, which belong to nobody at a call ("may be
/// used by the linker as a scratch register"), and from which a jump is accepted by a `bti c`. The
/// stack is not touched, so one piece of unwind information holds for the whole table.
#[unsafe(naked)]
pub(crate) unsafe extern "C" fn trampolines() {
    naked_asm!(
        unwind_leaf!(),
        ".set .Lffi_slot, 0",
        ".rept {slots}",
        "bti c",
        concat!("adrp x17, ", page_of_slot!()),
        concat!("add x17, x17, ", slot_in_page!()),
        "ldr x16, [x17, #{entry}]",
        "br x16",
        ".set .Lffi_slot, .Lffi_slot + {slot}",
        ".endr",
        unwind_leaf_end!(),
        slots = const BANK_SLOTS,
        bank = sym FIRST,
        entry = const offset_of!(SlotData, entry),
        slot = const size_of::<SlotData>(),
    )
}

/// The bytes of one trampoline whose slot is `BANK_CODE` bytes after it.
pub(crate) const TEMPLATE: [u8; TRAMPOLINE] = {
    const X16: u32 = 16;
    const X17: u32 = 17;
    /// Bytes before `adr`, which the distance is relative to.
    const ADR: usize = 4;
    let distance = (BANK_CODE - ADR) as u32;
    // Arm ARM, "ADR": the low two bits of the distance are apart. "LDR (immediate)": the offset is in words.
    let adr = 0x1000_0000 | (distance & 3) << 29 | (distance >> 2) << 5 | X17;
    let entry = (offset_of!(SlotData, entry) / size_of::<u64>()) as u32;
    let [a0, a1, a2, a3] = 0xd503_245f_u32.to_le_bytes(); // bti c
    let [b0, b1, b2, b3] = adr.to_le_bytes(); // adr x17, distance
    let [c0, c1, c2, c3] = (0xf940_0000 | entry << 10 | X17 << 5 | X16).to_le_bytes(); // ldr x16, [x17, entry]
    let [d0, d1, d2, d3] = (0xd61f_0000 | X16 << 5).to_le_bytes(); // br x16
    [
        a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3,
    ]
};

/// Makes the instructions that were written to `code` those that are executed: on this architecture
/// they are fetched past the data cache.
#[cfg(not(any(target_vendor = "apple", windows)))]
pub(crate) fn synchronize(code: *mut u8, size: usize) {
    use core::arch::asm;

    let types: u64;
    // SAFETY: reads a register that every program may read, the cache type register.
    unsafe {
        asm!("mrs {types}, ctr_el0", types = out(reg) types, options(nomem, nostack, preserves_flags));
    }
    // Arm ARM, CTR_EL0: "Log2 of the number of words in the smallest cache line of all the data caches"
    // in bits 16 to 19, and of the instruction caches in bits 0 to 3.
    let line = |shift: u32| 4_usize << ((types >> shift) & 0xf);
    let lines = |line: usize| (code.addr() & !(line - 1)..code.addr() + size).step_by(line);
    for address in lines(line(16)) {
        // SAFETY: cleans a line of a mapping of our own, which changes no value.
        unsafe { asm!("dc cvau, {}", in(reg) address, options(nostack, preserves_flags)) };
    }
    // SAFETY: waits until the lines are cleaned.
    unsafe { asm!("dsb ish", options(nostack, preserves_flags)) };
    for address in lines(line(0)) {
        // SAFETY: makes the processors forget what they fetched from there, which was nothing.
        unsafe { asm!("ic ivau, {}", in(reg) address, options(nostack, preserves_flags)) };
    }
    // SAFETY: waits until they did, and for what this one has fetched ahead.
    unsafe { asm!("dsb ish", "isb", options(nostack, preserves_flags)) };
}

/// Synchronizes the instruction cache, as Apple's systems ask for it.
#[cfg(target_vendor = "apple")]
pub(crate) fn synchronize(code: *mut u8, size: usize) {
    use core::ffi::c_void;

    unsafe extern "C" {
        fn sys_icache_invalidate(start: *mut c_void, length: usize);
    }
    // SAFETY: the function of the C library, which std is linked to anyway; it changes no value.
    unsafe { sys_icache_invalidate(code.cast(), size) }
}

/// Synchronizes the instruction cache, as Windows asks for it.
#[cfg(windows)]
pub(crate) fn synchronize(code: *mut u8, size: usize) {
    use core::ffi::c_void;

    #[link(name = "kernel32")]
    unsafe extern "system" {
        safe fn GetCurrentProcess() -> *mut c_void;
        fn FlushInstructionCache(process: *mut c_void, start: *const c_void, length: usize) -> i32;
    }
    let process = GetCurrentProcess();
    // SAFETY: the range is in a mapping of our own, and no value in it changes. It fails for another
    // process only, and for memory that is not there.
    unsafe { FlushInstructionCache(process, code.cast(), size) };
}

/// The entry of a released slot.
///
/// On entry: any call, and x17 = address of a slot. There is no exit.
///
/// ```text
///     [x29 + 8]  return address into C
///     [x29]      the caller's x29
/// ```
#[unsafe(naked)]
pub(crate) unsafe extern "C" fn enter_refused<R: Refuse>() {
    naked_asm!(
        unwind_start!(),
        "bti c",
        unwind_landed!(),
        "stp x29, x30, [sp, #-{saved}]!",
        unwind_linked!(),
        unwind_body!(),
        "mov x29, sp",
        "mov x0, x17",
        "bl {refuse}",
        "brk #1",
        unwind_end!(),
        routine = sym enter_refused::<R>,
        saved = const 2 * size_of::<u64>(),
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
    use crate::machine::trampoline::{code, first};

    /// One trampoline whose slot is `BANK_CODE` bytes after it. It is never executed.
    #[unsafe(naked)]
    pub(crate) unsafe extern "C" fn one_trampoline() {
        naked_asm!(
            unwind_leaf!(),
            "2:",
            "bti c",
            "adr x17, 2b + {distance}",
            "ldr x16, [x17, #{entry}]",
            "br x16",
            unwind_leaf_end!(),
            distance = const BANK_CODE,
            entry = const offset_of!(SlotData, entry),
        )
    }

    /// `bti c`.
    const LANDING_PAD: [u8; 4] = 0xd503_245f_u32.to_le_bytes();

    #[test]
    fn every_trampoline_begins_with_a_landing_pad() {
        assert!(TEMPLATE.starts_with(&LANDING_PAD));
        for number in 0..BANK_SLOTS {
            let code = code(first(), number).as_ptr().cast::<[u8; 4]>();
            // SAFETY: the first bank has so many trampolines, and code is readable.
            assert_eq!(unsafe { code.read() }, LANDING_PAD, "{number}");
        }
    }
}
