//! Trampolines of x86-64, for every convention: code that C can jump to, one for each slot, with the slot's data at a fixed distance.
//!
//! A trampoline loads the address of its slot and jumps to the slot's entry (in the room of the convention). All
//! trampolines of a bank are the same bytes. The first bank stands in the program's own code; further
//! ones are copies of [`template`] with their data behind them.

use core::arch::naked_asm;
use core::ffi::c_void;
use core::mem::offset_of;
use core::sync::atomic::{AtomicPtr, AtomicU32};

use crate::abi::unwind::{
    unwind_body, unwind_end, unwind_framed, unwind_leaf, unwind_leaf_end, unwind_pushed,
    unwind_reserved, unwind_start,
};
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
    /// Where the trampoline jumps to, with the address of this slot in r10.
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
    (trampolines as *const u8).map_addr(|address| address.next_multiple_of(PAGE))
}

/// The bytes of one trampoline of a bank whose data follow the code.
pub(crate) fn template() -> [u8; TRAMPOLINE] {
    // SAFETY: the routine has so many bytes, and code is readable.
    unsafe { (one_trampoline as *const [u8; TRAMPOLINE]).read() }
}

const PAGE: usize = 4096;

/// The code of the first bank, from the first page boundary on: `BANK_SLOTS` trampolines.
///
/// On entry: as for the function that C believes to call. On exit, at the slot's entry: the same, and
/// r10 = address of the slot. Preserves: all but r10, which carries nothing at a call: it is the static
/// chain pointer of System V (psABI 3.2.3, table 3.4), which C does not use, and volatile on Windows. The stack is not touched, so one piece of
/// unwind information holds for the whole table.
#[unsafe(naked)]
unsafe extern "sysv64" fn trampolines() {
    naked_asm!(
        unwind_leaf!(),
        ".p2align 12, 0xcc",
        ".set .Lffi_slot, 0",
        ".rept {slots}",
        "endbr64",
        "lea r10, [rip + {bank} + .Lffi_slot]",
        "jmp qword ptr [r10 + {entry}]",
        ".p2align 4, 0xcc",
        ".set .Lffi_slot, .Lffi_slot + {trampoline}",
        ".endr",
        unwind_leaf_end!(),
        slots = const BANK_SLOTS,
        bank = sym FIRST,
        entry = const offset_of!(SlotData, entry),
        trampoline = const TRAMPOLINE,
    )
}

/// One trampoline whose slot is `BANK_CODE` bytes after it. It is copied, and never executed here.
#[unsafe(naked)]
unsafe extern "sysv64" fn one_trampoline() {
    naked_asm!(
        unwind_leaf!(),
        "2:",
        "endbr64",
        "lea r10, [rip + 2b + {distance}]",
        "jmp qword ptr [r10 + {entry}]",
        ".p2align 4, 0xcc",
        unwind_leaf_end!(),
        distance = const BANK_CODE,
        entry = const offset_of!(SlotData, entry),
    )
}

/// Makes the instructions that were written to `code` those that are executed. Of x86-64 they are.
pub(crate) const fn synchronize(_code: *mut u8, _size: usize) {}

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
    extern "sysv64" fn refuse<R: Refuse>(context: *mut c_void) -> ! {
        R::refuse(context)
    }

    /// On entry: any call of any convention, and r10 = address of a slot. There is no exit.
    ///
    /// ```text
    ///     [rbp + 8]  return address into C
    ///     [rbp]      the caller's rbp
    ///     [rsp]      nothing: rsp is a multiple of 16 for the call
    /// ```
    #[unsafe(naked)]
    unsafe extern "sysv64" fn enter<R: Refuse>() {
        naked_asm!(
            unwind_start!(),
            "endbr64",
            "push rbp",
            unwind_pushed!(),
            "sub rsp, 16",
            unwind_reserved!(),
            "lea rbp, [rsp + 16]",
            unwind_framed!(),
            unwind_body!(),
            "mov rdi, [r10 + {context}]",
            "call {refuse}",
            "ud2",
            unwind_end!(),
            routine = sym enter::<R>,
            context = const offset_of!(SlotData, context),
            refuse = sym refuse::<R>,
        )
    }
    entry(enter::<R> as *const ())
}
