//! The worker threads of a test end before it does, as Miri wants it: [`Joined`] waits for them.

mod cancelled;
mod handles;
mod pool;

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::workers::Workers;

/// Longer than any test takes.
const LONG: Duration = Duration::from_secs(600);

/// Workers whose threads are joined when they are dropped.
struct Joined {
    workers: Option<Workers>,
    threads: Arc<Mutex<Vec<JoinHandle<()>>>>,
}

impl Joined {
    fn new(limit: usize) -> Self {
        Self::with_idle(limit, LONG)
    }

    /// Threads wait `idle` for a call before they end.
    fn with_idle(limit: usize, idle: Duration) -> Self {
        let threads = Arc::new(Mutex::new(Vec::new()));
        let started = Arc::clone(&threads);
        let start = move |work| {
            let thread = thread::Builder::new().spawn(work)?;
            started.lock().unwrap().push(thread);
            Ok(())
        };
        let workers = Some(Workers::started_by(limit, idle, Box::new(start)));
        Self { workers, threads }
    }

    /// Waits until there are so many threads, and so many of them are idle.
    fn until(&self, threads: usize, idle: usize) {
        while self.pool.threads() != (threads, idle) {
            thread::yield_now();
        }
    }

    /// How many threads there were.
    fn started(&self) -> usize {
        self.threads.lock().unwrap().len()
    }
}

impl core::ops::Deref for Joined {
    type Target = Workers;

    fn deref(&self) -> &Workers {
        self.workers
            .as_ref()
            .expect("they are only dropped at the end")
    }
}

impl Drop for Joined {
    fn drop(&mut self) {
        drop(self.workers.take());
        let threads = core::mem::take(&mut *self.threads.lock().unwrap());
        for thread in threads {
            let joined = thread.join();
            assert!(joined.is_ok() || thread::panicking(), "a worker panicked");
        }
    }
}

/// A door that is closed until it is opened for good.
#[derive(Default)]
struct Gate {
    is_open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn new() -> Arc<Self> {
        Arc::new(Self::default())
    }

    fn open(&self) {
        *self.is_open.lock().unwrap() = true;
        self.opened.notify_all();
    }

    fn pass(&self) {
        let mut is_open = self.is_open.lock().unwrap();
        while !*is_open {
            is_open = self.opened.wait(is_open).unwrap();
        }
    }
}

/// Says when a call has begun.
fn begins() -> (Sender<()>, Receiver<()>) {
    mpsc::channel()
}
