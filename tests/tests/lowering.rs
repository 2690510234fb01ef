//! Arguments and results that cross in another form than they are written, with functions of this program as the
//! library: each records what it got.

#[path = "lowering/functions.rs"]
mod functions;
#[path = "lowering/integer_handles.rs"]
mod integer_handles;
#[path = "lowering/library.rs"]
mod library;
#[path = "lowering/owned_values.rs"]
mod owned_values;
#[path = "lowering/written_always.rs"]
mod written_always;

use std::ffi::{CString, c_int};
use std::io;
use std::path::Path;

use ffi_runtime::lowering::{ArgumentError, CallError};
use ffi_runtime::{Owned, lowering};

use self::functions::{log, lowered, taken_log};
use self::library::{Code, Counter, Refused, Step};

#[test]
fn texts_of_c_live_as_long_as_their_owner() {
    let library = lowered();
    assert_eq!(library.version(), c"1.2");
    assert_eq!(library.name_of(0), None);
    assert_eq!(library.name_of(1), Some(c"one"));
}

#[test]
#[should_panic(expected = "C gave null in place of a text")]
fn null_is_no_text() {
    lowered().missing_text();
}

#[test]
fn texts_are_copied_and_freed() {
    let library = lowered();
    log();
    assert_eq!(library.made_text(3).as_deref(), Some("3 items"));
    assert_eq!(taken_log(), ["made 3", "freed text"]);
    assert_eq!(library.made_text(-1), None);
    assert_eq!(taken_log(), ["made -1"]);
    assert_eq!(library.kept_text(), CString::from(c"kept"));
}

#[test]
fn texts_get_an_end() {
    let library = lowered();
    let long = "x".repeat(1000);
    for text in [
        "",
        "hello",
        &"y".repeat(254),
        &"y".repeat(255),
        &"y".repeat(256),
        &long,
    ] {
        assert_eq!(library.length_of(text), text.len(), "{text}");
        assert_eq!(library.length_of_maybe(Some(text)), text.len() as i64);
    }
    assert_eq!(library.length_of_maybe(None), -1);
    assert_eq!(library.length_of_bytes(b"a\xff"), 2);
    let expected = if cfg!(windows) { 3 * 2 } else { 3 };
    assert_eq!(library.bytes_of_path(Path::new("a/b")), expected);
}

#[test]
#[should_panic(expected = "`length_of`: the text has a NUL at index 2")]
fn text_with_a_nul_panics_where_no_error_is() {
    lowered().length_of("ab\0c");
}

#[test]
fn text_with_a_nul_is_an_error_where_there_is_one() {
    let library = lowered();
    log();
    let refused = library.checked_text("ab\0c");
    assert_eq!(
        refused,
        Err(Refused::Argument(ArgumentError::InnerNul { position: 2 }))
    );
    assert!(taken_log().is_empty(), "it is not called");
    assert_eq!(library.checked_text("abc"), Ok(()));
    assert_eq!(taken_log(), ["checked abc"]);
}

#[test]
fn lists_of_texts_end_with_null() {
    let library = lowered();
    assert_eq!(library.count_of(&[]), 0);
    assert_eq!(library.count_of(&[c"a", c"b"]), 2);
    for count in [14, 15, 16, 17, 40] {
        assert_eq!(library.count_of(&vec![c"x"; count]), count as i32);
    }
}

#[test]
fn slices_are_pointer_and_length() {
    let library = lowered();
    assert_eq!(library.sum(&[1, 2, 3]), 6);
    assert_eq!(library.sum(&[]), 0);
    let mut values = [1u16, 2, 3];
    library.double(&mut values);
    assert_eq!(values, [2, 4, 6]);
    assert_eq!(library.bytes_in(&[1u32, 2, 3]), 12);
    assert_eq!(library.bytes_in(&[]), 0);
    assert_eq!(library.bytes_of_text("h\0i"), 3);
    assert_eq!(library.dot(&[1.0, 2.0], &[3.0, 4.0]), Ok(11.0));
    assert_eq!(
        library.dot(&[1.0, 2.0], &[3.0]),
        Err(CallError::Argument(ArgumentError::DifferentLengths {
            first: 2,
            other: 1
        }))
    );
}

#[test]
fn empty_slice_is_not_null_and_none_is() {
    let library = lowered();
    assert_eq!(library.blob(Some(&[])), 0);
    assert_eq!(library.blob(None), -1);
    assert_eq!(library.blob(Some(&[7])), 1);
}

