//! The program form: a prepared interface as threaded code.
//!
//! Every step is the address of a stub and its operands. A stub moves one double-word straight to its
//! register or place on the stack, or copies an argument that is passed by its address, and jumps to
//! the next step's stub, so a dynamic call interprets nothing and goes through no frame in memory.
//! `steps` writes the steps once; [`run`] executes them.

use core::arch::naked_asm;
use core::ffi::c_void;
use core::mem::offset_of;

use crate::interface::Step;
use crate::machine::processor::unwind::{
    unwind_body, unwind_end, unwind_framed, unwind_framed_again, unwind_leaving,
    unwind_left_for_now, unwind_linked, unwind_start, unwind_unframed_for_now,
};
use crate::types::CodePointer;

/// Bytes of code before the first stub, of each stub, and of each of those that end a program.
const ENTRY: usize = 32;
const STUB: usize = 32;
const FINISH_STUB: usize = 48;

/// Bytes of the routine's own frame, and where the target and the place of the result are in it.
const SAVED: usize = 32;
const TARGET: usize = 16;
const RESULT: usize = 24;

/// How many ways there are to load a double-word, in the order of `load`.
pub(super) const LOADS: usize = 6;

/// Numbers of the first stub of each kind; the order is that of the stubs in [`run`].
pub(super) const INTEGER_STUBS: usize = 0;
pub(super) const FLOAT_STUBS: usize = INTEGER_STUBS + 8 * LOADS;
pub(super) const ADDRESS_STUBS: usize = FLOAT_STUBS + 8 * 2;
pub(super) const STACK_STUBS: usize = ADDRESS_STUBS + 8;
pub(super) const STACK_ADDRESS_STUB: usize = STACK_STUBS + 4;
pub(super) const COPY_STUB: usize = STACK_ADDRESS_STUB + 1;
pub(super) const RESERVE_STUB: usize = COPY_STUB + 1;
pub(super) const MEMORY_RESULT_STUB: usize = RESERVE_STUB + 1;
const STUBS: usize = MEMORY_RESULT_STUB + 1;

/// Numbers of the stubs that end a program, by what they store.
pub(super) const NOTHING: usize = 0;
pub(super) const WORDS: usize = NOTHING + 1;
pub(super) const BOOL: usize = WORDS + 4;
pub(super) const TWO_WORDS: usize = BOOL + 1;
pub(super) const SINGLES: usize = TWO_WORDS + 4;
pub(super) const DOUBLES: usize = SINGLES + 4;

const _: () = assert!(WORDS + 5 == TWO_WORDS);

/// A step at a stub that does not end the program.
pub(super) fn step(stub: usize, argument: usize, offset: usize, stack: usize) -> Step {
    Step {
        code: run as *const () as usize + ENTRY + STUB * stub,
        argument,
        offset,
        stack,
    }
}

/// The step that ends a program.
pub(super) fn last_step(stub: usize) -> Step {
    Step {
        code: run as *const () as usize + ENTRY + STUB * STUBS + FINISH_STUB * stub,
        argument: 0,
        offset: 0,
        stack: 0,
    }
}

/// Zeros, no instruction, up to so many bytes after a label; the assembler refuses code that is longer.
#[cfg(not(windows))]
macro_rules! zeros_to {
    ($label:literal, $bytes:tt) => {
        concat!(".org ", $label, " + ", $bytes, ", 0\n")
    };
}

/// Zeros for Windows, which is told the length of the routine: after an `.org` the assembler does not know it in
/// time. Of code that is longer this only warns; but on other systems the same code would be refused.
#[cfg(windows)]
macro_rules! zeros_to {
    ($label:literal, $bytes:tt) => {
        concat!(".fill (", $label, " + ", $bytes, " - .) / 4, 4, 0\n")
    };
}

/// One stub of exactly [`STUB`] bytes.
macro_rules! stub {
    ($($line:expr),* $(,)?) => {
        concat!("30:\nbti j\n", $($line, "\n",)* zeros_to!("30b", 32))
    };
}

