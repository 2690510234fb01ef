//! The frame form of an entry: all registers of a call are spilled, for interfaces that leave no register
//! free for the context, and for those that are known at run time.

use core::arch::naked_asm;
use core::ffi::c_void;
use core::mem::{ManuallyDrop, MaybeUninit, offset_of};
use core::ptr;

use crate::abi::Place;
use crate::abi::riscv64::Classifier;
use crate::abi::riscv64::call::{ArgumentRegisters, ResultRegisters};
use crate::abi::riscv64::receive::{Seat, give_back};
use crate::abi::trampoline::SlotData;
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

/// The frame of a call.
pub(crate) type Received<'a> = &'a mut ReceivedFrame;

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
        // SAFETY: where a result goes depends on its type only; the rest is the caller's promise.
        unsafe { self.put(seat, ptr::from_ref(&value).cast()) }
    }

    /// Puts the result at `source` where the caller expects it.
    ///
    /// # Safety
    ///
    /// The frame is that of a call of `interface`; `source` leads to a value of its result type.
    pub(crate) unsafe fn write(&mut self, interface: &CallInterface, source: *const u8) {
        let seat = Seat::of(interface.result_place(), interface.result());
        // SAFETY: the caller's promises.
        unsafe { self.put(seat, source) }
    }

    /// The same, where its seat is known.
    ///
    /// # Safety
    ///
    /// The frame is that of a call of an interface whose result goes there; `source` leads to a value
    /// of its type.
    #[inline(always)]
    unsafe fn put(&mut self, seat: Seat, source: *const u8) {
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
    /// The frame and the stack area are those of a call of an interface that `context` knows.
    unsafe fn dispatch(context: *mut c_void, frame: Received<'_>, stack: *const u8);
}

/// The same for the routine.
///
/// # Safety
///
/// That of the trait.
unsafe extern "C-unwind" fn dispatch<D: Dispatch>(
    context: *mut c_void,
    frame: Received<'_>,
    stack: *const u8,
) {
    // SAFETY: the caller's promise.
    unsafe { D::dispatch(context, frame, stack) }
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
    let function = match context {
        Context::Slot => enter_frame::<D> as *const (),
        Context::None => enter_frame_without_context::<D> as *const (),
    };
    crate::abi::trampoline::entry(function)
}

/// The entry of a slot for calls of an interface.
pub(crate) fn entry<D: Dispatch>(_: &CallInterface) -> CodePointer {
    frame_entry::<D>(Context::Slot)
}

/// Bytes in which the routine saves ra and s0.
const SAVED: usize = 16;

const _: () = assert!(size_of::<ReceivedFrame>().is_multiple_of(16));

macro_rules! frame_routine {
    ($(#[$documentation:meta])* $name:ident, $load:literal $(, $context:ident)?) => {
        $(#[$documentation])*
        #[unsafe(naked)]
        unsafe extern "C-unwind" fn $name<D: Dispatch>() {
            naked_asm!(
                ".cfi_startproc",
                ".option push",
                ".option arch, +d",                       // the assembler does not ask the target
                "addi sp, sp, -{saved} - {frame}",
                ".cfi_def_cfa_offset {saved} + {frame}",
                "sd ra, {frame} + {word}(sp)",
                ".cfi_offset ra, -{word}",
                "sd s0, {frame}(sp)",
                ".cfi_offset s0, -2 * {word}",
                "addi s0, sp, {saved} + {frame}",
                ".cfi_def_cfa s0, 0",
                "sd a0, {integers}(sp)",
                "sd a1, {integers} + {word}(sp)",
                "sd a2, {integers} + 2 * {word}(sp)",
                "sd a3, {integers} + 3 * {word}(sp)",
                "sd a4, {integers} + 4 * {word}(sp)",
                "sd a5, {integers} + 5 * {word}(sp)",
                "sd a6, {integers} + 6 * {word}(sp)",
                "sd a7, {integers} + 7 * {word}(sp)",
                "fsd fa0, {floats}(sp)",
                "fsd fa1, {floats} + {word}(sp)",
                "fsd fa2, {floats} + 2 * {word}(sp)",
                "fsd fa3, {floats} + 3 * {word}(sp)",
                "fsd fa4, {floats} + 4 * {word}(sp)",
                "fsd fa5, {floats} + 5 * {word}(sp)",
                "fsd fa6, {floats} + 6 * {word}(sp)",
                "fsd fa7, {floats} + 7 * {word}(sp)",
                $load,                                   // dispatch(context, frame, stack)
                "mv a1, sp",
                "mv a2, s0",
                "call {dispatch}",
                "ld a0, {result_integers}(sp)",
                "ld a1, {result_integers} + {word}(sp)",
                "fld fa0, {result_floats}(sp)",
                "fld fa1, {result_floats} + {word}(sp)",
                ".cfi_def_cfa sp, {saved} + {frame}",
                "ld s0, {frame}(sp)",
                ".cfi_restore s0",
                "ld ra, {frame} + {word}(sp)",
                ".cfi_restore ra",
                "addi sp, sp, {saved} + {frame}",
                ".cfi_def_cfa_offset 0",
                "ret",
                ".option pop",
                ".cfi_endproc",
                saved = const SAVED,
                frame = const size_of::<ReceivedFrame>(),
                word = const size_of::<Word>(),
                $(context = const offset_of!(SlotData, $context),)?
                integers = const offset_of!(ReceivedFrame, arguments.integers),
                floats = const offset_of!(ReceivedFrame, arguments.floats),
                result_integers = const offset_of!(ReceivedFrame, results)
                    + offset_of!(ResultRegisters, integers),
                result_floats = const offset_of!(ReceivedFrame, results)
                    + offset_of!(ResultRegisters, floats),
                dispatch = sym dispatch::<D>,
            )
        }
    };
}

frame_routine! {
    /// Calls `D::dispatch`.
    ///
    /// On entry: a call that C made, and t0 = address of a slot whose context `D` knows. On exit: the
    /// registers of the result are those that `D` left in the frame. Preserves: what the convention asks
    /// for; ra and s0 are saved, the others are not used.
    ///
    /// ```text
    ///     [s0 ...]   stack area of the call
    ///     [s0 - 8]   return address into C
    ///     [s0 - 16]  the caller's s0
    ///     [sp ...]   the frame
    /// ```
    enter_frame,
    "ld a0, {context}(t0)",
    context
}

frame_routine! {
    /// The same without a slot: C calls it, and the context is null.
    enter_frame_without_context,
    "mv a0, zero"
}
