//! The sentences of `#[open_enum]`.

use super::fixed;
use crate::errors::Message;

pub(crate) const NOT_AN_ENUM: Message = fixed(
    "expected an enum",
    "`#[open_enum]` goes on `enum Name { A = 1, .. }` with `#[repr(i32)]` or the like, whose values C may extend",
);
pub(crate) const FIELDS: Message = fixed(
    "a variant of an open enum is a number and has no fields",
    "leave out the fields; a tag with data is a `#[repr(C)]` struct of an open enum and a union",
);
pub(crate) const GENERIC: Message = fixed(
    "an open enum has no parameters",
    "leave them out: it is a number",
);
pub(crate) const NO_REPR: Message = fixed(
    "the integer that stands for the enum in C is not known",
    "add `#[repr(i32)]` or the like, or `#[repr(C)]` for the one that C's compilers choose",
);
pub(crate) const REPR: Message = fixed(
    "this `repr` is no integer of C",
    "write `C`, or an integer type of up to 64 bits",
);
pub(crate) const DEFAULT: Message = fixed(
    "`#[default]` has no meaning on a variant of an open enum",
    "leave it out, and write `impl Default`, whose `default` returns `Self::Name`",
);

pub(crate) const NO_SUCCESS: Message = fixed(
    "no variant of this status is a success",
    "put `#[success]` on each that says that the function succeeded",
);
pub(crate) const PANICKED_WITHOUT_REFUSED: Message = fixed(
    "a status that an implementation returns also has one for arguments that it does not take",
    "put `#[refused]` on the variant that says so; it may be this one",
);
pub(crate) const PANICKED_NEEDS_FEATURE: Message = fixed(
    "`#[panicked]` is for interfaces of plugins, which `ffi-runtime` was compiled without",
    "add the feature `plugin` of `ffi-runtime`, or leave the attribute out",
);

pub(crate) fn mark_without_status(name: &str) -> Message {
    Message::new(
        format!("`#[{name}]` is for a status"),
        "write `#[open_enum(status)]`, or leave the attribute out",
    )
}

pub(crate) fn mark_takes_nothing(name: &str) -> Message {
    Message::new(
        format!("`#[{name}]` takes no options"),
        format!("write `#[{name}]` alone"),
    )
}

pub(crate) fn mark_twice(name: &str) -> Message {
    Message::new(
        format!("`#[{name}]` is on two variants"),
        "leave it on the one that stands for the failure",
    )
}

pub(crate) fn derived(name: &str) -> Message {
    Message::new(
        format!("an open enum is `{name}` already"),
        format!("leave out `{name}`"),
    )
}

pub(crate) fn reserved(name: &str) -> Message {
    Message::new(
        format!("`{name}` is a function of every open enum"),
        "give the variant another name",
    )
}
