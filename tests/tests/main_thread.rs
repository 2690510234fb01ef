//! Libraries and tables with `threads = "main"`: there on the main thread, and an error on every other.
//!
//! The harness of Rust runs tests on threads of its own; this one runs each trial on the main thread.

use std::ffi::c_void;
use std::fmt::{Debug, Display};
use std::{ptr, thread};

use ffi_runtime::library::{MainThreadError, TableError};
use ffi_runtime::{CodePointer, Library, LibraryError, foreign_library, foreign_table};
use ffi_tests::fixtures::{CASES, TABLES, open_fixture};
use libtest_mimic::{Arguments, Trial};

#[foreign_library(name = "no-such-library", threads = "main")]
unsafe trait Ui {
    fn widen_bool(&self, value: bool) -> i64;
}

#[foreign_library(name = "no-such-library", threads = "main", bind = "lazy")]
unsafe trait LazyUi {
    fn widen_bool(&self, #[bound] value: bool) -> i64;
}

#[foreign_library(process, threads = "main")]
unsafe trait Process {
    #[optional]
    fn no_such_function(&self);
}

#[foreign_library(name = "tables")]
unsafe trait Tables {
    fn arithmetic_of(&self, version: u32) -> *const c_void;
    fn counter_new(&self) -> *mut c_void;
}

#[foreign_table(threads = "main")]
unsafe trait Adding {
    fn add(&self, a: i32, b: i32) -> i32;
}

/// The methods of the table whose entries come first are those of the main thread.
#[foreign_table(extends = Adding)]
unsafe trait Mixing {
    fn mix(&self, a: i32, b: f64, c: i64, d: f32) -> f64;
}

#[foreign_table(object, threads = "main")]
unsafe trait Unknown {
    #[skip(1)]
    fn add_ref(&self) -> u32;
}

fn resolver(_: &std::ffi::CStr) -> Option<CodePointer> {
    None
}

/// Runs a function on a thread of this name.
fn elsewhere<T: Send>(name: &str, run: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let named = thread::Builder::new().name(name.to_owned());
        let thread = named.spawn_scoped(scope, run).expect("it is started");
        thread.join().expect("it does not panic")
    })
}

fn library_is_there_on_the_main_thread() {
    assert_eq!(open_fixture(Ui::open, CASES).widen_bool(true), 1);
    let lazy = |path| {
        // SAFETY: the declaration repeats the prototype that the fixture has in C.
        unsafe { LazyUi::open(true, path) }
    };
    assert_eq!(lazy(CASES).expect("it is there").widen_bool(), Ok(1));
    let cases = open_fixture(Library::open, CASES);
    // SAFETY: as above.
    let ui = unsafe { Ui::from_library(cases) }.expect("it is there");
    assert_eq!(ui.clone().widen_bool(true), 1);
    assert!(Process::load().is_ok());
    // SAFETY: no function is there.
    assert!(unsafe { Process::from_process() }.is_ok());
    // SAFETY: the resolver finds nothing.
    assert!(unsafe { Process::from_symbols(resolver) }.is_ok());
    // The search is begun here, and finds nothing.
    assert!(matches!(Ui::load(), Err(LibraryError::NotFound { .. })));
}

fn table_is_there_on_the_main_thread() {
    let tables = open_fixture(Tables::open, TABLES);
    let table = tables.arithmetic_of(3);
    // SAFETY: the declarations repeat the first entries that the fixture has in C.
    let adding = unsafe { Adding::from_table(table, tables.clone()) }.expect("it is there");
    assert_eq!(adding.add(40, 2), 42);
    // SAFETY: as above.
    let newest = unsafe { Adding::negotiate(1..=3, |_| table, tables.clone()) };
    assert_eq!(newest.expect("it is there").1, 3);
    // SAFETY: as above.
    let mixing = unsafe { Mixing::from_table(table, tables.clone()) }.expect("it is there");
    assert_eq!(mixing.add(1, 2), 3);
    assert_eq!(mixing.mix(1, 2.0, 3, 4.0), 30.0);
    // SAFETY: as above, for an object.
    let unknown = unsafe { Unknown::from_object(tables.counter_new(), tables.clone()) };
    assert_eq!(unknown.expect("it is there").add_ref(), 2);
}

