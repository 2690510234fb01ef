use core::ffi::c_void;
use std::ptr::NonNull;

use super::fixtures::{EMPTY, functions, library};
use super::{
    DescribedInterface, Description, Difference, DifferenceKind, Target, bytes, compare,
    compare_library, length,
};
use crate::plugin::interface::{Function, Interface, LibraryContents, Role};
use crate::{ForeignType, callback, open_enum};

/// What a host of the first interface says of a plugin of the second, and the reverse.
fn both(old: &'static Interface, new: &'static Interface) -> [Vec<Difference>; 2] {
    let (old, new) = (DescribedInterface::of(old), DescribedInterface::of(new));
    [
        compare(&old, &new).err().unwrap_or_default(),
        compare(&new, &old).err().unwrap_or_default(),
    ]
}

#[track_caller]
fn assert_fit(old: &'static Interface, new: &'static Interface) {
    assert_eq!(both(old, new), [Vec::new(), Vec::new()]);
}

/// Both directions have one difference of a kind, in these words.
#[track_caller]
fn assert_differ(
    old: &'static Interface,
    new: &'static Interface,
    kind: DifferenceKind,
    words: [&str; 2],
) {
    let found = both(old, new);
    let texts = found.each_ref().map(|found| {
        let texts: Vec<_> = found.iter().map(ToString::to_string).collect();
        texts.join("\n")
    });
    assert_eq!(texts.each_ref().map(|text| &**text), words);
    assert!(
        found.iter().flatten().all(|found| found.kind == kind),
        "{found:?}"
    );
}

mod old {
    use super::*;

    #[derive(ForeignType)]
    #[repr(C)]
    pub(super) struct Frame {
        width: u32,
        height: u32,
        pixels: *mut u8,
    }

    #[derive(ForeignType)]
    #[foreign(growing)]
    #[repr(C)]
    pub(super) struct Options {
        #[foreign(size)]
        size: u32,
        level: u32,
    }

    #[open_enum]
    #[repr(i32)]
    pub(super) enum Status {
        Ok,
        Busy,
    }

    #[derive(ForeignType)]
    #[repr(u32)]
    pub(super) enum Mode {
        Fast,
        Good,
    }

    #[derive(ForeignType)]
    #[repr(C)]
    pub(super) struct Pair {
        a: u16,
        b: u16,
    }

    #[derive(ForeignType)]
    #[repr(transparent)]
    pub(super) struct Handle(u32);

    #[callback]
    pub(super) type Report = unsafe extern "C" fn(pair: *const Pair, code: i32);

    #[derive(ForeignType)]
    #[repr(C)]
    pub(super) union Either {
        a: u32,
        b: u8,
    }
}

mod new {
    use super::*;

    #[derive(ForeignType)]
    #[repr(C)]
    pub(super) struct Frame {
        width: u64,
        height: u32,
        pixels: *mut u8,
    }

    #[derive(ForeignType)]
    #[foreign(growing)]
    #[repr(C)]
    pub(super) struct Options {
        #[foreign(size)]
        size: u32,
        level: u32,
        extra: u32,
    }

    #[open_enum]
    #[repr(i32)]
    pub(super) enum Status {
        Ok,
        Busy,
        Gone,
    }

    #[derive(ForeignType)]
    #[repr(u32)]
    pub(super) enum Mode {
        Fast,
        Good,
        Best,
    }

    #[derive(ForeignType)]
    #[repr(C)]
    pub(super) struct Pair {
        b: u16,
        a: u16,
    }

    #[derive(ForeignType)]
    #[repr(transparent)]
    pub(super) struct Handle(u64);

    #[callback]
    pub(super) type Report = unsafe extern "C" fn(pair: *const Pair, code: i64);

    #[derive(ForeignType)]
    #[repr(C)]
    pub(super) union Either {
        a: u32,
        b: u16,
    }
}

