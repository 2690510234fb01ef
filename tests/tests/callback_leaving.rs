//! Callbacks that C leaves in other ways than by their return, and what they leave alone.

use std::cell::RefCell;
use std::sync::Arc;

use ffi_runtime::callback::DynamicCallback;
use ffi_runtime::{Abi, CallInterface, CodePointer, Type};
use ffi_tests::callers::{Forgiving, RawVisit, Visit, VisitWithData};
use ffi_tests::leaving::leaving;

/// `longjmp` of Unix only changes registers; that of Windows unwinds.
#[cfg(unix)]
mod jumps {
    use std::cell::Cell;

    use ffi_runtime::callback::LocalCallback;
    use ffi_tests::abort::stderr_of;
    use ffi_tests::callers::callers;

    use super::*;

    /// Nothing in the closure needs to be dropped when it is jumped over.
    fn jumps_at_0(number: i64) -> i64 {
        if number == 0 {
            // SAFETY: `call_guarded` runs, and the frames in between have nothing to drop.
            unsafe { leaving().jump() };
        }
        number
    }

    fn jumps_and_returns(visit: Visit) {
        let leaving = leaving();
        for round in 1..4 {
            // SAFETY: the callback lives.
            assert_eq!(unsafe { leaving.call_guarded(visit, 0) }, -1, "{round}");
            // SAFETY: as above.
            assert_eq!(unsafe { leaving.call_guarded(visit, round) }, round);
        }
    }

    #[test]
    fn shared_closure_is_called_after_a_jump_and_dropped() {
        // Loaded before, so that the closure has nothing to drop.
        _ = leaving();
        let visit = Visit::new(jumps_at_0);
        jumps_and_returns(visit.pointer());
        drop(visit);
    }

    #[test]
    fn shared_closure_that_another_thread_left_is_called_and_dropped() {
        let visit = Visit::new(jumps_at_0);
        let pointer = visit.pointer();
        jumps_and_returns(pointer);
        let other = std::thread::spawn(move || jumps_and_returns(pointer));
        other.join().expect("nobody panics");
        drop(visit);
    }

    #[test]
    fn reentrant_closures_are_called_after_a_jump() {
        let visit = Visit::reentrant(jumps_at_0);
        jumps_and_returns(visit.pointer());
        drop(visit);
        Visit::scoped_reentrant(jumps_at_0, jumps_and_returns);
        Visit::scoped_sync(jumps_at_0, jumps_and_returns);
    }

    #[test]
    fn closures_with_user_data_are_dropped_after_a_jump() {
        thread_local! {
            static OWN: Cell<Option<(VisitWithData, *mut std::ffi::c_void)>> =
                const { Cell::new(None) };
        }
        /// A callback without user data, so that the fixture can call it.
        fn forwards(number: i64) -> i64 {
            let (function, data) = OWN.get().expect("it is set");
            // SAFETY: the owner lives.
            unsafe { (function.raw())(number, data) }
        }
        let visit = VisitWithData::new(jumps_at_0);
        OWN.set(Some((visit.function(), visit.data())));
        let through = Visit::new(forwards);
        jumps_and_returns(through.pointer());
        drop(visit);
    }

    #[test]
    fn local_closure_is_dropped_after_a_jump() {
        let visit = Visit::local(jumps_at_0);
        // SAFETY: the callback lives.
        assert_eq!(unsafe { leaving().call_guarded(visit.pointer(), 0) }, -1);
        drop(visit);
    }

    /// The closure is `FnMut`, and nobody can know in which state it was left.
    #[test]
    fn local_closure_that_was_left_says_what_to_do() {
        let test = "jumps::local_closure_that_was_left_says_what_to_do";
        let text = stderr_of(test, || {
            let visit: LocalCallback<Visit> = Visit::local(jumps_at_0);
            for number in [0, 1] {
                // SAFETY: the callback lives.
                unsafe { leaving().call_guarded(visit.pointer(), number) };
            }
        });
        assert!(
            text.contains("callback `ffi_tests::callers::Visit`"),
            "{text}"
        );
        assert!(text.contains("`longjmp`"), "{text}");
        assert!(text.contains("`reentrant`"), "{text}");
    }

    #[test]
    fn end_of_the_thread_in_a_callback_names_it() {
        let test = "jumps::end_of_the_thread_in_a_callback_names_it";
        let text = stderr_of(test, || {
            // SAFETY: none: this is the mistake.
            let visit = Visit::new(|_| unsafe {
                leaving().leave_thread();
                0
            });
            // SAFETY: the callback lives.
            unsafe { leaving().call_on_thread(visit.pointer()) };
        });
        assert!(
            text.contains("callback `ffi_tests::callers::Visit`"),
            "{text}"
        );
        assert!(text.contains("by the end of its thread"), "{text}");
    }

    /// The closure drops what it has made, and is dropped itself with its owner.
    #[test]
    fn end_of_the_thread_passes_an_unwinding_callback() {
        use ffi_tests::callers::UnwindingVisit;

        let (outer, inner) = (Arc::new(()), Arc::new(()));
        let (captured, made) = (Arc::clone(&outer), Arc::clone(&inner));
        let visit = UnwindingVisit::new(move |number| {
            let _made = Arc::clone(&made);
            let _captured = &captured;
            // SAFETY: the thread was made by C, and everything in between may be unwound.
            unsafe { leaving().leave_thread() };
            number
        });
        // SAFETY: the callback lives.
        let result = unsafe { leaving().call_on_unwinding_thread(visit.pointer()) };
        assert_eq!(result, 0);
        assert_eq!(Arc::strong_count(&inner), 2);
        drop(visit);
        assert_eq!(
            (Arc::strong_count(&outer), Arc::strong_count(&inner)),
            (1, 1)
        );
    }

