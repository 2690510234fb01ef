//! Classification: a type becomes the classes of its eightbytes, and these become places.

use crate::abi::sysv64::{FLOAT_REGISTERS, INTEGER_REGISTERS, SSE_RESULTS, X87_BYTES};
use crate::abi::{Extension, Piece, Pieces, Place, Register, ResultPlace, StackArea, layout};
use crate::types::{Type, padding};

/// Class of an eightbyte (psABI 3.2.3, "Classification"). The class of types that have no descriptor (SSEUP) is
/// absent, and so is COMPLEX_X87: it is the class of one type only, which has no eightbytes to merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::enum_variant_names, reason = "NO_CLASS is the standard's name")]
enum Class {
    NoClass,
    Integer,
    Sse,
    X87,
    X87Up,
    Memory,
}

/// Bytes of an eightbyte.
const EIGHTBYTE: usize = 8;

/// The largest aggregate that may travel in registers: two eightbytes (psABI 3.2.3, aggregates, 1
/// and 5 (c): a larger one is MEMORY unless it is a vector).
const REGISTER_LIMIT: usize = 2 * EIGHTBYTE;

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
            Some(Class::NoClass | Class::X87 | Class::X87Up | Class::Memory) | None => return None,
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
            Class::X87Up | Class::NoClass | Class::Memory => return None,
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

/// The class of a scalar of one eightbyte; none of a type that is classified by its eightbytes.
#[inline]
const fn scalar_class(ty: Type<'_>) -> Option<Class> {
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
        | Type::Pointer => Some(Class::Integer),
        Type::F32 | Type::F64 => Some(Class::Sse),
        Type::Void
        | Type::I128
        | Type::U128
        | Type::F80
        | Type::F128
        | Type::ComplexF80
        | Type::Array(_)
        | Type::Struct(_)
        | Type::Union(_) => None,
    }
}

