//! Where the functions of a declared library come from: names by rule, groups, lazily, resolvers, values that the
//! struct keeps, and one library for the process.

use std::ffi::CStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use ffi_runtime::library::{CloseError, Variable};
use ffi_runtime::{CodePointer, ForeignType, Library, LibraryError, foreign_library};
use ffi_tests::fixtures::{CASES, open_fixture};

#[foreign_library(name = "cases", prefix = "weigh", rename_all = "snake_case")]
unsafe trait Weights {
    fn _10(
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

    /// All ten are the same.
    fn of_one(&self, weight: i64) -> i64 {
        let w = weight;
        self._10(w, w, w, w, w, w, w, w, w, w)
    }
}

#[foreign_library(name = "cases")]
unsafe trait Groups {
    #[optional(group = "whole")]
    fn widen_bool(&self, value: bool) -> i64;
    #[optional(group = "whole")]
    fn float_bits(&self, value: f32) -> u32;
    #[optional(group = "part")]
    #[symbol("result_float")]
    fn result(&self, value: f32) -> f32;
    #[optional(group = "part")]
    #[since("9.1")]
    fn no_such_function(&self, value: f32) -> f32;
    #[optional(group = "part")]
    #[variable]
    fn variadic_counter(&self) -> *mut i32;
}

#[foreign_library(name = "cases", bind = "lazy")]
unsafe trait Lazy {
    fn widen_bool(&self, value: bool) -> i64;
    fn no_such_function(&self) -> i64;
    #[variable]
    fn variadic_limits(&self) -> &[i32; 3];
    #[variable]
    #[symbol("variadic_counter")]
    fn counter(&self) -> Variable<'_, i32>;
}

#[derive(Clone, Copy, ForeignType)]
#[repr(transparent)]
struct Weight(i64);

#[foreign_library(name = "cases", threads = "one")]
unsafe trait Kept {
    #[symbol("weigh_10")]
    fn weigh(
        &self,
        #[bound] first: Weight,
        b: i64,
        c: i64,
        d: i64,
        #[bound] fifth: i64,
        f: i64,
        g: i64,
        h: i64,
        i: i64,
        #[bound] first_: Weight,
    ) -> i64;
    #[symbol("widen_bool")]
    fn plain(&self, value: bool) -> i64;
}

#[foreign_library(name = "cases")]
unsafe trait Fitting {
    #[requires(1..3)]
    #[symbol("fitting_version")]
    fn version(&self) -> i32;
    #[requires(size_of::<[i32; 3]>())]
    fn fitting_size(&self) -> usize;
    #[cfg(any())]
    #[requires(NO_SUCH_CONSTANT)]
    fn absent(&self) -> usize;
}

#[foreign_library(name = "cases")]
unsafe trait TooNew {
    #[requires(3..)]
    #[symbol("fitting_version")]
    fn version(&self) -> i32;
}

#[foreign_library(process, optional)]
unsafe trait Process {
    fn no_such_function(&self);
}

#[test]
fn symbol_is_named_by_the_rule() {
    assert_eq!(open_fixture(Weights::open, CASES).of_one(2), 110);
}

#[test]
fn group_is_there_as_a_whole_or_not() {
    let groups = open_fixture(Groups::open, CASES);
    assert!(groups.has_whole() && !groups.has_part());
    assert_eq!(groups.widen_bool(true), Ok(1));
    assert_eq!(groups.float_bits(1.0), Ok(0x3f80_0000));
    let error = groups.result(1.0).unwrap_err().to_string();
    assert!(
        error.contains("no_such_function") && error.contains("part"),
        "{error}"
    );
    let error = groups.no_such_function(1.0).unwrap_err().to_string();
    assert!(error.contains("since 9.1"), "{error}");
    assert!(groups.variadic_counter().is_err());
}

#[test]
fn lazy_function_is_found_at_its_call() {
    let lazy = open_fixture(Lazy::open, CASES);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                assert_eq!(lazy.widen_bool(true), Ok(1));
                assert_eq!(lazy.variadic_limits().copied(), Ok([1, 2, 3]));
            });
        }
    });
    assert!(lazy.has_counter() && !lazy.has_no_such_function());
    let error = lazy.no_such_function().unwrap_err();
    assert_eq!(error.symbol(), "no_such_function");
    assert!(lazy.address_of("widen_bool").is_some());
}

