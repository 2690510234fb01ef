//! The life of objects: who frees a value, when, and what keeps the code of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ffi_runtime::foreign_interface;
use ffi_runtime::library::TableError;
use ffi_runtime::plugin::contract::{InterfaceHeader, ObjectHeader};
use ffi_tests::abort::stderr_of;

use filter_api::{Filter, FilterHost, FilterHostMethods};
use filters::Blur;

use crate::given_up;

/// Counts that it was dropped.
struct Counted(Arc<AtomicUsize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl FilterHostMethods for Counted {
    fn log(&self, _message: &str) {}

    fn lines(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

#[test]
fn last_owner_frees_the_value() {
    let dropped = Arc::new(AtomicUsize::new(0));
    let filter = Filter::new(Blur {
        dropped: Arc::clone(&dropped),
        ..Blur::default()
    });
    assert_eq!(dropped.load(Ordering::Relaxed), 0);
    std::thread::spawn(move || drop(filter)).join().unwrap();
    assert_eq!(dropped.load(Ordering::Relaxed), 1);

    let dropped = Arc::new(AtomicUsize::new(0));
    let host = FilterHost::new(Counted(Arc::clone(&dropped)));
    let clone = host.clone();
    drop(host);
    assert_eq!((clone.lines(), dropped.load(Ordering::Relaxed)), (0, 0));
    drop(clone);
    assert_eq!(dropped.load(Ordering::Relaxed), 1);
}

/// Notes whether the value was freed before it.
struct Keeper(Arc<AtomicUsize>, Arc<AtomicUsize>);

impl Drop for Keeper {
    fn drop(&mut self) {
        self.1
            .store(10 + self.0.load(Ordering::Relaxed), Ordering::Relaxed);
    }
}

#[test]
fn value_is_freed_before_what_keeps_its_code() {
    let (dropped, seen) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let host = FilterHost::new(Counted(Arc::clone(&dropped)));
    let object = host.as_object();
    // SAFETY: it has a table with this header.
    let header = unsafe { &*object.cast::<ObjectHeader>() };
    // SAFETY: as above.
    let header = unsafe { &*header.table };
    // SAFETY: the object has an owner.
    unsafe { header.retain.unwrap()(object) };
    let keeper = Keeper(Arc::clone(&dropped), Arc::clone(&seen));
    // SAFETY: the other owner is this one now.
    let other = unsafe { FilterHost::from_object(object, keeper) }.unwrap();
    drop(host);
    assert_eq!(
        (
            dropped.load(Ordering::Relaxed),
            seen.load(Ordering::Relaxed)
        ),
        (0, 0)
    );
    drop(other.clone());
    drop(other);
    assert_eq!(
        (
            dropped.load(Ordering::Relaxed),
            seen.load(Ordering::Relaxed)
        ),
        (1, 11)
    );
}

#[test]
fn unique_object_has_no_retain() {
    let filter = Filter::new(Blur::default());
    // SAFETY: the table begins with this header.
    let header = unsafe { &*filter.as_ptr().cast::<InterfaceHeader>() };
    assert!(header.retain.is_none() && header.release.is_some());
    assert_eq!(
        header.size,
        size_of::<InterfaceHeader>() + 16 * size_of::<usize>()
    );
}

#[test]
fn object_that_is_refused_is_given_back() {
    #[foreign_interface(name = "org.example.larger")]
    unsafe trait Larger {
        fn log(&self, a: usize);
        fn lines(&self) -> usize;
        fn more(&self);
    }

    let dropped = Arc::new(AtomicUsize::new(0));
    let host = FilterHost::new(Counted(Arc::clone(&dropped)));
    // SAFETY: it is the object of the struct, whose methods take `&self`.
    let object = unsafe { given_up(host, FilterHost::as_object) };
    // SAFETY: nothing but its header is read, for it is too short.
    let refused = unsafe { Larger::from_object(object, ()) };
    assert!(
        matches!(refused, Err(TableError::TooOld { .. })),
        "{refused:?}"
    );
    assert_eq!(dropped.load(Ordering::Relaxed), 1);
    // SAFETY: null is what is tried.
    let null = unsafe { Larger::from_object(std::ptr::null_mut(), ()) };
    assert!(matches!(null, Err(TableError::Null { .. })));

    struct Whole;

    impl LargerMethods for Whole {
        fn log(&self, _a: usize) {}
        fn lines(&self) -> usize {
            1
        }
        fn more(&self) {}
    }

    assert_eq!(Larger::new(Whole).lines(), 1);
}

#[test]
fn panic_of_a_drop_names_the_value() {
    struct Fragile;

    impl Drop for Fragile {
        fn drop(&mut self) {
            panic!("broken");
        }
    }

    impl FilterHostMethods for Fragile {
        fn log(&self, _message: &str) {}
        fn lines(&self) -> usize {
            0
        }
    }

    let text = stderr_of("life::panic_of_a_drop_names_the_value", || {
        drop(FilterHost::new(Fragile));
    });
    for word in ["`drop` of `interfaces::life::", "Fragile", "broken"] {
        assert!(text.contains(word), "`{word}` is not in: {text}");
    }
}

/// The threads on which the structs can be, which the compiler knows.
#[test]
fn supertraits_say_where_a_struct_may_be() {
    #[foreign_interface(name = "org.example.neither", unique)]
    unsafe trait Neither {
        fn next(&mut self) -> u32;
    }

    #[foreign_interface(name = "org.example.sync", unique)]
    unsafe trait Still: Sync {
        fn next(&self) -> u32;
    }

    struct Local(std::rc::Rc<u32>);

    impl NeitherMethods for Local {
        fn next(&mut self) -> u32 {
            *self.0
        }
    }

    /// Whether a type has a trait: an inherent constant comes before that of a trait.
    macro_rules! has {
        ($ty:ty: $bound:path) => {{
            struct Probe<T>(std::marker::PhantomData<T>);
            trait No {
                const HAS: bool = false;
            }
            impl<T> No for Probe<T> {}
            impl<T: $bound> Probe<T> {
                const HAS: bool = true;
            }
            // A number has all of them.
            assert!(Probe::<u8>::HAS && !<Probe<u8> as No>::HAS);
            Probe::<$ty>::HAS
        }};
    }
    let of = [
        (
            has!(Neither: Send),
            has!(Neither: Sync),
            has!(Neither: Clone),
        ),
        (has!(Still: Send), has!(Still: Sync), has!(Still: Clone)),
        (has!(Filter: Send), has!(Filter: Sync), has!(Filter: Clone)),
        (
            has!(FilterHost: Send),
            has!(FilterHost: Sync),
            has!(FilterHost: Clone),
        ),
    ];
    assert_eq!(
        of,
        [
            (false, false, false),
            (false, true, false),
            (true, false, false),
            (true, true, true)
        ]
    );
    assert_eq!(Neither::new(Local(std::rc::Rc::new(4))).next(), 4);
}
