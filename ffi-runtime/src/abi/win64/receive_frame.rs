//! The frame form of an entry: all registers of a call are spilled, for interfaces that leave no position
//! free for the context, and for those that are known at run time.

use core::arch::naked_asm;
use core::ffi::c_void;
use core::mem::{ManuallyDrop, MaybeUninit, offset_of};
use core::ptr;

use crate::abi::Place;
use crate::abi::trampoline::{SlotData, entry};
use crate::abi::unwind::{
    unwind_body, unwind_end, unwind_framed, unwind_left, unwind_pushed, unwind_reserved,
    unwind_start,
};
use crate::abi::win64::Classifier;
use crate::abi::win64::call::{ArgumentRegisters, ResultRegisters};
use crate::abi::win64::receive::{Seat, give_back};
use crate::abi::win64::shape::Vector;
use crate::call::CallInterface;
use crate::call::transfer::{self, Word};
use crate::library::CodePointer;
use crate::types::{ForeignType, Type};

/// The registers of a call that came in, and of its result.
#[derive(Debug)]
#[repr(C, align(16))]
pub(crate) struct ReceivedFrame {
    arguments: ArgumentRegisters,
    results: MaybeUninit<ResultRegisters>,
}

impl ReceivedFrame {
    /// The registers of the arguments.
    pub(super) const fn arguments(&mut self) -> &mut ArgumentRegisters {
        &mut self.arguments
    }

    /// Leaves the result in these registers.
    pub(super) const fn finish(&mut self, results: ResultRegisters) {
        self.results = MaybeUninit::new(results);
    }

    /// Reads an argument of type `T`.
    ///
    /// # Safety
    ///
    /// The frame and `stack` are those of a call in which an argument of type `T` has this place.
    #[inline(always)]
    pub(crate) unsafe fn argument<T: ForeignType>(&mut self, stack: *const u8, place: Place) -> T {
        let mut value = MaybeUninit::<T>::uninit();
        // SAFETY: the caller's promise, and `value` has room for a `T`.
        unsafe { self.read(stack, T::TYPE, place, value.as_mut_ptr().cast()) };
        // SAFETY: the argument was read whole.
        unsafe { value.assume_init() }
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
        // SAFETY: the caller's promises.
        unsafe { transfer::get(&mut self.arguments, stack, ty, place, target) }
    }

    /// Puts a result where the caller expects it.
    ///
    /// # Safety
    ///
    /// The frame is that of a call of an interface with a result of type `T`.
    #[inline(always)]
    pub(crate) unsafe fn give_back<T: ForeignType>(&mut self, value: T) {
        let value = ManuallyDrop::new(value);
        let seat = const { Seat::of(Classifier::new(T::TYPE, None).1, T::TYPE) };
        let mut results = ResultRegisters::zero();
        // SAFETY: where a result goes depends on its type only; the rest is the caller's promise.
        unsafe {
            give_back(
                seat,
                &mut self.arguments,
                ptr::from_ref(&value).cast(),
                &mut results,
            )
        }
        self.finish(results);
    }

    /// Puts the result at `source` where the caller expects it.
    ///
    /// # Safety
    ///
    /// The frame is that of a call of `interface`; `source` leads to a value of its result type.
    pub(crate) unsafe fn write(&mut self, interface: &CallInterface, source: *const u8) {
        let seat = Seat::of(interface.result_place(), interface.result());
        let mut results = ResultRegisters::zero();
        // SAFETY: the caller's promises.
        unsafe { give_back(seat, &mut self.arguments, source, &mut results) }
        self.finish(results);
    }
}

/// What the frame routine calls.
pub(crate) trait Dispatch {
    /// Reads arguments from the frame and `stack`, and leaves the result in the frame.
    ///
    /// # Safety
    ///
    /// The frame and the stack area, which begins with the home space, are those of a call of an
    /// interface that `context` knows.
    unsafe extern "win64-unwind" fn dispatch(
        context: *mut c_void,
        frame: &mut ReceivedFrame,
        stack: *const u8,
    );
}

