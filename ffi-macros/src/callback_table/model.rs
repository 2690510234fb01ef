//! *Model*: a table whose every field is right.
//!
//! In: fields from `lower`. Out: what `expand`, `methods` and `ways` write down.

use syn::{Attribute, Expr, Ident, Path, Type, Visibility};

use crate::callback::Callback;

/// A struct of C that a Rust value implements.
pub(crate) struct Table {
    /// Path of `ffi-runtime`.
    pub(crate) krate: Path,
    pub(crate) ident: Ident,
    pub(crate) visibility: Visibility,
    /// Documentation and attributes of the struct, those of its layout, `cfg`s and lint levels not included.
    pub(crate) attributes: Vec<Attribute>,
    /// `cfg`s and lint levels: they hold for all that the struct becomes.
    pub(crate) shared: Vec<Attribute>,
    /// Its layout.
    pub(crate) representation: Vec<Attribute>,
    /// In the order of C.
    pub(crate) fields: Vec<Field>,
}

/// A field.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    /// Documentation and the like.
    pub(crate) attributes: Vec<Attribute>,
    /// `cfg`s and lint levels.
    pub(crate) shared: Vec<Attribute>,
    pub(crate) kind: FieldKind,
}

/// Where the value of a field comes from.
pub(crate) enum FieldKind {
    /// The pointer to the context of the value.
    UserData(Type),
    /// A function that calls a method of the value.
    Function(Box<Function>),
    /// The result of a method that is called once, and its body if the value need not have it.
    Value(Type, Option<Expr>),
}

/// A function pointer in a table.
pub(crate) struct Function {
    /// Its signature, as that of a callback type.
    pub(crate) callback: Callback,
    /// Whether C accepts null in its place.
    pub(crate) is_optional: bool,
    /// Whether C frees the value by it, so that it is no method.
    pub(crate) is_destructor: bool,
    /// As written: `Option<..>` or a function pointer.
    pub(crate) written: Type,
}

impl Table {
    /// The fields that are functions.
    pub(crate) fn functions(&self) -> impl Iterator<Item = (&Field, &Function)> {
        self.fields.iter().filter_map(|field| match &field.kind {
            FieldKind::Function(function) => Some((field, &**function)),
            FieldKind::UserData(_) | FieldKind::Value(..) => None,
        })
    }
}
