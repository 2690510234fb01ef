//! Callers: functions that call a callback with arguments that name themselves, write down the result,
//! and look at what a call must leave alone.

use std::fmt::Write;

use super::{fill, name, parameters, record, result};
use crate::model::{Model, Rules, Shape};

/// Values that stay in use during a call: as many as there are registers that a callee has to preserve
/// on x86-64, integers and floats.
const fn kept(rules: Rules) -> (usize, usize) {
    match rules {
        Rules::Kinds => (6, 0),
        Rules::Positions => (8, 10),
    }
}

/// The callers of a signature, of the same convention: `c`, as C writes the call; `v`, which passes the
/// address of a result in memory by hand, as on x86-64 the first argument; `u`, with one more argument
/// for user data.
pub(super) fn functions(model: &Model, number: usize) -> String {
    let signature = &model.signatures[number];
    let mut text = caller(model, number, "c", &pointer(model, number, None), None);
    let is_x86_64 = std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|name| name == "x86_64");
    if is_x86_64 && model.result_is_in_memory(signature) {
        text += &caller(model, number, "v", "void *callback", None);
    }
    if let Some(position) = model.user_data_position(number) {
        let callback = pointer(model, number, Some(position));
        text += &caller(model, number, "u", &callback, Some(position));
    }
    text
}

/// A parameter that is a pointer to a function.
fn pointer(model: &Model, number: usize, user: Option<usize>) -> String {
    let signature = &model.signatures[number];
    let types = arguments(&signature.arguments, user, name, "void *");
    format!(
        "{} ({}*callback){}",
        result(signature.result.as_ref()),
        model.suite.attribute(),
        parameters(&types)
    )
}

/// The texts that `each` makes of the arguments, with `data` where user data stands.
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

fn caller(model: &Model, number: usize, kind: &str, callback: &str, user: Option<usize>) -> String {
    let signature = &model.signatures[number];
    let by_address = kind == "v";
    let attribute = model.suite.attribute();
    let mut text = format!("void {attribute}{kind}{number}({callback}, void *user) {{\n");
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
    let (integers, floats) = kept(model.suite.rules());
    for kept in 0..integers {
        let _ = writeln!(text, "  uint64_t k{kept} = ffi_values[{kept}];");
    }
    for kept in 0..floats {
        let _ = writeln!(text, "  double d{kept} = ffi_floats[{kept}];");
    }
    let mut passed: Vec<_> = (0..signature.arguments.len())
        .map(|index| format!("a{index}"))
        .collect();
    if let Some(position) = user {
        passed.insert(position, "user".to_owned());
    }
    let kept = look(model.suite.rules());
    let call = match &signature.result {
        Some(shape) if by_address => {
            let mut types = vec!["void *".to_owned()];
            types.extend(signature.arguments.iter().map(name));
            passed.insert(0, "result".to_owned());
            let name = name(shape);
            format!(
                "  {name} *result = ffi_room(sizeof({name}));\n  \
                 void *returned = ((void *({attribute}*){})callback)({});\n  \
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

/// The look at the values that were kept.
fn look(rules: Rules) -> String {
    let (integers, floats) = kept(rules);
    let names = (0..integers).map(|kept| format!("k{kept}"));
    let names = names.chain((0..floats).map(|kept| format!("d{kept}")));
    let function = match rules {
        Rules::Kinds => "ffi_kept",
        Rules::Positions => "ffi_kept_win64",
    };
    format!("{function}({})", names.collect::<Vec<_>>().join(", "))
}
