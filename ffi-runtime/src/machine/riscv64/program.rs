//! The program form: a prepared interface as threaded code.
//!
//! Every step is the address of a stub and its operands. A stub moves up to XLEN bits of an argument straight to
//! their register or stack word, or copies an argument that is passed by reference, and jumps to the next step's
//! stub, so a dynamic call interprets nothing and goes through no frame in memory. The steps take the arguments
//! in their order: the first step of each takes the next pointer. `steps` writes the steps once; [`run`]
//! executes them.

use core::arch::naked_asm;
use core::ffi::c_void;
use core::mem::offset_of;

use crate::abi::riscv64::ARGUMENT_REGISTERS;
use crate::interface::Step;
use crate::types::CodePointer;

/// Bytes of code before the first stub, of each stub, and of each of those that end a program. A wide stub takes
/// those of two.
const ENTRY: usize = 40;
const STUB: usize = 24;
const FINISH_STUB: usize = 56;

/// Bytes of the routine's own frame, and where the target and the place of the result are in it, below s0. From
/// the call on, the offset of the result's second part is in the place of the target.
const SAVED: usize = 32;
const TARGET: usize = 24;
const RESULT: usize = 32;

const REGISTERS: usize = ARGUMENT_REGISTERS as usize;

/// How many ways there are to load the first bytes of an argument to an integer register or stack word, the
/// further ones, and any to a float register, in the order of `steps`.
pub(super) const LOADS: usize = 6;
pub(super) const FURTHER_LOADS: usize = 4;
pub(super) const FLOAT_LOADS: usize = 2;

/// Numbers of the first stub of each kind; the order is that of the stubs in [`run`].
pub(super) const INTEGER_STUBS: usize = 0;
pub(super) const FURTHER_INTEGER_STUBS: usize = INTEGER_STUBS + REGISTERS * LOADS;
pub(super) const FLOAT_STUBS: usize = FURTHER_INTEGER_STUBS + REGISTERS * FURTHER_LOADS;
pub(super) const FURTHER_FLOAT_STUBS: usize = FLOAT_STUBS + REGISTERS * FLOAT_LOADS;
pub(super) const ADDRESS_STUBS: usize = FURTHER_FLOAT_STUBS + REGISTERS * FLOAT_LOADS;
pub(super) const STACK_ADDRESS_STUB: usize = ADDRESS_STUBS + REGISTERS;
pub(super) const SKIP_STUB: usize = STACK_ADDRESS_STUB + 1;
pub(super) const RESERVE_STUB: usize = SKIP_STUB + 1;
pub(super) const MEMORY_RESULT_STUB: usize = RESERVE_STUB + 1;
pub(super) const COPY_STUB: usize = MEMORY_RESULT_STUB + 1;
/// These are wide.
pub(super) const STACK_STUBS: usize = COPY_STUB + 1;
pub(super) const FURTHER_STACK_STUBS: usize = STACK_STUBS + 2 * LOADS;
const STUBS: usize = FURTHER_STACK_STUBS + 2 * FURTHER_LOADS;

/// Numbers of the stubs that end a program, by what they store: each kind with the sizes of its first part, and
/// of each those of its second part.
pub(super) const NOTHING: usize = 0;
pub(super) const BOOL: usize = NOTHING + 1;
pub(super) const INTEGERS: usize = BOOL + 1;
pub(super) const FLOATS: usize = INTEGERS + FURTHER_LOADS;
pub(super) const TWO_INTEGERS: usize = FLOATS + FLOAT_LOADS;
pub(super) const INTEGER_AND_FLOAT: usize = TWO_INTEGERS + FURTHER_LOADS;
pub(super) const FLOAT_AND_INTEGER: usize = INTEGER_AND_FLOAT + FURTHER_LOADS * FLOAT_LOADS;
pub(super) const TWO_FLOATS: usize = FLOAT_AND_INTEGER + FLOAT_LOADS * FURTHER_LOADS;

/// A step at a stub that does not end the program.
pub(super) fn step(stub: usize, argument: usize, offset: usize, stack: usize) -> Step {
    Step {
        code: run as *const () as usize + ENTRY + STUB * stub,
        argument,
        offset,
        stack,
    }
}

/// The step that ends a program; `offset` is that of the result's second part.
pub(super) fn last_step(stub: usize, offset: usize) -> Step {
    Step {
        code: run as *const () as usize + ENTRY + STUB * STUBS + FINISH_STUB * stub,
        argument: 0,
        offset,
        stack: 0,
    }
}

/// Goes on with the next step, in t1, at the end of a stub. (A jump through t0 would be taken for a return by
/// the processor's predictor.)
macro_rules! next {
    () => {
        "addi t2, t2, {step}\njr t1\n"
    };
}

/// One stub of exactly [`STUB`] bytes; the assembler refuses a longer one.
macro_rules! stub {
    ($($line:expr),* $(,)?) => {
        concat!("30:\nld t1, {step}(t2)\n", $($line, "\n",)* next!(), ".org 30b + 24\n")
    };
}

