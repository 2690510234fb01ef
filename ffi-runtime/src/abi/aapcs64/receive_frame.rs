//! The frame form of an entry: all registers of a call are spilled, for interfaces that leave no register
//! free for the context, and for those that are known at run time.

use core::arch::naked_asm;
use core::ffi::c_void;
use core::mem::{ManuallyDrop, MaybeUninit, offset_of};
use core::ptr;

use crate::abi::aapcs64::call::{ArgumentRegisters, ResultRegisters};
use crate::abi::trampoline::{SlotData, entry};
use crate::abi::{Classifier, Place, ResultPlace, TARGET};
use crate::call::CallInterface;
use crate::call::transfer::{self, RegisterFile, Word};
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
        let place = const {
            let convention = TARGET.expect("code for this machine runs on it");
            Classifier::new(convention, T::TYPE, None).1
        };
        // SAFETY: where a result goes depends on its type only; the rest is the caller's promise.
        unsafe { self.finish(value, place) }
    }

    /// Puts the result at `source` where the caller expects it.
    ///
    /// # Safety
    ///
    /// The frame is that of a call of `interface`; `source` leads to a value of its result type.
    pub(crate) unsafe fn write(&mut self, interface: &CallInterface, source: *const u8) {
        let size = interface.result().size();
        // SAFETY: the caller's promises.
        unsafe { self.put(interface.result_place(), size, source) }
    }

    /// Puts a result in its place.
    ///
    /// # Safety
    ///
    /// The frame is that of a call of an interface whose result is an `R` in this place.
    #[inline(always)]
    pub(super) unsafe fn finish<R>(&mut self, value: R, place: ResultPlace) {
        let value = ManuallyDrop::new(value);
        // SAFETY: the caller's promises.
        unsafe { self.put(place, size_of::<R>(), ptr::from_ref(&value).cast()) }
    }

    /// Puts a result of `size` bytes where the caller expects it.
    ///
    /// # Safety
    ///
    /// The frame is that of a call of an interface whose result goes there; `source` leads to a value of
    /// its type, which has so many bytes.
    #[inline(always)]
    unsafe fn put(&mut self, place: ResultPlace, size: usize, source: *const u8) {
        let mut results = ResultRegisters::zero();
        match place {
            ResultPlace::Nowhere => {}
            ResultPlace::Registers(pieces) => {
                let stack = ptr::null_mut();
                // SAFETY: the place is that of the value at `source`, and not on a stack.
                unsafe { transfer::put(&mut results, stack, pieces.into_place(), source) }
            }
            ResultPlace::Memory { pointer, .. } => {
                // SAFETY: the caller of the interface passed the address of the result here.
                let word = unsafe { self.arguments.word(pointer).assume_init() };
                let target = ptr::with_exposed_provenance_mut::<u8>(word as usize);
                // SAFETY: the address is that of memory for the result, which nothing else uses yet.
                unsafe { ptr::copy_nonoverlapping(source, target, size) };
            }
        }
        self.results = MaybeUninit::new(results);
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
    match context {
        Context::Slot => entry(enter_frame::<D> as *const ()),
        Context::None => entry(enter_frame_without_context::<D> as *const ()),
    }
}

const _: () = assert!(size_of::<ReceivedFrame>().is_multiple_of(16));

macro_rules! frame_routine {
    ($(#[$documentation:meta])* $name:ident, $load:literal $(, $context:ident)?) => {
        $(#[$documentation])*
        #[unsafe(naked)]
        unsafe extern "C-unwind" fn $name<D: Dispatch>() {
            naked_asm!(
                ".cfi_startproc",
                "bti c",
                "stp x29, x30, [sp, #-{saved}]!",
                ".cfi_def_cfa_offset {saved}",
                ".cfi_offset x29, -{saved}",
                ".cfi_offset x30, -{saved} + {word}",
                "mov x29, sp",
                ".cfi_def_cfa_register x29",
                "sub sp, sp, #{frame}",
                "stp x0, x1, [sp, #{integers}]",
                "stp x2, x3, [sp, #{integers} + 2 * {word}]",
                "stp x4, x5, [sp, #{integers} + 4 * {word}]",
                "stp x6, x7, [sp, #{integers} + 6 * {word}]",
                "str x8, [sp, #{integers} + 8 * {word}]", // where a result in memory goes
                "stp d0, d1, [sp, #{floats}]",
                "stp d2, d3, [sp, #{floats} + 2 * {word}]",
                "stp d4, d5, [sp, #{floats} + 4 * {word}]",
                "stp d6, d7, [sp, #{floats} + 6 * {word}]",
                $load,                                   // dispatch(context, frame, stack)
                "mov x1, sp",
                "add x2, x29, #{saved}",
                "bl {dispatch}",
                "ldp x0, x1, [sp, #{result_integers}]",
                "ldp d0, d1, [sp, #{result_floats}]",
                "ldp d2, d3, [sp, #{result_floats} + 2 * {word}]",
                "mov sp, x29",
                ".cfi_def_cfa_register sp",
                "ldp x29, x30, [sp], #{saved}",
                ".cfi_def_cfa_offset 0",
                ".cfi_restore x29",
                ".cfi_restore x30",
                "ret",
                ".cfi_endproc",
                saved = const 2 * size_of::<Word>(),
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
    /// On entry: a call that C made, and x17 = address of a slot whose context `D` knows. On exit: the
    /// registers of the result are those that `D` left in the frame. Preserves: what the convention asks
    /// for; x29 and x30 are saved, the others are not used.
    ///
    /// ```text
    ///     [x29 + 16 ...]  stack area of the call
    ///     [x29 + 8]       return address into C
    ///     [x29]           the caller's x29
    ///     [sp ...]        the frame
    /// ```
    enter_frame,
    "ldr x0, [x17, #{context}]",
    context
}

frame_routine! {
    /// The same without a slot: C calls it, and the context is null.
    enter_frame_without_context,
    "mov x0, xzr"
}