/// An interface with functions, and with what is behind their pointers.
macro_rules! interface {
    ($($name:ident : $ty:ty),*; $($functions:tt)*) => {{
        const INTERFACE: Interface = Interface {
            functions: functions! { $($functions)* },
            types: &[$(Some(<$ty as ForeignType>::INFO)),*],
            ..EMPTY
        };
        &INTERFACE
    }};
}

#[test]
fn struct_of_an_argument_with_another_field() {
    let old = interface! { frame: old::Frame; process(frame: &mut old::Frame); };
    let new = interface! { frame: new::Frame; process(frame: &mut new::Frame); };
    let sizes = (size_of::<old::Frame>(), size_of::<new::Frame>());
    let words = |ours, size, theirs, other| {
        format!(
            "process: argument 2 is Frame {{width: {ours}, ..}} {size} bytes, the plugin has {{width: {theirs}, ..}} {other} bytes"
        )
    };
    let first = words("u32", sizes.0, "u64", sizes.1);
    let second = words("u64", sizes.1, "u32", sizes.0);
    assert_differ(old, new, DifferenceKind::Layout, [&first, &second]);
}

const STOP: Function = Function {
    since: (1, 3),
    ..functions! { stop(); }[0]
};

#[test]
fn more_optional_functions_fit() {
    const OLD: &Interface = interface! { ; process(size: u32); };
    const NEW: Interface = Interface {
        version: (1, 3),
        functions: &[
            OLD.functions[0],
            Function {
                is_optional: true,
                ..STOP
            },
        ],
        ..EMPTY
    };
    assert_fit(OLD, &NEW);
}

#[test]
fn required_function_is_missing_in_an_older_plugin() {
    const OLD: &Interface = interface! { ; process(size: u32); };
    const NEW: Interface = Interface {
        version: (1, 3),
        functions: &[OLD.functions[0], STOP],
        ..EMPTY
    };
    let words = "stop: this host needs it, which the interface has since 1.3; the plugin is written for 1.0 and lacks it";
    assert_differ(OLD, &NEW, DifferenceKind::MissingFunction, ["", words]);
}

#[test]
fn function_that_only_one_side_has_as_optional() {
    const OLD: Interface = Interface {
        functions: &[STOP],
        ..EMPTY
    };
    const NEW: Interface = Interface {
        functions: &[Function {
            is_optional: true,
            ..STOP
        }],
        ..EMPTY
    };
    let words = "stop: this host needs it, and the plugin may lack it";
    assert_differ(&OLD, &NEW, DifferenceKind::MissingFunction, [words, ""]);
}

#[test]
fn other_function_at_a_place() {
    let old = interface! { ; first(); second(); };
    let new = interface! { ; first(); other(); };
    let words = [
        "second: it is function 2, and the plugin has `other` there",
        "other: it is function 2, and the plugin has `second` there",
    ];
    assert_differ(old, new, DifferenceKind::OtherFunction, words);
}

#[test]
fn other_number_of_parameters() {
    let old = interface! { ; process(a: u32); };
    let new = interface! { ; process(a: u32, b: u32); };
    let words = [
        "process: it has 2 arguments, the plugin has 3",
        "process: it has 3 arguments, the plugin has 2",
    ];
    assert_differ(old, new, DifferenceKind::Parameters, words);
}

#[test]
fn struct_that_grows_fits_behind_a_pointer() {
    let old = interface! { o: old::Options; set(options: &old::Options); };
    let new = interface! { o: new::Options; set(options: &new::Options); };
    assert_fit(old, new);
}

#[test]
fn struct_that_grows_keeps_its_alignment() {
    mod wide {
        use super::*;

        #[derive(ForeignType)]
        #[foreign(growing)]
        #[repr(C)]
        pub(super) struct Options {
            #[foreign(size)]
            size: u32,
            level: u32,
            extra: u128,
        }
    }
    let old = interface! { o: old::Options; set(options: &old::Options); };
    let new = interface! { o: wide::Options; set(options: &wide::Options); };
    let words = [
        "set: argument 2 is Options {..} 8 bytes, aligned to 4, the plugin has {.., extra: u128} 32 bytes, aligned to 16",
        "set: argument 2 is Options {.., extra: u128} 32 bytes, aligned to 16, the plugin has {..} 8 bytes, aligned to 4",
    ];
    assert_differ(old, new, DifferenceKind::Layout, words);
}

