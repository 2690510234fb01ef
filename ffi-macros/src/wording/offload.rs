//! The sentences about methods that run on worker threads.

use super::{fixed, meant};
use crate::errors::Message;

pub(crate) const TAKES_CANCEL: Message = fixed(
    "`offload` takes nothing, or the method that makes the function return",
    "write `#[offload]`, or `#[offload(cancel = interrupt)]` with the name of a method of this declaration",
);
pub(crate) const THREADS: Message = fixed(
    "the option `threads` keeps this library to its thread, and `#[offload]` runs the function on another one",
    "leave out `#[offload]`, or `threads` if any thread may call the library",
);
pub(crate) const NEVER: Message = fixed(
    "a function that does not return has no result to wait for",
    "leave out `#[offload]`, and call it on a thread of your own",
);
pub(crate) const VARIADIC: Message = fixed(
    "a worker thread cannot own the tuple in place of `...`",
    "declare one list of arguments with `#[variadic(..)]`, or leave out `#[offload]`",
);
pub(crate) const REQUIRES: Message = fixed(
    "a function whose result is required is called when the library is bound",
    "leave out `#[offload]`, or declare the function a second time with `#[symbol(..)]`",
);
pub(crate) const RETAIN: Message = fixed(
    "the clone of a handle calls this function, and waits for it",
    "leave out `#[offload]`, or declare the function a second time with `#[symbol(..)]`",
);
pub(crate) const BORROWED_RESULT: Message = fixed(
    "this result borrows, and the worker thread drops what it borrows from",
    "return an owned value: for a text `String` with `#[copied]`, for a handle `Owned<T>`, or a struct by value",
);
pub(crate) const RAW_ARGUMENT: Message = fixed(
    "a worker thread cannot own what a raw pointer points to",
    "take `&T`, `&mut T`, a slice with `#[slice(..)]` or `Owned<T>`; or a `#[repr(transparent)]` struct of your own \
     around the pointer that is `Send`",
);
pub(crate) const RAW_RESULT: Message = fixed(
    "a worker thread cannot hand over what a raw pointer points to",
    "return `Owned<T>`, or a `#[repr(transparent)]` struct of your own around the pointer that is `Send`",
);
pub(crate) const LOCAL_CLOSURE: Message = fixed(
    "this closure stays on the thread that calls the function, which is a worker thread",
    "leave out `local`, so that any thread may call the closure",
);

pub(crate) const COMPLETION: Message = fixed(
    "a method with `#[completion(..)]` does not wait for the answer, and needs no worker thread",
    "leave out `#[offload]`",
);

/// A method with the name of another one's twin.
pub(crate) fn twin(name: &str) -> Message {
    Message::new(
        format!("`blocking_{name}` is the method of `{name}` without a worker thread"),
        "give one of them another name, and its symbol with `#[symbol(..)]`",
    )
}

/// A method that frees a text.
pub(crate) fn frees(name: &str) -> Message {
    Message::new(
        format!("`{name}` is called to free a text, and runs on a worker thread"),
        "leave out its `#[offload]`, or declare it a second time with `#[symbol(..)]`",
    )
}

// ---- cancel ----

pub(crate) fn unknown_cancel(name: &str, known: &[&str]) -> Message {
    Message::new(
        format!("there is no method `{name}`"),
        if known.is_empty() {
            "declare the function that makes this one return".to_owned()
        } else {
            meant(name, known)
        },
    )
}

pub(crate) fn cancel_lowered(name: &str) -> Message {
    Message::new(
        format!("`{name}` runs while the other function does, and is called as C has it"),
        "declare it without attributes that lower it, and without `#[offload]` and `...`",
    )
}

pub(crate) fn cancel_unsafe(name: &str) -> Message {
    Message::new(
        format!("`{name}` is called by safe code, which promises it nothing"),
        "declare it without `unsafe`, or leave out `cancel` and use `Offloaded::cancel_with`",
    )
}

pub(crate) fn cancel_argument(name: &str, argument: &str) -> Message {
    Message::new(
        format!("`{name}` takes `{argument}`, which this method does not take in the same way"),
        format!(
            "give both a parameter `{argument}` of one type, a `&T` or a value that is `Copy`; or leave out `cancel` \
             and use `Offloaded::cancel_with`"
        ),
    )
}
