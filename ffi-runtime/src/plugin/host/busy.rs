//! Busy: one load or reload of a folder at a time.

use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use crate::plugin::host::load_error::LoadError;

/// Who loads from a folder. Another thread waits; a plugin that is called on this one is refused.
#[derive(Debug)]
pub(super) struct Busy {
    folder: PathBuf,
    thread: Mutex<Option<ThreadId>>,
    ended: Condvar,
}

/// Ends what [`Busy::enter`] began.
#[derive(Debug)]
pub(super) struct Entered<'a>(&'a Busy);

impl Busy {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            thread: Mutex::new(None),
            ended: Condvar::new(),
        }
    }

    /// Waits until no other thread loads.
    pub(super) fn enter(&self) -> Result<Entered<'_>, LoadError> {
        let own = thread::current().id();
        let mut thread = self.lock();
        loop {
            match *thread {
                None => break,
                Some(other) if other == own => {
                    return Err(LoadError::Busy {
                        folder: self.folder.clone(),
                    });
                }
                Some(_) => {
                    let woken = self.ended.wait(thread);
                    thread = woken.unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
        *thread = Some(own);
        Ok(Entered(self))
    }

    fn lock(&self) -> MutexGuard<'_, Option<ThreadId>> {
        self.thread.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        *self.0.lock() = None;
        self.0.ended.notify_one();
    }
}