/// Goes on with the next step.
macro_rules! next {
    () => {
        "ldr x16, [x9, #{step}]!\nbr x16"
    };
}

/// The address of the step's argument in x11, and the offset of its double-word in x12.
macro_rules! source {
    () => {
        "ldp x11, x12, [x9, #{argument}]\nldr x11, [x10, x11]"
    };
}

/// One load of a double-word.
macro_rules! load {
    ($load:literal, $register:literal) => {
        stub!(
            source!(),
            concat!($load, " ", $register, ", [x11, x12]"),
            next!()
        )
    };
}

/// The loads of one integer register, in the order of `load`.
macro_rules! integer {
    ($wide:literal, $narrow:literal) => {
        concat!(
            load!("ldr", $wide),
            load!("ldr", $narrow),
            load!("ldrsh", $wide),
            load!("ldrsb", $wide),
            load!("ldrh", $narrow),
            load!("ldrb", $narrow),
        )
    };
}

/// The loads of one float register.
macro_rules! float {
    ($double:literal, $single:literal) => {
        concat!(load!("ldr", $double), load!("ldr", $single))
    };
}

/// The address of a copy to one register.
macro_rules! address {
    ($register:literal) => {
        stub!(
            "ldr x11, [x9, #{stack}]",
            concat!("add ", $register, ", sp, x11"),
            next!()
        )
    };
}

/// One move to the stack.
macro_rules! stack {
    ($load:literal, $store:literal, $register:literal) => {
        stub!(
            source!(),
            "ldr x13, [x9, #{stack}]",
            concat!($load, " ", $register, ", [x11, x12]"),
            concat!($store, " ", $register, ", [sp, x13]"),
            next!()
        )
    };
}

/// The call, the stores of a result to [x9], and the return: a stub of [`FINISH_STUB`] bytes.
macro_rules! finish {
    ($($store:literal),*) => {
        concat!(
            "30:\nbti j\n",
            "ldr x16, [x29, #{target}]\n",
            "blr x16\n",
            "ldr x9, [x29, #{result}]\n",
            $($store, "\n",)*
            unwind_leaving!(),
            "\nmov sp, x29\n",
            unwind_unframed_for_now!(),
            "\nldp x29, x30, [sp], #{saved}\n",
            unwind_left_for_now!(),
            "\nret\n",
            zeros_to!("30b", 48),
            unwind_framed_again!(), // in the next stub
            "\n",
        )
    };
}

