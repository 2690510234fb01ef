//! Requests: closures that C calls once, later, and whose answer is a [`Completion`].
//!
//! C gets a number in place of a pointer, which names the request for as long as it waits. So a second call, a call
//! after the destructor and a destructor after the call find nothing, instead of what is freed already.

use core::any::Any;
use core::ffi::c_void;
use core::marker::PhantomData;
use core::ptr;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::callback::completion::{Completion, completion};
use crate::callback::once::once;
use crate::callback::panic::{destroyed, guarded};
use crate::callback::user_data::{Destructor, FromUserData};
use crate::callback::{CallbackError, Handler, Incoming, Signature, UserData};
use crate::system::error_state;

/// Closures that wait for their call, by the numbers that C has.
struct Waiting {
    last: usize,
    closures: BTreeMap<usize, Box<dyn Any + Send>>,
}

/// The step between two numbers: they look like aligned pointers to C, whose own marks in the low bits stay free.
const STEP: usize = 16;

static WAITING: Mutex<Waiting> = Mutex::new(Waiting {
    last: 0,
    closures: BTreeMap::new(),
});

fn waiting() -> MutexGuard<'static, Waiting> {
    // No code of the user runs under the lock, so that nothing is in the middle of a change.
    WAITING.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Waiting {
    /// Lets a closure wait; what C gets to name it.
    fn add(&mut self, closure: Box<dyn Any + Send>) -> *mut c_void {
        loop {
            self.last = self.last.wrapping_add(STEP);
            // After all numbers were used, those that wait still are passed over.
            if self.last != 0 && !self.closures.contains_key(&self.last) {
                break;
            }
        }
        self.closures.insert(self.last, closure);
        ptr::without_provenance_mut(self.last)
    }

    /// Takes a closure out, if it waits and is an `F`.
    fn take<F: 'static>(&mut self, data: *mut c_void) -> Option<Box<F>> {
        let closure = self.closures.remove(&data.addr())?;
        match closure.downcast() {
            Ok(closure) => Some(closure),
            // C hands on the number of another function's request, which goes on waiting for its own.
            Err(other) => {
                self.closures.insert(data.addr(), other);
                None
            }
        }
    }
}

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
    let closure = waiting().closures.remove(&data.addr());
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
    // SAFETY: what is kept of the arguments is what the closure makes of them, and the caller's promise.
    let function = unsafe { once(answer) }?;
    Ok((function, completion))
}

/// The same for a callback with user data, with what frees the closure if it is not called.
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
