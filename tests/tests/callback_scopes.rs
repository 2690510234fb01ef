//! Scopes: callbacks that borrow, and what ends them.

use std::cell::Cell;
use std::ffi::c_void;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ffi_runtime::callback::{self, Callback};
use ffi_tests::abort::stderr_of;
use ffi_tests::callers::{Visit, VisitWithData, callers};
use ffi_tests::witness::{Witness, assert_is_dropped};

#[test]
fn one_scope_has_callbacks_of_several_types() {
    let callers = callers();
    let (mut sum, calls, mut last) = (0, Cell::new(0), 0);
    let made = callback::scope(|scope| {
        let add = Visit::in_scope(scope, |number| {
            sum += number;
            number
        });
        let count = Visit::in_scope_reentrant(scope, |number| {
            calls.set(calls.get() + 1);
            number
        });
        let (keep, data) = VisitWithData::in_scope(scope, |number| {
            last = number;
            number
        });
        // SAFETY: the scope is not over.
        unsafe { callers.call_times(add, 5) };
        // SAFETY: as above.
        unsafe { callers.call_times(count, 3) };
        // SAFETY: as above, and the data go with the function.
        unsafe { callers.call_with_data(keep, data, 4) };
        3
    });
    assert_eq!((made, sum, calls.get(), last), (3, 10, 3, 3));
}

#[test]
fn scope_gives_its_callbacks_to_threads_of_c() {
    let calls = std::sync::atomic::AtomicI64::new(0);
    callback::scope(|scope| {
        let count = Visit::in_scope_sync(scope, |number| {
            calls.fetch_add(1, Ordering::Relaxed);
            number
        });
        // SAFETY: the threads end before the call returns.
        unsafe { callers().call_on_threads(count, 10, 8) };
    });
    assert_eq!(calls.into_inner(), 80);
}

#[test]
fn scope_raises_the_first_panic_again() {
    use ffi_tests::callers::Forgiving;

    let raised = std::panic::catch_unwind(|| {
        callback::scope(|scope| {
            let first = Forgiving::in_scope(scope, |_| panic!("first"));
            let second = Forgiving::in_scope(scope, |_| panic!("second"));
            for callback in [second, first] {
                // SAFETY: the scope is not over.
                assert_eq!(unsafe { callers().call_forgiving(callback, 1) }, -1);
            }
        });
    });
    let payload = raised.expect_err("closures panicked");
    assert_eq!(payload.downcast_ref(), Some(&"first"));
}

#[test]
fn scope_that_is_left_by_a_panic_drops_its_closures() {
    let (witness, is_dropped) = Witness::new();
    let raised = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        callback::scope(|scope| {
            _ = Visit::in_scope(scope, move |number| witness.number(number));
            panic!("left");
        });
    }));
    assert!(raised.is_err());
    assert_is_dropped(&is_dropped);
}

/// A destructor of what a closure captured uses the scope that drops it.
#[test]
fn scope_that_is_left_by_a_panic_may_still_be_used_by_destructors() {
    struct Makes<'scope, 'env>(&'scope callback::Scope<'scope, 'env>, Arc<AtomicBool>);

    impl Drop for Makes<'_, '_> {
        fn drop(&mut self) {
            for _ in 0..100 {
                let is_dropped = Witness {
                    numbers: Vec::new(),
                    is_dropped: Arc::clone(&self.1),
                };
                _ = Visit::in_scope(self.0, move |number| is_dropped.number(number));
            }
        }
    }

    let is_dropped = Arc::new(AtomicBool::new(false));
    let inner = Arc::clone(&is_dropped);
    let raised = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        callback::scope(|scope| {
            let makes = Makes(scope, inner);
            _ = Visit::in_scope(scope, move |number| {
                let _makes = &makes;
                number
            });
            panic!("left");
        });
    }));
    assert!(raised.is_err());
    assert_is_dropped(&is_dropped);
    assert_eq!(Arc::strong_count(&is_dropped), 1);
}

/// The context of a closure whose owner is gone is not where C finds one.
#[test]
fn call_after_the_scope_names_the_callback() {
    let text = stderr_of("call_after_the_scope_names_the_callback", || {
        let late = callback::scope(|scope| Visit::in_scope(scope, |number| number));
        // SAFETY: none: this is the mistake.
        unsafe { callers().call_times(late, 1) };
    });
    assert!(text.contains("was called after it was dropped"), "{text}");
}

/// The type of a pointer that C keeps with a function.
const _: fn(Callback<Visit>) -> (Visit, *mut c_void, callback::Destructor) = Callback::into_foreign;
