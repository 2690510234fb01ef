//! A call that came in through the frame routine of its convention: AArch64 has one at a time.

use crate::interface::CallInterface;
use crate::machine::aapcs64::receive_frame::frame_entry;
use crate::machine::aapcs64::registers::Framed;
use crate::machine::shared::receive_frame::{Context, Dispatch, ReceivedFrame};
use crate::types::CodePointer;

/// The frame of a call.
pub(crate) type Received<'a> = &'a mut ReceivedFrame<Framed>;

/// The entry of a slot for calls of an interface.
pub(crate) fn entry<D: Dispatch<Framed>>(_: &CallInterface) -> CodePointer {
    frame_entry::<D>(Context::Slot)
}
