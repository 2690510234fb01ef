//! The program form: a prepared interface as threaded code.
//!
//! Every step is the address of a stub and its operands. A stub moves one eightbyte, or one vector, straight to its
//! register or stack word and jumps to the next step's stub, so a dynamic call interprets nothing
//! and goes through no frame in memory. [`compile`] writes the steps once; [`run`] executes them. An
//! interface with a step that has no stub (a value of 3, 5, 6 or 7 bytes, a `bool` inside a result, a
//! stack area over a page or aligned past 16) has no program, and is called through `frame`.

use core::arch::naked_asm;
use core::ffi::c_void;
use core::mem::offset_of;

use crate::abi::sysv64::FLOAT_REGISTERS;
use crate::abi::{Extension, Piece, Place, Register, ResultPlace};
use crate::interface::{Compiled, Step};
use crate::machine::processor::unwind::{
    unwind_based, unwind_end, unwind_exit, unwind_exited, unwind_left, unwind_pushed,
    unwind_pushed_rbx, unwind_pushed_word, unwind_pushes_end, unwind_restored, unwind_start,
};
use crate::types::block::Filling;
use crate::types::{CodePointer, Type};

/// Bytes of code before the first stub, and of each stub.
const ENTRY: usize = 64;
const STUB: usize = 32;

/// Where the entry pushes rbx, the target and the place of the result, below rbp.
const SAVED: usize = 8;
const TARGET: usize = 16;
const RESULT: usize = 24;

/// How many ways there are to load an eightbyte, in the order of [`load`].
const LOADS: usize = 6;

/// Numbers of the first stub of each kind; the order is that of the stubs in [`run`].
const INTEGER_STUBS: usize = 0;
const FLOAT_STUBS: usize = INTEGER_STUBS + 6 * LOADS;
const STACK_STUBS: usize = FLOAT_STUBS + 8 * 3;
const RESERVE_STUB: usize = STACK_STUBS + LOADS;
const MEMORY_RESULT_STUB: usize = RESERVE_STUB + 1;
const FINISH_STUBS: usize = MEMORY_RESULT_STUB + 1;

/// The largest stack area that needs no probe, less what the routine itself takes.
const MAX_STACK: usize = 4096 - 64;

/// The largest stack argument that is moved word by word.
const MAX_MOVED: u32 = 64;

