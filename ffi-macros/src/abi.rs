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
    Sysv64,
    Win64,
}

impl Abi {
    /// What may stand after `extern`.
    const NAMES: [&str; 5] = ["C", "C-unwind", "system", "sysv64", "win64"];

    fn from_name(name: &str) -> Option<Self> {
        match name {
            "C" => Some(Self::C),
            "C-unwind" => Some(Self::CUnwind),
            "system" => Some(Self::System),
            "sysv64" => Some(Self::Sysv64),
            "win64" => Some(Self::Win64),
            _ => None,
        }
    }

    /// Whether a panic may leave a function with it.
    pub(crate) fn unwinds(self) -> bool {
        match self {
            Self::CUnwind => true,
            Self::C | Self::System | Self::Sysv64 | Self::Win64 => false,
        }
    }

    /// What stands after `extern`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::C => "C",
            Self::CUnwind => "C-unwind",
            Self::System => "system",
            Self::Sysv64 => "sysv64",
            Self::Win64 => "win64",
        }
    }

    /// Name of the variant of `ffi_runtime::Abi`.
    pub(crate) fn variant(self) -> &'static str {
        match self {
            Self::C => "C",
            Self::CUnwind => "CUnwind",
            Self::System => "System",
            Self::Sysv64 => "Sysv64",
            Self::Win64 => "Win64",
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
