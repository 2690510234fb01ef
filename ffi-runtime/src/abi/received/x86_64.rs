//! A call that came in through the frame routine of its convention: on x86-64 there are two.

use core::ffi::c_void;

#[cfg(not(windows))]
use crate::abi::sysv64;
use crate::abi::{Convention, Place, win64};
use crate::call::CallInterface;
use crate::library::CodePointer;
use crate::types::{ForeignType, Type};

/// The frame of a call, by its convention.
#[derive(Debug)]
pub(crate) enum Received<'a> {
    #[cfg(not(windows))]
    Sysv64(&'a mut sysv64::receive_frame::ReceivedFrame),
    Win64(&'a mut win64::receive_frame::ReceivedFrame),
}

/// What a frame routine calls, whatever the convention.
pub(crate) trait Dispatch {
    /// Reads the arguments of a call, and gives back its result.
    ///
    /// # Safety
    ///
    /// `context` is that of the slot; the frame and the stack area are those of a call of the interface
    /// that the entry was made for.
    unsafe fn dispatch(context: *mut c_void, frame: Received<'_>, stack: *const u8);
}

/// The entry of a slot for calls of `interface`.
pub(crate) fn entry<D: Dispatch>(interface: &CallInterface) -> CodePointer {
    /// The same for the room of a convention.
    struct In<D>(D);

    #[cfg(not(windows))]
    impl<D: Dispatch> sysv64::receive_frame::Dispatch for In<D> {
        unsafe extern "sysv64-unwind" fn dispatch(
            context: *mut c_void,
            frame: &mut sysv64::receive_frame::ReceivedFrame,
            stack: *const u8,
        ) {
            // SAFETY: the promises of the trait are the same.
            unsafe { D::dispatch(context, Received::Sysv64(frame), stack) }
        }
    }

    impl<D: Dispatch> win64::receive_frame::Dispatch for In<D> {
        unsafe extern "win64-unwind" fn dispatch(
            context: *mut c_void,
            frame: &mut win64::receive_frame::ReceivedFrame,
            stack: *const u8,
        ) {
            // SAFETY: the promises of the trait are the same.
            unsafe { D::dispatch(context, Received::Win64(frame), stack) }
        }
    }

    match interface.convention() {
        #[cfg(not(windows))]
        Convention::Sysv64 => sysv64::receive_frame::frame_entry::<In<D>>(interface),
        Convention::Win64 => {
            win64::receive_frame::frame_entry::<In<D>>(win64::receive_frame::Context::Slot)
        }
        #[cfg(windows)]
        Convention::Sysv64 => {
            unreachable!("an interface is prepared only where it can be executed")
        }
        Convention::Aapcs64(_) | Convention::Riscv64 => {
            unreachable!("an interface is prepared only where it can be executed")
        }
    }
}

/// The same method of whichever frame it is.
macro_rules! frame {
    ($received:ident.$method:ident $arguments:tt) => {
        match $received {
            #[cfg(not(windows))]
            // SAFETY: the caller's promises are those that the room asks for, here and below.
            Received::Sysv64(frame) => unsafe { frame.$method $arguments },
            // SAFETY: as above.
            Received::Win64(frame) => unsafe { frame.$method $arguments },
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
    pub(crate) unsafe fn argument<T: ForeignType>(&mut self, stack: *const u8, place: Place) -> T {
        frame!(self.argument(stack, place))
    }

    /// Copies an argument to `target`, exactly as wide as its type.
    ///
    /// # Safety
    ///
    /// The frame and `stack` are those of a call in which an argument of type `ty` has this place, and
    /// `target` is writable for such a value.
    pub(crate) unsafe fn read(
        &mut self,
        stack: *const u8,
        ty: Type<'_>,
        place: Place,
        target: *mut u8,
    ) {
        frame!(self.read(stack, ty, place, target))
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

    /// Puts the result at `source` where the caller expects it.
    ///
    /// # Safety
    ///
    /// The frame is that of a call of `interface`; `source` leads to a value of its result type.
    pub(crate) unsafe fn write(&mut self, interface: &CallInterface, source: *const u8) {
        frame!(self.write(interface, source))
    }
}
