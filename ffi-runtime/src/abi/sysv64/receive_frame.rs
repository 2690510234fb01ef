//! The frame form of an entry: all registers of a call are spilled, for interfaces that leave no register
//! free for the context, and for those that are known at run time.

use core::arch::naked_asm;
use core::ffi::c_void;
use core::mem::{ManuallyDrop, MaybeUninit, offset_of};
use core::ptr;

use crate::abi::sysv64::Classifier;
use crate::abi::sysv64::call::{ArgumentRegisters, ResultRegisters};
use crate::abi::sysv64::receive::{Seat, give_back};
use crate::abi::trampoline::{SlotData, entry};
use crate::abi::{Place, Register};
use crate::call::CallInterface;
use crate::call::transfer::{self, Word};
use crate::library::CodePointer;
use crate::types::{ForeignType, Type};

/// The registers of a call that came in, and of its result.
#[derive(Debug)]
#[repr(C, align(16))]
pub(crate) struct ReceivedFrame {
    arguments: ArgumentRegisters<Word>,
    results: MaybeUninit<ResultRegisters<Word>>,
}

impl ReceivedFrame {
    /// The registers of the arguments.
    pub(super) const fn arguments(&mut self) -> &mut ArgumentRegisters<Word> {
        &mut self.arguments
    }

    /// Leaves the result in these registers.
    pub(super) const fn finish(&mut self, results: ResultRegisters<Word>) {
        self.results = MaybeUninit::new(results);
    }

    /// Reads an argument of type `T`.
    ///
    /// # Safety
    ///
    /// The frame and `stack` are those of a call in which an argument of type `T` has this place.
    #[inline(always)]
    pub(crate) unsafe fn argument<T: ForeignType>(&mut self, stack: *const u8, place: Place) -> T {
        if let Some(source) = self.whole(stack, T::TYPE, place) {
            // SAFETY: the bytes of the value stand there in their order.
            return unsafe { source.cast::<T>().read_unaligned() };
        }
        let mut value = MaybeUninit::<T>::uninit();
        // SAFETY: the caller's promise, and `value` has room for a `T`.
        unsafe { self.read(stack, T::TYPE, place, value.as_mut_ptr().cast()) };
        // SAFETY: the argument was read whole.
        unsafe { value.assume_init() }
    }

