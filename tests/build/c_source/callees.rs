//! Callees: functions that write down their arguments, and fill their results.

use std::fmt::Write;

use super::{fill, name, parameters, record, result};
use crate::model::{Model, pattern};

/// The callee of a signature.
pub(super) fn functions(model: &Model, number: usize) -> String {
    let signature = &model.signatures[number];
    let mut body = String::new();
    for (index, shape) in signature.arguments.iter().enumerate() {
        let place = format!("&a{index}");
        let align = match model.copy_align(shape) {
            Some(align) => align.to_string(),
            None => format!("_Alignof({})", name(shape)),
        };
        let _ = writeln!(
            body,
            "  ffi_argument({place}, {align}); {};",
            record(shape, &place)
        );
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
    let arguments: Vec<_> = signature
        .arguments
        .iter()
        .enumerate()
        .map(|(index, shape)| format!("{} a{index}", name(shape)))
        .collect();
    format!(
        "{} {}f{number}{}",
        result(signature.result.as_ref()),
        model.suite.attribute(),
        parameters(&arguments)
    )
}
