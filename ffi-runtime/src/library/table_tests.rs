use core::ffi::c_void;
use core::mem::offset_of;
use core::ptr;
use std::sync::Arc;

use crate::foreign_table;
use crate::library::{CodePointer, TableError};

#[repr(C)]
struct Sized {
    size: u16,
    entries: [Option<CodePointer>; 3],
}

#[expect(dead_code, reason = "no function of the tables can be called")]
#[foreign_table(size_from = u16)]
unsafe trait First {
    fn first(&self);
    #[optional]
    #[since(2)]
    fn second(&self);
}

#[expect(dead_code, reason = "no function of the tables can be called")]
#[foreign_table(extends = First)]
unsafe trait Second {
    #[optional]
    fn third(&self);
}

#[repr(C)]
struct Counter {
    table: *const Sized,
}

#[expect(dead_code, reason = "no function of the tables can be called")]
#[foreign_table(object, count_from = i8)]
unsafe trait Object {
    fn first(&self);
}

/// A table of a size whose entries may not be called.
fn table(size: usize, entries: [bool; 3]) -> Box<Sized> {
    static BYTES: [u8; 3] = [0; 3];
    let size = u16::try_from(size).unwrap();
    let mut address = BYTES
        .iter()
        .map(|byte| CodePointer::from_ptr(ptr::from_ref(byte).cast()));
    let entries = entries.map(|is_there| address.next().flatten().filter(|_| is_there));
    Box::new(Sized { size, entries })
}

fn whole(entries: [bool; 3]) -> Box<Sized> {
    table(size_of::<Sized>(), entries)
}

fn address(table: &Sized) -> *const c_void {
    ptr::from_ref(table).cast()
}

#[test]
fn entries_are_read_in_their_places() {
    let table = whole([true; 3]);
    // SAFETY: the table outlives the struct, and nothing of it is called.
    let second = unsafe { Second::from_table(address(&table), ()) }.unwrap();
    assert_eq!(second.address_of("third"), table.entries[2]);
    let first: &First = &second;
    assert_eq!(first.address_of("first"), table.entries[0]);
    assert_eq!(first.address_of("second"), table.entries[1]);
    assert_eq!(first.as_ptr(), address(&table));
}

#[test]
fn null_entries_are_missing() {
    let table = whole([true, false, true]);
    // SAFETY: the table outlives the struct, and nothing of it is called.
    let second = unsafe { Second::from_table(address(&table), ()) }.unwrap();
    assert!(!second.has_second());
    assert!(second.has_third());
    let table = whole([false, true, true]);
    // SAFETY: as above.
    let error = unsafe { Second::from_table(address(&table), ()) }.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the table `Second` is not filled: an entry is null:\n  \"first\""
    );
}

#[test]
fn nothing_behind_the_end_is_read() {
    let end = |entries: usize| offset_of!(Sized, entries) + entries * size_of::<*const c_void>();
    for (size, expected) in [
        (end(3), Some((true, true))),
        (end(3) - 1, Some((true, false))),
        (end(1), Some((false, false))),
        (end(1) - 1, None),
        (0, None),
    ] {
        let table = table(size, [true; 3]);
        // SAFETY: the table outlives the struct, and nothing of it is called.
        let second = unsafe { Second::from_table(address(&table), ()) };
        let found = match &second {
            Ok(second) => Some((second.has_second(), second.has_third())),
            Err(TableError::TooOld { missing, .. }) => {
                assert_eq!(missing[0].symbol(), "first");
                None
            }
            Err(error) => panic!("{error}"),
        };
        assert_eq!(found, expected, "{size}");
    }
}

#[test]
fn newest_version_decides_what_is_there() {
    let table = whole([true; 3]);
    let ask = |version| {
        if version == 1 {
            address(&table)
        } else {
            ptr::null()
        }
    };
    // SAFETY: the table outlives the struct, and nothing of it is called.
    let (second, version) = unsafe { Second::negotiate(0..=4, ask, ()) }.unwrap();
    assert_eq!(version, 1);
    // What is behind an entry of a later version is of a later version too.
    assert!(!second.has_second() && !second.has_third());
    // SAFETY: there is no table of these versions.
    let error = unsafe { Second::negotiate(3..=4, ask, ()) }.unwrap_err();
    assert!(matches!(error, TableError::NoVersion { .. }));
}

#[test]
fn owner_outlives_what_is_read() {
    let owner: Arc<Box<Sized>> = Arc::new(whole([true; 3]));
    // SAFETY: the owner keeps the table, of which nothing is called.
    let second = unsafe { Second::from_table(address(&owner), Arc::clone(&owner)) }.unwrap();
    let first = First::clone(&second);
    drop(second);
    assert_eq!(first.address_of("first"), owner.entries[0]);
    assert_eq!(Arc::strong_count(&owner), 2);
    drop(first);
    assert_eq!(Arc::strong_count(&owner), 1);
}

#[test]
fn negative_count_counts_nothing() {
    for (count, is_there) in [(-1_i8, false), (0, false), (1, true), (i8::MAX, true)] {
        let table = table(count.cast_unsigned().into(), [true; 3]);
        let mut counter = Counter {
            table: ptr::from_ref(&*table),
        };
        let pointer = (&raw mut counter).cast();
        // SAFETY: the object outlives the struct, and nothing of its table is called.
        let object = unsafe { Object::from_object(pointer, ()) };
        // The low byte of the size is the count.
        if cfg!(target_endian = "little") {
            assert_eq!(object.is_ok(), is_there, "{count}");
        }
    }
}
