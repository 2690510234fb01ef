//! Requests whose callback answers later: on any thread, at once, twice or never.

use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_int, c_void};
use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Barrier, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

use ffi_runtime::callback::{Abandoned, Completion};
use ffi_runtime::lowering::CallError;
use ffi_runtime::{ForeignType, callback, foreign_library};
use ffi_tests::functions;

/// Frees user data.
type Destructor = unsafe extern "C" fn(*mut c_void);

/// Gets the result of a request.
#[callback(user_data = user)]
pub type Loaded = unsafe extern "C" fn(status: c_int, name: &CStr, user: *mut c_void);

/// As above, without a pointer of the caller's.
#[callback]
pub type Done = unsafe extern "C" fn(status: c_int);

/// A function and the pointer for it.
#[derive(ForeignType)]
#[repr(C)]
struct Info {
    user: *mut c_void,
    loaded: Option<Loaded>,
}

impl From<(Loaded, *mut c_void)> for Info {
    fn from((loaded, user): (Loaded, *mut c_void)) -> Self {
        Self {
            user,
            loaded: Some(loaded),
        }
    }
}

#[foreign_library(name = "requests")]
unsafe trait Requests {
    /// Waits for [`answer`](Self::answer); the number of the request.
    #[symbol("load")]
    fn request(
        &self,
        name: c_int,
        #[completion(data = user)] loaded: Loaded,
        user: *mut c_void,
    ) -> c_int;
    /// As above, with a destructor too.
    #[symbol("load_or_free")]
    fn load_until(
        &self,
        #[completion(data = user, until = destroy)] loaded: Loaded,
        user: *mut c_void,
        destroy: Option<Destructor>,
    );
    /// Fails if the result is not 0, and then frees the user data if that is positive.
    #[check(zero)]
    fn try_load(
        &self,
        result: c_int,
        #[completion(data = user, until = destroy)] loaded: Option<Loaded>,
        user: *mut c_void,
        destroy: Destructor,
    ) -> c_int;
    /// Answers before it returns.
    fn load_now(&self, #[completion(callback = Loaded)] info: Info, #[out] count: c_int);
    /// Waits for [`answer`](Self::answer), or for [`cancel`](Self::cancel).
    #[symbol("load")]
    fn load_unless_cancelled(
        &self,
        name: c_int,
        #[completion(data = user, cancel = cancel)] loaded: Loaded,
        user: *mut c_void,
    ) -> c_int;
    fn cancel(&self, request: c_int) -> c_int;
    /// Answers this request and forgets it.
    fn answer(&self, status: c_int);
    /// Answers it, and does not forget it.
    fn answer_and_go_on(&self, status: c_int);
    /// Answers it on another thread, which waits for nothing.
    fn answer_elsewhere(&self, status: c_int);
    /// Forgets the request, and frees its user data.
    fn give_up(&self);
    /// Waits for [`finish`](Self::finish).
    fn start(&self, #[completion] done: Done);
    fn finish(&self, status: c_int);
    #[optional]
    fn absent(&self, #[completion] done: Done);
    /// Finishes at once, with the size that it gets.
    fn finish_sized(&self, #[completion] done: Done, #[fixed(size_of::<T>() as c_int)] size: c_int);
}

/// A struct with a name that a type parameter could have.
struct T([u8; 64]);

#[foreign_library(name = "requests", struct = Block)]
unsafe extern "C" {
    #[check(zero)]
    safe fn try_load(
        result: c_int,
        #[completion(data = user, until = destroy)] loaded: Loaded,
        user: *mut c_void,
        destroy: Destructor,
    ) -> c_int;
    safe fn answer(status: c_int);
}

/// A request: the function, its pointer, and what frees that.
type Kept = (RawLoaded, *mut c_void, Option<Destructor>);

thread_local! {
    static KEPT: Cell<Option<Kept>> = const { Cell::new(None) };
    static DONE: Cell<Option<RawDone>> = const { Cell::new(None) };
    static CANCELLED: RefCell<Vec<c_int>> = const { RefCell::new(Vec::new()) };
}

/// A request on its way to another thread.
struct Sent(Kept);

// SAFETY: the function is for any thread, and so is its pointer.
unsafe impl Send for Sent {}

impl Sent {
    fn answer(self, status: c_int) {
        let (loaded, user, destroy) = self.0;
        // SAFETY: they go together.
        unsafe { loaded(status, c"elsewhere".as_ptr(), user) };
        if let Some(destroy) = destroy {
            // SAFETY: as above.
            unsafe { destroy(user) };
        }
    }
}

unsafe extern "C" fn load(name: c_int, loaded: RawLoaded, user: *mut c_void) -> c_int {
    KEPT.set(Some((loaded, user, None)));
    name + 100
}

unsafe extern "C" fn load_or_free(
    loaded: RawLoaded,
    user: *mut c_void,
    destroy: Option<Destructor>,
) {
    KEPT.set(Some((loaded, user, destroy)));
}

unsafe extern "C" fn try_load(
    result: c_int,
    loaded: RawLoaded,
    user: *mut c_void,
    destroy: Destructor,
) -> c_int {
    if result == 0 {
        KEPT.set(Some((loaded, user, Some(destroy))));
    } else if result > 0 {
        // SAFETY: they go together.
        unsafe { destroy(user) };
    }
    result
}

unsafe extern "C" fn load_now(info: Info, count: *mut c_int) {
    let loaded = info.loaded.expect("a function").raw();
    // SAFETY: they go together.
    unsafe { loaded(1, c"now".as_ptr(), info.user) };
    // SAFETY: the caller gives a place.
    unsafe { count.write(5) };
}

extern "C" fn cancel(request: c_int) -> c_int {
    CANCELLED.with_borrow_mut(|cancelled| cancelled.push(request));
    0
}

extern "C" fn answer(status: c_int) {
    answer_and_go_on(status);
    if let Some((_, user, Some(destroy))) = KEPT.take() {
        // SAFETY: they go together.
        unsafe { destroy(user) };
    }
}

extern "C" fn answer_and_go_on(status: c_int) {
    let (loaded, user, _) = KEPT.get().expect("a request");
    // SAFETY: they go together.
    unsafe { loaded(status, c"later".as_ptr(), user) };
}

extern "C" fn answer_elsewhere(status: c_int) {
    let sent = Sent(KEPT.take().expect("a request"));
    thread::spawn(move || sent.answer(status));
}

extern "C" fn give_up() {
    if let Some((_, user, Some(destroy))) = KEPT.take() {
        // SAFETY: they go together.
        unsafe { destroy(user) };
    }
}

extern "C" fn start(done: RawDone) {
    DONE.set(Some(done));
}

extern "C" fn finish(status: c_int) {
    let done = DONE.take().expect("a request");
    // SAFETY: it is called once.
    unsafe { done(status) };
}

extern "C" fn finish_sized(done: RawDone, size: c_int) {
    // SAFETY: it is called once.
    unsafe { done(size) };
}

fn requests() -> Requests {
    let resolve = functions![
        load,
        load_or_free,
        try_load,
        load_now,
        cancel,
        answer,
        answer_and_go_on,
        answer_elsewhere,
        give_up,
        start,
        finish,
        finish_sized
    ];
    // SAFETY: each function has the declared signature, and calls its closure once at the most.
    unsafe { Requests::from_symbols(resolve) }.expect("the functions are there")
}

/// Wakes a thread that waits.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// The smallest executor.
fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        thread::park();
    }
}

#[test]
fn answer_comes_before_the_function_returns() {
    let library = requests();
    let (count, answer) = library.load_now(|status, name| (status, name.to_owned()));
    assert_eq!(count, 5);
    assert_eq!(block_on(answer), Ok((1, c"now".to_owned())));
}

#[test]
fn answer_comes_later_or_on_another_thread() {
    let library = requests();
    let (request, mut answer) = library.request(7, |status, name| (status, name.to_owned()));
    assert_eq!(request, 107);
    assert!(answer.try_take().is_none());
    let polled = answer.wait_polling(|| library.answer(2));
    assert_eq!(polled, Ok((2, c"later".to_owned())));

    let request = async {
        let (_, answer) = library.request(7, |status, name| (status, name.to_owned()));
        library.answer_elsewhere(3);
        answer.await
    };
    assert_eq!(block_on(request), Ok((3, c"elsewhere".to_owned())));

    let answer = library.start(|status| status + 1);
    library.finish(3);
    assert_eq!(answer.wait(), Ok(4));
    assert!(library.absent(|status| status).is_err());
}

#[test]
fn type_of_the_answer_has_no_name_of_the_users() {
    let answer = requests().finish_sized(|size| size);
    assert_eq!(answer.wait(), Ok(64));
    // It is there for its size.
    let T([_, ..]) = T([0; 64]);
}

#[test]
fn request_that_c_gives_up_is_abandoned() {
    let library = requests();
    let captured = Arc::new(());
    let moved = Arc::clone(&captured);
    let answer = library.load_until(move |_, _| drop(moved));
    library.give_up();
    assert_eq!(Arc::strong_count(&captured), 1);
    assert_eq!(block_on(answer), Err(Abandoned));
}

#[test]
fn request_without_an_answer_waits_on() {
    let library = requests();
    let (_, answer) = library.request(1, |status, _| status);
    let late = answer.wait_timeout(Duration::from_millis(1));
    let answer = late.expect_err("there is no answer yet");
    library.answer(9);
    assert_eq!(answer.wait(), Ok(9));
}

#[test]
fn second_answer_and_a_late_destructor_do_nothing() {
    let library = requests();
    let calls = Arc::new(AtomicI32::new(0));
    let counted = Arc::clone(&calls);
    let answer = library.load_until(move |status, _| {
        counted.fetch_add(1, Ordering::Relaxed);
        status
    });
    library.answer_and_go_on(1);
    library.answer_and_go_on(2);
    // It answers for the third time, and calls the destructor.
    library.answer(3);
    assert_eq!(answer.wait(), Ok(1));
    assert_eq!(calls.load(Ordering::Relaxed), 1);
    // The closure is gone: it was freed by its call.
    assert_eq!(Arc::strong_count(&calls), 1);
}

#[test]
fn failed_request_frees_its_closure_once() {
    let library = requests();
    let captured = Arc::new(());
    for result in [-1, 1] {
        let moved = Arc::clone(&captured);
        let failed = library.try_load(result, move |_, _| drop(moved));
        assert!(matches!(failed, Err(CallError::Failed { .. })));
        assert_eq!(Arc::strong_count(&captured), 1);
    }
    let request = library.try_load(0, |status, _| status);
    library.answer(4);
    assert_eq!(request.expect("it is no failure").wait(), Ok(4));

    let resolve = functions![try_load, answer];
    // SAFETY: as in `requests`.
    let block = unsafe { Block::from_symbols(resolve) }.expect("the functions are there");
    let request = block.try_load(0, |_, name| name.to_owned());
    block.answer(0);
    assert_eq!(
        request.expect("it is no failure").wait(),
        Ok(c"later".to_owned())
    );
}

#[test]
fn answer_that_nobody_waits_for_is_dropped() {
    let library = requests();
    let answer = Arc::new(());
    // The future is dropped before its callback.
    let moved = Arc::clone(&answer);
    drop(library.request(1, move |_, _| moved));
    library.answer(0);
    assert_eq!(Arc::strong_count(&answer), 1);

    // While it runs, on another thread.
    let (running, dropped) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    let (done, ended) = mpsc::channel();
    let moved = Arc::clone(&answer);
    let barriers = (Arc::clone(&running), Arc::clone(&dropped));
    let (_, future) = library.request(1, move |_, _| {
        barriers.0.wait();
        barriers.1.wait();
        // It goes with the answer, or with the last that knows of it.
        (moved, done)
    });
    library.answer_elsewhere(0);
    running.wait();
    drop(future);
    dropped.wait();
    assert_eq!(ended.recv(), Err::<(), _>(mpsc::RecvError));
    assert_eq!(Arc::strong_count(&answer), 1);

    // After it.
    let moved = Arc::clone(&answer);
    let (_, future) = library.request(1, move |_, _| moved);
    library.answer(0);
    assert_eq!(Arc::strong_count(&answer), 2);
    drop(future);
    assert_eq!(Arc::strong_count(&answer), 1);
}

#[test]
fn request_that_nobody_waits_for_is_cancelled_once() {
    let library = requests();
    let cancelled = || CANCELLED.with_borrow(Vec::clone);
    let answer: Completion<c_int> = library.load_unless_cancelled(5, |status, _| status);
    drop(answer);
    assert_eq!(cancelled(), [105]);
    // It is still there for C, which may answer all the same.
    library.answer(0);

    let answer = library.load_unless_cancelled(6, |status, _| status);
    library.answer(8);
    drop(answer);
    let answer = library.load_unless_cancelled(7, |status, _| status);
    library.answer(8);
    assert_eq!(answer.wait(), Ok(8));
    assert_eq!(cancelled(), [105]);
}

#[test]
fn requests_of_other_functions_are_not_mixed_up() {
    let (first, first_data, first_free, one) = Loaded::completion(|status, _| status);
    let (second, second_data, second_free, two) = Loaded::completion(|_, name| name.to_owned());
    // SAFETY: any pointer will do for a request.
    unsafe { first.raw()(1, c"first".as_ptr(), second_data) };
    // SAFETY: as above.
    unsafe { second.raw()(2, c"second".as_ptr(), second_data) };
    assert_eq!(two.wait(), Ok(c"second".to_owned()));
    // SAFETY: as above.
    unsafe { first_free(std::ptr::null_mut()) };
    // SAFETY: as above.
    unsafe { first_free(first_data) };
    // SAFETY: as above.
    unsafe { second_free(second_data) };
    assert_eq!(one.wait(), Err(Abandoned));
}
