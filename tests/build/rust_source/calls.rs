//! Calls as Rust: declared methods, and for each method one driver that calls it.

use std::fmt::Write;

use super::name;
use crate::model::Model;

/// Methods of one declared library.
const METHODS_IN_LIBRARY: usize = 128;

/// Declared libraries, and the table of drivers.
pub(super) fn module(model: &Model) -> String {
    let libraries = model.signatures.len().div_ceil(METHODS_IN_LIBRARY);
    let mut text = String::new();
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
    let _ = writeln!(
        text,
        "pub(crate) static DRIVERS: &[Driver] = &[\n{table}];\n"
    );
    text
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
        let abi = signature.convention.name();
        if let Some(fixed) = signature.fixed {
            let _ = writeln!(text, "    #[variadic({fixed})]");
        }
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
            "            // SAFETY: by the contract of this function.\n            \
             l{library}: unsafe {{ Generated{library}::open(path) }}?,"
        );
    }
    format!(
        "/// Every declared library, all in one file.\npub(crate) struct Libraries {{\n{fields}}}\n\n\
         impl Libraries {{\n    /// # Safety\n    ///\n    /// The library at `path` is the C code of the same model.\n    \
         pub(crate) unsafe fn open(path: &Path) -> Result<Self, LibraryError> {{\n        \
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
