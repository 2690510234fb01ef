//! Calling conventions, as they stand after `extern`.

use syn::LitStr;

use crate::errors::Errors;
use crate::wording;

macro_rules! conventions {
    ($($variant:ident $name:literal,)*) => {
        /// A calling convention; the names are those of `ffi_runtime::Abi`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Abi {
            $($variant,)*
        }

        impl Abi {
            /// The names that may stand after `extern`.
            const NAMES: &[&str] = &[$($name),*];

            fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// The name that stands after `extern`.
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// Name of the variant of `ffi_runtime::Abi`.
            pub(crate) fn variant(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($variant),)*
                }
            }
        }
    };
}

conventions! {
    C "C",
    CUnwind "C-unwind",
    System "system",
    SystemUnwind "system-unwind",
    Sysv64 "sysv64",
    Sysv64Unwind "sysv64-unwind",
    Win64 "win64",
    Win64Unwind "win64-unwind",
    Cdecl "cdecl",
    CdeclUnwind "cdecl-unwind",
    Stdcall "stdcall",
    StdcallUnwind "stdcall-unwind",
    Fastcall "fastcall",
    FastcallUnwind "fastcall-unwind",
    Thiscall "thiscall",
    ThiscallUnwind "thiscall-unwind",
}

impl Abi {
    /// Whether a panic may leave a function with it.
    pub(crate) fn unwinds(self) -> bool {
        self.name().ends_with("-unwind")
    }

    /// The convention of variadic functions: that of the operating system has none.
    pub(crate) fn of_variadic(self) -> Self {
        match self {
            Self::System => Self::C,
            Self::SystemUnwind => Self::CUnwind,
            other => other,
        }
    }
}

/// The calling convention that a string names.
pub(crate) fn named(name: &LitStr, errors: &mut Errors) -> Option<Abi> {
    let abi = Abi::from_name(&name.value());
    if abi.is_none() {
        errors.at(name.span(), wording::unknown_abi(&name.value(), Abi::NAMES));
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
