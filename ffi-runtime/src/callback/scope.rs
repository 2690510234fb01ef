//! One scope for any number of callbacks that borrow.

use core::cell::RefCell;
use core::ffi::c_void;
use core::fmt;
use core::marker::PhantomData;
use core::mem;
use core::ptr::NonNull;
use std::panic::resume_unwind;

use crate::callback::borrowed::{Borrowed, BorrowedLocal, BorrowedReentrant, BorrowedSync};
use crate::callback::panic::{Callee, Payload};
use crate::callback::table::Claim;
use crate::callback::user_data::FromUserData;
use crate::callback::{CallbackError, Handler, Signature, UserData};

/// Callbacks that live until the function given to [`scope`] returns.
///
/// The functions `in_scope`, `in_scope_reentrant` and `in_scope_sync` of a callback type make one in it.
/// `'scope` is the time during which C may call them, `'env` what outlives all of them.
pub struct Scope<'scope, 'env: 'scope> {
    made: RefCell<Vec<Made>>,
    /// Both lifetimes are those that were given, neither longer nor shorter.
    _lifetimes: PhantomData<(&'scope mut &'scope (), &'env mut &'env ())>,
}

/// A callback of the scope.
struct Made {
    /// Its slot; none if the closure travels in user data.
    claim: Option<Claim>,
    /// A context from a `Box`. It borrows for as long as the scope, which drops it, and with which the
    /// borrow checker could not see it end.
    context: NonNull<dyn Borrowed>,
}

impl Drop for Made {
    fn drop(&mut self) {
        self.claim = None;
        // SAFETY: the context comes from a `Box`, and this is its only owner; that C does not call any more
        // is the duty of whoever gave it the function.
        drop(unsafe { Box::from_raw(self.context.as_ptr()) });
    }
}

/// Runs `body` with a scope in which callbacks that borrow are made; returns what `body` returns.
///
/// A call of one of the callbacks after `body` has returned ends the process with a message, as long as no
/// other callback has got the trampoline; with user data it is undefined behaviour. That there is none is
/// the duty of whoever gave C the function.
///
/// # Panics
///
/// If a callback with `on_panic` panicked, the panic goes on when `body` has returned: the earliest one of
/// the callback that was made first.
///
/// ```
/// use std::ffi::{c_int, c_void};
///
/// use ffi_runtime::callback;
///
/// #[callback]
/// pub type Visit = unsafe extern "C" fn(c_int) -> c_int;
///
/// #[callback(user_data = data)]
/// pub type Done = unsafe extern "C" fn(data: *mut c_void);
///
/// let (mut sum, mut is_done) = (0, false);
/// callback::scope(|scope| {
///     let visit = Visit::in_scope(scope, |number| {
///         sum += number;
///         sum
///     });
///     let (done, data) = Done::in_scope(scope, || is_done = true);
///     // What C does with them:
///     // SAFETY: the scope is not over, and `data` goes with `done`.
///     unsafe { (visit.raw())(1) };
///     // SAFETY: as above.
///     unsafe { (visit.raw())(2) };
///     // SAFETY: as above.
///     unsafe { (done.raw())(data) };
/// });
/// assert_eq!((sum, is_done), (3, true));
/// ```
pub fn scope<'env, T>(body: impl for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T) -> T {
    let scope = Scope {
        made: RefCell::new(Vec::new()),
        _lifetimes: PhantomData,
    };
    /// Drops what is left when `body` or a destructor panics. One after the other, by a shared reference: a
    /// destructor may itself make callbacks in the scope.
    struct Left<'a>(&'a RefCell<Vec<Made>>);

    impl Drop for Left<'_> {
        fn drop(&mut self) {
            loop {
                let last = self.0.borrow_mut().pop();
                if last.is_none() {
                    break;
                }
            }
        }
    }

    let _left = Left(&scope.made);
    let output = body(&scope);
    match scope.end() {
        Some(payload) => resume_unwind(payload),
        None => output,
    }
}

