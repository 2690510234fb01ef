//! Tables of callbacks: a struct of C with several functions and one pointer, which a Rust value implements.
//!
//! `contract` is what the macro says about such a struct; `kinds` has a context for each way to call the value, with
//! the functions that C gets, of which one may be a `destructor`; the tables of `owner` own the value, those of `scoped` borrow it.

#[cfg(test)]
mod contexts_tests;
mod contract;
mod destructor;
mod kinds;
mod owner;
mod scoped;

pub use contract::{
    AnyField, DeclaredTable, FieldType, ImplementedBy, Method, TableFields, table_user_data,
    user_data_of,
};
pub use kinds::ContextKind;
pub use owner::{CallbackTable, LocalCallbackTable};
pub use scoped::{table_scoped, table_scoped_sync};
