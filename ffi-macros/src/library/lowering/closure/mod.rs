//! Closures as arguments, `#[closure(scope, ..)]`, and those whose result is an answer, `#[completion(..)]`.
//!
//! The parameter has the type of a callback. The method takes a closure, which the callback type makes a function of
//! C; the pointer that C hands on to it, and the function that frees it, are parameters that the method does not have.
//! The stages are those of all lowering: [`parse`], [`lower`] and [`expand`].

pub(super) mod expand;
pub(super) mod lower;
pub(super) mod parse;

pub(crate) use self::expand::{answer, argument_type, around, stub};
pub(crate) use self::parse::ClosureSyntax;
