//! The table of an interface as C has it, and the macros that fill it in.

use std::fmt::Write;

use super::declarator::{convention, declare};
use super::names::{entry, identifier};
use crate::plugin::interface::{Function, Interface, Role};
use crate::types::TypeReference;

/// The struct of the table: its head, and then the functions.
pub(super) fn table(interface: &Interface, name: &str) -> String {
    let (major, minor) = interface.version;
    let mut text = format!(
        "/* {}, version {major}.{minor}. Each function gets the object first. */\n\
         typedef struct {name}Table {{\n\
         \x20   size_t size;\n\
         \x20   void (*retain)(void *object);\n\
         \x20   void (*release)(void *object);\n",
        interface.name
    );
    for function in interface.functions {
        remarks(function, interface, &mut text);
        let _ = writeln!(text, "    {};", member(function));
    }
    let _ = writeln!(text, "}} {name}Table;");
    for (member, place) in [("size", 0), ("retain", 1), ("release", 2)] {
        let _ = writeln!(
            text,
            "FFI_STATIC_ASSERT(offsetof({name}Table, {member}) == {place} * sizeof(void *), \"head of {name}Table\");"
        );
    }
    let pointers = interface.functions.len() + 3;
    let _ = writeln!(
        text,
        "FFI_STATIC_ASSERT(sizeof({name}Table) == {pointers} * sizeof(void *), \"size of {name}Table\");"
    );
    text
}

/// The pointer to a function.
fn member(function: &Function) -> String {
    let mut parameters = vec!["void *object".to_owned()];
    for parameter in function.parameters {
        let name = identifier(parameter.name);
        let name = if name == "object" {
            "object_".to_owned()
        } else {
            name
        };
        parameters.push(match array(&parameter.info.reference) {
            true => declare(&parameter.info.reference, ""),
            false => declare(&parameter.info.reference, &name),
        });
    }
    let (name, convention) = (entry(function.name), convention(function.abi));
    let pointer = format!("({convention}*{name})({})", parameters.join(", "));
    declare(&function.result.reference, &pointer)
}

/// Whether C would take it for a pointer. No declaration has such a parameter.
const fn array(reference: &TypeReference) -> bool {
    matches!(reference, TypeReference::Array { .. })
}

/// Writes a comment with those properties of a function that its C types do not show.
fn remarks(function: &Function, interface: &Interface, text: &mut String) {
    let mut remarks = Vec::new();
    if function.is_optional {
        remarks.push("may be NULL".to_owned());
    }
    if function.since > (interface.version.0, 0) {
        let (major, minor) = function.since;
        remarks.push(format!("since {major}.{minor}"));
    }
    for parameter in function.parameters {
        let of = |place: usize| function.parameters.get(place).map_or("", |of| of.name);
        let remark = match parameter.role {
            Role::Value | Role::Status => continue,
            Role::Text => "ends with NUL".to_owned(),
            Role::Utf8 => "in UTF-8, without a NUL".to_owned(),
            Role::Slice => "the first of several".to_owned(),
            Role::Elements(place) => format!("elements of {}", of(place)),
            Role::Bytes(place) => format!("bytes of {}", of(place)),
            Role::Out => "the place of a result".to_owned(),
        };
        remarks.push(format!("{}: {remark}", parameter.name));
    }
    if function.result_role == Role::Status {
        remarks.push("returns a status".to_owned());
    }
    if !remarks.is_empty() {
        let _ = writeln!(text, "    /* {} */", remarks.join("; "));
    }
}
