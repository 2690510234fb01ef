//! `on_panic`: C gets a value, and Rust the payload.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ffi_tests::callers::{Forgiving, ForgivingWithData, callers};

fn text(payload: Option<Box<dyn Any + Send>>) -> Option<String> {
    let payload = payload?;
    let text = payload.downcast_ref::<String>().cloned();
    text.or_else(|| payload.downcast_ref::<&str>().map(ToString::to_string))
}

/// One test, since all callbacks of a type share the place for payloads.
#[test]
fn value_goes_to_c_and_payload_to_rust() {
    let callers = callers();
    assert!(Forgiving::take_panic().is_none());

    let odd = 1;
    let callback = Forgiving::new(move |number| {
        assert!(number % 2 != odd, "{number} is odd");
        number
    });
    // SAFETY: the callback outlives the call.
    let sum = unsafe { callers.call_forgiving(callback.pointer(), 4) };
    // 0 and 2, and the value of `on_panic` twice.
    assert_eq!(sum, 0);
    // The first one is kept until it is taken.
    assert_eq!(text(Forgiving::take_panic()).as_deref(), Some("1 is odd"));
    assert!(Forgiving::take_panic().is_none());

    let local = Forgiving::local(|_| panic!("local"));
    // SAFETY: as above; the state is idle again after a panic.
    assert_eq!(unsafe { callers.call_forgiving(local.pointer(), 3) }, -3);
    assert_eq!(text(Forgiving::take_panic()).as_deref(), Some("local"));

    let once = Forgiving::once(|_| panic!("once"));
    // SAFETY: it is called once.
    assert_eq!(unsafe { callers.call_forgiving(once, 1) }, -1);
    assert_eq!(text(Forgiving::take_panic()).as_deref(), Some("once"));

    let captureless = Forgiving::new(|_| panic!("captureless"));
    // SAFETY: the callback outlives the call.
    let result = unsafe { callers.call_forgiving(captureless.pointer(), 1) };
    assert_eq!(result, -1);
    assert_eq!(
        text(Forgiving::take_panic()).as_deref(),
        Some("captureless")
    );
}

#[test]
fn scope_raises_the_first_panic_again() {
    let callers = callers();
    let mut returned = None;
    let raised = catch_unwind(AssertUnwindSafe(|| {
        Forgiving::scoped(
            |number| panic!("scoped {number}"),
            // SAFETY: the callback outlives the call.
            |callback| returned = Some(unsafe { callers.call_forgiving(callback, 3) }),
        );
    }));
    // The foreign call came back with the values first.
    assert_eq!(returned, Some(-3));
    assert_eq!(text(raised.err()).as_deref(), Some("scoped 0"));

    let raised = catch_unwind(AssertUnwindSafe(|| {
        ForgivingWithData::scoped_sync(
            |number| panic!("user data {number}"),
            // SAFETY: as above.
            |callback, data| unsafe { callers.call_forgiving_with_data(callback, data, 2) },
        )
    }));
    assert_eq!(text(raised.err()).as_deref(), Some("user data 0"));
    assert!(ForgivingWithData::take_panic().is_none());
}
