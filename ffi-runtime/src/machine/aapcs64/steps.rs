//! The steps of a program: places become stubs and their operands.
//!
//! An interface with a step that has no stub (a value of 3, 5, 6 or 7 bytes, a stack area over a page
//! or aligned past 16) has no program, and is called through `frame`.

use core::ffi::c_void;

use crate::abi::{Address, Extension, Piece, Place, Register, ResultPlace};
use crate::interface::{Compiled, Step};
use crate::machine::aapcs64::program::{
    ADDRESS_STUBS, BOOL, COPY_STUB, DOUBLES, FLOAT_STUBS, INTEGER_STUBS, LOADS, MEMORY_RESULT_STUB,
    NOTHING, RESERVE_STUB, SINGLES, STACK_ADDRESS_STUB, STACK_STUBS, WORDS, last_step, step,
};
use crate::machine::aapcs64::registers::Framed;
use crate::machine::shared::frame::{copy_offset, with_copies};
use crate::types::Type;
use crate::types::block::Filling;

/// The largest stack area that needs no probe, less what the routine itself takes.
const MAX_STACK: usize = 4096 - 64;

/// The most steps that [`compile`] writes: four for an aggregate (a copy and its address, or the members of a
/// homogeneous one), one for each double-word of another argument, and those that reserve the stack area, load
/// the address of the result, and end the program.
pub(crate) fn most_steps(arguments: &[Type<'_>]) -> usize {
    let moves = arguments.iter().map(|ty| match ty.aggregate() {
        Some(_) => 4,
        None => ty.size().div_ceil(8),
    });
    moves.sum::<usize>() + 3
}

/// Writes the steps of a call of a signature; returns `None` if a step has no stub.
pub(crate) fn compile(signature: &Compiled<'_>, steps: &mut Filling<'_, Step>) -> Option<()> {
    let places = signature.places;
    let (size, align) = with_copies::<Framed>(signature.stack, places);
    if size > MAX_STACK || align > 16 {
        return None;
    }
    if size > 0 {
        steps.push(step(RESERVE_STUB, size.next_multiple_of(16), 0, 0));
    }
    // The stubs of the stack use registers that carry no arguments; still, they come first.
    memory_steps(signature, steps)?;
    let mut used = signature.stack.size;
    for (index, place) in places.iter().enumerate() {
        let argument = index * size_of::<*const c_void>();
        match place {
            Place::Nowhere | Place::Stack { .. } => {}
            Place::Register(piece) => steps.push(register_step(argument, *piece)?),
            Place::Registers(pieces) => {
                for piece in pieces.as_slice() {
                    steps.push(register_step(argument, *piece)?);
                }
            }
            Place::Split { .. } => return None,
            Place::Reference {
                address,
                size,
                align,
            } => {
                let copy = copy_offset(used, *align);
                used = copy + *size as usize;
                match address {
                    Address::Register(Register::Integer(number)) => {
                        steps.push(step(ADDRESS_STUBS + usize::from(*number), 0, 0, copy));
                    }
                    Address::Register(Register::Float(_)) => return None,
                    Address::Stack(_) => {}
                }
            }
        }
    }
    match signature.result_place {
        ResultPlace::Memory { .. } => steps.push(step(MEMORY_RESULT_STUB, 0, 0, 0)),
        ResultPlace::Nowhere | ResultPlace::Registers(_) => {}
    }
    steps.push(last_step(finish(signature)?));
    Some(())
}

/// Stores stack arguments, copies those that are passed by reference, and stores addresses of copies.
fn memory_steps(signature: &Compiled<'_>, steps: &mut Filling<'_, Step>) -> Option<()> {
    let mut used = signature.stack.size;
    for (index, place) in signature.places.iter().enumerate() {
        let argument = index * size_of::<*const c_void>();
        match place {
            Place::Nowhere | Place::Register(_) | Place::Registers(_) => {}
            Place::Stack {
                offset,
                size,
                extension: Extension::None,
            } => stack_steps(steps, argument, *offset, *size)?,
            Place::Stack { .. } | Place::Split { .. } => return None,
            Place::Reference {
                address,
                size,
                align,
            } => {
                let (copy, size) = (copy_offset(used, *align), *size as usize);
                used = copy + size;
                steps.push(step(COPY_STUB, argument, size, copy));
                match address {
                    Address::Register(_) => {}
                    Address::Stack(offset) => {
                        steps.push(step(STACK_ADDRESS_STUB, 0, *offset as usize, copy));
                    }
                }
            }
        }
    }
    Some(())
}

fn register_step(argument: usize, piece: Piece) -> Option<Step> {
    let stub = match (piece.register, piece.size) {
        (Register::Integer(number), size) => {
            INTEGER_STUBS + usize::from(number) * LOADS + load(size, piece.extension)?
        }
        (Register::Float(number), 8) => FLOAT_STUBS + usize::from(number) * 2,
        (Register::Float(number), 4) => FLOAT_STUBS + usize::from(number) * 2 + 1,
        (Register::Float(_), _) => return None,
    };
    Some(step(stub, argument, piece.offset as usize, 0))
}

/// Stack arguments are stored exactly as wide as they are: Apple's have neighbours.
fn stack_steps(
    steps: &mut Filling<'_, Step>,
    argument: usize,
    stack: u32,
    size: u32,
) -> Option<()> {
    let mut offset = 0;
    while offset < size {
        let stub = match size - offset {
            8.. => 0,
            4 => 1,
            2 => 2,
            1 => 3,
            _ => return None,
        };
        let target = (stack + offset) as usize;
        steps.push(step(STACK_STUBS + stub, argument, offset as usize, target));
        offset += 8;
    }
    Some(())
}

/// Number of the load among its kind.
const fn load(size: u8, extension: Extension) -> Option<usize> {
    match (size, extension) {
        (8, _) => Some(0),
        (4, _) => Some(1),
        (2, Extension::Sign) => Some(2),
        (1, Extension::Sign) => Some(3),
        (2, Extension::Zero | Extension::None) => Some(4),
        (1, Extension::Zero | Extension::None) => Some(5),
        (_, Extension::None | Extension::Zero | Extension::Sign | Extension::NanBox) => None,
    }
}

/// Number of the stub that calls and stores the result.
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
    let pieces = pieces.as_slice();
    let Some(last) = pieces.last() else {
        return Some(NOTHING);
    };
    let more = pieces.len() - 1;
    match (last.register, last.size) {
        (Register::Float(_), 4) => Some(SINGLES + more),
        (Register::Float(_), 8) => Some(DOUBLES + more),
        (Register::Integer(_), 8) => Some(WORDS + 5 * more),
        (Register::Integer(_), 4) => Some(WORDS + 5 * more + 1),
        (Register::Integer(_), 2) => Some(WORDS + 5 * more + 2),
        (Register::Integer(_), 1) => Some(WORDS + 5 * more + 3),
        (Register::Integer(_) | Register::Float(_), _) => None,
    }
}