/// One stub of twice as many bytes.
macro_rules! wide_stub {
    ($($line:expr),* $(,)?) => {
        concat!("30:\nld t1, {step}(t2)\n", $($line, "\n",)* next!(), ".org 30b + 48\n")
    };
}

/// The address of the next argument in t4.
macro_rules! take {
    () => {
        "ld t4, 0(t3)\naddi t3, t3, {pointer}"
    };
}

/// The address of further bytes of the same argument in t5.
macro_rules! further {
    () => {
        "ld t5, {offset}(t2)\nadd t5, t5, t4"
    };
}

/// The loads of the first bytes of an argument to one integer register, in the order of `steps`.
macro_rules! integer {
    ($($register:literal)*) => {
        concat!($(
            stub!(take!(), concat!("ld ", $register, ", 0(t4)")),
            stub!(take!(), concat!("lw ", $register, ", 0(t4)")),
            stub!(take!(), concat!("lh ", $register, ", 0(t4)")),
            stub!(take!(), concat!("lb ", $register, ", 0(t4)")),
            stub!(take!(), concat!("lhu ", $register, ", 0(t4)")),
            stub!(take!(), concat!("lbu ", $register, ", 0(t4)")),
        )*)
    };
}

/// The loads of further bytes.
macro_rules! further_integer {
    ($($register:literal)*) => {
        concat!($(
            stub!(further!(), concat!("ld ", $register, ", 0(t5)")),
            stub!(further!(), concat!("lw ", $register, ", 0(t5)")),
            stub!(further!(), concat!("lhu ", $register, ", 0(t5)")),
            stub!(further!(), concat!("lbu ", $register, ", 0(t5)")),
        )*)
    };
}

/// The loads of one float register; `flw` fills the upper half with ones.
macro_rules! float {
    ($address:ident $source:literal: $($register:literal)*) => {
        concat!($(
            stub!($address!(), concat!("fld ", $register, $source)),
            stub!($address!(), concat!("flw ", $register, $source)),
        )*)
    };
}

/// One load to a stack word.
macro_rules! stack {
    ($address:ident $load:literal) => {
        wide_stub!(
            $address!(),
            $load,
            "ld t0, {stack}(t2)",
            "add t0, t0, sp",
            "sd t5, 0(t0)",
        )
    };
}

/// The call, the stores of a result to [t4], and the return: a stub of [`FINISH_STUB`] bytes.
macro_rules! finish {
    ($($store:literal),*) => {
        concat!(
            "30:\n",
            "ld t1, -{target}(s0)\n",
            "jalr t1\n",
            "ld t4, -{result}(s0)\n",
            $($store, "\n",)*
            finish!(@return),
        )
    };
    (@two $first:literal, $second:literal) => {
        concat!(
            "30:\n",
            "ld t1, -{target}(s0)\n",
            "ld t5, {offset}(t2)\n",
            "sd t5, -{target}(s0)\n",
            "jalr t1\n",
            "ld t4, -{result}(s0)\n",
            "ld t5, -{target}(s0)\n",
            "add t5, t5, t4\n",
            $first, ", 0(t4)\n",
            $second, ", 0(t5)\n",
            finish!(@return),
        )
    };
    (@return) => {
        concat!(
            ".cfi_remember_state\n",
            "addi sp, s0, -{saved}\n",
            ".cfi_def_cfa sp, {saved}\n",
            "ld s0, {saved} - 16(sp)\n",
            ".cfi_restore s0\n",
            "ld ra, {saved} - 8(sp)\n",
            ".cfi_restore ra\n",
            "addi sp, sp, {saved}\n",
            ".cfi_def_cfa_offset 0\n",
            "ret\n",
            ".org 30b + 56\n",
            ".cfi_restore_state\n", // in the next stub
        )
    };
}

/// The stores of results in two registers: of each first part, those with each second one.
macro_rules! finish_two {
    ($($first:literal)*; $second:tt) => {
        concat!($(finish_two!(@one $first; $second),)*)
    };
    (@one $first:literal; [$($second:literal)*]) => {
        concat!($(finish!(@two $first, $second),)*)
    };
}

