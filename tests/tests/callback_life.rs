//! The life of a callback: closures that are dropped while they run, that C frees, that are entered again,
//! and addresses of their own.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

use ffi_runtime::callback::{
    self, Callback, DynamicCallback, LocalCallback, LocalUserCallback, ReservedCallback,
    UserCallback,
};
use ffi_runtime::{Abi, CallInterface, CodePointer, Type};
use ffi_tests::abort::stderr_of;
use ffi_tests::callers::{Handler, RawVisit, Visit, VisitWithData, callers};

/// A value that says when it is dropped, and may be used until then.
struct Witness {
    numbers: Vec<i64>,
    is_dropped: Arc<AtomicBool>,
}

impl Witness {
    /// The witness, and whether it was dropped.
    fn new() -> (Self, Arc<AtomicBool>) {
        let is_dropped = Arc::new(AtomicBool::new(false));
        let witness = Self {
            numbers: (0..4_000).collect(),
            is_dropped: Arc::clone(&is_dropped),
        };
        (witness, is_dropped)
    }

    /// The number itself, through memory that is freed with the witness.
    fn number(&self, number: i64) -> i64 {
        assert!(!self.is_dropped.load(Ordering::SeqCst), "it is in use");
        self.numbers[number as usize]
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        self.numbers.fill(-1);
        self.is_dropped.store(true, Ordering::SeqCst);
    }
}

fn is_set(flag: &AtomicBool) -> bool {
    flag.load(Ordering::SeqCst)
}

/// The closure is dropped now, or in a moment by a thread that looks after the closures of other tests.
#[track_caller]
fn assert_is_dropped(flag: &AtomicBool) {
    let start = std::time::Instant::now();
    while !is_set(flag) {
        assert!(start.elapsed().as_secs() < 60, "the closure is still there");
        drop(Visit::new(|number| number));
        thread::yield_now();
    }
}

#[test]
fn shared_closure_drops_its_own_owner() {
    let owner: Arc<Mutex<Option<Callback<Visit>>>> = Arc::default();
    let (inner, (witness, is_dropped)) = (Arc::clone(&owner), Witness::new());
    let visit = Visit::new(move |number| {
        drop(inner.lock().expect("nobody panics").take());
        witness.number(number)
    });
    let pointer = visit.pointer();
    *owner.lock().expect("nobody panics") = Some(visit);
    // SAFETY: the owner lives when the call begins, and there is no second one.
    let result = unsafe { callers().call_once(pointer, 41) };
    assert_eq!(result, 41);
    assert_is_dropped(&is_dropped);
}

#[test]
fn shared_closure_is_dropped_by_the_outermost_of_its_calls() {
    let owner: Arc<Mutex<Option<Callback<Visit>>>> = Arc::default();
    let (inner, (witness, is_dropped)) = (Arc::clone(&owner), Witness::new());
    let dropped = Arc::clone(&is_dropped);
    let visit = Visit::new(move |depth| {
        if depth == 0 {
            drop(inner.lock().expect("nobody panics").take());
        } else {
            let pointer = inner
                .lock()
                .expect("nobody panics")
                .as_ref()
                .map(Callback::pointer);
            let pointer = pointer.expect("it is dropped at depth 0");
            // SAFETY: the owner lives when the call begins.
            unsafe { callers().call_once(pointer, depth - 1) };
        }
        assert!(!is_set(&dropped));
        witness.number(depth)
    });
    let pointer = visit.pointer();
    *owner.lock().expect("nobody panics") = Some(visit);
    // SAFETY: the owner lives when the call begins.
    assert_eq!(unsafe { callers().call_once(pointer, 5) }, 5);
    assert_is_dropped(&is_dropped);
}

#[test]
fn shared_closure_is_dropped_by_another_thread_while_it_runs() {
    for is_home in [true, false] {
        let (running, is_running) = mpsc::channel();
        let (go, may_go) = mpsc::channel::<()>();
        let may_go = Mutex::new(may_go);
        let (witness, is_dropped) = Witness::new();
        let visit = Visit::new(move |number| {
            if number > 0 {
                running.send(()).expect("the other thread waits");
                let may_go = may_go.lock().expect("nobody panics");
                may_go.recv().expect("the other thread sends");
            }
            witness.number(number)
        });
        let pointer = visit.pointer();
        if !is_home {
            // SAFETY: the owner lives.
            assert_eq!(unsafe { callers().call_once(pointer, 0) }, 0);
        }
        // SAFETY: the owner lives when the call begins.
        let caller = thread::spawn(move || unsafe { callers().call_once(pointer, 9) });
        is_running.recv().expect("the closure sends");
        drop(visit);
        assert!(!is_set(&is_dropped), "the call is running");
        go.send(()).expect("the closure waits");
        assert_eq!(caller.join().expect("nobody panics"), 9);
        assert_is_dropped(&is_dropped);
    }
}

