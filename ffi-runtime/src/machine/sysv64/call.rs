//! Execution: registers and stack words become a call.
//!
//! Typed calls have three forms of assembly, chosen by the interface: *inline* (arguments in registers
//! only, the call stands in the caller's own code), *forwarder* (a routine with the parameters of a
//! whole register file, which jumps to the target among them; the compiler writes the stack words where
//! they belong; in `forward`) and *frame* (any number of stack words; in `frame`). Dynamic calls
//! (`dynamic`) have a form of their own (`program`), and use the frame where that does not reach.

use core::arch::asm;
use core::arch::x86_64::__m128;

use crate::machine::shared::frame::call_words;
use crate::machine::shared::transfer::Word;
use crate::machine::shared::typed::{Execute, TypedSignature, returning};
use crate::machine::sysv64::form::{
    FRAME, FRAME_COMPLEX_X87, FRAME_VECTORS, FRAME_X87, Form, INLINE,
};
use crate::machine::sysv64::register_sets::{Sysv64, Vectors, X87};
use crate::machine::sysv64::registers::{ArgumentRegisters, Arguments, ResultRegisters, Vector};
use crate::machine::sysv64::shape::{ResultShape, Shape};
use crate::types::CodePointer;

impl<const SHAPE: u8> Execute for Form<INLINE, 0, SHAPE>
where
    ResultShape<SHAPE>: Shape,
{
    type Arguments = Arguments<0>;

    #[inline(always)]
    unsafe fn execute<S: TypedSignature, R>(mut arguments: Arguments<0>, target: CodePointer) -> R {
        arguments.registers.tell_variadic::<S>();
        // SAFETY: the caller's promises, for the call too.
        let call = |arguments: Arguments<0>| unsafe { call_inline(&arguments.registers, target) };
        // SAFETY: the caller's promises.
        unsafe { returning::<S, R, _, _>(arguments, call) }
    }
}

/// The call. A program that is compiled for AVX may have left the upper halves of vector registers in
/// use, which makes a callee without AVX slow on some processors; the compiler clears them before a
/// call, but does not see one here.
#[cfg(target_feature = "avx")]
macro_rules! call_target {
    () => {
        "vzeroupper\ncall {target}"
    };
}

/// The call.
#[cfg(not(target_feature = "avx"))]
macro_rules! call_target {
    () => {
        "call {target}"
    };
}

/// The inline form: the operands are the argument registers, and one that is undefined costs no
/// instruction.
///
/// # Safety
///
/// `target` is a function that may be called with these registers, takes nothing on the stack, and
/// does not unwind.
#[inline(always)]
pub(super) unsafe fn call_inline(
    registers: &ArgumentRegisters<Vector>,
    target: CodePointer,
) -> ResultRegisters<Vector> {
    let [rdi, rsi, rdx, rcx, r8, r9] = registers.integers;
    let [xmm0, xmm1, xmm2, xmm3, xmm4, xmm5, xmm6, xmm7] = registers.floats;
    let (result_rax, result_rdx, result_xmm0, result_xmm1): (u64, u64, __m128, __m128);
    // SAFETY: the compiler aligns the stack to 16 and keeps nothing in the red zone around assembly
    // that may push; `clobber_abi` covers every register that the convention lets a callee change;
    // the rest is the caller's promise.
    unsafe {
        asm!(
            call_target!(),
            target = in(reg) target.as_ptr(),
            in("rdi") rdi,
            in("rsi") rsi,
            inout("rdx") rdx => result_rdx,
            in("rcx") rcx,
            in("r8") r8,
            in("r9") r9,
            inout("rax") registers.rax => result_rax,
            inout("xmm0") xmm0 => result_xmm0,
            inout("xmm1") xmm1 => result_xmm1,
            in("xmm2") xmm2,
            in("xmm3") xmm3,
            in("xmm4") xmm4,
            in("xmm5") xmm5,
            in("xmm6") xmm6,
            in("xmm7") xmm7,
            clobber_abi("sysv64"),
        );
    }
    ResultRegisters {
        integers: [Word::new(result_rax), Word::new(result_rdx)],
        floats: [Vector::new(result_xmm0), Vector::new(result_xmm1)],
    }
}

/// The frame forms: each has the routine of a register set.
macro_rules! framed {
    ($($form:ident $registers:ty;)*) => {$(
        impl<const WORDS: usize, const SHAPE: u8> Execute for Form<{ $form }, WORDS, SHAPE>
        where
            ResultShape<SHAPE>: Shape,
        {
            type Arguments = Arguments<WORDS>;

            #[inline(always)]
            unsafe fn execute<S: TypedSignature, R>(
                mut arguments: Arguments<WORDS>,
                target: CodePointer,
            ) -> R {
                arguments.registers.tell_variadic::<S>();
                let call = |Arguments { registers, stack }: Arguments<WORDS>| {
                    let (registers, align) = (registers.convert(), const { S::INTERFACE.stack().align });
                    // SAFETY: the caller's promises.
                    unsafe { call_words::<$registers>(registers, &stack, align, target) }
                };
                // SAFETY: the caller's promises.
                unsafe { returning::<S, R, _, _>(arguments, call) }
            }
        }
    )*};
}

framed! {
    FRAME Sysv64;
    FRAME_X87 X87<1>;
    FRAME_COMPLEX_X87 X87<2>;
    FRAME_VECTORS Vectors;
}
