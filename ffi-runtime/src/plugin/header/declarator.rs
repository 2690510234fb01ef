//! Types as C declares them: `const Frame *(*name)[4]`.
//!
//! A declaration of C is read from its name outwards, and so it is written: what stands around the name grows with each pointer
//! and array, and the type in front comes last.

use super::names::{identifier, is_identifier};
use crate::types::{Signature, Type, TypeReference};

/// The declaration of a name, or a type without one.
pub(super) fn declare(reference: &TypeReference, name: &str) -> String {
    around(reference, name.to_owned(), false)
}

fn around(reference: &TypeReference, name: String, is_const: bool) -> String {
    match reference {
        TypeReference::Descriptor(ty) => of_descriptor(ty, name, is_const),
        TypeReference::Number { name: ty, .. } => in_front(ty, &name, is_const),
        TypeReference::Named(ty) => in_front(&identifier(ty), &name, is_const),
        TypeReference::Opaque(ty) if is_identifier(ty) => in_front(ty, &name, is_const),
        TypeReference::Opaque("wchar_t") => in_front("wchar_t", &name, is_const),
        TypeReference::Opaque(_) => in_front("void", &name, is_const),
        TypeReference::Optional(inner) => around(inner, name, is_const),
        TypeReference::Pointer { to, is_mutable } => {
            let pointer = if is_const { "*const " } else { "*" };
            let pointer = format!("{pointer}{name}");
            let is_inside = matches!(to, TypeReference::Array { .. });
            let name = if is_inside {
                format!("({pointer})")
            } else {
                pointer
            };
            around(to, name, !is_mutable)
        }
        TypeReference::Array { element, length } => {
            // A length of zero is that of a flexible array member.
            let length = if *length == 0 {
                String::new()
            } else {
                length.to_string()
            };
            around(element, format!("{name}[{length}]"), is_const)
        }
        TypeReference::Function(signature) => {
            let inner = if is_const {
                format!("const {name}")
            } else {
                name
            };
            function(signature, &inner)
        }
    }
}

/// A pointer to a function.
pub(super) fn function(signature: &Signature, name: &str) -> String {
    let mut parameters: Vec<_> = signature
        .parameters
        .iter()
        .map(|parameter| declare(parameter, ""))
        .collect();
    if signature.is_variadic {
        parameters.push("...".to_owned());
    }
    if parameters.is_empty() {
        parameters.push("void".to_owned());
    }
    let convention = convention(signature.abi);
    let pointer = format!("({convention}*{name})({})", parameters.join(", "));
    around(&signature.result, pointer, false)
}

/// The attribute of a calling convention, as Rust names it.
pub(super) fn convention(abi: &str) -> &'static str {
    match abi.strip_suffix("-unwind").unwrap_or(abi) {
        "system" => "FFI_SYSTEM ",
        "sysv64" => "FFI_SYSV64 ",
        "win64" => "FFI_WIN64 ",
        _ => "",
    }
}

fn of_descriptor(ty: &Type<'static>, name: String, is_const: bool) -> String {
    let number = match ty {
        Type::Void => "void",
        Type::Bool => "bool",
        Type::I8 => "int8_t",
        Type::I16 => "int16_t",
        Type::I32 => "int32_t",
        Type::I64 => "int64_t",
        Type::I128 => "ffi_i128",
        Type::U8 => "uint8_t",
        Type::U16 => "uint16_t",
        Type::U32 => "uint32_t",
        Type::U64 => "uint64_t",
        Type::U128 => "ffi_u128",
        Type::F32 => "float",
        Type::F64 => "double",
        Type::F80 | Type::F128 => "long double",
        Type::ComplexF80 => "long double _Complex",
        Type::V64 => "ffi_v64",
        Type::V128 => "ffi_v128",
        Type::Pointer => return around(&TypeReference::TO_UNKNOWN, name, is_const),
        Type::Array(array) => {
            let name = format!("{name}[{}]", array.length);
            return of_descriptor(&array.element, name, is_const);
        }
        Type::Struct(aggregate) | Type::Union(aggregate) => {
            return in_front(&identifier(aggregate.name), &name, is_const);
        }
    };
    in_front(number, &name, is_const)
}

fn in_front(ty: &str, name: &str, is_const: bool) -> String {
    let constant = if is_const { "const " } else { "" };
    let space = if name.is_empty() { "" } else { " " };
    format!("{constant}{ty}{space}{name}")
}

#[cfg(test)]
mod tests {
    use super::declare;
    use crate::types::{Signature, Type, TypeReference};

    const BYTE: TypeReference = TypeReference::Descriptor(Type::U8);
    const FRAME: TypeReference = TypeReference::Named("Frame");

    const fn to(to: &'static TypeReference, is_mutable: bool) -> TypeReference {
        TypeReference::Pointer { to, is_mutable }
    }

    #[test]
    fn pointers_and_arrays() {
        const CONST: TypeReference = to(&FRAME, false);
        const DEEP: TypeReference = to(&CONST, false);
        const ARRAY: TypeReference = TypeReference::Array {
            element: &CONST,
            length: 4,
        };
        assert_eq!(declare(&BYTE, "x"), "uint8_t x");
        assert_eq!(declare(&CONST, "x"), "const Frame *x");
        assert_eq!(declare(&to(&CONST, true), "x"), "const Frame **x");
        assert_eq!(declare(&DEEP, ""), "const Frame *const *");
        assert_eq!(declare(&ARRAY, "x"), "const Frame *x[4]");
        assert_eq!(declare(&to(&ARRAY, true), "x"), "const Frame *(*x)[4]");
    }

    #[test]
    fn functions() {
        const SIGNATURE: Signature = Signature {
            abi: "C",
            parameters: &[BYTE, to(&FRAME, true)],
            is_variadic: true,
            result: TypeReference::Descriptor(Type::Void),
        };
        const FUNCTION: TypeReference = TypeReference::Function(&SIGNATURE);
        assert_eq!(declare(&FUNCTION, "f"), "void (*f)(uint8_t, Frame *, ...)");
        const GIVES: Signature = Signature {
            abi: "system",
            parameters: &[],
            is_variadic: false,
            result: FUNCTION,
        };
        let text = "void (*(FFI_SYSTEM *f)(void))(uint8_t, Frame *, ...)";
        assert_eq!(declare(&TypeReference::Function(&GIVES), "f"), text);
    }
}
