//! Stopping a call that runs: the library's own way, which the declaration names, and a closure of the caller's.
//!
//! Both run under one lock, which the end of the call takes too. So neither runs before or after the call: it cannot
//! stop another one, and what it uses is there.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// The effect of [`Offloaded::cancel`](super::Offloaded::cancel).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cancellation {
    /// The call had not begun, and never will: its arguments are dropped.
    Prevented,
    /// The call runs, and its library was told. The result says whether that ended it.
    Requested,
    /// The call runs, and nothing is known that would end it.
    RunsOn,
    /// The call had ended already.
    Over,
}

/// The ways to stop one call.
pub(super) struct Stop(Mutex<State>);

struct State {
    stage: Stage,
    /// The closure of the caller.
    own: Option<Box<dyn FnMut() + Send>>,
}

enum Stage {
    /// Nothing can stop it but the closure of the caller.
    Running,
    /// On its thread, but its function is not called yet.
    Beginning,
    /// It was cancelled at that stage.
    Prevented,
    /// The function is called, and this stops it.
    Called(Declared),
    Over,
}

/// A closure on the stack of the worker thread, behind a pointer.
struct Declared {
    closure: *const (),
    run: unsafe fn(*const ()) -> bool,
}

// SAFETY: `Running::stoppable` asks for a closure that any thread may run as long as the pointer is here.
unsafe impl Send for Declared {}

impl Stop {
    /// For a call that declares itself how it is stopped, or not.
    pub(super) fn new(is_declared: bool) -> Self {
        let stage = if is_declared {
            Stage::Beginning
        } else {
            Stage::Running
        };
        Self(Mutex::new(State { stage, own: None }))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A closure that panics leaves the stage as it was.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a closure of the caller's.
    pub(super) fn set_own(&self, own: Box<dyn FnMut() + Send>) {
        let before = self.lock().own.replace(own);
        drop(before);
    }

    /// Has the call end early, as far as there is a way.
    pub(super) fn ask(&self) -> Cancellation {
        let mut state = self.lock();
        let State { stage, own } = &mut *state;
        let is_told = match stage {
            Stage::Over => return Cancellation::Over,
            Stage::Prevented => return Cancellation::Prevented,
            Stage::Beginning => {
                *stage = Stage::Prevented;
                return Cancellation::Prevented;
            }
            Stage::Running => false,
            // SAFETY: the closure is there, and may run on this thread, until the stage is another one; for that the
            // worker thread takes the lock, which is held here.
            Stage::Called(declared) => unsafe { (declared.run)(declared.closure) },
        };
        if let Some(own) = own {
            own();
            return Cancellation::Requested;
        }
        if is_told {
            Cancellation::Requested
        } else {
            Cancellation::RunsOn
        }
    }

    /// The call has ended. Returns the closure of the caller, which nobody needs any more.
    pub(super) fn end(&self) -> Option<Box<dyn FnMut() + Send>> {
        let mut state = self.lock();
        state.stage = Stage::Over;
        state.own.take()
    }
}

/// A call that a worker thread has taken.
pub struct Running<'s> {
    stop: &'s Stop,
}

impl<'s> Running<'s> {
    /// A call whose end and whose stop are those of `stop`.
    pub(super) const fn new(stop: &'s Stop) -> Self {
        Self { stop }
    }

    /// Calls `function`, which `stop` ends early; `stop` says whether there was a way. `None` if the call was cancelled
    /// just before.
    ///
    /// # Safety
    ///
    /// While `function` runs, any thread may run `stop`, and so use what it has captured.
    pub unsafe fn stoppable<S: Fn() -> bool, R>(
        &self,
        stop: &S,
        function: impl FnOnce() -> R,
    ) -> Option<R> {
        {
            let mut state = self.stop.lock();
            if let Stage::Prevented = state.stage {
                return None;
            }
            state.stage = Stage::Called(Declared {
                closure: (&raw const *stop).cast(),
                run: run::<S>,
            });
        }
        let called = Called(self.stop);
        let returned = function();
        drop(called);
        Some(returned)
    }
}

/// Runs a closure behind a pointer.
///
/// # Safety
///
/// `closure` is the address of an `S` that may run on this thread.
unsafe fn run<S: Fn() -> bool>(closure: *const ()) -> bool {
    // SAFETY: it is the address of an `S`, by the contract of this function.
    let closure = unsafe { &*closure.cast::<S>() };
    closure()
}

/// Takes the closure away from the other threads when the function has returned or panicked.
struct Called<'s>(&'s Stop);

impl Drop for Called<'_> {
    fn drop(&mut self) {
        self.0.lock().stage = Stage::Running;
    }
}
