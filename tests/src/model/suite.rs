//! Which conventions the signatures of a model have. Each suite is a test binary of its own, with C code
//! of its own: two compilers at a time are better than one that is twice as large.

use super::Convention;

/// How a convention hands out registers, which decides what goes wrong, and so what to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// The registers of each kind are counted: System V, AAPCS64 and RISC-V.
    Kinds,
    /// The position of an argument decides its register: Windows on x86-64.
    Positions,
}

/// What one test binary calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// The convention of the target, which `"C"` and `"C-unwind"` name.
    Target(Rules),
    /// The other one of x86-64: that of Windows, which `"win64"` names, where the target has System V, and
    /// System V, which `"sysv64"` names, on Windows.
    Other(Rules),
}

impl Suite {
    /// Those of a target, by the name that cargo has for its architecture.
    #[must_use]
    pub fn of(architecture: &str, is_windows: bool) -> Vec<Self> {
        match (architecture, is_windows) {
            ("x86_64", false) => vec![Self::Target(Rules::Kinds), Self::Other(Rules::Positions)],
            ("x86_64", true) => vec![Self::Target(Rules::Positions), Self::Other(Rules::Kinds)],
            _ => vec![Self::Target(Rules::Kinds)],
        }
    }

    /// The rules of its convention.
    #[must_use]
    pub const fn rules(self) -> Rules {
        match self {
            Self::Target(rules) | Self::Other(rules) => rules,
        }
    }

    /// What the files of the generated code are named after.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Target(_) => "generated",
            Self::Other(_) => "generated_other",
        }
    }

    /// The library of its C code; the names of libraries end so.
    #[must_use]
    pub fn library(self, suffix: &str) -> String {
        format!("lib{}{suffix}", self.name())
    }

    /// The attribute that C asks for it with, before the name of a function.
    #[must_use]
    pub const fn attribute(self) -> &'static str {
        match self {
            Self::Target(_) => "",
            Self::Other(Rules::Kinds) => "__attribute__((sysv_abi)) ",
            Self::Other(Rules::Positions) => "__attribute__((ms_abi)) ",
        }
    }

    /// How many signatures there are: over 2,000 also where a known mistake of the compiler takes a
    /// tenth of them, as it does where registers are counted.
    #[must_use]
    pub const fn signatures(self) -> usize {
        match self.rules() {
            Rules::Kinds => 2304,
            Rules::Positions => 2048,
        }
    }

    /// All conventions that declarations have.
    #[must_use]
    pub const fn conventions(self) -> &'static [Convention] {
        match self {
            Self::Target(_) => &[Convention::C, Convention::CUnwind],
            Self::Other(Rules::Kinds) => &[Convention::Sysv64],
            Self::Other(Rules::Positions) => &[Convention::Win64],
        }
    }
}

impl Convention {
    /// As an `extern` string has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::C => "C",
            Self::CUnwind => "C-unwind",
            Self::Sysv64 => "sysv64",
            Self::Win64 => "win64",
        }
    }

    /// The variant of `ffi_runtime::Abi`.
    #[must_use]
    pub const fn variant(self) -> &'static str {
        match self {
            Self::C => "C",
            Self::CUnwind => "CUnwind",
            Self::Sysv64 => "Sysv64",
            Self::Win64 => "Win64",
        }
    }
}
