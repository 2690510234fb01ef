//! Worker threads: calls wait in a queue, and threads that are reused take them in their order.
//!
//! A thread is started for a call if none is idle and there are fewer than the limit, and ends when it was idle for a
//! while. Nobody joins them: a call that does not return keeps its thread, and the process may end all the same.

use core::fmt;
use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::call::Job;
use super::offloaded::Offloaded;

/// The time that a thread waits for a call before it ends.
const IDLE: Duration = Duration::from_secs(10);

/// The name of the threads, which Linux cuts after 15 bytes.
const NAME: &str = "ffi-offload";

/// Threads on which calls run, up to a limit.
///
/// [`offload`](super::offload()) and methods with `#[offload]` use those of the process, [`shared`](Self::shared). A
/// library whose calls may be stuck can have workers of its own, so that it takes none from the others.
///
/// ```
/// use ffi_runtime::offload::Workers;
///
/// let workers = Workers::new(4);
/// let sums: Vec<_> = (0..100).map(|number| workers.offload("sum", move || number + 1)).collect();
/// let sums = sums.into_iter().map(|sum| sum.wait()).collect::<Result<Vec<_>, _>>()?;
/// assert_eq!(sums[99], 100);
/// # Ok::<(), ffi_runtime::offload::NotCalled>(())
/// ```
///
/// Dropping `Workers` ends nothing: calls that were made run, and the threads end after them.
pub struct Workers {
    pub(super) pool: Arc<Pool>,
}

impl Workers {
    /// The limit of the workers of the process. Threads are only started for calls that run at the same time.
    pub const DEFAULT_LIMIT: usize = 512;

    /// Workers with a limit of their own, which is at least 1. No thread is started yet.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self::started_by(limit, IDLE, Box::new(start))
    }

    pub(super) fn started_by(limit: usize, idle: Duration, start: Start) -> Self {
        let queue = Queue {
            jobs: BTreeMap::new(),
            next: 0,
            threads: 0,
            idle: 0,
            limit: limit.max(1),
            is_closed: false,
        };
        let pool = Arc::new(Pool {
            queue: Mutex::new(queue),
            changed: Condvar::new(),
            idle,
            start,
        });
        Self { pool }
    }

    /// The workers of the process.
    #[must_use]
    pub fn shared() -> &'static Self {
        static SHARED: LazyLock<Workers> = LazyLock::new(|| Workers::new(Workers::DEFAULT_LIMIT));
        &SHARED
    }

    /// How many calls run at the same time, at most.
    #[must_use]
    pub fn limit(&self) -> usize {
        self.pool.lock().limit
    }

    /// Sets the limit, which is at least 1. A lower one ends threads when their calls return.
    pub fn set_limit(&self, limit: usize) {
        let mut queue = self.pool.lock();
        queue.limit = limit.max(1);
        let waiting = queue.jobs.len().saturating_sub(queue.idle);
        let started = waiting.min(queue.limit.saturating_sub(queue.threads));
        queue.threads += started;
        drop(queue);
        for _ in 0..started {
            self.pool.start_thread();
        }
    }

    /// Runs `call` on one of these threads; [`offload`](super::offload()) says the rest.
    pub fn offload<T: Send + 'static>(
        &self,
        function: &'static str,
        call: impl FnOnce() -> T + Send + 'static,
    ) -> Offloaded<T> {
        Offloaded::new(&self.pool, function, false, |_| Some(call()))
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.pool.lock().is_closed = true;
        self.pool.changed.notify_all();
    }
}

impl fmt::Debug for Workers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let queue = self.pool.lock();
        f.debug_struct("Workers")
            .field("limit", &queue.limit)
            .field("threads", &queue.threads)
            .field("idle", &queue.idle)
            .field("queued", &queue.jobs.len())
            .finish()
    }
}

/// The work of a thread.
pub(super) type Work = Box<dyn FnOnce() + Send>;

/// The function that starts a thread.
pub(super) type Start = Box<dyn Fn(Work) -> io::Result<()> + Send + Sync>;