#[test]
fn length_that_does_not_fit_is_refused() {
    let library = lowered();
    let bytes = [0; 300];
    assert_eq!(library.narrow(&bytes[..255]), Ok(255));
    let error = ArgumentError::TooLong {
        length: 256,
        bits: 8,
    };
    assert_eq!(
        library.narrow(&bytes[..256]),
        Err(CallError::Argument(error))
    );
}

#[test]
fn results_are_slices() {
    let library = lowered();
    assert_eq!(library.table(), &[5, 6, 7]);
    assert_eq!(library.no_table(), &[] as &[i32]);
}

#[test]
fn out_parameters_are_results() {
    let library = lowered();
    assert_eq!(library.divide(17, 5), (3, 2));
    assert_eq!(
        library.divide_named(17, 5),
        (3, 2),
        "names of the expansion are none of the user's"
    );
    assert_eq!(library.position(), (1.5, -2.5));
    let flags: (c_int, bool) = library.flag();
    assert_eq!(flags, (1, true), "any byte but 0 is true");
    assert_eq!(library.named_out(), c"out");
}

#[test]
fn status_decides() {
    let library = lowered();
    assert_eq!(library.status(0), Ok(()));
    assert_eq!(library.status(100), Ok(()));
    assert_eq!(library.status(5), Err(Refused::Code(5, None)));
    assert_eq!(library.step(100), Ok(Step::Row));
    assert_eq!(library.step(0), Ok(Step::Done));
    assert_eq!(library.foreign(3), Err(Refused::Code(3, None)));
    assert_eq!(library.foreign(0), Ok(()));
    assert_eq!(library.out_checked(4), Ok(8));
    assert_eq!(library.out_checked(-4), Err(Refused::Code(1, None)));
}

#[test]
fn predicates_decide() {
    let library = lowered();
    let failed = |function, returned| CallError::Failed { function, returned };
    assert_eq!(library.zero(0), Ok(()));
    assert_eq!(library.zero(7), Err(failed("echo", 7)));
    assert_eq!(library.nonzero(7), Ok(7));
    assert_eq!(library.nonzero(0), Err(failed("echo", 0)));
    assert_eq!(library.not_negative(7), Ok(7));
    assert_eq!(library.not_negative(-7), Err(failed("echo", -7)));
    assert_eq!(library.not_null(1), Ok(c"one"));
    assert_eq!(library.not_null(0), Err(failed("name_of", 0)));
    assert_eq!(
        library.not_null(0).unwrap_err().to_string(),
        "`name_of` failed: it returned 0"
    );
}

#[test]
fn error_state_is_read_right_after_the_call() {
    let library = lowered();
    let error = library.last_error(0).unwrap_err();
    assert_eq!(error.raw_os_error(), Some(33));
    assert_eq!(library.last_error(5).unwrap(), 5, "an old error is none");
}

#[test]
fn error_state_alone_decides() {
    let library = lowered();
    assert_eq!(library.only_state(0).unwrap_err().raw_os_error(), Some(33));
    assert_eq!(library.only_state(5).unwrap(), 5);
}

#[test]
fn other_methods_leave_the_error_state_alone() {
    let library = lowered();
    let state = || io::Error::last_os_error().raw_os_error();
    library.set_state(0);
    assert_eq!(state(), Some(33), "as the function left it");
    library.sum(&[1, 2]);
    assert_eq!(library.length_of("short"), 5);
    assert_eq!(library.divide(7, 2), (3, 1));
    assert_eq!(library.status(0), Ok(()));
    assert_eq!(state(), Some(33), "none of them has `#[last_error]`");
}

#[test]
fn errors_ask_the_library() {
    let library = lowered();
    log();
    let counter = library.counter(5).unwrap();
    assert_eq!(
        library.fail(&counter),
        Err(Refused::Code(9, Some("counter 5".to_owned())))
    );
    drop(counter);
    assert_eq!(taken_log(), ["freed 5"]);
}

#[test]
fn handle_that_a_failure_gives_out_is_asked_and_freed() {
    let library = lowered();
    log();
    let error = library.open_always(7).unwrap_err();
    assert_eq!(error, Refused::Code(1, Some("counter 7".to_owned())));
    assert_eq!(taken_log(), ["freed 7"]);
    let error = library.open_always(-1).unwrap_err();
    assert_eq!(error, Refused::Code(1, None), "nothing was given out");
    assert!(taken_log().is_empty());
    let counter = library.open_always(0).unwrap();
    assert_eq!(library.value(&counter), 0);
}

