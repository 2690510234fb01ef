//! The end of a callback: closures that are dropped while they run, and that C frees.

use std::cell::{Cell, RefCell};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

use ffi_runtime::callback::{
    Callback, DynamicCallback, LocalCallback, LocalUserCallback, ReservedCallback, UserCallback,
};
use ffi_runtime::{Abi, CallInterface, CodePointer, Type};
use ffi_tests::abort::stderr_of;
use ffi_tests::callers::{Handler, RawVisit, Visit, VisitWithData, callers};
use ffi_tests::witness::{Witness, assert_is_dropped, is_set};

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
