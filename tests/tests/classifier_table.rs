//! The System V classifier against a table that was derived by hand from the psABI.
//!
//! A row has a signature, the place of each argument and of the result, and the size of the stack
//! area, in the words of a [`Plan`]. Types are written `i32`, `{i64 f64}`, `<f32 i32>` (a union),
//! `[u8 9]` (an array, as a field), `packed1{u8 i32}` and `align32{i64}`.

#[path = "classifier_table/notation.rs"]
mod notation;
#[path = "classifier_table/rows.rs"]
mod rows;

use ffi_runtime::abi::Convention;
use ffi_runtime::call::Plan;
use ffi_runtime::{OwnedType, Type};

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
    let plan = Plan::new(Convention::Sysv64, Type::I32, &types, Some(1));
    let text = plan.expect("a C signature").to_string();
    assert!(text.contains("float registers: 3\n"), "{text}");
    assert!(text.contains("fn(pointer, ...: i32, f64, "), "{text}");
}

/// What is wrong with a row.
fn check(row: &Row) -> Option<String> {
    let (signature, arguments, result, stack) = row;
    let (types, result_type) = notation::signature(signature);
    let types: Vec<_> = types.iter().map(OwnedType::as_type).collect();
    let plan = Plan::new(Convention::Sysv64, result_type.as_type(), &types, None);
    let text = plan.expect("every row is a C signature").to_string();
    let seen = notation::places(&text);
    let expected = (arguments.to_string(), result.to_string(), stack.to_string());
    (seen != expected)
        .then(|| format!("{signature}\n  table {expected:?}\n  seen  {seen:?}\n{text}"))
}
