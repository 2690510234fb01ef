//! Classification: a type is flattened for the floating-point registers, or goes by its size to integer
//! registers, the stack, or memory.

use crate::abi::riscv64::ARGUMENT_REGISTERS;
use crate::abi::riscv64::flatten::{Flat, Real, flatten};
use crate::abi::{
    Address, Extension, Piece, Pieces, Place, Register, ResultPlace, StackArea, layout,
};
use crate::types::{Type, padding};

/// Bytes of XLEN bits.
const XLEN: usize = 8;

/// "The stack pointer shall be aligned to a 128-bit boundary upon procedure entry."
const STACK_ALIGN: usize = 16;

/// The registers and stack bytes that are handed out so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Classifier {
    integers: u8,
    floats: u8,
    stack: usize,
    /// How many arguments are placed.
    index: usize,
    /// How many are named, if the function is variadic.
    fixed: Option<usize>,
}

impl Classifier {
    /// Begins a signature with its result: "returned in the same manner as a first named argument of the
    /// same type would be passed".
    pub(crate) const fn new(result: Type<'_>, fixed: Option<usize>) -> (Self, ResultPlace) {
        let mut classifier = Self {
            integers: 0,
            floats: 0,
            stack: 0,
            index: 0,
            fixed,
        };
        let mut registers = classifier;
        let place = match registers.named(result) {
            Place::Nowhere => ResultPlace::Nowhere,
            Place::Register(piece) => ResultPlace::Registers(Pieces::one(piece)),
            Place::Registers(pieces) => ResultPlace::Registers(pieces),
            // "The caller allocates memory for the return value, and passes the address as an implicit
            // first parameter"; "there is no requirement that the address be returned".
            Place::Reference { .. } => {
                classifier.integers = 1;
                ResultPlace::Memory {
                    pointer: Register::Integer(0),
                    returned: None,
                }
            }
            Place::Stack { .. } | Place::Split { .. } => {
                panic!("a first argument is never on the stack")
            }
        };
        (classifier, place)
    }

    /// Places the next argument.
    pub(crate) const fn argument(&mut self, ty: Type<'_>) -> Place {
        let is_variadic = match self.fixed {
            Some(fixed) => self.index >= fixed,
            None => false,
        };
        self.index += 1;
        if is_variadic {
            self.variadic(ty)
        } else {
            self.named(ty)
        }
    }

    pub(crate) const fn stack(&self) -> StackArea {
        StackArea {
            size: self.stack,
            align: STACK_ALIGN,
            home: 0,
        }
    }

    pub(crate) const fn integer_registers(&self) -> u8 {
        self.integers
    }

    pub(crate) const fn float_registers(&self) -> u8 {
        self.floats
    }

    /// The hardware floating-point calling convention.
    const fn named(&mut self, ty: Type<'_>) -> Place {
        let (integers, floats) = match flatten(ty) {
            // "A real floating-point argument" and "a struct containing just one floating-point real".
            Flat::One(_) => (0, 1),
            // "A struct containing two floating-point reals" or "one floating-point real and one integer".
            Flat::Two(a, b) => {
                let floats = a.is_float as u8 + b.is_float as u8;
                (2 - floats, floats)
            }
            Flat::Other => return self.integer(ty),
        };
        if self.integers + integers > ARGUMENT_REGISTERS
            || self.floats + floats > ARGUMENT_REGISTERS
        {
            return self.integer(ty);
        }
        let pieces = match flatten(ty) {
            Flat::One(real) => Pieces::one(self.take_real(real)),
            Flat::Two(a, b) => {
                let mut pieces = Pieces::one(self.take_real(a));
                pieces.push(self.take_real(b));
                pieces
            }
            Flat::Other => Pieces::NONE,
        };
        pieces.into_place()
    }

    /// "Variadic arguments are passed according to the integer calling convention", with one exception.
    const fn variadic(&mut self, ty: Type<'_>) -> Place {
        // "Variadic arguments with 2xXLEN-bit alignment and size at most 2xXLEN bits are passed in an
        // aligned register pair, or on the stack by value if none is available. After a variadic argument
        // has been passed on the stack, all future arguments will also be passed on the stack."
        if layout::align(ty) == 2 * XLEN && layout::size(ty) <= 2 * XLEN {
            self.integers += self.integers % 2;
        }
        self.integer(ty)
    }

