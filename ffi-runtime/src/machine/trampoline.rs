//! Trampolines: code that C can jump to, one for each slot, with the slot's data at a fixed distance.
//!
//! A trampoline makes the address of its slot, in a register that belongs to nobody at a call, and jumps
//! to the slot's entry (in `receive` or `receive_frame` of the convention). The first bank stands in the
//! program's own code, with its data ([`bank`](crate::machine::shared::bank)) among the program's variables;
//! further ones are copies of [`TEMPLATE`] with their data behind them. The code is that of the processor.

use crate::machine::processor::opaque::opaque;
use crate::machine::processor::trampoline as processor;
use crate::machine::shared::bank::{Refuse, TRAMPOLINE};
use crate::types::CodePointer;

pub(crate) use crate::machine::processor::trampoline::{TEMPLATE, synchronize};

/// The code of the first bank: its first trampoline.
pub(crate) fn first() -> *const u8 {
    // The padding that aligns the table is part of the routine.
    (processor::trampolines as *const u8)
        .map_addr(|address| address.next_multiple_of(processor::FIRST_ALIGN))
}

/// The code of a trampoline.
pub(crate) fn code(bank: *const u8, number: usize) -> CodePointer {
    let size = if bank == first() {
        processor::FIRST_TRAMPOLINE
    } else {
        TRAMPOLINE
    };
    let code = bank.wrapping_add(number * size);
    CodePointer::from_ptr(code.cast()).expect("a bank is not at address 0")
}

/// The address of a function that C or a trampoline may get. Rust code may call it too, by the type of
/// function pointer that the signature has: the compiler does not see which function it is.
pub(crate) fn entry(function: *const ()) -> CodePointer {
    let address = opaque(function);
    CodePointer::from_ptr(address.cast()).expect("a function is not at address 0")
}

/// The entry of a released slot.
pub(crate) fn refusing_entry<R: Refuse>() -> CodePointer {
    entry(processor::enter_refused::<R> as *const ())
}

#[cfg(all(test, not(miri)))]
mod tests {
    use super::*;

    #[test]
    fn template_is_what_the_assembler_makes_of_a_trampoline() {
        // SAFETY: the routine has so many bytes, and the code of a test is readable.
        let assembled =
            unsafe { (processor::tests::one_trampoline as *const [u8; TRAMPOLINE]).read() };
        assert_eq!(TEMPLATE, assembled);
    }
}
