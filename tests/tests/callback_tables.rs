//! Structs of functions with one user data, each implemented by one value: who calls it, until when, and what C sees.

#[path = "callback_tables/destructors.rs"]
mod destructors;
#[path = "callback_tables/fields.rs"]
mod fields;
#[path = "callback_tables/library.rs"]
mod library;
#[path = "callback_tables/unlisted.rs"]
mod unlisted;

use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_char, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ffi_runtime::ForeignType;
use ffi_runtime::callback::{CallbackTable, LocalCallbackTable};
use ffi_tests::abort::stderr_of;

use crate::library::{
    AllocationCallbacks, AllocationCallbacksMethods, Counting, Host, HostMethods, Scope, Vector,
    block, library, release,
};

/// Payloads of panics are kept for all tables of a type: one test at a time leaves and takes one.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Has every function, and hears what C says.
#[derive(Default)]
struct Listening {
    heard: RefCell<Vec<(String, usize)>>,
    scopes: RefCell<Vec<Scope>>,
}

impl AllocationCallbacksMethods for Listening {
    const NOTIFY: Option<fn(&Self, &CStr, usize)> = Some(|this, reason, size| {
        let reason = reason.to_string_lossy().into_owned();
        this.heard.borrow_mut().push((reason, size));
    });

    fn allocate(&self, _: usize, _: usize, scope: Scope) -> *mut c_void {
        self.scopes.borrow_mut().push(scope);
        block()
    }

    fn release(&self, memory: *mut c_void) {
        release(memory);
    }

    fn limit(&self) -> i32 {
        4
    }
}

#[test]
fn each_function_calls_its_method_of_the_value() {
    let table = AllocationCallbacks::new(Counting::default());
    assert_eq!(library().allocate_times(Some(&table), 5), 5);
    assert_eq!(table.value().counts(), (5, 5));
    assert_eq!(library().allocate_times(None, 5), -1);
}

#[test]
fn function_that_a_value_has_is_called_and_another_one_is_null() {
    let listening = Listening::default();
    let count = AllocationCallbacks::scoped(&listening, |table| {
        library().allocate_times(Some(table), 100)
    });
    // As many as the value says.
    assert_eq!(count, 4);
    let expected = (1..5).map(|size| ("block".to_owned(), size));
    assert_eq!(*listening.heard.borrow(), expected.collect::<Vec<_>>());
    let scopes = [Scope::Command, Scope::Object, Scope::Cache, Scope::Command];
    assert_eq!(*listening.scopes.borrow(), scopes);
    // C does not call what is missing.
    let counting = Counting::default();
    let count = AllocationCallbacks::scoped(&counting, |table| {
        library().allocate_times(Some(table), 100)
    });
    assert_eq!(count, 100);
}

#[test]
fn layout_is_that_of_c() {
    let pointer = size_of::<*const ()>();
    assert_eq!(size_of::<AllocationCallbacks>(), 5 * pointer);
    let layout = AllocationCallbacks::TYPE.aggregate().expect("a struct");
    let offsets: Vec<usize> = layout.fields.iter().map(|field| field.offset).collect();
    assert_eq!(offsets, [0, pointer, 2 * pointer, 3 * pointer, 4 * pointer]);
}

#[test]
fn several_threads_call_one_value_at_once() {
    let table = AllocationCallbacks::new(Counting::default());
    assert_eq!(library().allocate_on_threads(&table, 500, 8), 4_000);
    assert_eq!(table.value().counts(), (4_000, 4_000));

    let borrowed = Counting::default();
    let count = AllocationCallbacks::scoped_sync(&borrowed, |table| {
        library().allocate_on_threads(table, 500, 8)
    });
    assert_eq!((count, borrowed.counts()), (4_000, (4_000, 4_000)));
}

#[test]
fn owners_cross_threads_as_their_values_do() {
    fn is_shared<T: Send + Sync>(_: &T) {}

    let table = AllocationCallbacks::new(Counting::default());
    is_shared(&table);
    std::thread::scope(|scope| {
        scope.spawn(|| assert_eq!(library().allocate_times(Some(&table), 3), 3));
    });
    assert_eq!(table.value().counts(), (3, 3));
}

