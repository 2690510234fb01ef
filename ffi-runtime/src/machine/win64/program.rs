//! The program form: a prepared interface as threaded code.
//!
//! Every step is the address of a stub and its operands. A stub moves one argument straight to its register
//! or slot, or copies an argument that is passed by its address, and jumps to the next step's stub, so a
//! dynamic call interprets nothing and goes through no frame in memory. `steps` writes the steps once; [`run`]
//! executes them.

use core::arch::naked_asm;
use core::ffi::c_void;
use core::mem::offset_of;

use crate::abi::win64::HOME_SPACE;
use crate::interface::Step;
use crate::machine::processor::unwind::{
    unwind_based, unwind_end, unwind_exit, unwind_exited, unwind_left, unwind_pushed,
    unwind_pushed_bytes, unwind_pushed_rbx, unwind_pushed_word, unwind_pushes_end, unwind_restored,
    unwind_start,
};
use crate::machine::win64::registers::POSITIONS;
use crate::types::CodePointer;

/// Bytes of code before the first stub, and of each stub; a wide one takes two.
const ENTRY: usize = 32;
const STUB: usize = 32;

/// Where the entry pushes rbx, the target and the place of the result, below rbp.
const SAVED: usize = 8;
const TARGET: usize = 16;
const RESULT: usize = 24;

/// Bytes that the entry takes from the stack after the pushes: a word, so that rsp is a multiple of 16 again, and
/// the home space.
const REST: usize = 8 + HOME_SPACE;

/// How many ways there are to load an integer and a float, in the order of `steps`.
pub(super) const LOADS: usize = 4;
pub(super) const FLOAT_LOADS: usize = 2;

/// Numbers of the first stub of each kind; the order is that of the stubs in [`run`].
pub(super) const INTEGER_STUBS: usize = 0;
pub(super) const FLOAT_STUBS: usize = INTEGER_STUBS + POSITIONS * LOADS;
pub(super) const STACK_STUBS: usize = FLOAT_STUBS + POSITIONS * FLOAT_LOADS;
pub(super) const ADDRESS_STUBS: usize = STACK_STUBS + LOADS;
pub(super) const STACK_ADDRESS_STUB: usize = ADDRESS_STUBS + POSITIONS;
pub(super) const RESERVE_STUB: usize = STACK_ADDRESS_STUB + 1;
pub(super) const MEMORY_RESULT_STUB: usize = RESERVE_STUB + 1;
pub(super) const COPY_3_STUB: usize = MEMORY_RESULT_STUB + 1;
pub(super) const COPY_8_STUB: usize = COPY_3_STUB + 2;
pub(super) const COPY_16_STUB: usize = COPY_8_STUB + 2;
pub(super) const COPY_24_STUB: usize = COPY_16_STUB + 2;
pub(super) const COPY_STUB: usize = COPY_24_STUB + 2;
pub(super) const FINISH_STUBS: usize = COPY_STUB + 2;

/// Numbers of the stubs that end a program, from [`FINISH_STUBS`] on, by what they store.
pub(super) const NOTHING: usize = 0;
pub(super) const INTEGERS: usize = NOTHING + 1;
pub(super) const FLOATS: usize = INTEGERS + LOADS;
pub(super) const VECTOR: usize = FLOATS + FLOAT_LOADS;
pub(super) const BOOL: usize = VECTOR + 1;

/// A step at a stub.
// The address of `run` is that of its code. (A linker of Microsoft's that links incrementally would lead
// through a jump elsewhere; rustc has it drop what is not used, with which it does not.)
pub(super) fn step(stub: usize, argument: usize, offset: usize, stack: usize) -> Step {
    Step {
        code: run as *const () as usize + ENTRY + STUB * stub,
        argument,
        offset,
        stack,
    }
}

/// One stub of exactly [`STUB`] bytes; the assembler refuses a longer one.
macro_rules! stub {
    ($($line:expr),* $(,)?) => {
        concat!("30:\n", $($line, "\n",)* ".org 30b + 32, 0xcc\n")
    };
}

/// One stub of twice as many bytes.
macro_rules! wide_stub {
    ($($line:expr),* $(,)?) => {
        concat!("30:\n", $($line, "\n",)* ".org 30b + 64, 0xcc\n")
    };
}

