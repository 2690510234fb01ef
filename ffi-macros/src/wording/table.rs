//! The sentences about a declared table: its options, and what its entries cannot have.

use super::fixed;
use crate::errors::Message;

// ---- options ----

pub(crate) fn option_needs_type(name: &str) -> Message {
    let value = match name {
        "header" => "the type of what is before the entries",
        "extends" => "the table whose entries come first",
        _ => {
            "a field of the header, or without a header the type of the integer before the entries"
        }
    };
    let hint = match name {
        "size_from" | "count_from" => format!("write `{name} = field`, or `{name} = u32`"),
        "extends" => "write `extends = IUnknown`".to_owned(),
        _ => "write `header = Header`".to_owned(),
    };
    Message::new(format!("option `{name}` needs {value}"), hint)
}

pub(crate) const SIZE_AND_COUNT: Message = fixed(
    "a table has one field that says how long it is",
    "leave out `size_from` or `count_from`",
);
pub(crate) const LENGTH_IS_NO_FIELD: Message = fixed(
    "with `header`, the length is in a field of it",
    "write the name of the field, as in `size_from = size`",
);
pub(crate) const HEADER_WITH_EXTENDS: Message = fixed(
    "the header of a table that extends another one is that of the other one",
    "leave it out here",
);

// ---- entries ----

pub(crate) const NOT_A_TRAIT: Message = fixed(
    "expected a trait",
    "`#[foreign_table]` goes on an `unsafe trait`, with one method for each entry",
);
pub(crate) const SKIP_NEEDS_COUNT: Message = fixed(
    "`skip` needs the number of entries that are not declared",
    "write `#[skip(3)]` on the method after them, or `skip!(3);` between methods",
);
pub(crate) const SKIP_WITH_ATTRIBUTE: Message =
    fixed("nothing but a `cfg` has a meaning here", "leave it out");
pub(crate) const SKIP_IN_LIBRARY: Message = fixed(
    "`skip` is for entries of a table",
    "leave it out: the functions of a library are found by their names",
);
pub(crate) const SYMBOL: Message = fixed(
    "an entry of a table has no symbol: its place says what it is",
    "leave out `symbol`, and write every entry in its order",
);
pub(crate) const GROUP: Message = fixed(
    "entries of a table are optional one by one",
    "write `#[optional]`",
);
pub(crate) const VARIABLE: Message = fixed(
    "the entries of a table are functions",
    "pass over one that is not, with `#[skip(1)]`",
);
pub(crate) const REQUIRES: Message = fixed(
    "nothing of a table is called when it is taken",
    "call the method, and compare what it returns",
);
pub(crate) const SINCE_NUMBER_TOO_LARGE: Message = fixed(
    "the number of a version is a `u32`",
    "write a version that a library has",
);

pub(crate) fn duplicate_entry(name: &str) -> Message {
    Message::new(
        format!("two entries are called `{name}`"),
        "give one of them another name: only its place says what it is",
    )
}
