//! Frames of calls that came in, whichever registers they have: for sets of registers that few signatures need.

use core::fmt;
use core::mem::ManuallyDrop;
use core::ptr;

use crate::abi::{Classifier, Place};
use crate::interface::CallInterface;
use crate::machine::shared::ConventionRegisters;
use crate::machine::shared::receive::Seat;
use crate::machine::shared::receive_frame::{ReceivedFrame, gathered};
use crate::types::{ForeignType, Type};

/// The methods of [`ReceivedFrame`] that know a value by its descriptor.
pub(crate) trait AnyFrame {
    /// [`ReceivedFrame::whole`].
    ///
    /// # Safety
    ///
    /// As there.
    unsafe fn whole(&self, stack: *const u8, place: &Place) -> Option<*const u8>;

    /// [`ReceivedFrame::read`].
    ///
    /// # Safety
    ///
    /// As there.
    unsafe fn read(&mut self, stack: *const u8, place: &Place, target: *mut u8);

    /// Puts a result of type `ty` where the caller expects it.
    ///
    /// # Safety
    ///
    /// The frame is that of a call of an interface with this result type; `source` points to a value of the type.
    unsafe fn give(&mut self, ty: Type<'_>, source: *const u8);

    /// [`ReceivedFrame::result_memory`].
    ///
    /// # Safety
    ///
    /// As there.
    unsafe fn result_memory(&mut self, interface: &CallInterface) -> Option<*mut u8>;

    /// [`ReceivedFrame::write`].
    ///
    /// # Safety
    ///
    /// As there.
    unsafe fn write(&mut self, interface: &CallInterface, source: *const u8);
}

impl<R: ConventionRegisters> AnyFrame for ReceivedFrame<R> {
    unsafe fn whole(&self, stack: *const u8, place: &Place) -> Option<*const u8> {
        // SAFETY: the promises of the trait's method are those of the frame's own.
        unsafe { self.whole(stack, place) }
    }

    unsafe fn read(&mut self, stack: *const u8, place: &Place, target: *mut u8) {
        // SAFETY: as above.
        unsafe { self.read(stack, place, target) }
    }

    unsafe fn give(&mut self, ty: Type<'_>, source: *const u8) {
        // Where a result goes depends on its type only.
        let (_, place) = Classifier::new(R::CONVENTION, ty, None);
        // SAFETY: this is the seat of the interface's result, which stands at the source, by the contract of the
        // trait's method.
        unsafe { self.put(Seat::of(place, ty), source) }
    }

    unsafe fn result_memory(&mut self, interface: &CallInterface) -> Option<*mut u8> {
        // SAFETY: the promises of the trait's method are those of the frame's own.
        unsafe { self.result_memory(interface) }
    }

    unsafe fn write(&mut self, interface: &CallInterface, source: *const u8) {
        // SAFETY: as above.
        unsafe { self.write(interface, source) }
    }
}

impl fmt::Debug for dyn AnyFrame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnyFrame").finish_non_exhaustive()
    }
}

impl dyn AnyFrame {
    /// [`ReceivedFrame::argument`].
    ///
    /// # Safety
    ///
    /// As there.
    #[cold]
    #[inline(never)]
    pub(crate) unsafe fn argument<T: ForeignType>(&mut self, stack: *const u8, place: &Place) -> T {
        // SAFETY: the caller promises an argument in this place.
        let whole = unsafe { self.whole(stack, place) };
        // SAFETY: the target has room for a `T`, by the contract of `gathered`; the rest is the caller's promise.
        let read = |target| unsafe { self.read(stack, place, target) };
        // SAFETY: the argument is a `T`; where it stands whole, and what copies it, are those of its place.
        unsafe { gathered(whole, read) }
    }

    /// [`ReceivedFrame::give_back`].
    ///
    /// # Safety
    ///
    /// As there.
    #[cold]
    #[inline(never)]
    pub(crate) unsafe fn give_back<T: ForeignType>(&mut self, value: T) {
        let value = ManuallyDrop::new(value);
        // SAFETY: the frame is that of a call with such a result, by the contract of this function, and the value is
        // a `T`.
        unsafe { self.give(T::TYPE, ptr::from_ref(&value).cast()) }
    }
}