/// Many calls on several threads, the last of which ends at any time around the drop.
#[test]
fn shared_closure_is_dropped_once_however_its_calls_end() {
    let rounds = if cfg!(debug_assertions) { 300 } else { 2_000 };
    let mut all = Vec::new();
    for round in 0..rounds {
        let (witness, is_dropped) = Witness::new();
        let (begun, has_begun) = mpsc::channel();
        let visit = Visit::new(move |number| {
            begun.send(()).expect("the dropping thread waits");
            for _ in 0..number % 7 {
                thread::yield_now();
            }
            witness.number(number)
        });
        let pointer = visit.pointer();
        thread::scope(|scope| {
            for number in 0..3 {
                // SAFETY: the owner is dropped only after every call has begun.
                let call = move || unsafe { callers().call_once(pointer, round + number) };
                scope.spawn(move || assert_eq!(call(), round + number));
            }
            (0..3).for_each(|_| has_begun.recv().expect("each call sends"));
            drop(visit);
        });
        all.push(is_dropped);
    }
    // One whose last call ended just when it was dropped is freed with the next.
    drop(Visit::new(|number| number));
    all.iter()
        .for_each(|is_dropped| assert_is_dropped(is_dropped));
}

#[test]
fn local_closures_drop_their_own_owner() {
    thread_local! {
        static OWNER: RefCell<Option<LocalCallback<Visit>>> = const { RefCell::new(None) };
    }
    let makers: [fn(Witness) -> LocalCallback<Visit>; 2] = [
        |witness| {
            Visit::local(move |number| {
                drop(OWNER.take());
                witness.number(number)
            })
        },
        |witness| {
            Visit::reentrant(move |number| {
                drop(OWNER.take());
                witness.number(number)
            })
        },
    ];
    for make in makers {
        let (witness, is_dropped) = Witness::new();
        let visit = make(witness);
        let pointer = visit.pointer();
        OWNER.set(Some(visit));
        // SAFETY: the owner lives when the call begins.
        assert_eq!(unsafe { callers().call_once(pointer, 3) }, 3);
        assert_is_dropped(&is_dropped);
    }
}

#[test]
fn closures_with_user_data_drop_their_own_owner() {
    thread_local! {
        static SHARED: RefCell<Option<UserCallback<VisitWithData>>> = const { RefCell::new(None) };
        static LOCAL: RefCell<Option<LocalUserCallback<VisitWithData>>> =
            const { RefCell::new(None) };
    }
    let (witness, shared_is_dropped) = Witness::new();
    let visit = VisitWithData::new(move |number| {
        drop(SHARED.take());
        witness.number(number)
    });
    let (function, data) = (visit.function(), visit.data());
    SHARED.set(Some(visit));
    // SAFETY: the owner lives when the call begins.
    assert_eq!(unsafe { callers().call_with_data(function, data, 1) }, 0);
    assert_is_dropped(&shared_is_dropped);

    let (witness, local_is_dropped) = Witness::new();
    let visit = VisitWithData::reentrant(move |number| {
        drop(LOCAL.take());
        witness.number(number)
    });
    let (function, data) = (visit.function(), visit.data());
    LOCAL.set(Some(visit));
    // SAFETY: the owner lives when the call begins.
    assert_eq!(unsafe { callers().call_with_data(function, data, 1) }, 0);
    assert_is_dropped(&local_is_dropped);
}

#[test]
fn user_data_is_destroyed_by_c_in_its_own_call() {
    thread_local! {
        static HANDLER: Cell<Option<Handler>> = const { Cell::new(None) };
    }
    let callers = callers();
    let (witness, is_dropped) = Witness::new();
    let visit = VisitWithData::new(move |number| {
        let handler = HANDLER.take().expect("it was kept");
        // SAFETY: the handler is installed, and `trigger` does not use it after the call.
        unsafe { self::callers().uninstall(handler) };
        witness.number(number)
    });
    let (function, data, destroy) = visit.into_foreign();
    // SAFETY: the three belong together.
    let installed = unsafe { callers.install(function, data, Some(destroy)) };
    HANDLER.set(Some(installed));
    // SAFETY: the handler is installed.
    assert_eq!(unsafe { callers.trigger(installed, 8) }, 8);
    assert_is_dropped(&is_dropped);
}

