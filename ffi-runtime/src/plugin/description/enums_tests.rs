use super::fixtures::{assert_differ, assert_fit, functions, interface};
use super::{DifferenceKind, new_types as new, old_types as old};
use crate::{ForeignType, open_enum};

#[test]
fn new_value_of_an_open_enum_fits() {
    let old = interface! { ; run() -> old::Status; };
    let new = interface! { ; run() -> new::Status; };
    assert_fit(old, new);
}

#[test]
fn new_value_of_a_closed_enum() {
    let old = interface! { ; run(mode: old::Mode); };
    let new = interface! { ; run(mode: new::Mode); };
    let words = [
        "run: argument 2 is Mode, a closed enum without `Best` = 2, which the plugin has",
        "run: argument 2 is Mode, a closed enum with `Best` = 2, which the plugin lacks",
    ];
    assert_differ(old, new, DifferenceKind::Enum, words);
}

#[test]
fn values_of_enums_that_changed() {
    mod other {
        use super::*;

        #[open_enum]
        #[repr(i32)]
        pub(super) enum Status {
            Ok,
            Busy = 7,
        }
    }
    mod renamed {
        use super::*;

        #[open_enum]
        #[repr(i32)]
        pub(super) enum Status {
            Ok,
            Locked,
        }
    }
    mod narrow {
        use super::*;

        #[open_enum]
        #[repr(u8)]
        pub(super) enum Status {
            Ok,
            Busy,
        }
    }
    mod closed {
        use super::*;

        #[derive(ForeignType)]
        #[repr(i32)]
        pub(super) enum Status {
            Ok,
            Busy,
        }
    }
    let old = interface! { ; run() -> old::Status; };
    let check = |new, first, second| {
        let words = [first, second].map(|words| format!("run: the result is Status, {words}"));
        assert_differ(
            old,
            new,
            DifferenceKind::Enum,
            words.each_ref().map(|words| &**words),
        );
    };
    check(
        interface! { ; run() -> other::Status; },
        "in which `Busy` is 1, the plugin has 7",
        "in which `Busy` is 7, the plugin has 1",
    );
    check(
        interface! { ; run() -> renamed::Status; },
        "in which 1 is `Busy`, the plugin has `Locked`",
        "in which 1 is `Locked`, the plugin has `Busy`",
    );
    check(
        interface! { ; run() -> narrow::Status; },
        "an enum of 4 signed bytes, the plugin has 1 unsigned byte",
        "an enum of 1 unsigned byte, the plugin has 4 signed bytes",
    );
    check(
        interface! { ; run() -> closed::Status; },
        "an open enum, the plugin has a closed enum",
        "a closed enum, the plugin has an open enum",
    );
}
