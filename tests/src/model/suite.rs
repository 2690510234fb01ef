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

/// The signatures that one test binary calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// The convention of the target, which `"C"` and `"C-unwind"` name.
    Target(Rules),
    /// The other one of x86-64: that of Windows, which `"win64"` names, where the target has System V, and
    /// System V, which `"sysv64"` names, on Windows.
    Other(Rules),
    /// Variadic functions, in the convention of the target.
    Variadic(Rules),
}

impl Suite {
    /// The suites of a target, by the name that cargo has for its architecture.
    #[must_use]
    pub fn of(architecture: &str, is_windows: bool) -> Vec<Self> {
        let (target, other) = match (architecture, is_windows) {
            ("x86_64", false) => (Rules::Kinds, Some(Rules::Positions)),
            ("x86_64", true) => (Rules::Positions, Some(Rules::Kinds)),
            _ => (Rules::Kinds, None),
        };
        let mut suites = vec![Self::Target(target), Self::Variadic(target)];
        suites.extend(other.map(Self::Other));
        suites
    }

    /// The rules of its convention.
    #[must_use]
    pub const fn rules(self) -> Rules {
        match self {
            Self::Target(rules) | Self::Other(rules) | Self::Variadic(rules) => rules,
        }
    }

    /// The name of the files of the generated code.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Target(_) => "generated",
            Self::Other(_) => "generated_other",
            Self::Variadic(_) => "generated_variadic",
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
            Self::Target(_) | Self::Variadic(_) => "",
            Self::Other(Rules::Kinds) => "__attribute__((sysv_abi)) ",
            Self::Other(Rules::Positions) => "__attribute__((ms_abi)) ",
        }
    }

    /// Whether there are callbacks of the signatures: C calls no Rust closure with `...`.
    #[must_use]
    pub const fn has_callbacks(self) -> bool {
        match self {
            Self::Target(_) | Self::Other(_) => true,
            Self::Variadic(_) => false,
        }
    }

    /// How many signatures there are: of functions that are not variadic over 2,000 also where a known
    /// mistake of the compiler takes a tenth of them, as it does where registers are counted.
    #[must_use]
    pub const fn signatures(self) -> usize {
        match self {
            Self::Target(Rules::Kinds) | Self::Other(Rules::Kinds) => 2304,
            Self::Target(Rules::Positions) | Self::Other(Rules::Positions) => 2048,
            Self::Variadic(_) => 1024,
        }
    }

    /// All conventions that declarations have.
    #[must_use]
    pub const fn conventions(self) -> &'static [Convention] {
        match self {
            Self::Target(_) => &[Convention::C, Convention::CUnwind],
            Self::Variadic(_) => &[Convention::C],
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
