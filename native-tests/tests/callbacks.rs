//! Callbacks with user data: closures that C calls through a function and a pointer.

use std::cell::Cell;
use std::ffi::{CStr, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::thread;

use ffi_runtime::callback::{self, DynamicCallback};
use ffi_runtime::{Abi, CallInterface, CallbackError, Type};
use native_tests::{
    Ask, AskLevels, Decide, Flags, Gate, GateMethods, Mixed, OfSystem, Pair, Plain, Sink,
    SinkMethods, Small, Visit, Wide, callees, doubled, is_native_form,
};

const ANSWER: Mixed = Mixed {
    a: -9,
    b: -(1 << 50) + 1,
    c: 6.5,
    d: 1e-300,
};

fn check(a: i8, b: i64, c: f64, d: Pair, e: Mixed, f: Small, g: Wide) -> Mixed {
    assert_eq!((a, b, c), (-3, 1 << 40, 0.5));
    assert_eq!(d, Pair { x: 1.5, y: 2.5 });
    assert_eq!(
        e,
        Mixed {
            a: 7,
            b: -(1 << 41),
            c: 0.25,
            d: 1e300
        }
    );
    assert_eq!(f, Small { a: 300, b: -5 });
    assert_eq!(g.values, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    ANSWER
}

#[test]
fn arguments_and_results_of_every_kind() {
    let callees = callees();
    let shared = Visit::new(check);
    // SAFETY: the callback outlives the call.
    let answer = unsafe { callees.call_visit(shared.function(), shared.data()) };
    assert_eq!(answer, ANSWER);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..100 {
                    // SAFETY: the callback outlives the threads.
                    let answer = unsafe { callees.call_visit(shared.function(), shared.data()) };
                    assert_eq!(answer, ANSWER);
                }
            });
        }
    });
}

#[test]
fn bools_of_any_byte_come_in_as_0_or_1() {
    let callees = callees();
    for (byte, truth) in [(0, false), (1, true), (2, true), (0xff, true)] {
        let ask = |asked: bool, flags: Flags| {
            // SAFETY: a `bool` is a byte.
            let bits = unsafe { (&raw const asked).cast::<u8>().read_volatile() };
            assert_eq!((asked, bits), (truth, u8::from(truth)));
            assert_eq!((flags.first, flags.rest), (truth, [truth; 2]));
            flags.number
        };
        // SAFETY: the callback outlives the call.
        let number = Ask::scoped(ask, |ask, data| unsafe {
            callees.call_ask(ask, data, byte)
        });
        assert_eq!(number, i32::from_ne_bytes([byte; 4]));
    }
}

#[cfg(panic = "unwind")]
#[test]
fn number_that_an_enum_does_not_list_is_a_panic_of_the_callback() {
    let callees = callees();
    let callback = AskLevels::new(|asked, levels| {
        assert_eq!((levels.first, levels.rest), (asked, [asked; 2]));
        asked as i32
    });
    // SAFETY: the callback outlives the calls.
    let ask = |byte| unsafe { callees.call_ask_levels(callback.function(), callback.data(), byte) };
    assert_eq!((ask(1), ask(2)), (1, 2));
    assert!(AskLevels::take_panic().is_none());
    for byte in [0, 3] {
        assert_eq!(ask(byte), -1, "C gets the value of `on_panic`");
        let payload = AskLevels::take_panic().expect("there was one");
        let said = payload.downcast_ref::<String>().expect("a text");
        assert!(said.contains("is no value of the enum `Level`"), "{said}");
        // Behind a scope it is raised.
        let given = Cell::new(0);
        let raised = catch_unwind(AssertUnwindSafe(|| {
            AskLevels::scoped(
                |asked, _| asked as i32,
                |function, data| {
                    // SAFETY: the callback lives while this runs.
                    given.set(unsafe { callees.call_ask_levels(function, data, byte) });
                },
            );
        }));
        assert_eq!((given.get(), raised.is_err()), (-1, true));
        assert!(AskLevels::take_panic().is_none());
    }
}

