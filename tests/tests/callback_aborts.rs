//! The mistakes that end the process: each message names the callback.

use std::cell::RefCell;
use std::thread;

use ffi_runtime::callback;
use ffi_tests::abort::stderr_of;
use ffi_tests::callers::{Forgiving, Visit, VisitWithData, callers};

/// The message of the child has the words.
#[track_caller]
fn assert_says(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "`{word}` is not in: {text}");
    }
}

#[test]
fn panic_in_a_shared_closure_names_callback_and_message() {
    let text = stderr_of(
        "panic_in_a_shared_closure_names_callback_and_message",
        || {
            let code = 42;
            let callback = Visit::new(move |_| panic!("code {code}"));
            // SAFETY: the callback outlives the call.
            unsafe { callers().call_times(callback.pointer(), 1) };
        },
    );
    // The panic's own place is said by the panic hook.
    assert_says(
        &text,
        &[
            "callback `ffi_tests::callers::Visit`",
            "code 42",
            "callers.rs:",
            "callback_aborts.rs:",
        ],
    );
}

/// A test for each kind of callback: a panic in it names the callback and the message.
macro_rules! panics {
    ($($name:ident: $body:expr;)*) => {$(
        #[test]
        fn $name() {
            let body: fn(i64) = $body;
            let text = stderr_of(stringify!($name), || body(9));
            assert_says(&text, &["callback `ffi_tests::callers::Visit", "number 9"]);
        }
    )*};
}

panics! {
    panic_in_a_local_closure: |n| call(Visit::local(move |_| panic!("number {n}")).pointer());
    panic_in_a_once_closure: |n| call(Visit::once(move |_| panic!("number {n}")));
    panic_in_a_scoped_closure: |n| Visit::scoped(|_| panic!("number {n}"), call);
    panic_in_a_scoped_sync_closure: |n| Visit::scoped_sync(|_| panic!("number {n}"), call);
    panic_in_a_closure_without_captures: |_| call(Visit::new(|_| panic!("number 9")).pointer());
    panic_in_a_static_closure: |n| call(Visit::new(move |_| panic!("number {n}")).into_static());
    panic_in_a_closure_with_user_data: |n| {
        let callback = VisitWithData::new(move |_| panic!("number {n}"));
        // SAFETY: the callback outlives the call.
        unsafe { callers().call_with_data(callback.function(), callback.data(), 1) };
    };
}

fn call(visit: Visit) {
    // SAFETY: the callers keep the callback alive.
    unsafe { callers().call_times(visit, 1) };
}

#[test]
fn argument_of_another_type_is_named_with_the_line_that_asked() {
    use ffi_runtime::{Abi, CallInterface, Type, callback::DynamicCallback};

    let test = "argument_of_another_type_is_named_with_the_line_that_asked";
    let text = stderr_of(test, || {
        let interface = CallInterface::prepare(Abi::C, Type::I64, &[Type::I64]);
        let callback = DynamicCallback::new(interface.expect("it is ordinary"), |call| {
            // SAFETY: every value of 64 bits is one.
            let float: f64 = unsafe { call.argument(0) };
            call.set_result(float);
        });
        let code = callback.expect("there is a slot").into_static();
        // SAFETY: the callback has this signature, and stays.
        let call: extern "C" fn(i64) -> i64 = unsafe { std::mem::transmute(code) };
        call(0);
    });
    let words = ["argument 0 is of type i64, but was asked for as f64"];
    assert_says(&text, &words);
    assert_says(&text, &["callback_aborts.rs:"]);
}

/// A panic of the message itself would unwind into C.
#[test]
#[cfg(target_os = "linux")]
fn panic_aborts_where_nothing_can_be_written() {
    let test = "panic_aborts_where_nothing_can_be_written";
    ffi_tests::abort::aborts_unheard(test, || call(Visit::new(|_| panic!("unheard")).pointer()));
}

#[test]
fn panic_in_a_dynamic_callback_says_where_it_was_made() {
    let text = stderr_of("panic_in_a_dynamic_callback_says_where_it_was_made", || {
        let interface =
            ffi_runtime::CallInterface::prepare(ffi_runtime::Abi::C, ffi_runtime::Type::Void, &[]);
        let callback = callback::DynamicCallback::new(interface.expect("it is ordinary"), |_| {
            panic!("dynamic trouble")
        });
        let code = callback.expect("there is a slot").into_static();
        // SAFETY: the callback has this signature.
        let function: extern "C" fn() = unsafe { std::mem::transmute(code) };
        function();
    });
    assert_says(
        &text,
        &[
            "dynamic callback (made at",
            "callback_aborts.rs:",
            "dynamic trouble",
        ],
    );
}

