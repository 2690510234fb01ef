//! Objects that have a table of functions, as those of COM, and tables that extend others.

use std::ffi::c_void;
use std::ptr;

use ffi_runtime::library::TableError;
use ffi_runtime::{ForeignType, foreign_library, foreign_table};
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
    fn counter_new(&self) -> *mut c_void;
    unsafe fn counter_references(&self, counter: *const c_void) -> u32;
    fn counter_without_table(&self) -> *mut c_void;
}

mod interfaces {
    use super::*;

    #[foreign_table(object)]
    pub unsafe trait Unknown {
        pub unsafe fn query_interface(&self, id: &u8, out: *mut *mut c_void) -> i32;
        fn add_ref(&self) -> u32;
        unsafe fn release(&self) -> u32;
    }
}
use interfaces::Unknown;

#[foreign_table(object, extends = Unknown)]
unsafe trait Counter {
    fn get(&self) -> i64;
    fn add(&self, number: i32, factor: f64);
    fn state(&self, value: Wide) -> Wide;
    unsafe fn add_all(&self, count: i32, _: ...) -> i64;
}

#[foreign_table(object, extends = Counter)]
unsafe trait Counter2 {
    fn reset(&self);
}

fn tables() -> Tables {
    open_fixture(Tables::open, TABLES)
}

#[test]
fn object_goes_first_to_every_method() {
    let library = tables();
    let object = library.counter_new();
    // SAFETY: the object lives as long as the library, and has the table that is declared.
    let counter = unsafe { Counter2::from_object(object, library.clone()) }.unwrap();
    assert_eq!(counter.get(), 40);
    counter.add(4, 0.5);
    assert_eq!(counter.get(), 42);
    let (first, second, third) = (1, 2.0, 3);
    let state = counter.state(Wide {
        first,
        second,
        third,
    });
    assert_eq!((state.first, state.second, state.third), (43, 2.0, 3));
    // SAFETY: two integers follow.
    assert_eq!(unsafe { counter.add_all(2, (1_i64, 2_i64)) }, 45);
    assert_eq!(counter.add_ref(), 2);
    // SAFETY: the reference was counted above.
    assert_eq!(unsafe { counter.release() }, 1);
    counter.reset();
    assert_eq!(counter.get(), 0);
    assert_eq!(counter.as_object(), object);
    let unknown: &Unknown = &counter;
    let mut other = ptr::null_mut();
    // SAFETY: the pointer is written.
    assert_eq!(unsafe { unknown.query_interface(&2, &raw mut other) }, 0);
    assert_eq!(other, object);
    // SAFETY: the object lives.
    assert_eq!(unsafe { library.counter_references(object) }, 2);
    // SAFETY: the pointer is written.
    assert_eq!(unsafe { counter.query_interface(&9, &raw mut other) }, -1);
}

#[test]
fn owner_can_release_an_object() {
    struct Reference(Unknown);

    impl Drop for Reference {
        fn drop(&mut self) {
            // SAFETY: this is the reference that the owner has.
            unsafe { self.0.release() };
        }
    }

    let library = tables();
    let object = library.counter_new();
    // SAFETY: the object lives as long as the library, and has the table that is declared.
    let unknown = unsafe { Unknown::from_object(object, library.clone()) }.unwrap();
    unknown.add_ref();
    // SAFETY: as above.
    let counter = unsafe { Counter::from_object(object, Reference(unknown)) }.unwrap();
    assert_eq!(counter.get(), 40);
    // SAFETY: the object lives.
    let references = || unsafe { library.counter_references(object) };
    assert_eq!(references(), 2);
    drop(counter);
    assert_eq!(references(), 1);
}

#[test]
fn object_or_its_table_may_be_null() {
    let library = tables();
    let object = library.counter_without_table();
    for object in [ptr::null_mut(), object] {
        // SAFETY: the object has no table.
        let error = unsafe { Counter::from_object(object, library.clone()) }.unwrap_err();
        assert!(matches!(error, TableError::Null { item: "Counter" }));
    }
}
