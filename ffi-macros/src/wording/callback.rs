//! The sentences of `#[callback]`.
//!
//! Grouped as the mistakes are found: options, item, function pointer, user data, functions, types.

use super::{fixed, listed, meant};
use crate::errors::Message;
use crate::nearest::nearest;

// ---- options of `#[callback(..)]` ----

pub(crate) const USER_DATA_NEEDS_NAME: Message = fixed(
    "option `user_data` needs the name of an argument",
    "write `user_data = name`, or `user_data = [first, second]` if C hands on two pointers",
);
pub(crate) const ON_PANIC_NEEDS_VALUE: Message = fixed(
    "option `on_panic` needs a value",
    "write `on_panic = value`: what C gets when the closure panics",
);

// ---- the item ----

pub(crate) const NOT_A_CALLBACK: Message = fixed(
    "expected a type alias of a function pointer, or a function",
    "`#[callback]` goes on `type Name = unsafe extern \"C\" fn(..) -> ..;` and on `extern \"C\" fn name(..) { .. }`",
);
pub(crate) const DERIVE: Message = fixed(
    "nothing can be derived here",
    "a callback type is `Copy`, `Debug`, `Eq` and `Hash` already; implement other traits by hand",
);
pub(crate) const REPR: Message = fixed(
    "a callback type is `#[repr(transparent)]` already",
    "leave out `repr`",
);
pub(crate) const GENERIC: Message = fixed(
    "a callback cannot be generic",
    "C calls one function with one signature: write the type, or declare one callback per type",
);
pub(crate) const GENERIC_LIFETIME: Message = fixed(
    "a callback has no lifetime of its own",
    "leave the lifetime out where it is used, or bind it for each call: `for<'a> extern \"C\" fn(&'a T)`",
);

// ---- the function pointer ----

pub(crate) const NOT_A_FUNCTION_POINTER: Message = fixed(
    "expected a function pointer",
    "write it out: `unsafe extern \"C\" fn(..) -> ..`",
);

pub(crate) fn nullable(name: &str) -> Message {
    Message::new(
        "a callback type is never null",
        format!("leave out `Option` here, and write `Option<{name}>` where C takes null"),
    )
}

pub(crate) const VARIADIC: Message = fixed(
    "a closure has a fixed list of arguments",
    "write the arguments that C passes; what C reads with `va_arg` cannot reach Rust",
);
pub(crate) const ARGUMENT_ATTRIBUTE: Message = fixed(
    "this attribute has no meaning on an argument",
    "leave it out; for `#[cfg]`, declare the callback twice, each under its own `#[cfg]`",
);
pub(crate) const BORROWED_RESULT: Message = fixed(
    "a closure cannot promise how long a reference lives that C gets from it",
    "return a pointer, `*const T` or `*mut T`",
);

// ---- user data ----

pub(crate) fn unknown_user_data(found: &str, known: &[&str]) -> Message {
    let hint = match (nearest(found, known), known) {
        (Some(_), _) => meant(found, known),
        (None, []) => {
            "name the argument in which C hands the pointer on: `data: *mut c_void`".into()
        }
        (None, known) => format!("the arguments are {}", listed(known)),
    };
    Message::new(format!("no argument is called `{found}`"), hint)
}

pub(crate) fn not_user_data(name: &str) -> Message {
    Message::new(
        format!("`{name}` is no user data"),
        "the closure travels in a `*mut c_void` or `*const c_void`",
    )
}

pub(crate) fn same_user_data(name: &str) -> Message {
    Message::new(
        format!("`{name}` is named twice"),
        "name two arguments, or leave out the brackets",
    )
}

pub(crate) const THREE_USER_DATA: Message = fixed(
    "there are at most two user-data pointers",
    "name the one in which the closure travels, and one that is always null",
);
pub(crate) const USER_DATA_ON_FUNCTION: Message = fixed(
    "a function has no closure that would travel in user data",
    "leave out `user_data`, and cast the pointer in the function",
);

// ---- functions ----

pub(crate) const GENERIC_FUNCTION: Message = fixed(
    "a function that C calls cannot be generic",
    "C calls one function with one signature: write the type",
);
pub(crate) const ASYNC_FUNCTION: Message = fixed(
    "a function that C calls cannot be `async`",
    "leave out `async`; C does not wait for a future",
);
pub(crate) const CONST_FUNCTION: Message = fixed(
    "a function that C calls cannot be `const`",
    "leave out `const`; a panic is caught at run time",
);
pub(crate) const RUST_FUNCTION: Message = fixed(
    "this function has Rust's calling convention, which C does not know",
    "write `extern \"C\" fn`",
);
pub(crate) const RECEIVER: Message = fixed(
    "a function that C calls has no `self`",
    "take a pointer, or move what it needs into a closure: `#[callback]` on a type alias",
);
pub(crate) const TEXT_OF_SAFE_FUNCTION: Message = fixed(
    "a text of C is a pointer that this function trusts, so it is not safe to call",
    "write `unsafe extern \"C\" fn`",
);
pub(crate) const VARIADIC_FUNCTION: Message = fixed(
    "a Rust function has a fixed list of arguments",
    "write the arguments that C passes",
);

// ---- types that cannot cross ----

pub(crate) const STRING_ARGUMENT: &str = "take `&CStr`, or `Option<&CStr>` if C may pass null; for bytes without an end, a pointer and a length";
pub(crate) const STRING_RESULT: &str = "return `*const c_char`, to memory that outlives the call";
pub(crate) const VECTOR: Message = fixed(
    "`Vec` cannot cross a foreign call",
    "take a pointer and a length, `data: *const T, len: usize`, and use `slice::from_raw_parts` inside",
);
pub(crate) const SLICE: Message = fixed(
    "a slice cannot cross a foreign call",
    "take a pointer and a length, `data: *const T, len: usize`, and use `slice::from_raw_parts` inside",
);
pub(crate) const NEVER: Message = fixed("`!` is not supported as a result", "leave out the result");
pub(crate) const SELF_TYPE: Message =
    fixed("`Self` is not known where C calls from", "write the type");
pub(crate) const RESULT_TYPE: Message = fixed(
    "`Result` has no C layout",
    "return the status that C expects",
);
