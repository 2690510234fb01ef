//! The routines of the [frame form](crate::machine::shared::receive_frame) of an entry: all registers of a call are
//! spilled, for interfaces that leave no register free for the context, and for those that are known at run
//! time.

use core::arch::naked_asm;
use core::ffi::c_void;
use core::mem::offset_of;

use crate::abi::sysv64::NUMBER;
use crate::interface::CallInterface;
use crate::machine::processor::unwind::{
    unwind_based, unwind_end, unwind_left, unwind_pushed, unwind_pushes_end, unwind_start,
};
use crate::machine::shared::ConventionRegisters;
use crate::machine::shared::bank::SlotData;
use crate::machine::shared::receive_frame::{Context, Dispatch, ReceivedFrame, Typed};
use crate::machine::shared::signature::{FramedReceiver, Handler, Receive, ReceivedSignature};
use crate::machine::shared::transfer::Word;
use crate::machine::sysv64::register_sets::{
    FrameRegisters, Sysv64, Vectors, X87, X87Results, frame_registers, stride,
};
use crate::machine::sysv64::registers::{ResultRegisters, Vector};
use crate::machine::trampoline::entry;
use crate::types::CodePointer;

/// Calls [`Dispatch::dispatch`] for the routine.
///
/// # Safety
///
/// Those of [`Dispatch::dispatch`].
unsafe extern "sysv64-unwind" fn dispatch<R: ConventionRegisters, D: Dispatch<R>>(
    context: *mut c_void,
    frame: &mut ReceivedFrame<R>,
    stack: *const u8,
) {
    // SAFETY: the caller's promises.
    unsafe { D::dispatch(context, frame, stack) }
}

/// An entry that spills the registers of an interface to a frame.
pub(crate) fn frame_entry<D>(interface: &CallInterface, context: Context) -> CodePointer
where
    D: Dispatch<Sysv64> + Dispatch<Vectors> + Dispatch<X87<1>> + Dispatch<X87<2>>,
{
    entry(match (frame_registers(interface), context) {
        (FrameRegisters::Halves, Context::Slot) if interface.float_registers() == 0 => {
            enter_frame_without_floats::<D> as *const ()
        }
        (FrameRegisters::Halves, Context::Slot) => enter_frame::<D> as *const (),
        (FrameRegisters::Halves, Context::None) if interface.float_registers() == 0 => {
            enter_frame_without_both::<D> as *const ()
        }
        (FrameRegisters::Halves, Context::None) => enter_frame_without_context::<D> as *const (),
        (FrameRegisters::Vectors, Context::Slot) => enter_frame_vectors::<D> as *const (),
        (FrameRegisters::Vectors, Context::None) => {
            enter_frame_vectors_without_context::<D> as *const ()
        }
        (FrameRegisters::X87, Context::Slot) => enter_frame_x87::<D> as *const (),
        (FrameRegisters::X87, Context::None) => enter_frame_x87_without_context::<D> as *const (),
        (FrameRegisters::ComplexX87, Context::Slot) => enter_frame_complex_x87::<D> as *const (),
        (FrameRegisters::ComplexX87, Context::None) => {
            enter_frame_complex_x87_without_context::<D> as *const ()
        }
    })
}

/// Whether the result comes in x87 registers, which no Rust type is returned in.
pub(super) const fn has_x87_result(interface: &CallInterface) -> bool {
    matches!(
        frame_registers(interface),
        FrameRegisters::X87 | FrameRegisters::ComplexX87
    )
}

impl Receive for FramedReceiver<{ NUMBER }> {
    fn entry<S: ReceivedSignature, H: Handler<S>>() -> CodePointer {
        frame_entry::<Typed<S, H>>(S::INTERFACE, Context::Slot)
    }

    fn plain<S: ReceivedSignature, H: Handler<S>>() -> CodePointer {
        frame_entry::<Typed<S, H>>(S::INTERFACE, Context::None)
    }
}

const _: () = assert!(size_of::<ReceivedFrame<Sysv64>>().is_multiple_of(16));
const _: () = assert!(size_of::<ReceivedFrame<Vectors>>().is_multiple_of(16));
const _: () = assert!(size_of::<ReceivedFrame<X87<1>>>().is_multiple_of(16));

