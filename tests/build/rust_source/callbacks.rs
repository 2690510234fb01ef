//! Callbacks as Rust: declared types, and for each type one driver that makes callbacks of it.

use std::fmt::Write;

use super::{convention, name};
use crate::model::{Model, Signature};

/// Callback types, and the tables of their drivers.
pub(super) fn module(model: &Model) -> String {
    let mut text = String::new();
    let (mut plain, mut user_data) = (String::new(), String::new());
    for (number, signature) in model.signatures.iter().enumerate() {
        text += &declaration(signature, number, None);
        text += &recorder(signature, number);
        text += &driver(signature, number);
        let _ = writeln!(plain, "    b{number},");
        if let Some(position) = model.user_data_position(number) {
            text += &declaration(signature, number, Some(position));
            text += &user_data_driver(signature, number);
            let _ = writeln!(user_data, "    ({number}, w{number}),");
        }
    }
    let _ = write!(
        text,
        "pub(crate) static CALLBACKS: &[CallbackDriver] = &[\n{plain}];\n\n\
         pub(crate) static USER_DATA_CALLBACKS: &[(usize, CallbackDriver)] = &[\n{user_data}];\n"
    );
    text
}

/// The type `C12`, or `U12` with user data.
fn declaration(signature: &Signature, number: usize, user: Option<usize>) -> String {
    let mut arguments: Vec<_> = signature
        .arguments
        .iter()
        .enumerate()
        .map(|(index, shape)| format!("a{index}: {}", name(shape)))
        .collect();
    let (attribute, kind) = match user {
        None => ("#[callback]", "C"),
        Some(position) => {
            arguments.insert(position, "user: *mut c_void".to_owned());
            ("#[callback(user_data = user)]", "U")
        }
    };
    format!(
        "{attribute}\npub(crate) type {kind}{number} = unsafe extern \"{}\" fn({}){};\n\n",
        convention(signature),
        arguments.join(", "),
        result(signature),
    )
}

fn result(signature: &Signature) -> String {
    let result = signature.result.as_ref();
    result.map_or(String::new(), |shape| format!(" -> {}", name(shape)))
}

/// What every closure of a signature does.
fn recorder(signature: &Signature, number: usize) -> String {
    let (mut parameters, mut body) = (String::new(), String::new());
    for (index, shape) in signature.arguments.iter().enumerate() {
        let _ = write!(parameters, ", a{index}: {}", name(shape));
        let _ = writeln!(body, "    recorder.argument(&a{index});");
    }
    if signature.result.is_some() {
        body += "    recorder.result()\n";
    }
    format!(
        "fn r{number}(recorder: &Recorder{parameters}){} {{\n    recorder.enter();\n{body}}}\n\n",
        result(signature)
    )
}

/// A closure that takes the arguments, and gives them and `recorder` on.
fn closure(signature: &Signature, number: usize, recorder: &str) -> String {
    let names: Vec<_> = (0..signature.arguments.len())
        .map(|index| format!("a{index}"))
        .collect();
    let mut passed = vec![recorder.to_owned()];
    passed.extend(names.iter().cloned());
    format!("|{}| r{number}({})", names.join(", "), passed.join(", "))
}

/// Every signature is met by `scoped` or by `new`, with captures; and some by `local`, and some by `new`
/// without captures.
fn driver(signature: &Signature, number: usize) -> String {
    let pass = |form: &str, callback: &str| {
        format!(
            "        // SAFETY: the pointer is of a callback of this signature, which is there.\n        \
             unsafe {{ calls.call(\"{form}\", {callback}.raw() as *const c_void) }};\n"
        )
    };
    let mut body = match number % 2 {
        0 => format!(
            "    let recorder = calls.recorder();\n    C{number}::scoped({}, |callback| {{\n{}    }});\n",
            closure(signature, number, "recorder"),
            pass("scoped", "callback")
        ),
        _ => format!(
            "    {{\n        let recorder = calls.recorder().clone();\n        \
             let callback = C{number}::new(move {});\n{}    }}\n",
            closure(signature, number, "&recorder"),
            pass("new", "callback.pointer()")
        ),
    };
    match number % 6 {
        2 => {
            let _ = write!(
                body,
                "    {{\n        let recorder = calls.recorder().clone();\n        \
                 let callback = C{number}::local(move {});\n{}    }}\n",
                closure(signature, number, "&recorder"),
                pass("local", "callback.pointer()")
            );
        }
        5 => {
            let _ = write!(
                body,
                "    calls.recorder().expose(|| {{\n        \
                 let callback = C{number}::new({});\n{}    }});\n",
                closure(signature, number, "&Recorder::current()"),
                pass("new without captures", "callback.pointer()")
            );
        }
        _ => {}
    }
    format!("fn b{number}(calls: &CallIn<'_>) {{\n{body}}}\n\n")
}

/// The same with user data, in one form each.
fn user_data_driver(signature: &Signature, number: usize) -> String {
    let pass = |form: &str, callback: &str, data: &str| {
        format!(
            "        // SAFETY: the function is of this signature with user data, and this is what it \
             goes with.\n        \
             unsafe {{ calls.call_with(\"{form}\", {callback}.raw() as *const c_void, {data}) }};\n"
        )
    };
    let owned = |form: &str| {
        format!(
            "    let recorder = calls.recorder().clone();\n    \
             let callback = U{number}::{form}(move {});\n{}",
            closure(signature, number, "&recorder"),
            pass(form, "callback.function()", "callback.data()")
        )
    };
    let body = match number / 9 % 3 {
        0 => format!(
            "    let recorder = calls.recorder();\n    \
             U{number}::scoped({}, |callback, data| {{\n{}    }});\n",
            closure(signature, number, "recorder"),
            pass("scoped", "callback", "data")
        ),
        1 => owned("new"),
        _ => owned("local"),
    };
    format!("fn w{number}(calls: &CallIn<'_>) {{\n{body}}}\n\n")
}