#[test]
fn struct_that_grows_does_not_grow_into_its_padding() {
    mod padded {
        use super::*;

        #[derive(ForeignType)]
        #[foreign(growing)]
        #[repr(C)]
        pub(super) struct Options {
            #[foreign(size)]
            size: u64,
            level: u32,
        }
    }
    mod filled {
        use super::*;

        #[derive(ForeignType)]
        #[foreign(growing)]
        #[repr(C)]
        pub(super) struct Options {
            #[foreign(size)]
            size: u64,
            level: u32,
            extra: u32,
        }
    }
    let old = interface! { o: padded::Options; set(options: &padded::Options); };
    let new = interface! { o: filled::Options; set(options: &filled::Options); };
    let reason =
        "; the new field `extra` is in what was padding, where the older side has no value";
    let words = [
        format!(
            "set: argument 2 is Options {{..}} 16 bytes, the plugin has {{.., extra: u32}} 16 bytes{reason}"
        ),
        format!(
            "set: argument 2 is Options {{.., extra: u32}} 16 bytes, the plugin has {{..}} 16 bytes{reason}"
        ),
    ];
    let [first, second] = &words;
    assert_differ(old, new, DifferenceKind::Layout, [first, second]);
}

#[test]
fn struct_that_grows_does_not_fit_where_its_size_counts() {
    let words = |place: &str, reason: &str| {
        [
            format!(
                "{place} is Options {{..}} 8 bytes, the plugin has {{.., extra: u32}} 12 bytes{reason}"
            ),
            format!(
                "{place} is Options {{.., extra: u32}} 12 bytes, the plugin has {{..}} 8 bytes{reason}"
            ),
        ]
    };
    let reason = "; it may grow behind the pointer of an argument, and here its size counts";
    let check = |old, new, place| {
        let [first, second] = words(place, reason);
        assert_differ(old, new, DifferenceKind::Layout, [&first, &second]);
    };

    let old = interface! { ; set(options: old::Options); };
    let new = interface! { ; set(options: new::Options); };
    check(old, new, "set: argument 2");

    let old = interface! { ; get() -> old::Options; };
    let new = interface! { ; get() -> new::Options; };
    check(old, new, "get: the result");

    // Whoever gets such a reference takes the whole struct for there.
    let old = interface! { o: old::Options; get() -> &old::Options; };
    let new = interface! { o: new::Options; get() -> &new::Options; };
    check(old, new, "get: the result");

    let old = interface! { o: old::Options; set(options: *const old::Options = Role::Slice); };
    let new = interface! { o: new::Options; set(options: *const new::Options = Role::Slice); };
    // A raw pointer of the trait alone says nothing of its type.
    assert_fit(old, new);
    let old = interface! { o: old::Options; set(options: &old::Options = Role::Slice); };
    let new = interface! { o: new::Options; set(options: &new::Options = Role::Slice); };
    check(old, new, "set: argument 2");

    let old = interface! { o: old::Options; get(options: &mut old::Options = Role::Out); };
    let new = interface! { o: new::Options; get(options: &mut new::Options = Role::Out); };
    check(old, new, "get: argument 2");

    // Seen behind a pointer first, where it fits.
    let old = interface! { o: old::Options; set(options: &old::Options); get() -> old::Options; };
    let new = interface! { o: new::Options; set(options: &new::Options); get() -> new::Options; };
    check(old, new, "get: the result");
}