/// The most steps that [`compile`] writes: one for each eightbyte of an argument, and those that reserve the
/// stack area, load the address of the result, and end the program.
pub(crate) fn most_steps(arguments: &[Type<'_>]) -> usize {
    let most = MAX_MOVED as usize / 8;
    let moves = arguments.iter().map(|ty| ty.size().div_ceil(8).min(most));
    moves.sum::<usize>() + 3
}

/// Writes the steps of a call of a signature; returns `None` if a step has no stub.
pub(crate) fn compile(signature: &Compiled<'_>, steps: &mut Filling<'_, Step>) -> Option<()> {
    let stack = signature.stack;
    if stack.size > MAX_STACK || stack.align > 16 {
        return None;
    }
    if stack.size > 0 {
        let reserve = stack.size.next_multiple_of(16);
        steps.push(step(RESERVE_STUB, reserve, 0, 0));
        // Stack words first: their stubs may still use r11, and nothing is in the way.
        for (argument, place) in signature.places.iter().enumerate() {
            match place {
                Place::Nowhere | Place::Register(_) | Place::Registers(_) => {}
                Place::Split { .. } | Place::Reference { .. } => return None,
                Place::Stack {
                    offset,
                    size,
                    extension,
                } => stack_steps(steps, argument, *offset, *size, *extension)?,
            }
        }
    }
    match signature.result_place {
        ResultPlace::Memory { .. } => steps.push(step(MEMORY_RESULT_STUB, 0, 0, 0)),
        ResultPlace::Nowhere | ResultPlace::Registers(_) => {}
    }
    for (argument, place) in signature.places.iter().enumerate() {
        match place {
            Place::Nowhere | Place::Stack { .. } => {}
            Place::Split { .. } | Place::Reference { .. } => return None,
            Place::Register(piece) => steps.push(register_step(argument, *piece)?),
            Place::Registers(pieces) => {
                for piece in pieces.as_slice() {
                    steps.push(register_step(argument, *piece)?);
                }
            }
        }
    }
    steps.push(step(FINISH_STUBS + finish(signature)?, 0, 0, 0));
    Some(())
}

// The address of `run` is that of its code. (A linker of Microsoft's that links incrementally would lead
// through a jump elsewhere; rustc has it drop what is not used, with which it does not.)
fn step(stub: usize, argument: usize, offset: usize, stack: usize) -> Step {
    Step {
        code: run as *const () as usize + ENTRY + STUB * stub,
        argument,
        offset,
        stack,
    }
}

fn register_step(argument: usize, piece: Piece) -> Option<Step> {
    let stub = match (piece.register, piece.size) {
        (Register::Integer(number), size) => {
            INTEGER_STUBS + usize::from(number) * LOADS + load(size.into(), piece.extension)?
        }
        (Register::Float(number), 8) => FLOAT_STUBS + usize::from(number) * 3,
        (Register::Float(number), 4) => FLOAT_STUBS + usize::from(number) * 3 + 1,
        (Register::Float(number), 16) => FLOAT_STUBS + usize::from(number) * 3 + 2,
        (Register::Float(_), _) => return None,
    };
    Some(step(stub, argument * 8, piece.offset as usize, 0))
}

fn stack_steps(
    steps: &mut Filling<'_, Step>,
    argument: usize,
    stack: u32,
    size: u32,
    extension: Extension,
) -> Option<()> {
    if size > MAX_MOVED {
        return None;
    }
    let mut offset = 0;
    while offset < size {
        let stub = STACK_STUBS + load((size - offset).min(8), extension)?;
        let target = (stack + offset) as usize;
        steps.push(step(stub, argument * 8, offset as usize, target));
        offset += 8;
    }
    Some(())
}

/// Number of the load among its kind.
const fn load(size: u32, extension: Extension) -> Option<usize> {
    match (size, extension) {
        (8, _) => Some(0),
        (4, _) => Some(1),
        (2, Extension::Sign) => Some(2),
        (1, Extension::Sign) => Some(3),
        (2, Extension::Zero | Extension::None) => Some(4),
        (1, Extension::Zero | Extension::None) => Some(5),
        (_, Extension::None | Extension::Zero | Extension::Sign | Extension::NanBox) => None,
    }
}

/// Number of the stub that calls and stores the result.
const fn finish(signature: &Compiled<'_>) -> Option<usize> {
    if let Type::Bool = signature.result {
        return Some(5);
    }
    if signature.result_decoding.any() {
        return None;
    }
    let pieces = match signature.result_place {
        ResultPlace::Nowhere | ResultPlace::Memory { .. } => return Some(0),
        ResultPlace::Registers(pieces) => pieces,
    };
    match *pieces.as_slice() {
        [Piece { offset: 1.., .. }] => None,
        [a] => match (a.register, a.size) {
            (Register::Integer(_), 8) => Some(1),
            (Register::Integer(_), 4) => Some(2),
            (Register::Integer(_), 2) => Some(3),
            (Register::Integer(_), 1) => Some(4),
            (Register::Float(_), 8) => Some(6),
            (Register::Float(_), 4) => Some(7),
            (Register::Float(_), 16) => Some(16),
            (Register::Integer(_) | Register::Float(_), _) => None,
        },
        [a, b] => {
            let second = match b.size {
                8 => 0,
                4 => 1,
                _ => return None,
            };
            Some(match (a.register, b.register) {
                (Register::Integer(_), Register::Integer(_)) => 8 + second,
                (Register::Integer(_), Register::Float(_)) => 10 + second,
                (Register::Float(_), Register::Integer(_)) => 12 + second,
                (Register::Float(_), Register::Float(_)) => 14 + second,
            })
        }
        [] | [_, _, _, ..] => None,
    }
}

/// One stub of exactly [`STUB`] bytes; the assembler refuses a longer one.
macro_rules! stub {
    ($($line:expr),* $(,)?) => {
        concat!("30:\n", $($line, "\n",)* ".org 30b + 32, 0xcc\n")
    };
}

/// Goes on with the next step. `notrack`: the target is a stub, never an address from outside.
macro_rules! next {
    () => {
        "add rbx, {step}\nnotrack jmp qword ptr [rbx]"
    };
}

/// The address of the step's eightbyte, in rax.
macro_rules! source {
    () => {
        "mov rax, [rbx + {argument}]\nmov rax, [r10 + rax]\nadd rax, [rbx + {offset}]"
    };
}

/// The loads of one integer register, in the order of [`load`].
macro_rules! integer {
    ($wide:literal, $narrow:literal) => {
        concat!(
            stub!(source!(), concat!("mov ", $wide, ", [rax]"), next!()),
            stub!(source!(), concat!("mov ", $narrow, ", [rax]"), next!()),
            stub!(
                source!(),
                concat!("movsx ", $wide, ", word ptr [rax]"),
                next!()
            ),
            stub!(
                source!(),
                concat!("movsx ", $wide, ", byte ptr [rax]"),
                next!()
            ),
            stub!(
                source!(),
                concat!("movzx ", $narrow, ", word ptr [rax]"),
                next!()
            ),
            stub!(
                source!(),
                concat!("movzx ", $narrow, ", byte ptr [rax]"),
                next!()
            ),
        )
    };
}

/// The loads of one vector register.
macro_rules! float {
    ($register:literal) => {
        concat!(
            stub!(
                source!(),
                concat!("movsd ", $register, ", qword ptr [rax]"),
                next!()
            ),
            stub!(
                source!(),
                concat!("movss ", $register, ", dword ptr [rax]"),
                next!()
            ),
            stub!(source!(), concat!("movups ", $register, ", [rax]"), next!()),
        )
    };
}

/// One load to a stack word.
macro_rules! stack {
    ($load:literal) => {
        stub!(
            source!(),
            "mov r11, [rbx + {stack}]",
            $load,
            "mov [rsp + r11], rax",
            next!()
        )
    };
}

/// The call, the stores of a result to [rcx], and the return.
macro_rules! finish {
    ($($store:literal),*) => {
        stub!(
            "mov eax, {vectors}", // al, if the target is variadic: an upper bound
            "call qword ptr [rbp - {target}]",
            "mov rcx, [rbp - {result}]",
            $($store,)*
            "mov rbx, [rbp - {saved}]",
            unwind_exit!(),
            unwind_restored!(),
            "leave",
            unwind_left!(),
            "ret",
            unwind_exited!(), // the next stub has the frame again
        )
    };
}

/// Executes the steps of a program.
///
/// On entry: rdi = the first step, rsi = the argument pointers, rdx = the target, rcx = memory for
/// the result. On exit: the result is stored. Preserves what the convention asks for: rbp and rbx
/// are saved, the others are not used.
///
/// ```text
///     [rbp + 8]    return address
///     [rbp]        the caller's rbp
///     [rbp - 8]    the caller's rbx
///     [rbp - 16]   target
///     [rbp - 24]   memory for the result
///     [rbp - 32]   unused
///     [rsp ...]    the stack area, if a step reserved one
///
/// ```
///
/// Registers between the stubs: rbx = the step, r10 = the argument pointers; rax and r11 are free,
/// and so is rcx after the call. The frame does not change after the entry but for rsp, and rbp
/// leads to the caller's frame, so one set of unwind lines serves all stubs, but for the `ret` after
/// `leave`, which has its own.
///
/// # Safety
///
/// The steps are those of an interface that `target` has; the rest as in
/// [`CallInterface::call`](crate::CallInterface::call).
#[unsafe(naked)]
pub(crate) unsafe extern "sysv64-unwind" fn run(
    steps: *const Step,
    arguments: *const *const c_void,
    target: CodePointer,
    result: *mut u8,
) {
    naked_asm!(
        unwind_start!(),
        "20:",
        "push rbp",
        unwind_pushed!(),
        "mov rbp, rsp",
        unwind_based!(),
        "push rbx",
        unwind_pushed_rbx!(),
        "push rdx",                     // target
        unwind_pushed_word!(),
        "push rcx",                     // result
        unwind_pushed_word!(),
        "push rax",                     // rsp is a multiple of 16 again
        unwind_pushed_word!(),
        unwind_pushes_end!(32),
        "mov rbx, rdi",                 // the first step
        "mov r10, rsi",                 // argument pointers
        "notrack jmp qword ptr [rbx]",
        ".org 20b + {entry}, 0xcc",
        integer!("rdi", "edi"),
        integer!("rsi", "esi"),
        integer!("rdx", "edx"),
        integer!("rcx", "ecx"),
        integer!("r8", "r8d"),
        integer!("r9", "r9d"),
        float!("xmm0"),
        float!("xmm1"),
        float!("xmm2"),
        float!("xmm3"),
        float!("xmm4"),
        float!("xmm5"),
        float!("xmm6"),
        float!("xmm7"),
        stack!("mov rax, [rax]"),
        stack!("mov eax, [rax]"),
        stack!("movsx rax, word ptr [rax]"),
        stack!("movsx rax, byte ptr [rax]"),
        stack!("movzx eax, word ptr [rax]"),
        stack!("movzx eax, byte ptr [rax]"),
        stub!("sub rsp, [rbx + {argument}]", next!()),
        stub!("mov rdi, [rbp - {result}]", next!()),
        finish!(),
        finish!("mov [rcx], rax"),
        finish!("mov [rcx], eax"),
        finish!("mov [rcx], ax"),
        finish!("mov [rcx], al"),
        finish!("test al, al", "setne byte ptr [rcx]"), // only 0 is false
        finish!("movsd qword ptr [rcx], xmm0"),
        finish!("movss dword ptr [rcx], xmm0"),
        finish!("mov [rcx], rax", "mov [rcx + 8], rdx"),
        finish!("mov [rcx], rax", "mov [rcx + 8], edx"),
        finish!("mov [rcx], rax", "movsd qword ptr [rcx + 8], xmm0"),
        finish!("mov [rcx], rax", "movss dword ptr [rcx + 8], xmm0"),
        finish!("movsd qword ptr [rcx], xmm0", "mov [rcx + 8], rax"),
        finish!("movsd qword ptr [rcx], xmm0", "mov [rcx + 8], eax"),
        finish!("movsd qword ptr [rcx], xmm0", "movsd qword ptr [rcx + 8], xmm1"),
        finish!("movsd qword ptr [rcx], xmm0", "movss dword ptr [rcx + 8], xmm1"),
        finish!("movups [rcx], xmm0"),
        unwind_end!(),
        routine = sym run,
        entry = const ENTRY,
        step = const size_of::<Step>(),
        argument = const offset_of!(Step, argument),
        offset = const offset_of!(Step, offset),
        stack = const offset_of!(Step, stack),
        vectors = const FLOAT_REGISTERS.len(),
        saved = const SAVED,
        target = const TARGET,
        result = const RESULT,
    )
}

const _: () = assert!(STUB == 32, "the macro `stub` writes stubs of 32 bytes");
const _: () = assert!(
    offset_of!(Step, code) == 0,
    "stubs jump through the step's first word"
);