/// The words of the error that a way into a library gives on another thread.
fn refused<L>(way: impl FnOnce() -> Result<L, LibraryError> + Send) -> String {
    let error = elsewhere("worker", || way().map(drop)).expect_err("it is not the main thread");
    assert!(
        matches!(
            error,
            LibraryError::MainThread(MainThreadError::Other { .. })
        ),
        "{error}"
    );
    words(&error)
}

/// A table for the main thread, likewise.
fn refused_table<T>(way: impl FnOnce() -> Result<T, TableError> + Send) -> String {
    let error = elsewhere("worker", || way().map(drop)).expect_err("it is not the main thread");
    assert!(
        matches!(error, TableError::MainThread(MainThreadError::Other { .. })),
        "{error}"
    );
    words(&error)
}

/// The message before the number of the thread.
fn words(error: &(impl Debug + Display)) -> String {
    let words = error.to_string();
    let before = words.split(" (").next();
    before.expect("a split has a first part").to_owned()
}

/// `no/such/file` shows that the thread is asked for before a file.
fn every_way_to_a_library_is_refused_elsewhere() {
    let cases = open_fixture(Library::open, CASES);
    let words = [
        refused(Ui::load),
        // SAFETY: there is no such file.
        refused(|| unsafe { Ui::open("no/such/file") }),
        // SAFETY: the declaration repeats the prototype that the fixture has in C.
        refused(|| unsafe { Ui::from_library(cases) }),
        // SAFETY: this process has no such function.
        refused(|| unsafe { Ui::from_process() }),
        // SAFETY: the resolver finds nothing.
        refused(|| unsafe { Ui::from_symbols(resolver) }),
    ];
    for words in words {
        let expected = "`Ui` can be used on the main thread only, and not on thread \"worker\"";
        assert_eq!(words, expected);
    }
    refused(|| LazyUi::load(true));
    refused(Process::load);
}

fn every_way_to_a_table_is_refused_elsewhere() {
    let ask = |_| panic!("nothing is called on another thread");
    let words = [
        // SAFETY: nothing is read through a null pointer.
        refused_table(|| unsafe { Adding::from_table(ptr::null(), ()) }),
        // SAFETY: no pointer is returned.
        refused_table(|| unsafe { Adding::negotiate(1..=3, ask, ()) }),
        // SAFETY: as above.
        refused_table(|| unsafe { Mixing::from_table(ptr::null(), ()) }),
    ];
    for words in words {
        let expected = "`Adding` can be used on the main thread only, and not on thread \"worker\"";
        assert_eq!(words, expected);
    }
    // SAFETY: as above.
    refused_table(|| unsafe { Unknown::from_object(ptr::null_mut(), ()) });
}

/// The name of the main thread makes no other thread the main one.
fn name_of_a_thread_says_nothing() {
    assert!(elsewhere("main", || Process::load().is_err()));
}

/// The thread that forks is the only one of the child.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn thread_that_forks_is_the_main_one_of_the_child() {
    let status = elsewhere("forking", || {
        assert!(Process::load().is_err());
        // SAFETY: the child loads nothing new, which allocates (the C libraries in use may do it there), and leaves.
        let child = unsafe { libc::fork() };
        if child == 0 {
            let status = i32::from(Process::load().is_err());
            // SAFETY: it may always be called.
            unsafe { libc::_exit(status) };
        }
        let mut status = -1;
        // SAFETY: it is a child of this process, and `status` is writable.
        assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
        status
    });
    assert_eq!(status, 0);
}

/// The trials, by their names.
const TRIALS: &[(&str, fn())] = &[
    (
        "library_is_there_on_the_main_thread",
        library_is_there_on_the_main_thread,
    ),
    (
        "table_is_there_on_the_main_thread",
        table_is_there_on_the_main_thread,
    ),
    (
        "every_way_to_a_library_is_refused_elsewhere",
        every_way_to_a_library_is_refused_elsewhere,
    ),
    (
        "every_way_to_a_table_is_refused_elsewhere",
        every_way_to_a_table_is_refused_elsewhere,
    ),
    (
        "name_of_a_thread_says_nothing",
        name_of_a_thread_says_nothing,
    ),
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    (
        "thread_that_forks_is_the_main_one_of_the_child",
        thread_that_forks_is_the_main_one_of_the_child,
    ),
];

fn main() {
    let mut arguments = Arguments::from_args();
    // Trials are run on the main thread then.
    arguments.test_threads = Some(1);
    let trials = TRIALS.iter().map(|(name, run)| {
        Trial::test(*name, || {
            run();
            Ok(())
        })
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}
