//! Signatures in the notation of the tables: `i32, {f32 f32}, ...: f64 -> <i64 f64>`.
//!
//! `{a b}` is a struct, `<a b>` a union, `[a 3]` an array (as a field), `packed1{..}` and `align16{..}`
//! change an aggregate. What follows `...:` is variadic.

use std::iter::Peekable;
use std::str::Chars;

use crate::process::{Failure, Outcome};

/// A scalar, with its names in the notation and in C, its size, and whether it is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scalar {
    pub(super) name: &'static str,
    pub(super) c: &'static str,
    pub(super) size: usize,
    pub(super) kind: ScalarKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScalarKind {
    Bool,
    Integer,
    Float,
    /// A float of 16 bytes, of which so many have the value.
    Extended(usize),
    /// A vector in a register.
    Vector,
    /// A complex number, with parts of so many bytes, of which so many have the value.
    Complex(usize, usize),
}

const fn scalar(name: &'static str, c: &'static str, size: usize, kind: ScalarKind) -> Scalar {
    Scalar {
        name,
        c,
        size,
        kind,
    }
}

/// All of them. Size and alignment are the same, but for complex numbers, which are aligned as their parts are.
pub(super) const SCALARS: [Scalar; 22] = [
    scalar("bool", "_Bool", 1, ScalarKind::Bool),
    scalar("i8", "signed char", 1, ScalarKind::Integer),
    scalar("i16", "short", 2, ScalarKind::Integer),
    scalar("i32", "int", 4, ScalarKind::Integer),
    scalar("i64", "long long", 8, ScalarKind::Integer),
    scalar("i128", "__int128", 16, ScalarKind::Integer),
    scalar("u8", "unsigned char", 1, ScalarKind::Integer),
    scalar("u16", "unsigned short", 2, ScalarKind::Integer),
    scalar("u32", "unsigned int", 4, ScalarKind::Integer),
    scalar("u64", "unsigned long long", 8, ScalarKind::Integer),
    scalar("u128", "unsigned __int128", 16, ScalarKind::Integer),
    scalar("pointer", "void *", 8, ScalarKind::Integer),
    scalar("f32", "float", 4, ScalarKind::Float),
    scalar("f64", "double", 8, ScalarKind::Float),
    scalar("f80", "long double", 16, ScalarKind::Extended(10)),
    scalar("f128", "long double", 16, ScalarKind::Extended(16)),
    scalar("v64", "v64", 8, ScalarKind::Vector),
    scalar("v128", "v128", 16, ScalarKind::Vector),
    scalar("complex32", "float _Complex", 8, ScalarKind::Complex(4, 4)),
    scalar(
        "complex64",
        "double _Complex",
        16,
        ScalarKind::Complex(8, 8),
    ),
    scalar(
        "complex80",
        "long double _Complex",
        32,
        ScalarKind::Complex(16, 10),
    ),
    scalar(
        "complex128",
        "long double _Complex",
        32,
        ScalarKind::Complex(16, 16),
    ),
];

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Scalar(Scalar),
    Array(Box<Self>, usize),
    Aggregate(Aggregate),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Aggregate {
    pub(super) is_union: bool,
    /// Fields are aligned to no more than this.
    pub(super) packed: Option<usize>,
    /// The whole is aligned to no less than this.
    pub(super) align: Option<usize>,
    pub(super) fields: Vec<Type>,
}

/// A function.
#[derive(Clone, Debug)]
pub(super) struct Signature {
    /// How it is written.
    pub(super) text: String,
    pub(super) arguments: Vec<Type>,
    /// How many of them are named, if it is variadic.
    pub(super) fixed: Option<usize>,
    pub(super) result: Option<Type>,
}

/// A scalar somewhere in a type, or a part of one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leaf {
    pub(super) offset: usize,
    pub(super) size: usize,
}

impl Scalar {
    /// Bytes of each part, of which a complex number has two, and how many of them have the value.
    const fn part(&self) -> (usize, usize) {
        match self.kind {
            ScalarKind::Bool | ScalarKind::Integer | ScalarKind::Float | ScalarKind::Vector => {
                (self.size, self.size)
            }
            ScalarKind::Extended(value) => (self.size, value),
            ScalarKind::Complex(part, value) => (part, value),
        }
    }
}

impl Type {
    /// Size and alignment by C's rules.
    pub(super) fn layout(&self) -> (usize, usize) {
        match self {
            Self::Scalar(scalar) => (scalar.size, scalar.part().0),
            Self::Array(element, length) => {
                let (size, align) = element.layout();
                (size * length, align)
            }
            Self::Aggregate(aggregate) => {
                let (end, align) = aggregate.place(&mut |_, _| {});
                (end.next_multiple_of(align), align)
            }
        }
    }