impl<'scope> Scope<'scope, '_> {
    /// Drops what was made, in reverse order. Returns the first panic of the one that was made first.
    fn end(&self) -> Option<Payload> {
        let pop = || self.made.borrow_mut().pop();
        let mut first = None;
        while let Some(mut last) = pop() {
            last.claim = None;
            // SAFETY: the context is there, and that C does not call any more is the duty of whoever gave it
            // the function.
            let context = unsafe { last.context.as_mut() };
            first = context.take_panic().or(first);
        }
        first
    }

    /// A place of its own for a context.
    fn keep<H: Borrowed + 'scope>(context: H) -> (Made, *mut c_void) {
        let context: NonNull<dyn Borrowed + 'scope> = NonNull::from(Box::leak(Box::new(context)));
        let made = Made {
            claim: None,
            // SAFETY: the two differ in the lifetime only. The scope drops what is made in it, and what is
            // borrowed for `'scope` outlives the scope.
            context: unsafe {
                mem::transmute::<NonNull<dyn Borrowed + 'scope>, NonNull<dyn Borrowed>>(context)
            },
        };
        (made, context.as_ptr().cast())
    }

    fn claim<S: Signature, H: Handler<S> + Borrowed + 'scope>(
        &self,
        context: H,
    ) -> Result<S, CallbackError> {
        let (mut made, context) = Self::keep(context);
        let claim = Claim::new(context, S::entry::<H>()?, Callee::of::<S>())?;
        let code = claim.code();
        made.claim = Some(claim);
        self.made.borrow_mut().push(made);
        // SAFETY: the slot's entry receives calls of the interface.
        Ok(unsafe { S::from_code(code) })
    }

    fn with_user_data<S: UserData, H: Handler<S> + Borrowed + 'scope>(
        &self,
        context: H,
    ) -> (S, *mut c_void) {
        let (made, context) = Self::keep(context);
        self.made.borrow_mut().push(made);
        // SAFETY: it receives calls of the interface.
        let function = unsafe { S::from_code(S::plain::<FromUserData<H>>()) };
        (function, context)
    }
}

impl fmt::Debug for Scope<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let made = self.made.borrow().len();
        f.debug_struct("Scope")
            .field("callbacks", &made)
            .finish_non_exhaustive()
    }
}

macro_rules! in_scope {
    ($(
        $(#[$documentation:meta])*
        $name:ident, $user_name:ident, $context:ident, [$($bound:tt)*]
    )*) => {$(
        $(#[$documentation])*
        ///
        /// # Safety
        ///
        /// See [`Signature`]: the closure keeps no argument.
        #[doc(hidden)]
        pub unsafe fn $name<'scope, S: Signature>(
            scope: &'scope Scope<'scope, '_>,
            closure: impl $($bound)* + 'scope,
        ) -> Result<S, CallbackError> {
            scope.claim($context::new(closure))
        }

        $(#[$documentation])*
        ///
        /// With user data.
        ///
        /// # Safety
        ///
        /// See [`Signature`]: the closure keeps no argument.
        #[doc(hidden)]
        pub unsafe fn $user_name<'scope, S: UserData>(
            scope: &'scope Scope<'scope, '_>,
            closure: impl $($bound)* + 'scope,
        ) -> (S, *mut c_void) {
            scope.with_user_data($context::new(closure))
        }
    )*};
}

in_scope! {
    /// A callback for this thread, until the scope ends.
    in_scope, user_in_scope, BorrowedLocal, [FnMut(S::Arguments) -> S::Output]

    /// A callback for this thread that may be entered again, until the scope ends.
    in_scope_reentrant, user_in_scope_reentrant, BorrowedReentrant, [Fn(S::Arguments) -> S::Output]

    /// A callback for any thread, until the scope ends.
    in_scope_sync, user_in_scope_sync, BorrowedSync, [Fn(S::Arguments) -> S::Output + Sync]
}
