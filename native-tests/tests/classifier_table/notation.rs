//! Signatures and places in few words: the tables' notation, read and written.

use std::iter::Peekable;
use std::str::Chars;

use ffi_runtime::{OwnedType, StructBuilder, Type};

/// A signature as a table writes it.
pub(crate) struct Signature {
    pub(crate) arguments: Vec<OwnedType>,
    /// How many arguments are named, if it is variadic.
    pub(crate) fixed: Option<usize>,
    pub(crate) result: OwnedType,
}

/// Reads `i32, {f32 f32}, ...: f64 -> f64`. Types are written `i32`, `{i64 f64}`, `<f32 i32>` (a union),
/// `[u8 9]` (an array, as a field), `packed1{u8 i32}` and `align32{i64}`.
pub(crate) fn signature(text: &str) -> Signature {
    let (arguments, result) = text.split_once("->").expect("a result");
    let read = |text: &str| {
        let mut characters = text.trim().chars().peekable();
        let ty = one(&mut characters);
        assert_eq!(characters.next(), None, "after the type in `{text}`");
        ty.ty
    };
    let mut signature = Signature {
        arguments: Vec::new(),
        fixed: None,
        result: read(result),
    };
    for argument in arguments.split(',').map(str::trim) {
        if argument.is_empty() {
            continue;
        }
        let variadic = argument.strip_prefix("...:");
        if variadic.is_some() {
            signature.fixed = Some(signature.arguments.len());
        }
        signature.arguments.push(read(variadic.unwrap_or(argument)));
    }
    signature
}

/// A type with the size and the alignment that it has where the conventions are, which may be others than those
/// of the host.
struct Laid {
    ty: OwnedType,
    size: usize,
    align: usize,
}

fn one(text: &mut Peekable<Chars<'_>>) -> Laid {
    let name = word(text);
    let builder = match text.peek() {
        Some('[') => {
            text.next();
            let element = one(text);
            let length = word(text).parse().expect("a length");
            assert_eq!(text.next(), Some(']'));
            return Laid {
                ty: OwnedType::array(element.ty, length).expect("an array"),
                size: element.size * length,
                align: element.align,
            };
        }
        Some('{') => StructBuilder::new("Struct"),
        Some('<') => StructBuilder::union("Union"),
        _ if name.starts_with("complex") && name != "complex80" => return complex(&name),
        _ => {
            let scalar = scalar(&name);
            let size = size(scalar);
            return Laid {
                ty: scalar.into(),
                size,
                align: size.clamp(1, 16),
            };
        }
    };
    let number = |digits: &str| digits.parse().expect("a power of two");
    match (name.strip_prefix("packed"), name.strip_prefix("align")) {
        (Some(limit), _) => aggregate(builder, text, number(limit), 1),
        (None, Some(align)) => aggregate(builder, text, usize::MAX, number(align)),
        (None, None) => aggregate(builder, text, usize::MAX, 1),
    }
}

/// A complex number that is passed as a struct of its parts: all but those of the x87.
fn complex(name: &str) -> Laid {
    let part = match name {
        "complex32" => Type::F32,
        "complex64" => Type::F64,
        "complex128" => Type::F128,
        _ => panic!("`{name}` is no type of the table"),
    };
    let builder = StructBuilder::new(name).field_at("re", 0, part);
    let builder = builder.field_at("im", part.size(), part);
    let (size, align) = (2 * part.size(), part.size());
    let ty = builder.size(size).align(align).build();
    Laid {
        ty: ty.expect("a struct"),
        size,
        align,
    }
}

/// An aggregate whose fields are aligned to at most `limit`, and the whole to at least `align`.
fn aggregate(
    mut builder: StructBuilder,
    text: &mut Peekable<Chars<'_>>,
    limit: usize,
    mut align: usize,
) -> Laid {
    let is_union = text.next() == Some('<');
    let (mut end, mut size) = (0usize, 0);
    for index in 0.. {
        while text.next_if_eq(&' ').is_some() {}
        if text.next_if(|end| matches!(end, '}' | '>')).is_some() {
            break;
        }
        let field = one(text);
        let field_align = field.align.min(limit);
        let offset = if is_union {
            0
        } else {
            end.next_multiple_of(field_align)
        };
        end = offset + field.size;
        size = size.max(end);
        align = align.max(field_align);
        builder = builder.field_at(&format!("f{index}"), offset, field.ty);
    }
    if limit != usize::MAX {
        builder = builder.packed(limit);
    }
    let size = size.next_multiple_of(align);
    let ty = builder
        .size(size)
        .align(align)
        .build()
        .expect("an aggregate");
    Laid { ty, size, align }
}

/// The size of a type in the conventions, which all have pointers of 8 bytes.
pub(crate) fn size(ty: Type<'_>) -> usize {
    match ty {
        Type::Pointer => 8,
        Type::Array(array) => size(array.element) * array.length,
        ty => ty.size(),
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

fn scalar(name: &str) -> Type<'static> {
    match name {
        "void" => Type::Void,
        "bool" => Type::Bool,
        "i8" => Type::I8,
        "i16" => Type::I16,
        "i32" => Type::I32,
        "i64" => Type::I64,
        "i128" => Type::I128,
        "u8" => Type::U8,
        "u16" => Type::U16,
        "u32" => Type::U32,
        "u64" => Type::U64,
        "u128" => Type::U128,
        "f32" => Type::F32,
        "f64" => Type::F64,
        "f80" => Type::F80,
        "f128" => Type::F128,
        "v64" => Type::V64,
        "v128" => Type::V128,
        "complex80" => Type::ComplexF80,
        "pointer" => Type::Pointer,
        _ => panic!("`{name}` is no type of the table"),
    }
}

/// The places of an `explain()`, without what is the same in every line: those of the arguments,
/// that of the result, and the stack area.
pub(crate) fn places(explained: &str) -> (String, String, String) {
    let mut arguments = Vec::new();
    let (mut result, mut stack) = (String::new(), String::new());
    for line in explained.lines().skip(1) {
        let (subject, rest) = line.split_once(": ").expect("a subject");
        if subject == "stack" {
            rest.clone_into(&mut stack);
            continue;
        }
        let (_, place) = rest.split_once(") ").expect("a type with its size");
        let place = place
            .replace("in memory of the caller, its address in ", "memory ")
            .replace("on the stack at ", "stack ")
            .replace("bytes ", "")
            .replace("in ", "");
        if subject == "result" {
            result = place;
        } else {
            arguments.push(place);
        }
    }
    (arguments.join("; "), result, stack)
}
