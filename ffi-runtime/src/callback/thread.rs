//! Which thread is which.

use core::cell::Cell;
use core::sync::atomic::{AtomicU64, Ordering};

use crate::callback::panic::{Callee, misused};

/// A thread, told from every other one that there ever was in this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Thread(u64);

thread_local! {
    /// 0 until a number is asked for. Without a destructor, it is there also while the thread ends.
    static NUMBER: Cell<u64> = const { Cell::new(0) };
}

impl Thread {
    /// The one that asks.
    pub(super) fn current() -> Self {
        with_number(|number| {
            if number.get() == 0 {
                static NEXT: AtomicU64 = AtomicU64::new(1);
                number.set(NEXT.fetch_add(1, Ordering::Relaxed));
            }
            Self(number.get())
        })
    }

    /// Whether this is the one that asks.
    #[inline(always)]
    pub(super) fn is_current(self) -> bool {
        self.0 == number()
    }

    /// The number, which is never 0.
    pub(super) const fn number(self) -> u64 {
        self.0
    }
}

/// Ends the process because a callback for one thread is used on another.
#[cold]
pub(super) fn refused(callee: Callee<'_>) -> ! {
    misused(
        callee,
        "was called or destroyed on another thread than its own",
        "`new` makes callbacks for any thread",
    )
}

/// The number of the thread that asks, or 0 if it has none yet.
#[inline(always)]
pub(super) fn number() -> u64 {
    with_number(Cell::get)
}

#[cfg(not(windows))]
#[inline(always)]
fn with_number<T>(use_number: impl FnOnce(&Cell<u64>) -> T) -> T {
    NUMBER.with(use_number)
}

/// Where variables of threads are got by `TlsGetValue`, that clears the last error.
#[cfg(windows)]
#[inline(always)]
fn with_number<T>(use_number: impl FnOnce(&Cell<u64>) -> T) -> T {
    crate::callback::error_state::kept(|| NUMBER.with(use_number))
}
