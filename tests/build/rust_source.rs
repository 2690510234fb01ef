//! The model as Rust: derived types, declared methods, and for each method one driver that calls it.

use std::fmt::Write;

use crate::model::{Aggregate, Convention, Kind, Layout, Model, Shape};

/// Methods of one declared library.
const METHODS_IN_LIBRARY: usize = 128;

/// The module that the differential test includes.
pub(crate) fn module(model: &Model) -> String {
    let mut text = format!(
        "/// The seed of everything here.\npub(crate) const SEED: u64 = {:#x};\n\n",
        model.seed
    );
    for (index, aggregate) in model.aggregates.iter().enumerate() {
        text += &definition(index, aggregate);
    }
    text += "pub(crate) static AGGREGATES: &[Type<'static>] = &[\n";
    for index in 0..model.aggregates.len() {
        let _ = writeln!(text, "    T{index}::TYPE,");
    }
    text += "];\n\n";
    let libraries = model.signatures.len().div_ceil(METHODS_IN_LIBRARY);
    for library in 0..libraries {
        text += &declaration(model, library);
    }
    text += &libraries_struct(libraries);
    let mut table = String::new();
    for number in 0..model.signatures.len() {
        let library = number / METHODS_IN_LIBRARY;
        text += &driver(model, number);
        let _ = writeln!(
            table,
            "    Driver {{ interface: Generated{library}::interface, call: d{number} }},"
        );
    }
    let _ = writeln!(text, "pub(crate) static DRIVERS: &[Driver] = &[\n{table}];");
    text
}

fn name(shape: &Shape) -> String {
    match shape {
        Shape::Scalar(scalar) => scalar.rust().to_owned(),
        Shape::Array(element, length) => format!("[{}; {length}]", name(element)),
        Shape::Aggregate(id) => format!("T{}", id.0),
    }
}

fn definition(index: usize, aggregate: &Aggregate) -> String {
    let layout = match aggregate.layout {
        Layout::Natural => String::new(),
        Layout::Packed(limit) => format!(", packed({limit})"),
        Layout::Aligned(align) => format!(", align({align})"),
    };
    let kind = match aggregate.kind {
        Kind::Struct => "struct",
        Kind::Union => "union",
    };
    let mut fields = String::new();
    for (field, shape) in aggregate.fields.iter().enumerate() {
        let _ = write!(fields, "f{field}: {}, ", name(shape));
    }
    format!(
        "#[derive(Clone, Copy, ForeignType)]\n#[repr(C{layout})]\n\
         pub(crate) {kind} T{index} {{ {fields}}}\n\n"
    )
}

fn numbers(model: &Model, library: usize) -> std::ops::Range<usize> {
    let first = library * METHODS_IN_LIBRARY;
    first..model.signatures.len().min(first + METHODS_IN_LIBRARY)
}

fn declaration(model: &Model, library: usize) -> String {
    let mut text = format!(
        "#[foreign_library(name = \"generated\")]\npub(crate) unsafe trait Generated{library} {{\n"
    );
    for number in numbers(model, library) {
        let signature = &model.signatures[number];
        let abi = match signature.convention {
            Convention::C => "C",
            Convention::CUnwind => "C-unwind",
        };
        let _ = write!(text, "    unsafe extern \"{abi}\" fn f{number}(&self");
        for (index, shape) in signature.arguments.iter().enumerate() {
            let _ = write!(text, ", a{index}: {}", name(shape));
        }
        text += ")";
        if let Some(shape) = &signature.result {
            let _ = write!(text, " -> {}", name(shape));
        }
        text += ";\n";
    }
    text + "}\n\n"
}

fn libraries_struct(count: usize) -> String {
    let mut fields = String::new();
    let mut opened = String::new();
    for library in 0..count {
        let _ = writeln!(fields, "    l{library}: Generated{library},");
        let _ = writeln!(
            opened,
            "            l{library}: Generated{library}::open(path)?,"
        );
    }
    format!(
        "/// Every declared library, all in one file.\npub(crate) struct Libraries {{\n{fields}}}\n\n\
         impl Libraries {{\n    pub(crate) fn open(path: &Path) -> Result<Self, LibraryError> {{\n        \
         Ok(Self {{\n{opened}        }})\n    }}\n}}\n\n"
    )
}

/// A function of its own for each method: one table of closures is type-checked as one body, in
/// more than linear time.
fn driver(model: &Model, number: usize) -> String {
    let library = number / METHODS_IN_LIBRARY;
    let arguments: Vec<_> = (0..model.signatures[number].arguments.len())
        .map(|index| format!("call.argument({index})"))
        .collect();
    let (keep, end) = match model.signatures[number].result {
        Some(_) => ("call.result(", ")"),
        None => ("", ";\n    call.no_result()"),
    };
    format!(
        "fn d{number}(libraries: &Libraries, call: &mut Call) {{\n    \
         // SAFETY: the C file has this function with this signature, and it only copies.\n    \
         {keep}unsafe {{ libraries.l{library}.f{number}({}) }}{end};\n}}\n\n",
        arguments.join(", ")
    )
}
