//! The routines of the [frame form](crate::machine::shared::receive_frame) of an entry: all registers of a call are
//! spilled, for interfaces that leave no register free for the context, and for those that are known at run
//! time.

use core::arch::naked_asm;
use core::ffi::c_void;
use core::mem::offset_of;

use crate::abi::ResultPlace;
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
use crate::machine::sysv64::registers::{ResultRegisters, Sysv64, X87, X87Results};
use crate::machine::trampoline::entry;
use crate::types::CodePointer;

/// What the routine calls.
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
pub(crate) fn frame_entry<D: Dispatch<Sysv64> + Dispatch<X87<1>> + Dispatch<X87<2>>>(
    interface: &CallInterface,
    context: Context,
) -> CodePointer {
    if let Some(count) = x87_results(interface) {
        return match (context, count) {
            (Context::Slot, 1) => entry(enter_frame_x87::<D> as *const ()),
            (Context::Slot, _) => entry(enter_frame_complex_x87::<D> as *const ()),
            (Context::None, 1) => entry(enter_frame_x87_without_context::<D> as *const ()),
            (Context::None, _) => entry(enter_frame_complex_x87_without_context::<D> as *const ()),
        };
    }
    match (context, interface.float_registers()) {
        (Context::Slot, 0) => entry(enter_frame_without_floats::<D> as *const ()),
        (Context::Slot, _) => entry(enter_frame::<D> as *const ()),
        (Context::None, 0) => entry(enter_frame_without_both::<D> as *const ()),
        (Context::None, _) => entry(enter_frame_without_context::<D> as *const ()),
    }
}

