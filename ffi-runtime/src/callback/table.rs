//! The slots: claimed for a closure, released when its owner is dropped.
//!
//! All banks together are one sequence of numbers. Slots that were never used are claimed first, then the
//! one that was released longest ago (`queue`), so that a call into a released slot meets its tombstone as
//! long as possible; only then a bank is added.
//!
//! There is no lock. A `fork` while other threads make callbacks leaves the child a table that it can use,
//! and a signal handler that interrupts a claim may claim itself.
//!
//! # The order of memory operations
//!
//! A trampoline loads the slot's entry, and the entry loads the context. [`Claim::new`] stores the context
//! first and the entry last; [`Claim::release`] stores the entry only. So the pair that a call finds is
//! always one that belongs together: C gets the address from whoever claimed the slot, after both stores,
//! and a call that comes too late finds the entry that refuses it, which does not look at the context. The
//! name for its message is stored before the entry too, and stays until the next claim.

use core::ffi::c_void;
use core::panic::Location;
use core::sync::atomic::{AtomicPtr, AtomicU32, Ordering};
use core::{mem, ptr};
use std::io;

use crate::callback::CallbackError;
use crate::callback::pages::{self, Refused};
use crate::callback::panic::{Callee, Described, misused};
use crate::callback::queue::{self, Queue, Slot, Ticket};
use crate::machine::shared::bank::{
    BANK_CODE, BANK_SLOTS, BankData, FIRST, Node, Refuse, SlotData,
};
use crate::machine::trampoline::{self, refusing_entry};
use crate::types::CodePointer;

/// A slot that is in use, and released when this is dropped.
#[derive(Debug)]
pub(crate) struct Claim {
    slot: Slot,
    ticket: Ticket,
    code: CodePointer,
}

/// The code of each bank after the first one, which is part of the program; null where there is none yet.
static BANKS: [AtomicPtr<u8>; MORE_BANKS] = [const { AtomicPtr::new(ptr::null_mut()) }; MORE_BANKS];

/// With so many, there are as many slots as processes have memory mappings and more.
const MORE_BANKS: usize = (1 << 24) / BANK_SLOTS - 1;

/// How many of [`BANKS`] there are, or fewer: whoever adds one may be stopped before it is counted.
static MORE: AtomicU32 = AtomicU32::new(0);

/// Slots from here to the end of the last bank were never used.
static FRESH: AtomicU32 = AtomicU32::new(0);

/// The released ones.
static RELEASED: Queue = Queue::new();

/// How many callbacks have a trampoline.
///
/// Callbacks with user data need none. While other threads make and drop callbacks, this is an estimate.
///
/// ```
/// use ffi_runtime::callback;
///
/// assert!(callback::live() <= callback::capacity());
/// ```
#[must_use]
pub fn live() -> usize {
    let refusing = refusing_entry::<Released>().as_ptr().cast_mut();
    let used = 0..FRESH.load(Ordering::Acquire);
    let entries = used.map(|number| data_of(Slot(number)).entry.load(Ordering::Relaxed));
    // One that is being claimed has no entry yet.
    entries
        .filter(|entry| !entry.is_null() && *entry != refusing)
        .count()
}

/// How many trampolines there are, used or free: 4,096 from the start, and more when they are taken.
///
/// ```
/// assert!(ffi_runtime::callback::capacity() >= 4096);
/// ```
#[must_use]
pub fn capacity() -> usize {
    (1 + more_banks()) * BANK_SLOTS
}

impl Claim {
    /// Claims a slot whose trampoline jumps to `entry`, which finds `context` in the slot. A call after the
    /// release ends the process with a message about `callee`.
    pub(crate) fn new(
        context: *mut c_void,
        entry: CodePointer,
        callee: Callee<'static>,
    ) -> Result<Self, CallbackError> {
        let (slot, ticket) = free_slot()?;
        name_of(slot).store(callee.into_address(), Ordering::Relaxed);
        let (bank, index) = place_of(slot);
        let claim = Self {
            slot,
            ticket,
            code: trampoline::code(code_of(bank), index),
        };
        claim.bind(context, entry);
        Ok(claim)
    }

