//! Classification: the [classes](super::class) of a type's eightbytes become places.

use crate::abi::sysv64::class::{Class, EIGHTBYTE, classes, has_double, scalar_class};
use crate::abi::sysv64::{FLOAT_REGISTERS, INTEGER_REGISTERS, SSE_RESULTS, X87_BYTES};
use crate::abi::{Extension, Piece, Pieces, Place, Register, ResultPlace, StackArea, layout};
use crate::types::{Type, padding};

/// The registers and stack bytes that are handed out so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Classifier {
    integers: u8,
    floats: u8,
    stack: usize,
    stack_align: usize,
}

impl Classifier {
    const NONE: Self = Self {
        integers: 0,
        floats: 0,
        stack: 0,
        stack_align: 16, // psABI 3.2.2: the end of the argument area is aligned to 16.
    };

    /// Begins a signature with its result (psABI 3.2.3, "Returning of Values").
    pub(crate) const fn new(result: Type<'_>) -> (Self, ResultPlace) {
        let mut classifier = Self::NONE;
        if let Some(class) = scalar_class(result) {
            return (classifier, scalar_result(result, class));
        }
        if layout::size(result) == 0 {
            return (classifier, ResultPlace::Nowhere);
        }
        // "If the class is COMPLEX_X87, the real part of the value is returned in %st0 and the imaginary part in
        // %st1."
        if let Type::ComplexF80 = result {
            let mut pieces = Pieces::one(x87_piece(0));
            pieces.push(x87_piece(1));
            return (classifier, ResultPlace::Registers(pieces));
        }
        let classes = classes(result);
        if let Class::Memory = classes[0] {
            // Returning, 2: the caller passes the address of the result as if it were the first
            // argument, and gets it back in rax.
            classifier.integers = 1;
            let pointer = Register::Integer(0);
            let returned = Some(Register::Integer(0));
            return (classifier, ResultPlace::Memory { pointer, returned });
        }
        // A result has registers of its own, counted from the first.
        let mut registers = Self {
            integers: 0,
            floats: 0,
            ..classifier
        };
        (
            classifier,
            ResultPlace::Registers(Pieces::of(registers.take(result, classes))),
        )
    }

    /// As [`new`](Self::new). `put` gets the place of the result: it has two calls, so that a scalar's place is
    /// written to where it is kept, and not copied there.
    #[inline(always)]
    pub(crate) fn begin(result: Type<'_>, put: impl FnOnce(ResultPlace)) -> Self {
        if let Some(class) = scalar_class(result) {
            put(scalar_result(result, class));
            return Self::NONE;
        }
        let (classifier, place) = Self::new(result);
        put(place);
        classifier
    }

    /// Places the next argument (psABI 3.2.3, "Passing").
    pub(crate) const fn argument(&mut self, ty: Type<'_>) -> Place {
        if let Some(piece) = self.scalar(ty) {
            return Place::Register(piece);
        }
        if scalar_class(ty).is_some() {
            return self.push_eightbyte(ty);
        }
        if layout::size(ty) == 0 {
            return Place::Nowhere;
        }
        let classes = classes(ty);
        // Passing, 1, and 5: "If the class is X87, X87UP or COMPLEX_X87, it is passed in memory."
        if let Class::Memory | Class::X87 = classes[0] {
            return self.push(ty);
        }
        // "If there are no registers available for any eightbyte of an argument, the whole argument
        // is passed on the stack. If registers have already been assigned for some eightbytes of
        // such an argument, the assignments get reverted."
        let mut attempt = *self;
        let pieces = attempt.take(ty, classes);
        if attempt.integers as usize > INTEGER_REGISTERS.len()
            || attempt.floats as usize > FLOAT_REGISTERS.len()
        {
            return self.push(ty);
        }
        *self = attempt;
        match pieces {
            [Some(_), Some(_)] => Place::Registers(Pieces::of(pieces)),
            [Some(piece), None] | [None, Some(piece)] => Place::Register(piece),
            [None, None] => Place::Nowhere,
        }
    }

    /// Places the next argument if it is a scalar of one eightbyte and a register of its class is left.
    #[inline(always)]
    pub(crate) const fn scalar(&mut self, ty: Type<'_>) -> Option<Piece> {
        let (class, next, registers) = match scalar_class(ty) {
            Some(Class::Integer) => (Class::Integer, &mut self.integers, INTEGER_REGISTERS.len()),
            Some(Class::Sse) => (Class::Sse, &mut self.floats, FLOAT_REGISTERS.len()),
            Some(Class::NoClass | Class::SseUp | Class::X87 | Class::X87Up | Class::Memory)
            | None => return None,
        };
        if *next as usize == registers {
            return None;
        }
        *next += 1;
        Some(scalar_piece(ty, class, *next - 1))
    }

    pub(crate) const fn stack(&self) -> StackArea {
        StackArea {
            size: self.stack,
            align: self.stack_align,
            home: 0,
        }
    }

