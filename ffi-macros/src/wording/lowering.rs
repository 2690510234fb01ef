//! The sentences about arguments and results that cross in another form than they are written.

use super::{fixed, meant};
use crate::errors::Message;

// ---- parameters ----

pub(crate) fn second_attribute(name: &str) -> Message {
    Message::new(
        format!("`{name}` is a second way for this argument to cross"),
        "keep one of the attributes",
    )
}

pub(crate) const BOUND_IS_PLAIN: Message = fixed(
    "a `#[bound]` argument crosses as it is",
    "leave out the other attribute",
);
pub(crate) const OUTLIVES_COPY: Message = fixed(
    "this would lead to the copy that C gets of a `#[terminated]` text, which ends with the call",
    "leave out `#[terminated]` and take `&'t CStr`, or give the result a lifetime of its own",
);
pub(crate) const TERMINATED_TAKES_UTF16: Message = fixed(
    "`terminated` takes nothing, or `utf16`",
    "write `#[terminated]`, or `#[terminated(utf16)]` for a `&str` that C gets in UTF-16",
);
pub(crate) const FIXED_NEEDS_VALUE: Message = fixed(
    "`fixed` needs the value that C gets",
    "write `#[fixed(0)]`; the method does not have the argument",
);
pub(crate) const SLICE_NEEDS_LENGTH: Message = fixed(
    "`slice` needs the parameter that has the length",
    "write `#[slice(len = n)]` if C counts elements, or `#[slice(bytes = n)]` if it counts bytes",
);
pub(crate) const OUT_TAKES_ALWAYS: Message = fixed(
    "`out` takes nothing, or `always`",
    "write `#[out]`, or `#[out(always)]` for what the function writes when it fails too",
);

pub(crate) const ALWAYS_NEEDS_POINTER: Message = fixed(
    "a failure that writes nothing leaves null here, which this type does not have",
    "take `Owned<T>`, `&T` or `&CStr`, or write `#[out]`",
);

pub(crate) fn takes_free(name: &str) -> Message {
    Message::new(
        format!("`{name}` takes nothing, or the method that frees the text"),
        format!("write `#[{name}]`, or `#[{name}(free = method)]`"),
    )
}

pub(crate) fn no_such_argument(name: &str) -> Message {
    Message::new(
        format!("there is no argument `{name}`"),
        "name a parameter of this method",
    )
}

pub(crate) const LENGTH_IS_PLAIN: Message = fixed(
    "the length of a slice is an integer that the method does not have",
    "name a parameter without an attribute, which no other slice needs as its elements",
);
pub(crate) const DIFFERENT_UNITS: Message = fixed(
    "one length counts elements of one slice and bytes of another",
    "write `len` for both, or `bytes`",
);
pub(crate) const SECOND_ERROR_OUT: Message = fixed(
    "a function has one place for its error",
    "write `#[out]` for the other one",
);
pub(crate) const ERROR_OUT_TYPE: Message = fixed(
    "a text is copied and freed, and an object is owned",
    "write `#[error_out(free = method)] message: String`, or `#[error_out] error: Owned<T>`",
);

pub(crate) const ERROR_TEXT_NEEDS_SIZE: Message = fixed(
    "`error_text` needs the bytes of the buffer",
    "write `#[error_text(256)]`: as many as C's documentation says the buffer has to have",
);
pub(crate) const ERROR_TEXT_TYPE: Message = fixed(
    "the message in a buffer is a `String`",
    "write `#[error_text(256)] message: String`",
);

// ---- size queries ----

