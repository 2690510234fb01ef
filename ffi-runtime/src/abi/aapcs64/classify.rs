//! Classification: a type becomes registers by the counters NGRN and NSRN, or stack bytes by NSAA.

use crate::abi::aapcs64::homogeneous::{Hfa, hfa, natural_align};
use crate::abi::aapcs64::{ARGUMENT_REGISTERS, INDIRECT_RESULT, Variant};
use crate::abi::{
    Address, Extension, Piece, Pieces, Place, Register, ResultPlace, StackArea, layout,
};
use crate::types::{Type, padding};

/// The class of an argument by the rules, after stage B.
#[derive(Clone, Copy, Debug)]
pub(super) enum Class {
    /// Integral or pointer type of 8 bytes at most.
    Integral,
    /// `__int128`.
    Quad,
    /// Single-, double- or quad-precision, or a short vector.
    Float,
    /// Homogeneous floating-point aggregate.
    Hfa(Hfa),
    /// Another composite type, of 16 bytes at most.
    Composite,
    /// B.4: "A Composite Type that is larger than 16 bytes [...] is copied to memory allocated by the
    /// caller and the argument is replaced by a pointer to the copy."
    Reference,
}

/// Bytes of a double-word, in which registers and the stack are counted.
pub(super) const DOUBLE_WORD: usize = 8;

/// The largest composite type that is passed by value, unless it is homogeneous.
pub(super) const VALUE_LIMIT: usize = 16;

/// The counters of the rules.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Classifier {
    variant: Variant,
    /// The Next General-purpose Register Number.
    pub(super) ngrn: u8,
    /// The Next SIMD and Floating-point Register Number.
    nsrn: u8,
    /// The Next Stacked Argument Address, counted from the stack pointer.
    nsaa: usize,
    /// How many arguments are placed.
    index: usize,
    /// How many are named, if the function is variadic.
    fixed: Option<usize>,
}

impl Classifier {
    /// Stage A, and the result: "the same registers as would be used for such an argument", or memory.
    pub(crate) const fn new(
        variant: Variant,
        result: Type<'_>,
        fixed: Option<usize>,
    ) -> (Self, ResultPlace) {
        let classifier = Self {
            variant,
            ngrn: 0,
            nsrn: 0,
            nsaa: 0,
            index: 0,
            fixed,
        };
        let mut registers = classifier;
        let place = match registers.marshal(result) {
            Place::Nowhere => ResultPlace::Nowhere,
            Place::Register(piece) => ResultPlace::Registers(Pieces::one(piece)),
            Place::Registers(pieces) => ResultPlace::Registers(pieces),
            // "The address of the memory block shall be passed as an additional argument to the function
            // in x8 [...] (there is no requirement for the callee to preserve the value stored in x8)."
            Place::Reference { .. } => ResultPlace::Memory {
                pointer: INDIRECT_RESULT,
                returned: None,
            },
            Place::Stack { .. } | Place::Split { .. } => {
                panic!("a first argument is never on the stack")
            }
        };
        (classifier, place)
    }

    /// Places the next argument.
    pub(crate) const fn argument(&mut self, ty: Type<'_>) -> Place {
        let (is_variadic, is_anonymous) = match self.fixed {
            Some(fixed) => (true, self.index >= fixed),
            None => (false, false),
        };
        self.index += 1;
        match self.variant {
            // Apple, "Update code that passes arguments to variadic functions".
            Variant::Apple if is_anonymous => self.slots(ty),
            // Microsoft, "Addendum: Variadic functions"; it is about their named arguments too.
            Variant::Windows if is_variadic => self.imaginary(ty),
            // "A non-variadic subroutine can be considered to be identical to a variadic subroutine that
            // takes no optional arguments."
            Variant::Standard | Variant::Apple | Variant::Windows => self.marshal(ty),
        }
    }

    pub(crate) const fn stack(&self) -> StackArea {
        StackArea {
            size: self.nsaa + padding(self.nsaa, DOUBLE_WORD),
            align: 16, // "SP mod 16 = 0" at a public interface.
            home: 0,
        }
    }

    pub(crate) const fn integer_registers(&self) -> u8 {
        self.ngrn
    }