    pub(super) fn size(&self) -> usize {
        self.layout().0
    }

    /// The scalars of a type; of a union, those of all members. They are cut where a double-word of the
    /// type ends, for the rest may be elsewhere.
    pub(super) fn leaves(&self) -> Vec<Leaf> {
        let mut leaves = Vec::new();
        self.collect(0, &mut leaves);
        leaves
    }

    fn collect(&self, offset: usize, leaves: &mut Vec<Leaf>) {
        match self {
            Self::Scalar(scalar) => {
                let (part, value) = scalar.part();
                for start in (offset..offset + scalar.size).step_by(part) {
                    let (mut offset, end) = (start, start + value);
                    while offset < end {
                        let next = end.min((offset + 1).next_multiple_of(8));
                        let size = next - offset;
                        leaves.push(Leaf { offset, size });
                        offset = next;
                    }
                }
            }
            Self::Array(element, length) => {
                for index in 0..*length {
                    element.collect(offset + index * element.size(), leaves);
                }
            }
            Self::Aggregate(aggregate) => {
                aggregate.place(&mut |field, start| field.collect(offset + start, leaves));
            }
        }
    }
}

impl Aggregate {
    /// Calls `each` with every field and its offset; the end of the last and the alignment.
    fn place(&self, each: &mut dyn FnMut(&Type, usize)) -> (usize, usize) {
        let (mut end, mut align) = (0, 1);
        for field in &self.fields {
            let (size, natural) = field.layout();
            let field_align = self.packed.map_or(natural, |limit| natural.min(limit));
            align = align.max(field_align);
            let start = if self.is_union {
                0
            } else {
                usize::next_multiple_of(end, field_align)
            };
            each(field, start);
            end = end.max(start + size);
        }
        (end, align.max(self.align.unwrap_or(1)))
    }
}

impl Signature {
    pub(super) fn parse(text: &str) -> Outcome<Self> {
        let wrong = |what: &str| Failure::new(format!("`{text}`: {what}"));
        let (arguments, result) = text
            .split_once("->")
            .ok_or_else(|| wrong("it has no `->`"))?;
        let mut types = Vec::new();
        let mut fixed = None;
        for argument in arguments.split(',').map(str::trim) {
            if argument.is_empty() {
                continue;
            }
            let argument = match argument.strip_prefix("...:") {
                Some(rest) => {
                    fixed = Some(types.len());
                    rest
                }
                None => argument,
            };
            types.push(parse_type(argument).ok_or_else(|| wrong(argument))?);
        }
        let result = match result.trim() {
            "void" => None,
            result => Some(parse_type(result).ok_or_else(|| wrong(result))?),
        };
        Ok(Self {
            text: text.to_owned(),
            arguments: types,
            fixed,
            result,
        })
    }

    /// Whether an aggregate without fields is in it.
    pub(super) fn has_empty(&self) -> bool {
        self.text.contains("{}") || self.text.contains("<>")
    }
}

fn parse_type(text: &str) -> Option<Type> {
    let mut characters = text.trim().chars().peekable();
    let ty = one(&mut characters)?;
    characters.next().is_none().then_some(ty)
}

fn one(text: &mut Peekable<Chars<'_>>) -> Option<Type> {
    let name = word(text);
    match text.peek() {
        Some('[') if name.is_empty() => {
            text.next();
            let element = one(text)?;
            let length = word(text).parse().ok()?;
            (text.next()? == ']').then(|| Type::Array(Box::new(element), length))
        }
        Some('{' | '<') => {
            let number = |prefix| name.strip_prefix(prefix).map(str::parse::<usize>);
            let packed = number("packed").transpose().ok()?;
            let align = number("align").transpose().ok()?;
            if packed.is_none() && align.is_none() && !name.is_empty() {
                return None;
            }
            let is_union = text.next()? == '<';
            let end = if is_union { '>' } else { '}' };
            let mut fields = Vec::new();
            loop {
                while text.next_if_eq(&' ').is_some() {}
                if text.next_if_eq(&end).is_some() {
                    break;
                }
                fields.push(one(text)?);
            }
            Some(Type::Aggregate(Aggregate {
                is_union,
                packed,
                align,
                fields,
            }))
        }
        _ => {
            let scalar = SCALARS.iter().find(|scalar| scalar.name == name)?;
            Some(Type::Scalar(*scalar))
        }
    }
}

fn word(text: &mut Peekable<Chars<'_>>) -> String {
    while text.next_if_eq(&' ').is_some() {}
    let mut word = String::new();
    while let Some(character) = text.next_if(char::is_ascii_alphanumeric) {
        word.push(character);
    }
    word
}
