//! Documentation of a lowered method: the function of C, errors and panics.

use quote::ToTokens;

use super::super::model::{Argument, Library, Method, Output};
use super::expand::{Way, result};
use super::model::{Crossing, Encoding, Form};
use super::types::owned_text;

/// The parts that the documentation gets.
pub(crate) fn about(method: &Method, library: &Library) -> Vec<String> {
    let mut parts = vec![format!("In C: `{}`", prototype(method))];
    let has_error = result(method, library, Way::Whole).has_error;
    let is_optional = method.member.symbol.is_optional;
    let is_fallible = method
        .arguments
        .iter()
        .any(|argument| argument.crossing.is_fallible());
    let place = super::super::docs::place(library);
    if has_error || is_optional {
        let mut text = "# Errors\n\n".to_owned();
        if has_error {
            text += "If the function fails";
            if is_fallible {
                text += ", or an argument cannot be passed to it";
            }
        }
        if is_optional {
            text += if has_error { "; if" } else { "If" };
            text += &format!(" the {place} does not have it");
        }
        parts.push(text + ".");
    }
    if is_fallible && !has_error {
        parts.push("# Panics\n\nIf an argument cannot be passed to the function.".to_owned());
    }
    parts
}

/// The documentation of the twin of a size query.
pub(crate) fn about_twin(method: &Method) -> String {
    let name = method.member.name();
    let mut text = format!(
        " Calls the function of [`{name}`](Self::{name}) once, with a buffer of the caller's: the elements that it \
         wrote, or how many it needs.\n\nIt needs no heap. An empty buffer is a null pointer.\n\n# Errors\n\nIf \
         the function fails.",
    );
    if method.is_unsafe {
        text += &format!("\n\n# Safety\n\nAs for [`{name}`](Self::{name}).");
    }
    text
}

/// The function as it is called, with pointers where the method has something else.
fn prototype(method: &Method) -> String {
    let arguments = method.arguments.iter();
    let arguments: Vec<String> = arguments
        .filter(|argument| argument.source.is_method())
        .map(|argument: &Argument| format!("{}: {}", argument.ident, raw(argument)))
        .collect();
    let arguments = arguments.join(", ");
    let name = &method.member.symbol.names[0];
    let result = match (&method.result, &method.outcome.form) {
        (Output::Value(ty), Form::Copied(copied)) => {
            let unit = match copied.encoding {
                Encoding::OfType => owned_text(ty).map_or("c_char", |(_, unit)| unit),
                Encoding::Utf16 => "u16",
            };
            format!(" -> *mut {unit}")
        }
        (Output::Value(_), Form::OrNone(handle)) => format!(" -> {}", spelled(handle)),
        (Output::Value(ty), _) => format!(" -> {}", spelled(&**ty)),
        (Output::Nothing | Output::Never, _) => String::new(),
    };
    format!("{name}({arguments}){result}")
}

fn raw(argument: &Argument) -> String {
    let ty = spelled(&argument.ty);
    match &argument.crossing {
        Crossing::OrNone(handle) => spelled(handle),
        Crossing::Terminated(Encoding::OfType) => format!("terminated {ty}"),
        Crossing::Terminated(Encoding::Utf16) => format!("terminated UTF-16 of {ty}"),
        Crossing::Slice(_) => format!("pointer of {ty}"),
        Crossing::Out(_) | Crossing::ErrorOut(_) | Crossing::Capacity(true) | Crossing::Length => {
            format!("*mut {ty}")
        }
        Crossing::Grow(_) => format!("buffer of {ty}"),
        Crossing::ErrorText(_) => "*mut c_char".to_owned(),
        Crossing::Plain
        | Crossing::Count(_)
        | Crossing::Capacity(false)
        | Crossing::Fixed(_)
        | Crossing::Closure(_)
        | Crossing::ClosureData
        | Crossing::Destructor
        | Crossing::Freed(_) => ty,
    }
}

/// A type as a person writes it.
fn spelled(ty: &impl ToTokens) -> String {
    let text = ty.to_token_stream().to_string();
    let tight = [
        (" < ", "<"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        ("& ", "&"),
        (" :: ", "::"),
        ("* ", "*"),
        (" ,", ","),
    ];
    tight
        .iter()
        .fold(text, |text, (from, to)| text.replace(from, to))
}
