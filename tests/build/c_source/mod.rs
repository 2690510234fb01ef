//! The model as C: types, and for each signature one callee and the callers of a callback.

mod callees;
mod callers;
mod types;

use crate::model::{Model, Scalar, Shape};

pub(crate) use callees::prototype;

/// A file to be written: its name and its text.
pub(crate) type File = (String, String);

/// Signatures in one C file.
const SIGNATURES_IN_FILE: usize = 512;

/// All files of the C side. Those that end in `.c` are to be compiled.
pub(crate) fn files(model: &Model) -> Vec<File> {
    let mut files = vec![
        ("types.h".to_owned(), types::header(model)),
        ("types.c".to_owned(), types::source(model)),
    ];
    let numbers: Vec<_> = (0..model.signatures.len()).collect();
    let mut kinds = vec![("callees", callees::functions as fn(&Model, usize) -> String)];
    if model.suite.has_callbacks() {
        kinds.push(("callers", callers::functions));
    }
    for (index, numbers) in numbers.chunks(SIGNATURES_IN_FILE).enumerate() {
        for (kind, functions) in &kinds {
            let mut text = "#include \"types.h\"\n".to_owned();
            for number in numbers {
                text += &functions(model, *number);
            }
            files.push((format!("{kind}_{index}.c"), text));
        }
    }
    files
}

/// The name of a type that is no array.
fn name(shape: &Shape) -> String {
    match shape {
        Shape::Scalar(scalar) => scalar.c().to_owned(),
        Shape::Array(..) => unreachable!("an array is declared, not named"),
        Shape::Aggregate(id) => format!("T{}", id.0),
    }
}

/// The name of a type, or `void`.
fn result(shape: Option<&Shape>) -> String {
    shape.map_or("void".to_owned(), name)
}

/// Parameters in parentheses.
fn parameters(parameters: &[String]) -> String {
    if parameters.is_empty() {
        "(void)".to_owned()
    } else {
        format!("({})", parameters.join(", "))
    }
}

/// The expression that fills the value at `place` from the source at this address.
fn fill(shape: &Shape, source: &str, place: &str) -> String {
    match shape {
        Shape::Scalar(scalar) => fill_scalar(*scalar, source, place),
        Shape::Array(..) | Shape::Aggregate(_) => {
            format!("fill_{}({place}, {source})", name(shape))
        }
    }
}

/// As above for a scalar: each of its leaves, without what is padding.
fn fill_scalar(scalar: Scalar, source: &str, place: &str) -> String {
    let leaf = scalar.parts().unwrap_or(scalar);
    let count = scalar.size() / leaf.size();
    match leaf {
        Scalar::Bool => format!("ffi_fill_bool({source}, {place})"),
        _ => format!(
            "ffi_fill({source}, {place}, {count}, sizeof({}), {})",
            leaf.c(),
            value_bytes(leaf)
        ),
    }
}

/// The expression that writes down the leaves of the value at `place`.
fn record(shape: &Shape, place: &str) -> String {
    match shape {
        Shape::Scalar(scalar) => record_scalars(*scalar, place, 1),
        Shape::Array(..) | Shape::Aggregate(_) => format!("record_{}({place})", name(shape)),
    }
}

/// As above for so many scalars one after the other.
fn record_scalars(scalar: Scalar, place: &str, count: usize) -> String {
    let leaf = scalar.parts().unwrap_or(scalar);
    let count = count * (scalar.size() / leaf.size());
    format!(
        "ffi_record({place}, {count}, sizeof({}), {})",
        leaf.c(),
        value_bytes(leaf)
    )
}

/// How many bytes have the value of a leaf, in C.
fn value_bytes(leaf: Scalar) -> String {
    match leaf {
        Scalar::LongDouble => "LONG_DOUBLE_BYTES".to_owned(),
        _ => format!("sizeof({})", leaf.c()),
    }
}
