//! The classifiers against tables, on every host.
//!
//! The table of System V in `rows` was derived by hand from the psABI. A row has a signature, the place
//! of each argument and of the result, and the size of the stack area, in the words of `explain()`. The
//! tables of all conventions in `tests/tables` were derived from a compiler; `compiler` reads them, and
//! `known` has the rows in which the compiler is mistaken.

#[path = "classifier_table/compiler.rs"]
mod compiler;
#[path = "classifier_table/known.rs"]
mod known;
#[path = "classifier_table/layout.rs"]
mod layout;
#[path = "classifier_table/notation.rs"]
mod notation;
#[path = "classifier_table/rows.rs"]
mod rows;

use ffi_runtime::OwnedType;
use ffi_runtime::abi::Convention;
use ffi_runtime::call::Plan;

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
    let types = notation::signature("pointer, i32, f64, {f64 f64}, i64 -> i32").arguments;
    let types: Vec<_> = types.iter().map(OwnedType::as_type).collect();
    let plan = Plan::new(Convention::Sysv64, ffi_runtime::Type::I32, &types, Some(1));
    let text = plan.expect("a C signature").to_string();
    assert!(text.contains("float registers: 3\n"), "{text}");
    assert!(text.contains("fn(pointer, ...: i32, f64, "), "{text}");
}

/// The difference between a row and the plan of its signature, if there is one.
fn check(row: &Row) -> Option<String> {
    let (signature, arguments, result, stack) = row;
    let read = notation::signature(signature);
    let types: Vec<_> = read.arguments.iter().map(OwnedType::as_type).collect();
    let plan = Plan::new(Convention::Sysv64, read.result.as_type(), &types, None);
    let text = plan.expect("every row is a C signature").to_string();
    let seen = notation::places(&text);
    let expected = (arguments.to_string(), result.to_string(), stack.to_string());
    (seen != expected)
        .then(|| format!("{signature}\n  table {expected:?}\n  seen  {seen:?}\n{text}"))
}
