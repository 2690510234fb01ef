//! Requests: closures that C calls once, later, and whose answer is a [`Completion`].
//!
//! C gets a number in place of a pointer, which names the request for as long as it waits ([`waiting`]). So a second
//! call, a call after the destructor and a destructor after the call find nothing, instead of what is freed already.

use core::ffi::c_void;
use core::marker::PhantomData;

use crate::callback::completion::{Completion, completion};
use crate::callback::once::once;
use crate::callback::panic::{destroyed, guarded};
use crate::callback::user_data::{Destructor, FromUserData};
use crate::callback::waiting::waiting;
use crate::callback::{CallbackError, Handler, Incoming, Signature, UserData};
use crate::system::error_state;

/// The handler of requests that wait as an `F`.
struct Request<F>(PhantomData<F>);

impl<S, F> Handler<S> for Request<F>
where
    S: Signature<Output = ()>,
    F: FnOnce(S::Arguments) + Send + 'static,
{
    #[inline(always)]
    unsafe fn handle<A: Incoming<S>>(context: *mut c_void, arguments: A) {
        let closure = error_state::kept(|| waiting().take::<F>(context));
        let Some(closure) = closure else {
            return;
        };
        guarded::<S>(
            |payload| S::panics().keep(payload),
            move || closure(arguments.read()),
        );
    }
}

/// # Safety
///
/// None: any pointer will do.
unsafe extern "C" fn destroy<S: Signature>(data: *mut c_void) {
    let closure = waiting().remove(data);
    destroyed::<S>(|| drop(closure));
}

/// A result of a callback that is none: the closure's own is then free for an answer.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a callback that returns a `{Self}` to C has no other result",
    label = "C gets the result of this callback at once",
    note = "`completion` is for callbacks that return nothing; otherwise write `#[closure(once, ..)]`, and let the closure \
            complete the `Completer` that `ffi_runtime::callback::completion` makes"
)]
pub trait NoResult {}

impl NoResult for () {}

/// A closure that answers.
fn answering<A, T>(
    closure: impl FnOnce(A) -> T + Send + 'static,
) -> (impl FnOnce(A) + Send + 'static, Completion<T>)
where
    T: Send + 'static,
{
    let (completer, completion) = completion();
    let answer = move |arguments| completer.complete(closure(arguments));
    (answer, completion)
}

/// A callback that frees itself when it is called, and the answer that it gives then.
///
/// # Safety
///
/// See [`Signature`]: the closure keeps no argument, and `T` has none in it.
#[doc(hidden)]
pub unsafe fn request<S: Signature<Output = ()>, T: Send + 'static>(
    closure: impl FnOnce(S::Arguments) -> T + Send + 'static,
) -> Result<(S, Completion<T>), CallbackError> {
    let (answer, completion) = answering(closure);
    // SAFETY: `answer` hands the arguments to `closure`, which keeps none, and completes with a `T` that has none in it, by
    // the contract of this function.
    let function = unsafe { once(answer) }?;
    Ok((function, completion))
}

/// As [`request`], for a callback with user data, with what frees the closure if it is not called.
///
/// # Safety
///
/// As for [`request`].
#[doc(hidden)]
pub unsafe fn user_request<S: UserData<Output = ()>, T: Send + 'static>(
    closure: impl FnOnce(S::Arguments) -> T + Send + 'static,
) -> (S, *mut c_void, Destructor, Completion<T>) {
    fn function<S, F>(_: &F) -> S
    where
        S: UserData<Output = ()>,
        F: FnOnce(S::Arguments) + Send + 'static,
    {
        let code = S::plain::<FromUserData<Request<F>>>();
        // SAFETY: it receives calls of the interface.
        unsafe { S::from_code(code) }
    }

    let (answer, completion) = answering(closure);
    let function = function(&answer);
    let data = waiting().add(Box::new(answer));
    (function, data, destroy::<S>, completion)
}