    #[test]
    fn foreign_exception_in_a_callback_names_it() {
        use ffi_runtime::foreign_library;
        use ffi_tests::fixtures::EXCEPTIONS;

        #[foreign_library(name = "exceptions")]
        unsafe trait Exceptions {
            unsafe extern "C-unwind" fn throws(&self, number: i32) -> i64;
        }

        let text = stderr_of("jumps::foreign_exception_in_a_callback_names_it", || {
            // SAFETY: `fixtures/exceptions.cpp` has the function with this signature.
            let exceptions = unsafe { Exceptions::open(EXCEPTIONS) };
            let exceptions = exceptions.expect("the build script made it");
            // SAFETY: none: this is the mistake.
            let visit = Visit::new(move |_| unsafe { exceptions.throws(3) });
            // SAFETY: the callback lives.
            unsafe { callers().call_times(visit.pointer(), 1) };
        });
        assert!(
            text.contains("callback `ffi_tests::callers::Visit`"),
            "{text}"
        );
        assert!(text.contains("foreign exception"), "{text}");
    }
}

/// Returns the error that C set before the call, and sets the number as the error that C sees.
fn sees_and_sets(number: i64) -> i64 {
    let leaving = leaving();
    let seen = leaving.get_error();
    leaving.set_error(number as i32);
    i64::from(seen)
}

/// Calls on both sides of the callback's own work.
#[track_caller]
fn assert_error_is_kept(visit: Visit, seen: impl FnOnce() -> i64) {
    // SAFETY: the callback lives.
    let after = unsafe { leaving().error_after(visit, 43, 42) };
    assert_eq!(after, 43, "set by the closure");
    assert_eq!(seen(), 42, "set by C");
}

#[test]
fn callbacks_leave_the_error_state_alone() {
    thread_local! {
        static SEEN: RefCell<Vec<i64>> = const { RefCell::new(Vec::new()) };
    }
    fn closure(number: i64) -> i64 {
        let seen = sees_and_sets(number);
        SEEN.with_borrow_mut(|all| all.push(seen));
        leaving().set_error(number as i32);
        seen
    }
    let seen = || SEEN.with_borrow_mut(|all| all.pop().expect("the closure ran"));
    // The variable of the thread is made on its first use.
    closure(0);
    seen();

    let shared = Visit::new(closure);
    for _ in 0..2 {
        assert_error_is_kept(shared.pointer(), seen);
    }
    assert_error_is_kept(Visit::local(closure).pointer(), seen);
    assert_error_is_kept(Visit::reentrant(closure).pointer(), seen);
    assert_error_is_kept(Visit::once(closure), seen);
    Visit::scoped(closure, |visit| assert_error_is_kept(visit, seen));
    Visit::scoped_reentrant(closure, |visit| assert_error_is_kept(visit, seen));
    Visit::scoped_sync(closure, |visit| assert_error_is_kept(visit, seen));

    let with_data = VisitWithData::new(closure);
    let (function, data) = (with_data.function(), with_data.data());
    // SAFETY: the callback lives.
    let after = unsafe { leaving().error_after_with_data(function, data, 43, 42) };
    assert_eq!((after, seen()), (43, 42));
    let (function, data) = VisitWithData::once(closure);
    // SAFETY: this is its one call.
    let after = unsafe { leaving().error_after_with_data(function, data, 43, 42) };
    assert_eq!((after, seen()), (43, 42));

    let interface = CallInterface::prepare(Abi::C, Type::I64, &[Type::I64]);
    let dynamic = DynamicCallback::new(interface.expect("it is ordinary"), |call| {
        // SAFETY: any number is valid.
        let number: i64 = unsafe { call.argument(0) };
        call.set_result(closure(number));
    });
    let dynamic = dynamic.expect("there is a slot");
    // SAFETY: the callback has the signature of `Visit`.
    let raw = unsafe { std::mem::transmute::<CodePointer, RawVisit>(dynamic.code()) };
    assert_error_is_kept(Visit::from(raw), seen);
}

/// A closure that drops its owner is freed after its call, which C does not see.
#[test]
fn closure_that_drops_its_owner_leaves_the_error_state_alone() {
    use std::sync::Mutex;

    use ffi_runtime::callback::Callback;

    /// Changes the error state when it is dropped.
    struct Sets;

    impl Drop for Sets {
        fn drop(&mut self) {
            leaving().set_error(99);
        }
    }

    let owner: Arc<Mutex<Option<Callback<Visit>>>> = Arc::default();
    let (inner, sets) = (Arc::clone(&owner), Sets);
    let visit = Visit::new(move |number| {
        let _sets = &sets;
        drop(inner.lock().expect("nobody panics").take());
        sees_and_sets(number)
    });
    let pointer = visit.pointer();
    *owner.lock().expect("nobody panics") = Some(visit);
    // SAFETY: the owner lives when the call begins.
    assert_eq!(unsafe { leaving().error_after(pointer, 43, 42) }, 43);
}

#[test]
fn panic_in_a_once_closure_leaves_its_owner_free() {
    let captured = Arc::new(());
    let inner = Arc::clone(&captured);
    let forgiving = Forgiving::once(move |_| {
        let _inner = &inner;
        panic!("once")
    });
    // SAFETY: this is its one call.
    let result = unsafe { ffi_tests::callers::callers().call_forgiving(forgiving, 1) };
    assert_eq!(result, -1);
    assert_eq!(Arc::strong_count(&captured), 1);
}
