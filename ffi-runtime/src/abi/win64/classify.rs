//! Classification: a type becomes a value of one slot, or a reference to a copy.
//!
//! The first four arguments have a register of either kind each, by their position; the others have a
//! stack slot. "A single argument is never spread across multiple registers."

use crate::abi::win64::{HOME_SPACE, INTEGER_REGISTERS};
use crate::abi::{
    Address, Extension, Piece, Pieces, Place, Register, ResultPlace, StackArea, layout,
};
use crate::types::Type;

/// The class of a type in this convention.
#[derive(Clone, Copy, Debug)]
enum Class {
    /// Passed "as if they were integers of the same size", of 1, 2, 4 or 8 bytes.
    Integer,
    /// `float` or `double`.
    Float,
    /// `__m128`, `__m128d` and `__m128i`, and `__int128`, which gcc and clang take for an `__m128i`.
    Vector,
    /// "Any argument that doesn't fit in 8 bytes, or isn't 1, 2, 4, or 8 bytes, must be passed by
    /// reference." One without bytes, which C++ and GNU C have, is among them.
    Reference,
}

/// Bytes of a slot.
const SLOT: usize = 8;

/// Positions that have registers.
const POSITIONS: usize = INTEGER_REGISTERS.len();

/// "The caller-allocated temporary memory must be 16-byte aligned."
const COPY_ALIGN: usize = 16;

/// The positions that are handed out so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Classifier {
    /// Position of the next argument; a pointer to the result has the first.
    position: usize,
    is_variadic: bool,
}

impl Classifier {
    /// Begins a signature with its result ("Return values").
    pub(crate) const fn new(result: Type<'_>, fixed: Option<usize>) -> (Self, ResultPlace) {
        let place = result_place(result);
        let position = match place {
            ResultPlace::Nowhere | ResultPlace::Registers(_) => 0,
            ResultPlace::Memory { .. } => 1,
        };
        let classifier = Self {
            position,
            is_variadic: fixed.is_some(),
        };
        (classifier, place)
    }

    /// Places the next argument ("Parameter passing").
    pub(crate) const fn argument(&mut self, ty: Type<'_>) -> Place {
        let position = self.position;
        self.position += 1;
        let class = class(ty);
        if position >= POSITIONS {
            // Later arguments are on the stack, after the home space: "maintaining 8-byte alignment for
            // each argument".
            return on_stack((position * SLOT) as u32, class, ty);
        }
        let integer = Register::Integer(position as u8);
        let float = Register::Float(position as u8);
        match class {
            Class::Integer => Place::Register(piece(integer, 0, layout::size(ty))),
            // "For vararg or unprototyped functions, any floating point values must be duplicated in the
            // corresponding general-purpose register." gcc leaves that out for named ones, so the float
            // register, which always has the value, is the one that is read last.
            Class::Float if self.is_variadic => {
                let mut pieces = Pieces::one(piece(integer, 0, layout::size(ty)));
                pieces.push(piece(float, 0, layout::size(ty)));
                pieces.into_place()
            }
            Class::Float => Place::Register(piece(float, 0, layout::size(ty))),
            Class::Vector | Class::Reference => reference(Address::Register(integer), ty),
        }
    }

    /// The home space, and the slots of the arguments after those of the registers.
    pub(crate) const fn stack(&self) -> StackArea {
        let slots = if self.position > POSITIONS {
            self.position
        } else {
            POSITIONS
        };
        StackArea {
            size: slots * SLOT,
            align: 16,
            home: HOME_SPACE,
        }
    }

    /// Positions that are taken, with their registers of both kinds.
    pub(crate) const fn integer_registers(&self) -> u8 {
        if self.position < POSITIONS {
            self.position as u8
        } else {
            POSITIONS as u8
        }
    }

    pub(crate) const fn float_registers(&self) -> u8 {
        self.integer_registers()
    }
}

const fn result_place(result: Type<'_>) -> ResultPlace {
    if layout::size(result) == 0 {
        // `void`, and an empty struct as gcc and rustc return it; clang returns that in memory.
        return ResultPlace::Nowhere;
    }
    match class(result) {
        Class::Integer => ResultPlace::Registers(Pieces::one(piece(
            Register::Integer(0),
            0,
            layout::size(result),
        ))),
        Class::Float => ResultPlace::Registers(Pieces::one(piece(
            Register::Float(0),
            0,
            layout::size(result),
        ))),
        // "Vector types such as `__m128` [...] are returned in XMM0."
        Class::Vector => {
            let mut pieces = Pieces::one(piece(Register::Float(0), 0, SLOT));
            pieces.push(piece(Register::Float(1), SLOT, SLOT));
            ResultPlace::Registers(pieces)
        }
        // "Otherwise, the caller must allocate memory for the return value and pass a pointer to it as
        // the first argument. [...] The same pointer must be returned by the callee in RAX."
        Class::Reference => ResultPlace::Memory {
            pointer: Register::Integer(0),
            returned: Some(Register::Integer(0)),
        },
    }
}

const fn on_stack(offset: u32, class: Class, ty: Type<'_>) -> Place {
    match class {
        Class::Integer | Class::Float => Place::Stack {
            offset,
            size: layout::size(ty) as u32,
            extension: EXTENSION,
        },
        Class::Vector | Class::Reference => reference(Address::Stack(offset), ty),
    }
}

const fn reference(address: Address, ty: Type<'_>) -> Place {
    let align = if layout::align(ty) > COPY_ALIGN {
        layout::align(ty)
    } else {
        COPY_ALIGN
    };
    Place::Reference {
        address,
        size: layout::size(ty) as u32,
        align: align as u32,
    }
}

/// "The callee can ignore the upper bits of the register", and "the state of unused bits in the value
/// returned in RAX or XMM0 is undefined". gcc widens narrow arguments to 32 bits, clang does not, and no
/// callee of gcc, clang or rustc relies on it.
const EXTENSION: Extension = Extension::None;

const fn piece(register: Register, offset: usize, size: usize) -> Piece {
    Piece {
        register,
        offset: offset as u32,
        size: size as u8,
        extension: EXTENSION,
        // No aggregate is in a float register, so there is one lane.
        lane: size as u8,
    }
}

const fn class(ty: Type<'_>) -> Class {
    match ty {
        Type::Bool
        | Type::I8
        | Type::I16
        | Type::I32
        | Type::I64
        | Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::Pointer => Class::Integer,
        Type::F32 | Type::F64 => Class::Float,
        // Refused in a signature: `__m64` is no type of Microsoft's compiler here.
        Type::V64 => Class::Integer,
        Type::I128 | Type::U128 | Type::V128 => Class::Vector,
        // "Any argument that doesn't fit in 8 bytes [...] must be passed by reference", and so gcc and clang pass
        // and return the `long double` of 16 bytes that they have beside Microsoft's of 8. (F128 is no type of a
        // signature here: it is refused.)
        Type::F80 | Type::F128 | Type::ComplexF80 => Class::Reference,
        // Whatever their members are.
        Type::Void | Type::Array(_) | Type::Struct(_) | Type::Union(_) => match layout::size(ty) {
            1 | 2 | 4 | 8 => Class::Integer,
            _ => Class::Reference,
        },
    }
}

#[cfg(test)]
#[path = "classify_tests.rs"]
mod tests;
