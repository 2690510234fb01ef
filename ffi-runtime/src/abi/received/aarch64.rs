//! A call that came in through the frame routine of its convention: AArch64 has one at a time.

pub(crate) use crate::abi::aapcs64::receive_frame::{Dispatch, Received};

use crate::abi::aapcs64::receive_frame::{Context, frame_entry};
use crate::call::CallInterface;
use crate::library::CodePointer;

/// The entry of a slot for calls of an interface.
pub(crate) fn entry<D: Dispatch>(_: &CallInterface) -> CodePointer {
    frame_entry::<D>(Context::Slot)
}
