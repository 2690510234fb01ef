//! Methods that run on worker threads: what they take and give back, deadlines, late results, and cancelling.

#[path = "offload/library.rs"]
mod library;
#[path = "offload/process.rs"]
mod process;

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::{Duration, Instant};

use ffi_runtime::Owned;
use ffi_runtime::offload::{Cancellation, DeadlineError, NotCalled};

use crate::library::{
    Block, ENTRIES, FREED, Gate, Job, Lazy, Level, STOPPED, Table, address_of, slow, slow_with,
};

/// Longer than any test takes.
const LONG: Duration = Duration::from_secs(600);

#[test]
fn arguments_are_owned_and_lowered_on_the_worker_thread() {
    let slow = slow();
    assert_eq!(slow.add(1, 2).wait().unwrap(), 3);
    slow.nothing().wait().unwrap();
    assert_eq!(slow.length("four").wait().unwrap(), Ok(4));
    assert_eq!(slow.length("four".to_owned()).wait().unwrap(), Ok(4));
    assert_eq!(slow.length(Arc::<str>::from("four")).wait().unwrap(), Ok(4));
    assert!(slow.length("").wait().unwrap().is_err());
    // An argument that cannot be passed is an error of the method, as it is without a worker thread.
    assert!(slow.length("nul\0inside").wait().unwrap().is_err());
    assert_eq!(slow.letters(Some(c"seven")).wait().unwrap(), 5);
    assert_eq!(slow.letters(Some(c"seven".to_owned())).wait().unwrap(), 5);
    assert_eq!(slow.letters(None::<&std::ffi::CStr>).wait().unwrap(), -2);
    assert_eq!(slow.name().wait().unwrap().unwrap(), "a slow library");
    assert_eq!(slow.divide(17, 5).wait().unwrap(), Ok((3, 2)));
    assert!(slow.divide(17, 0).wait().unwrap().is_err());
    // SAFETY: it is not zero.
    assert_eq!(unsafe { slow.inverse(4) }.wait().unwrap(), 25);
    assert!(slow.absent(1).wait().unwrap().is_err() && !slow.has_absent());
}

#[test]
fn values_of_mutable_parameters_come_back() {
    let slow = slow();
    let numbers = slow.fill(vec![0; 3], 7).wait().unwrap();
    assert_eq!(numbers, [7, 7, 7]);
    assert_eq!(slow.fill([0; 2], 7).wait().unwrap(), [7, 7]);
    let filled = slow
        .fill_some(Some(Box::<[i32]>::from([1])), 7)
        .wait()
        .unwrap();
    assert_eq!(filled, (1, Some(Box::from([7]))));
    assert_eq!(
        slow.fill_some(None::<Vec<i32>>, 7).wait().unwrap(),
        (0, None)
    );
    assert_eq!(slow.swap(1, Box::new(2)).wait().unwrap(), (2, Box::new(1)));
}

#[test]
fn method_without_a_worker_thread_is_there() {
    let slow = slow();
    assert_eq!(slow.blocking_add(1, 2), 3);
    assert_eq!(slow.blocking_length("four"), Ok(4));
    let mut numbers = [0; 2];
    slow.blocking_fill(&mut numbers, 7);
    assert_eq!(numbers, [7, 7]);
    // SAFETY: it is not zero.
    assert_eq!(unsafe { slow.blocking_inverse(4) }, 25);
    assert_eq!(slow.blocking_divide(17, 5), Ok((3, 2)));
    assert!(slow.blocking_absent(1).is_err());
    // SAFETY: these are places of numbers.
    let code = unsafe { slow.raw().divide(1, 0, &mut 0, &mut 0) };
    assert_eq!(code, -1);

    // SAFETY: the functions have the declared signatures, and none can be misused.
    let block = unsafe { Block::from_symbols(address_of) }.unwrap();
    assert_eq!(block.add(1, 2).wait().unwrap(), block.blocking_add(1, 2));
    assert_eq!(block.length("four").wait().unwrap(), Ok(4));
}

#[test]
fn lazy_functions_and_those_of_tables_are_offloaded() {
    // SAFETY: the functions have the declared signatures, and none can be misused.
    let lazy = unsafe { Lazy::from_symbols(address_of) }.unwrap();
    assert_eq!(lazy.add(1, 2).wait().unwrap().unwrap(), 3);
    let call = lazy.run_job(slow().new_job());
    assert_eq!(
        call.wait().unwrap().unwrap_err().symbol(),
        "no_such_function"
    );

    let entries = (&raw const ENTRIES).cast();
    // SAFETY: the table has the declared entries, and is there as long as the program.
    let table = unsafe { Table::from_table(entries, ()) }.unwrap();
    assert_eq!(table.add(1, 2).wait().unwrap(), 3);
}

