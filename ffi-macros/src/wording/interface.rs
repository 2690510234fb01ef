//! The sentences about an interface of both sides: its options, and what its functions cannot have.

use super::fixed;
use crate::errors::Message;

// ---- options ----

pub(crate) const NOT_A_TRAIT: Message = fixed(
    "expected a trait",
    "`#[foreign_interface]` goes on an `unsafe trait`, with one method for each function",
);
pub(crate) const NEEDS_NAME: Message = fixed(
    "the interface has no name",
    "write `#[foreign_interface(name = \"org.example.filter\")]`: both sides know it by that",
);
pub(crate) const NAME_IS_NONE: Message = fixed(
    "the name of an interface has letters, digits, `.`, `-` and `_`",
    "write one as in `name = \"org.example.filter\"`, of up to 255 bytes",
);
pub(crate) const VERSION_IS_NONE: Message = fixed(
    "a version has a major and a minor number",
    "write it as in `\"2.1\"`",
);
pub(crate) const HOST_NEEDS_INTERFACE: Message = fixed(
    "option `host` needs the interface that a plugin gets of its host",
    "write `host = FilterHost`",
);
pub(crate) const TYPES_NEEDS_LIST: Message = fixed(
    "option `types` needs a list of types",
    "write `types = [Frame]`",
);
pub(crate) const SUPERTRAIT: Message = fixed(
    "an interface has no supertraits but `Send` and `Sync`",
    "leave it out: they say on which threads the value may be used",
);

// ---- functions ----

pub(crate) const MUTABLE_IN_SHARED: Message = fixed(
    "an interface with clones lends its value to all of them: expected `&self`",
    "write `&self`, or give the interface the option `unique`",
);
pub(crate) const UNWIND: Message = fixed(
    "a panic never leaves a function of an interface",
    "leave out `-unwind`; a status with `#[check]` says that the function panicked",
);
pub(crate) const VARIADIC: Message = fixed(
    "a method that implements a function cannot be variadic",
    "take a slice: `#[slice(len = n)] values: &[T], n: usize`",
);
pub(crate) const NEVER: Message = fixed("a function of an interface returns", "leave out `-> !`");
pub(crate) const OWNED: Message = fixed(
    "an interface has no handles that the other side frees",
    "return a number that stands for it, or an object of an interface of its own, as a pointer",
);
pub(crate) const SKIP: Message = fixed(
    "both sides know every function of an interface",
    "leave out `skip`",
);
pub(crate) const CHECK_TAKES_STATUS: Message = fixed(
    "an implementation returns the status itself",
    "write `#[check]` or `#[check(value)]`, and return a type that is `Status` and `ReturnedStatus`",
);
pub(crate) const SINCE_NEEDS_TEXT: Message = fixed(
    "the version of an interface is a text",
    "write `#[since(\"2.1\")]`",
);
pub(crate) const SINCE_LATER_THAN_VERSION: Message = fixed(
    "this version is later than that of the interface",
    "raise `version` of the interface",
);
pub(crate) const SINCE_BEFORE_EARLIER: Message = fixed(
    "an older table ends before the functions of a newer one",
    "put the functions in the order of their versions",
);

pub(crate) fn no_way_back(name: &str) -> Message {
    let hint = match name {
        "closure" | "completion" => {
            "declare an interface for what is called back, and pass an object of it"
        }
        "grow" => "take `#[slice(len = n)] buffer: &mut [T]`, and return how many are needed",
        "copied" => "return `&CStr`, a text of the value",
        "slice" => "return `#[out]` values, or write to a `&mut [T]`",
        "errno" | "last_error" | "error_out" | "error_text" => {
            "return a status, with `#[check]`, or a text of the value, as `&CStr`"
        }
        "or_none" => "write `Option<&T>`, or a number",
        "offload" => "leave it out: the implementation may use threads of its own",
        "free" | "retain" => "leave it out: an object frees itself when its last owner is dropped",
        _ => "leave it out",
    };
    Message::new(
        format!("`#[{name}]` says how a function is called, and not how it is implemented"),
        hint,
    )
}

pub(crate) fn plain_only(name: &str) -> Message {
    Message::new(
        format!("`#[{name}]` takes nothing in an interface"),
        format!("write `#[{name}]`"),
    )
}

pub(crate) fn reserved_method(name: &str) -> Message {
    Message::new(
        format!("the trait of the implementations has a `{name}` of its own"),
        "give the function another name",
    )
}
