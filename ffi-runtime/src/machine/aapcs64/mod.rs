//! The assembly of AAPCS64, in both directions. The [rules](crate::abi::aapcs64) say where each value goes.

pub(crate) mod call;
mod dynamic;
mod forward;
mod frame;
mod program;
mod receive;
pub(crate) mod receive_frame;
mod shape;
mod steps;

pub(crate) use call::form;
pub(crate) use dynamic::dynamic;
pub(crate) use receive::received_layout;
pub(crate) use shape::{received_shape, shape};
pub(crate) use steps::{compile, most_steps};