#[test]
fn value_is_dropped_once_with_its_owner() {
    let drops = Arc::new(AtomicUsize::new(0));
    let counting = || Counting::telling(&drops);
    drop(AllocationCallbacks::new(counting()));
    assert_eq!(drops.load(Ordering::SeqCst), 1);
    let table = AllocationCallbacks::local(counting());
    assert_eq!(library().allocate_times(Some(&table), 2), 2);
    drop(table);
    assert_eq!(drops.load(Ordering::SeqCst), 2);
    let borrowed = counting();
    AllocationCallbacks::scoped(&borrowed, |table| library().allocate_times(Some(table), 2));
    assert_eq!(drops.load(Ordering::SeqCst), 2);
}

#[test]
fn value_that_c_frees_is_dropped_once_by_the_destructor() {
    let drops = Arc::new(AtomicUsize::new(0));
    let library = library();
    let given = [
        AllocationCallbacks::new(Counting::telling(&drops)).into_foreign(),
        AllocationCallbacks::local(Counting::telling(&drops)).into_foreign(),
    ];
    for (round, (table, data, destroy)) in given.into_iter().enumerate() {
        assert!(!data.is_null());
        // SAFETY: the table lives until C calls the destructor.
        let table = unsafe { &*table };
        // SAFETY: the pool frees the value, and is the only one that does.
        let pool = unsafe { library.pool_new(table, Some(destroy)) };
        // SAFETY: the pool lives.
        assert_eq!(unsafe { library.pool_use(pool, 7) }, 7);
        assert_eq!(drops.load(Ordering::SeqCst), round);
        // SAFETY: nothing uses the pool any more.
        unsafe { library.pool_free(pool) };
        assert_eq!(drops.load(Ordering::SeqCst), round + 1);
    }
}

#[test]
fn value_that_is_given_up_stays() {
    /// A leak checker finds it here.
    static KEPT: AtomicPtr<c_void> = AtomicPtr::new(ptr::null_mut());

    let drops = Arc::new(AtomicUsize::new(0));
    let table = AllocationCallbacks::new(Counting::telling(&drops));
    KEPT.store(table.data(), Ordering::SeqCst);
    let table = table.into_static();
    assert_eq!(library().allocate_times(Some(table), 2), 2);
    assert_eq!(drops.load(Ordering::SeqCst), 0);
}

/// Drops its own owner in a call.
struct Ending {
    owner: Mutex<Option<CallbackTable<AllocationCallbacks, Arc<Self>>>>,
    is_used: Counting,
}

impl AllocationCallbacksMethods for Arc<Ending> {
    fn allocate(&self, size: usize, alignment: usize, scope: Scope) -> *mut c_void {
        let mut owner = self.owner.lock().unwrap_or_else(PoisonError::into_inner);
        drop(owner.take());
        drop(owner);
        self.is_used.allocate(size, alignment, scope)
    }

    fn release(&self, memory: *mut c_void) {
        release(memory);
    }

    fn limit(&self) -> i32 {
        1
    }
}

#[test]
fn value_lives_until_the_call_returns_that_drops_its_owner() {
    let _alone = alone();
    let drops = Arc::new(AtomicUsize::new(0));
    let ending = Arc::new(Ending {
        owner: Mutex::new(None),
        is_used: Counting::telling(&drops),
    });
    let table = AllocationCallbacks::new(Arc::clone(&ending));
    let copy = table.as_ptr();
    *ending.owner.lock().expect("nothing panicked") = Some(table);
    let weak = Arc::downgrade(&ending);
    drop(ending);
    // SAFETY: the owner, which the value has, lives until the call has begun.
    let table = unsafe { &*copy };
    let memory = library().allocate_in_scope(table, 0);
    // Nothing has the value but the context, which is gone, or in a moment through an owner of another test.
    let start = std::time::Instant::now();
    while weak.strong_count() > 0 {
        assert!(start.elapsed().as_secs() < 60, "the value is still there");
        drop(AllocationCallbacks::new(Counting::default()));
    }
    assert_eq!(drops.load(Ordering::SeqCst), 1);
    // `alignment` is 1 there, so that the method panicked after it had dropped the owner.
    assert!(memory.is_null());
    assert!(AllocationCallbacks::take_panic().is_some());
}

#[test]
fn panic_becomes_the_value_of_its_function() {
    let counting = Counting::default();
    let raised = catch_unwind(AssertUnwindSafe(|| {
        AllocationCallbacks::scoped(&counting, |table| {
            // The alignment is another than the method expects.
            assert!(library().allocate_in_scope(table, 1).is_null());
        });
    }));
    let payload = raised.expect_err("the panic goes on behind the scope");
    assert_eq!(payload.downcast_ref(), Some(&"C's own arguments"));
}

