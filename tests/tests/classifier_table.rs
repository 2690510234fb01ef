//! The System V classifier against a table that was derived by hand from the psABI.
//!
//! A row has a signature, the place of each argument and of the result, and the size of the stack
//! area, in the words of `explain()`. Types are written `i32`, `{i64 f64}`, `<f32 i32>` (a union),
//! `[u8 9]` (an array, as a field), `packed1{u8 i32}` and `align32{i64}`.

#[path = "classifier_table/notation.rs"]
mod notation;
#[path = "classifier_table/rows.rs"]
mod rows;

use ffi_runtime::{Abi, CallInterface, OwnedType};

use crate::rows::{Row, TABLE};

#[test]
fn every_row_is_as_the_standard_says() {
    let failures: Vec<_> = TABLE.iter().filter_map(check).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(TABLE.len() >= 60);
}

/// psABI 3.5.7: the caller says in al how many vector registers carry arguments.
#[test]
fn variadic_interface_counts_float_registers() {
    let types = notation::signature("pointer, i32, f64, {f64 f64}, i64 -> i32").0;
    let types: Vec<_> = types.iter().map(OwnedType::as_type).collect();
    let interface = CallInterface::prepare_variadic(Abi::Sysv64, ffi_runtime::Type::I32, &types, 1);
    let text = interface.expect("a C signature").explain();
    assert!(text.contains("float registers: 3\n"), "{text}");
    assert!(text.contains("fn(pointer, ...: i32, f64, "), "{text}");
}

/// What is wrong with a row.
fn check(row: &Row) -> Option<String> {
    let (signature, arguments, result, stack) = row;
    let (types, result_type) = notation::signature(signature);
    let types: Vec<_> = types.iter().map(OwnedType::as_type).collect();
    let interface = CallInterface::prepare(Abi::Sysv64, result_type.as_type(), &types);
    let text = interface.expect("every row is a C signature").explain();
    let seen = notation::places(&text);
    let expected = (arguments.to_string(), result.to_string(), stack.to_string());
    (seen != expected)
        .then(|| format!("{signature}\n  table {expected:?}\n  seen  {seen:?}\n{text}"))
}
