//! The contexts of tables: who may call the methods of a value, and for how long.

use core::ffi::c_void;
use core::marker::PhantomData;
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
    pub(super) table: C,
    pub(super) value: V,
    /// Whether C frees the context, by the function of the table that is its destructor.
    pub(super) is_foreign: AtomicBool,
}

/// A value that belongs to its context.
pub(super) struct Held<T>(T);

impl<T> Held<T> {
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

impl<C: DeclaredTable, T> Implemented<C, Held<T>> {
    /// Of a value that it takes. The user data is null.
    pub(super) fn held<K: ContextKind<C, T>>(value: T) -> Self
    where
        C: ImplementedBy<T>,
    {
        let table = C::of_fields(TableFields::new(C::made::<K>(&value)));
        Self {
            table,
            value: Held(value),
            is_foreign: AtomicBool::new(false),
        }
    }
}

impl<'v, C: DeclaredTable, T> Implemented<C, &'v T> {
    /// Of a value that it borrows. The user data is null.
    pub(super) fn borrowed<K: ContextKind<C, T>>(value: &'v T) -> Self
    where
        C: ImplementedBy<T>,
    {
        let table = C::of_fields(TableFields::new(C::made::<K>(value)));
        Self {
            table,
            value,
            is_foreign: AtomicBool::new(false),
        }
    }
}

impl<C: DeclaredTable, V> Implemented<C, V> {
    /// Gives the table its context.
    pub(super) fn set_context(&mut self, context: *mut c_void) {
        const {
            assert!(
                !core::mem::needs_drop::<C::Fields>(),
                "a field of a callback table has a destructor, which C does not call"
            );
        }
        C::set_user_data(self.table.fields_mut().get_mut(), context);
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
