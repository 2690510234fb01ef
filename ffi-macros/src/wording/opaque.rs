//! The sentences of `#[opaque]`.

use super::fixed;
use crate::errors::Message;

pub(crate) const NOT_A_STRUCT: Message = fixed(
    "expected a struct without fields",
    "`#[opaque]` goes on `struct Name;`, a type that only C can look into",
);
pub(crate) const FIELDS: Message = fixed(
    "an opaque type has no fields: only C knows them",
    "write `struct Name;`, or, if C has the same fields, `#[repr(C)]` and `#[derive(ForeignType)]`",
);
pub(crate) const GENERIC: Message = fixed(
    "an opaque type has no parameters but lifetimes",
    "C has one such type: write `struct Name;`, and wrap the handle in a type that has them",
);
pub(crate) const DERIVE: Message = fixed(
    "nothing can be derived for an opaque type",
    "it is `Debug` already, and there is no value of it that could be copied or compared",
);
pub(crate) const REPR: Message =
    fixed("an opaque type is `#[repr(C)]` already", "leave out `repr`");
