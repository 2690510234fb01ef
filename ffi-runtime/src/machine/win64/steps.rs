//! The steps of a program: places become stubs and their operands.
//!
//! An interface with a step that has no stub (an argument without bytes, a `bool` inside a result, a stack area
//! over a page or aligned past 16) has no program, and is called through `frame`.

use core::ffi::c_void;

use crate::abi::win64::HOME_SPACE;
use crate::abi::{Address, Piece, Place, Register, ResultPlace};
use crate::interface::{Compiled, Step};
use crate::machine::shared::frame::{copy_offset, with_copies};
use crate::machine::win64::program::{
    ADDRESS_STUBS, BOOL, COPY_3_STUB, COPY_8_STUB, COPY_16_STUB, COPY_24_STUB, COPY_STUB,
    FINISH_STUBS, FLOAT_LOADS, FLOAT_STUBS, FLOATS, INTEGER_STUBS, INTEGERS, LOADS,
    MEMORY_RESULT_STUB, NOTHING, RESERVE_STUB, STACK_ADDRESS_STUB, STACK_STUBS, VECTOR, step,
};
use crate::machine::win64::registers::Win64;
use crate::types::Type;
use crate::types::block::Filling;

/// The largest stack area that needs no probe, less what the routine itself takes.
const MAX_STACK: usize = 4096 - 64;

/// The most steps that [`compile`] writes: two for each argument (a copy and its address, or both registers of a
/// float), and those that reserve the stack area, load the address of the result, and end the program.
pub(crate) const fn most_steps(arguments: &[Type<'_>]) -> usize {
    2 * arguments.len() + 3
}

/// Writes the steps of a call of a signature; returns `None` if a step has no stub.
pub(crate) fn compile(signature: &Compiled<'_>, steps: &mut Filling<'_, Step>) -> Option<()> {
    let (size, align) = with_copies::<Win64>(signature.stack, signature.places);
    if size > MAX_STACK || align > 16 {
        return None;
    }
    if size > HOME_SPACE {
        let reserve = size.next_multiple_of(16) - HOME_SPACE;
        steps.push(step(RESERVE_STUB, reserve, 0, 0));
    }
    let first = match signature.result_place {
        ResultPlace::Memory { .. } => {
            steps.push(step(MEMORY_RESULT_STUB, 0, 0, 0));
            1
        }
        ResultPlace::Nowhere | ResultPlace::Registers(_) => 0,
    };
    let mut used = signature.stack.size;
    for (position, place) in (first..).zip(signature.places) {
        match place {
            Place::Register(piece) => steps.push(register_step(position, *piece)?),
            Place::Registers(pieces) => {
                for piece in pieces.as_slice() {
                    steps.push(register_step(position, *piece)?);
                }
            }
            Place::Stack { offset, size, .. } => {
                let slot = slot(position, *offset)?;
                steps.push(step(STACK_STUBS + load(*size)?, slot, 0, 0));
            }
            Place::Reference {
                address,
                size,
                align,
            } => {
                let (copy, size) = (copy_offset(used, *align), *size as usize);
                used = copy + size;
                let pointer = position * size_of::<*const c_void>();
                steps.push(step(copying(size)?, pointer, size, copy));
                steps.push(match address {
                    Address::Register(Register::Integer(number)) => {
                        step(ADDRESS_STUBS + usize::from(*number), 0, 0, 0)
                    }
                    Address::Register(Register::Float(_)) => return None,
                    Address::Stack(offset) => {
                        step(STACK_ADDRESS_STUB, slot(position, *offset)?, 0, 0)
                    }
                });
            }
            // Win64 gives every argument a place, and splits none.
            Place::Nowhere | Place::Split { .. } => return None,
        }
    }
    steps.push(step(FINISH_STUBS + finish(signature)?, 0, 0, 0));
    Some(())
}

/// A load of a register. Its stub finds the argument by the position, which is the number of the register.
fn register_step(position: usize, piece: Piece) -> Option<Step> {
    let (number, stub) = match piece.register {
        Register::Integer(number) => {
            let number = usize::from(number);
            (
                number,
                INTEGER_STUBS + number * LOADS + load(piece.size.into())?,
            )
        }
        Register::Float(number) => {
            let number = usize::from(number);
            (
                number,
                FLOAT_STUBS + number * FLOAT_LOADS + float_load(piece.size)?,
            )
        }
    };
    (number == position && piece.offset == 0).then(|| step(stub, 0, 0, 0))
}

/// The offset of a position's slot, which its argument's pointer has too.
fn slot(position: usize, offset: u32) -> Option<usize> {
    let offset = offset as usize;
    (offset == position * size_of::<*const c_void>()).then_some(offset)
}

/// The number of the load of an integer, or of the store of one, among its kind.
const fn load(size: u32) -> Option<usize> {
    match size {
        8 => Some(0),
        4 => Some(1),
        2 => Some(2),
        1 => Some(3),
        _ => None,
    }
}

/// The number of the load of a float, or of the store of one, among its kind.
const fn float_load(size: u8) -> Option<usize> {
    match size {
        8 => Some(0),
        4 => Some(1),
        _ => None,
    }
}

/// The number of the stub that copies so many bytes, which are never 1, 2, 4 or 8.
const fn copying(size: usize) -> Option<usize> {
    match size {
        3 => Some(COPY_3_STUB),
        4..=8 => Some(COPY_8_STUB),
        9..=16 => Some(COPY_16_STUB),
        24 => Some(COPY_24_STUB),
        17.. => Some(COPY_STUB),
        0..=2 => None,
    }
}

/// The number of the stub that calls and stores the result.
const fn finish(signature: &Compiled<'_>) -> Option<usize> {
    if let Type::Bool = signature.result {
        return Some(BOOL);
    }
    if signature.result_decoding.any() {
        return None;
    }
    let pieces = match signature.result_place {
        ResultPlace::Nowhere | ResultPlace::Memory { .. } => return Some(NOTHING),
        ResultPlace::Registers(pieces) => pieces,
    };
    match *pieces.as_slice() {
        [Piece { register, size, .. }] => match register {
            Register::Integer(_) => match load(size as u32) {
                Some(store) => Some(INTEGERS + store),
                None => None,
            },
            Register::Float(_) => match float_load(size) {
                Some(store) => Some(FLOATS + store),
                None => None,
            },
        },
        // The halves of xmm0.
        [_, _] => Some(VECTOR),
        [] | [_, _, _, ..] => None,
    }
}
