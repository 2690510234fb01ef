//! Trampolines: code that C can jump to, one for each slot, with the slot's data at a fixed distance.
//!
//! A trampoline makes the address of its slot, in a register that belongs to nobody at a call, and jumps
//! to the slot's entry (in the room of the convention). The first bank stands in the program's own code,
//! with its data among the program's variables; further ones are copies of [`TEMPLATE`] with their data
//! behind them. The code is that of the machine.

use core::ffi::c_void;
use core::mem::offset_of;
use core::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64};

use crate::machine::processor::opaque::opaque;
use crate::machine::processor::trampoline as machine;
use crate::types::CodePointer;

pub(crate) use crate::machine::processor::trampoline::{TEMPLATE, synchronize};

/// Slots of a bank.
pub(crate) const BANK_SLOTS: usize = 4096;

/// Bytes of a trampoline in a copied bank.
pub(crate) const TRAMPOLINE: usize = 16;

/// Bytes of the code of a copied bank: a multiple of every page size in use (4, 16 and 64 KiB).
pub(crate) const BANK_CODE: usize = BANK_SLOTS * TRAMPOLINE;

/// What a trampoline finds at its distance.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct SlotData {
    /// What the entry gives to the handler.
    pub(crate) context: AtomicPtr<c_void>,
    /// Where the trampoline jumps to, with the address of this slot in the machine's register for it.
    pub(crate) entry: AtomicPtr<c_void>,
}

/// The data of a bank.
#[derive(Debug)]
#[repr(C, align(4096))]
pub(crate) struct BankData {
    pub(crate) slots: [SlotData; BANK_SLOTS],
    /// The callee that the message about a call of a released slot names.
    pub(crate) names: [AtomicPtr<c_void>; BANK_SLOTS],
    /// The nodes of the queue of released slots.
    pub(crate) nodes: [Node; BANK_SLOTS],
}

/// A node of the queue of released slots. All-zero bytes are an unused one.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct Node {
    /// The next node, and how often this word was written.
    pub(crate) next: AtomicU64,
    /// Number of a slot.
    pub(crate) slot: AtomicU32,
}

impl Node {
    /// An unused one.
    pub(crate) const fn new() -> Self {
        Self {
            next: AtomicU64::new(0),
            slot: AtomicU32::new(0),
        }
    }
}

// A trampoline and its slot have the same distance in all of a copied bank.
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
    names: [const { AtomicPtr::new(core::ptr::null_mut()) }; BANK_SLOTS],
    nodes: [const { Node::new() }; BANK_SLOTS],
};

/// The code of the first bank: its first trampoline.
pub(crate) fn first() -> *const u8 {
    // The padding that aligns the table is part of the routine.
    (machine::trampolines as *const u8)
        .map_addr(|address| address.next_multiple_of(machine::FIRST_ALIGN))
}

/// The code of a trampoline.
pub(crate) fn code(bank: *const u8, number: usize) -> CodePointer {
    let size = if bank == first() {
        machine::FIRST_TRAMPOLINE
    } else {
        TRAMPOLINE
    };
    let code = bank.wrapping_add(number * size);
    CodePointer::from_ptr(code.cast()).expect("a bank is not at address 0")
}

/// The address of a function that C or a trampoline may get. Rust code may call it too, by the type of
/// function pointer that the signature has: the compiler does not see which function it is.
pub(crate) fn entry(function: *const ()) -> CodePointer {
    let address = opaque(function);
    CodePointer::from_ptr(address.cast()).expect("a function is not at address 0")
}

/// What the entry of a released slot calls. It does not return.
pub(crate) trait Refuse {
    /// Says what was called, and ends the process.
    fn refuse(slot: *const SlotData) -> !;
}

/// The entry of a released slot.
pub(crate) fn refusing_entry<R: Refuse>() -> CodePointer {
    entry(machine::enter_refused::<R> as *const ())
}

#[cfg(all(
    test,
    not(miri),
    any(
        target_arch = "x86_64",
        target_arch = "aarch64",
        target_arch = "riscv64"
    )
))]
mod tests {
    use super::*;

    #[test]
    fn template_is_what_the_assembler_makes_of_a_trampoline() {
        // SAFETY: the routine has so many bytes, and the code of a test is readable.
        let assembled =
            unsafe { (machine::tests::one_trampoline as *const [u8; TRAMPOLINE]).read() };
        assert_eq!(TEMPLATE, assembled);
    }
}