#[test]
fn struct_that_grows_inside_of_another_one() {
    mod outside {
        use super::*;

        macro_rules! with {
            ($module:ident) => {
                pub(super) mod $module {
                    use super::*;

                    #[derive(ForeignType)]
                    #[repr(C)]
                    pub(crate) struct Outside {
                        inside: super::super::$module::Options,
                    }
                }
            };
        }
        with!(old);
        with!(new);
    }
    let old = interface! { o: outside::old::Outside; set(o: &outside::old::Outside); };
    let new = interface! { o: outside::new::Outside; set(o: &outside::new::Outside); };
    let words = [
        "set: argument 2 is Outside {inside: Options of 8 bytes} 8 bytes, the plugin has {inside: Options of 12 bytes} 12 bytes",
        "set: argument 2 is Outside {inside: Options of 12 bytes} 12 bytes, the plugin has {inside: Options of 8 bytes} 8 bytes",
    ];
    assert_differ(old, new, DifferenceKind::Layout, words);
}

#[test]
fn struct_that_does_not_say_that_it_grows() {
    #[derive(ForeignType)]
    #[repr(C)]
    struct Options {
        size: u32,
        level: u32,
    }

    let old = interface! { o: Options; set(options: &Options); };
    let new = interface! { o: old::Options; set(options: &old::Options); };
    let words = [
        "set: argument 2 is Options {..} 8 bytes, which may not grow, the plugin has {..} 8 bytes, which may grow",
        "set: argument 2 is Options {..} 8 bytes, which may grow, the plugin has {..} 8 bytes, which may not grow",
    ];
    assert_differ(old, new, DifferenceKind::Layout, words);
}

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

#[test]
fn other_minor_version_fits() {
    const NEW: Interface = Interface {
        version: (1, 9),
        ..EMPTY
    };
    assert_fit(&EMPTY, &NEW);
}

#[test]
fn other_major_version() {
    const NEW: Interface = Interface {
        version: (2, 0),
        ..EMPTY
    };
    let words = [
        "org.example.filter: this host has version 1.0, the plugin is newer: it is written for 2.0",
        "org.example.filter: this host has version 2.0, the plugin is older: it is written for 1.0",
    ];
    assert_differ(&EMPTY, &NEW, DifferenceKind::Version, words);
}

#[test]
fn other_interface() {
    const OTHER: Interface = Interface {
        name: "org.example.codec",
        ..EMPTY
    };
    let words = [
        "interface: this host has `org.example.filter`, the plugin is written for `org.example.codec`",
        "interface: this host has `org.example.codec`, the plugin is written for `org.example.filter`",
    ];
    assert_differ(&EMPTY, &OTHER, DifferenceKind::Interface, words);
}

#[test]
fn other_types() {
    let old = interface! { ; run(a: u32); };
    let check = |new, ours, theirs| {
        let words = |ours, theirs| format!("run: argument 2 is {ours}, the plugin has {theirs}");
        let words = [words(ours, theirs), words(theirs, ours)];
        assert_differ(
            old,
            new,
            DifferenceKind::Type,
            words.each_ref().map(|words| &**words),
        );
    };
    check(interface! { ; run(a: i32); }, "u32", "i32");
    check(interface! { ; run(a: f32); }, "u32", "f32");
    check(interface! { ; run(a: *mut u32); }, "u32", "*mut c_void");
    check(interface! { ; run(a: old::Handle); }, "u32", "Handle");
    check(
        interface! { p: old::Pair; run(a: Option<old::Report>); },
        "u32",
        "Option<Report>",
    );
}

#[test]
fn other_pointers() {
    let check = |old, new, ours: &str, theirs: &str| {
        let words = |ours, theirs| format!("run: argument 2 is {ours}, the plugin has {theirs}");
        let words = [words(ours, theirs), words(theirs, ours)];
        assert_differ(
            old,
            new,
            DifferenceKind::Type,
            words.each_ref().map(|words| &**words),
        );
    };
    let shared = interface! { ; run(a: &u32); };
    check(
        shared,
        interface! { ; run(a: &mut u32); },
        "&u32",
        "&mut u32",
    );
    check(
        shared,
        interface! { ; run(a: Option<&u32>); },
        "&u32",
        "*const u32",
    );
    check(shared, interface! { ; run(a: &i32); }, "&u32", "&i32");
    check(shared, interface! { ; run(a: &c_void); }, "&u32", "&()");
    check(
        shared,
        interface! { ; run(a: &[u32; 4]); },
        "&u32",
        "&[u32; 4]",
    );
    check(
        interface! { ; run(a: &[u32; 3]); },
        interface! { ; run(a: &[u32; 4]); },
        "&[u32; 3]",
        "&[u32; 4]",
    );
}