/// Goes on with the next step. `notrack`: the target is a stub, never an address from outside.
macro_rules! next {
    () => {
        "add rbx, {step}\nnotrack jmp qword ptr [rbx]"
    };
}

/// The loads of the integer register of a position, in the order of `steps`.
macro_rules! integer {
    ($position:literal, $wide:literal, $narrow:literal) => {
        concat!(
            integer!(@one $position, $wide, "mov ", $wide, ", qword ptr"),
            integer!(@one $position, $wide, "mov ", $narrow, ", dword ptr"),
            integer!(@one $position, $wide, "movzx ", $narrow, ", word ptr"),
            integer!(@one $position, $wide, "movzx ", $narrow, ", byte ptr"),
        )
    };
    (@one $position:literal, $wide:literal, $($load:literal),*) => {
        stub!(
            concat!("mov ", $wide, ", [r10 + ", $position, " * {pointer}]"),
            concat!($($load,)* " [", $wide, "]"),
            next!()
        )
    };
}

/// The loads of the float register of a position.
macro_rules! float {
    ($position:literal, $register:literal) => {
        concat!(
            float!(@one $position, "movsd ", $register, ", qword ptr"),
            float!(@one $position, "movss ", $register, ", dword ptr"),
        )
    };
    (@one $position:literal, $($load:literal),*) => {
        stub!(
            concat!("mov rax, [r10 + ", $position, " * {pointer}]"),
            concat!($($load,)* " [rax]"),
            next!()
        )
    };
}

/// One load to the slot of a position.
macro_rules! stack {
    ($load:literal) => {
        stub!(
            "mov r11, [rbx + {argument}]", // offset of the pointer, and of the slot
            "mov rax, [r10 + r11]",
            $load,
            "mov [rsp + r11], rax",
            next!()
        )
    };
}

/// The start of a copy: rax = the argument, r11 = the copy, which an address stub then takes from there.
macro_rules! copied {
    () => {
        concat!(
            "mov r11, [rbx + {argument}]\n",
            "mov rax, [r10 + r11]\n",
            "mov r11, [rbx + {stack}]\n",
            "add r11, rsp"
        )
    };
}

/// A copy of one to two times as many bytes as a move has: two moves, which may overlap.
macro_rules! copy {
    ($move:literal, $width:literal) => {
        wide_stub!(
            copied!(),
            concat!($move, " xmm4, [rax]"),
            "add rax, [rbx + {offset}]", // its size
            concat!($move, " xmm5, [rax - ", $width, "]"),
            concat!($move, " [r11], xmm4"),
            "mov rax, [rbx + {offset}]",
            concat!($move, " [r11 + rax - ", $width, "], xmm5"),
            next!()
        )
    };
}

/// Loads 16 bytes to xmm4 as two words: one load would wait until two stores of words just before it are in the
/// cache.
macro_rules! load_two {
    ($base:literal) => {
        concat!(
            "movsd xmm4, qword ptr [rax",
            $base,
            "]\nmovhps xmm4, qword ptr [rax",
            $base,
            " + 8]"
        )
    };
}