#[test]
fn call_after_drop_names_the_callback() {
    let text = stderr_of("call_after_drop_names_the_callback", || {
        let number = 1;
        let callback = Visit::new(move |more| number + more);
        let visit = callback.pointer();
        drop(callback);
        // Others are made and dropped in between, and the tombstone is still there.
        for _ in 0..1000 {
            drop(Visit::new(move |more| number - more));
        }
        // SAFETY: it is not; the tombstone has to tell.
        unsafe { callers().call_times(visit, 1) };
    });
    assert_says(
        &text,
        &[
            "callback `ffi_tests::callers::Visit`",
            "called after it was dropped",
        ],
    );
}

#[test]
fn call_after_a_scope_names_the_callback() {
    let text = stderr_of("call_after_a_scope_names_the_callback", || {
        let visit = Visit::scoped(|number| number, |visit| visit);
        // SAFETY: it is not; the tombstone has to tell.
        unsafe { callers().call_times(visit, 1) };
    });
    assert_says(
        &text,
        &[
            "callback `ffi_tests::callers::Visit`",
            "called after it was dropped",
        ],
    );
}

#[test]
fn second_call_of_once_names_the_callback() {
    let text = stderr_of("second_call_of_once_names_the_callback", || {
        let visit = Visit::once(|number| number);
        // SAFETY: the second call is one too many.
        unsafe { callers().call_times(visit, 2) };
    });
    assert_says(
        &text,
        &[
            "callback `ffi_tests::callers::Visit`",
            "called after it was dropped",
        ],
    );
}

#[test]
fn local_closure_on_another_thread_names_the_callback() {
    let text = stderr_of("local_closure_on_another_thread_names_the_callback", || {
        let callback = Visit::local(|number| number);
        // SAFETY: the other thread is the mistake.
        unsafe { callers().call_on_threads(callback.pointer(), 1, 1) };
    });
    assert_says(
        &text,
        &["callback `ffi_tests::callers::Visit`", "another thread"],
    );
}

#[test]
fn local_closure_destroyed_on_another_thread_names_the_callback() {
    let name = "local_closure_destroyed_on_another_thread_names_the_callback";
    let text = stderr_of(name, || {
        let (_, data, destroy) = VisitWithData::local(|number| number).into_foreign();
        let data = data.expose_provenance();
        // SAFETY: the other thread is the mistake.
        let destroying = move || unsafe { destroy(std::ptr::with_exposed_provenance_mut(data)) };
        _ = thread::spawn(destroying).join();
    });
    assert_says(
        &text,
        &[
            "callback `ffi_tests::callers::VisitWithData`",
            "another thread",
        ],
    );
}

#[test]
fn reentrant_call_of_a_local_closure_names_the_callback() {
    thread_local! {
        static VISIT: RefCell<Option<Visit>> = const { RefCell::new(None) };
    }
    let text = stderr_of(
        "reentrant_call_of_a_local_closure_names_the_callback",
        || {
            let callback = Visit::local(|number| {
                let visit = VISIT.with_borrow(|visit| visit.expect("it is set"));
                // SAFETY: the call while it runs is the mistake.
                number + unsafe { callers().call_times(visit, 1) }
            });
            VISIT.set(Some(callback.pointer()));
            // SAFETY: the callback outlives the call.
            unsafe { callers().call_times(callback.pointer(), 1) };
        },
    );
    assert_says(
        &text,
        &[
            "callback `ffi_tests::callers::Visit`",
            "while it was running",
        ],
    );
}

#[test]
fn panic_of_the_substitute_ends_the_process() {
    // `on_panic` of this type is a constant; a panic while its payload is dropped is all that is left.
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("a payload that panics");
        }
    }
    let text = stderr_of("panic_of_the_substitute_ends_the_process", || {
        let callback = Forgiving::new(|_| std::panic::panic_any(Bomb));
        // SAFETY: the callback outlives the call.
        unsafe { callers().call_forgiving(callback.pointer(), 2) };
    });
    assert_says(&text, &["a payload that panics"]);
}
