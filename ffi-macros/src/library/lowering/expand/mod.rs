//! *Expand*: a lowered method, from its signature to its body.
//!
//! Always in one order: the lengths, the other arguments, the error state is cleared, the call, the state is read, the
//! result is decided, out parameters are read, and the copies that C got are dropped. Every `unsafe` block has one
//! call and nothing that the user wrote.

mod arguments;
mod body;
mod signature;
mod values;

pub(crate) use self::arguments::{
    argument, first, is_of_call, numbered, optional_address, reborrowed,
};
pub(crate) use self::body::body;
pub(in super::super) use self::signature::kept_type;
pub(crate) use self::signature::{Lowered, Way, has_error, result};
pub(super) use self::values::written_always;
