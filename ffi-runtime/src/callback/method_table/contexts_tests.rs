//! Contexts of tables without any C: handlers are called as C's calls reach them, so that Miri sees how context, table
//! and value share one memory.

use core::cell::Cell;
use core::ffi::c_void;
use core::ptr;
use std::rc::Rc;

use crate::callback::method_table::kinds::{
    AnyThreadContext, OneThreadContext, ScopedContext, ScopedSyncContext,
};
use crate::callback::method_table::{
    ContextKind, DeclaredTable, ImplementedBy, Method, user_data_of,
};
use crate::callback::{Given, Handler};
use crate::callback_table;

#[callback_table(user_data = data)]
#[repr(C)]
struct Adders {
    first: unsafe extern "C" fn(number: u32, data: *mut c_void) -> u32,
    second: Option<unsafe extern "C" fn(number: u32, data: *mut c_void) -> u32>,
    data: *mut c_void,
    limit: u32,
}

/// Counts, also when it is dropped.
struct Counter<'c> {
    sum: &'c Cell<u32>,
    /// Dropped with the value.
    _alive: Rc<()>,
}

impl AddersMethods for Counter<'_> {
    const SECOND: Option<fn(&Self, u32) -> u32> =
        Some(|counter, number| counter.first(10 * number));

    fn first(&self, number: u32) -> u32 {
        self.sum.set(self.sum.get() + number);
        self.sum.get()
    }

    fn limit(&self) -> u32 {
        7
    }
}

// SAFETY: each test uses its values on one thread.
unsafe impl Send for Counter<'_> {}

// SAFETY: as above.
unsafe impl Sync for Counter<'_> {}

std::thread_local! {
    /// The context that the functions of a table get.
    static CONTEXT: Cell<*mut c_void> = const { Cell::new(ptr::null_mut()) };
}

/// A kind whose functions are called when they are made, as those of the context `$context` are.
macro_rules! calling {
    ($($kind:ident: $context:ident<$($lifetime:lifetime)?>,)*) => {$(
        struct $kind;

        impl<'v> ContextKind<Adders, Counter<'v>> for $kind {
            fn function<S: Method<Counter<'v>>>() -> S {
                let context = CONTEXT.get();
                let arguments = (1_u32, context);
                assert_eq!(size_of::<S::Arguments>(), size_of_val(&arguments));
                // SAFETY: every function of the table has these arguments.
                let arguments = unsafe { core::mem::transmute_copy(&arguments) };
                type Context<'v, 'b> = $context<$($lifetime,)? Adders, Counter<'v>>;
                // SAFETY: the context is of this kind, and there.
                unsafe { <Context<'v, '_> as Handler<S>>::handle(context, Given(arguments)) };
                // SAFETY: nothing calls the function.
                unsafe { S::from_code(S::plain::<Nothing>()) }
            }

            fn destructor<S: crate::callback::UserData<Output = ()>>() -> S {
                unreachable!("the table has none")
            }
        }
    )*};
}

/// Stands for a handler where a function is needed.
struct Nothing;

impl<S: crate::callback::Signature> Handler<S> for Nothing {
    unsafe fn handle<A: crate::callback::Incoming<S>>(_: *mut c_void, _: A) -> S::Output {
        unreachable!("nothing calls it")
    }
}

calling! {
    OfAnyThread: AnyThreadContext<>,
    OfOneThread: OneThreadContext<>,
    OfScoped: ScopedContext<'b>,
    OfScopedSync: ScopedSyncContext<'b>,
}

/// Calls both functions of a table in a context of this kind.
fn call<'v, K: ContextKind<Adders, Counter<'v>>>(table: &Adders, value: &Counter<'v>) {
    let data = user_data_of(table);
    CONTEXT.set(data);
    let _ = <Adders as ImplementedBy<Counter<'v>>>::made::<K>(value);
    // The table is as it was.
    assert_eq!(user_data_of(table), data);
    assert_eq!(table.fields().get().limit, 7);
}

/// A sum that lives for ever, and a witness.
fn counter() -> (&'static Cell<u32>, Rc<()>, Counter<'static>) {
    let sum: &'static Cell<u32> = Box::leak(Box::new(Cell::new(0)));
    let alive = Rc::new(());
    let counter = Counter {
        sum,
        _alive: Rc::clone(&alive),
    };
    (sum, alive, counter)
}

#[test]
#[cfg_attr(
    all(miri, target_pointer_width = "64"),
    ignore = "the functions for C are assembly there"
)]
fn owners_share_table_and_value_with_the_calls() {
    let (sum, alive, counter) = counter();
    let owner = Adders::new(counter);
    call::<OfAnyThread>(&owner, owner.value());
    call::<OfAnyThread>(&owner, owner.value());
    assert_eq!(sum.get(), 22);
    drop(owner);
    assert_eq!(Rc::strong_count(&alive), 1);
}

#[test]
#[cfg_attr(
    all(miri, target_pointer_width = "64"),
    ignore = "the functions for C are assembly there"
)]
fn local_owners_share_table_and_value_with_the_calls() {
    let (sum, alive, counter) = counter();
    let owner = Adders::local(counter);
    call::<OfOneThread>(&owner, owner.value());
    assert_eq!(sum.get(), 11);
    drop(owner);
    assert_eq!(Rc::strong_count(&alive), 1);
}

#[test]
#[cfg_attr(
    all(miri, target_pointer_width = "64"),
    ignore = "the functions for C are assembly there"
)]
fn destructor_frees_what_was_given_to_c() {
    for is_local in [false, true] {
        let (sum, alive, counter) = counter();
        let value = ptr::from_ref(counter.sum);
        let (table, data, destroy) = if is_local {
            Adders::local(counter).into_foreign()
        } else {
            Adders::new(counter).into_foreign()
        };
        // SAFETY: the table lives until the destructor is called.
        let table = unsafe { &*table };
        assert_eq!(user_data_of(table), data);
        let borrowed = Counter {
            sum,
            _alive: Rc::new(()),
        };
        if is_local {
            call::<OfOneThread>(table, &borrowed);
        } else {
            call::<OfAnyThread>(table, &borrowed);
        }
        assert_eq!((sum.get(), Rc::strong_count(&alive)), (11, 2));
        assert!(ptr::eq(value, sum));
        // SAFETY: it is called once, and nothing uses the table any more.
        unsafe { destroy(data) };
        assert_eq!(Rc::strong_count(&alive), 1);
    }
}

#[test]
#[cfg_attr(
    all(miri, target_pointer_width = "64"),
    ignore = "the functions for C are assembly there"
)]
fn borrowed_values_are_called_while_the_body_runs() {
    let sum = Cell::new(0);
    let counter = Counter {
        sum: &sum,
        _alive: Rc::new(()),
    };
    let limit = Adders::scoped(&counter, |table| {
        call::<OfScoped>(table, &counter);
        call::<OfScoped>(table, &counter);
        table.fields().get().limit
    });
    assert_eq!((limit, sum.get()), (7, 22));
    Adders::scoped_sync(&counter, |table| call::<OfScopedSync>(table, &counter));
    assert_eq!(sum.get(), 33);
}
