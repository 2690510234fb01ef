//! The sentences of `#[callback_table]`.
//!
//! Grouped as the mistakes are found: options, struct, fields, functions.

use super::{fixed, listed, meant};
use crate::errors::Message;
use crate::nearest::nearest;

// ---- options of `#[callback_table(..)]` ----

pub(crate) const MISSING_USER_DATA: Message = fixed(
    "the table does not say where its user data is",
    "write `#[callback_table(user_data = field)]`: the field with the pointer that C hands on to the functions",
);
pub(crate) const USER_DATA_NEEDS_FIELD: Message = fixed(
    "option `user_data` needs the name of a field",
    "write `user_data = field`: the field with the pointer that C hands on to the functions",
);
pub(crate) const THIS_NEEDS_ARGUMENT: Message = fixed(
    "option `this` needs the name of an argument",
    "write `this = name`, where C passes the address of the struct to each function",
);

// ---- the struct ----

pub(crate) const NOT_A_STRUCT: Message = fixed(
    "expected a struct with function pointers",
    "`#[callback_table]` goes on `#[repr(C)] struct Name { .. }`",
);
pub(crate) const NOT_NAMED: Message = fixed(
    "the fields of a callback table have names",
    "write `struct Name { name: unsafe extern \"C\" fn(..), .. }`: the methods are called as the fields are",
);
pub(crate) const GENERIC: Message = fixed(
    "a callback table cannot be generic",
    "C has one struct of this name: write the types, and leave lifetimes out",
);
pub(crate) const DERIVE: Message = fixed(
    "nothing can be derived for a callback table",
    "it is `Debug` and `ForeignType` already; a copy could outlive the value that its functions need",
);
pub(crate) const NOT_C: Message = fixed(
    "a callback table needs the layout of C",
    "write `#[repr(C)]` on the struct",
);
pub(crate) const TRANSPARENT: Message = fixed(
    "a callback table has functions and user data, so that it is not transparent over one field",
    "write `#[repr(C)]`",
);
pub(crate) const NO_FUNCTION: Message = fixed(
    "the table has no function",
    "write a function pointer out, `name: unsafe extern \"C\" fn(..)`, or an `Option` around it where C accepts null",
);

// ---- fields ----

pub(crate) fn unknown_field(found: &str, known: &[&str]) -> Message {
    let hint = match (nearest(found, known), known) {
        (Some(_), _) => meant(found, known),
        (None, []) => format!("write `{found}: *mut c_void`"),
        (None, known) => format!("the fields are {}", listed(known)),
    };
    Message::new(format!("no field is called `{found}`"), hint)
}

pub(crate) fn not_user_data(field: &str) -> Message {
    Message::new(
        format!("the field `{field}` is no user data"),
        "the value is found by a `*mut c_void` or `*const c_void`",
    )
}

pub(crate) const FIELD_ATTRIBUTE: Message = fixed(
    "this attribute has no meaning on a field of a callback table",
    "leave it out; a function that C may find missing is an `Option`",
);
pub(crate) const CALLBACK_ON_VALUE: Message = fixed(
    "only a function can panic",
    "leave out `#[callback(..)]`, or write the function pointer out",
);
pub(crate) const DEFAULT_ON_FUNCTION: Message = fixed(
    "a function has no first value: a method implements it",
    "leave it out; `Option` around the function pointer makes it one that may be missing",
);
pub(crate) const ATTRIBUTE_ON_USER_DATA: Message = fixed(
    "the user data is the table's own",
    "leave out the attribute: the field leads to the value that implements the table",
);
pub(crate) const ONLY_DEFAULT: Message = fixed(
    "only `default = value` has a meaning here",
    "write `#[foreign(default = value)]`, or leave it out",
);
pub(crate) const ONLY_ON_PANIC: Message = fixed(
    "the table says this for all of its functions",
    "a function has `#[callback(on_panic = value)]` only",
);

pub(crate) const DESTROY_ON_VALUE: Message = fixed(
    "only a function can free the value",
    "leave out `#[destroy]`, or write the function pointer out",
);
pub(crate) const DESTRUCTOR_WITH_RESULT: Message = fixed(
    "a function that frees the value has no result",
    "leave out `#[destroy]`: a method implements the function, and `into_foreign` gives another destructor",
);
pub(crate) const DESTRUCTOR_ON_PANIC: Message = fixed(
    "a function that frees the value has nothing to give in place of a result",
    "leave out `#[callback(..)]`: a panic of a destructor ends the process",
);

/// Types that a field must not have, if it is spelled as no function pointer.
pub(crate) fn callback_as_value(field: &str) -> String {
    format!(
        "the field `{field}` is a callback type with user data, which needs the pointer of its own closure: write \
         its function pointer out here, and a method of the value that implements the table is called"
    )
}

pub(crate) fn self_type(table: &str) -> Message {
    Message::new(
        "`Self` is the value in the trait of the methods, and not the struct",
        format!("write `{table}`"),
    )
}

// ---- functions ----

pub(crate) fn no_user_data(function: &str, name: &str, candidate: Option<&str>) -> Message {
    let hint = match candidate {
        Some(candidate) => {
            format!("if C hands the pointer on in `{candidate}`, name this argument `{name}`")
        }
        None => format!(
            "name the argument in which C hands the pointer on: `{name}: *mut c_void`; without one, no value can \
             implement `{function}`"
        ),
    };
    Message::new(
        format!("`{function}` has no argument that is called `{name}`, as the user data is"),
        hint,
    )
}

pub(crate) fn no_this(function: &str, name: &str, table: &str) -> Message {
    Message::new(
        format!("`{function}` has no argument that is called `{name}`"),
        format!(
            "name the argument in which C passes the address of the struct: `{name}: *mut {table}`"
        ),
    )
}

pub(crate) fn not_this(name: &str, table: &str) -> Message {
    Message::new(
        format!("`{name}` is no address of a `{table}`"),
        format!("with `this = {name}`, C passes it as `*mut {table}` or `*const {table}`"),
    )
}
