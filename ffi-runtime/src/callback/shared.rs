//! Contexts for any thread: closures that are shared.

use core::ffi::c_void;

use crate::callback::panic::guarded;
use crate::callback::running::{Counted, call_counted};
use crate::callback::{Handler, Signature};

/// A closure that any number of threads may call at once, and that may be dropped while they do.
pub(super) struct Shared<F>(pub(super) F);

impl<S: Signature, F: Fn(S::Arguments) -> S::Output> Handler<S> for Counted<Shared<F>> {
    #[inline(always)]
    unsafe fn handle(context: *mut c_void, arguments: S::Arguments) -> S::Output {
        let call = move |shared: &Shared<F>| {
            guarded::<S>(
                |payload| S::panics().keep(payload),
                || (shared.0)(arguments),
            )
        };
        // SAFETY: the context is a counted `Shared<F>`, by the contract, which its owner keeps.
        unsafe { call_counted(context, call) }
    }
}
