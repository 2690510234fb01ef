//! A step of a program: the form in which an interface keeps a call that was prepared.

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