macro_rules! frame_routine {
    (
        $(#[$documentation:meta])*
        $name:ident of $registers:ty,
        $load:literal $([$context:ident])?, $([$floats:ident $store:literal],)?
        [$($result:literal,)*] $($operand:ident = $offset:expr),*
    ) => {
        $(#[$documentation])*
        #[unsafe(naked)]
        unsafe extern "sysv64-unwind" fn $name<D: Dispatch<$registers>>() {
            naked_asm!(
            unwind_start!(),
            "endbr64",
            "push rbp",
            unwind_pushed!(),
            "mov rbp, rsp",
            unwind_based!(),
            unwind_pushes_end!(0),
            "sub rsp, {frame}",
            "mov [rsp + {integers}], rdi",
            "mov [rsp + {integers} + {word}], rsi",
            "mov [rsp + {integers} + 2 * {word}], rdx",
            "mov [rsp + {integers} + 3 * {word}], rcx",
            "mov [rsp + {integers} + 4 * {word}], r8",
            "mov [rsp + {integers} + 5 * {word}], r9",
            $(
                concat!($store, "[rsp + {floats}], xmm0"),
                concat!($store, "[rsp + {floats} + {vector}], xmm1"),
                concat!($store, "[rsp + {floats} + 2 * {vector}], xmm2"),
                concat!($store, "[rsp + {floats} + 3 * {vector}], xmm3"),
                concat!($store, "[rsp + {floats} + 4 * {vector}], xmm4"),
                concat!($store, "[rsp + {floats} + 5 * {vector}], xmm5"),
                concat!($store, "[rsp + {floats} + 6 * {vector}], xmm6"),
                concat!($store, "[rsp + {floats} + 7 * {vector}], xmm7"),
            )?
            $load,                                   // dispatch(context, frame, stack)
            "mov rsi, rsp",
            "lea rdx, [rbp + 16]",
            "call {dispatch}",
            $($result,)*
            "mov rsp, rbp",
            "pop rbp",
            unwind_left!(),
            "ret",
            unwind_end!(),
            routine = sym $name::<D>,
            frame = const size_of::<ReceivedFrame<$registers>>(),
            word = const size_of::<Word>(),
            $(context = const offset_of!(SlotData, $context),)?
            integers = const offset_of!(ReceivedFrame<$registers>, arguments.integers),
            $(
                floats = const offset_of!(ReceivedFrame<$registers>, arguments.$floats),
                vector = const stride::<$registers>(),
            )?
            $($operand = const $offset,)*
            dispatch = sym dispatch::<$registers, D>,
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
    enter_frame of Sysv64,
    "mov rdi, [r10 + {context}]" [context],
    [floats "movsd qword ptr "],
    [
        "mov rax, [rsp + {result_integers}]",
        "mov rdx, [rsp + {result_integers} + {word}]",
        "movsd xmm0, qword ptr [rsp + {result_floats}]",
        "movsd xmm1, qword ptr [rsp + {result_floats} + {word}]",
    ]
    result_integers = offset_of!(ReceivedFrame<Sysv64>, results)
        + offset_of!(ResultRegisters<Word>, integers),
    result_floats = offset_of!(ReceivedFrame<Sysv64>, results)
        + offset_of!(ResultRegisters<Word>, floats)
}

frame_routine! {
    /// Calls `D::dispatch` as `enter_frame` does, for an interface without an argument in a float register.
    enter_frame_without_floats of Sysv64,
    "mov rdi, [r10 + {context}]" [context],
    [
        "mov rax, [rsp + {result_integers}]",
        "mov rdx, [rsp + {result_integers} + {word}]",
        "movsd xmm0, qword ptr [rsp + {result_floats}]",
        "movsd xmm1, qword ptr [rsp + {result_floats} + {word}]",
    ]
    result_integers = offset_of!(ReceivedFrame<Sysv64>, results)
        + offset_of!(ResultRegisters<Word>, integers),
    result_floats = offset_of!(ReceivedFrame<Sysv64>, results)
        + offset_of!(ResultRegisters<Word>, floats)
}

frame_routine! {
    /// [`enter_frame`] without a slot: C calls it, and the context is null.
    enter_frame_without_context of Sysv64,
    "xor edi, edi",
    [floats "movsd qword ptr "],
    [
        "mov rax, [rsp + {result_integers}]",
        "mov rdx, [rsp + {result_integers} + {word}]",
        "movsd xmm0, qword ptr [rsp + {result_floats}]",
        "movsd xmm1, qword ptr [rsp + {result_floats} + {word}]",
    ]
    result_integers = offset_of!(ReceivedFrame<Sysv64>, results)
        + offset_of!(ResultRegisters<Word>, integers),
    result_floats = offset_of!(ReceivedFrame<Sysv64>, results)
        + offset_of!(ResultRegisters<Word>, floats)
}

frame_routine! {
    /// [`enter_frame_without_context`] for an interface without an argument in a float register.
    enter_frame_without_both of Sysv64,
    "xor edi, edi",
    [
        "mov rax, [rsp + {result_integers}]",
        "mov rdx, [rsp + {result_integers} + {word}]",
        "movsd xmm0, qword ptr [rsp + {result_floats}]",
        "movsd xmm1, qword ptr [rsp + {result_floats} + {word}]",
    ]
    result_integers = offset_of!(ReceivedFrame<Sysv64>, results)
        + offset_of!(ResultRegisters<Word>, integers),
    result_floats = offset_of!(ReceivedFrame<Sysv64>, results)
        + offset_of!(ResultRegisters<Word>, floats)
}

frame_routine! {
    /// [`enter_frame`] for an interface with a value that fills a vector register.
    enter_frame_vectors of Vectors,
    "mov rdi, [r10 + {context}]" [context],
    [floats "movups "],
    [
        "mov rax, [rsp + {result_integers}]",
        "mov rdx, [rsp + {result_integers} + {word}]",
        "movups xmm0, [rsp + {result_floats}]",
        "movups xmm1, [rsp + {result_floats} + {vector}]",
    ]
    result_integers = offset_of!(ReceivedFrame<Vectors>, results)
        + offset_of!(ResultRegisters<Vector>, integers),
    result_floats = offset_of!(ReceivedFrame<Vectors>, results)
        + offset_of!(ResultRegisters<Vector>, floats)
}

frame_routine! {
    /// [`enter_frame_vectors`] without a slot.
    enter_frame_vectors_without_context of Vectors,
    "xor edi, edi",
    [floats "movups "],
    [
        "mov rax, [rsp + {result_integers}]",
        "mov rdx, [rsp + {result_integers} + {word}]",
        "movups xmm0, [rsp + {result_floats}]",
        "movups xmm1, [rsp + {result_floats} + {vector}]",
    ]
    result_integers = offset_of!(ReceivedFrame<Vectors>, results)
        + offset_of!(ResultRegisters<Vector>, integers),
    result_floats = offset_of!(ReceivedFrame<Vectors>, results)
        + offset_of!(ResultRegisters<Vector>, floats)
}

frame_routine! {
    /// [`enter_frame`] for a result in st0, which is put on the x87 stack.
    enter_frame_x87 of X87<1>,
    "mov rdi, [r10 + {context}]" [context],
    [floats "movups "],
    [
        "fld tbyte ptr [rsp + {result}]",
    ]
    result = offset_of!(ReceivedFrame<X87<1>>, results) + offset_of!(X87Results, stack)
}

frame_routine! {
    /// [`enter_frame_x87`] without a slot.
    enter_frame_x87_without_context of X87<1>,
    "xor edi, edi",
    [floats "movups "],
    [
        "fld tbyte ptr [rsp + {result}]",
    ]
    result = offset_of!(ReceivedFrame<X87<1>>, results) + offset_of!(X87Results, stack)
}

frame_routine! {
    /// [`enter_frame`] for a result in st0 and st1, which are put on the x87 stack.
    enter_frame_complex_x87 of X87<2>,
    "mov rdi, [r10 + {context}]" [context],
    [floats "movups "],
    [
        "fld tbyte ptr [rsp + {result} + 16]",       // st1, once st0 is above it
        "fld tbyte ptr [rsp + {result}]",
    ]
    result = offset_of!(ReceivedFrame<X87<2>>, results) + offset_of!(X87Results, stack)
}

frame_routine! {
    /// [`enter_frame_complex_x87`] without a slot.
    enter_frame_complex_x87_without_context of X87<2>,
    "xor edi, edi",
    [floats "movups "],
    [
        "fld tbyte ptr [rsp + {result} + 16]",       // st1, once st0 is above it
        "fld tbyte ptr [rsp + {result}]",
    ]
    result = offset_of!(ReceivedFrame<X87<2>>, results) + offset_of!(X87Results, stack)
}
