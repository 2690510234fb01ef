//! Callbacks whose closure travels in a pointer that C hands on: no trampoline.

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
use crate::callback::thread::Lasting;
use crate::callback::{Given, Handler, Incoming, Signature, UserData};

/// Frees the closure behind a user-data pointer, as C's destructors do (`xDestroy`, `GDestroyNotify`).
///
/// # Safety
///
/// It is called once, with the pointer that it was made with, and no call comes after it.
pub type Destructor = unsafe extern "C" fn(data: *mut c_void);

/// A handler whose context is the user data.
pub(super) struct FromUserData<H>(H);

impl<S: UserData, H: Handler<S>> Handler<S> for FromUserData<H> {
    #[inline(always)]
    unsafe fn handle<A: Incoming<S>>(_: *mut c_void, mut arguments: A) -> S::Output {
        if const { A::KNOWS_USER_DATA } {
            let pointer = arguments.user_data();
            // SAFETY: the pointer is the argument of this call.
            let context = unsafe { S::context(pointer) };
            // SAFETY: whoever gave C the function gave it the context of `H` with it.
            return unsafe { H::handle(context, arguments) };
        }
        // A panic would be one of no closure yet. Arguments that are not read know the user data.
        let arguments = arguments.read();
        let context = S::user_data(&arguments);
        // SAFETY: as above.
        unsafe { H::handle(context, Given(arguments)) }
    }
}

/// A function, the pointer to go with it, and what frees it.
struct Owned<C> {
    function: C,
    data: NonNull<c_void>,
    destroy: Destructor,
}

impl<C: UserData> Owned<C> {
    /// Owns a context for `H`, which the destructor frees.
    fn new<H: Handler<C>>(data: NonNull<c_void>, destroy: Destructor) -> Self {
        Self {
            // SAFETY: it receives calls of the interface.
            function: unsafe { C::from_code(C::plain::<FromUserData<H>>()) },
            data,
            destroy,
        }
    }
}

/// # Safety
///
/// See [`Destructor`].
unsafe extern "C" fn destroy_shared<C: UserData>(data: *mut c_void) {
    if let Some(context) = NonNull::new(data) {
        // SAFETY: by the contract the context is the one that `UserCallback` made for this destructor.
        destroyed::<C>(|| unsafe { running::drop_owned(context) });
    }
}

/// # Safety
///
/// See [`Destructor`].
unsafe extern "C" fn destroy_local<C: UserData, F>(data: *mut c_void) {
    if let Some(context) = NonNull::new(data) {
        // SAFETY: by the contract the context is the one that `LocalUserCallback` made for this destructor.
        destroyed::<C>(|| unsafe { Local::<F, Lasting>::drop_boxed::<C>(context) });
    }
}

/// # Safety
///
/// See [`Destructor`].
unsafe extern "C" fn destroy_reentrant<C: UserData, F>(data: *mut c_void) {
    if let Some(context) = NonNull::new(data) {
        // SAFETY: by the contract the context is the one that `LocalUserCallback` made for this destructor.
        destroyed::<C>(|| unsafe { Reentrant::<F, Lasting>::drop_boxed::<C>(context) });
    }
}

macro_rules! owner {
    (
        $(#[$documentation:meta])*
        $name:ident, $marker:ty
    ) => {
        $(#[$documentation])*
        pub struct $name<C: UserData> {
            owned: Owned<C>,
            _threads: PhantomData<$marker>,
        }

        impl<C: UserData> $name<C> {
            /// The function for C.
            #[inline(always)]
            #[must_use]
            pub const fn function(&self) -> C {
                self.owned.function
            }

            /// The pointer that C has to hand on to the function. No other owner has the same.
            #[inline(always)]
            #[must_use]
            pub const fn data(&self) -> *mut c_void {
                self.owned.data.as_ptr()
            }

            /// Gives the closure up to C for good: it is never dropped.
            #[must_use = "without the pointers the closure is lost"]
            pub fn into_static(self) -> (C, *mut c_void) {
                let (function, data, _) = self.into_foreign();
                (function, data)
            }

            /// Gives the closure to C, which frees it by calling the destructor with the pointer.
            #[must_use = "without the pointers the closure is lost"]
            pub fn into_foreign(self) -> (C, *mut c_void, Destructor) {
                let Owned { function, data, destroy } = self.owned;
                mem::forget(self);
                (function, data.as_ptr(), destroy)
            }
        }

        impl<C: UserData> From<Owned<C>> for $name<C> {
            fn from(owned: Owned<C>) -> Self {
                Self {
                    owned,
                    _threads: PhantomData,
                }
            }
        }

        impl<C: UserData> Drop for $name<C> {
            fn drop(&mut self) {
                // SAFETY: the owner made the pointer with this destructor, and has not given it away.
                unsafe { (self.owned.destroy)(self.owned.data.as_ptr()) }
            }
        }

        impl<C: UserData> fmt::Debug for $name<C> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name))
                    .field("type", &<C as Signature>::NAME)
                    .field("data", &self.owned.data)
                    .finish_non_exhaustive()
            }
        }
    };
}

