//! The assembly of RISC-V, LP64D, in both directions. The [rules](crate::abi::riscv64) say where each value goes.

pub(crate) mod call;
mod dynamic;
mod forward;
mod frame;
mod receive;
pub(crate) mod receive_frame;
mod shape;

pub(crate) use call::{form, received_layout};
pub(crate) use dynamic::{compile, dynamic, most_steps};
pub(crate) use shape::{received_shape, shape};