    /// The integer calling convention.
    const fn integer(&mut self, ty: Type<'_>) -> Place {
        let size = layout::size(ty);
        // "Empty structs or union arguments or return values are ignored by C compilers."
        if size == 0 {
            return Place::Nowhere;
        }
        let left = ARGUMENT_REGISTERS - self.integers;
        if size > 2 * XLEN {
            // "Aggregates larger than 2xXLEN bits are passed by reference and are replaced in the
            // argument list with the address."
            let address = if left > 0 {
                self.integers += 1;
                Address::Register(Register::Integer(self.integers - 1))
            } else {
                Address::Stack(self.stacked(XLEN, XLEN))
            };
            return Place::Reference {
                address,
                size: size as u32,
                align: layout::align(ty) as u32,
            };
        }
        if left == 0 {
            // "Aligned to the greater of the type alignment and XLEN bits, but never more than the stack
            // alignment."
            let align = match layout::align(ty) {
                ..=XLEN => XLEN,
                _ => STACK_ALIGN,
            };
            return Place::Stack {
                offset: self.stacked(align, size + padding(size, XLEN)),
                size: size as u32,
                extension: extension(ty),
            };
        }
        if size <= XLEN {
            return Place::Register(self.take_integer(0, size, extension(ty)));
        }
        // "Passed in a pair of registers; if only one register is available, the first XLEN bits are passed
        // in a register and the remaining bits are passed on the stack."
        let first = self.take_integer(0, XLEN, Extension::None);
        if left > 1 {
            let mut pieces = Pieces::one(first);
            pieces.push(self.take_integer(XLEN, size - XLEN, Extension::None));
            return pieces.into_place();
        }
        Place::Split {
            piece: first,
            offset: self.stacked(XLEN, XLEN),
            size: (size - XLEN) as u32,
        }
    }

    const fn take_real(&mut self, real: Real) -> Piece {
        if !real.is_float {
            // "If [...] the integer is narrower than XLEN bits, the remaining bits are unspecified."
            return self.take_integer(real.offset, real.size, Extension::None);
        }
        self.floats += 1;
        Piece {
            register: Register::Float(self.floats - 1),
            offset: real.offset as u32,
            size: real.size as u8,
            // "When a floating-point argument narrower than FLEN bits is passed in a floating-point
            // register, it is 1-extended (NaN-boxed) to FLEN bits."
            extension: if real.size < XLEN {
                Extension::NanBox
            } else {
                Extension::None
            },
            lane: real.size as u8,
        }
    }

    const fn take_integer(&mut self, offset: usize, size: usize, extension: Extension) -> Piece {
        self.integers += 1;
        Piece {
            register: Register::Integer(self.integers - 1),
            offset: offset as u32,
            size: size as u8,
            extension,
            lane: size as u8,
        }
    }

    /// Takes so many bytes of the stack; where they are.
    const fn stacked(&mut self, align: usize, size: usize) -> u32 {
        let offset = self.stack + padding(self.stack, align);
        self.stack = offset + size;
        offset as u32
    }
}

/// "When passed in registers or on the stack, integer scalars narrower than XLEN bits are widened according
/// to the sign of their type up to 32 bits, then sign-extended to XLEN bits. [...] Floating-point types
/// narrower than XLEN bits are widened to XLEN bits, with the upper bits undefined."
const fn extension(ty: Type<'_>) -> Extension {
    match ty {
        Type::Bool | Type::U8 | Type::U16 => Extension::Zero,
        Type::I8 | Type::I16 | Type::I32 | Type::U32 => Extension::Sign,
        Type::Void
        | Type::I64
        | Type::I128
        | Type::U64
        | Type::U128
        | Type::F32
        | Type::F64
        | Type::F80
        | Type::F128
        | Type::V64
        | Type::V128
        | Type::ComplexF80
        | Type::Pointer
        | Type::Array(_)
        | Type::Struct(_)
        | Type::Union(_) => Extension::None,
    }
}

#[cfg(test)]
#[path = "classify_tests.rs"]
mod tests;
