//! Structs that grow behind their size.

use super::fixtures::{assert_differ, assert_fit, functions, interface};
use super::{DifferenceKind, new_types as new, old_types as old};
use crate::ForeignType;
use crate::plugin::interface::Role;

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
