//! Interfaces: tables of objects that both sides know, one of which implements them.
//!
//! The caller's side is a table, with the stages of one. In: its model, and the [`Interface`] that [`lower()`] adds to it.
//! Out, by [`expand()`]: the trait of those that implement it (`methods`), the functions by which the other side calls
//! their methods (`functions`, `arguments`), and the facts that both sides compare (`declared`).

mod arguments;
mod check;
mod declared;
mod expand;
mod functions;
mod lower;
mod methods;
mod model;

pub(super) use self::expand::{checked, expand, stub};
pub(super) use self::lower::lower;
pub(crate) use self::model::Interface;
