//! A file that bindgen wrote, as it is: its field types, by value in both directions, and its names.

use std::ffi::c_int;

use ffi_runtime::library::Variable;
use ffi_runtime::{ForeignType, Type, include_foreign};
use ffi_tests::fixtures::{CASES, CASES_BY_CLANG, open_fixture};

#[expect(clippy::all, reason = "bindgen wrote the file")]
mod foreign {
    use super::*;

    include_foreign! {
        /// The functions of `included.h`.
        unsafe "../fixtures/included.rs", name = "cases", struct = pub(super) Included,
            skip = ["log_list", long_double]
    }
}

use foreign::{Included, either, flags, halves, hidden, record, text};

fn libraries() -> Vec<Included> {
    let mut libraries = vec![open_fixture(Included::open, CASES)];
    if std::path::Path::new(CASES_BY_CLANG).is_file() {
        libraries.push(open_fixture(Included::open, CASES_BY_CLANG));
    }
    libraries
}

#[test]
fn bit_fields_are_the_bytes_of_their_unit() {
    let bytes = flags::TYPE
        .aggregate()
        .map(|layout| (layout.size, layout.align));
    assert_eq!(bytes, Some((4, 4)));
    for library in libraries() {
        let mut given = flags {
            _bindgen_align: [],
            _bitfield_1: flags::new_bitfield_1(5, 4000, 60_000),
        };
        // SAFETY: the function reads its argument only.
        given = unsafe { library.next_flags(given) };
        assert_eq!(
            (given.kind(), given.level(), given.count()),
            (6, 4002, 60_003)
        );

        let record = record {
            _bitfield_1: record::new_bitfield_1(1_000_000, 16_000),
            value: 1.25,
            more: -4,
        };
        // SAFETY: the function reads its argument only.
        let next = unsafe { library.next_record(record) };
        assert_eq!((next.low(), next.high()), (1_000_001, 16_002));
        assert_eq!((next.value, next.more), (1.75, -1));
    }
}

#[test]
fn struct_in_place_of_a_union_is_passed_as_the_union() {
    assert!(matches!(either::TYPE, Type::Union(layout) if layout.fields.len() == 2));
    for library in libraries() {
        // SAFETY: any bytes are such a struct.
        let mut given: either = unsafe { std::mem::zeroed() };
        // SAFETY: the struct has the bytes of the union, of which this is a member.
        *unsafe { given.halves.as_mut() } = halves {
            low: 1.5,
            high: -2.0,
        };
        // SAFETY: the function reads its argument only.
        let twice = unsafe { library.twice_either(given) };
        // SAFETY: the function returns this member.
        let halves { low, high } = *unsafe { twice.halves.as_ref() };
        assert_eq!((low, high), (3.0, -4.0));
    }
}

#[test]
fn flexible_array_members_and_incomplete_types_are_for_pointers() {
    assert_eq!(text::TYPE.aggregate().map(|layout| layout.size), Some(4));
    for library in libraries() {
        let memory: [c_int; 2] = [4, c_int::from_ne_bytes([1, 2, 3, 4])];
        let text: *const text = memory.as_ptr().cast();
        // SAFETY: `memory` has a length and so many bytes.
        assert_eq!(unsafe { library.sum_text(text) }, 10);
        let hidden: *mut hidden = std::ptr::without_provenance_mut(7);
        // SAFETY: the function returns its argument.
        assert_eq!(unsafe { library.same_hidden(hidden) }, hidden);
    }
}

#[test]
fn names_that_the_struct_has_get_an_underscore() {
    for library in libraries() {
        let unloaded: Variable<'_, c_int> = library.unloaded();
        // SAFETY: nothing else uses the variable of this library.
        unsafe { unloaded.as_ptr().write(40) };
        // SAFETY: the function adds to the variable.
        assert_eq!(unsafe { library.unload_(2) }, 42);
    }
}

#[test]
fn functions_that_bindgen_misreads_are_left_out() {
    assert!(Included::interface("same_hidden").is_some());
    assert!(Included::interface("log_list").is_none());
    assert!(Included::interface("wide_float").is_none());
}
