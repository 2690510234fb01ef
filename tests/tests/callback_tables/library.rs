//! `fixtures/method_tables.c`, declared, and a value that counts.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ffi_runtime::callback::Destructor;
use ffi_runtime::{ForeignType, callback_table, foreign_library};
use ffi_tests::fixtures::{METHOD_TABLES, open_fixture};

/// `enum scope`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ForeignType)]
#[repr(i32)]
pub(crate) enum Scope {
    Command,
    Object,
    Cache,
}

/// `struct allocation_callbacks`
#[callback_table(user_data = user_data)]
#[repr(C)]
pub(crate) struct AllocationCallbacks {
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
pub(crate) struct Vector {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

/// `struct host`
#[callback_table(user_data = host_data, this = host)]
#[repr(C)]
pub(crate) struct Host {
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
pub(crate) struct Backend {
    read: unsafe extern "C" fn(backend: *mut Backend, number: i32) -> i32,
    data: *mut c_void,
    #[destroy]
    free: unsafe extern "C" fn(backend: *mut Backend),
}

/// C's copy of a table.
#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(transparent)]
pub(crate) struct Pool(*mut c_void);

#[foreign_library(name = "method_tables")]
pub(crate) unsafe trait MethodTables {
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
    /// As above.
    unsafe fn backend_free(&self, backend: *const Backend);
    #[symbol("backend_free")]
    fn backend_free_borrowed(&self, backend: &Backend);
    fn host_measure(&self, host: &Host, is_squared: u8) -> f64;
    fn host_nested(&self, host: &Host, depth: i32) -> *const Host;
}

pub(crate) fn library() -> MethodTables {
    open_fixture(MethodTables::open, METHOD_TABLES)
}

/// Counts what it is asked for, and when it is dropped.
#[derive(Default)]
pub(crate) struct Counting {
    pub(crate) allocated: AtomicUsize,
    pub(crate) released: AtomicUsize,
    pub(crate) drops: Arc<AtomicUsize>,
}

impl Counting {
    /// One that counts its drops there.
    pub(crate) fn telling(drops: &Arc<AtomicUsize>) -> Self {
        Self {
            allocated: AtomicUsize::new(0),
            released: AtomicUsize::new(0),
            drops: Arc::clone(drops),
        }
    }

    /// Blocks that were allocated and released.
    pub(crate) fn counts(&self) -> (usize, usize) {
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
pub(crate) fn block() -> *mut c_void {
    Box::into_raw(Box::new(0_u128)).cast()
}

pub(crate) fn release(memory: *mut c_void) {
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
