//! What the typed calls of rooms have in common: all arguments of a call in their places.

use crate::abi::room::Room;
use crate::call::transfer::Word;
use crate::call::typed::Area;

/// All arguments of a call in their places.
#[derive(Debug)]
pub struct Arguments<R: Room, const WORDS: usize> {
    /// Those in registers.
    pub(crate) registers: R::Arguments,
    /// Those on the stack, from the lowest address up. A home space is the first of them, and undefined.
    pub(crate) stack: [Word; WORDS],
}

impl<R: Room, const WORDS: usize> Area for Arguments<R, WORDS> {
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
