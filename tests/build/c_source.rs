//! The model as C: types, a table of their layouts, and one callee for each signature.

use std::fmt::Write;

use crate::model::{Aggregate, Kind, Layout, Model, Scalar, Shape};

/// A file to be written: its name and its text.
pub(crate) type File = (String, String);

/// Functions in one C file.
const CALLEES_IN_FILE: usize = 512;

/// All files of the C side. Those that end in `.c` are to be compiled.
pub(crate) fn files(model: &Model) -> Vec<File> {
    let mut files = vec![
        ("types.h".to_owned(), types_header(model)),
        ("types.c".to_owned(), types_source(model)),
    ];
    for (index, numbers) in (0..model.signatures.len())
        .collect::<Vec<_>>()
        .chunks(CALLEES_IN_FILE)
        .enumerate()
    {
        let mut text = "#include \"types.h\"\n".to_owned();
        for number in numbers {
            text += &callee(model, *number);
        }
        files.push((format!("callees_{index}.c"), text));
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

/// The element of an array of arrays, and how many there are in all; a value is one element.
fn flatten(shape: &Shape) -> (&Shape, usize) {
    match shape {
        Shape::Array(element, length) => {
            let (element, count) = flatten(element);
            (element, count * length)
        }
        Shape::Scalar(_) | Shape::Aggregate(_) => (shape, 1),
    }
}

fn dimensions(shape: &Shape) -> String {
    match shape {
        Shape::Array(element, length) => format!("[{length}]{}", dimensions(element)),
        Shape::Scalar(_) | Shape::Aggregate(_) => String::new(),
    }
}

fn types_header(model: &Model) -> String {
    let mut text = "#pragma once\n#include \"differential.h\"\n".to_owned();
    for (index, aggregate) in model.aggregates.iter().enumerate() {
        text += &definition(index, aggregate);
        let _ = writeln!(text, "void record_T{index}(const T{index} *value);");
        let _ = writeln!(
            text,
            "void fill_T{index}(T{index} *value, struct source *source);"
        );
    }
    text
}

fn definition(index: usize, aggregate: &Aggregate) -> String {
    let kind = keyword(aggregate.kind);
    let (before, attribute, after) = match aggregate.layout {
        Layout::Natural => (String::new(), String::new(), ""),
        Layout::Packed(1) => (String::new(), " __attribute__((packed))".to_owned(), ""),
        Layout::Packed(limit) => (
            format!("#pragma pack(push, {limit})\n"),
            String::new(),
            "#pragma pack(pop)\n",
        ),
        Layout::Aligned(align) => (
            String::new(),
            format!(" __attribute__((aligned({align})))"),
            "",
        ),
    };
    let mut fields = String::new();
    for (field, shape) in aggregate.fields.iter().enumerate() {
        let (element, _) = flatten(shape);
        let _ = write!(fields, "{} f{field}{}; ", name(element), dimensions(shape));
    }
    format!("{before}typedef {kind} T{index} {{ {fields}}}{attribute} T{index};\n{after}")
}

const fn keyword(kind: Kind) -> &'static str {
    match kind {
        Kind::Struct => "struct",
        Kind::Union => "union",
    }
}

fn types_source(model: &Model) -> String {
    let mut text = "#include \"types.h\"\n".to_owned();
    let mut layouts = String::new();
    for (index, aggregate) in model.aggregates.iter().enumerate() {
        let _ = write!(layouts, "sizeof(T{index}), _Alignof(T{index}), ");
        for field in 0..aggregate.fields.len() {
            let _ = write!(layouts, "offsetof(T{index}, f{field}), ");
        }
        let active = match aggregate.kind {
            Kind::Struct => 0..aggregate.fields.len(),
            Kind::Union => {
                let member = model.active_member(aggregate);
                member..member + 1
            }
        };
        let _ = writeln!(text, "void record_T{index}(const T{index} *value) {{");
        for field in active.clone() {
            text += &record_field(field, &aggregate.fields[field]);
        }
        let _ = writeln!(
            text,
            "}}\nvoid fill_T{index}(T{index} *value, struct source *source) {{"
        );
        for field in active {
            text += &fill_field(field, &aggregate.fields[field]);
        }
        text += "}\n";
    }
    let _ = writeln!(text, "const size_t ffi_layouts[] = {{ {layouts}}};");
    text
}

/// Elements are reached by bytes, since those of packed aggregates are not aligned.
fn record_field(field: usize, shape: &Shape) -> String {
    let (element, count) = flatten(shape);
    let place = format!("(const char *)value + offsetof(__typeof__(*value), f{field})");
    match element {
        Shape::Scalar(_) => format!("  ffi_record({place}, sizeof value->f{field});\n"),
        Shape::Array(..) | Shape::Aggregate(_) => {
            let name = name(element);
            format!(
                "  for (size_t i = 0; i < {count}; i++) {{ {name} element; \
                 memcpy(&element, {place} + i * sizeof element, sizeof element); \
                 record_{name}(&element); }}\n"
            )
        }
    }
}

fn fill_field(field: usize, shape: &Shape) -> String {
    let (element, count) = flatten(shape);
    let name = name(element);
    let place =
        format!("(char *)value + offsetof(__typeof__(*value), f{field}) + i * sizeof({name})");
    let fill = match element {
        Shape::Scalar(Scalar::Bool) => format!("ffi_fill_bool(source, {place});"),
        Shape::Scalar(_) => format!("ffi_fill(source, {place}, sizeof({name}));"),
        Shape::Array(..) | Shape::Aggregate(_) => format!(
            "{name} element; fill_{name}(&element, source); \
             memcpy({place}, &element, sizeof element);"
        ),
    };
    format!("  for (size_t i = 0; i < {count}; i++) {{ {fill} }}\n")
}

fn callee(model: &Model, number: usize) -> String {
    let signature = &model.signatures[number];
    let mut body = String::new();
    for (index, shape) in signature.arguments.iter().enumerate() {
        let name = name(shape);
        let record = match shape {
            Shape::Scalar(_) => format!("ffi_record(&a{index}, sizeof a{index})"),
            Shape::Array(..) | Shape::Aggregate(_) => format!("record_{name}(&a{index})"),
        };
        let _ = writeln!(
            body,
            "  ffi_argument(&a{index}, _Alignof({name})); {record};"
        );
    }
    if let Some(shape) = &signature.result {
        let name = name(shape);
        let fill = match shape {
            Shape::Scalar(Scalar::Bool) => "ffi_fill_bool(&source, &result)".to_owned(),
            Shape::Scalar(_) => "ffi_fill(&source, &result, sizeof result)".to_owned(),
            Shape::Array(..) | Shape::Aggregate(_) => format!("fill_{name}(&result, &source)"),
        };
        let _ = writeln!(
            body,
            "  struct source source = {{{number}, 0}}; {name} result; {fill}; return result;"
        );
    }
    format!(
        "{} {{\n  ffi_enter({number});\n{body}}}\n",
        prototype(model, number)
    )
}

/// How C declares a callee.
pub(crate) fn prototype(model: &Model, number: usize) -> String {
    let signature = &model.signatures[number];
    let arguments: Vec<_> = signature
        .arguments
        .iter()
        .enumerate()
        .map(|(index, shape)| format!("{} a{index}", name(shape)))
        .collect();
    let arguments = if arguments.is_empty() {
        "void".to_owned()
    } else {
        arguments.join(", ")
    };
    let result = signature.result.as_ref().map_or("void".to_owned(), name);
    format!("{result} f{number}({arguments})")
}
