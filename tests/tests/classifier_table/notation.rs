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
        ty
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

fn one(text: &mut Peekable<Chars<'_>>) -> OwnedType {
    let name = word(text);
    let builder = match text.peek() {
        Some('[') => {
            text.next();
            let element = one(text);
            let length = word(text).parse().expect("a length");
            assert_eq!(text.next(), Some(']'));
            return OwnedType::array(element, length).expect("an array");
        }
        Some('{') => StructBuilder::new("Struct"),
        Some('<') => StructBuilder::union("Union"),
        _ => return scalar(&name).into(),
    };
    let number = |digits: &str| digits.parse().expect("a power of two");
    let builder = match (name.strip_prefix("packed"), name.strip_prefix("align")) {
        (Some(limit), _) => builder.packed(number(limit)),
        (None, Some(align)) => builder.align(number(align)),
        (None, None) => builder,
    };
    aggregate(builder, text)
}

fn aggregate(mut builder: StructBuilder, text: &mut Peekable<Chars<'_>>) -> OwnedType {
    text.next();
    for index in 0.. {
        while text.next_if_eq(&' ').is_some() {}
        if text.next_if(|end| matches!(end, '}' | '>')).is_some() {
            break;
        }
        builder = builder.field(&format!("f{index}"), one(text));
    }
    builder.build().expect("an aggregate")
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
