//! Answers that come later: what C passes to a callback that it calls once, as a future.
//!
//! The [`Completer`] goes into the closure, and the [`Completion`] stays. They share one state behind a lock, which is
//! freed when both are gone: so it is still there when C answers a request that nobody waits for any more.

use core::fmt;
use core::future::Future;
use core::pin::{Pin, pin};
use core::task::{Context, Poll, Waker};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Makes the two ends of an answer.
///
/// ```
/// use std::ffi::{c_int, c_void};
///
/// use ffi_runtime::callback;
/// use ffi_runtime::callback::completion;
///
/// #[callback(user_data = user)]
/// pub type Loaded = unsafe extern "C" fn(status: c_int, user: *mut c_void);
///
/// let (completer, completion) = completion();
/// let (loaded, user) = Loaded::once(move |status| completer.complete(status));
/// // What C does, now or later, on this thread or on another.
/// // SAFETY: the function is called once, with its data.
/// unsafe { loaded.raw()(7, user) };
/// assert_eq!(completion.wait(), Ok(7));
/// ```
pub fn completion<T>() -> (Completer<T>, Completion<T>) {
    let state = Arc::new(State {
        progress: Mutex::new(Progress::Pending(None)),
        changed: Condvar::new(),
    });
    let completer = Completer {
        state: Arc::clone(&state),
    };
    let completion = Completion {
        state,
        cancel: None,
    };
    (completer, completion)
}

/// Runs a future on this thread, for a library that does nothing by itself: while the future waits, `poll` is called
/// again and again. It has the library go on, and should wait a little if there is nothing to do.
///
/// ```
/// use ffi_runtime::callback::{completion, drive};
///
/// let (completer, completion) = completion();
/// let mut completer = Some(completer);
/// let sum = async { completion.await.map(|answer| answer + 1) };
/// // What the library does in its own function for that.
/// let poll = || completer.take().unwrap().complete(41);
/// assert_eq!(drive(sum, poll), Ok(42));
/// ```
pub fn drive<F: Future>(future: F, mut poll: impl FnMut()) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        poll();
    }
}

struct State<T> {
    progress: Mutex<Progress<T>>,
    changed: Condvar,
}

enum Progress<T> {
    /// Nothing is known yet; whom to wake then.
    Pending(Option<Waker>),
    Answered(T),
    Abandoned,
    /// Nobody waits for an answer any more, or it is given out already.
    Over,
}

impl<T> State<T> {
    fn lock(&self) -> MutexGuard<'_, Progress<T>> {
        // No code of the user runs under the lock, so that nothing is in the middle of a change.
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the waiting, or gives back what it was to end with if it is over.
    fn end(&self, with: Progress<T>) -> Option<Progress<T>> {
        let mut progress = self.lock();
        let Progress::Pending(waker) = &mut *progress else {
            return Some(with);
        };
        let waker = waker.take();
        *progress = with;
        drop(progress);
        self.changed.notify_all();
        if let Some(waker) = waker {
            waker.wake();
        }
        None
    }
}

/// The end of an answer that the closure has. Dropped without an answer, it is [`Abandoned`].
pub struct Completer<T> {
    state: Arc<State<T>>,
}

impl<T> Completer<T> {
    /// Gives the answer. If nobody waits for it any more, it is dropped here.
    pub fn complete(self, answer: T) {
        drop(self.state.end(Progress::Answered(answer)));
    }

    /// Gives the answer, or keeps it if nobody waits for it any more.
    #[cfg(feature = "offload")]
    pub(crate) fn complete_if_awaited(self, answer: T) -> Option<T> {
        match self.state.end(Progress::Answered(answer))? {
            Progress::Answered(answer) => Some(answer),
            Progress::Pending(_) | Progress::Abandoned | Progress::Over => None,
        }
    }

    /// Whether somebody waits for the answer.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        matches!(*self.state.lock(), Progress::Pending(_))
    }
}

impl<T> Drop for Completer<T> {
    fn drop(&mut self) {
        drop(self.state.end(Progress::Abandoned));
    }
}

impl<T> fmt::Debug for Completer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Completer").finish_non_exhaustive()
    }
}

/// No answer comes any more: the closure that had the [`Completer`] was freed without a call, or dropped it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the request was abandoned: its callback was freed without an answer")]
pub struct Abandoned;