    pub(crate) const fn integer_registers(&self) -> u8 {
        self.integers
    }

    pub(crate) const fn float_registers(&self) -> u8 {
        self.floats
    }

    /// Assigns a register to each eightbyte that has a class (passing, 2 and 3).
    #[inline(always)]
    const fn take(&mut self, ty: Type<'_>, [first, second]: [Class; 2]) -> [Option<Piece>; 2] {
        // Passing, 3 and returning, 4: an eightbyte of class SSEUP is the next one of the vector register before it.
        if let Class::SseUp = second {
            self.floats += 1;
            return [Some(vector_piece(self.floats - 1)), None];
        }
        [self.piece(ty, 0, first), self.piece(ty, 1, second)]
    }

    #[inline(always)]
    const fn piece(&mut self, ty: Type<'_>, eightbyte: usize, class: Class) -> Option<Piece> {
        let (register, lane) = match class {
            Class::Integer => {
                self.integers += 1;
                (Register::Integer(self.integers - 1), 4)
            }
            Class::Sse => {
                self.floats += 1;
                let lane = if has_double(ty, eightbyte, 0) { 8 } else { 4 };
                (Register::Float(self.floats - 1), lane)
            }
            // Returning, 5: "If the class is X87, the value is returned on the X87 stack in %st0 as 80-bit x87
            // number."
            Class::X87 => return Some(x87_piece(0)),
            // Returning, 6: "If the class is X87UP, the value is returned together with the previous X87 value in
            // %st0."
            Class::X87Up | Class::SseUp | Class::NoClass | Class::Memory => return None,
        };
        let offset = eightbyte * EIGHTBYTE;
        let rest = layout::size(ty) - offset;
        Some(Piece {
            register,
            offset: offset as u32,
            size: if rest < EIGHTBYTE { rest } else { EIGHTBYTE } as u8,
            extension: extension(ty),
            lane,
        })
    }

    /// Puts a scalar of one eightbyte on the stack, as [`push`](Self::push) does.
    #[inline]
    const fn push_eightbyte(&mut self, ty: Type<'_>) -> Place {
        let offset = self.stack; // Whole eightbytes are there already.
        self.stack += EIGHTBYTE;
        Place::Stack {
            offset: offset as u32,
            size: layout::size(ty) as u32,
            extension: extension(ty),
        }
    }

    /// Puts a value on the stack, in the order of the arguments, at the alignment of its type and
    /// in whole eightbytes (passing, last paragraph, and 3.2.3 "Classification", last of scalars:
    /// `__int128` in memory is aligned to 16).
    const fn push(&mut self, ty: Type<'_>) -> Place {
        let align = if layout::align(ty) > EIGHTBYTE {
            layout::align(ty)
        } else {
            EIGHTBYTE
        };
        let offset = self.stack + padding(self.stack, align);
        self.stack = offset + layout::size(ty) + padding(layout::size(ty), EIGHTBYTE);
        if align > self.stack_align {
            self.stack_align = align;
        }
        Place::Stack {
            offset: offset as u32,
            size: layout::size(ty) as u32,
            extension: extension(ty),
        }
    }
}

/// A scalar of one eightbyte in a register of its class.
#[inline]
const fn scalar_piece(ty: Type<'_>, class: Class, number: u8) -> Piece {
    Piece {
        register: match class {
            Class::Sse => Register::Float(number),
            Class::NoClass
            | Class::Integer
            | Class::SseUp
            | Class::X87
            | Class::X87Up
            | Class::Memory => Register::Integer(number),
        },
        offset: 0,
        size: layout::size(ty) as u8,
        extension: extension(ty),
        lane: if let Type::F64 = ty { 8 } else { 4 },
    }
}

/// A result in an x87 register, of which the value is the first or the second part: its 10 bytes, without the
/// padding up to 16.
const fn x87_piece(part: u8) -> Piece {
    Piece {
        register: Register::Float(SSE_RESULTS + part),
        offset: part as u32 * 16,
        size: X87_BYTES,
        extension: Extension::None,
        lane: X87_BYTES,
    }
}

/// A vector register, all of which is the value.
const fn vector_piece(number: u8) -> Piece {
    let size = 2 * EIGHTBYTE as u8;
    Piece {
        register: Register::Float(number),
        offset: 0,
        size,
        extension: Extension::None,
        lane: size,
    }
}

/// The place of a result that is a scalar of one eightbyte: the first register of its class.
#[inline(always)]
const fn scalar_result(ty: Type<'_>, class: Class) -> ResultPlace {
    ResultPlace::Registers(Pieces::one(scalar_piece(ty, class, 0)))
}

/// How a scalar is widened. psABI 3.2.3 asks it for `_Bool` only; gcc and clang widen every narrow
/// integer to 32 bits, and clang's callees rely on it.
const fn extension(ty: Type<'_>) -> Extension {
    match ty {
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
    }
}
