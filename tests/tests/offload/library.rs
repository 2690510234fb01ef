//! The library: a declaration, and its functions, which are Rust's.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::{slice, thread};

use ffi_runtime::offload::Lend;
use ffi_runtime::{
    CodePointer, ForeignType, Owned, callback, foreign_library, foreign_table, opaque,
};

/// A job, which one thread at a time may use.
#[opaque]
pub struct Job;

// SAFETY: the functions of the library use nothing of a thread.
unsafe impl Send for Job {}

/// A job as the library has it.
#[derive(Default)]
struct State {
    is_told: AtomicBool,
}

/// How often `free_job` was called.
pub(crate) static FREED: AtomicUsize = AtomicUsize::new(0);

/// How often `stop_job` was called.
pub(crate) static STOPPED: AtomicUsize = AtomicUsize::new(0);

/// A gate as C has it.
#[opaque]
pub struct Door;

/// Gets a number, and the pointer that C hands on.
#[callback(user_data = data)]
pub type Visit = unsafe extern "C" fn(number: c_int, data: *mut c_void) -> c_int;

/// The only numbers that the declaration knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ForeignType)]
#[repr(i32)]
pub enum Level {
    Low = 1,
    High = 2,
}

#[foreign_library(name = "slow")]
pub unsafe trait Slow {
    /// Waits until the door is open.
    #[offload]
    fn pass(&self, door: &Door, number: c_int) -> c_int;
    #[offload]
    fn add(&self, left: c_int, right: c_int) -> c_int;
    #[offload]
    fn nothing(&self);
    /// The length of a text; -1 for an empty one.
    #[offload]
    #[check(not_negative)]
    fn length(&self, #[terminated] text: &str) -> c_int;
    #[offload]
    fn letters(&self, text: Option<&CStr>) -> c_int;
    /// Fills elements with a number.
    #[offload]
    fn fill(&self, #[slice(len = count)] numbers: &mut [c_int], count: c_int, with: c_int);
    /// As above, and returns the number of elements.
    #[offload]
    #[symbol("fill_and_count")]
    fn fill_some(
        &self,
        #[slice(len = count)] numbers: Option<&mut [c_int]>,
        count: c_int,
        with: c_int,
    ) -> c_int;
    /// Swaps two numbers.
    #[offload]
    fn swap(&self, left: &mut c_int, right: &mut c_int);
    #[offload]
    #[check(zero)]
    fn divide(&self, left: c_int, by: c_int, #[out] quotient: c_int, #[out] rest: c_int) -> c_int;
    /// The sum of what the visits return.
    #[offload]
    fn each(
        &self,
        count: c_int,
        #[closure(call, data = data)] visit: Visit,
        data: *mut c_void,
    ) -> c_int;
    /// A number that is no level is a panic.
    #[offload]
    fn level(&self, number: c_int) -> Level;
    /// # Safety
    ///
    /// `number` is not zero.
    #[offload]
    unsafe fn inverse(&self, number: c_int) -> c_int;
    #[offload]
    #[optional]
    fn absent(&self, number: c_int) -> c_int;
    #[offload]
    fn name(
        &self,
        #[grow(len = size, needed = return, nul = excluded)] name: String,
        size: c_int,
    ) -> c_int;

    fn new_job(&self) -> Owned<Job>;
    #[offload]
    #[free]
    fn free_job(&self, job: Owned<Job>) -> c_int;
    /// Runs until it is told to stop; the number of times that it was told.
    #[offload(cancel = stop_job)]
    fn run_job(&self, job: &Job) -> c_int;
    /// Begins the job anew, and runs it; the buffer comes back.
    #[offload(cancel = stop_numbered)]
    #[check(not_negative)]
    fn run_numbered(
        &self,
        job: &Job,
        number: c_int,
        #[slice(len = count)] log: &mut [c_int],
        count: c_int,
    ) -> c_int;
    fn stop_job(&self, job: &Job);
    #[optional]
    fn stop_numbered(&self, job: &Job, number: c_int) -> c_int;
}

/// A block has the same methods.
#[foreign_library(name = "slow", struct = pub Block)]
unsafe extern "C" {
    #[offload]
    pub safe fn add(left: c_int, right: c_int) -> c_int;
    #[offload]
    #[check(not_negative)]
    pub safe fn length(#[terminated] text: &str) -> c_int;
}

/// Looked up at the first call.
#[foreign_library(name = "slow", bind = "lazy")]
pub unsafe trait Lazy {
    #[offload]
    fn add(&self, left: c_int, right: c_int) -> c_int;
    #[offload(cancel = stop_job)]
    #[symbol("no_such_function")]
    fn run_job(&self, job: &Job) -> c_int;
    fn stop_job(&self, job: &Job);
}

/// A table of functions.
#[foreign_table]
pub unsafe trait Table {
    #[offload]
    fn add(&self, left: c_int, right: c_int) -> c_int;
}

/// The functions of [`Table`].
#[repr(C)]
pub(crate) struct Entries {
    add: extern "C" fn(c_int, c_int) -> c_int,
}

/// A table as C has it.
pub(crate) static ENTRIES: Entries = Entries { add };

extern "C" fn pass(door: *const c_void, number: c_int) -> c_int {
    // SAFETY: a `Door` is a gate.
    unsafe { &*door.cast::<Gate>() }.pass();
    number
}

extern "C" fn add(left: c_int, right: c_int) -> c_int {
    left + right
}

extern "C" fn nothing() {}

unsafe extern "C" fn length(text: *const c_char) -> c_int {
    // SAFETY: it is a text.
    match unsafe { CStr::from_ptr(text) }.count_bytes() {
        0 => -1,
        length => c_int::try_from(length).unwrap(),
    }
}

unsafe extern "C" fn letters(text: *const c_char) -> c_int {
    if text.is_null() {
        return -2;
    }
    // SAFETY: it is a text.
    unsafe { length(text) }
}

unsafe extern "C" fn fill(numbers: *mut c_int, count: c_int, with: c_int) {
    // SAFETY: there are so many numbers.
    unsafe { fill_and_count(numbers, count, with) };
}

unsafe extern "C" fn fill_and_count(numbers: *mut c_int, count: c_int, with: c_int) -> c_int {
    if !numbers.is_null() {
        // SAFETY: there are so many numbers.
        unsafe { slice::from_raw_parts_mut(numbers, usize::try_from(count).unwrap()) }.fill(with);
    }
    count
}

extern "C" fn swap(left: &mut c_int, right: &mut c_int) {
    std::mem::swap(left, right);
}

extern "C" fn divide(left: c_int, by: c_int, quotient: &mut c_int, rest: &mut c_int) -> c_int {
    if by == 0 {
        return -1;
    }
    (*quotient, *rest) = (left / by, left % by);
    0
}

unsafe extern "C" fn each(count: c_int, visit: RawVisit, data: *mut c_void) -> c_int {
    // SAFETY: the caller gives a function and its data.
    (0..count)
        .map(|number| unsafe { visit(number, data) })
        .sum()
}

extern "C" fn level(number: c_int) -> c_int {
    number
}

extern "C" fn inverse(number: c_int) -> c_int {
    100 / number
}

unsafe extern "C" fn name(name: *mut c_char, size: c_int) -> c_int {
    let text = c"a slow library";
    let length = c_int::try_from(text.count_bytes()).unwrap();
    if size > length {
        // SAFETY: there are `size` bytes.
        unsafe { name.copy_from_nonoverlapping(text.as_ptr(), text.count_bytes() + 1) };
    }
    length
}

extern "C" fn new_job() -> *mut c_void {
    Box::into_raw(Box::<State>::default()).cast()
}

unsafe extern "C" fn free_job(job: *mut c_void) -> c_int {
    // SAFETY: `new_job` made it.
    drop(unsafe { Box::from_raw(job.cast::<State>()) });
    FREED.fetch_add(1, Ordering::SeqCst);
    7
}

/// # Safety
///
/// It is a job.
unsafe fn state<'j>(job: *const c_void) -> &'j State {
    // SAFETY: `new_job` made it, by the contract of this function.
    unsafe { &*job.cast() }
}

unsafe extern "C" fn run_job(job: *const c_void) -> c_int {
    // SAFETY: it is a job.
    let state = unsafe { state(job) };
    while !state.is_told.swap(false, Ordering::SeqCst) {
        thread::yield_now();
    }
    1
}

unsafe extern "C" fn run_numbered(
    job: *const c_void,
    number: c_int,
    log: *mut c_int,
    count: c_int,
) -> c_int {
    // SAFETY: it is a job.
    unsafe { run_job(job) };
    // SAFETY: there are so many numbers.
    unsafe { fill(log, count, number) };
    count
}

unsafe extern "C" fn stop_job(job: *const c_void) {
    STOPPED.fetch_add(1, Ordering::SeqCst);
    // SAFETY: it is a job.
    unsafe { state(job) }.is_told.store(true, Ordering::SeqCst);
}

unsafe extern "C" fn stop_numbered(job: *const c_void, number: c_int) -> c_int {
    // SAFETY: it is a job.
    unsafe { stop_job(job) };
    number
}

/// The address of a function of the library.
pub(crate) fn address_of(symbol: &CStr) -> Option<CodePointer> {
    let function: *const c_void = match symbol.to_str().ok()? {
        "pass" => pass as *const _,
        "add" => add as *const _,
        "nothing" => nothing as *const _,
        "length" => length as *const _,
        "letters" => letters as *const _,
        "fill" => fill as *const _,
        "fill_and_count" => fill_and_count as *const _,
        "swap" => swap as *const _,
        "divide" => divide as *const _,
        "each" => each as *const _,
        "level" => level as *const _,
        "inverse" => inverse as *const _,
        "name" => name as *const _,
        "new_job" => new_job as *const _,
        "free_job" => free_job as *const _,
        "run_job" => run_job as *const _,
        "run_numbered" => run_numbered as *const _,
        "stop_job" => stop_job as *const _,
        "stop_numbered" => stop_numbered as *const _,
        _ => return None,
    };
    CodePointer::from_ptr(function)
}

/// The library; `owned` is dropped with it.
pub(crate) fn slow_with(owned: impl Send + Sync + 'static) -> Slow {
    let resolve = move |symbol: &CStr| {
        let _ = &owned;
        address_of(symbol)
    };
    // SAFETY: the functions have the declared signatures, and none can be misused.
    unsafe { Slow::from_symbols(resolve) }.expect("all functions are there")
}

pub(crate) fn slow() -> Slow {
    slow_with(())
}

/// A door that is closed until it is opened for good.
#[derive(Default)]
pub struct Gate {
    state: Mutex<GateState>,
    changed: Condvar,
}

#[derive(Default)]
struct GateState {
    is_open: bool,
    /// How many calls have come here.
    came: usize,
}

impl Gate {
    pub fn new() -> Arc<Self> {
        Arc::new(Self::default())
    }

    pub fn open(&self) {
        self.state.lock().unwrap().is_open = true;
        self.changed.notify_all();
    }

    /// Waits until so many calls have come.
    pub fn until(&self, came: usize) {
        let mut state = self.state.lock().unwrap();
        while state.came < came {
            state = self.changed.wait(state).unwrap();
        }
    }

    fn pass(&self) {
        let mut state = self.state.lock().unwrap();
        state.came += 1;
        self.changed.notify_all();
        while !state.is_open {
            state = self.changed.wait(state).unwrap();
        }
    }
}

impl Lend<Door> for Arc<Gate> {
    type Guard<'v> = &'v Door;

    fn lend(&self) -> &Door {
        // SAFETY: a `Door` is a gate, of which C alone knows more; it lives as long as this owner.
        unsafe { &*Arc::as_ptr(self).cast::<Door>() }
    }
}
