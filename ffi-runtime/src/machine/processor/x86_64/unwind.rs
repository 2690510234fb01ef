//! Unwind information of assembly, by object format: one macro for each thing that a routine of x86-64
//! does to its frame, expanding to the directives of DWARF (ELF, Mach-O) or of Windows (COFF).
//!
//! A routine with a frame does these in this order, each right after the instruction:
//! [`unwind_start`], `push rbp` [`unwind_pushed`], `sub rsp, 16` [`unwind_reserved`],
//! `lea rbp, [rsp + 16]` [`unwind_framed`], `mov [rbp - 8], rbx` [`unwind_saved`] if it uses rbx,
//! [`unwind_body`]; then rsp may move. At its end `lea rsp, [rbp]`, `pop rbp` [`unwind_left`], `ret`,
//! [`unwind_end`].
//!
//! A routine that makes its frame by pushes alone has instead: [`unwind_start`], `push rbp`
//! [`unwind_pushed`], `mov rbp, rsp` [`unwind_based`], `push rbx` [`unwind_pushed_rbx`] if it uses rbx,
//! `push` of anything [`unwind_pushed_word`] or `sub rsp` [`unwind_pushed_bytes`], [`unwind_pushes_end`]; then rsp may move. An exit that other
//! code follows has [`unwind_exit`] before it and [`unwind_exited`] after it.
//!
//! A leaf, which leaves rsp alone, has [`unwind_leaf`] and [`unwind_leaf_end`] around it.
//! The routine's own symbol is the operand `routine`.

/// Before the first instruction of a routine with a frame.
#[cfg(not(windows))]
macro_rules! unwind_start {
    () => {
        ".cfi_startproc # {routine}"
    };
}

/// After `push rbp`.
#[cfg(not(windows))]
macro_rules! unwind_pushed {
    () => {
        ".cfi_def_cfa_offset 16\n.cfi_offset rbp, -16"
    };
}

/// After `sub rsp, 16`.
#[cfg(not(windows))]
macro_rules! unwind_reserved {
    () => {
        ".cfi_def_cfa_offset 32"
    };
}

/// After `lea rbp, [rsp + 16]`.
#[cfg(not(windows))]
macro_rules! unwind_framed {
    () => {
        ".cfi_def_cfa rbp, 16"
    };
}

/// After `mov [rbp - 8], rbx`.
#[cfg(not(windows))]
macro_rules! unwind_saved {
    () => {
        ".cfi_offset rbx, -24"
    };
}

/// After `mov rbp, rsp`.
#[cfg(not(windows))]
macro_rules! unwind_based {
    () => {
        ".cfi_def_cfa_register rbp"
    };
}

/// After `push rbx`, next to the caller's rbp.
#[cfg(not(windows))]
macro_rules! unwind_pushed_rbx {
    () => {
        ".cfi_offset rbx, -24"
    };
}

/// After `push` of what is no saved register.
#[cfg(not(windows))]
macro_rules! unwind_pushed_word {
    () => {
        ""
    };
}

/// After `sub rsp` of so many bytes, among the pushes.
#[cfg(not(windows))]
macro_rules! unwind_pushed_bytes {
    ($bytes:literal) => {
        ""
    };
}

/// After the last push: rbp is so many bytes above rsp, a multiple of 16.
#[cfg(not(windows))]
macro_rules! unwind_pushes_end {
    ($bytes:literal) => {
        ""
    };
}

/// Before an exit that other code follows.
#[cfg(not(windows))]
macro_rules! unwind_exit {
    () => {
        ".cfi_remember_state"
    };
}

/// After it: the code that follows has the frame again.
#[cfg(not(windows))]
macro_rules! unwind_exited {
    () => {
        ".cfi_restore_state"
    };
}

/// Before the first instruction after these.
#[cfg(not(windows))]
macro_rules! unwind_body {
    () => {
        ""
    };
}

/// After `mov rbx, [rbp - 8]`.
#[cfg(not(windows))]
macro_rules! unwind_restored {
    () => {
        ".cfi_restore rbx"
    };
}

/// After `pop rbp`.
#[cfg(not(windows))]
macro_rules! unwind_left {
    () => {
        ".cfi_restore rbp\n.cfi_def_cfa rsp, 8"
    };
}

/// After the last instruction.
#[cfg(not(windows))]
macro_rules! unwind_end {
    () => {
        ".cfi_endproc"
    };
}

/// Before the first instruction of a leaf.
#[cfg(not(windows))]
macro_rules! unwind_leaf {
    () => {
        ".cfi_startproc"
    };
}

/// After the last instruction of a leaf.
#[cfg(not(windows))]
macro_rules! unwind_leaf_end {
    () => {
        ".cfi_endproc"
    };
}

#[cfg(windows)]
macro_rules! unwind_start {
    () => {
        ".seh_proc {routine}"
    };
}

#[cfg(windows)]
macro_rules! unwind_pushed {
    () => {
        ".seh_pushreg rbp"
    };
}

#[cfg(windows)]
macro_rules! unwind_reserved {
    () => {
        ".seh_stackalloc 16"
    };
}

#[cfg(windows)]
macro_rules! unwind_framed {
    () => {
        ".seh_setframe rbp, 16"
    };
}

#[cfg(windows)]
macro_rules! unwind_saved {
    () => {
        ".seh_savereg rbx, 8"
    };
}

// What the frame register is relative to is set after all pushes: what is pushed later would be looked for
// at rsp, which the body moves.
#[cfg(windows)]
macro_rules! unwind_based {
    () => {
        ""
    };
}

#[cfg(windows)]
macro_rules! unwind_pushed_rbx {
    () => {
        ".seh_pushreg rbx"
    };
}

#[cfg(windows)]
macro_rules! unwind_pushed_word {
    () => {
        ".seh_stackalloc 8"
    };
}

#[cfg(windows)]
macro_rules! unwind_pushed_bytes {
    ($bytes:literal) => {
        concat!(".seh_stackalloc ", $bytes)
    };
}

#[cfg(windows)]
macro_rules! unwind_pushes_end {
    ($bytes:literal) => {
        concat!(".seh_setframe rbp, ", $bytes, "\n.seh_endprologue")
    };
}

// What an exit leaves on the stack Windows reads from its last instructions.
#[cfg(windows)]
macro_rules! unwind_exit {
    () => {
        ""
    };
}

#[cfg(windows)]
macro_rules! unwind_exited {
    () => {
        ""
    };
}

#[cfg(windows)]
macro_rules! unwind_body {
    () => {
        ".seh_endprologue"
    };
}

#[cfg(windows)]
macro_rules! unwind_restored {
    () => {
        ""
    };
}

#[cfg(windows)]
macro_rules! unwind_left {
    () => {
        ""
    };
}

#[cfg(windows)]
macro_rules! unwind_end {
    () => {
        ".seh_endproc"
    };
}

// A function without unwind information is a leaf to Windows: its return address is at rsp.
#[cfg(windows)]
macro_rules! unwind_leaf {
    () => {
        ""
    };
}

#[cfg(windows)]
macro_rules! unwind_leaf_end {
    () => {
        ""
    };
}

pub(crate) use {
    unwind_based, unwind_body, unwind_end, unwind_exit, unwind_exited, unwind_framed, unwind_leaf,
    unwind_leaf_end, unwind_left, unwind_pushed, unwind_pushed_bytes, unwind_pushed_rbx,
    unwind_pushed_word, unwind_pushes_end, unwind_reserved, unwind_restored, unwind_saved,
    unwind_start,
};
