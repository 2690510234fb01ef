//! *Model*: a callback type or function whose every piece is right.
//!
//! In: pieces from `lower`. Out: what `expand` and `guarded` write down.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Attribute, BoundLifetimes, Expr, Ident, ItemFn, Pat, Path, Type, TypeFnPtr, Visibility};

use crate::abi::Abi;

/// A callback type.
pub(crate) struct Callback {
    /// Path of `ffi-runtime`.
    pub(crate) krate: Path,
    pub(crate) ident: Ident,
    pub(crate) visibility: Visibility,
    /// Documentation and attributes of the struct, `cfg`s and lint levels not included.
    pub(crate) attributes: Vec<Attribute>,
    /// `cfg`s and lint levels: they hold for all that the alias becomes.
    pub(crate) shared: Vec<Attribute>,
    /// The function pointer as written.
    pub(crate) pointer: TypeFnPtr,
    pub(crate) abi: Abi,
    /// In order, those for user data included.
    pub(crate) arguments: Vec<Argument>,
    pub(crate) output: Output,
    pub(crate) user_data: Option<UserData>,
    pub(crate) on_panic: Option<Expr>,
}

/// An argument of a callback type.
pub(crate) struct Argument {
    /// As written; lifetimes that are left out or bound by `for` are those of one call.
    pub(crate) ty: Type,
    /// The type with `'static` for the lifetimes of one call.
    pub(crate) erased: Type,
    /// Whether the two differ: then the argument must not outlive the call.
    pub(crate) is_borrowed: bool,
    /// Whether it is a text of C, which is a pointer before the closure gets it.
    pub(crate) is_text: bool,
}

/// The result of a closure.
pub(crate) enum Output {
    /// `()`, written or not.
    Nothing,
    Value(Box<Type>),
    /// Something that was reported; only in a stub.
    Unknown,
}

/// The arguments that the closure does not see.
pub(crate) struct UserData {
    /// Position of the argument in which the closure travels.
    pub(crate) first: usize,
    /// Position of one that is always null.
    pub(crate) second: Option<usize>,
    /// Whether the first one leads to a table with the pointer instead.
    pub(crate) is_table: bool,
}

/// A function that C can call.
pub(crate) struct Function {
    /// Path of `ffi-runtime`.
    pub(crate) krate: Path,
    /// As written, but with the pointers that C passes in place of texts.
    pub(crate) item: ItemFn,
    pub(crate) abi: Abi,
    /// Types of the arguments, as C has them.
    pub(crate) arguments: Vec<Type>,
    pub(crate) texts: Vec<Text>,
    /// `None` for `()`.
    pub(crate) result: Option<Type>,
    pub(crate) on_panic: Option<Expr>,
}

/// An argument of a function that is a text of C.
pub(crate) struct Text {
    /// As written.
    pub(crate) pattern: Pat,
    pub(crate) ty: Type,
    /// The name of the pointer that C passes.
    pub(crate) pointer: Ident,
}

impl Output {
    /// The type of the result.
    pub(crate) fn ty(&self) -> TokenStream {
        match self {
            Self::Nothing | Self::Unknown => quote_spanned!(Span::mixed_site()=> ()),
            Self::Value(ty) => ty.to_token_stream(),
        }
    }
}

impl Callback {
    /// The lifetimes that `for` binds.
    pub(crate) fn lifetimes(&self) -> Option<&BoundLifetimes> {
        self.pointer.lifetimes.as_ref()
    }

    /// Whether the closure sees the argument at a position.
    pub(crate) fn is_seen(&self, position: usize) -> bool {
        self.user_data
            .as_ref()
            .is_none_or(|data| data.first != position && data.second != Some(position))
    }

    /// The arguments that the closure sees, with their positions.
    pub(crate) fn seen(&self) -> impl Iterator<Item = (usize, &Argument)> {
        let all = self.arguments.iter().enumerate();
        all.filter(|(position, _)| self.is_seen(*position))
    }

    /// Whether the arguments can be kept for longer than the call, as far as their spelling tells.
    pub(crate) fn outlives_call(&self) -> bool {
        self.seen().all(|(_, argument)| !argument.is_borrowed)
    }
}
