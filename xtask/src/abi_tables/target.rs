//! The conventions that have a table, and what their assembly is like.

use super::machine::{Flow, Machine};
use super::{aarch64, riscv64, x86_64};

/// A convention, as clang's target of this name has it.
pub(super) struct Target {
    /// Name of the table.
    pub(super) name: &'static str,
    /// The compiler flags that select it.
    pub(super) flags: &'static [&'static str],
    /// The characters that begin a comment.
    pub(super) comment: &'static str,
    pub(super) registers: &'static Registers,
    pub(super) execute: fn(&mut Machine, &str, &[&str]) -> Option<Flow>,
    /// The name in the tables of a register that the compiler's own listing names.
    pub(super) alias: fn(&str) -> Option<String>,
    /// Whether a struct without members has no bytes.
    pub(super) has_empty: bool,
    /// Bits of `long double`, if it is another type than `double`.
    pub(super) long_double: Option<&'static str>,
    /// Bits of the vectors that it has rules for.
    pub(super) vectors: &'static [&'static str],
}

/// The registers of a convention, by the names in the tables.
pub(super) struct Registers {
    pub(super) stack: &'static str,
    /// The registers of integer arguments, in their order, and the one that carries the address of a result.
    pub(super) integers: &'static [&'static str],
    /// The registers of float arguments.
    pub(super) floats: &'static [&'static str],
    pub(super) results: &'static [&'static str],
    /// Carries the address of a result in memory.
    pub(super) indirect: &'static str,
    /// The registers that a callee preserves.
    pub(super) preserved: &'static [&'static str],
    /// Bytes that a call pushes.
    pub(super) return_address: u64,
}

impl Registers {
    /// Whether arguments, or the address of a result, may be in this register.
    pub(super) fn is_argument(&self, name: &str) -> bool {
        self.integers.contains(&name) || self.floats.contains(&name)
    }
}

const SYSV64: Registers = Registers {
    stack: "rsp",
    integers: &["rdi", "rsi", "rdx", "rcx", "r8", "r9"],
    floats: &[
        "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7",
    ],
    results: &["rax", "rdx", "xmm0", "xmm1", "st0", "st1"],
    indirect: "rdi",
    preserved: &["rsp", "rbp", "rbx", "r12", "r13", "r14", "r15"],
    return_address: 8,
};

const WIN64: Registers = Registers {
    stack: "rsp",
    integers: &["rcx", "rdx", "r8", "r9"],
    floats: &["xmm0", "xmm1", "xmm2", "xmm3"],
    results: &["rax", "xmm0"],
    indirect: "rcx",
    preserved: &[
        "rsp", "rbp", "rbx", "rsi", "rdi", "r12", "r13", "r14", "r15", "xmm6", "xmm7", "xmm8",
        "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15",
    ],
    return_address: 8,
};

const AAPCS64: Registers = Registers {
    stack: "sp",
    integers: &["x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8"],
    floats: &["v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7"],
    results: &["x0", "x1", "v0", "v1", "v2", "v3"],
    indirect: "x8",
    preserved: &[
        "sp", "x19", "x20", "x21", "x22", "x23", "x24", "x25", "x26", "x27", "x28", "x29",
        // Of these the lower halves.
        "v8", "v9", "v10", "v11", "v12", "v13", "v14", "v15",
    ],
    return_address: 0,
};

const RISCV64: Registers = Registers {
    stack: "sp",
    integers: &["a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7"],
    floats: &["fa0", "fa1", "fa2", "fa3", "fa4", "fa5", "fa6", "fa7"],
    results: &["a0", "a1", "fa0", "fa1"],
    indirect: "a0",
    preserved: &[
        "sp", "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "fs0",
        "fs1", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9", "fs10", "fs11",
    ],
    return_address: 0,
};

pub(super) const TARGETS: [Target; 7] = [
    x86_64(
        "sysv64",
        &["-target", "x86_64-unknown-linux-gnu", "-masm=intel"],
        &SYSV64,
    ),
    x86_64(
        "win64",
        &[
            "-target",
            "x86_64-w64-windows-gnu",
            "-masm=intel",
            "-mno-stack-arg-probe",
        ],
        &WIN64,
    ),
    Target {
        has_empty: false,
        long_double: None,
        ..x86_64(
            "win64-msvc",
            &[
                "-target",
                "x86_64-pc-windows-msvc",
                "-masm=intel",
                "-mno-stack-arg-probe",
            ],
            &WIN64,
        )
    },
    Target {
        long_double: Some("128"),
        ..aarch64("aapcs64", &["-target", "aarch64-unknown-linux-gnu"], "//")
    },
    aarch64("aapcs64-apple", &["-target", "arm64-apple-macos"], ";"),
    Target {
        has_empty: false,
        ..aarch64(
            "aapcs64-windows",
            &["-target", "aarch64-pc-windows-msvc", "-mno-stack-arg-probe"],
            "//",
        )
    },
    Target {
        name: "riscv64",
        flags: &[
            "-target",
            "riscv64-unknown-linux-gnu",
            "-march=rv64gc",
            "-mabi=lp64d",
        ],
        comment: "#",
        registers: &RISCV64,
        execute: riscv64::execute,
        alias: riscv64::alias,
        has_empty: true,
        long_double: Some("128"),
        vectors: &[],
    },
];

const fn x86_64(
    name: &'static str,
    flags: &'static [&'static str],
    registers: &'static Registers,
) -> Target {
    Target {
        name,
        flags,
        comment: "#",
        registers,
        execute: x86_64::execute,
        alias: |name| Some(x86_64::alias(name)?.0),
        has_empty: true,
        long_double: Some("80"),
        vectors: &["128"],
    }
}

const fn aarch64(
    name: &'static str,
    flags: &'static [&'static str],
    comment: &'static str,
) -> Target {
    Target {
        name,
        flags,
        comment,
        registers: &AAPCS64,
        execute: aarch64::execute,
        alias: |name| Some(aarch64::alias(name)?.0),
        has_empty: true,
        long_double: None,
        vectors: &["64", "128"],
    }
}
