//! One call, from the queue to its result: made by `offloaded`, run by a worker thread of `workers`.

use core::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use super::stop::{Running, Stop};
use crate::callback::Completer;

/// The end of a call.
pub(super) enum Outcome<T> {
    Returned(T),
    Panicked(Box<dyn Any + Send>),
    /// It never began, for there is no thread.
    NoWorker(io::Error),
}

/// A function for the result of a call that nobody waits for any more.
type Late<T> = Box<dyn FnOnce(T) + Send>;

/// The parts of a call that its handle and its thread share.
pub(super) struct Shared<T> {
    pub(super) stop: Stop,
    late: Mutex<Option<Late<T>>>,
}

impl<T> Shared<T> {
    pub(super) fn new(stop: Stop) -> Self {
        let late = Mutex::new(None);
        Self { stop, late }
    }

    fn swap_late(&self, late: Option<Late<T>>) -> Option<Late<T>> {
        let mut place = self.late.lock().unwrap_or_else(PoisonError::into_inner);
        core::mem::replace(&mut *place, late)
    }

    pub(super) fn set_late(&self, late: Late<T>) {
        drop(self.swap_late(Some(late)));
    }

    /// Does with the result what was asked for in case that nobody waits.
    pub(super) fn is_late(&self, outcome: Outcome<T>) {
        match (outcome, self.swap_late(None)) {
            (Outcome::Returned(result), Some(late)) => late(result),
            // The message of a panic was printed when it happened.
            (Outcome::Returned(_) | Outcome::Panicked(_) | Outcome::NoWorker(_), _) => {}
        }
    }
}

/// A call that waits for a worker thread, whatever its result. Dropped, it never begins.
pub(super) trait Job: Send {
    fn run(self: Box<Self>);
    /// There is no thread for it.
    fn refuse(self: Box<Self>, error: io::Error);
}

pub(super) struct Call<T, F> {
    pub(super) function: F,
    pub(super) completer: Completer<Outcome<T>>,
    pub(super) shared: Arc<Shared<T>>,
}

impl<T: Send, F: FnOnce(&Running<'_>) -> Option<T> + Send> Job for Call<T, F> {
    fn run(self: Box<Self>) {
        let Self {
            function,
            completer,
            shared,
        } = *self;
        // Nothing of the closure is seen after a panic, which goes on where the result is waited for.
        let returned = catch_unwind(AssertUnwindSafe(|| function(&Running::new(&shared.stop))));
        let own = shared.stop.end();
        let outcome = match returned {
            Ok(Some(result)) => Outcome::Returned(result),
            Ok(None) => return,
            Err(payload) => Outcome::Panicked(payload),
        };
        if let Some(outcome) = completer.complete_if_awaited(outcome) {
            shared.is_late(outcome);
        }
        drop(own);
    }

    fn refuse(self: Box<Self>, error: io::Error) {
        self.completer.complete(Outcome::NoWorker(error));
    }
}