#[test]
fn bytes_for_elements() {
    let old = interface! { ; run(a: &u32 = Role::Slice, n: usize = Role::Elements(0)); };
    let new = interface! { ; run(a: &u32 = Role::Slice, n: usize = Role::Bytes(0)); };
    let words = [
        "run: argument 3 is the number of elements of argument 2, the plugin has the number of bytes of argument 2",
        "run: argument 3 is the number of bytes of argument 2, the plugin has the number of elements of argument 2",
    ];
    assert_differ(old, new, DifferenceKind::Role, words);
}

#[test]
fn other_role_of_a_result() {
    const OLD: Interface = Interface {
        functions: functions! { run() -> i32; },
        ..EMPTY
    };
    const NEW: Interface = Interface {
        functions: &[Function {
            result_role: Role::Status,
            ..OLD.functions[0]
        }],
        ..EMPTY
    };
    let words = [
        "run: the result is a value, the plugin has a status",
        "run: the result is a status, the plugin has a value",
    ];
    assert_differ(&OLD, &NEW, DifferenceKind::Role, words);
}

#[test]
fn other_convention() {
    const OLD: Interface = Interface {
        functions: &[STOP],
        ..EMPTY
    };
    const NEW: Interface = Interface {
        functions: &[Function {
            abi: "system",
            ..STOP
        }],
        ..EMPTY
    };
    let words = [
        "stop: it is `extern \"C\"`, the plugin has `extern \"system\"`",
        "stop: it is `extern \"system\"`, the plugin has `extern \"C\"`",
    ];
    assert_differ(&OLD, &NEW, DifferenceKind::Convention, words);
}

#[test]
fn other_packing() {
    mod packed {
        use super::*;

        #[derive(ForeignType)]
        #[repr(C, packed)]
        pub(super) struct Pair {
            a: u16,
            b: u16,
        }
    }
    let old = interface! { ; run(pair: old::Pair); };
    let new = interface! { ; run(pair: packed::Pair); };
    let words = [
        "run: argument 2 is Pair {..} 4 bytes, aligned to 2, not packed, the plugin has {..} 4 bytes, aligned to 1, packed(1)",
        "run: argument 2 is Pair {..} 4 bytes, aligned to 1, packed(1), the plugin has {..} 4 bytes, aligned to 2, not packed",
    ];
    assert_differ(old, new, DifferenceKind::Layout, words);
}

#[test]
fn swapped_fields_of_one_size() {
    let old = interface! { ; run(pair: old::Pair); };
    let new = interface! { ; run(pair: new::Pair); };
    let words = [
        "run: argument 2 is Pair {a: u16, ..} 4 bytes, the plugin has {b: u16, ..} 4 bytes",
        "run: argument 2 is Pair {b: u16, ..} 4 bytes, the plugin has {a: u16, ..} 4 bytes",
    ];
    assert_differ(old, new, DifferenceKind::Layout, words);
}

#[test]
fn other_type_in_a_handle() {
    let old = interface! { ; run(handle: old::Handle); };
    let new = interface! { ; run(handle: new::Handle); };
    let words = [
        "run: the value in Handle is u32, the plugin has u64",
        "run: the value in Handle is u64, the plugin has u32",
    ];
    assert_differ(old, new, DifferenceKind::Type, words);
}