/// Executes the steps of a program.
///
/// On entry: x0 = the first step, x1 = the argument pointers, x2 = the target, x3 = memory for the
/// result. On exit: the result is stored. Preserves what the convention asks for: x29 and x30 are
/// saved, the others are not used.
///
/// ```text
///     [x29 + 24]  memory for the result
///     [x29 + 16]  target
///     [x29 + 8]   return address
///     [x29]       the caller's x29
///     [sp ...]    the stack area and copies of arguments, if a step reserved them
/// ```
///
/// Registers between the stubs: x9 = the step, x10 = the argument pointers; x11 to x17 are free, and so
/// is x9 after the call. The frame does not change after the entry but for sp, and x29 leads to the
/// caller's frame, so one set of unwind lines serves all stubs, but for the `ret`, which has its own.
///
/// # Safety
///
/// The steps are those of an interface that `target` has; the rest as in
/// [`CallInterface::call`].
#[unsafe(naked)]
pub(super) unsafe extern "C-unwind" fn run(
    steps: *const Step,
    arguments: *const *const c_void,
    target: CodePointer,
    result: *mut u8,
) {
    naked_asm!(
        unwind_start!(),
        "20:",
        "stp x29, x30, [sp, #-{saved}]!",
        unwind_linked!(),
        "mov x29, sp",
        unwind_framed!(),
        unwind_body!(),
        "stp x2, x3, [sp, #{target}]", // and the place of the result
        "mov x9, x0",                  // the first step
        "mov x10, x1",                 // argument pointers
        "ldr x16, [x9]",
        "br x16",
        zeros_to!("20b", "{entry}"),
        integer!("x0", "w0"),
        integer!("x1", "w1"),
        integer!("x2", "w2"),
        integer!("x3", "w3"),
        integer!("x4", "w4"),
        integer!("x5", "w5"),
        integer!("x6", "w6"),
        integer!("x7", "w7"),
        float!("d0", "s0"),
        float!("d1", "s1"),
        float!("d2", "s2"),
        float!("d3", "s3"),
        float!("d4", "s4"),
        float!("d5", "s5"),
        float!("d6", "s6"),
        float!("d7", "s7"),
        address!("x0"),
        address!("x1"),
        address!("x2"),
        address!("x3"),
        address!("x4"),
        address!("x5"),
        address!("x6"),
        address!("x7"),
        stack!("ldr", "str", "x11"),
        stack!("ldr", "str", "w11"),
        stack!("ldrh", "strh", "w11"),
        stack!("ldrb", "strb", "w11"),
        stub!(
            "ldp x12, x11, [x9, #{offset}]", // where the address goes, and the copy
            "add x11, sp, x11",
            "str x11, [sp, x12]",
            next!()
        ),
        stub!(source!(), "ldr x13, [x9, #{stack}]", "b 40f"),
        stub!("ldr x11, [x9, #{argument}]", "sub sp, sp, x11", next!()),
        stub!("ldr x8, [x29, #{result}]", next!()),
        finish!(),
        finish!("str x0, [x9]"),
        finish!("str w0, [x9]"),
        finish!("strh w0, [x9]"),
        finish!("strb w0, [x9]"),
        finish!("tst w0, #0xff", "cset w0, ne", "strb w0, [x9]"), // only 0 is false
        finish!("stp x0, x1, [x9]"),
        finish!("str x0, [x9]", "str w1, [x9, #8]"),
        finish!("str x0, [x9]", "strh w1, [x9, #8]"),
        finish!("str x0, [x9]", "strb w1, [x9, #8]"),
        finish!("str s0, [x9]"),
        finish!("stp s0, s1, [x9]"),
        finish!("stp s0, s1, [x9]", "str s2, [x9, #8]"),
        finish!("stp s0, s1, [x9]", "stp s2, s3, [x9, #8]"),
        finish!("str d0, [x9]"),
        finish!("stp d0, d1, [x9]"),
        finish!("stp d0, d1, [x9]", "str d2, [x9, #16]"),
        finish!("stp d0, d1, [x9]", "stp d2, d3, [x9, #16]"),
        // Copies x12 bytes, more than 16, from x11 to sp + x13: in sixteens, the last of which may
        // overlap the one before.
        "40:",
        "add x13, sp, x13",
        "add x14, x11, x12",
        "add x15, x13, x12",
        "41:",
        "ldp x16, x17, [x11], #16",
        "stp x16, x17, [x13], #16",
        "sub x12, x12, #16",
        "cmp x12, #16",
        "b.hi 41b",
        "ldp x16, x17, [x14, #-16]",
        "stp x16, x17, [x15, #-16]",
        next!(),
        unwind_end!(),
        routine = sym run,
        entry = const ENTRY,
        step = const size_of::<Step>(),
        argument = const offset_of!(Step, argument),
        offset = const offset_of!(Step, offset),
        stack = const offset_of!(Step, stack),
        saved = const SAVED,
        target = const TARGET,
        result = const RESULT,
    )
}

const _: () = assert!(STUB == 32, "the macro `stub` writes stubs of 32 bytes");
const _: () = assert!(
    FINISH_STUB == 48,
    "the macro `finish` writes stubs of 48 bytes"
);
const _: () = assert!(RESULT == TARGET + 8, "they are stored as a pair");
const _: () = assert!(
    offset_of!(Step, offset) == offset_of!(Step, argument) + 8
        && offset_of!(Step, stack) == offset_of!(Step, offset) + 8,
    "they are loaded as pairs"
);
const _: () = assert!(
    offset_of!(Step, code) == 0,
    "stubs jump through the step's first word"
);
