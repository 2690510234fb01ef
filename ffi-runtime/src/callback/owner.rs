//! Owners of callbacks with a trampoline.

use core::ffi::c_void;
use core::fmt;
use core::marker::PhantomData;
use core::mem;
use core::ptr::NonNull;

use crate::callback::local::Local;
use crate::callback::panic::Callee;
use crate::callback::shared::{Captureless, Shared};
use crate::callback::table::Claim;
use crate::callback::{CallbackError, Handler, Receive, Signature};

/// A context on the heap, of a type that only its makers know.
#[derive(Debug)]
pub(super) struct Boxed {
    pub(super) context: NonNull<c_void>,
    drop: unsafe fn(NonNull<c_void>),
}

impl Boxed {
    /// Of a context that is dropped like any other value.
    pub(super) fn new<T>(context: T) -> Self {
        /// # Safety
        ///
        /// `context` comes from a `Box<T>`.
        unsafe fn drop_box<T>(context: NonNull<c_void>) {
            // SAFETY: the caller's promise.
            drop(unsafe { Box::from_raw(context.cast::<T>().as_ptr()) });
        }

        Self::from_box(context, drop_box::<T>)
    }

    /// Of a context that may be dropped by its own call.
    pub(super) fn local<S: Signature, F>(closure: F) -> Self {
        Self::from_box(Local::new(closure), Local::<F>::drop_boxed::<S>)
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

/// A trampoline and the context behind it.
#[derive(Debug)]
pub(super) struct Backed {
    claim: Option<Claim>,
    /// Dropped after the claim is released.
    _context: Boxed,
    callback: Callee<'static>,
}

impl Backed {
    /// Claims a slot for a context of `H`.
    fn new<S: Signature, H: Handler<S>>(context: Boxed) -> Result<(S, Self), CallbackError> {
        let entry = S::Receiver::entry::<S, H>();
        let claim = Claim::new(context.context.as_ptr(), entry)?;
        // SAFETY: the slot's entry receives calls of the interface.
        let pointer = unsafe { S::from_code(claim.code()) };
        let backed = Self {
            claim: Some(claim),
            _context: context,
            callback: Callee::of::<S>(),
        };
        Ok((pointer, backed))
    }
}

impl Drop for Backed {
    fn drop(&mut self) {
        if let Some(claim) = self.claim.take() {
            claim.release(self.callback);
        }
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
/// A call that is still running, on this or another thread, is not waited for, so that a call costs
/// nothing more than the jump: that C has stopped calling is part of the duty of whoever gave it the
/// pointer, as it is for a function in a library that is closed. With debug assertions calls are
/// counted, and dropping the owner while one is running ends the process with a message. A closure that
/// has to drop its own owner can be a [`LocalCallback`], or one that is made with `once`.
pub struct Callback<C: Signature> {
    pointer: C,
    /// Nothing, if the closure captures nothing.
    backed: Option<Backed>,
}

// SAFETY: the closure is `Send + Sync`, and so is `C`.
unsafe impl<C: Signature> Send for Callback<C> {}

// SAFETY: as above.
unsafe impl<C: Signature> Sync for Callback<C> {}

impl<C: Signature> Callback<C> {
    /// Of a closure that takes its arguments as a tuple.
    ///
    /// # Safety
    ///
    /// See [`Signature`]: the closure keeps no argument.
    #[doc(hidden)]
    pub unsafe fn try_new<F>(closure: F) -> Result<Self, CallbackError>
    where
        F: Fn(C::Arguments) -> C::Output + Send + Sync + 'static,
    {
        if Captureless::<F>::HOLDS {
            mem::forget(closure);
            let code = C::Receiver::plain::<C, Captureless<F>>();
            return Ok(Self {
                // SAFETY: it receives calls of the interface.
                pointer: unsafe { C::from_code(code) },
                backed: None,
            });
        }
        let (pointer, backed) =
            Backed::new::<C, Shared<F>>(Boxed::new(Shared::new(closure, Callee::of::<C>())))?;
        Ok(Self {
            pointer,
            backed: Some(backed),
        })
    }

    /// What C gets. It can be called as long as this owner lives.
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
}

/// A closure that C can call on the thread that made it, for as long as this owner lives.
///
/// A call on another thread, and a call while another one is running, ends the process with a message
/// that names the callback type. The closure may drop its own owner: it is then dropped itself when
/// its call returns. For the rest see [`Callback`].
pub struct LocalCallback<C: Signature> {
    pointer: C,
    backed: Backed,
    /// Neither `Send` nor `Sync`.
    _thread: PhantomData<*mut ()>,
}

impl<C: Signature> LocalCallback<C> {
    /// Of a closure that takes its arguments as a tuple.
    ///
    /// # Safety
    ///
    /// See [`Signature`]: the closure keeps no argument.
    #[doc(hidden)]
    pub unsafe fn try_new<F>(closure: F) -> Result<Self, CallbackError>
    where
        F: FnMut(C::Arguments) -> C::Output + 'static,
    {
        let (pointer, backed) = Backed::new::<C, Local<F>>(Boxed::local::<C, F>(closure))?;
        Ok(Self {
            pointer,
            backed,
            _thread: PhantomData,
        })
    }

    /// What C gets. It can be called on this thread, as long as this owner lives.
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
}

impl<C: Signature> fmt::Debug for Callback<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callback")
            .field("type", &C::NAME)
            .field("has_slot", &self.backed.is_some())
            .finish_non_exhaustive()
    }
}

impl<C: Signature> fmt::Debug for LocalCallback<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalCallback")
            .field("type", &C::NAME)
            .finish_non_exhaustive()
    }
}
