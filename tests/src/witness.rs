//! A value that closures capture, to see when they are dropped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::callers::Visit;

/// A value that says when it is dropped, and may be used until then.
pub struct Witness {
    /// The answer for as long as it is not.
    pub numbers: Vec<i64>,
    /// Whether it was dropped.
    pub is_dropped: Arc<AtomicBool>,
}

impl Witness {
    /// The witness, and whether it was dropped.
    #[must_use]
    pub fn new() -> (Self, Arc<AtomicBool>) {
        let is_dropped = Arc::new(AtomicBool::new(false));
        let witness = Self {
            numbers: (0..4_000).collect(),
            is_dropped: Arc::clone(&is_dropped),
        };
        (witness, is_dropped)
    }

    /// The number itself, through memory that is freed with the witness.
    ///
    /// # Panics
    ///
    /// If it was dropped.
    #[must_use]
    pub fn number(&self, number: i64) -> i64 {
        assert!(!self.is_dropped.load(Ordering::SeqCst), "it is in use");
        self.numbers[number as usize]
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        self.numbers.fill(-1);
        self.is_dropped.store(true, Ordering::SeqCst);
    }
}

/// Whether the witness was dropped.
#[must_use]
pub fn is_set(flag: &AtomicBool) -> bool {
    flag.load(Ordering::SeqCst)
}

/// The closure is dropped now, or in a moment by a thread that looks after the closures of other tests.
///
/// # Panics
///
/// If it is not.
#[track_caller]
pub fn assert_is_dropped(flag: &AtomicBool) {
    let start = std::time::Instant::now();
    while !is_set(flag) {
        assert!(start.elapsed().as_secs() < 60, "the closure is still there");
        drop(Visit::new(|number| number));
        thread::yield_now();
    }
}
