//! *Model*: a declaration whose every piece is right, and the checks that need all of it.
//!
//! In: pieces from `lower`. Out: the [`Library`] that `expand` writes down.

use std::collections::hash_map::{Entry, HashMap};

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Attribute, Generics, Ident, Lifetime, Path, Token, Type, Visibility};

use crate::abi::Abi;
use crate::errors::Errors;
use crate::rewrite::own_name;
use crate::wording;

/// Methods that every library struct has.
const RESERVED: [&str; 7] = [
    "load",
    "open",
    "from_library",
    "from_process",
    "library",
    "interface",
    "clone",
];

/// A library.
pub(crate) struct Library {
    /// Path of `ffi-runtime`.
    pub(crate) krate: Path,
    pub(crate) ident: Ident,
    /// The `unsafe` of the trait; the lint `unsafe_code` is to see it.
    pub(crate) promise: Option<Token![unsafe]>,
    pub(crate) visibility: Visibility,
    /// Documentation and attributes of the struct, `cfg`s and lint levels not included.
    pub(crate) attributes: Vec<Attribute>,
    /// `cfg`s and lint levels: they hold for all that the trait becomes.
    pub(crate) shared: Vec<Attribute>,
    /// Base name; `None` if the functions are in this process.
    pub(crate) name: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) methods: Vec<Method>,
}

/// A foreign function.
pub(crate) struct Method {
    pub(crate) ident: Ident,
    /// `None` if it is that of the trait.
    pub(crate) visibility: Option<Visibility>,
    /// `cfg`s: they hold for all that the method becomes.
    pub(crate) cfgs: Vec<Attribute>,
    /// Documentation and other attributes.
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) abi: Abi,
    pub(crate) is_unsafe: bool,
    pub(crate) is_optional: bool,
    /// Whether its author says that no pointer can be wrong, and wants no hint.
    pub(crate) takes_any_pointer: bool,
    /// How many arguments are named, if the function is variadic.
    pub(crate) fixed: Option<usize>,
    /// Names in the library, the preferred one first; at least one.
    pub(crate) symbols: Vec<String>,
    /// Whether the names are from `#[symbol(..)]`, not from the method's name.
    pub(crate) has_symbol: bool,
    /// Lifetimes and their bounds.
    pub(crate) generics: Generics,
    /// The `'a` of `&'a self`.
    pub(crate) receiver_lifetime: Option<Lifetime>,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) result: Output,
}

/// What a foreign function returns.
pub(crate) enum Output {
    /// `()`, written or not.
    Nothing,
    Value(Box<Type>),
    /// `!`: the function does not return.
    Never,
}

/// An argument of a method.
pub(crate) struct Argument {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
}

impl Method {
    /// Name without `r#`.
    pub(crate) fn name(&self) -> String {
        self.ident.unraw().to_string()
    }

    /// The preferred name in the library; `otherwise` if the declaration of it is wrong.
    fn symbol<'m>(&'m self, otherwise: &'m str) -> &'m str {
        let symbol = self.symbols.first();
        symbol.map_or(otherwise, String::as_str)
    }

    /// Name of the question whether an optional function is there.
    pub(crate) fn has_name(&self) -> String {
        format!("has_{}", self.name())
    }
}

impl Library {
    /// Name without `r#`.
    pub(crate) fn name(&self) -> String {
        self.ident.unraw().to_string()
    }

    /// The struct's name as the macro's, for no lint to look at.
    pub(crate) fn own(&self) -> Ident {
        own_name(&self.ident, Span::mixed_site())
    }

    /// What concerns more than one method: names that collide.
    ///
    /// Methods under a `cfg` may exclude each other, so that rustc decides about those. Several methods
    /// may share a symbol: one function under several signatures.
    pub(crate) fn check(&self, errors: &mut Errors) {
        let mut names: HashMap<String, &Method> = HashMap::new();
        for method in &self.methods {
            self.check_reserved(method, errors);
            if !method.cfgs.is_empty() {
                continue;
            }
            match names.entry(method.name()) {
                Entry::Vacant(entry) => {
                    entry.insert(method);
                }
                Entry::Occupied(entry) => {
                    // The one to rename is the one whose symbol is not spelled out.
                    let other = entry.get();
                    let renamed = if method.has_symbol { other } else { method };
                    let name = entry.key();
                    let message = wording::duplicate_method(name, renamed.symbol(name));
                    errors.at(method.ident.span(), message);
                }
            }
        }
    }

    fn check_reserved(&self, method: &Method, errors: &mut Errors) {
        let name = method.name();
        let asked = || {
            name.starts_with("has_")
                && self
                    .methods
                    .iter()
                    .any(|other| other.is_optional && other.has_name() == name)
        };
        if RESERVED.contains(&name.as_str()) || asked() {
            let symbol = method.symbol(&name);
            errors.at(method.ident.span(), wording::reserved_method(&name, symbol));
        }
    }
}
