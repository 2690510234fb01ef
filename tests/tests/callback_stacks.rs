//! Closures that are called on two stacks of one thread, as C libraries with coroutines do: the calls do not
//! end in the reverse order in which they began.

// The crate `libc` has the functions that switch stacks for these.
#![cfg(all(
    target_os = "linux",
    target_env = "gnu",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]

use std::cell::Cell;
use std::mem::MaybeUninit;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ffi_tests::callers::{Visit, callers};
use libc::ucontext_t;

/// Two stacks, of which one runs at a time.
struct Stacks {
    /// The contexts of the test's own stack and of the other one, while they do not run.
    own: Cell<*mut ucontext_t>,
    other: Cell<*mut ucontext_t>,
    visit: Cell<Option<Visit>>,
}

thread_local! {
    static STACKS: Stacks = const {
        Stacks {
            own: Cell::new(std::ptr::null_mut()),
            other: Cell::new(std::ptr::null_mut()),
            visit: Cell::new(None),
        }
    };
}

/// Leaves the stack of the test for the other one, until that does the reverse.
fn run_other() {
    let (own, other) = STACKS.with(|stacks| (stacks.own.get(), stacks.other.get()));
    // SAFETY: the test made both, and the other stack is not running.
    assert_eq!(unsafe { libc::swapcontext(own, other) }, 0);
}

fn run_own() {
    let (own, other) = STACKS.with(|stacks| (stacks.own.get(), stacks.other.get()));
    // SAFETY: as above, the other way around.
    assert_eq!(unsafe { libc::swapcontext(other, own) }, 0);
}

/// The body of the other stack.
extern "C" fn call_on_other() {
    let visit = STACKS.with(|stacks| stacks.visit.get());
    // SAFETY: the owner lives when the call begins.
    let result = unsafe { callers().call_once(visit.expect("the test set it"), 2) };
    assert_eq!(result, 2);
}

/// The body of the closure: each of two calls lets the other stack run.
fn visit(number: i64) {
    match number {
        1 => run_other(),
        _ => run_own(),
    }
}

/// The first call begins on the stack of the test, the second one on the other stack; the first one ends, then
/// `drop_owner` runs, and then the second one ends.
fn call_on_both(visit: Visit, drop_owner: impl FnOnce()) {
    let mut stack = vec![0_u8; 256 * 1024];
    let mut own = Box::new(MaybeUninit::<ucontext_t>::zeroed());
    let mut other = Box::new(MaybeUninit::<ucontext_t>::zeroed());
    STACKS.with(|stacks| {
        stacks.own.set(own.as_mut_ptr());
        stacks.other.set(other.as_mut_ptr());
        stacks.visit.set(Some(visit));
    });
    // SAFETY: it is a context to be filled.
    assert_eq!(unsafe { libc::getcontext(other.as_mut_ptr()) }, 0);
    // SAFETY: the call above has filled it.
    let context = unsafe { other.assume_init_mut() };
    context.uc_stack.ss_sp = stack.as_mut_ptr().cast();
    context.uc_stack.ss_size = stack.len();
    context.uc_link = own.as_mut_ptr();
    // SAFETY: the context has a stack of its own, and the function takes no arguments.
    unsafe { libc::makecontext(context, call_on_other, 0) };
    // SAFETY: the owner lives when the call begins.
    assert_eq!(unsafe { callers().call_once(visit, 1) }, 1);
    drop_owner();
    run_other();
}

/// A closure whose number outlives the call that drops the owner.
fn closure(is_dropped: &Arc<AtomicBool>) -> impl Fn(i64) -> i64 + Send + Sync + use<> {
    struct Witness(Arc<AtomicBool>);

    impl Drop for Witness {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }

    let witness = Witness(Arc::clone(is_dropped));
    move |number| {
        visit(number);
        assert!(!witness.0.load(Ordering::Relaxed), "it is in use");
        number
    }
}

fn is_dropped_after_the_last_call<O>(
    make: fn(Box<dyn Fn(i64) -> i64 + Send + Sync>) -> O,
    pointer: fn(&O) -> Visit,
) {
    let is_dropped = Arc::default();
    let owner = make(Box::new(closure(&is_dropped)));
    call_on_both(pointer(&owner), || {
        drop(owner);
        assert!(!is_dropped.load(Ordering::Relaxed), "a call runs");
    });
    assert!(is_dropped.load(Ordering::Relaxed));
}

#[test]
fn shared_closure_is_dropped_after_the_last_call() {
    is_dropped_after_the_last_call(Visit::new, |visit| visit.pointer());
}

#[test]
fn reentrant_closure_is_dropped_after_the_last_call() {
    is_dropped_after_the_last_call(Visit::reentrant, |visit| visit.pointer());
}
