use core::ffi::c_void;
use std::ptr::NonNull;

use super::fixtures::{assert_differ, assert_fit, functions, interface};
use super::{DifferenceKind, new_types as new, old_types as old};
use crate::{ForeignType, callback, open_enum};

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
