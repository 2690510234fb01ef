//! The assembly of System V AMD64, in both directions. The [rules](crate::abi::sysv64) say where each value goes.

pub(crate) mod call;
mod dynamic;
mod forward;
mod frame;
mod program;
mod receive;
pub(crate) mod receive_frame;
mod shape;

pub(crate) use call::{form, received_layout};
pub(crate) use dynamic::dynamic;
pub(crate) use program::{compile, most_steps};
pub(crate) use shape::{received_shape, shape};
