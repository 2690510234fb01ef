//! Documentation of what a callback type gets without asking: the text, for `expand` and `ways`.

use super::model::Callback;

pub(crate) const FROM_RAW: &str = " Of a function that C can call already, such as an `extern` function \
     in Rust.\n\n\
     Holding it is harmless: whoever calls it sees to it that it may be called. On RISC-V, a function in \
     Rust that takes or returns a struct of one float and one pointer by value is none that C can call: \
     rustc passes the struct otherwise.";

pub(crate) const RAW: &str = " The function pointer, to call it.\n\n\
     It is `unsafe` to call, also where the signature has no further duties: nothing keeps the closure \
     that it may lead to. On RISC-V, Rust must not call it if it takes or returns a struct of one float and \
     one pointer by value, which rustc passes otherwise than C: a `CallInterface` calls it as C does.";

pub(crate) const TAKE_PANIC: &str = " The payload of the earliest panic in a callback of this type \
     that was not taken yet.\n\n\
     C got the value of `on_panic` for it. Panics in `scoped` callbacks are not among them: `scoped` \
     raises them again itself. With `panic = \"abort\"` there is none: the process ends.";

/// The text for the alias of the raw pointer.
pub(crate) fn raw(name: &str) -> String {
    format!(
        " The function pointer in a [`{name}`]; always `unsafe` to call, for nothing keeps the closure \
         that it may lead to."
    )
}

/// The trait of closures for a callback type.
pub(crate) fn closure_trait(name: &str, kind: &str) -> String {
    format!(" A closure for a [`{name}`]: `{kind}` of its arguments, without user data.")
}

/// The text for the function that panics.
pub(crate) fn plain(text: &str, name: &str) -> String {
    format!(
        "{text}\n\n# Panics\n\n\
         If every trampoline is taken and the operating system refuses memory for more, or if the target has \
         no trampolines; `try_{name}` returns that as an error."
    )
}

/// The text for `try_name`, which returns an error instead.
pub(crate) fn tried(name: &str) -> String {
    format!(
        " As `{name}`, but it does not panic.\n\n# Errors\n\n\
         If every trampoline is taken and the operating system refuses memory for more, or if the target has \
         no trampolines."
    )
}

pub(crate) fn new(callback: &Callback) -> String {
    format!(
        " Makes a function of a closure, for C to call on any thread.\n\n\
         The closure is `Fn`, `Send`, `Sync` and `'static`: several threads may call it at once. {}\n\n{}",
        panics(callback),
        dropped(callback)
    )
}

pub(crate) fn local(callback: &Callback) -> String {
    format!(
        " Makes a function of a closure, for C to call on this thread.\n\n\
         The closure is `FnMut` and `'static`: one thread calls it, one call at a time. {LOCAL} {}\n\n{}",
        panics(callback),
        dropped(callback)
    )
}

pub(crate) fn reentrant(callback: &Callback) -> String {
    format!(
        " Makes a function of a closure, for C to call on this thread, also while a call of it runs.\n\n\
         The closure is `Fn` and `'static`: it changes what it captures through a `Cell` or a `RefCell`. \
         {REENTRANT} {}\n\n{}",
        panics(callback),
        dropped(callback)
    )
}

/// The rule for closures that are `FnMut`.
const LOCAL: &str = "A call on another thread, and a call while another one is running or after C left \
     one by `longjmp`, ends the process with a message.";

/// The rule for closures that are `Fn` and belong to one thread.
const REENTRANT: &str = "A call on another thread ends the process with a message.";

/// Who sees to it that a dropped callback is not called.
fn dropped(callback: &Callback) -> &'static str {
    match callback.user_data {
        None => {
            "The function can be called as long as the returned owner lives. Drop the owner only when C \
             begins no more calls: that is the duty of whoever gave C the function. A call that comes later \
             ends the process with a message, as long as no other callback has got the trampoline. Calls \
             that are running go on, and the closure is dropped when the last one has returned. \
             `into_static` keeps the closure for ever, and `into_foreign` has C free it."
        }
        Some(_) => {
            "C gets `function()`, and `data()` to hand on. They can be used as long as the returned \
             owner lives. Drop the owner only when C begins no more calls: that is the duty of whoever gave \
             C the two, and a call that comes later is undefined behaviour. Calls that are running go on, and \
             the closure is dropped when the last one has returned. `into_static` keeps the \
             closure for ever, and `into_foreign` has C free it."
        }
    }
}

