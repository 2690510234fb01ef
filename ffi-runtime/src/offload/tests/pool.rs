//! Threads: how many there are, in which order calls begin, and what happens without one.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use super::{Gate, Joined, LONG, begins};
use crate::offload::workers::Workers;
use crate::offload::{DeadlineError, NotCalled, Offloaded, offload};

#[test]
fn calls_run_on_other_threads() {
    let workers = Joined::new(2);
    let here = thread::current().id();
    let there = workers.offload("id", || thread::current().id());
    assert_ne!(there.wait().unwrap(), here);
}

#[test]
#[cfg_attr(
    miri,
    ignore = "the threads of the process are still there when it ends"
)]
fn threads_of_the_process_have_a_name() {
    let name = || thread::current().name().map(ToOwned::to_owned);
    assert_eq!(
        offload("name", name).wait().unwrap().as_deref(),
        Some("ffi-offload")
    );
    assert_eq!(Workers::shared().limit(), Workers::DEFAULT_LIMIT);
}

#[test]
fn idle_thread_takes_the_next_call() {
    let workers = Joined::new(8);
    for number in 0..20 {
        assert_eq!(
            workers.offload("number", move || number).wait().unwrap(),
            number
        );
        workers.until(1, 1);
    }
    assert_eq!(workers.started(), 1);
}

#[test]
fn no_more_calls_run_than_the_limit() {
    let workers = Joined::new(3);
    let gate = Gate::new();
    let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let (gate, running, most) = (gate.clone(), running.clone(), most.clone());
            workers.offload("count", move || {
                let now = running.fetch_add(1, Ordering::SeqCst) + 1;
                most.fetch_max(now, Ordering::SeqCst);
                gate.pass();
                running.fetch_sub(1, Ordering::SeqCst);
            })
        })
        .collect();
    gate.open();
    for call in calls {
        call.wait().unwrap();
    }
    assert!((1..=3).contains(&most.load(Ordering::SeqCst)));
    assert_eq!(workers.started(), 3);
}

#[test]
fn stuck_call_leaves_the_other_threads() {
    let workers = Joined::new(2);
    let gate = Gate::new();
    let (begin, begun) = begins();
    let stuck = gate.clone();
    let mut call = workers.offload("stuck", move || {
        begin.send(()).unwrap();
        stuck.pass();
    });
    begun.recv().unwrap();
    let others: Vec<_> = (0..100)
        .map(|number| workers.offload("other", move || number))
        .collect();
    for (number, other) in others.into_iter().enumerate() {
        assert_eq!(other.wait().unwrap(), number);
    }
    let passed = call.wait_timeout(Duration::from_millis(1)).unwrap_err();
    assert!(
        matches!(passed, DeadlineError::Passed { function: "stuck", waited, has_begun: true } if waited >= Duration::from_millis(1)),
        "{passed:?}"
    );
    assert!(passed.to_string().ends_with(", and runs on"), "{passed}");
    gate.open();
    call.wait_timeout(LONG).unwrap();
}

/// The only thread, stuck until the gate is open.
fn stuck(workers: &Joined) -> (Arc<Gate>, Offloaded<()>) {
    let gate = Gate::new();
    let (begin, begun) = begins();
    let stuck = gate.clone();
    let call = workers.offload("stuck", move || {
        begin.send(()).unwrap();
        stuck.pass();
    });
    begun.recv().unwrap();
    (gate, call)
}

#[test]
fn deadline_of_a_queued_call_passes() {
    let workers = Joined::new(1);
    let (gate, first) = stuck(&workers);
    let argument = Arc::new(());
    let owned = Arc::clone(&argument);
    let mut queued = workers.offload("queued", move || drop(owned));
    let passed = queued.wait_timeout(Duration::from_millis(1)).unwrap_err();
    assert!(
        matches!(
            passed,
            DeadlineError::Passed {
                has_begun: false,
                ..
            }
        ),
        "{passed:?}"
    );
    assert!(passed.to_string().contains("has not begun"), "{passed}");
    // It is still wanted.
    assert_eq!(Arc::strong_count(&argument), 2);
    gate.open();
    queued.wait_timeout(LONG).unwrap();
    first.wait().unwrap();
    assert_eq!(Arc::strong_count(&argument), 1);
}

