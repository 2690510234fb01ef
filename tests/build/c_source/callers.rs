//! Callers: functions that call a callback with arguments that name themselves, write down the result,
//! and look at what a call must leave alone.

use std::fmt::Write;

use super::{fill, name, parameters, record, result};
use crate::model::{Model, Shape};

/// Values that stay in use during a call: as many as there are registers that a callee has to preserve
/// on x86-64.
const KEPT: usize = 6;

/// The callers of a signature: `c`, as C writes the call; `v`, which passes the address of a result in
/// memory by hand, as System V has it; `u`, with one more argument for user data.
pub(super) fn functions(model: &Model, number: usize) -> String {
    let signature = &model.signatures[number];
    let user = "void *user".to_owned();
    let mut text = caller(model, number, "c", &[pointer(model, number, None)], None);
    let is_system_v = std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|name| name == "x86_64");
    if is_system_v && model.result_is_in_memory(signature) {
        text += &caller(model, number, "v", &["void *callback".to_owned()], None);
    }
    if let Some(position) = model.user_data_position(number) {
        let callback = pointer(model, number, Some(position));
        text += &caller(model, number, "u", &[callback, user], Some(position));
    }
    text
}

/// A parameter that is a pointer to a function.
fn pointer(model: &Model, number: usize, user: Option<usize>) -> String {
    let signature = &model.signatures[number];
    let types = arguments(&signature.arguments, user, name, "void *");
    format!(
        "{} (*callback){}",
        result(signature.result.as_ref()),
        parameters(&types)
    )
}

/// What `each` makes of the arguments, with `data` where user data stands.
fn arguments(
    shapes: &[Shape],
    user: Option<usize>,
    each: impl Fn(&Shape) -> String,
    data: &str,
) -> Vec<String> {
    let mut all: Vec<_> = shapes.iter().map(each).collect();
    if let Some(position) = user {
        all.insert(position, data.to_owned());
    }
    all
}

fn caller(model: &Model, number: usize, kind: &str, own: &[String], user: Option<usize>) -> String {
    let signature = &model.signatures[number];
    let by_address = kind == "v";
    let mut text = format!("void {kind}{number}{} {{\n", parameters(own));
    for (index, shape) in signature.arguments.iter().enumerate() {
        let _ = writeln!(
            text,
            "  {} a{index}; {};",
            name(shape),
            fill(
                shape,
                &format!("ffi_source({number}, {index})"),
                &format!("&a{index}")
            )
        );
    }
    for kept in 0..KEPT {
        let _ = writeln!(text, "  uint64_t k{kept} = ffi_values[{kept}];");
    }
    let mut passed: Vec<_> = (0..signature.arguments.len())
        .map(|index| format!("a{index}"))
        .collect();
    if let Some(position) = user {
        passed.insert(position, "user".to_owned());
    }
    let kept: Vec<_> = (0..KEPT).map(|kept| format!("k{kept}")).collect();
    let kept = format!("ffi_kept({})", kept.join(", "));
    let call = match &signature.result {
        Some(shape) if by_address => {
            let mut types = vec!["void *".to_owned()];
            types.extend(signature.arguments.iter().map(name));
            passed.insert(0, "result".to_owned());
            let name = name(shape);
            format!(
                "  {name} *result = ffi_room(sizeof({name}));\n  \
                 void *returned = ((void *(*){})callback)({});\n  \
                 {kept}; ffi_enter({number}); ffi_returned(returned); {};\n",
                parameters(&types),
                passed.join(", "),
                record(shape, "result")
            )
        }
        Some(shape) => format!(
            "  {} result = callback({});\n  {kept}; ffi_enter({number}); {};\n",
            name(shape),
            passed.join(", "),
            record(shape, "&result")
        ),
        None => format!(
            "  callback({});\n  {kept}; ffi_enter({number});\n",
            passed.join(", ")
        ),
    };
    text + &call + "}\n"
}