pub(crate) fn once(callback: &Callback) -> String {
    let second = match callback.user_data {
        None => {
            "A second call ends the process with a message, as long as no other callback has got the \
             trampoline"
        }
        Some(_) => "A second call is undefined behaviour",
    };
    format!(
        " Makes a function of a closure that C calls once, on any thread.\n\n\
         The closure is `FnOnce`, `Send` and `'static`. It is freed by its call; if that never comes, it \
         is never freed. {second}: that there is none is the duty of whoever gave C the function. {}",
        panics(callback)
    )
}

/// A kind of closure that may borrow.
#[derive(Clone, Copy)]
pub(crate) enum Borrowed {
    Local,
    Reentrant,
    Sync,
}

impl Borrowed {
    /// Who may call it.
    fn who(self) -> String {
        match self {
            Self::Local => format!(
                "The closure is `FnMut` and may borrow: this thread calls it, one call at a time. {LOCAL}"
            ),
            Self::Reentrant => format!(
                "The closure is `Fn` and may borrow: this thread calls it, also while a call of it runs. \
                 {REENTRANT}"
            ),
            Self::Sync => {
                "The closure is `Fn` and `Sync`, and may borrow: several threads may call it at once."
                    .to_owned()
            }
        }
    }
}

/// Returns the words for what C gets, and for what a late call does.
fn given(callback: &Callback) -> (&'static str, &'static str) {
    match callback.user_data {
        None => (
            "the function",
            "ends the process with a message, as long as no other callback has got the trampoline",
        ),
        Some(_) => ("the function and its user data", "is undefined behaviour"),
    }
}

pub(crate) fn while_body_runs(callback: &Callback, borrowed: Borrowed) -> String {
    let (given, late) = given(callback);
    let panics = match callback.on_panic {
        None => panics(callback),
        Some(_) => {
            "If the closure panics, C gets the value of `on_panic`, and the panic goes on when `body` \
             has returned. With `panic = \"abort\"` the process ends."
        }
    };
    format!(
        " Runs `body` with {given} that C can call while `body` runs; returns what `body` returns.\n\n\
         {} {panics}\n\n\
         A call after `body` has returned {late}: that there is none is the duty of whoever gave C the \
         function.",
        borrowed.who()
    )
}

pub(crate) fn in_scope(callback: &Callback, borrowed: Borrowed) -> String {
    let (given, late) = given(callback);
    let panics = match callback.on_panic {
        None => panics(callback),
        Some(_) => {
            "If the closure panics, C gets the value of `on_panic`, and the panic goes on when the scope \
             ends."
        }
    };
    format!(
        " Makes {given} that C can call until the scope ends: several callbacks share one \
         `ffi_runtime::callback::scope`.\n\n\
         {} {panics}\n\n\
         A call after the scope has ended {late}: that there is none is the duty of whoever gave C the \
         function.",
        borrowed.who()
    )
}

pub(crate) fn channel(callback: &Callback) -> String {
    format!(
        " Makes a function whose calls are queued: the receiver gets a tuple of the arguments of each \
         call, from any thread.\n\n\
         All arguments are `Send`. Calls after the receiver was dropped have no effect.\n\n{}",
        dropped(callback)
    )
}

pub(crate) fn channel_with(callback: &Callback) -> String {
    format!(
        " Makes a function whose calls are queued: the receiver gets what the closure makes of the \
         arguments of each call.\n\n\
         The closure is `Fn`, `Send`, `Sync` and `'static`, and returns something that is `Send` and \
         `'static`; it runs on the thread that calls. Calls after the receiver was dropped have no \
         effect. {}\n\n{}",
        panics(callback),
        dropped(callback)
    )
}

pub(crate) fn completion(callback: &Callback) -> String {
    let (second, unanswered) = match callback.user_data {
        None => (
            "A second call ends the process with a message, as long as no other callback has got the trampoline: that \
             there is none is the duty of whoever gave C the function",
            "Without a call the closure is never freed",
        ),
        Some(_) => (
            "A second call does nothing, nor does one after the closure was freed",
            "It frees the closure if C calls the destructor without that; a destructor after the call does nothing",
        ),
    };
    format!(
        " Makes a function of a closure that C calls once, on any thread, to answer a request: the completion gets what \
         the closure makes of the arguments.\n\n\
         The closure is `FnOnce`, `Send` and `'static`, and returns something that is `Send` and `'static`. It is freed \
         by its call. {second}. {unanswered}. {}",
        panics(callback)
    )
}

/// The sentence that tells the effect of a panic in the closure.
fn panics(callback: &Callback) -> &'static str {
    match (&callback.on_panic, callback.abi.unwinds()) {
        (Some(_), _) => {
            "If it panics, C gets the value of `on_panic`; see `take_panic`. With `panic = \"abort\"` the \
             process ends."
        }
        (None, false) => "If it panics, the process ends with a message.",
        (None, true) => "If it panics, the panic goes on through C.",
    }
}
