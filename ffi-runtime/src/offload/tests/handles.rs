//! Results: taken once, as a future or by waiting, late or never; and panics.

use core::future::Future;
use core::pin::pin;
use core::task::{Context, Poll, Waker};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::task::Wake;
use std::thread;
use std::time::{Duration, Instant};

use super::{Gate, Joined};
use crate::offload::{DeadlineError, NotCalled};

/// Wakes the thread that polls, and counts it.
struct Unparks(thread::Thread, AtomicUsize);

impl Unparks {
    fn new() -> Arc<Self> {
        Arc::new(Self(thread::current(), AtomicUsize::new(0)))
    }
}

impl Wake for Unparks {
    fn wake(self: Arc<Self>) {
        self.1.fetch_add(1, Ordering::SeqCst);
        self.0.unpark();
    }
}

/// The smallest executor; how often the future was polled.
fn block_on<F: Future>(future: F) -> (F::Output, usize) {
    let mut future = pin!(future);
    let waker = Waker::from(Unparks::new());
    for polls in 1.. {
        let mut context = Context::from_waker(&waker);
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return (output, polls);
        }
        thread::park();
    }
    unreachable!("it is polled until it is ready")
}

#[test]
fn future_is_ready_when_the_call_returns() {
    let workers = Joined::new(2);
    let gate = Gate::new();
    let passed = gate.clone();
    let mut call = workers.offload("future", move || {
        passed.pass();
        7
    });
    let mut context = Context::from_waker(Waker::noop());
    assert!(pin!(&mut call).poll(&mut context).is_pending());
    gate.open();
    let sum = async { call.await.unwrap() + workers.offload("other", || 1).await.unwrap() };
    assert_eq!(block_on(sum).0, 8);
}

#[test]
fn future_wakes_the_last_waker() {
    let workers = Joined::new(1);
    let gate = Gate::new();
    let passed = gate.clone();
    let mut call = pin!(workers.offload("wakes", move || passed.pass()));
    let [first, last] = [Unparks::new(), Unparks::new()];
    for woken in [&first, &last] {
        let waker = Waker::from(Arc::clone(woken));
        assert!(
            call.as_mut()
                .poll(&mut Context::from_waker(&waker))
                .is_pending()
        );
    }
    gate.open();
    while last.1.load(Ordering::SeqCst) == 0 {
        thread::park();
    }
    assert_eq!(first.1.load(Ordering::SeqCst), 0);
    let mut context = Context::from_waker(Waker::noop());
    assert!(matches!(
        call.as_mut().poll(&mut context),
        Poll::Ready(Ok(()))
    ));
    let again = catch_unwind(AssertUnwindSafe(|| call.as_mut().poll(&mut context)));
    assert!(again.is_err());
}

#[test]
fn handle_is_waited_for_again_after_its_deadline() {
    let workers = Joined::new(1);
    let gate = Gate::new();
    let passed = gate.clone();
    let mut call = workers.offload("again", move || {
        passed.pass();
        7
    });
    for deadline in [Instant::now(), Instant::now() + Duration::from_millis(2)] {
        let error = call.wait_deadline(deadline).unwrap_err();
        assert!(matches!(
            error,
            DeadlineError::Passed {
                function: "again",
                ..
            }
        ));
        assert!(Instant::now() >= deadline);
    }
    gate.open();
    assert_eq!(call.wait_timeout(Duration::MAX).unwrap(), 7);
    let again = catch_unwind(AssertUnwindSafe(|| call.wait_timeout(Duration::ZERO)));
    assert!(again.is_err());
}

