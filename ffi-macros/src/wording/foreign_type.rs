//! The words for the options in `#[foreign(..)]` of the derive.

use super::{fixed, listed};
use crate::errors::Message;

pub(crate) const FOREIGN_ON_VARIANT: Message = fixed(
    "`foreign` has no meaning here",
    "it goes on the type, or on a field of a struct or union",
);

pub(crate) fn foreign_without_options(known: &[&str]) -> Message {
    Message::new(
        "`foreign` needs options in parentheses",
        format!("write `#[foreign(..)]` with one of {}", listed(known)),
    )
}

pub(crate) const DEFAULT_OF_TYPE: Message = fixed(
    "`default` on a type takes no value",
    "write `#[foreign(default)]`; a value goes on the field that has it",
);
pub(crate) const DEFAULT_OF_FIELD: Message = fixed(
    "`default` on a field needs a value",
    "write `default = value`; `#[foreign(default)]` on the struct implements `Default` without one",
);
pub(crate) const SIZE_WITH_VALUE: Message = fixed(
    "`size` takes no value: it is the size of the whole struct",
    "write `#[foreign(size)]`; for an older version, `size_up_to = NAME` on its last field gives the size as a constant",
);
pub(crate) const GROWING_WITH_VALUE: Message = fixed(
    "`growing` takes no value",
    "write `#[foreign(growing)]` on the struct, and `#[foreign(size)]` on its first field",
);
pub(crate) const GROWING_WITHOUT_SIZE: Message = fixed(
    "only a struct that begins with its own size can grow",
    "write `#[foreign(size)]` on the first field, an integer: whoever gets the struct reads there how many fields it has",
);
pub(crate) const SIZE_UP_TO: Message = fixed(
    "`size_up_to` needs the name of a constant",
    "write `size_up_to = SIZE_V1`: the struct gets a constant of this name, the size up to and including the field",
);
pub(crate) const WITH_NEEDS_TYPE: Message = fixed(
    "`with` needs the type that describes the field",
    "write `with = Type` for a mirror with `#[foreign(mirrors = ..)]`, or `unsafe(with = Type)` for another type",
);
pub(crate) const MIRRORS_NEEDS_TYPE: Message = fixed(
    "`mirrors` needs a type",
    "write `mirrors = path::to::Type`, a struct of another crate with the same fields",
);
pub(crate) const MIRRORS_ON_OTHER: Message = fixed(
    "only a `#[repr(C)]` struct without parameters mirrors another",
    "for another type, promise the layout where it is used: `#[foreign(unsafe(with = Type))]`",
);
pub(crate) const UNSAFE_OPTION: Message = fixed(
    "expected `unsafe(with = Type)`",
    "the type in it is a `ForeignType` with the layout of the field's own type",
);

pub(crate) fn in_union(option: &str) -> Message {
    Message::new(
        format!("`{option}` has no meaning in a union, whose fields share their bytes"),
        "write a function that sets one field",
    )
}
pub(crate) const DEFAULT_OF_ENUM: Message = fixed(
    "`default` has no meaning on an enum",
    "write `#[derive(Default)]`, and `#[default]` on a variant",
);
pub(crate) const SECOND_SIZE: Message = fixed(
    "the struct has a `size` field already",
    "leave one of the two out",
);
pub(crate) const SIZE_NOT_AN_INTEGER: Message = fixed(
    "a size is an integer",
    "write `#[foreign(size)]` on the integer field that C reads the size of the struct from",
);
pub(crate) const WITH_ON_MARKER: Message = fixed(
    "a field without data needs no description",
    "leave out `with`",
);

pub(crate) const INVALID_NEEDS_VALUES: Message = fixed(
    "`invalid` needs a list of values",
    "write `invalid = [0, -1]`; `None` becomes the first",
);
pub(crate) const INVALID_NOT_TRANSPARENT: Message = fixed(
    "`invalid` has no meaning here: only a handle has values that are none",
    "write it on a `#[repr(transparent)]` struct of one integer or raw pointer",
);
pub(crate) const INVALID_NOT_AN_INTEGER: Message = fixed(
    "only integers and raw pointers can have values that are no handle",
    "leave out `invalid`, or write the integer type",
);

/// For sizes that only the compiler knows.
pub(crate) fn size_too_large(name: &str, field: &str) -> String {
    format!("the size of `{name}` does not fit into its field `{field}`")
}

/// For layouts that only the compiler knows.
pub(crate) fn other_offset(field: &str) -> String {
    format!("field `{field}` has another offset in the mirrored type")
}

pub(crate) const MIRROR_OF_OTHER_SIZE: &str = "the mirrored type has another size";
pub(crate) const MIRROR_OF_OTHER_ALIGNMENT: &str = "the mirrored type has another alignment";

/// For layouts that only the compiler knows.
pub(crate) fn other_size(field: &str) -> String {
    format!("the type in `with` has another size than field `{field}`")
}

/// For layouts that only the compiler knows.
pub(crate) fn other_alignment(field: &str) -> String {
    format!("the type in `with` has another alignment than field `{field}`")
}
