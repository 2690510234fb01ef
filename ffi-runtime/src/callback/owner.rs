//! Owners of callbacks with a trampoline.

use core::ffi::c_void;
use core::fmt;
use core::marker::PhantomData;
use core::mem;
use core::ptr::NonNull;

use crate::callback::local::Local;
use crate::callback::panic::{Callee, destroyed};
use crate::callback::reentrant::Reentrant;
use crate::callback::running::{self, Counted};
use crate::callback::shared::Shared;
use crate::callback::table::Claim;
use crate::callback::thread::Lasting;
use crate::callback::user_data::Destructor;
use crate::callback::{CallbackError, Handler, Signature};

/// A context on the heap, of a type that only its makers know.
#[derive(Debug)]
pub(super) struct Boxed {
    pub(super) context: NonNull<c_void>,
    drop: unsafe fn(NonNull<c_void>),
}

impl Boxed {
    /// Boxes a value that any thread may use, and that its own calls may drop. `callee` is what a message would
    /// name.
    pub(super) fn counted<T>(value: T, callee: Callee<'static>) -> Self {
        Self {
            context: Counted::boxed(value, callee),
            drop: running::drop_owned,
        }
    }

    /// Boxes a closure for one thread that is `FnMut`.
    fn local<S: Signature, F>(closure: F) -> Self {
        Self::from_box(
            Local::<F, Lasting>::new(closure),
            Local::<F, Lasting>::drop_boxed::<S>,
        )
    }

    /// Boxes a closure for one thread that may be entered again.
    fn reentrant<S: Signature, F>(closure: F) -> Self {
        Self::from_box(
            Reentrant::<F, Lasting>::new(closure),
            Reentrant::<F, Lasting>::drop_boxed::<S>,
        )
    }

    fn from_box<T>(context: T, drop: unsafe fn(NonNull<c_void>)) -> Self {
        let context = NonNull::from(Box::leak(Box::new(context))).cast();
        Self { context, drop }
    }
}

impl Drop for Boxed {
    fn drop(&mut self) {
        // SAFETY: the context is of the type that `drop` is for, and this is its only owner.
        unsafe { (self.drop)(self.context) }
    }
}

/// A trampoline and the context behind it, which is dropped after the slot is released.
#[derive(Debug)]
struct Backed {
    claim: Claim,
    _context: Boxed,
}

impl Backed {
    /// Claims a slot for a context of `H`.
    fn new<S: Signature, H: Handler<S>>(context: Boxed) -> Result<(S, Self), CallbackError> {
        let entry = S::entry::<H>()?;
        let claim = Claim::new(context.context.as_ptr(), entry, Callee::of::<S>())?;
        // SAFETY: the slot's entry receives calls of the interface.
        let pointer = unsafe { S::from_code(claim.code()) };
        let backed = Self {
            claim,
            _context: context,
        };
        Ok((pointer, backed))
    }

    /// Gives it up to whoever calls the destructor with the pointer.
    fn into_foreign<S: Signature>(self) -> (*mut c_void, Destructor) {
        /// # Safety
        ///
        /// See [`Destructor`].
        unsafe extern "C" fn destroy<S: Signature>(data: *mut c_void) {
            // SAFETY: by the contract the pointer is the one that `into_foreign` made, and unused.
            destroyed::<S>(|| drop(unsafe { Box::from_raw(data.cast::<Backed>()) }));
        }

        (Box::into_raw(Box::new(self)).cast(), destroy::<S>)
    }
}

/// A closure that C can call from any thread, for as long as this owner lives.
///
/// Made by the functions of a callback type `C`, which [`#[callback]`](macro@crate::callback)
/// declares. Keep it until C has forgotten the pointer, or give it up with
/// [`into_static`](Self::into_static).
///
/// # Dropping it
///
/// The trampoline becomes a tombstone, then the closure is dropped. A call that begins later ends the
/// process with a message that names the callback type; the trampoline serves another closure only
/// after all other free ones were used.
///
/// Calls that are running, on this or another thread, go on: the closure is dropped when the last of them
/// has returned, on the thread of that call or on one that drops another owner just then. So a closure may
/// drop its own owner, as a handler does that unsubscribes itself. What counts as running is a call that
/// began before the drop for everybody to see; that no call begins from then on is part of the duty of whoever
/// gave C the pointer, as it is for a function in a library that is closed.
///
/// A call that C leaves by `longjmp` never returns. The next calls are not affected by that, but when the
/// owner is dropped the closure is kept for ever.
pub struct Callback<C: Signature> {
    pointer: C,
    backed: Backed,
}

// SAFETY: the closure is `Send + Sync`, and so is `C`.
unsafe impl<C: Signature> Send for Callback<C> {}