    /// Claims a slot whose calls end the process until it is bound.
    pub(crate) fn unbound(callee: Callee<'static>) -> Result<Self, CallbackError> {
        Self::new(ptr::null_mut(), refusing_entry::<Unbound>(), callee)
    }

    /// Has the trampoline jump to `entry` from now on, which finds `context` in the slot.
    pub(crate) fn bind(&self, context: *mut c_void, entry: CodePointer) {
        let data = data_of(self.slot);
        data.context.store(context, Ordering::Relaxed);
        data.entry
            .store(entry.as_ptr().cast_mut(), Ordering::Release);
    }

    /// Has calls end the process until it is bound again.
    pub(crate) fn unbind(&self) {
        let refusing = refusing_entry::<Unbound>().as_ptr().cast_mut();
        data_of(self.slot).entry.store(refusing, Ordering::Release);
    }

    /// The code pointer for C.
    pub(crate) const fn code(&self) -> CodePointer {
        self.code
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        let refusing = refusing_entry::<Released>().as_ptr().cast_mut();
        data_of(self.slot).entry.store(refusing, Ordering::Release);
        RELEASED.put(self.slot, self.ticket, node);
    }
}

/// Refuses the call of a released slot.
struct Released;

impl Refuse for Released {
    fn refuse(slot: *const SlotData) -> ! {
        misused(
            callee_of(slot),
            "was called after it was dropped",
            "C still has a pointer that it must not use any more",
        )
    }
}

/// Refuses the call of a slot that is claimed, and bound to nothing.
struct Unbound;

impl Refuse for Unbound {
    fn refuse(slot: *const SlotData) -> ! {
        misused(
            callee_of(slot),
            "was called while no closure was bound to it",
            "call it after `bind`",
        )
    }
}

/// The callee that was stored when a slot was claimed.
fn callee_of(slot: *const SlotData) -> Callee<'static> {
    let banks = 0..=more_banks();
    let mut slots = banks.flat_map(|bank| (0..BANK_SLOTS).map(move |index| (bank, index)));
    let found = slots.find(|&(bank, index)| ptr::eq(&data_of_bank(bank).slots[index], slot));
    let (bank, index) = found.expect("only the trampoline of a slot jumps to its entry");
    let name = data_of_bank(bank).names[index].load(Ordering::Relaxed);
    // SAFETY: an entry is stored only after a claim, which stored the address of a callee there.
    unsafe { Callee::from_address(name) }
}

/// A slot that nobody uses.
fn free_slot() -> Result<(Slot, Ticket), CallbackError> {
    loop {
        // Seen before the slots: if it is smaller than it was, another bank is tried in vain.
        let more = more_banks();
        if let Some(slot) = fresh_slot(more) {
            return Ok((slot, Ticket::of_fresh(slot)));
        }
        if let Some(released) = RELEASED.take(node) {
            return Ok(released);
        }
        add_bank(more)?;
    }
}

/// A slot that was never used, of the first bank or of `more`.
fn fresh_slot(more: usize) -> Option<Slot> {
    let end = ((1 + more) * BANK_SLOTS) as u32;
    let mut fresh = FRESH.load(Ordering::Relaxed);
    loop {
        let number = if fresh == 0 && pages::guards_static_code() {
            BANK_SLOTS as u32 // The first bank is passed over.
        } else {
            fresh
        };
        if number >= end {
            return None;
        }
        match FRESH.compare_exchange_weak(fresh, number + 1, Ordering::AcqRel, Ordering::Relaxed) {
            Ok(_) => return Some(Slot(number)),
            Err(other) => fresh = other,
        }
    }
}