    /// Where the bytes of an argument stand in their order, if they do: on the stack, or in registers
    /// that are neighbours in the frame.
    #[inline(always)]
    fn whole(&self, stack: *const u8, ty: Type<'_>, place: Place) -> Option<*const u8> {
        if let Type::Bool = ty {
            return None; // Of the byte, only whether it is 0 counts.
        }
        let start = ptr::from_ref(self).cast::<u8>();
        match place {
            Place::Register(piece) => Some(start.wrapping_add(word_of(piece.register))),
            Place::Stack { offset, .. } => Some(stack.wrapping_add(offset as usize)),
            Place::Registers(pieces) => match pieces.as_slice() {
                [first, second] => {
                    let (a, b) = (word_of(first.register), word_of(second.register));
                    (b == a + size_of::<Word>()).then_some(start.wrapping_add(a))
                }
                [] | [_] | [_, _, _, ..] => None,
            },
            Place::Nowhere | Place::Split { .. } | Place::Reference { .. } => None,
        }
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
        let seat = const { Seat::of(Classifier::new(T::TYPE).1, T::TYPE) };
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

/// Offset of a register's word in the frame.
#[inline(always)]
const fn word_of(register: Register) -> usize {
    let (start, number) = match register {
        Register::Integer(number) => (offset_of!(ReceivedFrame, arguments.integers), number),
        Register::Float(number) => (offset_of!(ReceivedFrame, arguments.floats), number),
    };
    start + number as usize * size_of::<Word>()
}

/// What the frame routine calls.
pub(crate) trait Dispatch {
    /// Reads arguments from `frame.arguments` and `stack`, and writes `frame.results`.
    ///
    /// # Safety
    ///
    /// The frame and the stack area are those of a call of an interface that `context` knows.
    unsafe extern "sysv64-unwind" fn dispatch(
        context: *mut c_void,
        frame: &mut ReceivedFrame,
        stack: *const u8,
    );
}

/// The entry of a slot that spills the registers of an interface to a frame.
pub(crate) fn frame_entry<D: Dispatch>(interface: &CallInterface) -> CodePointer {
    if interface.float_registers() == 0 {
        entry(enter_frame_without_floats::<D> as *const ())
    } else {
        entry(enter_frame::<D> as *const ())
    }
}

const _: () = assert!(size_of::<ReceivedFrame>().is_multiple_of(16));

macro_rules! frame_routine {
    ($(#[$documentation:meta])* $name:ident, [$($floats:literal,)*] $(, $field:ident)?) => {
        $(#[$documentation])*
        #[unsafe(naked)]
        unsafe extern "sysv64-unwind" fn $name<D: Dispatch>() {
            naked_asm!(
            ".cfi_startproc",
            "endbr64",
            "push rbp",
            ".cfi_def_cfa_offset 16",
            ".cfi_offset rbp, -16",
            "mov rbp, rsp",
            ".cfi_def_cfa_register rbp",
            "sub rsp, {frame}",
            "mov [rsp + {integers}], rdi",
            "mov [rsp + {integers} + {word}], rsi",
            "mov [rsp + {integers} + 2 * {word}], rdx",
            "mov [rsp + {integers} + 3 * {word}], rcx",
            "mov [rsp + {integers} + 4 * {word}], r8",
            "mov [rsp + {integers} + 5 * {word}], r9",
            $($floats,)*
            "mov rdi, [r10 + {context}]",            // dispatch(context, frame, stack)
            "mov rsi, rsp",
            "lea rdx, [rbp + 16]",
            "call {dispatch}",
            "mov rax, [rsp + {result_integers}]",
            "mov rdx, [rsp + {result_integers} + {word}]",
            "movsd xmm0, qword ptr [rsp + {result_floats}]",
            "movsd xmm1, qword ptr [rsp + {result_floats} + {word}]",
            "mov rsp, rbp",
            "pop rbp",
            ".cfi_restore rbp",
            ".cfi_def_cfa rsp, 8",
            "ret",
            ".cfi_endproc",
            frame = const size_of::<ReceivedFrame>(),
            word = const size_of::<Word>(),
            context = const offset_of!(SlotData, context),
            integers = const offset_of!(ReceivedFrame, arguments.integers),
            $(floats = const offset_of!(ReceivedFrame, arguments.$field),)?
            result_integers = const offset_of!(ReceivedFrame, results)
            + offset_of!(ResultRegisters<Word>, integers),
            result_floats = const offset_of!(ReceivedFrame, results)
            + offset_of!(ResultRegisters<Word>, floats),
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
    ///     [rbp + 16 ...]  stack area of the call
    ///     [rbp + 8]       return address into C
    ///     [rbp]           the caller's rbp
    ///     [rsp ...]       the frame
    /// ```
    enter_frame,
    [
        "movsd qword ptr [rsp + {floats}], xmm0",
        "movsd qword ptr [rsp + {floats} + {word}], xmm1",
        "movsd qword ptr [rsp + {floats} + 2 * {word}], xmm2",
        "movsd qword ptr [rsp + {floats} + 3 * {word}], xmm3",
        "movsd qword ptr [rsp + {floats} + 4 * {word}], xmm4",
        "movsd qword ptr [rsp + {floats} + 5 * {word}], xmm5",
        "movsd qword ptr [rsp + {floats} + 6 * {word}], xmm6",
        "movsd qword ptr [rsp + {floats} + 7 * {word}], xmm7",
    ],
    floats
}

frame_routine! {
    /// The same for an interface without an argument in a float register.
    enter_frame_without_floats,
    []
}
