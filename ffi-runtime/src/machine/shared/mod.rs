//! The parts that all conventions have in common: files with the names of theirs, with the code that is the same
//! in each, and the contract between assembly and its callers (`typed` for calls, `signature` for callbacks).
//!
//! [`ConventionRegisters`] is what this code sees of a convention whose assembly runs here.

#[cfg(all(
    target_pointer_width = "64",
    any(
        target_arch = "x86_64",
        target_arch = "aarch64",
        target_arch = "riscv64"
    )
))]
pub(crate) mod bank;
pub(crate) mod call;
pub(crate) mod frame;
pub(crate) mod low;
pub(crate) mod receive;
pub(crate) mod receive_frame;
pub(crate) mod signature;
pub(crate) mod transfer;
pub(crate) mod typed;
#[cfg(all(
    target_pointer_width = "64",
    any(
        target_arch = "x86_64",
        target_arch = "aarch64",
        target_arch = "riscv64"
    )
))]
pub(crate) mod words;

use crate::abi::Convention;
use crate::machine::shared::transfer::RegisterFile;

/// The registers of a convention, as frames hold them. A convention implements it for its
/// [`Rules`](crate::machine::shared::typed::Rules).
pub trait ConventionRegisters: Sized + 'static {
    /// The convention; where it has variants, the one of this target.
    const CONVENTION: Convention;

    /// Whether few signatures need this set of registers, beside another one of the convention. The code for their
    /// calls is kept apart then, so that the compiler inlines that of the others.
    const IS_RARE: bool = false;

    /// The registers that carry arguments.
    type Arguments: RegisterFile;

    /// All of them undefined.
    const UNDEFINED: Self::Arguments;

    /// The registers that carry results.
    type Results: RegisterFile;

    /// All of them zero. Where they go through memory, a whole word is stored at once, as it is loaded.
    const ZERO: Self::Results;
}

/// Declares `unwound`, a function that a panic may pass through, beside assembly that names it.
///
/// LLVM puts the unwind information of assembly into the section that the functions of the same unit need:
/// `.eh_frame` if a panic may pass through one of them, and `.debug_frame`, which no panic looks into, if
/// there are others only. A unit may have no function beside the assembly but the constructor that
/// AddressSanitizer adds, which is one of those.
macro_rules! declare_unwound {
    () => {
        #[inline(never)]
        extern "C" fn unwound() {}
    };
}
pub(crate) use declare_unwound;