// SAFETY: as above.
unsafe impl<C: Signature> Sync for Callback<C> {}

impl<C: Signature> Callback<C> {
    /// Makes a callback of a closure that takes its arguments as a tuple.
    ///
    /// # Safety
    ///
    /// See [`Signature`]: the closure keeps no argument.
    #[doc(hidden)]
    pub unsafe fn try_new<F>(closure: F) -> Result<Self, CallbackError>
    where
        F: Fn(C::Arguments) -> C::Output + Send + Sync + 'static,
    {
        let context = Boxed::counted(Shared(closure), Callee::of::<C>());
        let (pointer, backed) = Backed::new::<C, Counted<Shared<F>>>(context)?;
        Ok(Self { pointer, backed })
    }

    /// The pointer for C. It can be called as long as this owner lives, and no other owner has the same.
    #[inline(always)]
    #[must_use]
    pub const fn pointer(&self) -> C {
        self.pointer
    }

    /// Gives the closure up to C: it is never dropped, and the pointer can always be called.
    #[must_use = "without the pointer the closure is lost"]
    pub fn into_static(self) -> C {
        mem::forget(self.backed);
        self.pointer
    }

    /// Gives the closure to C, which frees it by calling the destructor with the pointer beside it, on any
    /// thread. That is for C libraries which keep a `void *` with a function only to free it.
    #[must_use = "without the pointers the closure is lost"]
    pub fn into_foreign(self) -> (C, *mut c_void, Destructor) {
        let (data, destroy) = self.backed.into_foreign::<C>();
        (self.pointer, data, destroy)
    }
}

/// A closure that C can call on the thread that made it, for as long as this owner lives.
///
/// A call on another thread ends the process with a message that names the callback type. So does, if the
/// closure is `FnMut` (`local`), a call while another one is running, or after C left a call by `longjmp`; one
/// that is `Fn` (`reentrant`) may be entered again. The closure may drop its own owner: it is then dropped
/// itself when its last call has returned. For the rest see [`Callback`].
pub struct LocalCallback<C: Signature> {
    pointer: C,
    backed: Backed,
    /// Neither `Send` nor `Sync`.
    _thread: PhantomData<*mut ()>,
}

impl<C: Signature> LocalCallback<C> {
    /// Makes a callback of a closure that takes its arguments as a tuple.
    ///
    /// # Safety
    ///
    /// See [`Signature`]: the closure keeps no argument.
    #[doc(hidden)]
    pub unsafe fn try_new<F>(closure: F) -> Result<Self, CallbackError>
    where
        F: FnMut(C::Arguments) -> C::Output + 'static,
    {
        Self::backed::<Local<F, Lasting>>(Boxed::local::<C, F>(closure))
    }

    /// Makes a callback of a closure that takes its arguments as a tuple, and may be entered again.
    ///
    /// # Safety
    ///
    /// See [`Signature`]: the closure keeps no argument.
    #[doc(hidden)]
    pub unsafe fn try_reentrant<F>(closure: F) -> Result<Self, CallbackError>
    where
        F: Fn(C::Arguments) -> C::Output + 'static,
    {
        Self::backed::<Reentrant<F, Lasting>>(Boxed::reentrant::<C, F>(closure))
    }

    fn backed<H: Handler<C>>(context: Boxed) -> Result<Self, CallbackError> {
        let (pointer, backed) = Backed::new::<C, H>(context)?;
        Ok(Self {
            pointer,
            backed,
            _thread: PhantomData,
        })
    }

    /// The pointer for C. It can be called on this thread, as long as this owner lives.
    #[inline(always)]
    #[must_use]
    pub const fn pointer(&self) -> C {
        self.pointer
    }

    /// Gives the closure up to C: it is never dropped, and the pointer can always be called on this
    /// thread.
    #[must_use = "without the pointer the closure is lost"]
    pub fn into_static(self) -> C {
        mem::forget(self.backed);
        self.pointer
    }

    /// Gives the closure to C, which frees it by calling the destructor with the pointer beside it, on this
    /// thread: on another one that ends the process with a message.
    #[must_use = "without the pointers the closure is lost"]
    pub fn into_foreign(self) -> (C, *mut c_void, Destructor) {
        let (data, destroy) = self.backed.into_foreign::<C>();
        (self.pointer, data, destroy)
    }
}

impl<C: Signature> fmt::Debug for Callback<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callback")
            .field("type", &C::NAME)
            .field("code", &self.backed.claim.code())
            .finish_non_exhaustive()
    }
}

impl<C: Signature> fmt::Debug for LocalCallback<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalCallback")
            .field("type", &C::NAME)
            .field("code", &self.backed.claim.code())
            .finish_non_exhaustive()
    }
}
