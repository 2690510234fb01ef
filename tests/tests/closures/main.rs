//! Closures as arguments of declared methods: for each scope, who may call them, how long, and who frees them.

use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, AtomicPtr, Ordering};
use std::thread;

use ffi_runtime::lowering::CallError;
use ffi_runtime::{ForeignType, callback, foreign_library, foreign_table};
use ffi_tests::functions;

mod completions;

/// Frees user data.
type Destructor = unsafe extern "C" fn(*mut c_void);

/// Gets a number, and the pointer that C hands on.
#[callback(user_data = data)]
pub type Visit = unsafe extern "C" fn(number: c_int, data: *mut c_void) -> c_int;

/// Gets a text, and nothing of the caller's.
#[callback(on_panic = ())]
pub type Log = unsafe extern "C" fn(text: &CStr);

/// A function and the pointer for it.
#[derive(ForeignType)]
#[repr(C)]
struct Handler {
    data: *mut c_void,
    visit: Option<Visit>,
}

impl From<(Visit, *mut c_void)> for Handler {
    fn from((visit, data): (Visit, *mut c_void)) -> Self {
        Self {
            data,
            visit: Some(visit),
        }
    }
}

#[foreign_library(name = "closures")]
unsafe trait Closures {
    /// Visits 0, 1, ..; returns the sum of what the visits return.
    fn each(
        &self,
        count: c_int,
        #[closure(call, data = data)] visit: Visit,
        data: *mut c_void,
    ) -> c_int;
    #[symbol("each")]
    fn each_anywhere(
        &self,
        count: c_int,
        #[closure(call, sync, data = data)] visit: Option<Visit>,
        data: *mut c_void,
    ) -> c_int;
    /// Logs a text right now.
    #[check(zero)]
    fn log(&self, #[terminated] text: &str, #[closure(call)] log: Log) -> c_int;
    /// The name of the library, which is logged too.
    fn name(&self, #[closure(call)] log: Log) -> &CStr;
    /// A text of the owner's, which is logged too.
    fn text_of<'t>(&self, owner: &'t c_int, #[closure(call)] log: Log) -> Option<&'t CStr>;
    /// Keeps the visit for [`fire`](Self::fire), which makes it.
    fn later(&self, #[closure(once, data = data)] visit: Visit, data: *mut c_void);
    fn fire(&self, number: c_int) -> c_int;

    /// Keeps the visit until another one comes. -1 is a failure, which frees nothing.
    #[check(zero)]
    fn keep(
        &self,
        result: c_int,
        #[closure(until = destroy, on_error = not_called, data = data)] visit: Option<Visit>,
        data: *mut c_void,
        destroy: Option<Destructor>,
    ) -> c_int;
    /// Keeps the visit until another one comes. -1 is a failure, which frees the visit.
    #[check(zero)]
    fn keep_or_free(
        &self,
        result: c_int,
        #[closure(until = destroy, local, on_error = called, data = data)] visit: Visit,
        data: *mut c_void,
        destroy: Destructor,
    ) -> c_int;
    /// Keeps a function that gets nothing of the caller's, and what frees it.
    #[symbol("keep_log")]
    fn keep_log(
        &self,
        #[closure(until = destroy, data = data)] log: Log,
        data: *mut c_void,
        destroy: Destructor,
    );
    fn visit_kept(&self, number: c_int) -> c_int;
    fn free_kept(&self);
    #[symbol("keep_for_ever")]
    fn keep_for_ever(&self, #[closure(forever, data = data)] visit: Visit, data: *mut c_void);
    /// Keeps the visit for [`fire`](Self::fire), which makes it.
    fn after(&self, #[closure(once, callback = Visit)] handler: Handler);
    /// Keeps it until another one comes.
    #[check(zero)]
    fn keep_handler(
        &self,
        result: c_int,
        #[closure(until = destroy, on_error = not_called, callback = Visit)] handler: Handler,
        destroy: Option<Destructor>,
    ) -> c_int;
    #[optional]
    fn absent(&self, #[closure(call)] log: Log);
}

#[foreign_library(name = "closures", struct = Block)]
unsafe extern "C" {
    safe fn each(
        count: c_int,
        #[closure(call, data = data)] visit: Visit,
        data: *mut c_void,
    ) -> c_int;
    #[check(zero)]
    safe fn keep(
        result: c_int,
        #[closure(until = destroy, on_error = not_called, data = data)] visit: Visit,
        data: *mut c_void,
        destroy: Destructor,
    ) -> c_int;
    safe fn free_kept();
}

/// A function that C keeps, with its data and its destructor.
type Kept = (RawVisit, *mut c_void, Option<Destructor>);

thread_local! {
    static KEPT: Cell<Option<Kept>> = const { Cell::new(None) };
}

unsafe extern "C" fn each(count: c_int, visit: RawVisit, data: *mut c_void) -> c_int {
    // SAFETY: the caller gives a function and its data.
    (0..count)
        .map(|number| unsafe { visit(number, data) })
        .sum()
}

unsafe extern "C" fn log(text: *const c_char, log: RawLog) -> c_int {
    // SAFETY: the caller gives a text and a function.
    unsafe { log(text) };
    0
}

unsafe extern "C" fn name(log: RawLog) -> *const c_char {
    // SAFETY: the caller gives a function.
    unsafe { log(c"closures".as_ptr()) };
    c"closures".as_ptr()
}

unsafe extern "C" fn text_of(_: *const c_int, log: RawLog) -> *const c_char {
    // SAFETY: the caller gives a function.
    unsafe { name(log) }
}

unsafe extern "C" fn later(visit: RawVisit, data: *mut c_void) {
    KEPT.set(Some((visit, data, None)));
}

unsafe extern "C" fn after(handler: Handler) {
    let visit = handler.visit.expect("a visit");
    // SAFETY: the caller gives a visit.
    unsafe { later(visit.raw(), handler.data) };
}

unsafe extern "C" fn keep_handler(
    result: c_int,
    handler: Handler,
    destroy: Option<Destructor>,
) -> c_int {
    let visit = handler.visit.expect("a visit");
    // SAFETY: the caller gives a visit.
    unsafe { keep(result, visit.raw(), handler.data, destroy) }
}

/// Data that C keeps for ever, and that a leak checker finds here.
static FOR_EVER: AtomicPtr<c_void> = AtomicPtr::new(ptr::null_mut());

unsafe extern "C" fn keep_for_ever(visit: RawVisit, data: *mut c_void) {
    FOR_EVER.store(data, Ordering::Relaxed);
    // SAFETY: the caller gives a visit.
    unsafe { later(visit, data) };
}

unsafe extern "C" fn fire(number: c_int) -> c_int {
    let (visit, data, _) = KEPT.take().expect("a visit");
    // SAFETY: they are those of `later`, and are used once.
    unsafe { visit(number, data) }
}

unsafe extern "C" fn keep(
    result: c_int,
    visit: RawVisit,
    data: *mut c_void,
    destroy: Option<Destructor>,
) -> c_int {
    if result == 0 {
        free_kept();
        KEPT.set(Some((visit, data, destroy)));
    }
    result
}

unsafe extern "C" fn keep_or_free(
    result: c_int,
    visit: RawVisit,
    data: *mut c_void,
    destroy: Destructor,
) -> c_int {
    if result != 0 {
        // SAFETY: it frees the data, which nothing uses any more.
        unsafe { destroy(data) };
        return result;
    }
    // SAFETY: the caller gives a visit.
    unsafe { keep(result, visit, data, Some(destroy)) }
}

unsafe extern "C" fn keep_log(log: RawLog, data: *mut c_void, destroy: Destructor) {
    // SAFETY: the caller gives a function.
    unsafe { log(c"kept".as_ptr()) };
    // SAFETY: it frees the data, and the function is not called any more.
    unsafe { destroy(data) };
}

extern "C" fn visit_kept(number: c_int) -> c_int {
    let (visit, data, _) = KEPT.get().expect("a visit");
    // SAFETY: they are kept, and not freed yet.
    unsafe { visit(number, data) }
}

extern "C" fn free_kept() {
    if let Some((_, data, Some(destroy))) = KEPT.take() {
        // SAFETY: they go together, and are freed once.
        unsafe { destroy(data) };
    }
}

fn closures() -> Closures {
    let resolve = functions![
        each,
        log,
        name,
        text_of,
        later,
        fire,
        after,
        keep_handler,
        keep,
        keep_or_free,
        keep_log,
        visit_kept,
        free_kept,
        keep_for_ever
    ];
    // SAFETY: each function has the declared signature, and calls closures only as it is declared.
    unsafe { Closures::from_symbols(resolve) }.expect("the functions are there")
}

#[test]
fn closure_of_a_call_borrows() {
    let library = closures();
    let mut visited = Vec::new();
    let sum = library.each(4, |number| {
        visited.push(number);
        number * 10
    });
    assert_eq!((sum, visited), (60, vec![0, 1, 2, 3]));

    let count = AtomicI32::new(0);
    library.each_anywhere(3, |_| count.fetch_add(1, Ordering::Relaxed));
    assert_eq!(count.into_inner(), 3);

    let mut names = Vec::new();
    assert_eq!(
        library.name(|name| names.push(name.to_owned())),
        c"closures"
    );
    let owner = 5;
    let text = library.text_of(&owner, |name| names.push(name.to_owned()));
    assert_eq!(text, Some(c"closures"));
    assert_eq!(names, [c"closures", c"closures"].map(CStr::to_owned));

    let mut texts = Vec::new();
    let logged = library.log("hello", |text| texts.push(text.to_owned()));
    assert_eq!((logged, &*texts), (Ok(()), &[c"hello".to_owned()][..]));
    let error = library.log("he\0llo", |_| unreachable!("it is not called"));
    assert!(matches!(error, Err(CallError::Argument(_))));
    assert!(library.absent(|_| ()).is_err());
}

#[test]
fn functions_of_a_block_and_of_a_table_take_closures() {
    let resolve = functions![each, keep, free_kept];
    // SAFETY: as in `closures`.
    let block = unsafe { Block::from_symbols(resolve) }.expect("the functions are there");
    let mut last = 0;
    assert_eq!(
        block.each(3, |number| std::mem::replace(&mut last, number)),
        1
    );
    let captured = Arc::new(());
    let moved = Arc::clone(&captured);
    let keep = block.keep(-1, move |_| Arc::strong_count(&moved) as c_int);
    assert!(keep.is_err());
    assert_eq!(Arc::strong_count(&captured), 1);
    block.free_kept();

    let entries: [unsafe extern "C" fn(c_int, RawVisit, *mut c_void) -> c_int; 1] = [each];
    // SAFETY: it is such a table, which stays as long as it is used.
    let table = unsafe { Entries::from_table((&raw const entries).cast(), ()) };
    let table = table.expect("no entry is missing");
    let mut last = 0;
    assert_eq!(
        table.each(3, |number| std::mem::replace(&mut last, number)),
        1
    );
}

#[foreign_table]
unsafe trait Entries {
    fn each(
        &self,
        count: c_int,
        #[closure(call, data = data)] visit: Visit,
        data: *mut c_void,
    ) -> c_int;
}

#[test]
fn panic_in_a_closure_of_a_call_goes_on_behind_it() {
    let library = closures();
    let raised = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        library.log("hello", |_| panic!("in the closure"))
    }));
    let payload = raised.expect_err("it panicked");
    assert_eq!(payload.downcast_ref::<&str>(), Some(&"in the closure"));
}

#[test]
fn closure_that_is_called_once_is_freed_then() {
    let library = closures();
    let captured = Arc::new(());
    let moved = Arc::clone(&captured);
    library.later(move |number| {
        drop(moved);
        number + 1
    });
    assert_eq!(Arc::strong_count(&captured), 2);
    assert_eq!(library.fire(41), 42);
    assert_eq!(Arc::strong_count(&captured), 1);
}

#[test]
fn closure_goes_into_a_struct() {
    let library = closures();
    let captured = Arc::new(());
    let moved = Arc::clone(&captured);
    library.after(move |number| number + Arc::strong_count(&moved) as c_int);
    assert_eq!(library.fire(40), 42);
    assert_eq!(Arc::strong_count(&captured), 1);

    let keep = |result| {
        let moved = Arc::clone(&captured);
        library.keep_handler(result, move |number| {
            number + Arc::strong_count(&moved) as c_int
        })
    };
    assert!(keep(-1).is_err());
    assert_eq!(keep(0), Ok(()));
    assert_eq!(library.visit_kept(1), 3);
    library.free_kept();
    assert_eq!(Arc::strong_count(&captured), 1);
}

#[test]
fn closure_lives_until_c_frees_it() {
    let library = closures();
    let captured = Arc::new(());
    let keep = |result| {
        let moved = Arc::clone(&captured);
        library.keep(result, move |number| {
            number + Arc::strong_count(&moved) as c_int
        })
    };
    assert_eq!(keep(0), Ok(()));
    assert_eq!(library.visit_kept(40), 42);
    // C did not take the second one, which is freed.
    assert!(keep(-1).is_err());
    assert_eq!(Arc::strong_count(&captured), 2);
    // The third one takes the place of the first.
    assert_eq!(keep(0), Ok(()));
    assert_eq!(Arc::strong_count(&captured), 2);
    library.free_kept();
    assert_eq!(Arc::strong_count(&captured), 1);
}

#[test]
fn closure_of_a_failure_is_freed_once() {
    let library = closures();
    let visited = Rc::new(RefCell::new(Vec::new()));
    let keep = |result| {
        let moved = Rc::clone(&visited);
        library.keep_or_free(result, move |number| {
            moved.borrow_mut().push(number);
            number
        })
    };
    assert!(keep(-1).is_err());
    assert_eq!(Rc::strong_count(&visited), 1);
    assert_eq!(keep(0), Ok(()));
    library.visit_kept(7);
    library.free_kept();
    assert_eq!(Rc::strong_count(&visited), 1);
    assert_eq!(*visited.borrow(), [7]);
}

#[test]
fn function_without_data_is_freed_by_data() {
    let library = closures();
    let (sender, texts) = std::sync::mpsc::channel();
    let moved = Arc::new(());
    let counted = Arc::clone(&moved);
    library.keep_log(move |text| {
        let _ = &counted;
        sender.send(text.to_owned()).expect("it is received");
    });
    assert_eq!(texts.recv().as_deref(), Ok(c"kept"));
    assert_eq!(Arc::strong_count(&moved), 1);
}

#[test]
fn closure_stays_for_ever() {
    let library = closures();
    library.keep_for_ever(|number| number + 1);
    assert_eq!(library.fire(1), 2);
    let raw = thread::spawn(|| {
        let library = closures();
        // SAFETY: the function takes a callback and its data.
        unsafe {
            library
                .raw()
                .each(0, Visit::from_raw(unreachable_visit), ptr::null_mut())
        }
    });
    assert_eq!(raw.join().ok(), Some(0));
}

unsafe extern "C" fn unreachable_visit(_: c_int, _: *mut c_void) -> c_int {
    unreachable!("nothing is visited")
}