#[test]
fn dynamic_closure_drops_its_own_owner() {
    let owner: Arc<Mutex<Option<DynamicCallback>>> = Arc::default();
    let (inner, (witness, is_dropped)) = (Arc::clone(&owner), Witness::new());
    let interface = CallInterface::prepare(Abi::C, Type::I64, &[Type::I64]);
    let made = DynamicCallback::new(interface.expect("it is ordinary"), move |call| {
        drop(inner.lock().expect("nobody panics").take());
        // SAFETY: any number is valid.
        let number: i64 = unsafe { call.argument(0) };
        call.set_result(witness.number(number));
    });
    let made = made.expect("there is a slot");
    // SAFETY: the callback has the signature of `Visit`.
    let raw = unsafe { std::mem::transmute::<CodePointer, RawVisit>(made.code()) };
    *owner.lock().expect("nobody panics") = Some(made);
    // SAFETY: the owner lives when the call begins.
    let result = unsafe { callers().call_once(Visit::from(raw), 6) };
    assert_eq!(result, 6);
    assert_is_dropped(&is_dropped);
}

#[test]
fn panic_of_a_closure_that_dropped_its_owner_ends_its_call() {
    let owner: Arc<Mutex<Option<Callback<ffi_tests::callers::Forgiving>>>> = Arc::default();
    let (inner, (witness, is_dropped)) = (Arc::clone(&owner), Witness::new());
    let visit = ffi_tests::callers::Forgiving::new(move |number| {
        drop(inner.lock().expect("nobody panics").take());
        panic!("{}", witness.number(number))
    });
    let pointer = visit.pointer();
    *owner.lock().expect("nobody panics") = Some(visit);
    // SAFETY: the owner lives when the call begins.
    assert_eq!(unsafe { callers().call_forgiving(pointer, 1) }, -1);
    assert_is_dropped(&is_dropped);
}

#[test]
fn trampoline_is_given_to_c_which_frees_the_closure() {
    let (witness, is_dropped) = Witness::new();
    let (visit, data, destroy) = Visit::new(move |number| witness.number(number)).into_foreign();
    // SAFETY: C has not freed it.
    assert_eq!(unsafe { callers().call_times(visit, 3) }, 3);
    // SAFETY: no call comes after this.
    unsafe { destroy(data) };
    assert_is_dropped(&is_dropped);

    let (witness, is_dropped) = Witness::new();
    let (visit, data, destroy) = Visit::local(move |number| witness.number(number)).into_foreign();
    // SAFETY: C has not freed it.
    assert_eq!(unsafe { callers().call_times(visit, 3) }, 3);
    // SAFETY: no call comes after this.
    unsafe { destroy(data) };
    assert_is_dropped(&is_dropped);
}

#[test]
fn trampoline_that_c_freed_is_a_tombstone() {
    let text = stderr_of("trampoline_that_c_freed_is_a_tombstone", || {
        let (visit, data, destroy) = Visit::new(|number| number).into_foreign();
        // SAFETY: none: a call comes after this.
        unsafe { destroy(data) };
        // SAFETY: none: this is the mistake.
        unsafe { callers().call_times(visit, 1) };
    });
    let words = "callback `ffi_tests::callers::Visit` (declared at tests/src/callers.rs:";
    assert!(text.contains(words), "{text}");
    assert!(text.contains("was called after it was dropped"), "{text}");
}

#[test]
fn every_owner_has_an_address_of_its_own() {
    let make = || Visit::new(|number| number);
    let (first, second) = (make(), make());
    assert_ne!(first.pointer(), second.pointer());

    let make = || VisitWithData::new(|number| number);
    let (first, second) = (make(), make());
    assert_ne!(first.data(), second.data());
}

#[test]
fn call_of_a_dropped_closure_without_captures_names_it() {
    let text = stderr_of(
        "call_of_a_dropped_closure_without_captures_names_it",
        || {
            let pointer = Visit::new(|number| number).pointer();
            // SAFETY: none: this is the mistake.
            unsafe { callers().call_times(pointer, 1) };
        },
    );
    assert!(
        text.contains("callback `ffi_tests::callers::Visit`"),
        "{text}"
    );
    assert!(text.contains("was called after it was dropped"), "{text}");
}

