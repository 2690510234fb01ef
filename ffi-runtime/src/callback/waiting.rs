//! The table of the requests that wait for their call, with its lock.
//!
//! Whoever forks has the lock meanwhile. Otherwise a child could get the table while another thread, which it does not
//! have, is in the middle of a change, and would wait for that thread for ever.

use core::any::Any;
use core::ffi::c_void;
use core::ptr;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Closures that wait for their call, by the numbers that C has.
pub(super) struct Waiting {
    last: usize,
    closures: BTreeMap<usize, Box<dyn Any + Send>>,
}

/// The step between two numbers: they look like aligned pointers to C, whose own marks in the low bits stay free.
const STEP: usize = 16;

static WAITING: Mutex<Waiting> = Mutex::new(Waiting {
    last: 0,
    closures: BTreeMap::new(),
});

/// The table, for a moment.
pub(super) fn waiting() -> MutexGuard<'static, Waiting> {
    #[cfg(all(unix, not(miri)))]
    fork::prepare();
    // No code of the user runs under the lock, so that nothing is in the middle of a change.
    WAITING.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Waiting {
    /// Lets a closure wait; what C gets to name it.
    pub(super) fn add(&mut self, closure: Box<dyn Any + Send>) -> *mut c_void {
        loop {
            self.last = self.last.wrapping_add(STEP);
            // After all numbers were used, those that wait still are passed over.
            if self.last != 0 && !self.closures.contains_key(&self.last) {
                break;
            }
        }
        self.closures.insert(self.last, closure);
        ptr::without_provenance_mut(self.last)
    }

    /// Takes a closure out, if it waits and is an `F`.
    pub(super) fn take<F: 'static>(&mut self, data: *mut c_void) -> Option<Box<F>> {
        let closure = self.closures.remove(&data.addr())?;
        match closure.downcast() {
            Ok(closure) => Some(closure),
            // C hands on the number of another function's request, which goes on waiting for its own.
            Err(other) => {
                self.closures.insert(data.addr(), other);
                None
            }
        }
    }

    /// Takes a closure out, if it waits.
    pub(super) fn remove(&mut self, data: *mut c_void) -> Option<Box<dyn Any + Send>> {
        self.closures.remove(&data.addr())
    }
}

/// Holds the lock while a thread forks.
#[cfg(all(unix, not(miri)))]
mod fork {
    use core::cell::Cell;
    use core::ffi::c_int;
    use core::sync::atomic::{AtomicBool, Ordering};
    use std::sync::MutexGuard;

    use super::{Waiting, waiting};

    type Step = extern "C" fn();

    unsafe extern "C" {
        // POSIX has it, and so has each C library; the crate `libc` only for some of them.
        fn pthread_atfork(
            before: Option<Step>,
            after_in_parent: Option<Step>,
            after_in_child: Option<Step>,
        ) -> c_int;
    }

    /// The lock of the thread that forks.
    struct Held(Cell<Option<MutexGuard<'static, Waiting>>>);

    // SAFETY: only a thread that has the lock uses it: `before` after it has locked, `after` before it unlocks.
    unsafe impl Sync for Held {}

    static HELD: Held = Held(Cell::new(None));

    extern "C" fn before() {
        let lock = waiting();
        HELD.0.set(Some(lock));
    }

    /// In both processes: the child has the thread that forked, and with it the lock.
    extern "C" fn after() {
        let lock = HELD.0.take();
        drop(lock);
    }

    /// Has the functions above called, from the first request on. Where there is no memory for that, a child may wait
    /// for ever.
    pub(super) fn prepare() {
        static IS_PREPARED: AtomicBool = AtomicBool::new(false);

        if IS_PREPARED.load(Ordering::Relaxed) || IS_PREPARED.swap(true, Ordering::Relaxed) {
            return;
        }
        // SAFETY: the functions may be called by any thread that forks, in this order.
        unsafe { pthread_atfork(Some(before), Some(after), Some(after)) };
    }
}