pub(crate) const GROW_PARTS: Message = fixed(
    "`grow` needs the parameter that has the size of the buffer, and what C says of it",
    "write `#[grow(len = n)]`, or `bytes = n`; then `needed = return`, `needed = m`, `written = return`, `written = m` \
     or `written = nul`; `nul = included`, `excluded` or `none`; `again = CODE`, `again_error = NUMBER`; `first = 256`; \
     `utf16`",
);
pub(crate) const GROW_TWICE: Message = fixed(
    "`grow` has two answers to one question",
    "keep one of `len` and `bytes`, one of `needed` and `written`, and one of each other key",
);
pub(crate) const SECOND_GROW: Message = fixed(
    "a method fills one buffer",
    "declare the function a second time with `#[symbol(..)]`, or take the other buffer with `#[slice(..)]`",
);
pub(crate) const GROW_LENGTH_IS_PLAIN: Message = fixed(
    "the size of a buffer is an integer that the method does not have",
    "name a parameter without an attribute, and write the type that C's pointer leads to: `n: u32` for `uint32_t *n`",
);
pub(crate) const GROW_TYPE: Message = fixed(
    "C fills no buffer of this type",
    "write `Vec<T>`, in which `T` is a type that C has too, or for a text `String` or `CString`",
);
pub(crate) const GROW_ENDS_TEXT: Message = fixed(
    "`written = nul` says that the text ends with a NUL, and nothing else does",
    "take a `String` or a `CString`, and leave out `nul`",
);
pub(crate) const GROW_SAYS_NUL: Message = fixed(
    "it is not said whether the length counts the NUL of the text",
    "write `nul = included`, `nul = excluded`, or `nul = none` if C writes no NUL",
);
pub(crate) const GROW_OF_HANDLE: Message = fixed(
    "a function that frees or counts a handle is called once, and fills no buffer",
    "leave out the attribute, or `#[grow(..)]`",
);
pub(crate) const GROW_RESULT: Message = fixed(
    "`return` is the length only if the function returns it as an integer",
    "declare the result, without `#[copied]` and `#[slice(..)]`",
);
pub(crate) const GROW_AGAIN: Message = fixed(
    "`again` is a result of the function",
    "declare the result, without `#[copied]` and `#[slice(..)]`",
);
pub(crate) const GROW_AGAIN_ERROR: Message = fixed(
    "`again_error` is a number of the error state, which this method does not read",
    "add `#[errno]` or `#[last_error]`, or write `again = CODE` if the function returns it",
);

/// A method with the name of another one's twin.
pub(crate) fn grow_twin(name: &str) -> Message {
    Message::new(
        format!("`{name}_into` is the method of `{name}` that fills a buffer of the caller's"),
        "give one of them another name, and its symbol with `#[symbol(..)]`",
    )
}

// ---- methods ----

