//! The steps of a program: places become stubs and their operands.
//!
//! An interface with a step that has no stub (3, 5, 6 or 7 bytes in a register, a stack area over a page or
//! aligned past 16) has no program, and is called through `frame`.

use crate::abi::{Address, Extension, Piece, Place, Register, ResultPlace};
use crate::interface::{Compiled, Step};
use crate::machine::riscv64::program::{
    ADDRESS_STUBS, BOOL, COPY_STUB, FLOAT_AND_INTEGER, FLOAT_LOADS, FLOAT_STUBS, FLOATS,
    FURTHER_FLOAT_STUBS, FURTHER_INTEGER_STUBS, FURTHER_LOADS, FURTHER_STACK_STUBS,
    INTEGER_AND_FLOAT, INTEGER_STUBS, INTEGERS, LOADS, MEMORY_RESULT_STUB, NOTHING, RESERVE_STUB,
    SKIP_STUB, STACK_ADDRESS_STUB, STACK_STUBS, TWO_FLOATS, TWO_INTEGERS, last_step, step,
};
use crate::machine::riscv64::registers::Riscv64;
use crate::machine::shared::frame::{copy_offset, with_copies};
use crate::types::Type;
use crate::types::block::Filling;

/// The largest stack area that needs no probe, less what the routine itself takes.
const MAX_STACK: usize = 4096 - 64;

/// Bytes of XLEN bits.
const XLEN: u32 = 8;

/// The most steps that [`compile`] writes: two for each argument (its halves, or a copy and its address), and
/// those that reserve the stack area, load the address of the result, and end the program.
pub(crate) const fn most_steps(arguments: &[Type<'_>]) -> usize {
    2 * arguments.len() + 3
}

/// Writes the steps of a call of a signature; returns `None` if a step has no stub.
pub(crate) fn compile(signature: &Compiled<'_>, steps: &mut Filling<'_, Step>) -> Option<()> {
    let (size, align) = with_copies::<Riscv64>(signature.stack, signature.places);
    if size > MAX_STACK || align > 16 {
        return None;
    }
    if size > 0 {
        steps.push(step(RESERVE_STUB, size.next_multiple_of(16), 0, 0));
    }
    match signature.result_place {
        ResultPlace::Memory { .. } => steps.push(step(MEMORY_RESULT_STUB, 0, 0, 0)),
        ResultPlace::Nowhere | ResultPlace::Registers(_) => {}
    }
    let mut used = signature.stack.size;
    for place in signature.places {
        match place {
            Place::Nowhere => steps.push(step(SKIP_STUB, 0, 0, 0)),
            Place::Register(piece) => steps.push(first(*piece)?),
            Place::Registers(pieces) => match *pieces.as_slice() {
                [a, b] => {
                    steps.push(first(a)?);
                    steps.push(further(b)?);
                }
                [] | [_] | [_, _, _, ..] => return None,
            },
            Place::Stack {
                offset,
                size,
                extension,
            } => {
                let stub = STACK_STUBS + 2 * load((*size).min(XLEN), *extension)?;
                steps.push(step(stub, 0, 0, *offset as usize));
                if *size > XLEN {
                    steps.push(further_on_stack(*size - XLEN, offset + XLEN)?);
                }
            }
            Place::Split {
                piece,
                offset,
                size,
            } => {
                steps.push(first(*piece)?);
                steps.push(further_on_stack(*size, *offset)?);
            }
            Place::Reference {
                address,
                size,
                align,
            } => {
                let (copy, size) = (copy_offset(used, *align), *size as usize);
                used = copy + size;
                steps.push(step(COPY_STUB, 0, size, copy));
                steps.push(match address {
                    Address::Register(Register::Integer(number)) => {
                        step(ADDRESS_STUBS + usize::from(*number), 0, 0, 0)
                    }
                    Address::Register(Register::Float(_)) => return None,
                    Address::Stack(offset) => step(STACK_ADDRESS_STUB, 0, 0, *offset as usize),
                });
            }
        }
    }
    steps.push(finish(signature)?);
    Some(())
}

/// The load of a register with the first bytes of an argument.
fn first(piece: Piece) -> Option<Step> {
    let stub = match piece.register {
        Register::Integer(number) => {
            let load = load(piece.size.into(), piece.extension)?;
            INTEGER_STUBS + usize::from(number) * LOADS + load
        }
        Register::Float(number) => {
            FLOAT_STUBS + usize::from(number) * FLOAT_LOADS + float(piece.size)?
        }
    };
    (piece.offset == 0).then(|| step(stub, 0, 0, 0))
}

/// The load of a register with further bytes, which nothing extends but a NaN box.
fn further(piece: Piece) -> Option<Step> {
    let stub = match piece.register {
        Register::Integer(number) => {
            let load = integer(piece.size.into())?;
            FURTHER_INTEGER_STUBS + usize::from(number) * FURTHER_LOADS + load
        }
        Register::Float(number) => {
            FURTHER_FLOAT_STUBS + usize::from(number) * FLOAT_LOADS + float(piece.size)?
        }
    };
    Some(step(stub, 0, piece.offset as usize, 0))
}

/// The load of a stack word with the bytes of an argument after its first XLEN bits.
fn further_on_stack(size: u32, stack: u32) -> Option<Step> {
    let stub = FURTHER_STACK_STUBS + 2 * integer(size)?;
    Some(step(stub, 0, XLEN as usize, stack as usize))
}

/// The number of the load of first bytes among its kind.
const fn load(size: u32, extension: Extension) -> Option<usize> {
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

/// The number of the load of further bytes, or of the store of a result, among its kind.
const fn integer(size: u32) -> Option<usize> {
    match size {
        8 => Some(0),
        4 => Some(1),
        2 => Some(2),
        1 => Some(3),
        _ => None,
    }
}

/// The number of the load or store of a float among its kind.
const fn float(size: u8) -> Option<usize> {
    match size {
        8 => Some(0),
        4 => Some(1),
        _ => None,
    }
}

/// The step that calls and stores the result.
fn finish(signature: &Compiled<'_>) -> Option<Step> {
    if let Type::Bool = signature.result {
        return Some(last_step(BOOL, 0));
    }
    if signature.result_decoding.any() {
        return None;
    }
    let pieces = match signature.result_place {
        ResultPlace::Nowhere | ResultPlace::Memory { .. } => return Some(last_step(NOTHING, 0)),
        ResultPlace::Registers(pieces) => pieces,
    };
    let (stub, offset) = match *pieces.as_slice() {
        [Piece { offset: 1.., .. }, ..] => return None,
        [a] => match a.register {
            Register::Integer(_) => (INTEGERS + integer(a.size.into())?, 0),
            Register::Float(_) => (FLOATS + float(a.size)?, 0),
        },
        [a, b] => {
            let stub = match (a.register, b.register) {
                // The first is XLEN bits wide.
                (Register::Integer(_), Register::Integer(_)) => {
                    TWO_INTEGERS + integer(b.size.into())?
                }
                (Register::Integer(_), Register::Float(_)) => {
                    INTEGER_AND_FLOAT + integer(a.size.into())? * FLOAT_LOADS + float(b.size)?
                }
                (Register::Float(_), Register::Integer(_)) => {
                    FLOAT_AND_INTEGER + float(a.size)? * FURTHER_LOADS + integer(b.size.into())?
                }
                (Register::Float(_), Register::Float(_)) => {
                    TWO_FLOATS + float(a.size)? * FLOAT_LOADS + float(b.size)?
                }
            };
            (stub, b.offset)
        }
        [] | [_, _, _, ..] => return None,
    };
    Some(last_step(stub, offset as usize))
}