owner! {
    /// A closure that C can call from any thread, through a function and a pointer that C hands on to
    /// it; for as long as this owner lives.
    ///
    /// When it is dropped, so is the closure, as soon as the calls that are running have returned: a closure
    /// may drop its own owner, and C may free its user data in the function that uses it. C must not call
    /// any more, and nothing can tell if it does, for C has the pointer to what is freed. Where C frees its
    /// user data itself, use [`into_foreign`](Self::into_foreign).
    UserCallback, ()
}

owner! {
    /// A closure that C can call on the thread that made it, through a function and a pointer that C
    /// hands on to it; for as long as this owner lives.
    ///
    /// A call on another thread ends the process with a message that names the callback type. So does, if
    /// the closure is `FnMut` (`local`), a call while another one is running, or after C left a call by
    /// `longjmp`; one that is `Fn` (`reentrant`) may be entered again. See [`UserCallback`] for what happens
    /// when it is dropped.
    LocalUserCallback, *mut ()
}

impl<C: UserData> UserCallback<C> {
    /// Makes a callback of a closure that takes its arguments as a tuple.
    ///
    /// # Safety
    ///
    /// See [`Signature`]: the closure keeps no argument.
    #[doc(hidden)]
    #[must_use]
    pub unsafe fn new<F>(closure: F) -> Self
    where
        F: Fn(C::Arguments) -> C::Output + Send + Sync + 'static,
    {
        let context = Counted::boxed(Shared(closure), Callee::of::<C>());
        Owned::new::<Counted<Shared<F>>>(context, destroy_shared::<C>).into()
    }
}

impl<C: UserData> LocalUserCallback<C> {
    /// Makes a callback of a closure that takes its arguments as a tuple.
    ///
    /// # Safety
    ///
    /// See [`Signature`]: the closure keeps no argument.
    #[doc(hidden)]
    #[must_use]
    pub unsafe fn new<F>(closure: F) -> Self
    where
        F: FnMut(C::Arguments) -> C::Output + 'static,
    {
        Owned::new::<Local<F, Lasting>>(
            leaked(Local::<F, Lasting>::new(closure)),
            destroy_local::<C, F>,
        )
        .into()
    }

    /// Makes a callback of a closure that takes its arguments as a tuple, and may be entered again.
    ///
    /// # Safety
    ///
    /// See [`Signature`]: the closure keeps no argument.
    #[doc(hidden)]
    #[must_use]
    pub unsafe fn reentrant<F>(closure: F) -> Self
    where
        F: Fn(C::Arguments) -> C::Output + 'static,
    {
        let context = leaked(Reentrant::<F, Lasting>::new(closure));
        Owned::new::<Reentrant<F, Lasting>>(context, destroy_reentrant::<C, F>).into()
    }
}

/// A context on the heap.
fn leaked<T>(context: T) -> NonNull<c_void> {
    NonNull::from(Box::leak(Box::new(context))).cast()
}

// SAFETY: the closure is `Send + Sync`, and so is `C`; the pointer is to the closure.
unsafe impl<C: UserData> Send for UserCallback<C> {}

// SAFETY: as above.
unsafe impl<C: UserData> Sync for UserCallback<C> {}