fn start(work: Work) -> io::Result<()> {
    let thread = thread::Builder::new().name(NAME.to_owned());
    thread.spawn(work).map(drop)
}

pub(super) struct Pool {
    queue: Mutex<Queue>,
    /// There is a call for an idle thread, or there will be none any more.
    changed: Condvar,
    /// The time that a thread waits for a call before it ends.
    idle: Duration,
    start: Start,
}

struct Queue {
    /// Calls that no thread has taken, in their order.
    jobs: BTreeMap<u64, Box<dyn Job>>,
    next: u64,
    /// All threads: those that are being started, those that run a call, and those that are idle.
    threads: usize,
    /// The threads that wait for a call. One that was told of a call counts until it wakes.
    idle: usize,
    limit: usize,
    /// Whether nobody can make calls any more.
    is_closed: bool,
}

/// The place of a call in the queue.
#[derive(Clone, Copy)]
pub(super) struct Ticket(u64);

impl Pool {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        // No call runs under the lock, so that nothing is in the middle of a change.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a call, and a thread if it needs one.
    pub(super) fn submit(self: &Arc<Self>, job: Box<dyn Job>) -> Ticket {
        let mut queue = self.lock();
        let ticket = queue.next;
        queue.next += 1;
        queue.jobs.insert(ticket, job);
        let needs_thread = queue.jobs.len() > queue.idle && queue.threads < queue.limit;
        if needs_thread {
            queue.threads += 1;
        }
        drop(queue);
        self.changed.notify_one();
        if needs_thread {
            self.start_thread();
        }
        Ticket(ticket)
    }

    /// Takes a call back that has not begun.
    pub(super) fn take_back(&self, Ticket(ticket): Ticket) -> Option<Box<dyn Job>> {
        self.lock().jobs.remove(&ticket)
    }

    pub(super) fn has_begun(&self, Ticket(ticket): Ticket) -> bool {
        !self.lock().jobs.contains_key(&ticket)
    }

    /// How many threads there are, and how many of them are idle.
    #[cfg(test)]
    pub(super) fn threads(&self) -> (usize, usize) {
        let queue = self.lock();
        (queue.threads, queue.idle)
    }

    /// Starts a thread that counts already. If there is none at all, nothing that waits can ever begin.
    fn start_thread(self: &Arc<Self>) {
        let pool = Arc::clone(self);
        let Err(error) = (self.start)(Box::new(move || pool.work())) else {
            return;
        };
        let mut queue = self.lock();
        queue.threads -= 1;
        if queue.threads > 0 {
            return;
        }
        let refused = core::mem::take(&mut queue.jobs);
        drop(queue);
        for job in refused.into_values() {
            job.refuse(same(&error));
        }
    }

    /// The life of a thread.
    fn work(&self) {
        let mut queue = self.lock();
        while queue.threads <= queue.limit {
            if let Some((_, job)) = queue.jobs.pop_first() {
                drop(queue);
                run(job);
                queue = self.lock();
                continue;
            }
            if queue.is_closed {
                break;
            }
            queue.idle += 1;
            let waited = self.changed.wait_timeout(queue, self.idle);
            let (again, result) = waited.unwrap_or_else(PoisonError::into_inner);
            queue = again;
            queue.idle -= 1;
            if result.timed_out() && queue.jobs.is_empty() {
                break;
            }
        }
        queue.threads -= 1;
        // This thread may have been told of a call that it leaves to another one.
        if !queue.jobs.is_empty() {
            self.changed.notify_one();
        }
    }
}

/// Runs a call. A panic of its function is part of its outcome; one that is caught here is of a function for late
/// results, or of a value that was dropped, and its message was printed.
fn run(job: Box<dyn Job>) {
    let Err(payload) = catch_unwind(AssertUnwindSafe(|| job.run())) else {
        return;
    };
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        core::mem::forget(again);
    }
}

/// An error for each call that has it.
fn same(error: &io::Error) -> io::Error {
    let code = error.raw_os_error();
    code.map_or_else(|| error.kind().into(), io::Error::from_raw_os_error)
}