#[test]
fn other_signature_of_a_callback() {
    let old = interface! { p: old::Pair; run(report: old::Report); };
    let new = interface! { p: old::Pair; run(report: new_report::Report); };
    mod new_report {
        use super::{callback, old::Pair};

        #[callback]
        pub(super) type Report = unsafe extern "C" fn(pair: *const Pair, code: i64);
    }
    let words = |ours, theirs| {
        let function = |code| format!("extern \"C\" fn(*const Pair, {code}) -> ()");
        let (ours, theirs) = (function(ours), function(theirs));
        format!("run: argument 2 is Report, {ours}, the plugin has {theirs}")
    };
    let words = [words("i32", "i64"), words("i64", "i32")];
    let words = words.each_ref().map(|words| &**words);
    assert_differ(old, new, DifferenceKind::Type, words);

    // A struct behind an argument of a callback.
    let old = interface! { p: old::Pair; run(report: new_report::Report); };
    let new = interface! { p: new::Pair; run(report: new::Report); };
    let words = [
        "run: an argument of Report is Pair {a: u16, ..} 4 bytes, the plugin has {b: u16, ..} 4 bytes",
        "run: an argument of Report is Pair {b: u16, ..} 4 bytes, the plugin has {a: u16, ..} 4 bytes",
    ];
    assert_differ(old, new, DifferenceKind::Layout, words);
}

#[test]
fn union_and_struct() {
    mod structure {
        use super::*;

        #[derive(ForeignType)]
        #[repr(C)]
        pub(super) struct Either {
            a: u32,
        }
    }
    let old = interface! { ; run(either: old::Either); };
    let new = interface! { ; run(either: new::Either); };
    let words = [
        "run: argument 2 is Either {.., b: u8} 4 bytes, the plugin has {.., b: u16} 4 bytes",
        "run: argument 2 is Either {.., b: u16} 4 bytes, the plugin has {.., b: u8} 4 bytes",
    ];
    assert_differ(old, new, DifferenceKind::Layout, words);
    let new = interface! { ; run(either: structure::Either); };
    let words = [
        "run: argument 2 is Either {.., b: u8} 4 bytes, a union, the plugin has {..} 4 bytes, a struct",
        "run: argument 2 is Either {..} 4 bytes, a struct, the plugin has {.., b: u8} 4 bytes, a union",
    ];
    assert_differ(old, new, DifferenceKind::Layout, words);
}

#[test]
fn definition_of_another_kind() {
    mod enumeration {
        use super::*;

        #[open_enum]
        #[repr(u32)]
        pub(super) enum Handle {
            No,
        }
    }
    let old = interface! { ; run(handle: old::Handle); };
    let new = interface! { ; run(handle: enumeration::Handle); };
    let words = [
        "run: argument 2 is Handle, a type around another one, the plugin has an enum",
        "run: argument 2 is Handle, an enum, the plugin has a type around another one",
    ];
    assert_differ(old, new, DifferenceKind::Type, words);
}

#[test]
fn struct_that_points_to_itself_is_compared_once() {
    mod first {
        use super::*;

        #[derive(ForeignType)]
        #[repr(C)]
        pub(super) struct Node {
            next: Option<NonNull<Node>>,
            value: u32,
        }
    }
    mod second {
        use super::*;

        #[derive(ForeignType)]
        #[repr(C)]
        pub(super) struct Node {
            next: Option<NonNull<Node>>,
            value: i32,
        }
    }
    let old = interface! { n: first::Node; a(node: &first::Node); b(node: first::Node); };
    assert_fit(old, old);
    let new = interface! { n: second::Node; a(node: &second::Node); b(node: second::Node); };
    let size = size_of::<first::Node>();
    let words = |ours, theirs| {
        format!(
            "a: argument 2 is Node {{.., value: {ours}}} {size} bytes, the plugin has {{.., value: {theirs}}} {size} bytes"
        )
    };
    let words = [words("u32", "i32"), words("i32", "u32")];
    let words = words.each_ref().map(|words| &**words);
    assert_differ(old, new, DifferenceKind::Layout, words);
}