pub(crate) const ERRNO_TAKES_RUNTIME: Message = fixed(
    "`errno` takes nothing, or the file of the C runtime on Windows",
    "write `#[errno]`, or `#[errno(\"msvcrt.dll\")]`",
);
pub(crate) const TWO_STATES: Message = fixed(
    "a function leaves its error in one place",
    "keep `#[errno]` or `#[last_error]`",
);
pub(crate) const STATE_LOSES_OWNER: Message = fixed(
    "functions may leave an error state although they succeed, and this result would not be freed then",
    "say what a failure returns: `#[check(not_null)]` beside the attribute",
);
pub(crate) const NEEDS_RESULT: Message = fixed(
    "the function returns nothing",
    "leave out the attribute, or declare the result",
);
pub(crate) const TWO_RULES: Message = fixed(
    "`check` has one rule that tells a success from a failure",
    "keep one of them",
);
pub(crate) const NOT_NULL_POINTER: Message = fixed(
    "the result may be null, which `not_null` excludes",
    "return `NonNull<T>`, `&T`, `&CStr` or `Owned<T>`: what is left of a success",
);
pub(crate) const MADE_OF_POINTER: Message = fixed(
    "of a text or a handle, null alone can be a failure",
    "write `#[check(not_null)]`; for a handle that is an error itself, `#[check(with = Type)]`",
);
pub(crate) const SLICE_IS_NO_STATUS: Message = fixed(
    "a slice does not say whether the function succeeded",
    "leave out the attribute; null and the length 0 are an empty slice",
);
pub(crate) const ASK_NAMES_ARGUMENT: Message = fixed(
    "`ask` needs the name of an argument",
    "write `ask = argument`, or `ask` alone to ask the library",
);
pub(crate) const ASK_NEEDS_REFERENCE: Message = fixed(
    "an error cannot ask this argument",
    "name a `&T` or `&mut T`, or an `#[out(always)]` handle; `ask` alone asks the library",
);
pub(crate) const COPIED_NEEDS_TEXT: Message = fixed(
    "`copied` is for texts",
    "return `String` or `CString`, or an `Option` of one if C may return null",
);
pub(crate) const CLOSURE_NEEDS_SCOPE: Message = fixed(
    "nothing says how long C may call this closure",
    "write `call` (until the function returns), `once` (a single time, whenever that is), `until = destroy` (until C calls the function in that parameter) or `forever`",
);
pub(crate) const CLOSURE_TWO_SCOPES: Message = fixed("a closure has one scope", "keep one of them");
pub(crate) const CLOSURE_TYPE: Message = fixed(
    "a closure becomes the function of a callback type",
    "write the name of a type that `#[callback]` declares, or an `Option` of it; or `callback = Name` for a struct that is `From<(Name, *mut c_void)>`",
);
pub(crate) const CLOSURE_THREADS: Message = fixed(
    "this scope says already which threads may call the closure",
    "leave it out: `call` alone is for this thread and `call, sync` for any, `until` and `forever` alone for any and with `local` for this one",
);
pub(crate) const CLOSURE_ON_ERROR: Message = fixed(
    "nothing says who frees the closure if the function fails",
    "write `on_error = called` if the function calls the destructor then, or `on_error = not_called`",
);
pub(crate) const CLOSURE_NO_ERROR: Message = fixed(
    "`on_error` is for a closure that C frees, of a method with `#[check]`",
    "leave it out",
);
pub(crate) const CLOSURE_UNTIL_DATA: Message = fixed(
    "C hands the pointer to the destructor that it got with the closure",
    "name that parameter: `data = user`",
);
pub(crate) const CLOSURE_COMPANION: Message = fixed(
    "this parameter goes with a closure",
    "write C's parameter without an attribute; the method does not have it",
);
pub(crate) const GROW_OF_CLOSURE: Message = fixed(
    "a function that fills a buffer may be called more than once, and a closure is given once",
    "leave out `#[closure(..)]` or `#[completion(..)]`, or else `#[grow(..)]`",
);

pub(crate) fn unknown_closure(name: &str) -> Message {
    Message::new(
        format!("`closure` has no `{name}`, or not in this form"),
        "write `call`, `once`, `until = destroy` or `forever`; `data = user` or `callback = Type`; `local` or `sync`; `on_error = called` or `on_error = not_called`",
    )
}

pub(crate) const COMPLETION_TAKES: Message = fixed(
    "`completion` says how C gets a closure that it calls once",
    "write `#[completion]`, or of these what the function has: `data = user` or `callback = Type`, `until = destroy`, `cancel = method`",
);
pub(crate) const COMPLETION_TWICE: Message = fixed(
    "a method has one answer",
    "keep one `#[completion(..)]`, and write `#[closure(once, ..)]` at the others",
);
pub(crate) const COMPLETION_CANCEL: Message = fixed(
    "`cancel` gets what the function returned, and this one returns nothing",
    "leave it out; `Completion::cancel_with` takes a closure that ends the request otherwise",
);