/// Counts the values that were dropped.
struct Counted(Arc<AtomicUsize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn late_result_is_dropped_once() {
    let dropped = Arc::new(AtomicUsize::new(0));
    let workers = Joined::new(1);
    let gate = Gate::new();
    let (passed, result) = (gate.clone(), Counted(dropped.clone()));
    let argument = Counted(dropped.clone());
    let (begin, begun) = mpsc::channel();
    let mut call = workers.offload("late", move || {
        let _argument = &argument;
        begin.send(()).unwrap();
        passed.pass();
        result
    });
    begun.recv().unwrap();
    assert!(call.wait_timeout(Duration::from_millis(1)).is_err());
    drop(call);
    assert_eq!(dropped.load(Ordering::SeqCst), 0);
    gate.open();
    drop(workers);
    assert_eq!(dropped.load(Ordering::SeqCst), 2);
}

#[test]
fn late_result_goes_to_its_function_and_to_nobody_else() {
    let workers = Joined::new(1);
    let (late, results) = mpsc::channel();
    let to = |name: &'static str| {
        let late = late.clone();
        move |result: i32| late.send((name, result, thread::current().id())).unwrap()
    };
    let here = thread::current().id();

    // Dropped while it runs.
    let gate = Gate::new();
    let passed = gate.clone();
    let (begin, begun) = mpsc::channel();
    let call = workers.offload("while", move || {
        begin.send(thread::current().id()).unwrap();
        passed.pass();
        1
    });
    let call = call.on_late(to("while"));
    let there = begun.recv().unwrap();
    drop(call);
    gate.open();
    assert_eq!(results.recv().unwrap(), ("while", 1, there));

    // Taken.
    assert_eq!(
        workers
            .offload("taken", || 2)
            .on_late(to("taken"))
            .wait()
            .unwrap(),
        2
    );

    // Dropped with its result.
    let gate = Gate::new();
    let passed = gate.clone();
    let call = workers.offload("after", move || {
        passed.pass();
        3
    });
    let ready = Unparks::new();
    {
        let mut call = pin!(call.on_late(to("after")));
        let waker = Waker::from(ready.clone());
        assert!(
            call.as_mut()
                .poll(&mut Context::from_waker(&waker))
                .is_pending()
        );
        gate.open();
        while ready.1.load(Ordering::SeqCst) == 0 {
            thread::park();
        }
    }
    assert_eq!(results.try_recv().unwrap(), ("after", 3, here));
    drop(workers);
    assert!(results.try_recv().is_err());
}

#[test]
fn function_for_late_results_of_a_call_that_never_began_is_dropped() {
    let workers = Joined::new(1);
    let gate = Gate::new();
    let passed = gate.clone();
    let first = workers.offload("first", move || passed.pass());
    let (late, results) = mpsc::channel::<i32>();
    let queued = workers.offload("queued", || 1);
    drop(queued.on_late(move |result| late.send(result).unwrap()));
    assert_eq!(results.recv(), Err(mpsc::RecvError));
    gate.open();
    first.wait().unwrap();
}

#[test]
fn panic_goes_on_where_the_result_is_waited_for() {
    let workers = Joined::new(1);
    let panics = || workers.offload("panics", || -> i32 { resume_unwind(Box::new("payload")) });
    let payload = |result: Result<_, Box<dyn core::any::Any + Send>>| {
        *result.unwrap_err().downcast::<&str>().unwrap()
    };
    let waited = catch_unwind(AssertUnwindSafe(|| panics().wait().map(drop)));
    assert_eq!(payload(waited.map(drop)), "payload");
    let polled = catch_unwind(AssertUnwindSafe(|| block_on(panics()).0));
    assert_eq!(payload(polled.map(drop)), "payload");
    // Nobody waits for this one, and the thread is there for the next.
    panics().detach();
    assert_eq!(workers.offload("next", || 7).wait().unwrap(), 7);
    assert_eq!(workers.started(), 1);
}

#[test]
fn panic_of_a_function_for_late_results_leaves_the_thread() {
    let workers = Joined::new(1);
    let late = |()| resume_unwind(Box::new("late"));
    // It would panic here if the result were there already.
    let gate = Gate::new();
    let passed = gate.clone();
    let call = workers.offload("late", move || passed.pass());
    call.on_late(late).detach();
    gate.open();
    assert_eq!(workers.offload("next", || 7).wait().unwrap(), 7);
    assert_eq!(workers.started(), 1);
}

#[test]
fn errors_say_which_function_and_why() {
    let passed = DeadlineError::Passed {
        function: "device_read",
        waited: Duration::from_millis(20),
        has_begun: true,
    };
    assert_eq!(
        passed.to_string(),
        "`device_read` did not return within 20ms, and runs on"
    );
    let cancelled = DeadlineError::from(NotCalled::Cancelled {
        function: "device_read",
    });
    assert_eq!(
        cancelled.to_string(),
        "`device_read` was not called: it was cancelled before it began"
    );
}
