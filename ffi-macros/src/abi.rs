//! Calling conventions, as they stand after `extern`.

use syn::LitStr;

use crate::errors::Errors;
use crate::wording;

/// A calling convention; the names are those of `ffi_runtime::Abi`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Abi {
    C,
    CUnwind,
    System,
    SystemUnwind,
    Sysv64,
    Sysv64Unwind,
    Win64,
    Win64Unwind,
}

impl Abi {
    /// What may stand after `extern`.
    const NAMES: [&str; 8] = [
        "C",
        "C-unwind",
        "system",
        "system-unwind",
        "sysv64",
        "sysv64-unwind",
        "win64",
        "win64-unwind",
    ];

    fn from_name(name: &str) -> Option<Self> {
        match name {
            "C" => Some(Self::C),
            "C-unwind" => Some(Self::CUnwind),
            "system" => Some(Self::System),
            "system-unwind" => Some(Self::SystemUnwind),
            "sysv64" => Some(Self::Sysv64),
            "sysv64-unwind" => Some(Self::Sysv64Unwind),
            "win64" => Some(Self::Win64),
            "win64-unwind" => Some(Self::Win64Unwind),
            _ => None,
        }
    }

    /// Whether a panic may leave a function with it.
    pub(crate) fn unwinds(self) -> bool {
        match self {
            Self::CUnwind | Self::SystemUnwind | Self::Sysv64Unwind | Self::Win64Unwind => true,
            Self::C | Self::System | Self::Sysv64 | Self::Win64 => false,
        }
    }

    /// The convention of variadic functions: that of the operating system has none.
    pub(crate) fn of_variadic(self) -> Self {
        match self {
            Self::System => Self::C,
            Self::SystemUnwind => Self::CUnwind,
            Self::C
            | Self::CUnwind
            | Self::Sysv64
            | Self::Sysv64Unwind
            | Self::Win64
            | Self::Win64Unwind => self,
        }
    }

    /// What stands after `extern`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::C => "C",
            Self::CUnwind => "C-unwind",
            Self::System => "system",
            Self::SystemUnwind => "system-unwind",
            Self::Sysv64 => "sysv64",
            Self::Sysv64Unwind => "sysv64-unwind",
            Self::Win64 => "win64",
            Self::Win64Unwind => "win64-unwind",
        }
    }

    /// Name of the variant of `ffi_runtime::Abi`.
    pub(crate) fn variant(self) -> &'static str {
        match self {
            Self::C => "C",
            Self::CUnwind => "CUnwind",
            Self::System => "System",
            Self::SystemUnwind => "SystemUnwind",
            Self::Sysv64 => "Sysv64",
            Self::Sysv64Unwind => "Sysv64Unwind",
            Self::Win64 => "Win64",
            Self::Win64Unwind => "Win64Unwind",
        }
    }
}

/// The calling convention that a string names.
pub(crate) fn named(name: &LitStr, errors: &mut Errors) -> Option<Abi> {
    let abi = Abi::from_name(&name.value());
    if abi.is_none() {
        errors.at(
            name.span(),
            wording::unknown_abi(&name.value(), &Abi::NAMES),
        );
    }
    abi
}

/// The calling convention that `extern ".."` names; `extern` alone is C's.
pub(crate) fn written(abi: &syn::Abi, errors: &mut Errors) -> Option<Abi> {
    match &abi.name {
        None => Some(Abi::C),
        Some(name) => named(name, errors),
    }
}