/// Adds a bank to those that there are, unless another thread is faster.
fn add_bank(more: usize) -> Result<(), CallbackError> {
    const { assert!((MORE_BANKS + 1) * BANK_SLOTS <= queue::LIMIT as usize) };
    let Some(place) = BANKS.get(more) else {
        return Err(CallbackError::NoMemory {
            alive: live(),
            source: io::Error::from(io::ErrorKind::OutOfMemory),
        });
    };
    let bank = pages::map().map_err(|refused| match refused {
        Refused::Memory(source) => CallbackError::NoMemory {
            alive: live(),
            source,
        },
        Refused::Execution(source) => CallbackError::NotExecutable {
            alive: live(),
            source,
        },
    })?;
    let added = place.compare_exchange(
        ptr::null_mut(),
        bank.as_ptr(),
        Ordering::AcqRel,
        Ordering::Relaxed,
    );
    if added.is_ok() {
        // From now on others know it.
        mem::forget(bank);
    }
    Ok(())
}

/// How many banks there are beside the first one.
fn more_banks() -> usize {
    let known = MORE.load(Ordering::Acquire) as usize;
    let unknown = BANKS[known..].iter();
    let more = known
        + unknown
            .take_while(|bank| !bank.load(Ordering::Acquire).is_null())
            .count();
    if more > known {
        MORE.fetch_max(more as u32, Ordering::AcqRel);
    }
    more
}

/// The bank of a slot, and its number in it.
const fn place_of(slot: Slot) -> (usize, usize) {
    let number = slot.0 as usize;
    (number / BANK_SLOTS, number % BANK_SLOTS)
}

/// The first trampoline of a bank that there is.
fn code_of(bank: usize) -> *const u8 {
    match bank.checked_sub(1) {
        None => trampoline::first(),
        Some(more) => BANKS[more].load(Ordering::Acquire),
    }
}

/// The data of a bank that there is.
fn data_of_bank(bank: usize) -> &'static BankData {
    if bank == 0 {
        return &FIRST;
    }
    let data = code_of(bank).wrapping_add(BANK_CODE).cast::<BankData>();
    // SAFETY: a bank is mapped with its data behind the code, zeroed, which is a value of every field, and
    // never unmapped.
    unsafe { &*data }
}

fn data_of(slot: Slot) -> &'static SlotData {
    let (bank, index) = place_of(slot);
    &data_of_bank(bank).slots[index]
}

fn name_of(slot: Slot) -> &'static AtomicPtr<c_void> {
    let (bank, index) = place_of(slot);
    &data_of_bank(bank).names[index]
}

fn node(number: u32) -> &'static Node {
    let (bank, index) = place_of(Slot(number));
    &data_of_bank(bank).nodes[index]
}

impl Callee<'static> {
    /// The two kinds, told apart by the lowest bit of an address.
    fn into_address(self) -> *mut c_void {
        let address = match self {
            Self::Declared(described) => ptr::from_ref(described).cast::<c_void>(),
            Self::Made(location) => ptr::from_ref(location)
                .cast::<c_void>()
                .map_addr(|address| address | MADE),
            #[cfg(feature = "plugin")]
            Self::Implemented(_) => unreachable!("a function of an interface takes no slot"),
        };
        address.cast_mut()
    }

    /// The reverse.
    ///
    /// # Safety
    ///
    /// The address comes from [`into_address`](Self::into_address).
    unsafe fn from_address(address: *mut c_void) -> Self {
        let is_made = address.addr() & MADE != 0;
        let address = address.map_addr(|address| address & !MADE);
        if is_made {
            // SAFETY: by the contract it is that of a location that lives for ever.
            Self::Made(unsafe { &*address.cast() })
        } else {
            // SAFETY: by the contract it is that of a description that lives for ever.
            Self::Declared(unsafe { &*address.cast() })
        }
    }
}

/// The bit of an address that tells a dynamic callback.
const MADE: usize = 1;

const _: () = assert!(align_of::<Described>() > MADE && align_of::<Location<'static>>() > MADE);