#[test]
fn call_of_a_dropped_dynamic_callback_says_where_it_was_made() {
    let text = stderr_of(
        "call_of_a_dropped_dynamic_callback_says_where_it_was_made",
        || {
            let interface = CallInterface::prepare(Abi::C, Type::I64, &[Type::I64]);
            let made = DynamicCallback::new(interface.expect("it is ordinary"), |_| {});
            let code = made.expect("there is a slot").code();
            // SAFETY: the callback has the signature of `Visit`.
            let raw = unsafe { std::mem::transmute::<CodePointer, RawVisit>(code) };
            // SAFETY: none: this is the mistake.
            unsafe { callers().call_times(Visit::from(raw), 1) };
        },
    );
    assert!(text.contains("dynamic callback (made at"), "{text}");
    assert!(text.contains("callback_life.rs:"), "{text}");
}

/// A visitor that visits: C calls the closure from inside of its own call.
#[test]
fn reentrant_closures_are_entered_again() {
    let callers = callers();
    let depths = RefCell::new(Vec::new());
    let own: Cell<Option<Visit>> = Cell::new(None);
    let closure = |depth: i64| {
        depths.borrow_mut().push(depth);
        if depth < 3 {
            // SAFETY: the callback lives.
            unsafe { self::callers().call_once(own.get().expect("it is set"), depth + 1) };
        }
        depth
    };
    Visit::scoped_reentrant(closure, |visit| {
        own.set(Some(visit));
        // SAFETY: the callback lives.
        unsafe { callers.call_once(visit, 0) }
    });
    assert_eq!(*depths.borrow(), [0, 1, 2, 3]);

    thread_local! {
        static OWN: Cell<Option<Visit>> = const { Cell::new(None) };
    }
    let count = std::rc::Rc::new(Cell::new(0));
    let counter = std::rc::Rc::clone(&count);
    let owner = Visit::reentrant(move |depth| {
        counter.set(counter.get() + 1);
        if depth < 3 {
            // SAFETY: the callback lives.
            unsafe { self::callers().call_once(OWN.get().expect("it is set"), depth + 1) };
        }
        depth
    });
    OWN.set(Some(owner.pointer()));
    // SAFETY: the callback lives.
    unsafe { callers.call_once(owner.pointer(), 0) };
    assert_eq!(count.get(), 4);
}

#[test]
fn reentrant_closure_on_another_thread_ends_the_process() {
    let test = "reentrant_closure_on_another_thread_ends_the_process";
    let text = stderr_of(test, || {
        let visit = Visit::reentrant(|number| number);
        // SAFETY: none: this is the mistake.
        unsafe { callers().call_on_threads(visit.pointer(), 1, 1) };
    });
    assert!(
        text.contains("callback `ffi_tests::callers::Visit`"),
        "{text}"
    );
    assert!(text.contains("on another thread than its own"), "{text}");
}

#[test]
fn one_scope_has_callbacks_of_several_types() {
    let callers = callers();
    let (mut sum, calls, mut last) = (0, Cell::new(0), 0);
    let made = callback::scope(|scope| {
        let add = Visit::in_scope(scope, |number| {
            sum += number;
            number
        });
        let count = Visit::in_scope_reentrant(scope, |number| {
            calls.set(calls.get() + 1);
            number
        });
        let (keep, data) = VisitWithData::in_scope(scope, |number| {
            last = number;
            number
        });
        // SAFETY: the scope is not over.
        unsafe { callers.call_times(add, 5) };
        // SAFETY: as above.
        unsafe { callers.call_times(count, 3) };
        // SAFETY: as above, and the data go with the function.
        unsafe { callers.call_with_data(keep, data, 4) };
        3
    });
    assert_eq!((made, sum, calls.get(), last), (3, 10, 3, 3));
}

#[test]
fn scope_gives_its_callbacks_to_threads_of_c() {
    let calls = std::sync::atomic::AtomicI64::new(0);
    callback::scope(|scope| {
        let count = Visit::in_scope_sync(scope, |number| {
            calls.fetch_add(1, Ordering::Relaxed);
            number
        });
        // SAFETY: the threads end before the call returns.
        unsafe { callers().call_on_threads(count, 10, 8) };
    });
    assert_eq!(calls.into_inner(), 80);
}

