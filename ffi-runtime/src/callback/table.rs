//! The slots: claimed for a closure, released when its owner is dropped.
//!
//! Free slots stand in a queue, so that the one that was released longest ago is claimed next: a call
//! into a released slot meets its tombstone as long as possible. All banks together are one sequence
//! of numbers; slots that were never used come before those of the queue.

use core::ffi::c_void;
use core::ptr;
use core::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::abi::trampoline::{self, BANK_SLOTS, BankData, SlotData};
use crate::abi::trampoline::{Refuse, refusing_entry};
use crate::callback::CallbackError;
use crate::callback::pages::{self, Refused};
use crate::callback::panic::{Callee, misused};
use crate::library::CodePointer;

/// The number of a slot among those of all banks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Slot(u32);

/// A slot that is in use. It is not released by itself: only [`Claim::release`] can name the callback.
#[derive(Debug)]
pub(crate) struct Claim {
    slot: Slot,
    data: &'static SlotData,
    code: CodePointer,
}

#[derive(Debug)]
struct Bank {
    code: *const u8,
    data: &'static BankData,
}

// SAFETY: the code is never written, and the data are atomics.
unsafe impl Send for Bank {}

/// What the lock protects. `next` of the banks belongs to it too.
#[derive(Debug)]
struct Table {
    /// The first one is missing until the first claim.
    banks: Vec<Bank>,
    /// Slots from here to the end of the last bank were never used.
    fresh: u32,
    /// The released ones, the longest released first: the number of the first and of the last, which
    /// say nothing if there is none.
    first: Slot,
    last: Slot,
    released: u32,
}

static TABLE: Mutex<Table> = Mutex::new(Table {
    banks: Vec::new(),
    fresh: 0,
    first: Slot(0),
    last: Slot(0),
    released: 0,
});

/// How many callbacks have a trampoline.
///
/// Closures that capture nothing and callbacks with user data need none.
///
/// ```
/// use ffi_runtime::callback;
///
/// assert!(callback::live() <= callback::capacity());
/// ```
#[must_use]
pub fn live() -> usize {
    lock().live()
}

/// How many trampolines there are, used or free: 4,096 from the start, and more when they are taken.
///
/// ```
/// assert!(ffi_runtime::callback::capacity() >= 4096);
/// ```
#[must_use]
pub fn capacity() -> usize {
    lock().banks.len().max(1) * BANK_SLOTS
}

impl Claim {
    /// Claims a slot whose trampoline jumps to `entry`, which finds `context` in the slot.
    pub(crate) fn new(context: *mut c_void, entry: CodePointer) -> Result<Self, CallbackError> {
        let claim = lock().claim()?;
        claim.data.context.store(context, Ordering::Relaxed);
        claim
            .data
            .entry
            .store(entry.as_ptr().cast_mut(), Ordering::Release);
        Ok(claim)
    }

    /// What C gets.
    pub(crate) const fn code(&self) -> CodePointer {
        self.code
    }

    /// Makes the slot a tombstone: a call ends the process with a message about `callee`.
    pub(crate) fn release(self, callee: Callee<'static>) {
        /// Refuses a declared callback.
        struct Declared;

        impl Refuse for Declared {
            fn refuse(context: *mut c_void) -> ! {
                // SAFETY: the slot has the context that `release` put there with this entry.
                refused(Callee::Declared(unsafe { &*context.cast() }))
            }
        }

        /// Refuses a dynamic callback.
        struct Made;

        impl Refuse for Made {
            fn refuse(context: *mut c_void) -> ! {
                // SAFETY: as above.
                refused(Callee::Made(unsafe { &*context.cast() }))
            }
        }

        fn refused(callee: Callee<'_>) -> ! {
            misused(
                callee,
                "was called after it was dropped",
                "C still has a pointer that it must not use any more",
            )
        }

        let (entry, context) = match callee {
            Callee::Declared(described) => (
                refusing_entry::<Declared>(),
                ptr::from_ref(described).cast::<c_void>(),
            ),
            Callee::Made(location) => (refusing_entry::<Made>(), ptr::from_ref(location).cast()),
        };
        self.data
            .entry
            .store(entry.as_ptr().cast_mut(), Ordering::Release);
        self.data
            .context
            .store(context.cast_mut(), Ordering::Release);
        lock().release(self.slot);
    }
}

fn lock() -> MutexGuard<'static, Table> {
    // Nothing panics while the table is being changed.
    TABLE.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Table {
    /// Slots in use.
    const fn live(&self) -> usize {
        (self.fresh - self.released) as usize
    }

    fn claim(&mut self) -> Result<Claim, CallbackError> {
        let slot = if (self.fresh as usize) < self.banks.len() * BANK_SLOTS {
            self.fresh += 1;
            Slot(self.fresh - 1)
        } else if self.released > 0 {
            let slot = self.first;
            self.released -= 1;
            self.first = Slot(self.next(slot).load(Ordering::Relaxed));
            slot
        } else {
            self.grow()?;
            return self.claim();
        };
        let (bank, index) = self.find(slot);
        Ok(Claim {
            slot,
            data: &bank.data.slots[index],
            code: trampoline::code(bank.code, index),
        })
    }

    fn release(&mut self, slot: Slot) {
        if self.released == 0 {
            self.first = slot;
        } else {
            self.next(self.last).store(slot.0, Ordering::Relaxed);
        }
        self.last = slot;
        self.released += 1;
    }

    /// Adds a bank.
    fn grow(&mut self) -> Result<(), CallbackError> {
        let (code, data) = if self.banks.is_empty() && !pages::guards_static_code() {
            (trampoline::first(), &trampoline::FIRST)
        } else {
            let alive = self.live();
            pages::map().map_err(|refused| match refused {
                Refused::Memory(source) => CallbackError::NoMemory { alive, source },
                Refused::Execution(source) => CallbackError::NotExecutable { alive, source },
            })?
        };
        self.banks.push(Bank { code, data });
        Ok(())
    }

    fn find(&self, slot: Slot) -> (&Bank, usize) {
        let number = slot.0 as usize;
        (&self.banks[number / BANK_SLOTS], number % BANK_SLOTS)
    }

    fn next(&self, slot: Slot) -> &'static AtomicU32 {
        let (bank, index) = self.find(slot);
        &bank.data.next[index]
    }
}
