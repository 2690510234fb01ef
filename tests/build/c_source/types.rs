//! The types of the model as C: definitions, a table of their layouts, and for each type the functions
//! that fill it and write it down.

use std::fmt::Write;

use super::{fill_scalar, name, record_scalars};
use crate::model::{Aggregate, Kind, Layout, Model, Shape};

pub(super) fn header(model: &Model) -> String {
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

pub(super) fn source(model: &Model) -> String {
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
        Shape::Scalar(scalar) => format!("  {};\n", record_scalars(*scalar, &place, count)),
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
        Shape::Scalar(scalar) => format!("{};", fill_scalar(*scalar, "source", &place)),
        Shape::Array(..) | Shape::Aggregate(_) => format!(
            "{name} element; fill_{name}(&element, source); \
             memcpy({place}, &element, sizeof element);"
        ),
    };
    format!("  for (size_t i = 0; i < {count}; i++) {{ {fill} }}\n")
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