/// An answer that comes later: a future, for any executor, and a value to wait for.
///
/// The answer may be there already, and may come on any thread. Dropping the `Completion` does not end the request: what
/// C still holds stays valid, and its answer is dropped.
#[must_use = "the answer is dropped with it, and a request that can be cancelled ends"]
pub struct Completion<T> {
    state: Arc<State<T>>,
    cancel: Option<Box<dyn FnOnce() + Send>>,
}

impl<T> Completion<T> {
    /// Adds a closure that runs if this is dropped before there is an answer: it tells the library.
    pub fn cancel_with(mut self, cancel: impl FnOnce() + Send + 'static) -> Self {
        self.cancel = Some(Box::new(cancel));
        self
    }

    /// The answer, if it is there; then there is no other one.
    pub fn try_take(&mut self) -> Option<Result<T, Abandoned>> {
        Self::taken(&mut self.state.lock())
    }

    /// Waits for the answer, which another thread gives.
    ///
    /// # Errors
    ///
    /// If none comes any more.
    pub fn wait(self) -> Result<T, Abandoned> {
        let mut progress = self.state.lock();
        loop {
            if let Some(answer) = Self::taken(&mut progress) {
                return answer;
            }
            let waited = self.state.changed.wait(progress);
            progress = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Waits no longer than this; the inner result is that of [`wait`](Self::wait).
    ///
    /// # Errors
    ///
    /// This `Completion`, if there is no answer by then.
    pub fn wait_timeout(self, timeout: Duration) -> Result<Result<T, Abandoned>, Self> {
        let start = Instant::now();
        let mut progress = self.state.lock();
        loop {
            if let Some(answer) = Self::taken(&mut progress) {
                drop(progress);
                return Ok(answer);
            }
            let Some(left) = timeout.checked_sub(start.elapsed()) else {
                drop(progress);
                return Err(self);
            };
            let waited = self.state.changed.wait_timeout(progress, left);
            (progress, _) = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Has a library that does nothing by itself go on until there is an answer; see [`drive`], which does this for any
    /// future.
    ///
    /// # Errors
    ///
    /// If none comes any more.
    pub fn wait_polling(self, poll: impl FnMut()) -> Result<T, Abandoned> {
        drive(self, poll)
    }

    /// Ends the waiting; the answer, if it was there.
    #[cfg(feature = "offload")]
    pub(crate) fn into_answer(self) -> Option<T> {
        match core::mem::replace(&mut *self.state.lock(), Progress::Over) {
            Progress::Answered(answer) => Some(answer),
            Progress::Pending(_) | Progress::Abandoned | Progress::Over => None,
        }
    }

    fn taken(progress: &mut Progress<T>) -> Option<Result<T, Abandoned>> {
        match progress {
            Progress::Pending(_) => None,
            Progress::Answered(_) | Progress::Abandoned => {
                match core::mem::replace(progress, Progress::Over) {
                    Progress::Answered(answer) => Some(Ok(answer)),
                    Progress::Abandoned | Progress::Pending(_) | Progress::Over => {
                        Some(Err(Abandoned))
                    }
                }
            }
            Progress::Over => panic!("the answer was taken already"),
        }
    }
}

impl<T> Future for Completion<T> {
    type Output = Result<T, Abandoned>;

    /// # Panics
    ///
    /// If it was ready before.
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // Cloned and dropped without the lock: both are code of the executor's.
        let waker = context.waker().clone();
        let mut progress = self.state.lock();
        if let Some(answer) = Self::taken(&mut progress) {
            return Poll::Ready(answer);
        }
        let before = match &mut *progress {
            Progress::Pending(place) => place.replace(waker),
            Progress::Answered(_) | Progress::Abandoned | Progress::Over => None,
        };
        drop(progress);
        drop(before);
        Poll::Pending
    }
}

impl<T> Drop for Completion<T> {
    fn drop(&mut self) {
        let progress = core::mem::replace(&mut *self.state.lock(), Progress::Over);
        if let (Progress::Pending(_), Some(cancel)) = (&progress, self.cancel.take()) {
            cancel();
        }
    }
}

impl<T> fmt::Debug for Completion<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Completion").finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "completion_tests.rs"]
mod tests;
