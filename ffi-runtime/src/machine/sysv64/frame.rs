//! The routine of the [frame form](crate::machine::shared::frame): makes room on the stack, has it filled, loads
//! every register from a frame, calls, and stores every result register back.

use core::arch::naked_asm;
use core::mem::offset_of;

use crate::abi::sysv64::FLOAT_REGISTERS;
use crate::machine::processor::unwind::{
    unwind_based, unwind_end, unwind_left, unwind_pushed, unwind_pushed_rbx, unwind_pushed_word,
    unwind_pushes_end, unwind_restored, unwind_start,
};
use crate::machine::shared::declare_unwound;
use crate::machine::shared::frame::{Fill, Frame, PAGE, Routine};
use crate::machine::shared::transfer::Word;
use crate::machine::sysv64::register_sets::{Sysv64, Vectors, X87, X87Results, stride};
use crate::machine::sysv64::registers::{ResultRegisters, Vector};

declare_unwound!();

/// The routine of a register set, and what stores its results.
macro_rules! routine {
    (
        $(#[$documentation:meta])*
        $name:ident of $registers:ty, $load:literal, [$($store:literal,)*] $(, $operand:ident = $offset:expr)*
    ) => {
        impl Routine for $registers {
            type Fill = unsafe extern "sysv64" fn(*mut Frame<Self>, *mut u8);

            // psABI 3.2.3: there is no argument that is passed by its address.
            const COPIES: bool = false;

            #[inline(always)]
            fn filling<F: Fill<Self>>() -> Self::Fill {
                unsafe extern "sysv64" fn fill<F: Fill<$registers>>(
                    frame: *mut Frame<$registers>,
                    stack: *mut u8,
                ) {
                    // SAFETY: the routine waits for this call with the frame that it got, and the area that
                    // this asks for.
                    unsafe { F::fill(frame, stack) }
                }
                fill::<F>
            }

            #[inline(always)]
            unsafe fn call_frame(frame: *mut Frame<Self>) {
                // SAFETY: the caller's promises are those that the routine asks for.
                unsafe { $name(frame) }
            }
        }

        $(#[$documentation])*
        #[unsafe(naked)]
        unsafe extern "sysv64-unwind" fn $name(frame: *mut Frame<$registers>) {
            naked_asm!(
                unwind_start!(),
                "# {unwound}",
                "push rbp",
                unwind_pushed!(),
                "mov rbp, rsp",
                unwind_based!(),
                "push rbx",
                unwind_pushed_rbx!(),
                unwind_pushed_word!(),                   // rsp is lower by one, at least, at each call
                unwind_pushes_end!(16),
                "mov rbx, rdi",                          // the frame, across both calls
                "mov rax, [rbx + {reserve}]",
                // Touch every page on the way down, so that an overflow meets the guard page.
                "2:",
                "cmp rax, {page}",
                "jb 3f",
                "sub rsp, {page}",
                "or qword ptr [rsp], 0",
                "sub rax, {page}",
                "jmp 2b",
                "3:",
                "sub rsp, rax",
                // Down to a multiple of the alignment: the area still ends below the saved registers.
                "mov rax, [rbx + {align_minus_one}]",
                "add rsp, rax",
                "not rax",
                "and rsp, rax",
                "mov rdi, rbx",                          // fill(frame, stack)
                "mov rsi, rsp",
                "call qword ptr [rbx + {fill}]",
                concat!($load, "xmm0, [rbx + {floats}]"),
                concat!($load, "xmm1, [rbx + {floats} + {vector}]"),
                concat!($load, "xmm2, [rbx + {floats} + 2 * {vector}]"),
                concat!($load, "xmm3, [rbx + {floats} + 3 * {vector}]"),
                concat!($load, "xmm4, [rbx + {floats} + 4 * {vector}]"),
                concat!($load, "xmm5, [rbx + {floats} + 5 * {vector}]"),
                concat!($load, "xmm6, [rbx + {floats} + 6 * {vector}]"),
                concat!($load, "xmm7, [rbx + {floats} + 7 * {vector}]"),
                "mov rdi, [rbx + {integers}]",
                "mov rsi, [rbx + {integers} + {word}]",
                "mov rdx, [rbx + {integers} + 2 * {word}]",
                "mov rcx, [rbx + {integers} + 3 * {word}]",
                "mov r8, [rbx + {integers} + 4 * {word}]",
                "mov r9, [rbx + {integers} + 5 * {word}]",
                "mov eax, {vectors}",                    // al, if the target is variadic: an upper bound
                "call qword ptr [rbx + {target}]",
                $($store,)*
                "mov rbx, [rbp - 8]",
                unwind_restored!(),
                "mov rsp, rbp",
                "pop rbp",
                unwind_left!(),
                "ret",
                unwind_end!(),
                unwound = sym unwound,
                routine = sym $name,
                page = const PAGE,
                word = const size_of::<Word>(),
                vector = const stride::<$registers>(),
                vectors = const FLOAT_REGISTERS.len(),
                reserve = const offset_of!(Frame<$registers>, reserve),
                align_minus_one = const offset_of!(Frame<$registers>, align_minus_one),
                fill = const offset_of!(Frame<$registers>, fill),
                target = const offset_of!(Frame<$registers>, target),
                integers = const offset_of!(Frame<$registers>, arguments.integers),
                floats = const offset_of!(Frame<$registers>, arguments.floats),
                $($operand = const $offset,)*
            )
        }
    };
}

routine! {
    /// Calls `frame.target`.
    ///
    /// On entry: rdi = frame. On exit: `frame.results` is written. Preserves what the convention asks
    /// for: rbx and rbp are saved, the others are not used.
    ///
    /// ```text
    ///     [rbp + 8]    return address
    ///     [rbp]        the caller's rbp
    ///     [rbp - 8]    the caller's rbx
    ///     ...          what alignment leaves unused
    ///     [rsp ...]    the argument area, aligned
    ///
    /// ```
    ///
    /// # Safety
    ///
    /// That of [`Routine::call_frame`].
    call_frame of Sysv64, "movsd ",
    [
        "mov [rbx + {result_integers}], rax",
        "mov [rbx + {result_integers} + {word}], rdx",
        "movsd qword ptr [rbx + {result_floats}], xmm0",
        "movsd qword ptr [rbx + {result_floats} + {word}], xmm1",
    ],
    result_integers = offset_of!(Frame<Sysv64>, results)
        + offset_of!(ResultRegisters<Word>, integers),
    result_floats = offset_of!(Frame<Sysv64>, results) + offset_of!(ResultRegisters<Word>, floats)
}

routine! {
    /// [`call_frame`] of a target with a value that fills a vector register.
    ///
    /// # Safety
    ///
    /// That of [`Routine::call_frame`].
    call_frame_vectors of Vectors, "movups ",
    [
        "mov [rbx + {result_integers}], rax",
        "mov [rbx + {result_integers} + {word}], rdx",
        "movups [rbx + {result_floats}], xmm0",
        "movups [rbx + {result_floats} + {vector}], xmm1",
    ],
    result_integers = offset_of!(Frame<Vectors>, results)
        + offset_of!(ResultRegisters<Vector>, integers),
    result_floats = offset_of!(Frame<Vectors>, results)
        + offset_of!(ResultRegisters<Vector>, floats)
}

routine! {
    /// [`call_frame`] of a target with a result in st0, which is taken from the x87 stack.
    ///
    /// # Safety
    ///
    /// That of [`Routine::call_frame`].
    call_frame_x87 of X87<1>, "movups ",
    [
        "fstp tbyte ptr [rbx + {result}]",       // st0
    ],
    result = offset_of!(Frame<X87<1>>, results) + offset_of!(X87Results, stack)
}

routine! {
    /// [`call_frame`] of a target with a result in st0 and st1, which are taken from the x87 stack.
    ///
    /// # Safety
    ///
    /// That of [`Routine::call_frame`].
    call_frame_complex_x87 of X87<2>, "movups ",
    [
        "fstp tbyte ptr [rbx + {result}]",       // st0, after which st1 is the top
        "fstp tbyte ptr [rbx + {result} + 16]",
    ],
    result = offset_of!(Frame<X87<2>>, results) + offset_of!(X87Results, stack)
}