    pub(crate) const fn float_registers(&self) -> u8 {
        self.nsrn
    }

    /// Stage C.
    const fn marshal(&mut self, ty: Type<'_>) -> Place {
        if layout::size(ty) == 0 {
            return Place::Nowhere;
        }
        match class(ty) {
            Class::Float => {
                // C.1
                if self.nsrn < ARGUMENT_REGISTERS {
                    let piece = piece(Register::Float(self.nsrn), 0, layout::size(ty));
                    self.nsrn += 1;
                    return Place::Register(piece);
                }
                // C.5 and C.6
                self.push(ty)
            }
            Class::Hfa(Hfa { base, members, .. }) => {
                // C.2
                if self.nsrn as usize + members <= ARGUMENT_REGISTERS as usize {
                    let mut pieces = Pieces::NONE;
                    let mut member = 0;
                    while member < members {
                        pieces.push(piece(Register::Float(self.nsrn), member * base, base));
                        self.nsrn += 1;
                        member += 1;
                    }
                    return pieces.into_place();
                }
                // C.3, C.4 and C.6
                self.nsrn = ARGUMENT_REGISTERS;
                self.push(ty)
            }
            Class::Integral => {
                // C.9
                if self.ngrn < ARGUMENT_REGISTERS {
                    let piece = Piece {
                        extension: self.extension(ty),
                        ..piece(Register::Integer(self.ngrn), 0, layout::size(ty))
                    };
                    self.ngrn += 1;
                    return Place::Register(piece);
                }
                // C.16 and C.17; C.13 and C.14 change nothing.
                self.push(ty)
            }
            Class::Quad | Class::Composite => {
                // C.10. Apple drops the requirement.
                if let (Variant::Standard | Variant::Windows, 16) =
                    (self.variant, self.marshaling_align(ty))
                {
                    self.ngrn += self.ngrn % 2;
                }
                // C.11 and C.12
                let double_words = layout::size(ty).div_ceil(DOUBLE_WORD);
                if self.ngrn as usize + double_words <= ARGUMENT_REGISTERS as usize {
                    let pieces = self.take(layout::size(ty));
                    return pieces.into_place();
                }
                // C.13, C.14 and C.15 or C.17
                self.ngrn = ARGUMENT_REGISTERS;
                self.push(ty)
            }
            Class::Reference => self.refer(ty),
        }
    }

    /// Places the pointer of B.4, by C.9 or C.17.
    pub(super) const fn refer(&mut self, ty: Type<'_>) -> Place {
        let address = if self.ngrn < ARGUMENT_REGISTERS {
            self.ngrn += 1;
            Address::Register(Register::Integer(self.ngrn - 1))
        } else {
            Address::Stack(self.stacked(DOUBLE_WORD, DOUBLE_WORD))
        };
        reference(address, ty)
    }

    /// Copies so many bytes to consecutive general-purpose registers, of which there are enough.
    pub(super) const fn take(&mut self, size: usize) -> Pieces {
        let mut pieces = Pieces::NONE;
        let mut offset = 0;
        while offset < size {
            let rest = size - offset;
            let length = if rest < DOUBLE_WORD {
                rest
            } else {
                DOUBLE_WORD
            };
            pieces.push(piece(Register::Integer(self.ngrn), offset, length));
            self.ngrn += 1;
            offset += DOUBLE_WORD;
        }
        pieces
    }

