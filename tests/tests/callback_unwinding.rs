//! Unwind information of the entries: backtraces and panics pass through them.

use std::backtrace::Backtrace;
use std::cell::Cell;
use std::hint::black_box;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ffi_runtime::callback::DynamicCallback;
use ffi_runtime::{Abi, CallInterface, CodePointer, Type};
use ffi_tests::callers::{RawVisit, UnwindingVisit, UnwindingWide, Visit, Wide, callers};

#[inline(never)]
fn function_above_the_call(call: impl FnOnce() -> i64) -> i64 {
    let result = call();
    black_box(result)
}

/// A walk up the stack from inside of a callback comes past the function above the foreign call.
fn assert_complete(walk: &Cell<Option<Backtrace>>) {
    let text = walk.take().expect("the callback was called").to_string();
    assert!(text.contains("function_above_the_call"), "{text}");
}

#[test]
fn backtrace_passes_the_entry_with_a_free_register() {
    let (callers, walk) = (callers(), Cell::new(None));
    let closure = |number| {
        walk.set(Some(Backtrace::force_capture()));
        number
    };
    Visit::scoped(closure, |visit| {
        // SAFETY: the callback outlives the call.
        function_above_the_call(|| unsafe { callers.call_times(visit, 1) })
    });
    assert_complete(&walk);
}

#[test]
fn backtrace_passes_the_frame_routine() {
    let (callers, walk) = (callers(), Cell::new(None));
    let closure = |a, b, c, d, e, f, g| {
        walk.set(Some(Backtrace::force_capture()));
        a + b + c + d + e + f - g
    };
    let sum = Wide::scoped(closure, |wide| {
        // SAFETY: the callback outlives the call.
        function_above_the_call(|| unsafe { callers.call_wide(wide, 10) })
    });
    assert_eq!(sum, 140);
    assert_complete(&walk);
}

#[test]
fn backtrace_passes_a_dynamic_callback() {
    thread_local! {
        static WALK: Cell<Option<Backtrace>> = const { Cell::new(None) };
    }
    let interface = CallInterface::prepare(Abi::C, Type::I64, &[Type::I64]);
    let callback = DynamicCallback::new(interface.expect("it is ordinary"), |call| {
        WALK.set(Some(Backtrace::force_capture()));
        // SAFETY: any number is valid.
        let number: i64 = unsafe { call.argument(0) };
        call.set_result(number + 5);
    });
    let callback = callback.expect("there is a slot");
    // SAFETY: the callback has the signature of `Visit`.
    let raw = unsafe { std::mem::transmute::<CodePointer, RawVisit>(callback.code()) };
    // SAFETY: the callback outlives the call.
    let call = || unsafe { callers().call_times(Visit::from(raw), 1) };
    assert_eq!(function_above_the_call(call), 5);
    WALK.with(assert_complete);
}

#[test]
fn panic_passes_the_entry_with_a_free_register() {
    let callers = callers();
    let mut calls = 0;
    let raised = catch_unwind(AssertUnwindSafe(|| {
        let closure = |number| {
            calls += 1;
            assert!(number < 2, "enough");
            number
        };
        // SAFETY: the callback outlives the call.
        UnwindingVisit::scoped(closure, |visit| unsafe { callers.call_unwinding(visit, 9) })
    }));
    let payload = raised.expect_err("the closure panics");
    assert_eq!(payload.downcast_ref(), Some(&"enough"));
    assert_eq!(calls, 3);
}

#[test]
fn panic_passes_the_frame_routine() {
    let callers = callers();
    let raised = catch_unwind(AssertUnwindSafe(|| {
        let by = 3;
        let callback = UnwindingWide::new(move |a, b, c, d, e, f, g| {
            panic!("{by}: {}", a + b + c + d + e + f + g)
        });
        // SAFETY: the callback outlives the call.
        unsafe { callers.call_wide_unwinding(callback.pointer(), 1) }
    }));
    let payload = raised.expect_err("the closure panics");
    assert_eq!(
        payload.downcast_ref::<String>().map(String::as_str),
        Some("3: 28")
    );
}