#[test]
fn error_text_is_copied_and_freed() {
    let library = lowered();
    log();
    assert_eq!(library.execute(0), Ok(()));
    assert!(taken_log().is_empty());
    let error = library.execute(1).unwrap_err();
    assert_eq!(error, Refused::Code(1, Some("1 items".to_owned())));
    assert_eq!(taken_log(), ["freed text"]);
}

#[test]
fn error_object_alone_decides() {
    let library = lowered();
    log();
    assert_eq!(library.report(0).unwrap(), 0);
    let error: Owned<Counter> = library.report(3).unwrap_err();
    assert_eq!(library.value(&error), 3);
    drop(error);
    assert_eq!(taken_log(), ["freed 3"]);
}

#[test]
fn result_that_is_an_error_is_read_and_freed() {
    let library = lowered();
    log();
    assert_eq!(library.object(-1), Ok(()));
    assert!(taken_log().is_empty());
    assert_eq!(library.object(6), Err(Refused::Code(6, None)));
    assert_eq!(taken_log(), ["freed 6"]);
}

#[test]
fn fixed_values_are_passed() {
    let library = lowered();
    assert_eq!(library.fixed(3), 3 * 100 + 42);
}

#[test]
fn handles_are_freed_once() {
    let library = lowered();
    log();
    let counter = library.counter(4).unwrap();
    assert_eq!(library.value(&counter), 4);
    library.count(&counter);
    assert_eq!(library.value(&counter), 5);
    let second = counter.clone();
    drop(counter);
    assert_eq!(taken_log(), ["retained 5", "released 5"]);
    assert_eq!(library.value(&second), 5);
    assert_eq!(second.close(), Ok(()));
    assert_eq!(taken_log(), ["freed 5"]);

    let counter = library.counter(1).unwrap();
    assert_eq!(library.free(counter), Ok(()));
    assert_eq!(taken_log(), ["freed 1"]);

    let raw = library.counter(2).unwrap().into_raw();
    assert!(taken_log().is_empty(), "given up");
    // SAFETY: the library gave it out, and nobody else frees it.
    drop(unsafe { Owned::from_raw(raw, library.clone()) });
    assert_eq!(taken_log(), ["freed 2"]);

    assert!(library.counter(-1).is_none());
    let failed = library.counter(13).unwrap();
    assert_eq!(failed.close(), Err(Refused::Code(13, None)));
    taken_log();
}

#[test]
fn handle_that_is_not_counted_is_not_cloned() {
    let library = lowered();
    log();
    let shared = library.shared(6).unwrap();
    let cloned = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| shared.clone()));
    let message = cloned.unwrap_err();
    assert_eq!(
        message.downcast_ref::<String>().map(String::as_str),
        Some("`fail`: it counts no owner more")
    );
    drop(shared);
    assert_eq!(taken_log(), ["freed 6"], "once");
}

#[test]
fn nothing_is_given_away_before_an_argument_fails() {
    let library = lowered();
    log();
    let counter = library.counter(8).unwrap();
    let refused = library.adopt(counter, "a\0b");
    assert_eq!(
        refused,
        Err(Refused::Argument(ArgumentError::InnerNul { position: 1 }))
    );
    assert_eq!(taken_log(), ["freed 8"]);
}

#[test]
fn raw_twins_take_what_c_takes() {
    let library = lowered();
    let (mut quotient, mut remainder) = (0, 0);
    // SAFETY: the pointers lead to integers.
    unsafe {
        library
            .raw()
            .divide(17, 5, &raw mut quotient, &raw mut remainder)
    };
    assert_eq!((quotient, remainder), (3, 2));
    // SAFETY: the text ends.
    assert_eq!(unsafe { library.raw().length_of(c"four".as_ptr()) }, 4);
    // SAFETY: any number may be passed.
    assert_eq!(unsafe { library.raw().status(5) }, Code(5));
    // SAFETY: there are 2 elements.
    assert_eq!(unsafe { library.raw().sum([1, 2].as_ptr(), 2) }, 3);
}

#[test]
fn optional_function_is_an_error_of_the_method() {
    let library = lowered();
    let error = library.absent("text").unwrap_err();
    assert!(matches!(error, CallError::Missing(_)), "{error}");
    assert!(!library.has_absent());
}

#[test]
fn errors_are_values_of_their_types() {
    fn is_error<E: std::error::Error + Send + Sync + 'static>() {}

    is_error::<ArgumentError>();
    is_error::<CallError>();
    is_error::<lowering::Errno>();
    let error: std::io::Error = ArgumentError::InnerNul { position: 1 }.into();
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
}
