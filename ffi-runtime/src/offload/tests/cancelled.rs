//! Calls that are cancelled before, while and after they run.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

use super::{Gate, Joined};
use crate::offload::stop::{Running, Stop};
use crate::offload::{Cancellation, NotCalled, Offloaded};

/// A call that waits until it is told to end; how often it is told is counted.
fn endless(workers: &Joined, told: &Arc<AtomicUsize>) -> Offloaded<&'static str> {
    let told = Arc::clone(told);
    Offloaded::new(&workers.pool, "endless", true, move |running| {
        let is_told = AtomicBool::new(false);
        let stop = || {
            told.fetch_add(1, Ordering::SeqCst);
            is_told.store(true, Ordering::SeqCst);
            true
        };
        let function = || {
            while !is_told.load(Ordering::SeqCst) {
                thread::yield_now();
            }
            "told"
        };
        // SAFETY: any thread may use what `stop` captures: an `Arc` and an atomic.
        unsafe { running.stoppable(&stop, function) }
    })
}

#[test]
fn running_call_is_told_to_end() {
    let workers = Joined::new(2);
    let told = Arc::new(AtomicUsize::new(0));
    for _ in 0..if cfg!(miri) { 5 } else { 200 } {
        let call = endless(&workers, &told);
        let before = told.load(Ordering::SeqCst);
        match call.cancel() {
            Cancellation::Prevented => {
                let error = call.wait().unwrap_err();
                assert!(matches!(
                    error,
                    NotCalled::Cancelled {
                        function: "endless"
                    }
                ));
                assert_eq!(told.load(Ordering::SeqCst), before);
            }
            Cancellation::Requested => {
                assert_eq!(call.wait().unwrap(), "told");
                assert_eq!(told.load(Ordering::SeqCst), before + 1);
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn call_is_told_while_its_function_runs_and_not_after() {
    let workers = Joined::new(1);
    let told = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&told);
    let (begin, begun) = mpsc::channel();
    let (proceed, proceeds) = mpsc::channel::<()>();
    let call = Offloaded::new(&workers.pool, "steps", true, move |running| {
        let stop = || {
            counted.fetch_add(1, Ordering::SeqCst);
            true
        };
        let function = || {
            begin.send(()).unwrap();
            proceeds.recv().unwrap();
        };
        // SAFETY: any thread may use an `Arc` of an atomic.
        let returned = unsafe { running.stoppable(&stop, function) };
        begin.send(()).unwrap();
        proceeds.recv().unwrap();
        returned
    });
    begun.recv().unwrap();
    assert_eq!([call.cancel(), call.cancel()], [Cancellation::Requested; 2]);
    assert_eq!(told.load(Ordering::SeqCst), 2);
    proceed.send(()).unwrap();
    begun.recv().unwrap();
    assert_eq!(call.cancel(), Cancellation::RunsOn);
    proceed.send(()).unwrap();
    let mut call = call;
    while call
        .wait_timeout(core::time::Duration::from_millis(1))
        .is_err()
    {}
    assert_eq!(call.cancel(), Cancellation::Over);
    assert_eq!(told.load(Ordering::SeqCst), 2);
}

/// The end of a call waits for whoever is just telling it to end, since that uses what is on its stack.
#[test]
fn end_of_a_call_waits_for_its_cancellation() {
    let stop = Stop::new(true);
    let (in_stop, in_function) = (Gate::new(), Gate::new());
    let (leave, is_over) = (Gate::new(), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            let cancel = || {
                in_stop.open();
                leave.pass();
                assert!(!is_over.load(Ordering::SeqCst));
                true
            };
            let function = || {
                in_function.open();
                in_stop.pass();
            };
            // SAFETY: any thread may use gates and an atomic.
            let returned = unsafe { Running::new(&stop).stoppable(&cancel, function) };
            is_over.store(true, Ordering::SeqCst);
            assert_eq!(returned, Some(()));
        });
        in_function.pass();
        let cancels = scope.spawn(|| stop.ask());
        in_stop.pass();
        for _ in 0..100 {
            thread::yield_now();
        }
        leave.open();
        assert_eq!(cancels.join().unwrap(), Cancellation::Requested);
    });
}

