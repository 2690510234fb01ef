//! Unwind information of assembly, by object format: one macro for each thing that a routine of AArch64
//! does to its frame, expanding to the directives of DWARF (ELF, Mach-O) or of Windows (COFF).
//!
//! A routine with a frame does these in this order, each right after the instruction:
//! [`unwind_start`], `bti c` [`unwind_landed`] if C may jump to it,
//! `stp x29, x30, [sp, #-{saved}]!` [`unwind_linked`], `str x19, [sp, #2 * {word}]` [`unwind_saved`] if
//! it uses x19, `mov x29, sp` [`unwind_framed`], [`unwind_body`]; then sp may move. At its end
//! [`unwind_leaving`], `mov sp, x29` [`unwind_unframed`], `ldr x19, [sp, #2 * {word}]`
//! [`unwind_restored`], `ldp x29, x30, [sp], #{saved}` [`unwind_left`], `ret`, [`unwind_end`]. A leaf, which
//! leaves sp and x30 alone, has [`unwind_leaf`] and [`unwind_leaf_end`] around it. Operands are `routine`,
//! the routine's own symbol, and `saved`, the bytes of what the first `stp` makes room for.
//!
//! Windows wants a directive for each instruction between [`unwind_start`] and [`unwind_body`], and between
//! [`unwind_leaving`] and `ret`: from within these it undoes, or does, as many codes as there are
//! instructions left ("ARM64 exception handling", "Unwind codes"). The assembler refuses another number.

/// Each macro, and what it stands for in DWARF and on Windows.
macro_rules! directives {
    ($($(#[$documentation:meta])* $name:ident: $dwarf:literal, $windows:literal;)*) => {$(
        $(#[$documentation])*
        #[cfg(not(windows))]
        macro_rules! $name {
            () => {
                $dwarf
            };
        }

        $(#[$documentation])*
        #[cfg(windows)]
        macro_rules! $name {
            () => {
                $windows
            };
        }

        pub(crate) use $name;
    )*};
}

directives! {
    /// Before the first instruction of a routine with a frame.
    unwind_start: ".cfi_startproc // {routine}", ".seh_proc {routine}";

    /// After `bti c`.
    unwind_landed: "", ".seh_nop";

    /// After `stp x29, x30, [sp, #-{saved}]!`.
    unwind_linked:
        ".cfi_def_cfa_offset {saved}\n.cfi_offset x29, -{saved}\n.cfi_offset x30, -{saved} + 8",
        ".seh_save_fplr_x {saved}";

    /// After `str x19, [sp, #2 * {word}]`.
    unwind_saved: ".cfi_offset x19, -{saved} + 2 * {word}", ".seh_save_reg x19, 2 * {word}";

    /// After `mov x29, sp`.
    unwind_framed: ".cfi_def_cfa_register x29", ".seh_set_fp";

    /// Before the first instruction after these.
    unwind_body: "", ".seh_endprologue";

    /// Before `mov sp, x29` at the end.
    unwind_leaving: "", ".seh_startepilogue";

    /// After it.
    unwind_unframed: ".cfi_def_cfa_register sp", ".seh_set_fp";

    /// After it, if other code that has the frame follows the routine's `ret`.
    unwind_unframed_for_now: ".cfi_remember_state", ".seh_set_fp";

    /// After `ldr x19, [sp, #2 * {word}]`.
    unwind_restored: ".cfi_restore x19", ".seh_save_reg x19, 2 * {word}";

    /// After `ldp x29, x30, [sp], #{saved}`.
    unwind_left:
        ".cfi_def_cfa_offset 0\n.cfi_restore x29\n.cfi_restore x30",
        ".seh_save_fplr_x {saved}\n.seh_endepilogue";

    /// After `ldp x29, x30, [sp], #{saved}`, after [`unwind_unframed_for_now`].
    unwind_left_for_now:
        ".cfi_def_cfa sp, 0\n.cfi_restore x29\n.cfi_restore x30",
        ".seh_save_fplr_x {saved}\n.seh_endepilogue";

    /// Before the code that has the frame.
    unwind_framed_again: ".cfi_restore_state", "";

    /// After the last instruction.
    unwind_end: ".cfi_endproc", ".seh_endproc";

    /// Before the first instruction of a leaf. To Windows, a function without unwind information is one:
    /// its return address is in x30.
    unwind_leaf: ".cfi_startproc", "";

    /// After the last instruction of a leaf.
    unwind_leaf_end: ".cfi_endproc", "";
}
