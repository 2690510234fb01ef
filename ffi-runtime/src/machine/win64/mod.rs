//! The assembly of Win64, in both directions. The [rules](crate::abi::win64) say where each value goes.

mod call;
mod dynamic;
mod form;
mod forward;
mod frame;
mod positions;
mod program;
mod receive;
pub(crate) mod receive_frame;
pub(crate) mod registers;
mod shape;
mod steps;

pub(crate) use dynamic::dynamic;
pub(crate) use form::form;
pub(crate) use receive::received_layout;
pub(crate) use shape::{received_shape, shape};
pub(crate) use steps::{compile, most_steps};
