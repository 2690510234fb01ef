//! The handling of panics that would leave a callback, and of callbacks that are misused.

use core::any::Any;
use core::fmt;
use core::mem::ManuallyDrop;
use core::panic::Location;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::{process, thread};

use crate::callback::Signature;
use crate::callback::message::Message;

/// The payload of a panic.
pub(super) type Payload = Box<dyn Any + Send>;

/// A declared callback, as messages name it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Described {
    name: &'static str,
    /// File and line.
    location: (&'static str, u32),
}

impl Described {
    /// Names a declaration.
    pub(super) const fn of<N: Named>() -> &'static Self {
        const { &N::DESCRIBED }
    }

    /// Names it by its path, and by the file and line where it stands.
    pub(super) const fn new(name: &'static str, location: (&'static str, u32)) -> Self {
        Self { name, location }
    }
}

/// A declaration that messages name: a callback type, or a table of callbacks.
pub(super) trait Named {
    /// The words for it.
    const DESCRIBED: Described;
}

impl<S: Signature> Named for S {
    const DESCRIBED: Described = Described::new(S::NAME, S::LOCATION);
}

/// A function of a value that implements an interface, as messages name it.
#[cfg(feature = "plugin")]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Implementation {
    /// The plugin, or the type of the value.
    pub(crate) implementor: &'static str,
    /// The function.
    pub(crate) function: &'static str,
    /// The path of the interface.
    pub(crate) interface: &'static str,
    /// File and line of its declaration.
    pub(crate) location: (&'static str, u32),
}

/// The function that C called.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Callee<'a> {
    /// A callback of a declared type.
    Declared(&'a Described),
    /// A function of an interface.
    #[cfg(feature = "plugin")]
    Implemented(&'a Implementation),
    /// A dynamic callback, and where it was made.
    Made(&'a Location<'static>),
}

impl Callee<'static> {
    /// A callback of the declaration `N`.
    pub(super) const fn of<N: Named>() -> Self {
        Self::Declared(Described::of::<N>())
    }
}

impl fmt::Display for Callee<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Declared(Described { name, location }) => {
                let (file, line) = location;
                write!(f, "callback `{name}` (declared at {file}:{line})")
            }
            #[cfg(feature = "plugin")]
            Self::Implemented(Implementation {
                implementor,
                function,
                interface,
                location: (file, line),
            }) => write!(
                f,
                "`{function}` of `{implementor}` (interface `{interface}`, declared at {file}:{line})"
            ),
            Self::Made(location) => write!(f, "dynamic callback (made at {location})"),
        }
    }
}

/// Payloads of panics that C was told of by a value.
///
/// Of a callback type with `on_panic`; see `take_panic` there.
#[derive(Debug, Default)]
pub struct Panics(Mutex<Option<Payload>>);

impl Panics {
    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// The payload of the earliest panic that was not taken yet.
    pub fn take(&self) -> Option<Payload> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Keeps a payload, unless one is kept already.
    pub(super) fn keep(&self, payload: Payload) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.is_none() {
            *kept = Some(payload);
        }
    }
}

/// Runs a handler of `S`. A panic becomes the value of `on_panic`, and `keep` gets the payload; without
/// such a value it ends the process, unless the convention lets it through.
#[inline(always)]
pub(super) fn guarded<S: Signature>(
    keep: impl FnOnce(Payload),
    handler: impl FnOnce() -> S::Output,
) -> S::Output {
    if const { S::ABI.unwinds() && S::ON_PANIC.is_none() } {
        return handler();
    }
    // As in `catch`, but the closure captures one pointer less.
    let caught_or_returned = catch_unwind(AssertUnwindSafe(move || {
        let unless_returned = Left(const { &Callee::of::<S>() });
        let output = handler();
        let _ = ManuallyDrop::new(unless_returned);
        output
    }));
    match caught_or_returned {
        Ok(output) => output,
        Err(payload) => caught(Callee::of::<S>(), payload, S::ON_PANIC, keep),
    }
}

/// Runs the part of a call that ends by returning or by a panic, of which it returns the payload. Anything else
/// that unwinds through it (a foreign exception, or what `pthread_exit` does with the stack) could not be
/// caught, and ends the process with a message.
#[inline(always)]
pub(super) fn catch<R>(callee: &Callee<'_>, run: impl FnOnce() -> R) -> Result<R, Payload> {
    catch_unwind(AssertUnwindSafe(move || {
        let unless_returned = Left(callee);
        let output = run();
        // Unlike `mem::forget`, it costs nothing where nothing is optimized.
        let _ = ManuallyDrop::new(unless_returned);
        output
    }))
}

/// Ends the process where neither a return nor a panic ends a call.
struct Left<'a>(&'a Callee<'a>);

