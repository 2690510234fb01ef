//! Calling conventions: the rules of each, in a folder of its own, with the same file names where they have
//! the same purpose.
//!
//! `classify` turns descriptors into [places](Place). All of it is plain `const` code without `unsafe`, compiled
//! on every host; `target` alone depends on what this crate is compiled for. The next stage is the interface
//! ([`CallInterface`](crate::CallInterface)), which keeps the places. The assembly that puts values there is in
//! `machine`.

#![warn(clippy::wildcard_enum_match_arm)]

mod classifier;
pub(crate) mod layout;
mod place;
mod target;

pub(crate) mod aapcs64;
pub(crate) mod riscv64;
pub(crate) mod sysv64;
pub(crate) mod win64;

use core::fmt;

use crate::types::Type;

pub use aapcs64::Variant;
pub(crate) use classifier::{Classifier, Classify, begin};
pub use place::{Address, Extension, Piece, Pieces, Place, Register, ResultPlace, StackArea};
pub(crate) use target::TARGET;

/// A calling convention as a declaration names it, with the meaning of the `extern` string.
///
/// ```
/// use ffi_runtime::Abi;
///
/// assert_eq!(Abi::CUnwind.to_string(), "C-unwind");
/// assert!(Abi::CUnwind.unwinds());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Abi {
    /// `"C"`: the C convention of the target.
    C,
    /// `"C-unwind"`: the same, and a panic or C++ exception may pass through the call.
    CUnwind,
    /// `"system"`: the convention of the operating system's own libraries: `"stdcall"` on Windows with 32 bits,
    /// and `"C"` on every other target.
    System,
    /// `"system-unwind"`: the same, and a panic or C++ exception may pass through the call.
    SystemUnwind,
    /// `"sysv64"`: System V AMD64, whatever the target.
    Sysv64,
    /// `"sysv64-unwind"`: the same, and a panic or C++ exception may pass through the call.
    Sysv64Unwind,
    /// `"win64"`: the convention of Windows on x86-64, whatever the target.
    Win64,
    /// `"win64-unwind"`: the same, and a panic or C++ exception may pass through the call.
    Win64Unwind,
    /// `"cdecl"`, of x86 with 32 bits: the C convention.
    Cdecl,
    /// `"cdecl-unwind"`: the same, and a panic or C++ exception may pass through the call.
    CdeclUnwind,
    /// `"stdcall"`, of x86 with 32 bits: the callee takes the arguments off the stack.
    Stdcall,
    /// `"stdcall-unwind"`: the same, and a panic or C++ exception may pass through the call.
    StdcallUnwind,
    /// `"fastcall"`, of x86 with 32 bits: the first two arguments are in registers.
    Fastcall,
    /// `"fastcall-unwind"`: the same, and a panic or C++ exception may pass through the call.
    FastcallUnwind,
    /// `"thiscall"`, of x86 with 32 bits: that of C++ methods on Windows.
    Thiscall,
    /// `"thiscall-unwind"`: the same, and a panic or C++ exception may pass through the call.
    ThiscallUnwind,
}

/// The rules that place arguments and results: what an [`Abi`] means on a target.
///
/// ```
/// use ffi_runtime::abi::{Abi, Convention};
///
/// assert_eq!(Abi::Sysv64.convention(), Some(Convention::Sysv64));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Convention {
    /// System V AMD64 (x86-64 psABI 1.0), as on Linux, macOS and the BSDs.
    Sysv64,
    /// Windows on x86-64 (Microsoft's "x64 calling convention").
    Win64,
    /// AArch64 (Arm's AAPCS64), with the divergences of a platform.
    Aapcs64(Variant),
    /// 64-bit RISC-V with double-precision floating point (psABI, LP64D).
    Riscv64,
}

impl Abi {
    /// The convention that this name stands for on the target that this crate is compiled for;
    /// `None` where there is none that is known. Whether calls of it can be executed is another
    /// question: see [`Convention::is_executable`].
    ///
    /// ```
    /// use ffi_runtime::Abi;
    ///
    /// assert_eq!(Abi::C.convention(), Abi::System.convention());
    /// ```
    #[must_use]
    pub const fn convention(self) -> Option<Convention> {
        match self {
            Self::C | Self::CUnwind | Self::System | Self::SystemUnwind => TARGET,
            Self::Sysv64 | Self::Sysv64Unwind => Some(Convention::Sysv64),
            Self::Win64 | Self::Win64Unwind => Some(Convention::Win64),
            Self::Cdecl
            | Self::CdeclUnwind
            | Self::Stdcall
            | Self::StdcallUnwind
            | Self::Fastcall
            | Self::FastcallUnwind
            | Self::Thiscall
            | Self::ThiscallUnwind => None,
        }
    }

    /// Whether a panic or a foreign exception may pass through a call.
    ///
    /// ```
    /// use ffi_runtime::Abi;
    ///
    /// assert!(Abi::CUnwind.unwinds() && !Abi::C.unwinds());
    /// ```
    #[must_use]
    pub const fn unwinds(self) -> bool {
        match self {
            Self::CUnwind
            | Self::SystemUnwind
            | Self::Sysv64Unwind
            | Self::Win64Unwind
            | Self::CdeclUnwind
            | Self::StdcallUnwind
            | Self::FastcallUnwind
            | Self::ThiscallUnwind => true,
            Self::C
            | Self::System
            | Self::Sysv64
            | Self::Win64
            | Self::Cdecl
            | Self::Stdcall
            | Self::Fastcall
            | Self::Thiscall => false,
        }
    }
}

