//! The code of trampolines of x86-64, for every convention.
//!
//! All trampolines of a bank are the same bytes. The address of the slot is in r10.

use core::arch::naked_asm;
use core::mem::offset_of;

use crate::machine::processor::unwind::{
    unwind_body, unwind_end, unwind_framed, unwind_leaf, unwind_leaf_end, unwind_pushed,
    unwind_reserved, unwind_start,
};
use crate::machine::shared::bank::{BANK_CODE, BANK_SLOTS, FIRST, Refuse, SlotData, TRAMPOLINE};

/// Bytes of a trampoline in the first bank.
pub(crate) const FIRST_TRAMPOLINE: usize = TRAMPOLINE;

/// Alignment of the first trampoline: a page.
pub(crate) const FIRST_ALIGN: usize = 4096;

/// The code of the first bank, from the first page boundary on: `BANK_SLOTS` trampolines.
///
/// On entry: as for the function that C believes to call. On exit, at the slot's entry: the same, and
/// r10 = address of the slot. Preserves: all but r10, which carries nothing at a call: it is the static
/// chain pointer of System V (psABI 3.2.3, table 3.4), which C does not use, and volatile on Windows. The stack is not touched, so one piece of
/// unwind information holds for the whole table.
#[unsafe(naked)]
pub(crate) unsafe extern "sysv64" fn trampolines() {
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

/// The bytes of one trampoline whose slot is `BANK_CODE` bytes after it: the instructions of
/// [`trampolines`], with a distance in the place of the symbol.
pub(crate) const TEMPLATE: [u8; TRAMPOLINE] = {
    /// Bytes up to the end of `lea`, which the distance is relative to.
    const LEA_END: usize = 11;
    let [d0, d1, d2, d3] = ((BANK_CODE - LEA_END) as u32).to_le_bytes();
    let entry = offset_of!(SlotData, entry) as u8;
    [
        0xf3, 0x0f, 0x1e, 0xfa, // endbr64
        0x4c, 0x8d, 0x15, d0, d1, d2, d3, // lea r10, [rip + distance]
        0x41, 0xff, 0x62, entry, // jmp qword ptr [r10 + entry]
        0xcc,  // up to the size of a trampoline
    ]
};

/// Makes the instructions that were written to `code` those that are executed. Of x86-64 they are.
pub(crate) const fn synchronize(_code: *mut u8, _size: usize) {}

/// The entry of a released slot.
///
/// On entry: any call of any convention, and r10 = address of a slot. There is no exit.
///
/// ```text
///     [rbp + 8]  return address into C
///     [rbp]      the caller's rbp
///     [rsp]      nothing: rsp is a multiple of 16 for the call
/// ```
#[unsafe(naked)]
pub(crate) unsafe extern "sysv64" fn enter_refused<R: Refuse>() {
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
        "mov rdi, r10",
        "call {refuse}",
        "ud2",
        unwind_end!(),
        routine = sym enter_refused::<R>,
        refuse = sym refuse::<R>,
    )
}

/// Refuses a call of a released slot, for `enter_refused`.
extern "sysv64" fn refuse<R: Refuse>(slot: *const SlotData) -> ! {
    R::refuse(slot)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// One trampoline whose slot is `BANK_CODE` bytes after it. It is never executed.
    #[unsafe(naked)]
    pub(crate) unsafe extern "sysv64" fn one_trampoline() {
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
}
