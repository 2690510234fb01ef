//! Mistakes of compilers: signatures that have to differ, each with its reason.

use ffi_runtime::abi::Place;
use ffi_runtime::{CallInterface, Type};

use crate::toolchain::Toolchain;

/// A row of the table.
#[derive(Debug)]
pub struct KnownFailure {
    /// The compiler's family.
    pub family: &'static str,
    /// First major version without the mistake.
    pub fixed_in: u32,
    /// What it does wrong, and where that is recorded.
    pub reason: &'static str,
    /// Whether a signature meets it.
    pub applies: fn(&CallInterface) -> bool,
}

/// All known mistakes.
pub const KNOWN_FAILURES: &[KnownFailure] = &[KnownFailure {
    family: "clang",
    fixed_in: 18,
    reason: "an `__int128` argument that does not fit in registers is split between the last one \
             and the stack, and is aligned to 8 on the stack (LLVM's D86310 and D158169)",
    applies: has_int128_on_the_stack,
}];

impl KnownFailure {
    /// The row that a signature meets with a compiler.
    #[must_use]
    pub fn find(toolchain: &Toolchain, interface: &CallInterface) -> Option<&'static Self> {
        KNOWN_FAILURES.iter().find(|row| {
            row.family == toolchain.family
                && toolchain.major() < row.fixed_in
                && (row.applies)(interface)
        })
    }
}

fn has_int128_on_the_stack(interface: &CallInterface) -> bool {
    interface
        .arguments()
        .iter()
        .zip(interface.places())
        .any(|(ty, place)| {
            matches!(ty, Type::I128 | Type::U128) && matches!(place, Place::Stack { .. })
        })
}
