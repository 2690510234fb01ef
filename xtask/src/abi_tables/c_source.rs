//! The C side of a table: for each signature a caller that passes on what it finds behind a pointer,
//! and for a result in memory a callee that returns it.

use std::fmt::Write;

use super::signature::{Aggregate, ScalarKind, Signature, Type};

/// Where the argument of a number is, from the pointer that a caller gets.
pub(super) const STRIDE: u64 = 512;

/// Where the result goes.
pub(super) const RESULT: u64 = 60 * STRIDE;

/// The types of vectors, by their names in the notation.
const VECTORS: &str = "typedef float v64 __attribute__((vector_size(8)));\n\
                       typedef float v128 __attribute__((vector_size(16)));\n";

/// The translation unit of these signatures.
pub(super) fn write(signatures: &[Signature]) -> String {
    let mut types = Types::default();
    let mut functions = String::new();
    for (number, signature) in signatures.iter().enumerate() {
        function(&mut functions, &mut types, number, signature);
    }
    format!("{VECTORS}{}\n{functions}", types.text)
}

#[derive(Default)]
struct Types {
    text: String,
    names: Vec<Aggregate>,
}

impl Types {
    /// The C name of a type.
    fn name(&mut self, ty: &Type) -> String {
        match ty {
            Type::Scalar(scalar) => scalar.c.to_owned(),
            Type::Aggregate(aggregate) => self.aggregate(aggregate),
            Type::Array(..) => unreachable!("an array is a field"),
        }
    }

    fn aggregate(&mut self, aggregate: &Aggregate) -> String {
        if let Some(number) = self.names.iter().position(|known| known == aggregate) {
            return format!("T{number}");
        }
        let mut fields = String::new();
        for (index, field) in aggregate.fields.iter().enumerate() {
            let (mut element, mut dimensions) = (field, String::new());
            while let Type::Array(inner, length) = element {
                let _ = write!(dimensions, "[{length}]");
                element = inner;
            }
            let name = self.name(element);
            let _ = write!(fields, "{name} f{index}{dimensions}; ");
        }
        let name = format!("T{}", self.names.len());
        self.names.push(aggregate.clone());
        let kind = if aggregate.is_union {
            "union"
        } else {
            "struct"
        };
        let align = match aggregate.align {
            Some(align) => format!("__attribute__((aligned({align}))) "),
            None => String::new(),
        };
        let declaration = format!("typedef {kind} {align}{{ {fields}}} {name};");
        let (size, align) = Type::Aggregate(aggregate.clone()).layout();
        let _ = match aggregate.packed {
            Some(limit) => writeln!(
                self.text,
                "#pragma pack(push, {limit})\n{declaration}\n#pragma pack(pop)"
            ),
            None => writeln!(self.text, "{declaration}"),
        };
        let _ = writeln!(
            self.text,
            "_Static_assert(sizeof({name}) == {size} && _Alignof({name}) == {align}, \"{name}\");"
        );
        name
    }
}

fn function(text: &mut String, types: &mut Types, number: usize, signature: &Signature) {
    let mut parameters: Vec<_> = signature
        .arguments
        .iter()
        .map(|ty| types.name(ty))
        .collect();
    let values: Vec<_> = signature
        .arguments
        .iter()
        .enumerate()
        .map(|(index, ty)| value(types, ty, index as u64 * STRIDE))
        .collect();
    if let Some(fixed) = signature.fixed {
        parameters.truncate(fixed);
        parameters.push("...".to_owned());
    }
    if parameters.is_empty() {
        parameters.push("void".to_owned());
    }
    let result = signature.result.as_ref();
    let result_name = result.map_or("void".to_owned(), |ty| types.name(ty));
    let keep = match result {
        None => String::new(),
        // As wide as it goes: does the caller extend it, or trust the callee to have done so?
        Some(Type::Scalar(scalar)) if scalar.kind == ScalarKind::Integer && scalar.size < 8 => {
            format!("*(volatile long long *)(p + {RESULT}) = ")
        }
        Some(_) => format!("*({result_name} *)(p + {RESULT}) = "),
    };
    let parameters = parameters.join(", ");
    let values = values.join(", ");
    let _ = writeln!(
        text,
        "extern {result_name} callee_{number}({parameters});\n\
         void caller_{number}(char *p) {{ {keep}callee_{number}({values}); }}"
    );
    let may_be_in_memory = match result {
        Some(Type::Aggregate(_)) => true,
        Some(Type::Scalar(scalar)) => {
            matches!(
                scalar.kind,
                ScalarKind::Extended(_) | ScalarKind::Vector | ScalarKind::Complex(..)
            )
        }
        Some(Type::Array(..)) | None => false,
    };
    if may_be_in_memory {
        let _ = writeln!(
            text,
            "{result_name} returner_{number}(const {result_name} *p) {{ return *p; }}"
        );
    }
}

/// An expression for the argument at an offset. Of a narrow integer the bits above it are not known to
/// the compiler, so that it extends it only if the convention asks for it.
fn value(types: &mut Types, ty: &Type, offset: u64) -> String {
    let name = types.name(ty);
    match ty {
        Type::Scalar(scalar) if scalar.kind == ScalarKind::Integer && scalar.size < 8 => {
            format!("({name})*(volatile unsigned long long *)(p + {offset})")
        }
        Type::Scalar(_) | Type::Array(..) | Type::Aggregate(_) => {
            format!("*({name} *)(p + {offset})")
        }
    }
}