#[test]
fn each_kind_of_closure() {
    let callees = callees();
    let call = |function: Decide, data: *mut c_void, number| {
        // SAFETY: whoever calls this keeps the closure.
        unsafe { callees.call_decide(function, data, number) }
    };
    let token = Rc::new(Cell::new(0));
    let count = Rc::clone(&token);
    let local = Decide::local(move |number| {
        count.set(count.get() + number);
        count.get() > 10
    });
    assert!(!call(local.function(), local.data(), 5));
    assert!(call(local.function(), local.data(), 6));
    let (function, data, destroy) = local.into_foreign();
    assert!(call(function, data, 1));
    assert_eq!((token.get(), Rc::strong_count(&token)), (12, 2));
    // SAFETY: nothing calls any more.
    unsafe { destroy(data) };
    assert_eq!(Rc::strong_count(&token), 1);

    let (function, data) = Decide::once(|number| number == 3);
    assert!(call(function, data, 3));

    let reentrant = Decide::reentrant(|number| number % 2 == 0);
    assert!(call(reentrant.function(), reentrant.data(), 4));

    let mut sum = 0;
    callback::scope(|scope| {
        let (function, data) = Decide::in_scope(scope, |number| {
            sum += number;
            true
        });
        call(function, data, 20);
        call(function, data, 22);
    });
    assert_eq!(sum, 42);
}

#[test]
fn closure_drops_its_own_owner() {
    let token = Rc::new(());
    let slot = Rc::new(Cell::new(None));
    let (kept, own) = (Rc::clone(&token), Rc::clone(&slot));
    let owner = Decide::reentrant(move |number| {
        drop(own.take());
        Rc::strong_count(&kept) as i32 == number
    });
    let (function, data) = (owner.function(), owner.data());
    slot.set(Some(owner));
    // SAFETY: the closure is there until its call ends.
    assert!(unsafe { callees().call_decide(function, data, 2) });
    assert_eq!(Rc::strong_count(&token), 1);
}

#[cfg(panic = "unwind")]
#[test]
fn panics() {
    let callees = callees();
    let panicking = |_: bool, _: Flags| -> i32 { panic!("asked") };
    let caught = catch_unwind(AssertUnwindSafe(|| {
        Ask::scoped(panicking, |ask, data| {
            // SAFETY: the callback outlives the call.
            let value = unsafe { callees.call_ask(ask, data, 1) };
            assert_eq!(value, -1, "C gets the value of `on_panic`");
        });
    }));
    let payload = caught.expect_err("the panic goes on");
    assert_eq!(payload.downcast_ref::<&str>(), Some(&"asked"));
    assert_eq!(doubled(i32::MAX), -1);
    assert_eq!(doubled(21), 42);
}

/// Through the frames of C and of the call.
#[cfg(panic = "unwind")]
#[test]
fn panic_passes_through_c() {
    let callees = callees();
    let dropped = Rc::new(Cell::new(false));
    let caught = catch_unwind(AssertUnwindSafe(|| {
        struct Set(Rc<Cell<bool>>);
        impl Drop for Set {
            fn drop(&mut self) {
                self.0.set(true);
            }
        }
        let _set = Set(Rc::clone(&dropped));
        let decide = |_: i32| -> bool { panic!("decided") };
        // SAFETY: the callback outlives the call.
        Decide::scoped(decide, |decide, data| unsafe {
            callees.call_decide(decide, data, 1)
        })
    }));
    let payload = caught.expect_err("the panic arrives");
    assert_eq!(payload.downcast_ref::<&str>(), Some(&"decided"));
    assert!(dropped.get());
}

#[cfg(not(all(windows, target_arch = "x86")))] // There the symbols of `stdcall` have other names.
#[test]
fn convention_of_the_system() {
    let of_system = |a, b| a - b as i32;
    let value = OfSystem::scoped(of_system, |function, data| {
        // SAFETY: the callback outlives the call.
        unsafe { callees().call_system(function, data) }
    });
    assert_eq!(value, -1);
}

