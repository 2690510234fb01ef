//! Which thread is which.
//!
//! The thread pointer, a register, tells threads that live at the same time from each other, and reading it
//! costs nothing. A thread that begins after another one has ended may have the same: where a context can
//! outlive its thread, a [`Lasting`] record says whether that has ended.

use core::cell::Cell;
use core::sync::atomic::{AtomicUsize, Ordering};
use std::process;
use std::rc::Rc;

use crate::callback::panic::{Callee, Named, misused};
use crate::machine::processor::thread::pointer;
use crate::system::error_state;

/// The one thread that may use a context.
pub(super) trait Thread {
    /// The one that asks.
    fn current() -> Self;

    /// Whether this is the one that asks; false too if [`is_ending`](Self::is_ending) has to say it.
    fn is_current(&self) -> bool;

    /// Whether this is the one that asks, and its variables are being destroyed.
    fn is_ending(&self) -> bool;
}

/// The thread of a context that it outlives.
#[derive(Debug)]
pub(super) struct Living {
    pointer: usize,
}

impl Thread for Living {
    fn current() -> Self {
        Self { pointer: pointer() }
    }

    #[inline(always)]
    fn is_current(&self) -> bool {
        self.pointer == pointer()
    }

    /// Returns false: the context is gone when the variables of the thread are destroyed.
    fn is_ending(&self) -> bool {
        false
    }
}

/// A thread that may end before the context is dropped. It is told from every other one that there ever was
/// in this process.
#[derive(Debug)]
pub(super) struct Lasting(Rc<Record>);

#[derive(Debug)]
struct Record {
    /// The thread pointer; 0 once the variables of the thread are being destroyed.
    pointer: AtomicUsize,
    /// A number that no other thread of this process has or had.
    number: usize,
}

impl Thread for Lasting {
    fn current() -> Self {
        /// The record of a thread that runs.
        struct Running(Rc<Record>);

        impl Drop for Running {
            fn drop(&mut self) {
                self.0.pointer.store(0, Ordering::Relaxed);
            }
        }

        thread_local! {
            static RECORD: Running = Running(Record::new(pointer()));
        }

        let record = RECORD.try_with(|record| Rc::clone(&record.0));
        Self(record.unwrap_or_else(|_| Record::new(0)))
    }

    #[inline(always)]
    fn is_current(&self) -> bool {
        // Another thread may have this pointer only after this one has ended, which it did after it had
        // stored the 0; and the system that gave the memory of the one to the other saw to the order.
        self.0.pointer.load(Ordering::Relaxed) == pointer()
    }

    fn is_ending(&self) -> bool {
        error_state::kept(number) == self.0.number
    }
}

impl Record {
    fn new(pointer: usize) -> Rc<Self> {
        Rc::new(Self {
            pointer: AtomicUsize::new(pointer),
            number: error_state::kept(number),
        })
    }
}

/// The number of the thread that asks.
fn number() -> usize {
    thread_local! {
        /// 0 until it is asked for. Without a destructor, it is there also while the thread ends, except
        /// on Windows with the tools of GNU, where a thread that ends is taken for another one.
        static NUMBER: Cell<usize> = const { Cell::new(0) };
    }
    /// A `usize`, for not every target has wider atomics.
    static NEXT: AtomicUsize = AtomicUsize::new(1);

    NUMBER.with(|number| {
        if number.get() == 0 {
            let next = NEXT.fetch_add(1, Ordering::Relaxed);
            if next == 0 {
                // From here on numbers would come twice.
                process::abort();
            }
            number.set(next);
        }
        number.get()
    })
}

/// Ends the process if a context of a callback of the declaration `N` is used on another thread than its own.
pub(super) fn assert_current<T: Thread, N: Named>(thread: &T) {
    if !thread.is_current() && !thread.is_ending() {
        misused(
            Callee::of::<N>(),
            "was called or destroyed on another thread than its own",
            "`new` makes callbacks for any thread",
        );
    }
}
