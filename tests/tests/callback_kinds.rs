//! Each kind of callback: who may call it, how often, and when its closure is dropped.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::ptr;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ffi_runtime::callback::{self, Callback, LocalCallback};
use ffi_tests::abort::stderr_of;
use ffi_tests::callers::{
    Comparator, LibC, Notify, Observe, Observer, Visit, VisitWithData, callers,
};

#[test]
fn scoped_comparator_sorts_and_searches() {
    let libc = LibC::load().expect("there is a C library");
    let mut numbers = [5i32, -3, 9, 0, 7];
    let mut comparisons = 0;
    let mut order = |a: *const c_void, b: *const c_void| {
        comparisons += 1;
        // SAFETY: the C library hands out pointers to elements and to the key.
        let a = unsafe { a.cast::<i32>().read() };
        // SAFETY: as above.
        let b = unsafe { b.cast::<i32>().read() };
        a.cmp(&b) as i32
    };
    Comparator::scoped(&mut order, |order| {
        let base = numbers.as_mut_ptr().cast();
        // SAFETY: the array has 5 elements of 4 bytes.
        unsafe { libc.qsort(base, 5, 4, order) };
    });
    assert_eq!(numbers, [-3, 0, 5, 7, 9]);
    let key = 7i32;
    let found = Comparator::scoped(&mut order, |order| {
        let key = ptr::from_ref(&key).cast();
        // SAFETY: the array has 5 elements of 4 bytes, in order.
        unsafe { libc.bsearch(key, numbers.as_ptr().cast(), 5, 4, order) }
    });
    assert_eq!(found.cast(), &raw const numbers[3]);
    assert!(comparisons > 5);
}

#[test]
fn shared_closure_is_called_by_64_threads_of_c() {
    let callers = callers();
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let callback = Visit::new(move |number| {
        counter.fetch_add(1, Ordering::Relaxed);
        number
    });
    // SAFETY: the callback outlives the call.
    let sum = unsafe { callers.call_on_threads(callback.pointer(), 1000, 64) };
    assert_eq!(sum, 64 * 999 * 500);
    assert_eq!(calls.load(Ordering::Relaxed), 64_000);
    drop(callback);
    assert_eq!(Arc::strong_count(&calls), 1);
}

#[test]
fn scoped_sync_closure_borrows_and_is_called_by_threads() {
    let callers = callers();
    let calls = AtomicUsize::new(0);
    let count = |number: i64| {
        calls.fetch_add(1, Ordering::Relaxed);
        -number
    };
    // SAFETY: the threads end before the call returns.
    let sum = Visit::scoped_sync(count, |visit| unsafe {
        callers.call_on_threads(visit, 10, 8)
    });
    assert_eq!((sum, calls.into_inner()), (-8 * 45, 80));
}

#[test]
fn local_closure_changes_what_it_captures() {
    let callers = callers();
    let mut next = 1;
    let callback = Visit::local(move |number| {
        next *= 2;
        next + number
    });
    // SAFETY: the callback outlives the calls.
    let first = unsafe { callers.call_times(callback.pointer(), 3) };
    // SAFETY: as above.
    let second = unsafe { callers.call_times(callback.pointer(), 1) };
    assert_eq!((first, second), (2 + 4 + 8 + 3, 16));
}

#[test]
fn local_closure_may_drop_its_own_owner() {
    let callers = callers();
    let owner: Rc<RefCell<Option<LocalCallback<Visit>>>> = Rc::default();
    let dropped = Rc::new(Cell::new(false));
    let guard = SetOnDrop(Rc::clone(&dropped));
    let inside = Rc::downgrade(&owner);
    *owner.borrow_mut() = Some(Visit::local(move |number| {
        if let Some(owner) = inside.upgrade() {
            owner.take();
        }
        // The captures are still there.
        assert!(!guard.0.get());
        number + 1
    }));
    let pointer = owner.borrow().as_ref().map(LocalCallback::pointer);
    // SAFETY: the closure lives until its call returns.
    let result = unsafe { callers.call_times(pointer.expect("it is there"), 1) };
    assert_eq!(result, 1);
    assert!(dropped.get() && owner.borrow().is_none());
}

struct SetOnDrop(Rc<Cell<bool>>);

impl Drop for SetOnDrop {
    fn drop(&mut self) {
        self.0.set(true);
    }
}

#[test]
fn once_closure_is_dropped_by_its_call() {
    let callers = callers();
    let kept = Arc::new(());
    let captured = Arc::clone(&kept);
    let visit = Visit::once(move |number| {
        drop(captured);
        number - 5
    });
    assert_eq!(Arc::strong_count(&kept), 2);
    // SAFETY: it is called once.
    let result = unsafe { callers.call_times(visit, 1) };
    assert_eq!((result, Arc::strong_count(&kept)), (-5, 1));

    let (function, data) =
        VisitWithData::once(move |number| number + Arc::strong_count(&kept) as i64);
    // SAFETY: as above, with its data.
    assert_eq!(unsafe { callers.call_with_data(function, data, 1) }, 1);
}

