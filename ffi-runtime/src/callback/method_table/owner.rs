//! Tables that own their value.

use core::ffi::c_void;
use core::fmt;
use core::marker::PhantomData;
use core::mem;
use core::ops::Deref;
use core::ptr::{self, NonNull};
use core::sync::atomic::Ordering;

use crate::callback::Destructor;
use crate::callback::method_table::contract::OfTable;
use crate::callback::method_table::kinds::{
    AnyThread, AnyThreadContext, Held, Implemented, OneThread, OneThreadContext,
};
use crate::callback::method_table::{ContextKind, DeclaredTable, ImplementedBy};
use crate::callback::panic::{Callee, destroyed};
use crate::callback::reentrant::Reentrant;
use crate::callback::running::{self, Counted};
use crate::callback::shared::Shared;

/// # Safety
///
/// See [`Destructor`].
unsafe extern "C" fn destroy_any<C: DeclaredTable>(data: *mut c_void) {
    if let Some(context) = NonNull::new(data) {
        // SAFETY: by the contract the context is the one that `CallbackTable` made for this destructor.
        destroyed::<OfTable<C>>(|| unsafe { running::drop_owned(context) });
    }
}

/// # Safety
///
/// See [`Destructor`].
unsafe extern "C" fn destroy_local<C: DeclaredTable, T>(data: *mut c_void) {
    if let Some(context) = NonNull::new(data) {
        // SAFETY: by the contract the context is the one that `LocalCallbackTable` made for this destructor.
        destroyed::<OfTable<C>>(|| unsafe {
            OneThreadContext::<C, T>::drop_boxed::<OfTable<C>>(context);
        });
    }
}

macro_rules! owner {
    (
        $(#[$documentation:meta])*
        $name:ident, $marker:ty
    ) => {
        $(#[$documentation])*
        pub struct $name<C: DeclaredTable, T> {
            /// In a context, as which C gets the address of its beginning.
            implemented: NonNull<Implemented<C, Held<T>>>,
            context: NonNull<c_void>,
            destroy: Destructor,
            _threads: PhantomData<$marker>,
        }

        impl<C: DeclaredTable, T> $name<C, T> {
            /// The value that implements the table.
            #[must_use]
            pub const fn value(&self) -> &T {
                // SAFETY: the context lives as long as its owner, and is never borrowed mutably.
                let Implemented { value, .. } = unsafe { self.implemented.as_ref() };
                value.get()
            }

            /// The table for C, which has this address as long as this owner lives.
            #[must_use]
            pub const fn as_ptr(&self) -> *const C {
                ptr::from_ref(self.table())
            }

            /// The pointer that C has to hand on to the functions. No other owner has the same.
            #[must_use]
            pub const fn data(&self) -> *mut c_void {
                self.context.as_ptr()
            }

            /// Makes the table of a new context, which it is a part of. If a method of the value panics, the context is
            /// dropped.
            fn of_context<K: ContextKind<C, T>>(
                implemented: *mut Implemented<C, Held<T>>,
                context: NonNull<c_void>,
                destroy: Destructor,
            ) -> Self
            where
                C: ImplementedBy<T>,
            {
                let owner = Self {
                    // SAFETY: a part of a context is not at address 0.
                    implemented: unsafe { NonNull::new_unchecked(implemented) },
                    context,
                    destroy,
                    _threads: PhantomData,
                };
                // SAFETY: the context is new, so that nobody else has it, and stays on the heap.
                unsafe { Implemented::make_table::<K>(implemented, context.as_ptr()) };
                owner
            }

            const fn table(&self) -> &C {
                // SAFETY: the context lives as long as its owner, and is never borrowed mutably.
                let implemented = unsafe { self.implemented.as_ref() };
                // SAFETY: the table was made before anybody had the owner.
                unsafe { implemented.table() }
            }

            /// Gives the value up to C for good: it is never dropped.
            #[must_use = "without the table the value is lost"]
            pub fn into_static(self) -> &'static C
            where
                C: 'static,
            {
                let table = self.as_ptr();
                mem::forget(self);
                // SAFETY: nobody frees the context any more.
                unsafe { &*table }
            }

            /// Gives the value to C, which frees it, and the table with it: by calling the destructor with the pointer,
            /// or the function of the table that is `#[destroy]`.
            #[must_use = "without the pointers the value is lost"]
            pub fn into_foreign(self) -> (*const C, *mut c_void, Destructor) {
                // SAFETY: the context lives as long as its owner, and is never borrowed mutably.
                let Implemented { is_foreign, .. } = unsafe { self.implemented.as_ref() };
                is_foreign.store(true, Ordering::Relaxed);
                let parts = (self.as_ptr(), self.data(), self.destroy);
                mem::forget(self);
                parts
            }
        }

        impl<C: DeclaredTable, T> Deref for $name<C, T> {
            type Target = C;

            fn deref(&self) -> &C {
                self.table()
            }
        }

        impl<C: DeclaredTable, T> Drop for $name<C, T> {
            fn drop(&mut self) {
                // SAFETY: the owner made the context with this destructor, and has not given it away.
                unsafe { (self.destroy)(self.data()) }
            }
        }

        impl<C: DeclaredTable, T> fmt::Debug for $name<C, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name))
                    .field("type", &C::NAME)
                    .field("data", &self.data())
                    .finish_non_exhaustive()
            }
        }
    };
}

