//! Children that are forked while other threads make and drop callbacks can make callbacks themselves.
#![cfg(unix)]

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use ffi_runtime::foreign_library;
use ffi_tests::callers::Visit;

#[foreign_library(process)]
unsafe trait Processes {
    unsafe fn fork(&self) -> i32;
    unsafe fn waitpid(&self, pid: i32, status: *mut i32, options: i32) -> i32;
    unsafe fn alarm(&self, seconds: u32) -> u32;
    unsafe fn _exit(&self, status: i32);
}

/// With a lock around the table, one in a few hundred children was stuck.
const FORKS: i32 = 3_000;

/// Seconds after which a child is stuck.
const PATIENCE: u32 = 10;

#[test]
fn child_of_a_process_that_makes_callbacks_makes_its_own() {
    // SAFETY: POSIX declares these functions with these signatures.
    let processes = unsafe { Processes::from_process() }.expect("the C library is there");
    let stop = AtomicBool::new(false);
    let mut ended = Vec::new();
    thread::scope(|scope| {
        for by in 0..2 {
            let stop = &stop;
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    drop(Visit::new(move |number| number + by));
                }
            });
        }
        for by in 0..FORKS {
            // SAFETY: the child makes a callback, which allocates (that of the C libraries in use may be
            // used there), and leaves.
            let pid = unsafe { processes.fork() };
            if pid == 0 {
                // SAFETY: it may always be called.
                unsafe { processes.alarm(PATIENCE) };
                drop(Visit::new(move |number| number + i64::from(by)));
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
        "children of {FORKS} that did not end well: {ended:?}"
    );
}