/// The call, the stores of a result to [rcx], and the return.
macro_rules! finish {
    ($($store:literal),*) => {
        stub!(
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
/// On entry: rcx = the first step, rdx = the argument pointers, r8 = the target, r9 = memory for the
/// result. On exit: the result is stored. Preserves what the convention asks for: rbp and rbx are saved;
/// rdi, rsi, r12 to r15 and xmm6 to xmm15 are not used.
///
/// ```text
///     [rbp + 8]    return address
///     [rbp]        the caller's rbp
///     [rbp - 8]    the caller's rbx
///     [rbp - 16]   target
///     [rbp - 24]   memory for the result
///     [rbp - 32]   unused
///     ...          copies of arguments, if a step reserved space for them
///     [rsp + 32]   stack words, if a step reserved space for them
///     [rsp]        home space
/// ```
///
/// Registers between the stubs: rbx = the step, r10 = where the pointer of the argument at position 0 stands,
/// r11 = the copy, between its step and that of its address; rax, xmm4 and xmm5 are free, and so is rcx after
/// the call. The frame does not change after the entry but for rsp, and rbp leads to the caller's frame,
/// so one set of unwind lines serves all stubs, but for the `ret` after `leave`, which has its own.
///
/// # Safety
///
/// The steps are those of an interface that `target` has; the rest as in
/// [`CallInterface::call`](crate::CallInterface::call).
#[unsafe(naked)]
pub(super) unsafe extern "win64-unwind" fn run(
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
        "push r8",                      // target
        unwind_pushed_word!(),
        "push r9",                      // result
        unwind_pushed_word!(),
        "sub rsp, {rest}",              // with the home space of the target
        unwind_pushed_bytes!(40),
        unwind_pushes_end!(64),
        "mov rbx, rcx",                 // the first step
        "mov r10, rdx",                 // argument pointers
        "notrack jmp qword ptr [rbx]",
        ".org 20b + {entry}, 0xcc",
        integer!("0", "rcx", "ecx"),
        integer!("1", "rdx", "edx"),
        integer!("2", "r8", "r8d"),
        integer!("3", "r9", "r9d"),
        float!("0", "xmm0"),
        float!("1", "xmm1"),
        float!("2", "xmm2"),
        float!("3", "xmm3"),
        stack!("mov rax, [rax]"),
        stack!("mov eax, [rax]"),
        stack!("movzx eax, word ptr [rax]"),
        stack!("movzx eax, byte ptr [rax]"),
        stub!("mov rcx, r11", next!()),
        stub!("mov rdx, r11", next!()),
        stub!("mov r8, r11", next!()),
        stub!("mov r9, r11", next!()),
        stub!("mov rax, [rbx + {argument}]", "mov [rsp + rax], r11", next!()),
        stub!("sub rsp, [rbx + {argument}]", next!()),
        // The place of the result has position 0, and no pointer among those of the arguments.
        stub!("mov rcx, [rbp - {result}]", "sub r10, {pointer}", next!()),
        wide_stub!(
            copied!(),
            "push rcx",                 // one more register
            "movzx ecx, word ptr [rax]",
            "mov [r11], cx",
            "movzx ecx, byte ptr [rax + 2]",
            "mov [r11 + 2], cl",
            "pop rcx",
            next!()
        ),
        copy!("movd", 4),
        copy!("movq", 8),
        wide_stub!(
            copied!(),
            load_two!(""),
            "movsd xmm5, qword ptr [rax + 16]",
            "movups [r11], xmm4",
            "movsd qword ptr [r11 + 16], xmm5",
            next!()
        ),
        wide_stub!(
            copied!(),
            "push rcx",                 // one more register
            "mov rcx, [rbx + {offset}]",
            load_two!(" + rcx - 16"),
            "movups [r11 + rcx - 16], xmm4",
            "dec rcx",                  // the sixteens before those, down to the first
            "and rcx, -16",
            "jmp 40f",
        ),
        finish!(),
        finish!("mov [rcx], rax"),
        finish!("mov [rcx], eax"),
        finish!("mov [rcx], ax"),
        finish!("mov [rcx], al"),
        finish!("movsd qword ptr [rcx], xmm0"),
        finish!("movss dword ptr [rcx], xmm0"),
        finish!("movups [rcx], xmm0"),
        finish!("test al, al", "setne byte ptr [rcx]"), // only 0 is false
        "40:",
        "sub rcx, 16",
        load_two!(" + rcx"),
        "movups [r11 + rcx], xmm4",
        "jnz 40b",
        "pop rcx",
        next!(),
        unwind_end!(),
        routine = sym run,
        rest = const REST,
        entry = const ENTRY,
        step = const size_of::<Step>(),
        argument = const offset_of!(Step, argument),
        offset = const offset_of!(Step, offset),
        stack = const offset_of!(Step, stack),
        pointer = const size_of::<*const c_void>(),
        saved = const SAVED,
        target = const TARGET,
        result = const RESULT,
    )
}

const _: () = assert!(
    STUB == 32,
    "the macros `stub` and `wide_stub` write stubs of 32 bytes and of twice as many"
);
const _: () = assert!(REST == 40 && RESULT + REST == 64, "the unwind lines say so");
const _: () = assert!(
    offset_of!(Step, code) == 0,
    "stubs jump through the step's first word"
);
