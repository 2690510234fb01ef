//! Children that are forked while other threads make and drop callbacks can make callbacks themselves.
#![cfg(unix)]

use std::ffi::{c_int, c_void};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use ffi_runtime::{callback, foreign_library};
use ffi_tests::callers::Visit;

#[foreign_library(process)]
unsafe trait Processes {
    unsafe fn fork(&self) -> i32;
    unsafe fn waitpid(&self, pid: i32, status: *mut i32, options: i32) -> i32;
    unsafe fn alarm(&self, seconds: u32) -> u32;
    unsafe fn _exit(&self, status: i32);
}

/// Seconds after which a child is stuck.
const PATIENCE: u32 = 10;

/// Answers a request.
#[callback(user_data = user)]
pub type Answered = unsafe extern "C" fn(number: c_int, user: *mut c_void);

#[test]
fn child_of_a_process_that_makes_callbacks_makes_its_own() {
    // With a lock around the table, one in a few hundred children was stuck.
    children_do(3_000, || drop(Visit::new(|number| number + 1)));
}

#[test]
fn child_of_a_process_that_makes_requests_makes_its_own() {
    // With a lock that another thread has during the fork, every second child was stuck.
    children_do(200, || {
        let (_, data, free, completion) = Answered::completion(|number| number);
        // SAFETY: C has no function to call.
        unsafe { free(data) };
        drop(completion);
    });
}

/// Does something in children, while other threads of the parent do it.
fn children_do(forks: usize, something: impl Fn() + Sync) {
    // SAFETY: POSIX declares these functions with these signatures.
    let processes = unsafe { Processes::from_process() }.expect("the C library is there");
    let stop = AtomicBool::new(false);
    let mut ended = Vec::new();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    something();
                }
            });
        }
        for _ in 0..forks {
            // SAFETY: the child makes a callback, which allocates (that of the C libraries in use may be
            // used there), and leaves.
            let pid = unsafe { processes.fork() };
            if pid == 0 {
                // SAFETY: it may always be called.
                unsafe { processes.alarm(PATIENCE) };
                something();
                // SAFETY: as above.
                unsafe { processes._exit(0) };
            }
            let mut status = 0;
            // SAFETY: it is a child of this process, and `status` is writable.
            assert_eq!(unsafe { processes.waitpid(pid, &raw mut status, 0) }, pid);
            ended.push(status);
        }
        stop.store(true, Ordering::Relaxed);
    });
    let stuck = ended.iter().filter(|status| **status != 0).count();
    assert_eq!(
        stuck, 0,
        "children of {forks} that did not end well: {ended:?}"
    );
}