impl fmt::Display for Abi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::C => "C",
            Self::CUnwind => "C-unwind",
            Self::System => "system",
            Self::SystemUnwind => "system-unwind",
            Self::Sysv64 => "sysv64",
            Self::Sysv64Unwind => "sysv64-unwind",
            Self::Win64 => "win64",
            Self::Win64Unwind => "win64-unwind",
            Self::Cdecl => "cdecl",
            Self::CdeclUnwind => "cdecl-unwind",
            Self::Stdcall => "stdcall",
            Self::StdcallUnwind => "stdcall-unwind",
            Self::Fastcall => "fastcall",
            Self::FastcallUnwind => "fastcall-unwind",
            Self::Thiscall => "thiscall",
            Self::ThiscallUnwind => "thiscall-unwind",
        })
    }
}

/// Reads a constant of a convention's rules, or calls their function of this name: the list of all
/// conventions.
macro_rules! of_rules {
    ($convention:expr, $name:ident $(($($argument:expr),*))?) => {
        match $convention {
            Convention::Sysv64 => sysv64::$name $(($($argument),*))?,
            Convention::Win64 => win64::$name $(($($argument),*))?,
            Convention::Aapcs64(_) => aapcs64::$name $(($($argument),*))?,
            Convention::Riscv64 => riscv64::$name $(($($argument),*))?,
        }
    };
}

impl Convention {
    /// The number by which typed calls select the convention.
    pub(crate) const fn number(self) -> u8 {
        of_rules!(self, NUMBER)
    }

    /// Name of the register that carries an argument.
    pub(crate) const fn argument_register(self, register: Register) -> &'static str {
        of_rules!(self, argument_register(register))
    }

    /// Name of the register that carries (a part of) a result.
    pub(crate) const fn result_register(self, register: Register) -> &'static str {
        of_rules!(self, result_register(register))
    }

    /// Whether rustc passes a type without [such a float](has_extended) by value as compilers of C do, in functions that it compiles itself and in
    /// calls of function pointers.
    pub(crate) const fn is_compiled_alike(self, ty: Type<'_>) -> bool {
        match self {
            Self::Riscv64 => riscv64::is_compiled_alike(ty),
            Self::Sysv64 | Self::Win64 | Self::Aapcs64(_) => true,
        }
    }

    /// Whether compilers of this convention have the floats of the x87 ([`Type::F80`], [`Type::ComplexF80`]).
    pub(crate) const fn has_x87(self) -> bool {
        match self {
            Self::Sysv64 | Self::Win64 => true,
            Self::Aapcs64(_) | Self::Riscv64 => false,
        }
    }

    /// Whether compilers of this convention have [`Type::F128`] as `long double`. (Those for x86-64 have it as
    /// `__float128`, which this crate does not pass.)
    pub(crate) const fn has_binary128(self) -> bool {
        match self {
            Self::Aapcs64(Variant::Standard) | Self::Riscv64 => true,
            Self::Aapcs64(Variant::Apple | Variant::Windows) | Self::Sysv64 | Self::Win64 => false,
        }
    }

    /// Whether compilers of this convention have [`Type::V128`], and a rule for it. (Those for RISC-V pass it as an
    /// integer of its size, which no standard asks for.)
    pub(crate) const fn has_vectors_of_128_bits(self) -> bool {
        match self {
            Self::Sysv64 | Self::Win64 | Self::Aapcs64(_) => true,
            Self::Riscv64 => false,
        }
    }

    /// Whether compilers of this convention have [`Type::V64`], and agree about it.
    pub(crate) const fn has_vectors_of_64_bits(self) -> bool {
        match self {
            Self::Aapcs64(_) => true,
            Self::Sysv64 | Self::Win64 | Self::Riscv64 => false,
        }
    }

    /// Whether a variadic callee is told how many float registers carry arguments.
    pub(crate) const fn counts_float_registers(self) -> bool {
        match self {
            // psABI 3.2.3: "%al is used to indicate the number of vector registers".
            Self::Sysv64 => true,
            Self::Win64 | Self::Aapcs64(_) | Self::Riscv64 => false,
        }
    }
}

/// Whether a float of more than 64 bits is in a type: Rust has none that is passed so.
pub(crate) const fn has_extended(ty: Type<'_>) -> bool {
    match ty {
        Type::Array(array) => has_extended(array.element),
        Type::Struct(aggregate) | Type::Union(aggregate) => {
            let mut index = 0;
            while index < aggregate.fields.len() {
                if has_extended(aggregate.fields[index].ty) {
                    return true;
                }
                index += 1;
            }
            false
        }
        Type::F80 | Type::F128 | Type::ComplexF80 => true,
        Type::Void
        | Type::Bool
        | Type::I8
        | Type::I16
        | Type::I32
        | Type::I64
        | Type::I128
        | Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::U128
        | Type::F32
        | Type::F64
        // rustc passes them as compilers of C do.
        | Type::V64
        | Type::V128
        | Type::Pointer => false,
    }
}

impl fmt::Display for Convention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sysv64 => "sysv64",
            Self::Win64 => "win64",
            Self::Aapcs64(Variant::Standard) => "aapcs64",
            Self::Aapcs64(Variant::Apple) => "aapcs64-apple",
            Self::Aapcs64(Variant::Windows) => "aapcs64-windows",
            Self::Riscv64 => "riscv64",
        })
    }
}
