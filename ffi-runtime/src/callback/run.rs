//! How a context runs what it holds for a call: a closure, or a value of which the call is a method.

use crate::callback::panic::{Payload, guarded};
use crate::callback::{Incoming, Signature};

/// Part of a context: it answers the calls of `S`.
pub(super) trait Run<S: Signature> {
    /// Answers a call, under the guard against panics; `keep` gets the payload of one that `on_panic` replaces.
    fn run<A: Incoming<S>>(&self, arguments: A, keep: impl FnOnce(Payload)) -> S::Output;
}

impl<S: Signature, F: Fn(S::Arguments) -> S::Output> Run<S> for F {
    #[inline(always)]
    fn run<A: Incoming<S>>(&self, arguments: A, keep: impl FnOnce(Payload)) -> S::Output {
        guarded::<S>(keep, move || self(arguments.read()))
    }
}
