//! The sentences about a declared library that are not about the types of its functions: options, names, blocks,
//! variables and `...`.

use super::{fixed, meant};
use crate::errors::Message;

// ---- options ----

pub(crate) const STRUCT_NEEDS_NAME: Message = fixed(
    "option `struct` needs the name of a struct",
    "write `struct = Name`, or `struct = pub Name`",
);
pub(crate) const STRUCT_OF_A_TRAIT: Message = fixed(
    "the trait names the struct already",
    "leave out `struct`; it is for `unsafe extern` blocks",
);

pub(crate) const UNKNOWN_BIND: Message = fixed(
    "`bind` says when the functions are looked up",
    "write `bind = \"lazy\"` to look up each at its first call, or leave `bind` out",
);
pub(crate) const UNKNOWN_THREADS: Message = fixed(
    "`threads` says which threads may call the library",
    "write `threads = \"one\"` for a library that stays on one thread, `threads = \"main\"` if that is the main thread, or leave `threads` out",
);

pub(crate) const LINKED_NEEDS_FEATURE: Message = fixed(
    "`linked` needs the feature of your crate that links the library",
    "write `linked(feature = \"linked\")`; `kind = \"static\"` links a static library",
);

pub(crate) fn takes_no_value(name: &str) -> Message {
    Message::new(
        format!("`{name}` takes no value"),
        format!("write `{name}` alone"),
    )
}

pub(crate) fn option_needs_strings(name: &str) -> Message {
    Message::new(
        format!("option `{name}` needs a string, or several in brackets"),
        format!("write `{name} = \"..\"`, or `{name} = [\"..\", \"..\"]`, the preferred one first"),
    )
}

pub(crate) fn system_needs_name(system: &str) -> Message {
    Message::new(
        format!("option `{system}` needs the name that the library has there"),
        format!("write `{system}(name = \"..\")`, or leave `{system}` out"),
    )
}

pub(crate) fn unknown_rename(found: &str, known: &[&str]) -> Message {
    Message::new(
        format!("unknown rule `{found}`"),
        match known.iter().find(|rule| rule.eq_ignore_ascii_case(found)) {
            Some(rule) => format!("did you mean `{rule}`?"),
            None => meant(found, known),
        },
    )
}

// ---- blocks ----

pub(crate) const BLOCK_NOT_UNSAFE: Message = fixed(
    "expected `unsafe extern`",
    "whoever declares a library promises that its signatures are right: write `unsafe extern \"C\"`",
);
pub(crate) const RESULT_OF_SEVERAL: Message = fixed(
    "this result may borrow from more than one argument",
    "name the lifetime: `fn name<'a>(owner: &'a Owner, other: &Other) -> &'a CStr`",
);

pub(crate) const BLOCK_WITHOUT_STRUCT: Message = fixed(
    "the block needs the name of the struct that it becomes",
    "write `#[foreign_library(struct = Name, ..)]`, or `struct = pub Name`",
);
pub(crate) const LINK: Message = fixed(
    "`link` is for libraries that the linker finds",
    "leave it out: the option `name` says which library is loaded",
);
pub(crate) const EXTERN_TYPE: Message = fixed(
    "a block has functions and variables only",
    "declare the type beside the block, with `#[opaque]` if only C can look into it",
);
pub(crate) const NOT_A_FOREIGN_ITEM: Message = fixed(
    "expected a function or a variable",
    "write `fn name(..) -> ..;` or `static NAME: T;`",
);
pub(crate) const LINK_NAME_NEEDS_STRING: Message = fixed(
    "`link_name` needs the name in the library",
    "write `#[link_name = \"name\"]`",
);
pub(crate) const SAFE_STATIC_MUT: Message = fixed(
    "a variable that changes cannot be safe to read",
    "leave out `safe`, or `mut`",
);

// ---- methods ----

