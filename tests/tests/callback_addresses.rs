//! The addresses of callbacks: each has one of its own, and one that is not in use says so.

use ffi_runtime::callback::{DynamicCallback, ReservedCallback};
use ffi_runtime::{Abi, CallInterface, CodePointer, Type};
use ffi_tests::abort::stderr_of;
use ffi_tests::callers::{RawVisit, Visit, VisitWithData, callers};

#[test]
fn every_owner_has_an_address_of_its_own() {
    let make = || Visit::new(|number| number);
    let (first, second) = (make(), make());
    assert_ne!(first.pointer(), second.pointer());

    let make = || VisitWithData::new(|number| number);
    let (first, second) = (make(), make());
    assert_ne!(first.data(), second.data());
}

#[test]
fn call_of_a_dropped_closure_without_captures_names_it() {
    let text = stderr_of(
        "call_of_a_dropped_closure_without_captures_names_it",
        || {
            let pointer = Visit::new(|number| number).pointer();
            // SAFETY: none: this is the mistake.
            unsafe { callers().call_times(pointer, 1) };
        },
    );
    assert!(
        text.contains("callback `ffi_tests::callers::Visit`"),
        "{text}"
    );
    assert!(text.contains("was called after it was dropped"), "{text}");
}

#[test]
fn call_of_a_dropped_dynamic_callback_says_where_it_was_made() {
    let text = stderr_of(
        "call_of_a_dropped_dynamic_callback_says_where_it_was_made",
        || {
            let interface = CallInterface::prepare(Abi::C, Type::I64, &[Type::I64]);
            let made = DynamicCallback::new(interface.expect("it is ordinary"), |_| {});
            let code = made.expect("there is a slot").code();
            // SAFETY: the callback has the signature of `Visit`.
            let raw = unsafe { std::mem::transmute::<CodePointer, RawVisit>(code) };
            // SAFETY: none: this is the mistake.
            unsafe { callers().call_times(Visit::from(raw), 1) };
        },
    );
    assert!(text.contains("dynamic callback (made at"), "{text}");
    assert!(text.contains("callback_addresses.rs:"), "{text}");
}

#[test]
fn call_of_an_unbound_callback_says_where_it_was_reserved() {
    let text = stderr_of(
        "call_of_an_unbound_callback_says_where_it_was_reserved",
        || {
            let reserved = ReservedCallback::new().expect("there is a slot");
            // SAFETY: the callback would have the signature of `Visit`.
            let raw = unsafe { std::mem::transmute::<CodePointer, RawVisit>(reserved.code()) };
            // SAFETY: none: this is the mistake.
            unsafe { callers().call_times(Visit::from(raw), 1) };
        },
    );
    assert!(text.contains("dynamic callback (made at"), "{text}");
    assert!(text.contains("callback_addresses.rs:"), "{text}");
    assert!(text.contains("while no closure was bound to it"), "{text}");
}
