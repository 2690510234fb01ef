//! A step of a program: the form in which an interface keeps a call that was prepared.

use crate::abi::{Convention, Place, ResultPlace, StackArea};
use crate::types::Type;
use crate::types::block::Filling;
use crate::types::decoding::Decoding;

/// One step of a prepared call: the address of a stub and its operands, in bytes.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub(crate) struct Step {
    /// Address of the stub.
    pub(crate) code: usize,
    /// Offset of the argument's pointer among the argument pointers.
    pub(crate) argument: usize,
    /// Offset within the argument.
    pub(crate) offset: usize,
    /// Offset in the stack area.
    pub(crate) stack: usize,
}

/// A placed signature, to be compiled.
#[cfg_attr(
    not(all(
        target_pointer_width = "64",
        any(
            target_arch = "x86_64",
            target_arch = "aarch64",
            target_arch = "riscv64"
        )
    )),
    expect(dead_code, reason = "no convention runs on this target")
)]
pub(crate) struct Compiled<'a> {
    pub(crate) convention: Convention,
    pub(crate) result: Type<'a>,
    pub(crate) result_decoding: &'a Decoding,
    pub(crate) result_place: &'a ResultPlace,
    pub(crate) places: &'a [Place],
    pub(crate) stack: StackArea,
}

/// Compiles calls to steps. An interface keeps the steps; the stubs they jump to stand in `machine`, which the
/// caller of [`CallInterface::prepare_signature`](super::CallInterface::prepare_signature) names.
pub(crate) trait CompileSteps {
    /// The most steps of a call with these arguments by a convention.
    fn most_steps(convention: Convention, arguments: &[Type<'_>]) -> usize;

    /// Writes the call of a signature as a program; returns `None` if it has none, and is called through a
    /// frame.
    ///
    /// # Panics
    ///
    /// If `steps` has space for less than [`most_steps`](Self::most_steps).
    fn compile(signature: &Compiled<'_>, steps: &mut Filling<'_, Step>) -> Option<()>;
}
