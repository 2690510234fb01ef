//! The handle of a call that a worker thread runs.

use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::panic::resume_unwind;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::call::{Call, Outcome, Shared};
use super::error::{DeadlineError, NotCalled};
use super::stop::{Cancellation, Running, Stop};
use super::workers::{Pool, Ticket};
use crate::callback::{Abandoned, Completion, completion};

/// A call on a worker thread: a future, for any executor, and a value to wait for.
///
/// A panic of the call goes on where the result is taken.
///
/// Whoever drops it waits no longer. A call that has not begun then never does, and its arguments are dropped at once.
/// One that runs goes on until the function returns: the worker thread keeps the library and the arguments, and drops
/// the result, or hands it to the function of [`on_late`](Self::on_late).
///
/// ```
/// use std::time::Duration;
///
/// use ffi_runtime::offload::offload;
///
/// let mut answer = offload("device_answer", || 42);
/// // For no more than a minute; `answer` can be waited for again.
/// assert_eq!(answer.wait_timeout(Duration::from_secs(60))?, 42);
/// # Ok::<(), ffi_runtime::offload::DeadlineError>(())
/// ```
#[must_use = "a call that nobody waits for may never begin; `detach` lets it run"]
pub struct Offloaded<T> {
    function: &'static str,
    /// `None` after the result was taken.
    completion: Option<Completion<Outcome<T>>>,
    pool: Arc<Pool>,
    ticket: Ticket,
    shared: Arc<Shared<T>>,
    cancels_on_drop: bool,
}

impl<T: Send + 'static> Offloaded<T> {
    pub(super) fn new(
        pool: &Arc<Pool>,
        function: &'static str,
        is_stoppable: bool,
        call: impl FnOnce(&Running<'_>) -> Option<T> + Send + 'static,
    ) -> Self {
        let (completer, completion) = completion();
        let shared = Arc::new(Shared::new(Stop::new(is_stoppable)));
        let ticket = pool.submit(Box::new(Call {
            function: call,
            completer,
            shared: Arc::clone(&shared),
        }));
        Self {
            function,
            completion: Some(completion),
            pool: Arc::clone(pool),
            ticket,
            shared,
            cancels_on_drop: false,
        }
    }
}