impl Drop for Left<'_> {
    #[inline]
    fn drop(&mut self) {
        if !thread::panicking() {
            left(*self.0);
        }
    }
}

#[cold]
#[inline(never)]
fn left(callee: Callee<'_>) -> ! {
    misused(
        callee,
        "was left by a foreign exception or by the end of its thread",
        "neither must cross a function that is not declared as `C-unwind`",
    )
}

/// Runs the body of an `extern` function that is declared with the macro. A payload in whose place C gets
/// the value of `on_panic` is dropped, for nobody could take it.
#[doc(hidden)]
#[inline(always)]
pub fn guard<R>(
    name: &'static str,
    location: (&'static str, u32),
    on_panic: Option<fn() -> R>,
    body: impl FnOnce() -> R,
) -> R {
    let function = Described { name, location };
    guard_callee(Callee::Declared(&function), on_panic, body)
}

/// Runs the body of a function that C calls, with the same guard.
#[inline(always)]
pub(crate) fn guard_callee<R>(
    callee: Callee<'_>,
    on_panic: Option<fn() -> R>,
    body: impl FnOnce() -> R,
) -> R {
    match catch(&callee, body) {
        Ok(output) => output,
        Err(payload) => caught(callee, payload, on_panic, drop),
    }
}

/// Runs the body of a function that C calls. A panic becomes what `instead` makes of its text.
#[cfg(feature = "plugin")]
pub(crate) fn guard_or<R>(
    callee: Callee<'_>,
    body: impl FnOnce() -> R,
    instead: impl FnOnce(&str) -> R,
) -> R {
    let ended = catch(&callee, || match catch(&callee, body) {
        Ok(output) => output,
        Err(payload) => instead(text_of(&payload)),
    });
    match ended {
        Ok(output) => output,
        Err(payload) => panicked(callee, payload),
    }
}

#[cold]
#[inline(never)]
fn caught<R>(
    callee: Callee<'_>,
    payload: Payload,
    on_panic: Option<fn() -> R>,
    keep: impl FnOnce(Payload),
) -> R {
    let Some(value) = on_panic else {
        panicked(callee, payload);
    };
    // A payload that is not kept is dropped, and that may panic too.
    let substitute = || {
        keep(payload);
        value()
    };
    match catch_unwind(AssertUnwindSafe(substitute)) {
        Ok(value) => value,
        Err(payload) => panicked(callee, payload),
    }
}

/// Ends the process because of a panic.
#[cold]
pub(super) fn panicked(callee: Callee<'_>, payload: Payload) -> ! {
    let message = text_of(&payload);
    let way_out = match callee {
        Callee::Declared(_) => "give the callback `on_panic`, or let it not panic",
        #[cfg(feature = "plugin")]
        Callee::Implemented(_) => {
            "declare a status for the function, with `#[check]`, or let it not panic"
        }
        Callee::Made(_) => {
            "let the closure not panic, or prepare the interface with `-unwind` in its convention"
        }
    };
    end(format_args!(
        "{callee} panicked: {message}; a panic must not cross C: {way_out}"
    ))
}

/// The text of a panic.
fn text_of(payload: &Payload) -> &str {
    match (
        payload.downcast_ref::<&str>(),
        payload.downcast_ref::<String>(),
    ) {
        (Some(text), _) => text,
        (None, Some(text)) => text.as_str(),
        (None, None) => "a value that is no text",
    }
}

/// Drops a context as C asks for it. A panic of what was captured must not unwind into C.
pub(super) fn destroyed<N: Named>(drop: impl FnOnce()) {
    if let Err(payload) = catch_unwind(AssertUnwindSafe(drop)) {
        panicked(Callee::of::<N>(), payload);
    }
}

/// Drops a context that its owner has left to its last call, which is over, and returns what that call did. A
/// panic of what was captured becomes one of the call.
///
/// # Safety
///
/// `context` comes from a `Box`, which nobody else has.
#[cold]
#[inline(never)]
pub(super) unsafe fn drop_orphan<C, S: Signature>(
    context: *mut C,
    output: S::Output,
    keep: impl FnOnce(Payload),
) -> S::Output {
    guarded::<S>(keep, || {
        // SAFETY: by the contract of this function.
        drop(unsafe { Box::from_raw(context) });
        output
    })
}

/// Ends the process because of something that must not be done with a callback; `hint` says what to do.
#[cold]
#[inline(never)]
pub(crate) fn misused(callee: Callee<'_>, what: &str, hint: &str) -> ! {
    end(format_args!("{callee} {what}; {hint}"))
}

/// Says why on the standard error, and aborts: there is no caller that could be told.
fn end(why: fmt::Arguments<'_>) -> ! {
    Message::of(why).write();
    process::abort()
}