    /// Copies a value to memory at the adjusted NSAA.
    const fn push(&mut self, ty: Type<'_>) -> Place {
        let rounded = layout::size(ty) + padding(layout::size(ty), DOUBLE_WORD);
        let (align, size) = match class(ty) {
            // C.4: "If the argument is [...] a Quad-precision Floating-point or short vector type then the NSAA is
            // rounded up to the larger of 8 or the Natural Alignment of the argument's type." So do the others with
            // their vectors; they have no such float.
            Class::Float if rounded > DOUBLE_WORD => (rounded, rounded),
            Class::Integral | Class::Float => match self.variant {
                // C.5, C.14 and C.16
                Variant::Standard | Variant::Windows => (DOUBLE_WORD, DOUBLE_WORD),
                // "Pass arguments to functions correctly": "Function arguments may consume slots on the
                // stack that are not multiples of 8 bytes."
                Variant::Apple => (layout::align(ty), layout::size(ty)),
            },
            Class::Hfa(Hfa { base, .. }) => match self.variant {
                // C.3 and C.4
                Variant::Standard => (self.marshaling_align(ty), rounded),
                // To clang of the others, an HFA is an array of its members.
                Variant::Windows => (slot_align(base), rounded),
                Variant::Apple => (base, layout::size(ty)),
            },
            // B.5 and C.14
            Class::Quad | Class::Composite | Class::Reference => {
                (self.marshaling_align(ty), rounded)
            }
        };
        Place::Stack {
            offset: self.stacked(align, size),
            size: layout::size(ty) as u32,
            // C.16: "the remaining bits were filled with unspecified values"; Apple's have none.
            extension: Extension::None,
        }
    }

    /// Takes so many bytes of the stack; where they are.
    pub(super) const fn stacked(&mut self, align: usize, size: usize) -> u32 {
        let offset = self.nsaa + padding(self.nsaa, align);
        self.nsaa = offset + size;
        offset as u32
    }

    /// The alignment that marshaling rules apply to: 8 or 16.
    ///
    /// B.6: "The alignment of the copy will have 8-byte alignment if its natural alignment is <= 8 and
    /// 16-byte alignment if its natural alignment is >= 16." clang of Apple and of Windows takes the
    /// alignment as it is adjusted instead.
    pub(super) const fn marshaling_align(&self, ty: Type<'_>) -> usize {
        let align = match self.variant {
            Variant::Standard => natural_align(ty),
            Variant::Apple | Variant::Windows => layout::align(ty),
        };
        if align >= 16 { 16 } else { DOUBLE_WORD }
    }

    /// "Any unused bits in the register have unspecified value": gcc and clang leave them, and their
    /// callees narrow. Apple: "The caller of a function is responsible for signing or zero-extending any
    /// argument with fewer than 32 bits", and clang's callees do the same with a result.
    const fn extension(&self, ty: Type<'_>) -> Extension {
        match self.variant {
            Variant::Standard | Variant::Windows => Extension::None,
            Variant::Apple => match ty {
                Type::Bool | Type::U8 | Type::U16 => Extension::Zero,
                Type::I8 | Type::I16 => Extension::Sign,
                Type::Void
                | Type::I32
                | Type::I64
                | Type::I128
                | Type::U32
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
            },
        }
    }
}

/// The alignment of a float, a short vector or a member of a homogeneous aggregate of so many bytes in slots of 8 bytes.
pub(super) const fn slot_align(size: usize) -> usize {
    if size > DOUBLE_WORD {
        size
    } else {
        DOUBLE_WORD
    }
}

/// A copy has the alignment of its type.
pub(super) const fn reference(address: Address, ty: Type<'_>) -> Place {
    Place::Reference {
        address,
        size: layout::size(ty) as u32,
        align: layout::align(ty) as u32,
    }
}

pub(super) const fn piece(register: Register, offset: usize, size: usize) -> Piece {
    Piece {
        register,
        offset: offset as u32,
        size: size as u8,
        extension: Extension::None,
        // Each member of an HFA has a register of its own.
        lane: size as u8,
    }
}

/// Stage B.
pub(super) const fn class(ty: Type<'_>) -> Class {
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
        | Type::Pointer => Class::Integral,
        Type::I128 | Type::U128 => Class::Quad,
        Type::F32 | Type::F64 | Type::F128 | Type::V64 | Type::V128 => Class::Float,
        // AArch64 has no such types: a signature with one is refused. They are placed as bytes of their sizes.
        Type::F80 => Class::Quad,
        Type::ComplexF80 => Class::Reference,
        Type::Void | Type::Array(_) | Type::Struct(_) | Type::Union(_) => match hfa(ty) {
            // B.3
            Some(hfa) => Class::Hfa(hfa),
            None if layout::size(ty) > VALUE_LIMIT => Class::Reference,
            None => Class::Composite,
        },
    }
}

#[cfg(test)]
#[path = "classify_tests.rs"]
mod tests;
