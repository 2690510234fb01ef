//! Structs of functions with one user data, each implemented by one value: who calls it, until when, and what C sees.

use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_char, c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ffi_runtime::callback::{CallbackTable, Destructor, LocalCallbackTable};
use ffi_runtime::{ForeignType, callback_table, foreign_library};
use ffi_tests::abort::stderr_of;
use ffi_tests::fixtures::{METHOD_TABLES, open_fixture};

/// `enum scope`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ForeignType)]
#[repr(i32)]
enum Scope {
    Command,
    Object,
    Cache,
}

/// `struct allocation_callbacks`
#[callback_table(user_data = user_data)]
#[repr(C)]
struct AllocationCallbacks {
    user_data: *mut c_void,
    #[callback(on_panic = ptr::null_mut())]
    allocate: unsafe extern "C" fn(
        user_data: *mut c_void,
        size: usize,
        alignment: usize,
        scope: Scope,
    ) -> *mut c_void,
    release: unsafe extern "C" fn(user_data: *mut c_void, memory: *mut c_void),
    notify: Option<unsafe extern "C" fn(user_data: *mut c_void, reason: &CStr, size: usize)>,
    #[foreign(default = i32::MAX)]
    limit: i32,
}

/// `struct vector`
#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(C)]
struct Vector {
    x: f64,
    y: f64,
}

/// `struct host`
#[callback_table(user_data = host_data, this = host)]
#[repr(C)]
struct Host {
    version: u32,
    name: *const c_char,
    measure: unsafe extern "C" fn(
        from: Vector,
        host: *const Host,
        to: Vector,
        scale: f32,
        is_squared: bool,
    ) -> f64,
    host_data: *mut c_void,
    nested: unsafe extern "C" fn(host: *const Host, depth: i32) -> *const Host,
}

/// `struct backend`
#[callback_table(user_data = data, this = backend)]
#[repr(C)]
struct Backend {
    read: unsafe extern "C" fn(backend: *mut Backend, number: i32) -> i32,
    data: *mut c_void,
    #[destroy]
    free: unsafe extern "C" fn(backend: *mut Backend),
}

/// C's copy of a table.
#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(transparent)]
struct Pool(*mut c_void);

#[foreign_library(name = "method_tables")]
unsafe trait MethodTables {
    fn allocate_times(&self, callbacks: Option<&AllocationCallbacks>, times: i64) -> i64;
    fn allocate_on_threads(&self, callbacks: &AllocationCallbacks, times: i64, threads: i32)
    -> i64;
    fn allocate_in_scope(&self, callbacks: &AllocationCallbacks, scope: c_int) -> *mut c_void;
    /// The callbacks live until the pool is freed.
    unsafe fn pool_new(&self, callbacks: &AllocationCallbacks, destroy: Option<Destructor>)
    -> Pool;
    unsafe fn pool_use(&self, pool: Pool, times: i64) -> i64;
    unsafe fn pool_free(&self, pool: Pool);
    /// The backend is C's, which frees it.
    unsafe fn backend_take(&self, backend: *const Backend, threads: i32) -> i32;
    /// The same.
    unsafe fn backend_free(&self, backend: *const Backend);
    #[symbol("backend_free")]
    fn backend_free_borrowed(&self, backend: &Backend);
    fn host_measure(&self, host: &Host, is_squared: u8) -> f64;
    fn host_nested(&self, host: &Host, depth: i32) -> *const Host;
}

fn library() -> MethodTables {
    open_fixture(MethodTables::open, METHOD_TABLES)
}

/// Payloads of panics are kept for all tables of a type: one test at a time leaves and takes one.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Counts what it is asked for, and when it is dropped.
#[derive(Default)]
struct Counting {
    allocated: AtomicUsize,
    released: AtomicUsize,
    drops: Arc<AtomicUsize>,
}

impl Counting {
    /// One that counts its drops there.
    fn telling(drops: &Arc<AtomicUsize>) -> Self {
        Self {
            allocated: AtomicUsize::new(0),
            released: AtomicUsize::new(0),
            drops: Arc::clone(drops),
        }
    }

    /// Blocks that were allocated and released.
    fn counts(&self) -> (usize, usize) {
        let [allocated, released] =
            [&self.allocated, &self.released].map(|count| count.load(Ordering::SeqCst));
        (allocated, released)
    }
}

impl Drop for Counting {
    fn drop(&mut self) {
        self.drops.fetch_add(1, Ordering::SeqCst);
    }
}

/// A block of 16 bytes.
fn block() -> *mut c_void {
    Box::into_raw(Box::new(0_u128)).cast()
}

fn release(memory: *mut c_void) {
    // SAFETY: it is one of `block`, which C gives back once.
    drop(unsafe { Box::from_raw(memory.cast::<u128>()) });
}

impl AllocationCallbacksMethods for Counting {
    fn allocate(&self, size: usize, alignment: usize, _: Scope) -> *mut c_void {
        assert!(size > 0 && alignment == 16, "C's own arguments");
        self.allocated.fetch_add(1, Ordering::SeqCst);
        block()
    }

    fn release(&self, memory: *mut c_void) {
        self.released.fetch_add(1, Ordering::SeqCst);
        release(memory);
    }
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

#[test]
fn number_that_the_enum_does_not_list_is_a_panic_of_the_function() {
    let _alone = alone();
    let table = AllocationCallbacks::new(Counting::default());
    assert!(library().allocate_in_scope(&table, 9).is_null());
    let payload = AllocationCallbacks::take_panic().expect("there was one");
    let text = payload.downcast_ref::<String>().expect("a text");
    assert!(text.contains("Scope") && text.contains('9'), "{text}");
    assert_eq!(table.value().counts(), (0, 0));
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
        "callback `callback_tables::AllocationCallbacks::release`",
        "callback_tables.rs:",
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
    let words = "`callback_tables::AllocationCallbacks::allocate`";
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
    let words = "callback `callback_tables::AllocationCallbacks` ";
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
            let text = stderr_of(stringify!($name), || body(reading(&Arc::default())));
            for words in [
                "callback `callback_tables::Backend` ",
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
