//! A call that came in through the frame routine of its convention: on x86-64 there are two, and System V has frames of
//! its own for registers that few calls need.

use crate::abi::{Convention, Place};
use crate::interface::CallInterface;
use crate::machine::processor::any_frame::AnyFrame;
use crate::machine::shared::receive_frame::{Context, Dispatch, ReceivedFrame};
use crate::machine::sysv64::{
    self,
    register_sets::{Sysv64, Vectors, X87},
};
use crate::machine::win64::{self, registers::Win64};
use crate::types::CodePointer;
use crate::types::ForeignType;

/// The frame of a call: by its convention, or with registers that few calls have, so that the others tell two
/// conventions apart and nothing else.
#[derive(Debug)]
pub(crate) enum Received<'a> {
    Sysv64(&'a mut ReceivedFrame<Sysv64>),
    Win64(&'a mut ReceivedFrame<Win64>),
    Rare(&'a mut (dyn AnyFrame + 'static)),
}

macro_rules! frames {
    ($($variant:ident $registers:ty;)*) => {$(
        impl<'a> From<&'a mut ReceivedFrame<$registers>> for Received<'a> {
            #[inline(always)]
            fn from(frame: &'a mut ReceivedFrame<$registers>) -> Self {
                Self::$variant(frame)
            }
        }
    )*};
}

frames! {
    Sysv64 Sysv64;
    Win64 Win64;
    Rare Vectors;
    Rare X87<1>;
    Rare X87<2>;
}

/// The entry of a slot for calls of `interface`.
pub(crate) fn entry<D>(interface: &CallInterface) -> CodePointer
where
    D: Dispatch<Sysv64> + Dispatch<Vectors> + Dispatch<X87<1>> + Dispatch<X87<2>> + Dispatch<Win64>,
{
    match interface.convention() {
        Convention::Sysv64 => sysv64::receive_frame::frame_entry::<D>(interface, Context::Slot),
        Convention::Win64 => win64::receive_frame::frame_entry::<D>(Context::Slot),
        Convention::Aapcs64(_) | Convention::Riscv64 => {
            unreachable!("an interface is prepared only where it can be executed")
        }
    }
}

/// A method that every frame has.
macro_rules! frame {
    ($received:ident.$method:ident $arguments:tt) => {
        match $received {
            // SAFETY: the promises of the method are those of the frame's own, here and below.
            Received::Sysv64(frame) => unsafe { frame.$method $arguments },
            // SAFETY: as above.
            Received::Win64(frame) => unsafe { frame.$method $arguments },
            // SAFETY: as above.
            Received::Rare(frame) => unsafe { frame.$method $arguments },
        }
    };
}

impl Received<'_> {
    /// Reads an argument of type `T`.
    ///
    /// # Safety
    ///
    /// The frame and `stack` are those of a call in which an argument of type `T` has this place.
    #[inline(always)]
    pub(crate) unsafe fn argument<T: ForeignType>(&mut self, stack: *const u8, place: &Place) -> T {
        frame!(self.argument(stack, place))
    }

    /// Where the bytes of an argument stand in their order, if they do.
    ///
    /// # Safety
    ///
    /// The frame and `stack` are those of a call in which an argument has this place.
    pub(crate) unsafe fn whole(&self, stack: *const u8, place: &Place) -> Option<*const u8> {
        frame!(self.whole(stack, place))
    }

    /// Copies an argument to `target`, exactly as wide as its type, and as C left it.
    ///
    /// # Safety
    ///
    /// The frame and `stack` are those of a call in which an argument has this place, and `target` is
    /// writable for a value of its type.
    pub(crate) unsafe fn read(&mut self, stack: *const u8, place: &Place, target: *mut u8) {
        frame!(self.read(stack, place, target))
    }

    /// Puts a result where the caller expects it.
    ///
    /// # Safety
    ///
    /// The frame is that of a call of an interface with a result of type `T`.
    #[inline(always)]
    pub(crate) unsafe fn give_back<T: ForeignType>(&mut self, value: T) {
        frame!(self.give_back(value))
    }

    /// The memory of a result that is not in registers.
    ///
    /// # Safety
    ///
    /// The frame is that of a call of `interface`.
    pub(crate) unsafe fn result_memory(&mut self, interface: &CallInterface) -> Option<*mut u8> {
        frame!(self.result_memory(interface))
    }

    /// Puts the result at `source` where the caller expects it.
    ///
    /// # Safety
    ///
    /// The frame is that of a call of `interface`; `source` leads to a value of its result type.
    pub(crate) unsafe fn write(&mut self, interface: &CallInterface, source: *const u8) {
        frame!(self.write(interface, source))
    }
}
