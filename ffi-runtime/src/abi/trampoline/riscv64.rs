//! Trampolines of RISC-V: code that C can jump to, one for each slot, with the slot's data at a fixed
//! distance.
//!
//! A trampoline makes the address of its slot and jumps to the slot's entry (in the room of the
//! convention). All trampolines of a bank are the same bytes. The first bank stands in the program's own
//! code, with its data among the program's variables; further ones are copies of [`template`] with their
//! data behind them.

use core::arch::{asm, naked_asm};
use core::ffi::c_void;
use core::mem::offset_of;
use core::sync::atomic::{AtomicPtr, AtomicU32};

use crate::library::CodePointer;

/// Slots of a bank.
pub(crate) const BANK_SLOTS: usize = 4096;

/// Bytes of a trampoline.
pub(crate) const TRAMPOLINE: usize = 16;

/// Bytes of the code of a bank: a multiple of every page size in use (4, 16 and 64 KiB).
pub(crate) const BANK_CODE: usize = BANK_SLOTS * TRAMPOLINE;

/// What a trampoline finds at its distance.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct SlotData {
    /// What the entry gives to the handler.
    pub(crate) context: AtomicPtr<c_void>,
    /// Where the trampoline jumps to, with the address of this slot in t0.
    pub(crate) entry: AtomicPtr<c_void>,
}

/// The data of a bank.
#[derive(Debug)]
#[repr(C, align(4096))]
pub(crate) struct BankData {
    pub(crate) slots: [SlotData; BANK_SLOTS],
    /// For each free slot the number of the next one.
    pub(crate) next: [AtomicU32; BANK_SLOTS],
}

// A trampoline and its slot have the same distance in the whole bank.
const _: () = assert!(size_of::<SlotData>() == TRAMPOLINE);
const _: () = assert!(offset_of!(BankData, slots) == 0);

/// The data of the first bank.
pub(crate) static FIRST: BankData = BankData {
    slots: [const {
        SlotData {
            context: AtomicPtr::new(core::ptr::null_mut()),
            entry: AtomicPtr::new(core::ptr::null_mut()),
        }
    }; BANK_SLOTS],
    next: [const { AtomicU32::new(0) }; BANK_SLOTS],
};

/// The code of the first bank: its first trampoline.
pub(crate) fn first() -> *const u8 {
    // The padding that aligns the table is part of the routine.
    (trampolines as *const u8).map_addr(|address| address.next_multiple_of(TRAMPOLINE))
}

/// The bytes of one trampoline of a bank whose data follow the code.
pub(crate) fn template() -> [u8; TRAMPOLINE] {
    // SAFETY: the routine has so many bytes, and code is readable.
    unsafe { (one_trampoline as *const [u8; TRAMPOLINE]).read() }
}

/// What `auipc` adds a multiple of to its own address.
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
unsafe extern "C" fn trampolines() {
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

/// One trampoline whose slot is `BANK_CODE` bytes after it. It is copied, and never executed here.
#[unsafe(naked)]
unsafe extern "C" fn one_trampoline() {
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
    // SAFETY: the system call changes no value. It preserves all registers but a0.
    unsafe {
        asm!(
            "ecall",
            inlateout("a0") result,
            in("a1") code.addr() + size,
            in("a2") ALL_THREADS,
            in("a7") FLUSH,
            options(nostack),
        );
    }
    assert_eq!(result, 0, "riscv_flush_icache fails with wrong flags only");
}

/// The same for this hart. The others do it when a system lets them execute the pages, which were
/// never executable before.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(crate) fn synchronize(_code: *mut u8, _size: usize) {
    // SAFETY: changes no value.
    unsafe { asm!("fence.i", options(nostack)) }
}

/// The address of a function that C may get.
pub(crate) fn entry(function: *const ()) -> CodePointer {
    CodePointer::from_ptr(function.cast()).expect("a function is not at address 0")
}

/// The code of a trampoline.
pub(crate) fn code(bank: *const u8, number: usize) -> CodePointer {
    let code = bank.wrapping_add(number * TRAMPOLINE);
    CodePointer::from_ptr(code.cast()).expect("a bank is not at address 0")
}

/// What the entry of a released slot calls, with the slot's context. It does not return.
pub(crate) trait Refuse {
    /// Says what was called, and ends the process.
    fn refuse(context: *mut c_void) -> !;
}

/// The entry of a released slot.
pub(crate) fn refusing_entry<R: Refuse>() -> CodePointer {
    extern "C" fn refuse<R: Refuse>(context: *mut c_void) -> ! {
        R::refuse(context)
    }

    /// On entry: any call, and t0 = address of a slot. There is no exit.
    ///
    /// ```text
    ///     [sp + 8]  return address into C
    ///     [sp]      nothing: sp is a multiple of 16 for the call
    /// ```
    #[unsafe(naked)]
    unsafe extern "C" fn enter<R: Refuse>() {
        naked_asm!(
            ".cfi_startproc",
            "addi sp, sp, -2 * {word}",
            ".cfi_def_cfa_offset 2 * {word}",
            "sd ra, {word}(sp)",
            ".cfi_offset ra, -{word}",
            "ld a0, {context}(t0)",
            "call {refuse}",
            "unimp",
            ".cfi_endproc",
            word = const size_of::<usize>(),
            context = const offset_of!(SlotData, context),
            refuse = sym refuse::<R>,
        )
    }
    entry(enter::<R> as *const ())
}