/// Panics wherever it is called.
struct Panicking;

impl AllocationCallbacksMethods for Panicking {
    fn allocate(&self, _: usize, _: usize, _: Scope) -> *mut c_void {
        panic!("no memory");
    }

    fn release(&self, _: *mut c_void) {
        panic!("no block");
    }
}

#[test]
fn payload_of_a_panic_can_be_taken() {
    let _alone = alone();
    let table = AllocationCallbacks::new(Panicking);
    assert!(library().allocate_in_scope(&table, 0).is_null());
    let payload = AllocationCallbacks::take_panic().expect("there was one");
    assert_eq!(payload.downcast_ref(), Some(&"no memory"));
    assert!(AllocationCallbacks::take_panic().is_none());
}

/// As the fixture calls it: allocates, and always releases.
struct AllocatesOnly;

impl AllocationCallbacksMethods for AllocatesOnly {
    fn allocate(&self, _: usize, _: usize, _: Scope) -> *mut c_void {
        ptr::dangling_mut::<u128>().cast()
    }

    fn release(&self, memory: *mut c_void) {
        Panicking.release(memory);
    }
}

#[test]
fn panic_without_a_value_names_table_and_function() {
    let test = "panic_without_a_value_names_table_and_function";
    let text = stderr_of(test, || {
        let table = AllocationCallbacks::new(AllocatesOnly);
        library().allocate_times(Some(&table), 1);
    });
    for words in [
        "callback `callback_tables::library::AllocationCallbacks::release`",
        "library.rs:",
        "no block",
    ] {
        assert!(text.contains(words), "`{words}` is not in: {text}");
    }
}

#[test]
fn local_table_is_refused_to_another_thread() {
    let test = "local_table_is_refused_to_another_thread";
    let text = stderr_of(test, || {
        let table: LocalCallbackTable<_, _> = AllocationCallbacks::local(Counting::default());
        library().allocate_on_threads(&table, 1, 1);
    });
    let words = "`callback_tables::library::AllocationCallbacks::allocate`";
    assert!(text.contains(words), "{text}");
    assert!(text.contains("on another thread than its own"), "{text}");
}

#[test]
fn local_table_that_c_destroys_on_another_thread_names_the_table() {
    let test = "local_table_that_c_destroys_on_another_thread_names_the_table";
    let text = stderr_of(test, || {
        let (_, data, destroy) = AllocationCallbacks::local(Counting::default()).into_foreign();
        let data = data.expose_provenance();
        let destroyed = std::thread::spawn(move || {
            // SAFETY: none: this is the mistake.
            unsafe { destroy(ptr::with_exposed_provenance_mut(data)) };
        });
        destroyed.join().expect("it aborts");
    });
    let words = "callback `callback_tables::library::AllocationCallbacks` ";
    assert!(text.contains(words), "{text}");
}

/// A host whose functions get its own address.
struct Plain {
    host: Cell<*const Host>,
    depth: Cell<i32>,
}

impl HostMethods for Plain {
    fn version(&self) -> u32 {
        7
    }

    fn name(&self) -> *const c_char {
        c"host".as_ptr()
    }

    fn measure(&self, from: Vector, to: Vector, scale: f32, is_squared: bool) -> f64 {
        let square = (from.x - to.x).powi(2) + (from.y - to.y).powi(2);
        let length = if is_squared { square } else { square.sqrt() };
        length * f64::from(scale)
    }

    fn nested(&self, depth: i32) -> *const Host {
        self.depth.set(self.depth.get() + 1);
        // SAFETY: it is the host of this value, which lives.
        library().host_nested(unsafe { &*self.host.get() }, depth)
    }
}

#[test]
fn value_is_found_by_the_address_of_the_struct() {
    let host = Host::local(Plain {
        host: Cell::new(ptr::null()),
        depth: Cell::new(0),
    });
    host.value().host.set(host.as_ptr());
    let library = library();
    // 5 * 0.5, the version, and the name.
    assert_eq!(library.host_measure(&host, 0), 2.5 + 7.0 + 1000.0);
    // Any byte but 0 is true.
    for byte in [1, 2, 255] {
        assert_eq!(library.host_measure(&host, byte), 12.5 + 7.0 + 1000.0);
    }
    assert_eq!(library.host_nested(&host, 5), host.as_ptr());
    assert_eq!(host.value().depth.get(), 5);
}
