//! Contexts that are dropped while calls of them run, without C: what the interpreter and the thread
//! sanitizer can follow.

use core::ffi::c_void;
use core::panic::Location;
use core::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use super::{Counted, begin_otherwise, drop_owned, end_at_home, marked_has_ended};
use crate::callback::panic::Callee;

/// Counts how often it is dropped.
struct Value(Arc<AtomicUsize>);

impl Drop for Value {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// An owner that may go to another thread.
#[derive(Clone, Copy)]
struct Owner(NonNull<c_void>);

// SAFETY: the context may be used by any thread.
unsafe impl Send for Owner {}

impl Owner {
    fn new() -> (Self, Arc<AtomicUsize>) {
        let drops = Arc::new(AtomicUsize::new(0));
        let value = Value(Arc::clone(&drops));
        let owner = Self(Counted::boxed(value, Callee::Made(Location::caller())));
        (owner, drops)
    }

    fn call<R>(self, call: impl FnOnce(&Value) -> R) -> R {
        let context = self.0.as_ptr();
        // SAFETY: each test drops the owner after its calls have begun.
        let Counted { calls, value } = unsafe { &*context.cast::<Counted<Value>>() };
        if !calls.begin_at_home() {
            // SAFETY: as above.
            let _running = unsafe { begin_otherwise(context) };
            return call(value);
        }
        let output = call(value);
        if end_at_home(&calls.idle, &calls.home) {
            return marked_has_ended(output);
        }
        output
    }

    fn drop(self) {
        // SAFETY: each test does this once, and begins no call afterwards.
        unsafe { drop_owned(self.0) };
    }
}

fn count(drops: &AtomicUsize) -> usize {
    drops.load(Ordering::SeqCst)
}

/// The context is dropped once: now, or in a moment by a thread that looks through the list for another test.
#[track_caller]
fn assert_is_dropped(drops: &AtomicUsize) {
    let start = std::time::Instant::now();
    while count(drops) == 0 {
        assert!(start.elapsed().as_secs() < 60, "the context is still there");
        let (another, _) = Owner::new();
        another.drop();
        thread::yield_now();
    }
    assert_eq!(count(drops), 1);
}

#[test]
fn context_is_dropped_with_its_owner_when_no_call_runs() {
    let (owner, drops) = Owner::new();
    for _ in 0..3 {
        owner.call(|value| assert_eq!(count(&value.0), 0));
    }
    owner.drop();
    assert_is_dropped(&drops);
}

#[test]
fn context_is_dropped_when_the_outermost_call_ends() {
    let (owner, drops) = Owner::new();
    owner.call(|outer| {
        owner.call(|inner| {
            owner.drop();
            assert_eq!(count(&inner.0), 0);
        });
        assert_eq!(count(&outer.0), 0);
    });
    assert_is_dropped(&drops);
}

#[test]
fn context_is_dropped_when_calls_of_all_threads_have_ended() {
    let (owner, drops) = Owner::new();
    owner.call(|_| ());
    let (begun, has_begun) = mpsc::channel();
    let (end, may_end) = mpsc::channel();
    let caller = thread::spawn(move || {
        // The whole owner, not the pointer in it.
        let owner: Owner = owner;
        owner.call(|_| {
            begun.send(()).expect("the other thread waits");
            may_end.recv().expect("the other thread sends");
        });
    });
    owner.call(|_| {
        has_begun.recv().expect("the thread sends");
        owner.drop();
    });
    assert_eq!(count(&drops), 0, "a call runs on the other thread");
    end.send(()).expect("the thread waits");
    caller.join().expect("nobody panics");
    assert_is_dropped(&drops);
}

/// Calls of several threads that end around the drop of the owner.
#[test]
fn context_is_dropped_once_however_its_calls_end() {
    let rounds = if cfg!(miri) { 20 } else { 2_000 };
    let mut all = Vec::new();
    for _ in 0..rounds {
        let (owner, drops) = Owner::new();
        let (begun, has_begun) = mpsc::channel();
        thread::scope(|scope| {
            for _ in 0..3 {
                let begun = begun.clone();
                scope.spawn(move || {
                    let owner: Owner = owner;
                    owner.call(|value| {
                        begun.send(()).expect("the other thread waits");
                        assert_eq!(count(&value.0), 0, "it is in use");
                    });
                });
            }
            (0..3).for_each(|_| has_begun.recv().expect("each thread sends"));
            owner.drop();
        });
        all.push(drops);
    }
    // One whose last call ended just when it was dropped is freed with the next.
    let (last, drops) = Owner::new();
    last.drop();
    all.push(drops);
    // Unless another test has taken the list from where the drop looks; it puts back what it keeps.
    let start = std::time::Instant::now();
    while all.iter().any(|drops| count(drops) != 1) {
        assert!(start.elapsed().as_secs() < 60, "a context is left");
        let (another, _) = Owner::new();
        another.drop();
        thread::yield_now();
    }
}