pub(crate) const BARE_VARIADIC: Message = fixed(
    "in a trait, `...` needs a name",
    "write `values: ...` or `_: ...`; the method takes a tuple there",
);
pub(crate) const VARIADIC_TWICE: Message = fixed(
    "`...` says already where the named arguments end",
    "leave out `#[variadic(..)]`, or write the arguments of one call in place of `...`",
);
pub(crate) const SAFE_VARIADIC: Message = fixed(
    "a method with `...` takes any arguments, of which C believes that they are the right ones",
    "write `unsafe fn`",
);
pub(crate) const EXTERN_WITH_BODY: Message = fixed(
    "a method with a body is Rust's, and has no calling convention",
    "leave out `extern`, or the body",
);
pub(crate) const ARGUMENT_CFG: Message = fixed(
    "the macro cannot see whether a `cfg` on an argument holds",
    "declare the method twice, each under its own `#[cfg]`",
);
pub(crate) const OPTIONAL_TAKES_GROUP: Message = fixed(
    "`optional` takes nothing, or the name of a group",
    "write `#[optional]`, or `#[optional(group = \"swapchain\")]`",
);
pub(crate) const GROUP_IS_NO_NAME: Message = fixed(
    "the name of a group becomes part of a method's name",
    "write a Rust identifier: `#[optional(group = \"swapchain\")]` gives `has_swapchain()`",
);
pub(crate) const REQUIRES_NEEDS_VALUES: Message = fixed(
    "`requires` needs the values that the function may return",
    "write a range or a value: `#[requires(3_008_000..)]`, `#[requires(size_of::<T>())]`",
);
pub(crate) const REQUIRES_PLAIN_CALL: Message = fixed(
    "a function whose result is required is called when the library is bound",
    "it is a safe `fn` without arguments, and not optional",
);
pub(crate) const EMPTY_VERSION: Message = fixed(
    "a version needs a name",
    "write it as the library does, as in `\"GLIBC_2.14\"` or `\"3.38\"`",
);
pub(crate) const SINCE_NEEDS_VERSION: Message = fixed(
    "`since` needs the version of the library that has the function first",
    "write `#[since(\"3.38\")]`",
);

pub(crate) fn named_before_tuple(most: usize) -> Message {
    Message::new(
        format!("at most {most} arguments can stand before `...`"),
        "declare one method for each list that you pass, with `#[variadic(N)]`",
    )
}

pub(crate) fn attribute_with_body(name: &str) -> Message {
    Message::new(
        format!("`{name}` has no meaning on a method with a body"),
        "leave it out, or the body",
    )
}

pub(crate) fn reserved_plain_method(name: &str) -> Message {
    Message::new(
        format!("`{name}` is a method of every such struct"),
        "give the method another name",
    )
}

pub(crate) fn bound_of_another_type(name: &str) -> Message {
    Message::new(
        format!("the struct keeps one `{name}`, and this one has another type"),
        "give it another name, or the type of the others",
    )
}

// ---- variables ----

pub(crate) const VARIABLE_WITHOUT_POINTER: Message = fixed(
    "the method of a variable gives a pointer to it",
    "write `-> *const T`, `-> *mut T` or `-> Variable<'_, T>`, or `-> &T` for one that never changes",
);
pub(crate) const VARIABLE_BEHIND_MUT: Message = fixed(
    "C may use the variable while it is borrowed, so a `&mut` to it cannot be had",
    "write `-> *mut T`",
);
pub(crate) const VARIABLE_WITH_ARGUMENT: Message = fixed(
    "a variable takes no arguments",
    "write `fn name(&self) -> *const T;`",
);
pub(crate) const VARIABLE_WITH_ABI: Message =
    fixed("a variable has no calling convention", "leave out `extern`");
pub(crate) const UNSAFE_VARIABLE: Message = fixed(
    "the address of a variable is safe to ask for",
    "leave out `unsafe`; reading through the pointer is what needs it",
);
pub(crate) const VARIABLE_WITH_ATTRIBUTE: Message = fixed(
    "`variadic`, `any_pointer`, `secret`, `requires` and `offload` have no meaning on a variable",
    "leave them out",
);