#[test]
fn dropped_call_never_begins_and_frees_its_arguments_at_once() {
    let workers = Joined::new(1);
    let (gate, first) = stuck(&workers);
    let argument = Arc::new(Mutex::new(0));
    let owned = || {
        let argument = Arc::clone(&argument);
        move || *argument.lock().unwrap() += 1
    };
    let dropped = workers.offload("dropped", owned());
    let detached = workers.offload("detached", owned());
    assert_eq!(Arc::strong_count(&argument), 3);
    drop(dropped);
    detached.detach();
    assert_eq!(Arc::strong_count(&argument), 2);
    gate.open();
    first.wait().unwrap();
    drop(workers);
    assert_eq!(Arc::try_unwrap(argument).unwrap().into_inner().unwrap(), 1);
}

#[test]
fn queued_calls_begin_in_their_order() {
    let workers = Joined::new(1);
    let (gate, first) = stuck(&workers);
    let order = Arc::new(Mutex::new(Vec::new()));
    let calls: Vec<_> = (0..10)
        .map(|number| {
            let order = Arc::clone(&order);
            workers.offload("push", move || order.lock().unwrap().push(number))
        })
        .collect();
    gate.open();
    first.wait().unwrap();
    for call in calls {
        call.wait().unwrap();
    }
    assert_eq!(*order.lock().unwrap(), (0..10).collect::<Vec<_>>());
    assert_eq!(workers.started(), 1);
}

#[test]
fn higher_limit_begins_what_waits() {
    let workers = Joined::new(1);
    let (gate, first) = stuck(&workers);
    let queued = workers.offload("queued", || 7);
    workers.set_limit(2);
    assert_eq!((workers.limit(), queued.wait().unwrap()), (2, 7));
    gate.open();
    first.wait().unwrap();
    assert_eq!(workers.started(), 2);
}

#[test]
fn lower_limit_ends_threads_and_forgets_no_call() {
    let workers = Joined::new(2);
    let (gate, first) = stuck(&workers);
    workers.offload("second thread", || ()).wait().unwrap();
    gate.open();
    first.wait().unwrap();
    workers.until(2, 2);
    workers.set_limit(0);
    assert_eq!(workers.limit(), 1);
    // One of them is told of the call, and ends: the other one has to take it, which is idle for longer than this.
    let mut call = workers.offload("call", || 7);
    assert_eq!(call.wait_timeout(LONG / 10).unwrap(), 7);
    workers.until(1, 1);
}

#[test]
fn idle_threads_end_and_others_start() {
    let workers = Joined::with_idle(4, Duration::from_millis(1));
    for started in 1..=3 {
        assert_eq!(workers.offload("call", || 7).wait().unwrap(), 7);
        workers.until(0, 0);
        assert_eq!(workers.started(), started);
    }
}

/// A thread whose time is over just when there is a call takes it.
#[test]
fn thread_that_is_about_to_end_loses_no_call() {
    let idle = Duration::from_micros(100);
    let workers = Joined::with_idle(2, idle);
    for number in 0..if cfg!(miri) { 20 } else { 1_000 } {
        let mut call = workers.offload("call", move || number);
        assert_eq!(call.wait_timeout(LONG / 10).unwrap(), number);
        let done = Instant::now();
        while done.elapsed() < idle + Duration::from_micros(number % 100) {
            core::hint::spin_loop();
        }
    }
}

#[test]
fn call_without_any_thread_is_refused() {
    let refuses = |_| Err(io::Error::from(io::ErrorKind::WouldBlock));
    let workers = Workers::started_by(4, LONG, Box::new(refuses));
    let argument = Arc::new(());
    let owned = Arc::clone(&argument);
    let error = workers
        .offload("refused", move || drop(owned))
        .wait()
        .unwrap_err();
    assert!(
        matches!(&error, NotCalled::NoWorker { function: "refused", source } if source.kind() == io::ErrorKind::WouldBlock),
        "{error:?}"
    );
    assert_eq!(Arc::strong_count(&argument), 1);
    let error = workers
        .offload("refused", || ())
        .wait_timeout(LONG)
        .unwrap_err();
    assert!(matches!(error, DeadlineError::NotCalled(_)), "{error:?}");
}

#[test]
fn second_thread_that_is_refused_leaves_its_call_to_the_first() {
    let threads = Arc::new(Mutex::new(Vec::new()));
    let started = Arc::clone(&threads);
    let one = move |work| {
        let mut started = started.lock().unwrap();
        if !started.is_empty() {
            return Err(io::Error::from(io::ErrorKind::WouldBlock));
        }
        started.push(thread::spawn(work));
        Ok(())
    };
    let workers = Joined {
        workers: Some(Workers::started_by(4, LONG, Box::new(one))),
        threads,
    };
    let (gate, first) = stuck(&workers);
    let second = workers.offload("second", || 7);
    gate.open();
    first.wait().unwrap();
    assert_eq!(second.wait().unwrap(), 7);
}
