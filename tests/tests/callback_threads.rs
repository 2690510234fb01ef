//! Closures for one thread, around the end of that thread.

use std::cell::{Cell, RefCell};
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use ffi_runtime::callback::LocalCallback;
use ffi_tests::abort::stderr_of;
use ffi_tests::callers::{Visit, callers};

/// A callback that is called and dropped when the variables of the thread are destroyed.
struct AtTheEnd {
    visit: LocalCallback<Visit>,
    /// How often it was called, and dropped.
    uses: Arc<AtomicUsize>,
}

impl Drop for AtTheEnd {
    fn drop(&mut self) {
        // SAFETY: the owner lives, and this is its thread.
        let result = unsafe { callers().call_once(self.visit.pointer(), 41) };
        assert_eq!(result, 42);
        self.uses.fetch_add(1, Ordering::Relaxed);
    }
}

/// Counts when it is dropped.
struct Witness(Arc<AtomicUsize>);

impl Drop for Witness {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// Systems destroy the variables of a thread in the order in which they were first used, in the reverse
/// order, or in none: that of this test may come before those of the crate, or after them.
#[test]
#[cfg_attr(
    all(windows, target_env = "gnu"),
    ignore = "the standard library gives up every variable of a thread there, also those without a destructor, \
              so the call ends the process with the message for another thread"
)]
fn local_closure_is_used_while_the_variables_of_its_thread_are_destroyed() {
    thread_local! {
        static AT_THE_END: RefCell<Option<AtTheEnd>> = const { RefCell::new(None) };
    }

    let make = |uses: &Arc<AtomicUsize>| {
        let witness = Witness(Arc::clone(uses));
        Visit::local(move |number| {
            let Witness(_) = &witness;
            number + 1
        })
    };
    for is_first in [true, false] {
        let uses = Arc::new(AtomicUsize::new(0));
        let thread = thread::spawn({
            let uses = Arc::clone(&uses);
            move || {
                let visit = if is_first {
                    AT_THE_END.with(|_| make(&uses))
                } else {
                    make(&uses)
                };
                AT_THE_END.set(Some(AtTheEnd { visit, uses }));
            }
        });
        thread.join().expect("nothing panics");
        assert_eq!(uses.load(Ordering::Relaxed), 2, "first: {is_first}");
    }
}

/// Systems give the memory of a thread that has ended to the next one, and its thread pointer with it.
#[test]
fn local_closure_of_a_thread_that_has_ended_is_refused_to_a_thread_in_its_place() {
    /// Where the system keeps what belongs to the thread that asks.
    fn place() -> usize {
        thread_local! {
            static VARIABLE: Cell<u8> = const { Cell::new(0) };
        }

        VARIABLE.with(|variable| ptr::from_ref(variable).addr())
    }

    let test = "local_closure_of_a_thread_that_has_ended_is_refused_to_a_thread_in_its_place";
    let text = stderr_of(test, || {
        let maker = thread::spawn(|| (Visit::local(|number| number).into_static(), place()));
        let (visit, first) = maker.join().expect("nothing panics");
        for attempt in 0..1_000 {
            let caller = thread::spawn(move || {
                if place() == first || attempt == 999 {
                    // SAFETY: none: this is the mistake.
                    unsafe { callers().call_once(visit, 1) };
                }
            });
            caller.join().expect("nothing panics");
        }
    });
    assert!(text.contains("on another thread than its own"), "{text}");
}
