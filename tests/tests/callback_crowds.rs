//! Very many callbacks: all at once, and one after the other. Alone in its program, for it counts slots.

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use ffi_runtime::callback::{self, Callback};
use ffi_tests::callers::{Visit, callers};

/// Closures that were dropped.
static DROPPED: AtomicUsize = AtomicUsize::new(0);

struct Captured(i64);

impl Drop for Captured {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::Relaxed);
    }
}

fn numbered(number: i64) -> Callback<Visit> {
    let captured = Captured(number);
    Visit::new(move |more| captured.0 + more)
}

/// Mappings of this process that are writable and executable, where the system lists them.
fn writable_code() -> Vec<String> {
    let maps = match fs::read_to_string("/proc/self/maps") {
        Ok(maps) => maps,
        Err(error) if cfg!(target_os = "linux") => panic!("Linux has it: {error}"),
        Err(_) => return Vec::new(),
    };
    let is_both = |line: &&str| {
        let rights = line
            .split(' ')
            .nth(1)
            .expect("the second column has the rights");
        rights.contains('w') && rights.contains('x')
    };
    maps.lines().filter(is_both).map(str::to_owned).collect()
}

#[test]
fn million_live_at_once_and_none_leaks() {
    const MILLION: i64 = 1_000_000;
    let callers = callers();
    let before = callback::live();
    let mut alive = Vec::new();
    for number in 0..MILLION {
        alive.push(numbered(number));
        if number % 50_000 == 0 {
            assert_eq!(writable_code(), Vec::<String>::new());
        }
    }
    assert_eq!(callback::live(), before + MILLION as usize);
    assert!(callback::capacity() >= MILLION as usize);
    assert_eq!(writable_code(), Vec::<String>::new());
    for (number, callback) in (0..).zip(&alive) {
        // SAFETY: the callback is alive.
        assert_eq!(unsafe { callers.call_times(callback.pointer(), 1) }, number);
    }
    drop(alive);
    assert_eq!(callback::live(), before);
    assert_eq!(DROPPED.load(Ordering::Relaxed), MILLION as usize);

    // Four threads make and drop ten million, in the slots that are there.
    let capacity = callback::capacity();
    thread::scope(|scope| {
        for thread in 0..4 {
            let callers = &callers;
            scope.spawn(move || {
                for number in 0..2_500_000 {
                    let callback = numbered(number);
                    if number % 1024 == thread {
                        // SAFETY: the callback is alive.
                        let result = unsafe { callers.call_times(callback.pointer(), 1) };
                        assert_eq!(result, number);
                    }
                }
            });
        }
    });
    assert_eq!((callback::live(), callback::capacity()), (before, capacity));
    assert_eq!(DROPPED.load(Ordering::Relaxed), 11 * MILLION as usize);
}