/// A scalar of one eightbyte in a register of its class.
#[inline]
const fn scalar_piece(ty: Type<'_>, class: Class, number: u8) -> Piece {
    Piece {
        register: match class {
            Class::Sse => Register::Float(number),
            Class::NoClass | Class::Integer | Class::X87 | Class::X87Up | Class::Memory => {
                Register::Integer(number)
            }
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
        | Type::ComplexF80
        | Type::Pointer
        | Type::Array(_)
        | Type::Struct(_)
        | Type::Union(_) => Extension::None,
    }
}

/// Whether an `f64` stands in an eightbyte; one of class SSE without it holds `f32` lanes. It makes
/// no difference to the ABI, but two lanes are joined faster as floats than as an integer.
const fn has_double(ty: Type<'_>, eightbyte: usize, offset: usize) -> bool {
    match ty {
        Type::F64 => offset / EIGHTBYTE == eightbyte,
        Type::Void
        | Type::Bool
        | Type::I8
        | Type::I16
        | Type::I32
        | Type::I64
        | Type::I128
        | Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::U128
        | Type::F32
        | Type::F80
        | Type::F128
        | Type::ComplexF80
        | Type::Pointer => false,
        Type::Array(array) => {
            let mut index = 0;
            while index < array.length && layout::size(array.element) > 0 {
                let element = offset + index * layout::size(array.element);
                if has_double(array.element, eightbyte, element) {
                    return true;
                }
                index += 1;
            }
            false
        }
        Type::Struct(aggregate) | Type::Union(aggregate) => {
            let mut index = 0;
            while index < aggregate.fields.len() {
                let field = &aggregate.fields[index];
                let start = offset + field.offset;
                let found = match field.ty {
                    Type::F64 => start / EIGHTBYTE == eightbyte,
                    Type::Array(_) | Type::Struct(_) | Type::Union(_) => {
                        has_double(field.ty, eightbyte, start)
                    }
                    Type::Void
                    | Type::Bool
                    | Type::I8
                    | Type::I16
                    | Type::I32
                    | Type::I64
                    | Type::I128
                    | Type::U8
                    | Type::U16
                    | Type::U32
                    | Type::U64
                    | Type::U128
                    | Type::F32
                    | Type::F80
                    | Type::F128
                    | Type::ComplexF80
                    | Type::Pointer => false,
                };
                if found {
                    return true;
                }
                index += 1;
            }
            false
        }
    }
}

/// The classes of a type's eightbytes; `[Memory, Memory]` if it is passed in memory.
///
/// Compilers disagree about an array of packed structs whose later elements are unaligned: clang and
/// this code follow the standard to MEMORY, gcc 12 looks at the first element only and may use
/// registers.
const fn classes(ty: Type<'_>) -> [Class; 2] {
    if layout::size(ty) > REGISTER_LIMIT {
        return [Class::Memory; 2];
    }
    let classes = merge_type([Class::NoClass; 2], ty, 0);
    match classes {
        // Aggregates, 5 (a): if one class is MEMORY, the whole argument is.
        [Class::Memory, _] | [_, Class::Memory] => [Class::Memory; 2],
        [Class::X87, Class::X87Up] => classes,
        // Aggregates, 5 (b): "If X87UP is not preceded by X87, the whole argument is passed in memory." No field of
        // a C type gives the second half of an X87 value another class and leaves the first as it is.
        [_, Class::X87Up] | [Class::X87 | Class::X87Up, _] | [_, Class::X87] => [Class::Memory; 2],
        [
            Class::NoClass | Class::Integer | Class::Sse,
            Class::NoClass | Class::Integer | Class::Sse,
        ] => classes,
    }
}

/// Merges the classes of a type that stands at `offset` into those found so far.
const fn merge_type(mut classes: [Class; 2], ty: Type<'_>, offset: usize) -> [Class; 2] {
    match ty {
        Type::Void => classes,
        // Scalars: INTEGER.
        Type::Bool
        | Type::I8
        | Type::I16
        | Type::I32
        | Type::I64
        | Type::I128
        | Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::U128
        | Type::F128 // Refused in a signature; as that many bytes it has a place.
        | Type::Pointer => merge_scalar(classes, Class::Integer, ty, offset),
        // Scalars: SSE.
        Type::F32 | Type::F64 => merge_scalar(classes, Class::Sse, ty, offset),
        // Scalars: "The 64-bit mantissa of arguments of type long double belongs to class X87, the 16-bit exponent
        // plus 6 bytes of padding belongs to class X87UP."
        Type::F80 => {
            if padding(offset, layout::align(ty)) != 0 {
                return [Class::Memory; 2];
            }
            let [first, second] = classes;
            [merge(first, Class::X87), merge(second, Class::X87Up)]
        }
        // Scalars: "A variable of type complex long double is classified as type COMPLEX_X87", which is passed in
        // memory.
        Type::ComplexF80 => [Class::Memory; 2],
        Type::Array(array) => {
            let mut index = 0;
            while index < array.length && layout::size(array.element) > 0 {
                let element = offset + index * layout::size(array.element);
                classes = merge_type(classes, array.element, element);
                index += 1;
            }
            classes
        }
        // Aggregates, 3 and 4: each field is classified recursively and merged in its eightbyte.
        Type::Struct(aggregate) | Type::Union(aggregate) => {
            let mut index = 0;
            while index < aggregate.fields.len() {
                let field = &aggregate.fields[index];
                let start = offset + field.offset;
                // As `merge_type` does, which need not be called for most fields.
                classes = match scalar_class(field.ty) {
                    Some(class) => merge_scalar(classes, class, field.ty, start),
                    None => merge_type(classes, field.ty, start),
                };
                index += 1;
            }
            classes
        }
    }
}

/// Merges the class of a scalar into those of the eightbytes that it stands in.
#[inline(always)]
const fn merge_scalar(
    [first, second]: [Class; 2],
    class: Class,
    ty: Type<'_>,
    offset: usize,
) -> [Class; 2] {
    if padding(offset, layout::align(ty)) != 0 {
        // Aggregates, 1: one with unaligned fields has class MEMORY.
        return [Class::Memory; 2];
    }
    let in_first = offset < EIGHTBYTE;
    let in_second = offset + layout::size(ty) > EIGHTBYTE;
    [
        if in_first { merge(first, class) } else { first },
        if in_second {
            merge(second, class)
        } else {
            second
        },
    ]
}

/// The merge of two classes (psABI 3.2.3, aggregates, 4).
const fn merge(a: Class, b: Class) -> Class {
    match (a, b) {
        // (a) Equal classes stay, and (b) NO_CLASS gives way.
        (Class::NoClass, other) | (other, Class::NoClass) => other,
        (Class::X87, Class::X87) => Class::X87,
        (Class::X87Up, Class::X87Up) => Class::X87Up,
        // (c) MEMORY wins.
        (
            Class::Memory,
            Class::Memory | Class::Integer | Class::Sse | Class::X87 | Class::X87Up,
        )
        | (Class::Integer | Class::Sse | Class::X87 | Class::X87Up, Class::Memory) => Class::Memory,
        // (d) INTEGER wins.
        (Class::Integer, Class::Integer | Class::Sse | Class::X87 | Class::X87Up)
        | (Class::Sse | Class::X87 | Class::X87Up, Class::Integer) => Class::Integer,
        // (e) "If one of the classes is X87, X87UP, COMPLEX_X87 class, MEMORY is used as class."
        (Class::X87, Class::Sse | Class::X87Up)
        | (Class::X87Up, Class::Sse | Class::X87)
        | (Class::Sse, Class::X87 | Class::X87Up) => Class::Memory,
        // (f) Otherwise SSE.
        (Class::Sse, Class::Sse) => Class::Sse,
    }
}