/// How many x87 registers the result comes in, if it comes in such registers.
pub(super) const fn x87_results(interface: &CallInterface) -> Option<usize> {
    match interface.result_place() {
        ResultPlace::Registers(pieces) => match pieces.as_slice() {
            pieces @ [first, ..] if first.is_wide() => Some(pieces.len()),
            [..] => None,
        },
        ResultPlace::Nowhere | ResultPlace::Memory { .. } => None,
    }
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
const _: () = assert!(size_of::<ReceivedFrame<X87<1>>>().is_multiple_of(16));

macro_rules! frame_routine {
    (
        $(#[$documentation:meta])*
        $name:ident of $registers:ty,
        $load:literal $([$context:ident])?, [$($floats:literal,)*] $([$field:ident])?,
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
            $($floats,)*
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
            $(floats = const offset_of!(ReceivedFrame<$registers>, arguments.$field),)?
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
    [
        "movsd qword ptr [rsp + {floats}], xmm0",
        "movsd qword ptr [rsp + {floats} + {word}], xmm1",
        "movsd qword ptr [rsp + {floats} + 2 * {word}], xmm2",
        "movsd qword ptr [rsp + {floats} + 3 * {word}], xmm3",
        "movsd qword ptr [rsp + {floats} + 4 * {word}], xmm4",
        "movsd qword ptr [rsp + {floats} + 5 * {word}], xmm5",
        "movsd qword ptr [rsp + {floats} + 6 * {word}], xmm6",
        "movsd qword ptr [rsp + {floats} + 7 * {word}], xmm7",
    ] [floats],
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
    /// The same for an interface without an argument in a float register.
    enter_frame_without_floats of Sysv64,
    "mov rdi, [r10 + {context}]" [context],
    [],
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
    [
        "movsd qword ptr [rsp + {floats}], xmm0",
        "movsd qword ptr [rsp + {floats} + {word}], xmm1",
        "movsd qword ptr [rsp + {floats} + 2 * {word}], xmm2",
        "movsd qword ptr [rsp + {floats} + 3 * {word}], xmm3",
        "movsd qword ptr [rsp + {floats} + 4 * {word}], xmm4",
        "movsd qword ptr [rsp + {floats} + 5 * {word}], xmm5",
        "movsd qword ptr [rsp + {floats} + 6 * {word}], xmm6",
        "movsd qword ptr [rsp + {floats} + 7 * {word}], xmm7",
    ] [floats],
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
    [],
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
    /// [`enter_frame`] for a result in st0, which is put on the x87 stack.
    enter_frame_x87 of X87<1>,
    "mov rdi, [r10 + {context}]" [context],
    [
        "movsd qword ptr [rsp + {floats}], xmm0",
        "movsd qword ptr [rsp + {floats} + {word}], xmm1",
        "movsd qword ptr [rsp + {floats} + 2 * {word}], xmm2",
        "movsd qword ptr [rsp + {floats} + 3 * {word}], xmm3",
        "movsd qword ptr [rsp + {floats} + 4 * {word}], xmm4",
        "movsd qword ptr [rsp + {floats} + 5 * {word}], xmm5",
        "movsd qword ptr [rsp + {floats} + 6 * {word}], xmm6",
        "movsd qword ptr [rsp + {floats} + 7 * {word}], xmm7",
    ] [floats],
    [
        "fld tbyte ptr [rsp + {result}]",
    ]
    result = offset_of!(ReceivedFrame<X87<1>>, results) + offset_of!(X87Results, stack)
}

frame_routine! {
    /// [`enter_frame_x87`] without a slot.
    enter_frame_x87_without_context of X87<1>,
    "xor edi, edi",
    [
        "movsd qword ptr [rsp + {floats}], xmm0",
        "movsd qword ptr [rsp + {floats} + {word}], xmm1",
        "movsd qword ptr [rsp + {floats} + 2 * {word}], xmm2",
        "movsd qword ptr [rsp + {floats} + 3 * {word}], xmm3",
        "movsd qword ptr [rsp + {floats} + 4 * {word}], xmm4",
        "movsd qword ptr [rsp + {floats} + 5 * {word}], xmm5",
        "movsd qword ptr [rsp + {floats} + 6 * {word}], xmm6",
        "movsd qword ptr [rsp + {floats} + 7 * {word}], xmm7",
    ] [floats],
    [
        "fld tbyte ptr [rsp + {result}]",
    ]
    result = offset_of!(ReceivedFrame<X87<1>>, results) + offset_of!(X87Results, stack)
}

frame_routine! {
    /// [`enter_frame`] for a result in st0 and st1, which are put on the x87 stack.
    enter_frame_complex_x87 of X87<2>,
    "mov rdi, [r10 + {context}]" [context],
    [
        "movsd qword ptr [rsp + {floats}], xmm0",
        "movsd qword ptr [rsp + {floats} + {word}], xmm1",
        "movsd qword ptr [rsp + {floats} + 2 * {word}], xmm2",
        "movsd qword ptr [rsp + {floats} + 3 * {word}], xmm3",
        "movsd qword ptr [rsp + {floats} + 4 * {word}], xmm4",
        "movsd qword ptr [rsp + {floats} + 5 * {word}], xmm5",
        "movsd qword ptr [rsp + {floats} + 6 * {word}], xmm6",
        "movsd qword ptr [rsp + {floats} + 7 * {word}], xmm7",
    ] [floats],
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
    [
        "movsd qword ptr [rsp + {floats}], xmm0",
        "movsd qword ptr [rsp + {floats} + {word}], xmm1",
        "movsd qword ptr [rsp + {floats} + 2 * {word}], xmm2",
        "movsd qword ptr [rsp + {floats} + 3 * {word}], xmm3",
        "movsd qword ptr [rsp + {floats} + 4 * {word}], xmm4",
        "movsd qword ptr [rsp + {floats} + 5 * {word}], xmm5",
        "movsd qword ptr [rsp + {floats} + 6 * {word}], xmm6",
        "movsd qword ptr [rsp + {floats} + 7 * {word}], xmm7",
    ] [floats],
    [
        "fld tbyte ptr [rsp + {result} + 16]",       // st1, once st0 is above it
        "fld tbyte ptr [rsp + {result}]",
    ]
    result = offset_of!(ReceivedFrame<X87<2>>, results) + offset_of!(X87Results, stack)
}