owner! {
    /// A table of callbacks with the value that implements it, which C can call from any thread; for as long as this
    /// owner lives.
    ///
    /// [`#[callback_table]`](macro@crate::callback_table) declares such tables. A reference to the owner is one to
    /// the table `C`, for a declared function that takes `&C` or `Option<&C>`.
    ///
    /// When the owner is dropped, so is the value, as soon as the calls that are running have returned: a method may
    /// drop its own owner. C must not call any more, and nothing can tell if it does, for C has the pointer to what is
    /// freed. Where C frees its user data itself, use [`into_foreign`](Self::into_foreign).
    CallbackTable, ()
}

owner! {
    /// A table of callbacks with the value that implements it, which C can call on the thread that made it; for as long
    /// as this owner lives.
    ///
    /// A call on another thread ends the process with a message that names the function of the table. A method may be
    /// entered again while it runs. See [`CallbackTable`] for what happens when the owner is dropped.
    LocalCallbackTable, *mut ()
}

impl<C: ImplementedBy<T>, T: Send + Sync + 'static> CallbackTable<C, T> {
    /// Makes one of a value.
    #[doc(hidden)]
    #[must_use]
    pub fn new(value: T) -> Self {
        let implemented = Implemented::<C, _>::new(Held::new(value));
        let context = Counted::boxed(Shared(implemented), Callee::of::<OfTable<C>>());
        let counted = context.cast::<AnyThreadContext<C, T>>().as_ptr();
        // SAFETY: it is the context that was made here.
        let implemented = unsafe { &raw mut (*counted).value.0 };
        Self::of_context::<AnyThread>(implemented, context, destroy_any::<C>)
    }
}

impl<C: ImplementedBy<T>, T: 'static> LocalCallbackTable<C, T> {
    /// Makes one of a value.
    #[doc(hidden)]
    #[must_use]
    pub fn new(value: T) -> Self {
        let implemented = Implemented::<C, _>::new(Held::new(value));
        let context: OneThreadContext<C, T> = Reentrant::new(implemented);
        let context = NonNull::from(Box::leak(Box::new(context)));
        // SAFETY: it is the context that was made here.
        let implemented = unsafe { Reentrant::closure(context.as_ptr()) };
        Self::of_context::<OneThread>(implemented, context.cast(), destroy_local::<C, T>)
    }
}

// SAFETY: the value is `Send + Sync`. The table is what C reads, from any thread; Rust code cannot look into it, and
// there is nothing to drop in it.
unsafe impl<C: DeclaredTable, T: Send + Sync> Send for CallbackTable<C, T> {}

// SAFETY: as above.
unsafe impl<C: DeclaredTable, T: Send + Sync> Sync for CallbackTable<C, T> {}
