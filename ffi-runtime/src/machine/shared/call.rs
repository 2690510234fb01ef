//! The part that typed calls of most conventions have in common: all arguments of a call in their places.

use crate::machine::shared::ConventionRegisters;
use crate::machine::shared::transfer::Word;
use crate::machine::shared::typed::Area;

/// All arguments of a call in their places.
#[derive(Debug)]
pub struct Arguments<R: ConventionRegisters, const WORDS: usize> {
    /// The arguments in registers.
    pub(crate) registers: R::Arguments,
    /// The words on the stack, from the lowest address up. A home space is the first of them, and undefined.
    pub(crate) stack: [Word; WORDS],
}

impl<R: ConventionRegisters, const WORDS: usize> Area for Arguments<R, WORDS> {
    type Registers = R::Arguments;

    #[inline(always)]
    fn new() -> Self {
        Self {
            registers: R::UNDEFINED,
            stack: [Word::uninit(); WORDS],
        }
    }

    #[inline(always)]
    fn parts(&mut self) -> (&mut R::Arguments, *mut u8) {
        (&mut self.registers, self.stack.as_mut_ptr().cast())
    }
}
