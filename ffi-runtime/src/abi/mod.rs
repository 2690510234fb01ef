//! Calling conventions: one folder each, all with the same files.
//!
//! `classify` turns descriptors into [places](Place); it is plain `const` code without
//! `unsafe`, compiled on every host. `call` executes a plan with assembly, and exists only where
//! that assembly runs. This file is the one place that says which convention a target uses.

#![warn(clippy::wildcard_enum_match_arm)]

/// What the room of a convention has at a path, or what its function there says: the list of all rooms.
macro_rules! in_room {
    ($convention:expr, $($path:ident)::+ $(($($argument:expr),*))?) => {{
        use $crate::abi::{Convention, aapcs64, riscv64, sysv64, win64};

        match $convention {
            Convention::Sysv64 => sysv64::$($path)::+ $(($($argument),*))?,
            Convention::Win64 => win64::$($path)::+ $(($($argument),*))?,
            Convention::Aapcs64(_) => aapcs64::$($path)::+ $(($($argument),*))?,
            Convention::Riscv64 => riscv64::$($path)::+ $(($($argument),*))?,
        }
    }};
}
pub(crate) use in_room;

pub(crate) mod aapcs64;
mod classifier;
mod place;
pub(crate) mod riscv64;
pub(crate) mod sysv64;
pub(crate) mod trampoline;
pub(crate) mod unsupported;
pub(crate) mod win64;

// What a machine has once for all of its conventions, for each machine whose assembly is here; the file
// `machine.rs` stands for every other one.
#[cfg_attr(target_arch = "x86_64", path = "machine/x86_64/mod.rs")]
#[cfg_attr(target_arch = "aarch64", path = "machine/aarch64/mod.rs")]
#[cfg_attr(target_arch = "riscv64", path = "machine/riscv64/mod.rs")]
pub(crate) mod machine;

// What rooms share has no use where none of them runs; the compiler says if a machine is forgotten here.
#[cfg_attr(
    not(any(
        target_arch = "x86_64",
        target_arch = "aarch64",
        target_arch = "riscv64"
    )),
    expect(dead_code, reason = "no room runs on this target")
)]
pub(crate) mod room;

#[cfg(target_arch = "x86_64")]
mod unwind;

use core::fmt;

use crate::types::Type;

pub use aapcs64::Variant;
pub(crate) use classifier::{Classifier, Classify, begin};
pub(crate) use machine::received;
pub use place::{Address, Extension, Piece, Pieces, Place, Register, ResultPlace, StackArea};

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
    /// `"system"`: the convention of the operating system's own libraries; `"C"` on every 64-bit
    /// target.
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
            Self::CUnwind | Self::SystemUnwind | Self::Sysv64Unwind | Self::Win64Unwind => true,
            Self::C | Self::System | Self::Sysv64 | Self::Win64 => false,
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
        })
    }
}

impl Convention {
    /// Whether this target can execute calls of this convention, and not only explain them.
    ///
    /// ```
    /// use ffi_runtime::{Abi, CallInterface, Type};
    ///
    /// let runs_here = Abi::C.convention().is_some_and(|convention| convention.is_executable());
    /// assert_eq!(runs_here, CallInterface::prepare(Abi::C, Type::Void, &[]).is_ok());
    /// ```
    #[must_use]
    pub const fn is_executable(self) -> bool {
        match self {
            Self::Sysv64 | Self::Win64 => cfg!(target_arch = "x86_64"),
            Self::Aapcs64(variant) => {
                matches!(TARGET, Some(Self::Aapcs64(own)) if own as u8 == variant as u8)
            }
            Self::Riscv64 => matches!(TARGET, Some(Self::Riscv64)),
        }
    }

    /// Name of the register that carries an argument.
    pub(crate) const fn argument_register(self, register: Register) -> &'static str {
        in_room!(self, argument_register(register))
    }

    /// Name of the register that carries (a part of) a result.
    pub(crate) const fn result_register(self, register: Register) -> &'static str {
        in_room!(self, result_register(register))
    }

    /// Whether rustc passes a type by value as compilers of C do, in functions that it compiles itself and in
    /// calls of function pointers.
    pub(crate) const fn is_compiled_alike(self, ty: Type<'_>) -> bool {
        match self {
            Self::Riscv64 => riscv64::is_compiled_alike(ty),
            Self::Sysv64 | Self::Win64 | Self::Aapcs64(_) => true,
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

/// One step of a prepared call: the address of a stub and its operands, in bytes.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub(crate) struct Step {
    /// Address of the stub.
    code: usize,
    /// Offset of the argument's pointer among the argument pointers.
    argument: usize,
    /// Offset within the argument.
    offset: usize,
    /// Offset in the stack area.
    stack: usize,
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

/// What `"C"` means here. UEFI and Cygwin have the convention of Windows on x86-64; x32 (x86-64 with
/// 32-bit pointers) has other sizes than the descriptors; values are laid out in registers as here only
/// where the lowest byte comes first. RISC-V has double-precision registers on every target of these
/// systems; without a system it may have none, and stable Rust does not tell.
const TARGET: Option<Convention> = if cfg!(not(all(
    target_pointer_width = "64",
    target_endian = "little"
))) {
    None
} else if cfg!(target_arch = "x86_64") {
    if cfg!(any(windows, target_os = "uefi", target_os = "cygwin")) {
        Some(Convention::Win64)
    } else {
        Some(Convention::Sysv64)
    }
} else if cfg!(target_arch = "aarch64") {
    Some(Convention::Aapcs64(if cfg!(windows) {
        Variant::Windows
    } else if cfg!(target_vendor = "apple") {
        Variant::Apple
    } else {
        Variant::Standard
    }))
} else if cfg!(all(
    target_arch = "riscv64",
    any(
        target_os = "linux",
        target_os = "android",
        target_os = "freebsd",
        target_os = "netbsd",
        target_os = "openbsd"
    )
)) {
    Some(Convention::Riscv64)
} else {
    None
};