#[test]
fn scope_raises_the_first_panic_again() {
    use ffi_tests::callers::Forgiving;

    let raised = std::panic::catch_unwind(|| {
        callback::scope(|scope| {
            let first = Forgiving::in_scope(scope, |_| panic!("first"));
            let second = Forgiving::in_scope(scope, |_| panic!("second"));
            for callback in [second, first] {
                // SAFETY: the scope is not over.
                assert_eq!(unsafe { callers().call_forgiving(callback, 1) }, -1);
            }
        });
    });
    let payload = raised.expect_err("closures panicked");
    assert_eq!(payload.downcast_ref(), Some(&"first"));
}

#[test]
fn scope_that_is_left_by_a_panic_drops_its_closures() {
    let (witness, is_dropped) = Witness::new();
    let raised = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        callback::scope(|scope| {
            _ = Visit::in_scope(scope, move |number| witness.number(number));
            panic!("left");
        });
    }));
    assert!(raised.is_err());
    assert_is_dropped(&is_dropped);
}

/// A destructor of what a closure captured uses the scope that drops it.
#[test]
fn scope_that_is_left_by_a_panic_may_still_be_used_by_destructors() {
    struct Makes<'scope, 'env>(&'scope callback::Scope<'scope, 'env>, Arc<AtomicBool>);

    impl Drop for Makes<'_, '_> {
        fn drop(&mut self) {
            for _ in 0..100 {
                let is_dropped = Witness {
                    numbers: Vec::new(),
                    is_dropped: Arc::clone(&self.1),
                };
                _ = Visit::in_scope(self.0, move |number| is_dropped.number(number));
            }
        }
    }

    let is_dropped = Arc::new(AtomicBool::new(false));
    let inner = Arc::clone(&is_dropped);
    let raised = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        callback::scope(|scope| {
            let makes = Makes(scope, inner);
            _ = Visit::in_scope(scope, move |number| {
                let _makes = &makes;
                number
            });
            panic!("left");
        });
    }));
    assert!(raised.is_err());
    assert_is_dropped(&is_dropped);
    assert_eq!(Arc::strong_count(&is_dropped), 1);
}

/// The context of a closure whose owner is gone is not where C finds one.
#[test]
fn call_after_the_scope_names_the_callback() {
    let text = stderr_of("call_after_the_scope_names_the_callback", || {
        let late = callback::scope(|scope| Visit::in_scope(scope, |number| number));
        // SAFETY: none: this is the mistake.
        unsafe { callers().call_times(late, 1) };
    });
    assert!(text.contains("was called after it was dropped"), "{text}");
}

/// The type of a pointer that C keeps with a function.
const _: fn(Callback<Visit>) -> (Visit, *mut c_void, callback::Destructor) = Callback::into_foreign;

#[test]
fn function_is_bound_after_c_has_its_address() {
    let interface = || CallInterface::prepare(Abi::C, Type::I64, &[Type::I64]);
    let reserved = ReservedCallback::new().expect("there is a slot");
    // SAFETY: the callback will have the signature of `Visit`.
    let raw = unsafe { std::mem::transmute::<CodePointer, RawVisit>(reserved.code()) };
    // SAFETY: it is called only while it is bound.
    let call = |number| unsafe { callers().call_once(Visit::from(raw), number) };
    let (witness, is_dropped) = Witness::new();
    let first = reserved.bind(interface().expect("it is ordinary"), move |call| {
        // SAFETY: any number is valid.
        let number: i64 = unsafe { call.argument(0) };
        call.set_result(witness.number(number));
    });
    assert_eq!(call(7), 7);
    let reserved = first.unbind();
    assert_is_dropped(&is_dropped);
    let second = reserved.bind(interface().expect("it is ordinary"), |call| {
        // SAFETY: any number is valid.
        let number: i64 = unsafe { call.argument(0) };
        call.set_result(2 * number);
    });
    assert_eq!(call(7), 14);
    drop(second);
}

#[test]
fn call_of_an_unbound_callback_says_where_it_was_reserved() {
    let text = stderr_of(
        "call_of_an_unbound_callback_says_where_it_was_reserved",
        || {
            let reserved = ReservedCallback::new().expect("there is a slot");
            // SAFETY: the callback would have the signature of `Visit`.
            let raw = unsafe { std::mem::transmute::<CodePointer, RawVisit>(reserved.code()) };
            // SAFETY: none: this is the mistake.
            unsafe { callers().call_times(Visit::from(raw), 1) };
        },
    );
    assert!(text.contains("dynamic callback (made at"), "{text}");
    assert!(text.contains("callback_life.rs:"), "{text}");
    assert!(text.contains("while no closure was bound to it"), "{text}");
}
