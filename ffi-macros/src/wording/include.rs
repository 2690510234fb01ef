//! The sentences of `include_foreign!`: its call, its file, and what bindgen has no type for.

use std::fmt::Display;

use super::{fixed, meant};
use crate::errors::Message;
use crate::library::Misread;
use crate::nearest::nearest;

// ---- the call ----

pub(crate) const NO_PATH: Message = fixed(
    "expected the path of a file",
    "write `include_foreign!(unsafe \"bindings.rs\", name = \"z\", struct = Zlib)`",
);
pub(crate) const NOT_UNSAFE: Message = fixed(
    "expected `unsafe` before the path",
    "whoever includes a file promises that its signatures are right: write `include_foreign!(unsafe \"bindings.rs\", ..)`",
);
pub(crate) const NOT_A_PATH: Message = fixed(
    "expected a path that is a string, or `concat!` and `env!` of strings",
    "write `\"bindings.rs\"`, or `concat!(env!(\"OUT_DIR\"), \"/bindings.rs\")`",
);
pub(crate) const NO_FOLDER: Message = fixed(
    "the folder of this source file is not known here, so that the path has to be absolute",
    "write `concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/src/bindings.rs\")`",
);
pub(crate) const CFG: Message = fixed(
    "a `cfg` here would not hold for the other items of the file",
    "write it before the macro: `#[cfg(..)] include_foreign!(..);`",
);
pub(crate) const WITHOUT_STRUCT: Message = fixed(
    "the functions need the name of the struct that they become methods of",
    "write `struct = Name`, or `struct = pub Name`",
);
pub(crate) const WITHOUT_NAME: Message = fixed(
    "the library has no name",
    "write `name = \"z\"`, or `process` if its functions are in this process already",
);
pub(crate) const SAID_BY_FILE: Message = fixed(
    "the file says the names and conventions of its functions",
    "leave this option out",
);
pub(crate) const SKIP: Message = fixed(
    "option `skip` needs a list of names, and of kinds of types",
    "write `skip = [\"name\", \"begins_*\", long_double, va_list]`",
);
pub(crate) const WIDE: Message = fixed(
    "option `wide` needs the type that `u128` and `i128` are in C",
    "write `wide = \"__int128\"`, or leave `wide` out",
);

pub(crate) fn unknown_kind(found: &str, known: &[&str]) -> Message {
    Message::new(
        format!("unknown kind of types `{found}`"),
        format!(
            "{}; the name of a function is a string",
            meant(found, known)
        ),
    )
}

pub(crate) fn not_in_file(pattern: &str, known: &[&str]) -> Message {
    Message::new(
        format!("the file has no function and no variable `{pattern}`"),
        match nearest(pattern, known) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "leave it out".to_owned(),
        },
    )
}

pub(crate) fn unset(variable: &str) -> Message {
    Message::new(
        format!("the environment variable `{variable}` is not set"),
        "cargo sets `OUT_DIR` for packages with a build script, and `CARGO_MANIFEST_DIR` for all",
    )
}

// ---- the file ----

pub(crate) fn unreadable(path: &dyn Display, error: &dyn Display) -> Message {
    Message::new(
        format!("cannot read `{path}`: {error}"),
        "a path begins at the folder of this source file; that of a build script's output is `concat!(env!(\"OUT_DIR\"), \"/bindings.rs\")`",
    )
}

pub(crate) fn not_rust(file: &str, error: &str) -> Message {
    Message::new(
        format!("`{file}` cannot be parsed: {error}"),
        "bindgen writes the file, or `rustc` says more about it: `rustc --crate-type lib FILE`",
    )
}

pub(crate) fn inner_attribute(file: &str, attribute: &str) -> Message {
    Message::new(
        format!("`{file}` begins with `#![{attribute}]`, which a macro cannot set"),
        "write it in the module that includes the file",
    )
}

pub(crate) fn block_in_module(file: &str) -> Message {
    Message::new(
        format!("`{file}` has functions inside of modules"),
        "let bindgen write them without namespaces, all at the top",
    )
}

pub(crate) fn no_block(file: &str) -> Message {
    Message::new(
        format!("`{file}` has no `extern` block, so no functions"),
        "include a file without functions with `include!`",
    )
}

// ---- functions ----

/// `names` are those of all functions of the kind.
pub(crate) fn misread(kind: Misread, place: &str, names: &[String]) -> Message {
    let which = match names {
        [name] => format!("`{name}` takes or returns"),
        [first, others @ ..] => {
            let count = others.len();
            let plural = if count == 1 { "" } else { "s" };
            format!("`{first}` and {count} other function{plural} take or return")
        }
        [] => String::new(),
    };
    let word = kind.word();
    let out = match names {
        [name] => format!(
            "leave it out: `skip = [\"{name}\"]`, or `skip = [{word}]` for all such functions"
        ),
        _ => format!("leave them out: `skip = [{word}]`"),
    };
    let (what, hint) = match kind {
        Misread::LongDouble => (
            "a `u128`, as which bindgen writes `long double`: C expects it in other registers",
            format!(
                "{out}, and declare what you need with `ffi_runtime::LongDouble` in a trait; if it is `__int128` in C, \
                 write `wide = \"__int128\"`"
            ),
        ),
        Misread::VaList => (
            "a `va_list`, which Rust cannot make and each target passes in another way",
            format!(
                "{out}; its twin with `...` can be called, and a callback hands its own list on as \
                 `ffi_runtime::VaList` to what you declare in a trait"
            ),
        ),
        Misread::Complex => (
            "a complex number by value, which bindgen writes as a struct: C passes it in another way on some targets",
            format!("{out}, and declare what you need with `ffi_runtime::Complex` in a trait"),
        ),
        Misread::Half => (
            "a `_Float16`, which bindgen writes as an integer: C expects it in other registers",
            out,
        ),
    };
    Message::new(format!("{place}: {which} {what}"), hint)
}

/// A mistake in one function, in the words for a function that can be edited.
pub(crate) fn in_function(place: &str, name: &str, mistake: &str) -> String {
    format!("{place}: in `{name}`: {mistake}; or leave the function out: `skip = [\"{name}\"]`")
}