const HOST: Interface = Interface {
    name: "org.example.host",
    functions: functions! { log(level: u32); },
    ..EMPTY
};

const NEWER_HOST: Interface = Interface {
    version: (1, 4),
    functions: &[HOST.functions[0], STOP],
    ..HOST
};

const OPTIONAL_HOST: Interface = Interface {
    functions: &[
        HOST.functions[0],
        Function {
            is_optional: true,
            ..STOP
        },
    ],
    ..NEWER_HOST
};

/// A plugin's interface with such a host.
macro_rules! with {
    ($host:expr) => {{
        const INTERFACE: Interface = Interface {
            host: Some(&$host),
            ..EMPTY
        };
        &INTERFACE
    }};
}

#[test]
fn function_that_a_host_lacks() {
    let words = "stop of the host: the plugin needs it, which the interface has since 1.3; this host has version 1.0 and lacks it";
    let (old, new) = (with!(HOST), with!(NEWER_HOST));
    assert_differ(old, new, DifferenceKind::MissingFunction, [words, ""]);
    assert_fit(with!(HOST), with!(OPTIONAL_HOST));
    let words = "stop of the host: the plugin needs it, and this host may lack it";
    let (old, new) = (with!(OPTIONAL_HOST), with!(NEWER_HOST));
    assert_differ(old, new, DifferenceKind::MissingFunction, [words, ""]);
}

#[test]
fn other_type_of_a_function_of_the_host() {
    const OTHER: Interface = Interface {
        functions: functions! { log(level: u64); },
        ..HOST
    };
    let words = [
        "log of the host: argument 2 is u32, the plugin has u64",
        "log of the host: argument 2 is u64, the plugin has u32",
    ];
    assert_differ(with!(HOST), with!(OTHER), DifferenceKind::Type, words);
}

#[test]
fn other_host() {
    const OTHER: Interface = Interface {
        name: "org.example.other",
        ..HOST
    };
    let words = [
        "host interface: this host has `org.example.host`, the plugin is written for `org.example.other`",
        "host interface: this host has `org.example.other`, the plugin is written for `org.example.host`",
    ];
    assert_differ(with!(HOST), with!(OTHER), DifferenceKind::Interface, words);
    let words = [
        "host interface: the plugin needs `org.example.host` from its host, and this host has none",
        "host interface: this host gives `org.example.host` to its plugins, and the plugin takes none",
    ];
    assert_differ(&EMPTY, with!(HOST), DifferenceKind::Host, words);
}

#[test]
fn other_target_and_a_library_that_aborts() {
    const PLUGINS: &[(&str, &Interface)] = &[("blur", &EMPTY)];
    const CONTENTS: LibraryContents<'_> = library(PLUGINS);
    const ABORTS: LibraryContents<'_> = LibraryContents {
        aborts: true,
        ..CONTENTS
    };
    let read = |bytes: &[u8]| Description::read(bytes).expect("a description");
    let library = read(&bytes::<{ length(&CONTENTS) }>(&CONTENTS));
    assert_eq!(compare_library(&Target::CURRENT, &library), Ok(()));
    let mut other = Target::CURRENT;
    other.pointer_size = 2;
    other.architecture = 0;
    let differences = compare_library(&other, &library).expect_err("another target");
    let text = differences[0].to_string();
    assert!(text.starts_with("target: this host is unknown"), "{text}");
    assert!(text.contains("pointers of 2 bytes"), "{text}");
    assert_eq!(differences[0].kind, DifferenceKind::Target);

    let library = read(&bytes::<{ length(&ABORTS) }>(&ABORTS));
    let differences = compare_library(&Target::CURRENT, &library).expect_err("it aborts");
    assert_eq!(differences[0].kind, DifferenceKind::Aborts);
    let words = "library: it is compiled with `panic = \"abort\"`: a panic of a plugin would end this process";
    assert_eq!(differences[0].to_string(), words);
}
