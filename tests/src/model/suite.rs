//! Which conventions the signatures of a model have. Each suite is a test binary of its own, with C code
//! of its own: two compilers at a time are better than one that is twice as large.

use super::Convention;

/// What one test binary calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// The convention of the target, which `"C"` and `"C-unwind"` name.
    Target,
    /// That of Windows on any x86-64, which `"win64"` names.
    Win64,
    /// Variadic functions, in the convention of the target.
    Variadic,
}

impl Suite {
    /// All of them, also those that this target does not have.
    pub const ALL: [Self; 3] = [Self::Target, Self::Win64, Self::Variadic];

    /// What the files of the generated code are named after.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Target => "generated",
            Self::Win64 => "generated_win64",
            Self::Variadic => "generated_variadic",
        }
    }

    /// The library of its C code; the names of libraries end so.
    #[must_use]
    pub fn library(self, suffix: &str) -> String {
        format!("lib{}{suffix}", self.name())
    }

    /// Whether an architecture has it, by the name that cargo has for that.
    #[must_use]
    pub fn is_of(self, architecture: &str) -> bool {
        match self {
            Self::Target | Self::Variadic => true,
            Self::Win64 => architecture == "x86_64",
        }
    }

    /// The attribute that C asks for it with, before the name of a function.
    #[must_use]
    pub const fn attribute(self) -> &'static str {
        match self {
            Self::Target | Self::Variadic => "",
            Self::Win64 => "__attribute__((ms_abi)) ",
        }
    }

    /// Whether there are callbacks of the signatures: C calls no Rust closure with `...`.
    #[must_use]
    pub const fn has_callbacks(self) -> bool {
        match self {
            Self::Target | Self::Win64 => true,
            Self::Variadic => false,
        }
    }

    /// How many signatures there are: of functions that are not variadic over 2,000 also where a known
    /// mistake of the compiler takes a tenth of them, as it does for the target.
    #[must_use]
    pub const fn signatures(self) -> usize {
        match self {
            Self::Target => 2304,
            Self::Win64 => 2048,
            Self::Variadic => 1024,
        }
    }

    /// All conventions that declarations have.
    #[must_use]
    pub const fn conventions(self) -> &'static [Convention] {
        match self {
            Self::Target => &[Convention::C, Convention::CUnwind],
            Self::Win64 => &[Convention::Win64],
            Self::Variadic => &[Convention::C],
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
            Self::Win64 => "win64",
        }
    }

    /// The variant of `ffi_runtime::Abi`.
    #[must_use]
    pub const fn variant(self) -> &'static str {
        match self {
            Self::C => "C",
            Self::CUnwind => "CUnwind",
            Self::Win64 => "Win64",
        }
    }
}