impl<T> Offloaded<T> {
    /// The function that is called.
    #[must_use]
    pub const fn function(&self) -> &'static str {
        self.function
    }

    /// Waits for the result.
    ///
    /// # Errors
    ///
    /// If the call never begins.
    ///
    /// # Panics
    ///
    /// If the call did, or the result was taken before.
    pub fn wait(mut self) -> Result<T, NotCalled> {
        let completion = self.completion.take().expect(TAKEN);
        outcome(self.function, completion.wait())
    }

    /// Waits for the result, but no longer than this. The handle stays: it can be waited for again, cancelled or
    /// dropped.
    ///
    /// # Errors
    ///
    /// [`DeadlineError::Passed`] if there is no result by then, [`DeadlineError::NotCalled`] if there will be none.
    ///
    /// # Panics
    ///
    /// As for [`wait`](Self::wait).
    pub fn wait_timeout(&mut self, timeout: Duration) -> Result<T, DeadlineError> {
        let start = Instant::now();
        let completion = self.completion.take().expect(TAKEN);
        match completion.wait_timeout(timeout) {
            Ok(answer) => Ok(outcome(self.function, answer)?),
            Err(completion) => {
                self.completion = Some(completion);
                Err(DeadlineError::Passed {
                    function: self.function,
                    waited: start.elapsed(),
                    has_begun: self.pool.has_begun(self.ticket),
                })
            }
        }
    }

    /// Waits for the result, but not beyond this moment; otherwise as [`wait_timeout`](Self::wait_timeout).
    ///
    /// # Errors
    ///
    /// As for [`wait_timeout`](Self::wait_timeout).
    ///
    /// # Panics
    ///
    /// As for [`wait`](Self::wait).
    pub fn wait_deadline(&mut self, deadline: Instant) -> Result<T, DeadlineError> {
        self.wait_timeout(deadline.saturating_duration_since(Instant::now()))
    }

    /// Ends the call early, as far as there is a way; the handle still gets the result. A call that has not begun never
    /// does, and its arguments are dropped here. One that runs is told by the functions of `#[offload(cancel = ..)]`
    /// and [`cancel_with`](Self::cancel_with), which run here; the call does not end before they return.
    ///
    /// A library may ignore this if its function has just been entered. Cancel again if the result does not come.
    pub fn cancel(&self) -> Cancellation {
        if self.take_back() {
            return Cancellation::Prevented;
        }
        self.shared.stop.ask()
    }

    /// This call, and a closure by which [`cancel`](Self::cancel) tells the library to end it. It only runs while
    /// the call does. It must not wait for the call: that ends after it.
    ///
    /// ```
    /// use std::sync::atomic::{AtomicBool, Ordering};
    /// use std::sync::Arc;
    ///
    /// use ffi_runtime::offload::offload;
    ///
    /// let stop = Arc::new(AtomicBool::new(false));
    /// let stopped = Arc::clone(&stop);
    /// // In place of a function that looks now and then whether it is to end.
    /// let endless = move || while !stopped.load(Ordering::Relaxed) { std::thread::yield_now() };
    /// let call = offload("endless", endless)
    ///     .cancel_with(move || stop.store(true, Ordering::Relaxed));
    /// call.cancel();
    /// // `Ok` if it had begun.
    /// drop(call.wait());
    /// ```
    pub fn cancel_with(self, cancel: impl FnMut() + Send + 'static) -> Self {
        self.shared.stop.set_own(Box::new(cancel));
        self
    }

    /// This call, which is also cancelled if the handle is dropped without a result: for executors that drop a future
    /// when its time is over.
    pub fn cancel_on_drop(mut self) -> Self {
        self.cancels_on_drop = true;
        self
    }

    /// This call, and a function for its result if nobody takes it: to free what was made, or to report it. It runs
    /// on the worker thread, or where the handle is dropped if the result is there by then. Each result goes to one
    /// of the two.
    ///
    /// ```
    /// use std::sync::mpsc;
    ///
    /// use ffi_runtime::offload::offload;
    ///
    /// let (late, results) = mpsc::channel();
    /// let call = offload("device_open", || 7).on_late(move |device| late.send(device).unwrap());
    /// call.detach();
    /// assert_eq!(results.recv()?, 7);
    /// # Ok::<(), mpsc::RecvError>(())
    /// ```
    pub fn on_late(self, late: impl FnOnce(T) + Send + 'static) -> Self {
        self.shared.set_late(Box::new(late));
        self
    }

    /// Lets the call run, also if it has not begun yet, and waits no longer.
    pub fn detach(mut self) {
        self.give_up();
    }

    /// Drops the call, if it has not begun.
    fn take_back(&self) -> bool {
        self.pool.take_back(self.ticket).is_some()
    }

    /// From now on the result is late, also if it is there.
    fn give_up(&mut self) {
        let completion = self.completion.take();
        if let Some(outcome) = completion.and_then(Completion::into_answer) {
            self.shared.is_late(outcome);
        }
    }
}

const TAKEN: &str = "the result was taken already";

fn outcome<T>(
    function: &'static str,
    answer: Result<Outcome<T>, Abandoned>,
) -> Result<T, NotCalled> {
    match answer {
        Ok(Outcome::Returned(result)) => Ok(result),
        Ok(Outcome::Panicked(payload)) => resume_unwind(payload),
        Ok(Outcome::NoWorker(source)) => Err(NotCalled::NoWorker { function, source }),
        Err(Abandoned) => Err(NotCalled::Cancelled { function }),
    }
}

impl<T> Future for Offloaded<T> {
    type Output = Result<T, NotCalled>;

    /// # Panics
    ///
    /// As for [`wait`](Offloaded::wait).
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let completion = self.completion.as_mut().expect(TAKEN);
        let answer = ready!(Pin::new(completion).poll(context));
        self.completion = None;
        Poll::Ready(outcome(self.function, answer))
    }
}

impl<T> Drop for Offloaded<T> {
    fn drop(&mut self) {
        if self.completion.is_none() || self.take_back() {
            return;
        }
        if self.cancels_on_drop {
            self.cancel();
        }
        self.give_up();
    }
}

impl<T> fmt::Debug for Offloaded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Offloaded")
            .field("function", &self.function)
            .finish_non_exhaustive()
    }
}
