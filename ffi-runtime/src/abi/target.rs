//! The conventions of the target that this crate is compiled for.

use crate::abi::{Convention, Variant};

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
            Self::Sysv64 | Self::Win64 => {
                cfg!(all(target_arch = "x86_64", target_pointer_width = "64"))
            }
            Self::Aapcs64(variant) => {
                matches!(TARGET, Some(Self::Aapcs64(own)) if own as u8 == variant as u8)
            }
            Self::Riscv64 => matches!(TARGET, Some(Self::Riscv64)),
        }
    }
}

/// The convention that `"C"` means here, if it is one of this crate. UEFI and Cygwin have the convention of
/// Windows on x86-64; x32 (x86-64 with 32-bit pointers) has other sizes than the descriptors; values are laid
/// out in registers as here only where the lowest byte comes first. RISC-V has double-precision registers on
/// every target of these systems; without a system it may have none, and stable Rust does not tell.
pub(crate) const TARGET: Option<Convention> = if cfg!(not(all(
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
