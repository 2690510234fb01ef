//! *Model*: how arguments and results cross.

use proc_macro2::{Ident, Span};
use syn::{Expr, LitStr, Path, Type};

/// How an argument of C comes about.
pub(crate) enum Crossing {
    /// It is an argument of the method.
    Plain,
    /// A handle or none, of which C has a value that stands for none: the type of the handle.
    OrNone(Box<Type>),
    /// A copy with an end, of an argument of the method.
    Terminated(Encoding),
    /// The pointer of a slice.
    Slice(Unit),
    /// The length of slices, by their places among the arguments.
    Count(Vec<usize>),
    /// A place for a result.
    Out(When),
    /// A place for an error, and the method that frees the text which comes there.
    ErrorOut(Option<Ident>),
    /// A value that the declaration has.
    Fixed(Box<Expr>),
    /// A handle, or a struct with members, that the function frees.
    Freed(Box<Freed>),
    /// A buffer that grows until C's answer fits.
    Grow(Box<Grow>),
    /// The capacity of such a buffer; whether C writes the length there.
    Capacity(bool),
    /// A place for the length of such a buffer's elements.
    Length,
    /// The function of a closure.
    Closure(Box<Closure>),
    /// The pointer that C hands on to the function of a closure.
    ClosureData,
    /// The function that frees a closure.
    Destructor,
    /// A buffer for a message: its bytes.
    ErrorText(Box<Expr>),
}

/// The handle or struct that a method with `#[free]` frees.
pub(crate) struct Freed {
    /// The type that the argument owns.
    pub(crate) ty: Type,
    pub(crate) ownership: Ownership,
}

/// How C gets what it frees.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ownership {
    /// A handle, in an `Owned`.
    Handle,
    /// A struct with members, in an `OwnedValue`.
    Value,
    /// The address of one.
    Address,
}

/// A closure that becomes a function for C.
pub(crate) struct Closure {
    /// The callback type.
    pub(crate) callback: Path,
    pub(crate) scope: Scope,
    /// Whether one thread calls it.
    pub(crate) is_local: bool,
    /// Whether C hands a pointer on to the function.
    pub(crate) has_data: bool,
    /// Whether C gets both in one value.
    pub(crate) is_made_of: bool,
    /// The places of that pointer, and of the function that frees, among the arguments.
    pub(crate) data: Option<usize>,
    pub(crate) destructor: Option<usize>,
    /// Whether the function does not free the closure if it fails.
    pub(crate) frees_after_error: bool,
    /// The method that gets what the function returned, to end a request that nobody waits for any more.
    pub(crate) cancel: Option<Ident>,
}

/// How long C may call a closure.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Until the function returns.
    Call,
    /// Once, whenever that is.
    Once,
    /// Once; what the closure returns is then the answer to whoever called the method.
    Answer,
    /// Until C calls the destructor.
    Until,
    Forever,
}

/// How a function fills a buffer.
pub(crate) struct Grow {
    /// That of a text.
    pub(crate) encoding: Encoding,
    /// That of the capacity, and of the length.
    pub(crate) unit: Unit,
    /// The place of the capacity among the arguments.
    pub(crate) capacity: usize,
    pub(crate) length: Length,
    /// Whether the length is that of the elements that were written, not of those that are needed.
    pub(crate) is_written: bool,
    pub(crate) nul: Nul,
    /// The result that says that the buffer is too small.
    pub(crate) again: Option<Expr>,
    /// The error state that says it.
    pub(crate) again_error: Option<Expr>,
    /// The elements of the first buffer.
    pub(crate) first: Option<Expr>,
}

/// Where C says the length.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    /// In place of the capacity.
    Capacity,
    Result,
    /// In an argument, by its place.
    Argument(usize),
    /// By the end of the text.
    Nul,
}

/// Whether a NUL follows the elements.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nul {
    None,
    Included,
    Excluded,
}

/// The unit of a length.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Elements,
    Bytes,
}

/// When an out parameter is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    Success,
    Always,
}

impl Crossing {
    /// Whether the method has the argument too.
    pub(crate) fn is_passed(&self) -> bool {
        match self {
            Self::Plain
            | Self::OrNone(_)
            | Self::Terminated(_)
            | Self::Slice(_)
            | Self::Closure(_)
            | Self::Freed(_) => true,
            Self::Count(_)
            | Self::Out(_)
            | Self::ErrorOut(_)
            | Self::Fixed(_)
            | Self::Grow(_)
            | Self::Capacity(_)
            | Self::Length
            | Self::ClosureData
            | Self::Destructor
            | Self::ErrorText(_) => false,
        }
    }

    /// Whether the conversion may fail.
    pub(crate) fn is_fallible(&self) -> bool {
        matches!(self, Self::Terminated(_) | Self::Count(_))
    }
}

/// How the result of a function becomes that of the method.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) check: Option<Check>,
    pub(crate) state: Option<State>,
    pub(crate) form: Form,
    /// Where `#[free]` is: the method frees the handle that is its argument.
    pub(crate) frees: Option<Span>,
    /// Where `#[retain]` is: the method counts one owner of the handle more.
    pub(crate) retains: Option<Span>,
}

/// The form of a result.
#[derive(Default)]
pub(crate) enum Form {
    /// The type as it is.
    #[default]
    Plain,
    /// A text of C, or a handle.
    Lowered,
    /// A handle, or the value that stands for none: the type of the handle.
    OrNone(Box<Type>),
    /// A text that is copied.
    Copied(Copied),
    /// A slice, and the place of its length among the arguments.
    Slice(Unit, usize),
}

/// How a text of C is copied.
#[derive(Clone, Default)]
pub(crate) struct Copied {
    pub(crate) encoding: Encoding,
    /// The method that frees it then.
    pub(crate) free: Option<Ident>,
}

/// The units that C has for a text.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// As the type has them.
    #[default]
    OfType,
    /// UTF-16, for a text that Rust has in UTF-8.
    Utf16,
}

/// How a success is told from a failure.
pub(crate) struct Check {
    pub(crate) rule: Rule,
    /// Whether the method returns what is left of a success.
    pub(crate) keeps_value: bool,
    /// The type that errors become, if it is another.
    pub(crate) error: Option<Type>,
    pub(crate) ask: Option<Ask>,
    /// Where `ask` is.
    pub(crate) ask_span: Span,
}

impl Check {
    /// Whether something is left of a success.
    pub(crate) fn keeps(&self) -> bool {
        self.keeps_value
            || match &self.rule {
                Rule::Status | Rule::With(_) => false,
                Rule::NotNull | Rule::Valid => true,
                Rule::Predicate(name) => name == "NotNegative",
            }
    }
}

/// The judge of a result.
pub(crate) enum Rule {
    /// The type of the result.
    Status,
    /// Another type, which is made of the result.
    With(Box<Type>),
    /// A predicate: its name in the runtime.
    Predicate(Ident),
    NotNull,
    /// A handle is a success, and a value that stands for none is not.
    Valid,
}

/// The source that an error asks.
pub(crate) enum Ask {
    Library,
    /// An argument, by its place.
    Argument(usize),
}

/// A variable of the thread that has the error.
pub(crate) enum State {
    LastError,
    /// That of a C runtime: the name of its file on Windows.
    Errno(LitStr),
}