#[test]
fn call_that_is_cancelled_as_it_begins_does_not_call_its_function() {
    let stop = Stop::new(true);
    assert_eq!([stop.ask(), stop.ask()], [Cancellation::Prevented; 2]);
    let called = AtomicBool::new(false);
    let function = || called.store(true, Ordering::SeqCst);
    // SAFETY: the closure captures nothing.
    let returned = unsafe { Running::new(&stop).stoppable(&|| true, function) };
    assert_eq!((returned, called.into_inner()), (None, false));
}

#[test]
fn library_without_a_way_to_stop_runs_on() {
    let stop = Stop::new(true);
    // SAFETY: the closure captures nothing.
    let returned = unsafe { Running::new(&stop).stoppable(&|| false, || stop.ask()) };
    assert_eq!(returned, Some(Cancellation::RunsOn));
}

#[test]
fn function_that_panics_takes_the_way_to_stop_with_it() {
    let stop = Stop::new(true);
    let cancelled = AtomicUsize::new(0);
    let cancel = || {
        cancelled.fetch_add(1, Ordering::SeqCst);
        true
    };
    let panics = || -> () { std::panic::resume_unwind(Box::new(())) };
    let panicked = std::panic::catch_unwind(core::panic::AssertUnwindSafe(|| {
        // SAFETY: any thread may use an atomic.
        unsafe { Running::new(&stop).stoppable(&cancel, panics) }
    }));
    assert!(panicked.is_err());
    assert_eq!(stop.ask(), Cancellation::RunsOn);
    assert_eq!(cancelled.load(Ordering::SeqCst), 0);
}

#[test]
fn cancelled_call_that_waits_never_begins() {
    let workers = Joined::new(1);
    let gate = Gate::new();
    let passed = gate.clone();
    let first = workers.offload("first", move || passed.pass());
    let argument = Arc::new(());
    let owned = Arc::clone(&argument);
    let queued = workers.offload("queued", move || drop(owned));
    assert_eq!(queued.cancel(), Cancellation::Prevented);
    assert_eq!(Arc::strong_count(&argument), 1);
    let error = queued.wait().unwrap_err();
    assert!(
        matches!(error, NotCalled::Cancelled { function: "queued" }),
        "{error:?}"
    );
    gate.open();
    first.wait().unwrap();
}

#[test]
fn closure_of_the_caller_cancels() {
    let workers = Joined::new(1);
    let gate = Gate::new();
    let (begin, begun) = mpsc::channel();
    let passed = gate.clone();
    let call = workers.offload("closure", move || {
        begin.send(()).unwrap();
        passed.pass();
    });
    begun.recv().unwrap();
    assert_eq!(call.cancel(), Cancellation::RunsOn);
    let call = call.cancel_with(move || gate.open());
    assert_eq!(call.cancel(), Cancellation::Requested);
    call.wait().unwrap();
}

#[test]
fn handle_cancels_when_it_is_dropped_if_it_is_asked_to() {
    let workers = Joined::new(1);
    let told = Arc::new(AtomicUsize::new(0));
    let (late, results) = mpsc::channel();
    let late_too = late.clone();
    let kept = workers
        .offload("kept", || "runs")
        .on_late(move |result| late_too.send(result).unwrap());
    kept.detach();
    assert_eq!(results.recv().unwrap(), "runs");
    let call = endless(&workers, &told)
        .cancel_on_drop()
        .on_late(move |result| late.send(result).unwrap());
    drop(call);
    // It was told, or it had not begun; otherwise its thread would never end.
    let was_told = results.recv().is_ok();
    drop(workers);
    assert_eq!(told.load(Ordering::SeqCst), usize::from(was_told));
}
