//! Tables of function pointers, which every target has: where entries are, and calls of them.

use std::ffi::{CStr, c_int, c_void};

use ffi_runtime::library::TableError;
use ffi_runtime::{CodePointer, ForeignType, foreign_table};
use native_tests::{Callees, Flags, Mixed, callees};

/// A struct that C aligns differently on different targets.
#[derive(ForeignType)]
#[repr(C)]
struct Header {
    revision: u16,
    size: u64,
}

#[repr(C)]
struct Own {
    header: Header,
    entries: [Option<CodePointer>; 6],
}

#[foreign_table(header = Header, size_from = size)]
unsafe trait Base {
    fn scaled(&self, by: i8, value: Mixed) -> Mixed;
    #[skip(1)]
    fn untidy_flags(&self, byte: u8) -> Flags;
    #[optional]
    unsafe fn total(&self, kinds: &CStr, _: ...) -> f64;
}

// Where a header is aligned more than a pointer, another table may have entries in its padding.
#[cfg(target_pointer_width = "64")]
#[foreign_table(extends = Base)]
unsafe trait Extended {
    #[optional]
    fn negated_byte(&self, value: i8) -> i8;
    fn halved(&self, value: f32) -> f32;
}

#[foreign_table(object)]
unsafe trait Object {
    unsafe fn advanced(&self, by: usize) -> *const c_void;
}

fn address(library: &Callees, method: &str) -> Option<CodePointer> {
    Some(library.address_of(method).expect("the library has it"))
}

/// A table of so many bytes.
fn own(library: &Callees, size: usize) -> &'static Own {
    let address = |method| address(library, method);
    Box::leak(Box::new(Own {
        header: Header {
            revision: 3,
            size: size.try_into().unwrap(),
        },
        entries: [
            address("scaled"),
            None,
            address("untidy_flags"),
            address("total"),
            None,
            address("halved"),
        ],
    }))
}

#[test]
fn entries_are_called_in_their_places() {
    let library = callees();
    let table: *const Own = own(&library, size_of::<Own>());
    // SAFETY: the table has the declared entries, of the library that is kept.
    let base = unsafe { Base::from_table(table.cast(), library.clone()) }.unwrap();
    let (a, b, c, d) = (-7, (1 << 41) + 3, 0.75, -1e200);
    let mixed = Mixed { a, b, c, d };
    assert_eq!(base.scaled(2, mixed), library.scaled(2, mixed));
    assert_eq!(base.untidy_flags(6), library.untidy_flags(6));
    // SAFETY: the kinds are those of the values.
    let total = unsafe { base.total(c"id", (40 as c_int, 2.5)) };
    // SAFETY: as above.
    let expected = unsafe { library.total_of_tuple(c"id", (40 as c_int, 2.5)) };
    assert_eq!(total, Ok(expected));
}

#[test]
fn entries_behind_the_end_are_missing() {
    let library = callees();
    let of = |size| {
        let table: *const Own = own(&library, size);
        // SAFETY: the table has the declared entries, of the library that is kept.
        unsafe { Base::from_table(table.cast(), library.clone()) }
    };
    let end = std::mem::offset_of!(Own, entries) + 3 * size_of::<*const c_void>();
    assert!(!of(end).unwrap().has_total());
    assert!(matches!(of(end - 1), Err(TableError::TooOld { missing, .. }) if missing.len() == 1));
}

#[cfg(target_pointer_width = "64")]
#[test]
fn entries_of_an_extended_table_come_after_its_own() {
    let library = callees();
    let table: *const Own = own(&library, size_of::<Own>());
    // SAFETY: the table has the declared entries, of the library that is kept.
    let extended = unsafe { Extended::from_table(table.cast(), library.clone()) }.unwrap();
    assert_eq!(extended.halved(3.0), library.halved(3.0));
    assert!(!extended.has_negated_byte());
    assert_eq!(extended.untidy_flags(5), library.untidy_flags(5));
}

#[test]
fn object_is_the_first_argument() {
    let library = callees();
    let entries = [address(&library, "advanced")];
    let mut object = (&raw const entries).cast::<c_void>();
    let pointer: *mut c_void = (&raw mut object).cast();
    // SAFETY: the object has the declared table, both live to the end, and the library is kept.
    let own = unsafe { Object::from_object(pointer, library.clone()) }.unwrap();
    // SAFETY: the address is only computed.
    let advanced = unsafe { own.advanced(3) };
    assert_eq!(advanced.addr(), pointer.addr() + 3);
}