pub(crate) const OR_NONE_NEEDS_OPTION: Message = fixed(
    "`or_none` is for a handle that may be none",
    "write `Option<Handle>`, where the handle has `#[foreign(invalid = [..])]`",
);
pub(crate) const OR_NONE_ALONE: Message = fixed(
    "the result is a handle, or a text or slice",
    "keep one of the attributes",
);
pub(crate) const OR_NONE_IS_NO_STATUS: Message = fixed(
    "`or_none` returns `None`, and this attribute an error",
    "keep `#[or_none]`; or write `#[check(valid)]`, and return the handle without `Option`",
);
pub(crate) const COPIED_TAKES: Message = fixed(
    "`copied` takes nothing, `utf16`, or the method that frees the text",
    "write `#[copied]`, `#[copied(free = method)]`, or `#[copied(utf16)]` for a `String` of what C has in UTF-16",
);
pub(crate) const UTF16_NEEDS_STRING: Message = fixed(
    "`utf16` is for a text that Rust has in UTF-8",
    "write `String`, as a result also `Option<String>`, or leave out `utf16`",
);
pub(crate) const COPIED_SLICE: Message = fixed(
    "a result is a text or a slice",
    "keep `#[copied]` or `#[slice(..)]`",
);
pub(crate) const RESULT_IS_NO_SLICE: Message =
    fixed("`slice` is for a result that is a slice", "return `&[T]`");
pub(crate) const RESULT_LENGTH_IS_OUT: Message = fixed(
    "the length of the result is no out parameter",
    "name a parameter with `#[out]`, in which the function writes the length",
);
pub(crate) const FREE_TAKES_OWNED: Message = fixed(
    "`free` is for a method that takes a handle, or a struct with members, and nothing else",
    "take one `Owned<T>` or `OwnedValue<T>`, and give every other argument a value with `#[fixed(..)]`",
);
pub(crate) const FREE_TAKES_ADDRESS: Message = fixed(
    "`free` takes nothing, or `address`",
    "write `#[free]`, or `#[free(address)]` if the function takes a pointer to the struct of an `OwnedValue`",
);
pub(crate) const FREE_ADDRESS_OF_HANDLE: Message = fixed(
    "a handle is a pointer already",
    "write `#[free]`; for a struct with members, take `OwnedValue<T>`",
);
pub(crate) const FREE_IS_REQUIRED: Message = fixed(
    "without this function, handles could not be freed",
    "leave out `#[optional]`",
);
pub(crate) const RETAIN_IS_REQUIRED: Message = fixed(
    "without this function, handles could not be cloned",
    "leave out `#[optional]`",
);
pub(crate) const CALLED_WITHOUT_PROMISE: Message = fixed(
    "a handle is dropped and cloned by safe code, which promises this function nothing",
    "declare the method without `unsafe`",
);
pub(crate) const RETAIN_TAKES_REFERENCE: Message = fixed(
    "`retain` is for a method that takes a handle and nothing else",
    "take one `&T`, and give every other argument a value with `#[fixed(..)]`",
);
pub(crate) const NEVER_LOWERED: Message = fixed(
    "a function that does not return has neither results nor errors",
    "leave out the attributes, or `-> !`",
);

/// A part of `#[check(..)]` that lacks its type.
pub(crate) fn needs_type(name: &str) -> Message {
    Message::new(
        format!("`{name}` needs a type"),
        format!("write `{name} = Type`"),
    )
}

/// A part of `#[check(..)]` that has something after `=`.
pub(crate) fn word_alone(name: &str) -> Message {
    Message::new(
        format!("`{name}` takes nothing"),
        format!("write `{name}` without a value"),
    )
}

/// An unknown part of `#[check(..)]`.
pub(crate) fn unknown_check(found: Option<&str>) -> Message {
    const KNOWN: [&str; 9] = [
        "zero",
        "nonzero",
        "not_negative",
        "not_null",
        "valid",
        "value",
        "with",
        "error",
        "ask",
    ];
    let hint = "write `#[check]`, or what the success is: `#[check(zero)]`; then `value`, `with = Type`, \
                `error = Type`, `ask` or `ask = argument`";
    match found {
        None => Message::new("`check` takes words, and types after `=`", hint),
        Some(found) => Message::new(
            format!("`check` knows no `{found}`"),
            if crate::nearest::nearest(found, &KNOWN).is_some() {
                meant(found, &KNOWN)
            } else {
                hint.to_owned()
            },
        ),
    }
}
