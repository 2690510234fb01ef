//! Callees: functions that write down their arguments, and fill their results.

use std::fmt::Write;

use super::{fill, name, parameters, record, result};
use crate::model::{Model, pattern};

/// The callee of a signature.
pub(super) fn functions(model: &Model, number: usize) -> String {
    let signature = &model.signatures[number];
    let fixed = signature.fixed.unwrap_or(signature.arguments.len());
    let mut body = String::new();
    if signature.fixed.is_some() {
        let _ = writeln!(body, "  va_list rest; va_start(rest, a{});", fixed - 1);
    }
    for (index, shape) in signature.arguments.iter().enumerate() {
        if index >= fixed {
            let name = name(shape);
            let _ = writeln!(body, "  {name} a{index} = va_arg(rest, {name});");
        }
        let place = format!("&a{index}");
        // What `va_arg` gives is a variable of the callee.
        let copy_align = (index < fixed).then(|| model.copy_align(shape)).flatten();
        let align = match copy_align {
            Some(align) => align.to_string(),
            None => format!("_Alignof({})", name(shape)),
        };
        let _ = writeln!(
            body,
            "  ffi_argument({place}, {align}); {};",
            record(shape, &place)
        );
    }
    if signature.fixed.is_some() {
        body += "  va_end(rest);\n";
    }
    if let Some(shape) = &signature.result {
        let _ = writeln!(
            body,
            "  {} result; {}; return result;",
            name(shape),
            fill(
                shape,
                &format!("ffi_source({number}, {})", pattern::RESULT),
                "&result"
            )
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
    let arguments = signature.arguments.iter().enumerate();
    let mut arguments: Vec<_> = arguments
        .map(|(index, shape)| format!("{} a{index}", name(shape)))
        .collect();
    if let Some(fixed) = signature.fixed {
        arguments.truncate(fixed);
        arguments.push("...".to_owned());
    }
    format!(
        "{} {}f{number}{}",
        result(signature.result.as_ref()),
        model.suite.attribute(),
        parameters(&arguments)
    )
}
