//! Which thread is which.

use core::cell::Cell;
use core::sync::atomic::{AtomicU64, Ordering};

/// A thread, told from every other one that there ever was in this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Thread(u64);

impl Thread {
    /// The one that asks.
    #[inline(always)]
    pub(super) fn current() -> Self {
        thread_local! {
            /// 0 until it is asked for.
            static NUMBER: Cell<u64> = const { Cell::new(0) };
        }
        // Without a destructor, the variable is there also while the thread ends.
        NUMBER.with(|number| {
            if number.get() == 0 {
                number.set(next());
            }
            Self(number.get())
        })
    }
}

#[cold]
fn next() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