/// A callback without user data is made of a trampoline, and is a typed error where there are none.
#[test]
fn trampolines_are_there_or_refused() {
    let dropped = Rc::new(());
    let kept = Rc::clone(&dropped);
    let local = Plain::try_local(move |number| {
        let _ = &kept;
        number + 1
    });
    let is_refused = match local {
        Ok(local) => {
            // SAFETY: the owner is alive.
            assert_eq!(unsafe { local.pointer().raw()(1) }, 2);
            false
        }
        Err(CallbackError::UnsupportedPlatform(error)) => {
            assert_eq!(error.abi, Abi::C);
            true
        }
        Err(error) => panic!("{error}"),
    };
    assert_eq!(is_refused, is_native_form());
    assert_eq!(Rc::strong_count(&dropped), 1, "the closure is dropped");
    let refused = [
        Plain::try_new(|number| number).is_err(),
        Plain::try_once(|number| number).is_err(),
        Plain::try_reentrant(|number| number).is_err(),
        Plain::try_scoped(|number| number, |_| ()).is_err(),
        callback::scope(|scope| Plain::try_in_scope(scope, |number| number).is_err()),
    ];
    assert_eq!(refused, [is_native_form(); 5]);
    assert_eq!(callback::capacity() == 0, is_native_form());
    if let Ok(interface) = CallInterface::prepare(Abi::C, Type::Void, &[]) {
        assert!(DynamicCallback::new(interface, |_| ()).is_ok());
    }
}

/// Puts as often as it says, and counts what it is told.
struct Basin {
    limit: i32,
    last: Cell<u32>,
    reasons: Cell<usize>,
    _alive: Rc<()>,
}

impl SinkMethods for Basin {
    const END: Option<fn(&Self, &CStr)> =
        Some(|this, reason| this.reasons.set(reason.count_bytes()));

    fn put(&self, pair: Pair, wide: Wide, is_last: bool) -> i64 {
        assert_eq!(pair, Pair { x: 1.5, y: 2.5 });
        assert_eq!(wide.values, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
        assert!(self.last.get() < 5, "no more than five");
        self.last.set(self.last.get() + u32::from(is_last));
        1 << 40
    }

    fn limit(&self) -> i32 {
        self.limit
    }
}

#[test]
fn table_of_functions_is_implemented_by_one_value() {
    let alive = Rc::new(());
    let basin = |limit| Basin {
        limit,
        last: Cell::new(0),
        reasons: Cell::new(0),
        _alive: Rc::clone(&alive),
    };
    let table = Sink::local(basin(3));
    assert_eq!(callees().fill(&table, 0), 3 << 40);
    // Any byte but 0 is true.
    assert_eq!(callees().fill(&table, 255), 3 << 40);
    assert_eq!(
        (table.value().last.get(), table.value().reasons.get()),
        (3, 4)
    );
    assert_eq!(Rc::strong_count(&alive), 2);
    drop(table);
    assert_eq!(Rc::strong_count(&alive), 1);
    let panicking = basin(6);
    let raised = catch_unwind(AssertUnwindSafe(|| {
        Sink::scoped(&panicking, |table| callees().fill(table, 1))
    }));
    let payload = raised.expect_err("the sixth panics, and the panic goes on behind the scope");
    assert_eq!(payload.downcast_ref(), Some(&"no more than five"));
    assert_eq!(panicking.reasons.get(), 4);
}

/// A value without a size.
struct Open;

impl GateMethods for Open {
    fn ask(&self, mixed: Mixed) -> f64 {
        let Mixed { a, b, c, d } = mixed;
        assert_eq!((a, b, c), (7, -(1 << 41), 0.25));
        d
    }
}

#[test]
fn table_is_found_by_its_own_address() {
    let gate = Gate::new(Open);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| assert_eq!(callees().ask_gate(&gate), 1e300));
        }
    });
}