#[test]
fn closure_runs_on_the_worker_thread() {
    let slow = slow();
    let here = thread::current().id();
    let (called, calls) = mpsc::channel();
    let sum = slow.each(3, move |number| {
        called.send(thread::current().id()).unwrap();
        10 * number
    });
    assert_eq!(sum.wait().unwrap(), 30);
    let calls: Vec<_> = calls.iter().collect();
    assert_eq!(calls.len(), 3);
    assert!(calls.iter().all(|thread| *thread != here));
}

#[test]
fn panic_of_the_method_goes_on_where_it_is_waited_for() {
    let slow = slow();
    assert_eq!(slow.level(2).wait().unwrap(), Level::High);
    let unlisted = catch_unwind(AssertUnwindSafe(|| slow.level(3).wait()));
    assert!(unlisted.is_err());
    let unlisted = catch_unwind(AssertUnwindSafe(|| block_on(slow.level(3))));
    assert!(unlisted.is_err());
}

#[test]
fn slow_call_is_abandoned_at_its_deadline_while_others_go_on() {
    let alive = Arc::new(());
    let slow = slow_with(Arc::clone(&alive));
    let gate = Gate::new();
    let (late, results) = mpsc::channel();
    let mut stuck = slow
        .pass(Arc::clone(&gate), 7)
        .on_late(move |result| late.send(result).unwrap());
    gate.until(1);

    let others: Vec<_> = (0..100).map(|number| slow.add(number, 1)).collect();
    let deadline = Instant::now() + Duration::from_millis(5);
    let passed = stuck.wait_deadline(deadline).unwrap_err();
    assert!(Instant::now() >= deadline);
    assert!(
        matches!(
            passed,
            DeadlineError::Passed {
                function: "pass",
                has_begun: true,
                ..
            }
        ),
        "{passed:?}"
    );
    assert!(
        passed
            .to_string()
            .starts_with("`pass` did not return within "),
        "{passed}"
    );
    for (number, other) in (0..).zip(others) {
        assert_eq!(other.wait().unwrap(), number + 1);
    }

    // Nobody waits any more: the worker thread keeps the library and the argument until the function returns.
    drop(stuck);
    // SAFETY: nothing of the library is used after this, if it is unloaded.
    let refused = unsafe { slow.unload() }.unwrap_err();
    drop(refused);
    assert_eq!(
        (Arc::strong_count(&alive), Arc::strong_count(&gate)),
        (2, 2)
    );
    gate.open();
    assert_eq!(results.recv().unwrap(), 7);
    while (Arc::strong_count(&alive), Arc::strong_count(&gate)) != (1, 1) {
        thread::yield_now();
    }
}

#[test]
fn future_is_dropped_before_while_and_after_it_runs() {
    let slow = slow();
    let (gate, results) = (Gate::new(), Arc::new(AtomicUsize::new(0)));
    let count = || {
        let results = Arc::clone(&results);
        move |_| {
            results.fetch_add(1, Ordering::SeqCst);
        }
    };
    let mut context = Context::from_waker(Waker::noop());
    {
        // Begun, but never polled.
        let unpolled = slow.pass(Arc::clone(&gate), 1).on_late(count());
        gate.until(1);
        drop(unpolled);
        // Polled while it runs.
        let mut polled = pin!(slow.pass(Arc::clone(&gate), 2).on_late(count()));
        assert!(polled.as_mut().poll(&mut context).is_pending());
        gate.until(2);
    }
    gate.open();
    while Arc::strong_count(&gate) > 1 {
        thread::yield_now();
    }
    while results.load(Ordering::SeqCst) < 2 {
        thread::yield_now();
    }
    // Its result was taken.
    let taken = async { slow.pass(Arc::clone(&gate), 3).on_late(count()).await };
    assert_eq!(block_on(taken).unwrap(), 3);
    assert_eq!(results.load(Ordering::SeqCst), 2);
}

