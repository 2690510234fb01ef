//! The assembly of System V AMD64, in both directions. The [rules](crate::abi::sysv64) say where each value goes.

mod call;
mod dynamic;
mod form;
mod forward;
mod frame;
mod program;
mod receive;
pub(crate) mod receive_frame;
pub(crate) mod register_sets;
pub(crate) mod registers;
mod shape;

pub(crate) use dynamic::dynamic;
pub(crate) use form::form;
pub(crate) use program::{compile, most_steps};
pub(crate) use receive::received_layout;
pub(crate) use shape::{received_shape, shape};