/// A resolver that finds the functions of the fixture, and counts how often it is asked.
fn resolver(
    asked: &Arc<AtomicUsize>,
) -> impl Fn(&CStr) -> Option<CodePointer> + Send + Sync + use<> {
    let library = open_fixture(Library::open, CASES);
    let asked = Arc::clone(asked);
    move |name| {
        asked.fetch_add(1, Ordering::Relaxed);
        library.symbol(name.to_str().ok()?).ok()
    }
}

#[test]
fn resolver_is_kept_as_long_as_the_library() {
    let asked = Arc::new(AtomicUsize::new(0));
    // SAFETY: the functions are those of the fixture, which is never unloaded.
    let lazy = unsafe { Lazy::from_symbols(resolver(&asked)) }.expect("nothing is required");
    assert_eq!(asked.load(Ordering::Relaxed), 0);
    assert_eq!(
        (lazy.widen_bool(true), lazy.widen_bool(false)),
        (Ok(1), Ok(0))
    );
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    let clone = lazy.clone();
    drop(lazy);
    assert_eq!(Arc::strong_count(&asked), 2);
    // SAFETY: nothing of the library is in use.
    unsafe { clone.unload() }.expect("this is the last owner");
    assert_eq!(Arc::strong_count(&asked), 1);
}

#[test]
fn required_function_that_the_resolver_lacks_is_named() {
    let asked = Arc::new(AtomicUsize::new(0));
    #[foreign_library(name = "cases")]
    unsafe trait Two {
        fn no_such_function(&self);
        #[symbol("nor_this", "nor_that")]
        fn other(&self);
    }
    // SAFETY: as above.
    let error = unsafe { Two::from_symbols(resolver(&asked)) }.unwrap_err();
    assert!(matches!(&error, LibraryError::MissingSymbols { .. }));
    let text = error.to_string();
    for name in ["no_such_function", "nor_this", "nor_that"] {
        assert!(text.contains(name), "{text}");
    }
}

#[test]
fn kept_values_are_passed_where_they_stand() {
    // SAFETY: the fixture has the declared functions.
    let kept = unsafe { Kept::open(Weight(1), 50, Weight(1000), CASES) }.expect("the fixture");
    let sum = kept.weigh(1, 1, 1, 1, 1, 1, 1);
    assert_eq!(sum, 1 + 2 + 3 + 4 + 5 * 50 + 6 + 7 + 8 + 9 + 10_000);
    assert_eq!(kept.clone().plain(true), 1);
}

#[test]
fn library_that_does_not_fit_is_refused() {
    assert_eq!(open_fixture(Fitting::open, CASES).version(), 2);
    // SAFETY: the fixture has the declared function.
    let error = unsafe { TooNew::open(CASES) }.unwrap_err();
    assert!(matches!(
        &error,
        LibraryError::Incompatible {
            symbol: "version",
            ..
        }
    ));
    let text = error.to_string();
    assert!(
        text.ends_with("does not fit `TooNew`: version returned 2, and 3.. is required"),
        "{text}"
    );
}

#[test]
fn library_of_the_process_is_one() {
    let first = Process::global().expect("this process");
    assert!(std::ptr::eq(
        first,
        Process::global().expect("this process")
    ));
    assert!(!first.has_no_such_function());
}

#[test]
fn library_with_clones_is_not_unloaded() {
    let library = open_fixture(Groups::open, CASES);
    let clone = library.clone();
    // SAFETY: nothing of the library is in use.
    let refused = unsafe { library.unload() };
    assert!(matches!(refused, Err(CloseError::Shared { others: 1, .. })));
    assert_eq!(clone.widen_bool(true), Ok(1));
}