#[test]
fn static_callback_is_called_after_its_owner_is_gone() {
    let callers = callers();
    let offset = 100;
    let visit = Visit::new(move |number| number + offset).into_static();
    // SAFETY: the closure lives for ever.
    unsafe { callers.keep(Some(visit)) };
    // SAFETY: as above.
    assert_eq!(unsafe { callers.call_kept(5) }, 105);
}

#[test]
fn channel_queues_calls_of_other_threads() {
    let callers = callers();
    let (callback, receiver) = Notify::channel();
    std::thread::scope(|scope| {
        // SAFETY: the callback outlives the scope.
        scope.spawn(|| unsafe { callers.notify_times(callback.pointer(), 5) });
    });
    drop(callback);
    let received: Vec<_> = receiver.iter().collect();
    assert_eq!(received, [(0, 0.0), (1, 0.5), (2, 1.0), (3, 1.5), (4, 2.0)]);

    let (callback, receiver) = Notify::channel_with(|code, value| format!("{code}: {value}"));
    // SAFETY: the callback outlives the call.
    unsafe { callers.notify_times(callback.pointer(), 2) };
    assert_eq!(receiver.try_iter().collect::<Vec<_>>(), ["0: 0", "1: 0.5"]);
    drop(receiver);
    // SAFETY: as above; nobody receives, and nothing happens.
    unsafe { callers.notify_times(callback.pointer(), 2) };
}

#[test]
fn user_data_carries_the_closure() {
    let callers = callers();
    let factor = 7;
    let shared = VisitWithData::new(move |number| number * factor);
    // SAFETY: the callback outlives the call.
    let sum = unsafe { callers.call_with_data(shared.function(), shared.data(), 4) };
    assert_eq!(sum, 42);

    let mut calls = 0;
    let count = |number| {
        calls += 1;
        number
    };
    let sum = VisitWithData::scoped(count, |function, data| {
        // SAFETY: as above.
        unsafe { callers.call_with_data(function, data, 4) }
    });
    assert_eq!((sum, calls), (6, 4));
}

#[test]
fn destructor_of_c_frees_the_closure() {
    let callers = callers();
    let kept = Arc::new(());
    let captured = Arc::clone(&kept);
    let callback = VisitWithData::new(move |number| number + Arc::strong_count(&captured) as i64);
    let (function, data, destroy) = callback.into_foreign();
    // SAFETY: C frees the closure.
    let handler = unsafe { callers.install(function, data, Some(destroy)) };
    // SAFETY: it is installed.
    assert_eq!(unsafe { callers.trigger(handler, 10) }, 12);
    assert_eq!(Arc::strong_count(&kept), 2);
    // SAFETY: it is not used again.
    unsafe { callers.uninstall(handler) };
    assert_eq!(Arc::strong_count(&kept), 1);
}

#[test]
fn struct_by_value_carries_function_and_two_pointers() {
    let callers = callers();
    let seen = Cell::new(0);
    Observe::scoped(
        |code| seen.set(code),
        |observe, first| {
            let second = ptr::null_mut();
            let observer = Observer {
                observe: Some(observe),
                first,
                second,
            };
            // SAFETY: the closure outlives the call.
            unsafe { callers.observe(observer, 31) };
            let observe = None;
            // SAFETY: there is no function.
            unsafe {
                callers.observe(
                    Observer {
                        observe,
                        ..observer
                    },
                    32,
                )
            };
        },
    );
    assert_eq!(seen.get(), 31);
}

#[test]
fn callback_calls_back_a_hundred_deep() {
    fn nest(callers: &ffi_tests::callers::Callers, depth: i64) -> i64 {
        let mut calls = 0;
        let inner = |number| {
            calls += 1;
            if depth == 0 {
                number
            } else {
                nest(callers, depth - 1) + 1
            }
        };
        // SAFETY: the callback outlives the call.
        Visit::scoped(inner, |visit| unsafe { callers.call_times(visit, 1) })
    }
    assert_eq!(nest(&callers(), 100), 100);
}

#[test]
fn slot_of_a_shared_closure_is_free_after_drop() {
    let captured = 1;
    // Other tests of this program have slots at the same time; a thousand of them they have not.
    let before = callback::live();
    let callbacks: Vec<Callback<Visit>> = (0..1000)
        .map(|index| Visit::new(move |number| number + index + captured))
        .collect();
    assert!(callback::live() >= before.saturating_sub(100) + 1000);
    drop(callbacks);
    assert!(callback::live() < before + 100);
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
