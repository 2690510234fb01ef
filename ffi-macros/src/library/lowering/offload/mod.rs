//! Methods that run on worker threads, `#[offload]` and `#[offload(cancel = method)]`.
//!
//! The method takes owned values, and returns the handle of a call that a worker thread makes. The method as it would
//! be without the attribute has the name `blocking_NAME`, and is what the worker thread calls: so everything that is
//! lowered is lowered there. The stages are those of all lowering; what concerns several methods is in [`check`].

pub(super) mod check;
pub(super) mod expand;
pub(super) mod parse;
mod values;

pub(crate) use self::check::check;
pub(crate) use self::expand::{attributes_of_blocking, method, name_of_blocking, stub};
pub(crate) use self::parse::Offload;