#[test]
fn freed_handle_is_freed_once_on_the_worker_thread() {
    let slow = slow();
    let before = FREED.load(Ordering::SeqCst);
    let job = slow.new_job();
    assert_eq!(slow.free_job(job).wait().unwrap(), 7);
    assert_eq!(slow.blocking_free_job(slow.new_job()), 7);
    // Other tests free jobs too.
    assert!(FREED.load(Ordering::SeqCst) >= before + 2);
}

/// Cancels until the library has heard of it.
fn told<T>(call: &mut ffi_runtime::offload::Offloaded<T>) -> Result<T, NotCalled> {
    for _ in 0..3_000 {
        let cancelled = call.cancel();
        assert_ne!(cancelled, Cancellation::RunsOn);
        match call.wait_timeout(Duration::from_millis(20)) {
            Ok(result) => return Ok(result),
            Err(DeadlineError::NotCalled(error)) => return Err(error),
            Err(_) => {}
        }
    }
    panic!("the library does not hear of it");
}

#[test]
fn library_is_told_to_end_a_call() {
    let slow = slow();
    let mut call = slow.run_job(slow.new_job());
    let before = STOPPED.load(Ordering::SeqCst);
    assert!(call.wait_timeout(Duration::from_millis(5)).is_err());
    match told(&mut call) {
        Ok(result) => {
            assert_eq!(result, 1);
            assert!(STOPPED.load(Ordering::SeqCst) > before);
        }
        Err(error) => assert!(matches!(
            error,
            NotCalled::Cancelled {
                function: "run_job"
            }
        )),
    }
    // The call is over, and its job is freed: nothing of it is used.
    assert_eq!(call.cancel(), Cancellation::Over);

    let mut call = slow.run_numbered(slow.new_job(), 7, vec![0; 2]);
    if let Ok((result, log)) = told(&mut call) {
        assert_eq!((result, log), (Ok(2), vec![7, 7]));
    }
}

#[test]
fn many_calls_are_cancelled_as_they_begin_and_end() {
    let slow = slow();
    for _ in 0..200 {
        let mut call = slow.run_job(slow.new_job()).cancel_on_drop();
        if call.cancel() == Cancellation::Requested {
            // It may have been told before it looked.
            assert_eq!(call.wait_timeout(LONG).unwrap(), 1);
            continue;
        }
        let error = call.wait().unwrap_err();
        assert!(matches!(error, NotCalled::Cancelled { .. }));
    }
    drop(slow.run_job(slow.new_job()).cancel_on_drop());
}

#[test]
fn handle_is_shared_by_calls_that_may_share_it() {
    /// A job that threads may share, which this library's functions allow.
    struct Shared(Owned<Job>);

    // SAFETY: a job is one atomic.
    unsafe impl Sync for Shared {}

    impl ffi_runtime::offload::Lend<Job> for Arc<Shared> {
        type Guard<'v> = &'v Job;

        fn lend(&self) -> &Job {
            &self.0
        }
    }

    let slow = slow();
    let job = Arc::new(Shared(slow.new_job()));
    let call = slow.run_job(Arc::clone(&job));
    slow.stop_job(&job.0);
    assert_eq!(call.wait().unwrap(), 1);
}

#[test]
fn value_behind_a_mutex_is_locked_for_the_call() {
    let slow = slow();
    let job = Arc::new(Mutex::new(slow.new_job()));
    let mut call = slow.run_job(Arc::clone(&job));
    while job.try_lock().is_ok() {
        thread::yield_now();
    }
    // A second call waits for the first; so does whoever wants the handle.
    let second = slow.run_job(Arc::clone(&job)).cancel_on_drop();
    match told(&mut call) {
        Ok(result) => assert_eq!(result, 1),
        Err(error) => assert!(matches!(error, NotCalled::Cancelled { .. })),
    }
    drop(second);
    drop(job.lock().unwrap());

    let numbers = Arc::new(Mutex::new(vec![0; 2]));
    let back = slow.fill(Arc::clone(&numbers), 7).wait().unwrap();
    assert!(Arc::ptr_eq(&numbers, &back));
    assert_eq!(*numbers.lock().unwrap(), [7, 7]);
    let places = [Arc::new(Mutex::new(1)), Arc::new(Mutex::new(2))];
    let [left, right] = places.clone();
    drop(slow.swap(left, right).wait().unwrap());
    assert_eq!(places.map(|place| *place.lock().unwrap()), [2, 1]);
}

struct Unparks(thread::Thread);

impl Wake for Unparks {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// The smallest executor.
fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unparks(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}
