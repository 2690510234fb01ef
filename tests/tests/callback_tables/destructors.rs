//! Tables with a function by which C frees them.

use std::cell::Cell;
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ffi_tests::abort::stderr_of;

use crate::library::{AllocationCallbacks, Backend, BackendMethods, Counting, library};

/// Multiplies, and frees itself for a number below zero.
struct Reading {
    by: i32,
    itself: Cell<*const Backend>,
    _counting: Counting,
}

impl BackendMethods for Reading {
    fn read(&self, number: i32) -> i32 {
        let itself = self.itself.get();
        if !itself.is_null() {
            // SAFETY: the backend was given to C, and nothing calls it after this call.
            unsafe { library().backend_free(itself) };
        }
        // It is there until the call returns.
        self.by * number
    }
}

// SAFETY: the field is set before C gets the value, and not changed after that.
unsafe impl Sync for Reading {}

// SAFETY: as above, and it is an address.
unsafe impl Send for Reading {}

fn reading(drops: &Arc<AtomicUsize>) -> Reading {
    Reading {
        by: 2,
        itself: Cell::new(ptr::null()),
        _counting: Counting::telling(drops),
    }
}

#[test]
fn function_of_the_table_frees_what_was_given_to_c() {
    let drops = Arc::new(AtomicUsize::new(0));
    let library = library();
    let (backend, ..) = Backend::new(reading(&drops)).into_foreign();
    // SAFETY: the backend is C's.
    assert_eq!(unsafe { library.backend_take(backend, 4) }, 4 * 2 * 4_950);
    assert_eq!(drops.load(Ordering::SeqCst), 1);
    let (backend, ..) = Backend::local(reading(&drops)).into_foreign();
    // SAFETY: as above.
    assert_eq!(unsafe { library.backend_take(backend, 0) }, 2);
    assert_eq!(drops.load(Ordering::SeqCst), 2);
}

#[test]
fn value_lives_until_the_call_returns_in_which_c_frees_it() {
    let drops = Arc::new(AtomicUsize::new(0));
    for round in 1..3 {
        let backend = if round == 1 {
            let owner = Backend::new(reading(&drops));
            owner.value().itself.set(owner.as_ptr());
            owner.into_foreign().0
        } else {
            let owner = Backend::local(reading(&drops));
            owner.value().itself.set(owner.as_ptr());
            owner.into_foreign().0
        };
        /// As C has it.
        #[repr(C)]
        struct OfC {
            read: unsafe extern "C" fn(*const OfC, i32) -> i32,
        }
        // SAFETY: the struct begins so.
        let read = unsafe { (*backend.cast::<OfC>()).read };
        // SAFETY: the backend is there until this call returns.
        assert_eq!(unsafe { read(backend.cast(), 21) }, 42);
        let start = std::time::Instant::now();
        while drops.load(Ordering::SeqCst) < round {
            assert!(start.elapsed().as_secs() < 60, "the value is still there");
            drop(AllocationCallbacks::new(Counting::default()));
        }
    }
}

/// A test for each kind of table that is not C's: that C frees it ends the process.
macro_rules! belongs_to_rust {
    ($($name:ident: $body:expr;)*) => {$(
        #[test]
        fn $name() {
            let body: fn(Reading) = $body;
            let text = stderr_of(concat!("destructors::", stringify!($name)), || body(reading(&Arc::default())));
            for words in [
                "callback `callback_tables::library::Backend` ",
                "was freed by C, and belongs to Rust; give it to C with `into_foreign`",
            ] {
                assert!(text.contains(words), "`{words}` is not in: {text}");
            }
        }
    )*};
}

belongs_to_rust! {
    table_of_an_owner_is_not_freed_by_c: |value| {
        library().backend_free_borrowed(&Backend::new(value));
    };
    table_of_a_local_owner_is_not_freed_by_c: |value| {
        library().backend_free_borrowed(&Backend::local(value));
    };
    static_table_is_not_freed_by_c: |value| {
        library().backend_free_borrowed(Backend::new(value).into_static());
    };
    scoped_table_is_not_freed_by_c: |value| {
        Backend::scoped(&value, |backend| library().backend_free_borrowed(backend));
    };
    scoped_sync_table_is_not_freed_by_c: |value| {
        Backend::scoped_sync(&value, |backend| library().backend_free_borrowed(backend));
    };
}
