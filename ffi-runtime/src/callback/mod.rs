//! Callbacks: closures that C can call.
//!
//! A closure becomes a *context* (`shared`, `local`, `reentrant`, `once`, `borrowed`: who may call it, how
//! often, and how long; `running` counts the calls of those that any thread may call). `table` claims a slot
//! for it, whose trampoline is what C gets; the trampoline *enters* a handler that is monomorphic in the
//! closure and reads the arguments from their places (`machine/<name>/receive`). Where C hands on a
//! pointer of its own (`user_data`), the context travels in it, and there is no slot. When the owner
//! (`owner`, or the functions in `scoped` and `scope`) is dropped, the slot is *released*: it stays a tombstone
//! until all others were used (`queue`), and the context is freed when its last call has returned.
//! A `request` is a closure that is called once and whose answer is a `completion`. `method_table` has the structs of C
//! with several functions that one value implements. `signature` is what the macro says about a callback type, `dynamic`
//! is for signatures that are only
//! known at run time.

mod borrowed;
mod channel;
mod completion;
mod dynamic;
mod error;
mod invocation;
mod local;
mod message;
mod method_table;
mod once;
mod owner;
#[cfg(all(
    target_pointer_width = "64",
    any(
        target_arch = "x86_64",
        target_arch = "aarch64",
        target_arch = "riscv64"
    )
))]
mod pages;
mod panic;
#[cfg(all(
    target_pointer_width = "64",
    any(
        target_arch = "x86_64",
        target_arch = "aarch64",
        target_arch = "riscv64"
    )
))]
mod queue;
mod reentrant;
mod request;
mod run;
mod running;
mod scope;
mod scoped;
mod shared;
mod signature;
#[cfg_attr(
    not(all(
        target_pointer_width = "64",
        any(
            target_arch = "x86_64",
            target_arch = "aarch64",
            target_arch = "riscv64"
        )
    )),
    path = "no_table.rs"
)]
mod table;
#[cfg(all(
    test,
    all(
        target_pointer_width = "64",
        any(
            target_arch = "x86_64",
            target_arch = "aarch64",
            target_arch = "riscv64"
        )
    )
))]
mod table_tests;
mod thread;
mod user_data;
mod waiting;

pub use crate::machine::shared::signature::{Given, Handled, Handler, Incoming, Unread};
pub use channel::{channel, user_channel};
pub use completion::{Abandoned, Completer, Completion, completion, drive};
pub use dynamic::{DynamicCallback, ReservedCallback};
pub use error::CallbackError;
pub use invocation::Invocation;
pub use method_table::{
    AnyField, CallbackTable, ContextKind, DeclaredTable, FieldType, ImplementedBy,
    LocalCallbackTable, Method, TableFields, table_scoped, table_scoped_sync, table_user_data,
    user_data_of,
};
pub use once::{once, user_once};
pub use owner::{Callback, LocalCallback};
#[cfg(feature = "plugin")]
pub(crate) use panic::{Callee, Implementation, guard_callee, guard_or};
pub use panic::{Panics, guard};
pub use request::{NoResult, request, user_request};
pub use scope::{Scope, scope};
pub use scope::{in_scope, in_scope_reentrant, in_scope_sync};
pub use scope::{user_in_scope, user_in_scope_reentrant, user_in_scope_sync};
pub use scoped::{scoped, scoped_reentrant, scoped_sync};
pub use scoped::{user_scoped, user_scoped_reentrant, user_scoped_sync};
pub use signature::{Signature, UserData};
pub use table::{capacity, live};
pub use user_data::{Destructor, LocalUserCallback, UserCallback};
