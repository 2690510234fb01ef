//! The data of trampolines: banks of slots, and the sizes of the code that belongs to them.

use core::ffi::c_void;
use core::mem::offset_of;
use core::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64};

/// Slots of a bank.
pub(crate) const BANK_SLOTS: usize = 4096;

/// Bytes of a trampoline in a copied bank.
pub(crate) const TRAMPOLINE: usize = 16;

/// Bytes of the code of a copied bank: a multiple of every page size in use (4, 16 and 64 KiB).
pub(crate) const BANK_CODE: usize = BANK_SLOTS * TRAMPOLINE;

/// The data of a trampoline, at a fixed distance from it.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct SlotData {
    /// The context that the entry gives to the handler.
    pub(crate) context: AtomicPtr<c_void>,
    /// Where the trampoline jumps to, with the address of this slot in the processor's register for it.
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

/// The function that the entry of a released slot calls. It does not return.
pub(crate) trait Refuse {
    /// Says what was called, and ends the process.
    fn refuse(slot: *const SlotData) -> !;
}
