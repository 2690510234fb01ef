//! Structs of function pointers that C gives: their versions, their lengths, and what is null in them.

use std::ffi::{CStr, c_void};
use std::ptr;
use std::sync::Arc;
use std::thread;

use ffi_runtime::library::{CloseError, TableError};
use ffi_runtime::{ForeignType, MissingSymbol, foreign_library, foreign_table};
use ffi_tests::fixtures::{TABLES, open_fixture};

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct Wide {
    first: i64,
    second: f64,
    third: i64,
}

#[foreign_library(name = "tables")]
unsafe trait Tables {
    fn arithmetic_of(&self, version: u32) -> *const c_void;
    fn arithmetic_unfilled(&self) -> *const c_void;
    fn sized_of(&self, size: u32) -> *const c_void;
    fn counted_of(&self, count: u8) -> *const c_void;
}

/// Calculates.
#[foreign_table]
unsafe trait Arithmetic {
    fn add(&self, a: i32, b: i32) -> i32;
    fn mix(&self, a: i32, b: f64, c: i64, d: f32) -> f64;
    #[skip(2)]
    fn turn(&self, value: Wide) -> Wide;
    fn length(&self, text: Option<&CStr>) -> i64;
    unsafe fn sum(&self, count: i32, values: ...) -> i64;
    #[optional]
    #[since(3)]
    fn is_odd(&self, value: i32) -> bool;
    #[optional]
    #[since(3)]
    fn weigh(
        &self,
        a: i64,
        b: i64,
        c: i64,
        d: i64,
        e: i64,
        f: i64,
        g: i64,
        h: i64,
        i: i64,
        j: i64,
    ) -> i64;

    /// Plain Rust.
    fn twice(&self, number: i32) -> i32 {
        self.add(number, number)
    }
}

/// A second declaration of the table, which requires more of it.
#[foreign_table]
unsafe trait Strict {
    fn add(&self, a: i32, b: i32) -> i32;
    skip!(4);
    #[skip(2)]
    #[since(3)]
    fn is_odd(&self, value: i32) -> bool;
    #[since(4)]
    unsafe fn weigh(&self, a: i64);
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Header {
    size: u32,
    flags: u32,
}

#[foreign_table(header = Header, size_from = size)]
unsafe trait Measured {
    fn add(&self, a: i32, b: i32) -> i32;
    fn length(&self, text: &CStr) -> i64;
    #[optional]
    #[variadic(1)]
    unsafe fn sum(&self, count: i32, a: i64, b: i64) -> i64;
}

#[foreign_table(count_from = u8)]
unsafe trait Counted {
    fn add(&self, a: i32, b: i32) -> i32;
    #[optional]
    fn length(&self, text: &CStr) -> i64;
}

fn tables() -> Tables {
    open_fixture(Tables::open, TABLES)
}

fn arithmetic() -> Arithmetic {
    let library = tables();
    // SAFETY: version 3 has all of the entries, as they are declared, and the library is kept.
    unsafe { Arithmetic::from_table(library.arithmetic_of(3), library) }.unwrap()
}

fn names(missing: &[MissingSymbol]) -> Vec<&str> {
    missing.iter().map(MissingSymbol::symbol).collect()
}

#[test]
fn entries_are_called_in_their_places() {
    let table = arithmetic();
    assert_eq!(table.add(2, 3), 5);
    assert_eq!(table.mix(1, 2.0, 3, 4.0), 30.0);
    let (first, second, third) = (1, 2.0, 3);
    let turned = table.turn(Wide {
        first,
        second,
        third,
    });
    assert_eq!((turned.first, turned.second, turned.third), (3, 3.0, 1));
    assert_eq!(table.length(Some(c"four")), 4);
    assert_eq!(table.length(None), -1);
    // SAFETY: three integers follow.
    assert_eq!(unsafe { table.sum(3, (1_i64, 2_i64, 3_i64)) }, 6);
    assert_eq!(table.is_odd(3), Ok(true));
    assert_eq!(table.is_odd(4), Ok(false));
    assert_eq!(table.weigh(1, 1, 1, 1, 1, 1, 1, 1, 1, 1), Ok(55));
    assert_eq!(table.twice(21), 42);
    assert!(table.has_is_odd());
}

#[test]
fn table_keeps_its_library_loaded() {
    let table = arithmetic();
    let clone = table.clone();
    drop(table);
    thread::spawn(move || assert_eq!(clone.add(40, 2), 42))
        .join()
        .unwrap();

    let library = tables();
    // SAFETY: version 3 has all of the entries, as they are declared.
    let table = unsafe { Arithmetic::from_table(library.arithmetic_of(3), library.clone()) };
    // SAFETY: it is refused.
    let refused = unsafe { library.unload() };
    assert!(matches!(refused, Err(CloseError::Shared { .. })));
    drop(table);
}

#[test]
fn owner_is_dropped_with_the_last_clone() {
    let (library, owner) = (tables(), Arc::new(()));
    let kept = (library.clone(), Arc::clone(&owner));
    // SAFETY: version 3 has all of the entries, as they are declared.
    let table = unsafe { Arithmetic::from_table(library.arithmetic_of(3), kept) }.unwrap();
    let clone = table.clone();
    drop(table);
    assert_eq!(Arc::strong_count(&owner), 2);
    drop(clone);
    assert_eq!(Arc::strong_count(&owner), 1);
}

#[test]
fn null_table_is_an_error() {
    // SAFETY: nothing is read.
    let error = unsafe { Arithmetic::from_table(ptr::null(), ()) }.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the table `Arithmetic` is a null pointer"
    );
}

