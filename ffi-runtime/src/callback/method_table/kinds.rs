//! The contexts of tables: who may call the methods of a value, and for how long.

use core::ffi::c_void;
use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::ops::Deref;
use core::sync::atomic::AtomicBool;

use crate::callback::borrowed::{BorrowedReentrant, BorrowedSync};
use crate::callback::method_table::destructor::Destroying;
use crate::callback::method_table::{DeclaredTable, ImplementedBy, Method, TableFields};
use crate::callback::panic::{Payload, guarded};
use crate::callback::reentrant::Reentrant;
use crate::callback::run::Run;
use crate::callback::running::Counted;
use crate::callback::shared::Shared;
use crate::callback::thread::Lasting;
use crate::callback::user_data::FromUserData;
use crate::callback::{Handler, Incoming, UserData};

/// A value, and the table for C that its methods are behind.
pub(super) struct Implemented<C, V> {
    /// Uninitialized until [`make_table`](Self::make_table).
    table: MaybeUninit<C>,
    pub(super) value: V,
    /// Whether C frees the context, by the function of the table that is its destructor.
    pub(super) is_foreign: AtomicBool,
}

/// A value that belongs to its context.
pub(super) struct Held<T>(T);

impl<T> Held<T> {
    pub(super) const fn new(value: T) -> Self {
        Self(value)
    }

    pub(super) const fn get(&self) -> &T {
        &self.0
    }
}

impl<T> Deref for Held<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<C, V, S> Run<S> for Implemented<C, V>
where
    V: Deref<Target: Sized>,
    S: Method<V::Target>,
{
    #[inline(always)]
    fn run<A: Incoming<S>>(&self, arguments: A, keep: impl FnOnce(Payload)) -> S::Output {
        guarded::<S>(keep, move || S::call(&self.value, arguments.read()))
    }
}

impl<C: DeclaredTable, V> Implemented<C, V> {
    /// A value that is not where it stays yet, so that there is no table.
    pub(super) const fn new(value: V) -> Self {
        Self {
            table: MaybeUninit::uninit(),
            value,
            is_foreign: AtomicBool::new(false),
        }
    }

    /// Makes the table for a context. Its fields may have addresses of what is inside of the value.
    ///
    /// # Safety
    ///
    /// `this` leads to a part of the context that nobody else has yet, and the value stays there.
    pub(super) unsafe fn make_table<K>(this: *mut Self, context: *mut c_void)
    where
        V: Deref<Target: Sized>,
        K: ContextKind<C, V::Target>,
        C: ImplementedBy<V::Target>,
    {
        const {
            assert!(
                !core::mem::needs_drop::<C::Fields>(),
                "a field of a callback table has a destructor, which C does not call"
            );
        }
        // SAFETY: the value is there, by the contract of this function.
        let value = unsafe { &(*this).value };
        let mut fields = C::made::<K>(value);
        C::set_user_data(&mut fields, context);
        // SAFETY: the place is there, and nobody else has it.
        let table = unsafe { &mut (*this).table };
        table.write(C::of_fields(TableFields::new(fields)));
    }

    /// The table.
    ///
    /// # Safety
    ///
    /// It was made.
    pub(super) const unsafe fn table(&self) -> &C {
        // SAFETY: the caller's promise.
        unsafe { self.table.assume_init_ref() }
    }
}

/// The context of a value that any thread may call.
pub(super) type AnyThreadContext<C, T> = Counted<Shared<Implemented<C, Held<T>>>>;

/// The context of a value that one thread may call.
pub(super) type OneThreadContext<C, T> = Reentrant<Implemented<C, Held<T>>, Lasting>;

/// The context of a borrowed value that one thread may call.
pub(super) type ScopedContext<'v, C, T> = BorrowedReentrant<Implemented<C, &'v T>>;

/// The context of a borrowed value that any thread may call.
pub(super) type ScopedSyncContext<'v, C, T> = BorrowedSync<Implemented<C, &'v T>>;

/// A kind of context for a value of type `T` behind a table `C`.
#[doc(hidden)]
pub trait ContextKind<C, T> {
    /// The function for C that calls the method of the value in a context of this kind.
    fn function<S: Method<T>>() -> S;

    /// The function for C that frees a context of this kind.
    fn destructor<S: UserData<Output = ()>>() -> S;
}

/// Any thread, until the owner is dropped.
pub(super) struct AnyThread;

/// The thread that made it, until the owner is dropped.
pub(super) struct OneThread;

/// The thread that made it, as long as the value is borrowed.
pub(super) struct Scoped<'v>(PhantomData<&'v ()>);

/// Any thread, as long as the value is borrowed.
pub(super) struct ScopedSync<'v>(PhantomData<&'v ()>);

/// A function for C whose user data is a context of `H`.
fn function<S: UserData, H: Handler<S>>() -> S {
    // SAFETY: it receives calls of the interface.
    unsafe { S::from_code(S::plain::<FromUserData<H>>()) }
}

macro_rules! kinds {
    ($(
        impl<$($lifetime:lifetime,)? C, T $(: $bound:lifetime)?> $kind:ty, $context:ty;
    )*) => {$(
        impl<$($lifetime,)? C: DeclaredTable, T $(: $bound)?> ContextKind<C, T> for $kind {
            fn function<S: Method<T>>() -> S {
                function::<S, $context>()
            }

            fn destructor<S: UserData<Output = ()>>() -> S {
                function::<S, Destroying<$context>>()
            }
        }
    )*};
}

kinds! {
    impl<C, T> AnyThread, AnyThreadContext<C, T>;
    impl<C, T> OneThread, OneThreadContext<C, T>;
    impl<'v, C, T: 'v> Scoped<'v>, ScopedContext<'v, C, T>;
    impl<'v, C, T: 'v> ScopedSync<'v>, ScopedSyncContext<'v, C, T>;
}