/// Where the context of a frame routine is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Context {
    /// In the slot.
    Slot,
    /// There is none, and no slot.
    None,
}

/// An entry that spills the registers of a call to a frame.
pub(crate) fn frame_entry<D: Dispatch>(context: Context) -> CodePointer {
    match context {
        Context::Slot => entry(enter_frame::<D> as *const ()),
        Context::None => entry(enter_frame_without_context::<D> as *const ()),
    }
}

/// Bytes of the home space that the routine reserves for `dispatch`.
const HOME_SPACE: usize = crate::abi::win64::HOME_SPACE;

const _: () = assert!(size_of::<ReceivedFrame>().is_multiple_of(16));
const _: () = assert!(HOME_SPACE.is_multiple_of(16));

macro_rules! frame_routine {
    ($(#[$documentation:meta])* $name:ident, $load:literal $(, $context:ident)?) => {
        $(#[$documentation])*
        #[unsafe(naked)]
        unsafe extern "win64-unwind" fn $name<D: Dispatch>() {
            naked_asm!(
                unwind_start!(),
                "endbr64",
                "push rbp",
                unwind_pushed!(),
                "sub rsp, 16",
                unwind_reserved!(),
                "lea rbp, [rsp + 16]",
                unwind_framed!(),
                unwind_body!(),
                "sub rsp, {frame} + {home} - 16",
                "mov [rsp + {home} + {integers}], rcx",
                "mov [rsp + {home} + {integers} + {word}], rdx",
                "mov [rsp + {home} + {integers} + 2 * {word}], r8",
                "mov [rsp + {home} + {integers} + 3 * {word}], r9",
                "movups [rsp + {home} + {floats}], xmm0",
                "movups [rsp + {home} + {floats} + {vector}], xmm1",
                "movups [rsp + {home} + {floats} + 2 * {vector}], xmm2",
                "movups [rsp + {home} + {floats} + 3 * {vector}], xmm3",
                $load,                                   // dispatch(context, frame, stack)
                "lea rdx, [rsp + {home}]",
                "lea r8, [rbp + 16]",
                "call {dispatch}",
                "mov rax, [rsp + {home} + {rax}]",
                "movups xmm0, [rsp + {home} + {xmm0}]",
                "lea rsp, [rbp]",
                "pop rbp",
                unwind_left!(),
                "ret",
                unwind_end!(),
                routine = sym $name::<D>,
                frame = const size_of::<ReceivedFrame>(),
                home = const HOME_SPACE,
                word = const size_of::<Word>(),
                vector = const size_of::<Vector>(),
                $(context = const offset_of!(SlotData, $context),)?
                integers = const offset_of!(ReceivedFrame, arguments.integers),
                floats = const offset_of!(ReceivedFrame, arguments.floats),
                rax = const offset_of!(ReceivedFrame, results) + offset_of!(ResultRegisters, rax),
                xmm0 = const offset_of!(ReceivedFrame, results) + offset_of!(ResultRegisters, xmm0),
                dispatch = sym D::dispatch,
            )
        }
    };
}

frame_routine! {
    /// Calls `D::dispatch`.
    ///
    /// On entry: a call that C made, and r10 = address of a slot whose context `D` knows. On exit: the
    /// registers of the result are those that `D` left in the frame. Preserves: what the convention asks
    /// for; rbp is saved, the others are not used.
    ///
    /// ```text
    ///     [rbp + 48 ...]  stack words of the call
    ///     [rbp + 16]      its home space
    ///     [rbp + 8]       return address into C
    ///     [rbp]           the caller's rbp
    ///     [rsp + 32 ...]  the frame
    ///     [rsp]           home space of `D::dispatch`
    /// ```
    enter_frame,
    "mov rcx, [r10 + {context}]",
    context
}

frame_routine! {
    /// The same without a slot: C calls it, and the context is null.
    enter_frame_without_context,
    "xor ecx, ecx"
}