#[test]
fn zero_filled_table_names_every_required_entry() {
    let library = tables();
    // SAFETY: every entry is null, but for one that is as it is declared.
    let error = unsafe { Arithmetic::from_table(library.arithmetic_unfilled(), library) };
    let error = error.unwrap_err();
    let TableError::Unfilled { missing, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!(names(missing), ["add", "turn", "length", "sum"]);
    assert_eq!(
        error.to_string(),
        "the table `Arithmetic` is not filled: entries are null (4):\n  \"add\"\n  \"turn\"\n  \"length\"\n  \
         \"sum\""
    );
}

#[test]
fn newest_version_is_negotiated() {
    let library = tables();
    let mut asked = Vec::new();
    let ask = |version| {
        asked.push(version);
        library.arithmetic_of(version)
    };
    // SAFETY: the table of a version has the entries that are declared for it.
    let (table, version) = unsafe { Arithmetic::negotiate(2..=5, ask, library.clone()) }.unwrap();
    assert_eq!(version, 3);
    assert_eq!(asked, [5, 4, 3]);
    assert_eq!(table.is_odd(5), Ok(true));
}

#[test]
fn entries_of_a_later_version_are_not_read() {
    let library = tables();
    let ask = |version| library.arithmetic_of(version);
    // SAFETY: as above.
    let (table, version) = unsafe { Arithmetic::negotiate(1..=2, ask, library.clone()) }.unwrap();
    assert_eq!((version, table.add(1, 1)), (2, 2));
    assert!(!table.has_is_odd());
    let error = table.is_odd(1).unwrap_err();
    assert_eq!(
        error.to_string(),
        "entry \"is_odd\" (since 3) not found in the table `Arithmetic`"
    );
    assert!(table.weigh(1, 1, 1, 1, 1, 1, 1, 1, 1, 1).is_err());
    assert!(table.address_of("weigh").is_none());
}

#[test]
fn too_old_version_names_every_required_entry() {
    let library = tables();
    let ask = |version| library.arithmetic_of(version);
    // SAFETY: as above.
    let error = unsafe { Strict::negotiate(1..=2, ask, ()) }.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the table `Strict` is too old: it lacks entries (2):\n  \"is_odd\" (since 3)\n  \"weigh\" (since 4)"
    );
    // SAFETY: as above.
    let error = unsafe { Strict::negotiate(7..=9, ask, ()) }.unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no table `Strict` of a version from 7 to 9"
    );
}

#[test]
fn skipped_entries_have_no_method() {
    let library = tables();
    // SAFETY: the table has what is declared; `weigh` is not called.
    let table = unsafe { Strict::from_table(library.arithmetic_of(3), library) }.unwrap();
    assert!(table.is_odd(7));
    assert!(!table.is_odd(8));
    // SAFETY: never called.
    let _ = |table: &Strict| unsafe { table.weigh(1) };
}

#[test]
fn size_says_which_entries_there_are() {
    let library = tables();
    let pointer = size_of::<*const ()>();
    let whole = size_of::<Header>() + 3 * pointer;
    // SAFETY: the table has the entries up to the size that it says.
    let of = |size: usize| unsafe {
        Measured::from_table(library.sized_of(size.try_into().unwrap()), library.clone())
    };
    let table = of(whole).unwrap();
    // SAFETY: two integers follow.
    assert_eq!(unsafe { table.sum(2, 20, 22) }, Ok(42));
    for size in [whole - 1, whole - pointer] {
        let table = of(size).unwrap();
        assert!(!table.has_sum());
        assert_eq!(table.length(c"text"), 4);
    }
    let Err(TableError::TooOld { missing, .. }) = of(whole - pointer - 1) else {
        panic!("an entry is cut off");
    };
    assert_eq!(names(&missing), ["length"]);
    let Err(TableError::TooOld { missing, .. }) = of(0) else {
        panic!("nothing is there");
    };
    assert_eq!(names(&missing), ["add", "length"]);
}

#[test]
fn count_says_which_entries_there_are() {
    let library = tables();
    // SAFETY: the table has as many entries as it says.
    let of = |count| unsafe { Counted::from_table(library.counted_of(count), library.clone()) };
    assert_eq!(of(2).unwrap().length(c"text"), Ok(4));
    let table = of(1).unwrap();
    assert_eq!(table.add(1, 2), 3);
    assert!(!table.has_length());
    assert!(of(200).unwrap().has_length());
    let error = of(0).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the table `Counted` is too old: it lacks the entry:\n  \"add\""
    );
}

#[test]
fn interface_and_address_of_a_method_are_known() {
    let table = arithmetic();
    if cfg!(target_pointer_width = "64") {
        let interface = Arithmetic::interface("mix").unwrap();
        assert_eq!(interface.arguments().len(), 4);
    }
    assert!(table.address_of("add").is_some());
    assert!(table.address_of("no_such_entry").is_none());
    assert!(format!("{table:?}").starts_with("Arithmetic { table: 0x"));
}