/// Executes the steps of a program.
///
/// On entry: a0 = the first step, a1 = the argument pointers, a2 = the target, a3 = memory for the
/// result. On exit: the result is stored. Preserves what the convention asks for: ra and s0 are saved; the
/// others and fs0 to fs11 are not used.
///
/// ```text
///     [s0 - 8]   return address
///     [s0 - 16]  the caller's s0
///     [s0 - 24]  target; from the call on, the offset of the result's second part
///     [s0 - 32]  memory for the result
///     [sp ...]   the stack area and copies of arguments, if a step reserved them
/// ```
///
/// Registers between the stubs: t2 = the step, t3 = the next of the argument pointers, t4 = the last argument,
/// t6 = the copy, between its step and that of its address; ra, t0, t1, t5 and ft0 to ft11 are free, and after
/// the call t2 to t6 too. The frame does not change after the entry but for sp, and s0 leads to the caller's
/// frame, so one set of unwind lines serves all stubs, but for their return, which has its own.
///
/// Arguments need not be aligned: Linux promises programs that loads and stores of scalars need not be.
///
/// # Safety
///
/// The steps are those of an interface that `target` has; the rest as in
/// [`CallInterface::call`](crate::CallInterface::call).
#[unsafe(naked)]
pub(super) unsafe extern "C-unwind" fn run(
    steps: *const Step,
    arguments: *const *const c_void,
    target: CodePointer,
    result: *mut u8,
) {
    naked_asm!(
        ".cfi_startproc",
        ".option push",
        ".option arch, +d",             // the assembler does not ask the target
        ".option norvc",                // stubs have a fixed size
        ".option norelax",
        "20:",
        "addi sp, sp, -{saved}",
        ".cfi_def_cfa_offset {saved}",
        "sd ra, {saved} - 8(sp)",
        ".cfi_offset ra, -8",
        "sd s0, {saved} - 16(sp)",
        ".cfi_offset s0, -16",
        "addi s0, sp, {saved}",
        ".cfi_def_cfa s0, 0",
        "sd a2, -{target}(s0)",
        "sd a3, -{result}(s0)",
        "mv t2, a0",                    // the first step
        "mv t3, a1",                    // argument pointers
        "ld t1, 0(t2)",
        "jr t1",
        ".org 20b + {entry}",
        integer!("a0" "a1" "a2" "a3" "a4" "a5" "a6" "a7"),
        further_integer!("a0" "a1" "a2" "a3" "a4" "a5" "a6" "a7"),
        float!(take ", 0(t4)": "fa0" "fa1" "fa2" "fa3" "fa4" "fa5" "fa6" "fa7"),
        float!(further ", 0(t5)": "fa0" "fa1" "fa2" "fa3" "fa4" "fa5" "fa6" "fa7"),
        stub!("mv a0, t6"),
        stub!("mv a1, t6"),
        stub!("mv a2, t6"),
        stub!("mv a3, t6"),
        stub!("mv a4, t6"),
        stub!("mv a5, t6"),
        stub!("mv a6, t6"),
        stub!("mv a7, t6"),
        stub!("ld t0, {stack}(t2)", "add t0, t0, sp", "sd t6, 0(t0)"),
        stub!("addi t3, t3, {pointer}"),
        stub!("ld t5, {argument}(t2)", "sub sp, sp, t5"),
        stub!("ld a0, -{result}(s0)"),
        "30:",
        take!(),
        "j 40f",
        ".org 30b + 24",
        stack!(take "ld t5, 0(t4)"),
        stack!(take "lw t5, 0(t4)"),
        stack!(take "lh t5, 0(t4)"),
        stack!(take "lb t5, 0(t4)"),
        stack!(take "lhu t5, 0(t4)"),
        stack!(take "lbu t5, 0(t4)"),
        stack!(further "ld t5, 0(t5)"),
        stack!(further "lw t5, 0(t5)"),
        stack!(further "lhu t5, 0(t5)"),
        stack!(further "lbu t5, 0(t5)"),
        finish!(),
        finish!("andi a0, a0, 0xff", "snez a0, a0", "sb a0, 0(t4)"), // only 0 is false
        finish!("sd a0, 0(t4)"),
        finish!("sw a0, 0(t4)"),
        finish!("sh a0, 0(t4)"),
        finish!("sb a0, 0(t4)"),
        finish!("fsd fa0, 0(t4)"),
        finish!("fsw fa0, 0(t4)"),
        finish_two!("sd a0"; ["sd a1" "sw a1" "sh a1" "sb a1"]),
        finish_two!("sd a0" "sw a0" "sh a0" "sb a0"; ["fsd fa0" "fsw fa0"]),
        finish_two!("fsd fa0" "fsw fa0"; ["sd a0" "sw a0" "sh a0" "sb a0"]),
        finish_two!("fsd fa0" "fsw fa0"; ["fsd fa1" "fsw fa1"]),
        // Copies an argument of more than 16 bytes, at t4: first its last sixteen, then sixteens from its start
        // on up to those.
        "40:",
        "ld t5, {offset}(t2)",          // its size
        "ld t6, {stack}(t2)",
        "add t6, t6, sp",               // the copy
        "add t0, t4, t5",
        "add ra, t6, t5",
        "fld ft0, -16(t0)",
        "fld ft1, -8(t0)",
        "fsd ft0, -16(ra)",
        "fsd ft1, -8(ra)",
        "addi t0, t0, -16",
        "mv ra, t6",
        "41:",
        "fld ft0, 0(t4)",
        "fld ft1, 8(t4)",
        "fsd ft0, 0(ra)",
        "fsd ft1, 8(ra)",
        "addi t4, t4, 16",
        "addi ra, ra, 16",
        "bltu t4, t0, 41b",
        "ld t1, {step}(t2)",
        next!(),
        ".option pop",
        ".cfi_endproc",
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
    STUB == 24,
    "the macros `stub` and `wide_stub` write stubs of 24 bytes and of twice as many"
);
const _: () = assert!(
    FINISH_STUB == 56,
    "the macro `finish` writes stubs of 56 bytes"
);
const _: () = assert!(
    offset_of!(Step, code) == 0,
    "stubs jump through the step's first word"
);
