//! Contexts for any thread: closures that are shared.

use core::ffi::c_void;
use core::mem::ManuallyDrop;

use crate::callback::run::Run;
use crate::callback::running::{AtHome, Counted, begin_otherwise, end_at_home, marked_has_ended};
use crate::callback::{Handler, Incoming, Signature};

/// A closure that any number of threads may call at once, and that may be dropped while they do.
pub(super) struct Shared<F>(pub(super) F);

impl<S: Signature, F: Run<S>> Handler<S> for Counted<Shared<F>> {
    #[inline(always)]
    unsafe fn handle<A: Incoming<S>>(context: *mut c_void, arguments: A) -> S::Output {
        // SAFETY: the context is of this type, by the contract; its owner keeps it until this call has begun, and
        // it is there until the call is over.
        let Self { calls, value } = unsafe { &*context.cast::<Self>() };
        // The common case shares no code with the others, and calls them last: it needs no register of its
        // caller, and no stack.
        if !calls.begin_at_home() {
            // SAFETY: as above.
            return unsafe { handle_otherwise::<S, F, A>(context, arguments) };
        }
        let output = if const { S::ABI.unwinds() } {
            let unless_returned = AtHome(context);
            let output = run::<S, F, A>(value, arguments);
            let _ = ManuallyDrop::new(unless_returned);
            output
        } else {
            // Nothing unwinds out of it.
            run::<S, F, A>(value, arguments)
        };
        if end_at_home(&calls.idle, &calls.home) {
            return marked_has_ended(output);
        }
        output
    }
}

/// Handles a call that does not begin at home.
///
/// # Safety
///
/// `context` leads to a counted `Shared<F>`, whose owner lives.
#[cold]
#[inline(never)]
unsafe fn handle_otherwise<S, F, A>(context: *mut c_void, arguments: A) -> S::Output
where
    S: Signature,
    F: Run<S>,
    A: Incoming<S>,
{
    // SAFETY: the caller's promise.
    let _running = unsafe { begin_otherwise(context) };
    // SAFETY: the context is there until the call is over, which has begun.
    let Counted { value, .. } = unsafe { &*context.cast::<Counted<Shared<F>>>() };
    run::<S, F, A>(value, arguments)
}

/// Calls the closure.
#[inline(always)]
fn run<S, F, A>(Shared(closure): &Shared<F>, arguments: A) -> S::Output
where
    S: Signature,
    F: Run<S>,
    A: Incoming<S>,
{
    closure.run(arguments, |payload| S::panics().keep(payload))
}
