//! *Model*: a declaration whose every piece is right, and the checks that need all of it.
//!
//! In: pieces from `lower`. Out: the [`Library`] that `expand` writes down.

use std::collections::HashSet;
use std::collections::hash_map::{Entry, HashMap};

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Attribute, Generics, Ident, Lifetime, Path, Token, Type, Visibility};

use crate::abi::Abi;
use crate::errors::Errors;
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
    pub(crate) symbols: Vec<Symbol>,
    /// Whether the names are from `#[symbol(..)]`, not from the method's name.
    pub(crate) has_symbol: bool,
    /// Lifetimes and their bounds.
    pub(crate) generics: Generics,
    /// The `'a` of `&'a self`.
    pub(crate) receiver_lifetime: Option<Lifetime>,
    pub(crate) arguments: Vec<Argument>,
    /// `None` for `()`.
    pub(crate) result: Option<Type>,
}

/// A name in the library, and the token it comes from.
pub(crate) struct Symbol {
    pub(crate) name: String,
    pub(crate) span: Span,
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

    /// Name of the question whether an optional function is there.
    pub(crate) fn has_name(&self) -> String {
        format!("has_{}", self.name())
    }
}

impl Library {
    /// What concerns more than one method: names and symbols that collide.
    ///
    /// Methods under a `cfg` may exclude each other, so that rustc decides about those; variadic
    /// methods share a symbol, each with its own list of arguments. Others may share one that all of
    /// them spell out: what a name says by itself is more likely a mistake.
    pub(crate) fn check(&self, errors: &mut Errors) {
        let mut names: HashSet<String> = HashSet::new();
        let mut symbols: HashMap<&str, &Method> = HashMap::new();
        for method in &self.methods {
            self.check_reserved(method, errors);
            if !method.cfgs.is_empty() {
                continue;
            }
            let name = method.name();
            if !names.insert(name.clone()) {
                errors.at(method.ident.span(), wording::duplicate_method(&name));
                continue;
            }
            let Some(symbol) = method.symbols.first().filter(|_| method.fixed.is_none()) else {
                continue;
            };
            match symbols.entry(&symbol.name) {
                Entry::Vacant(entry) => {
                    entry.insert(method);
                }
                Entry::Occupied(entry) => {
                    let other = entry.get();
                    if !(method.has_symbol && other.has_symbol) {
                        let message = wording::duplicate_symbol(&symbol.name, &other.name());
                        errors.at(symbol.span, message);
                    }
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
            let symbol = method
                .symbols
                .first()
                .map_or(&*name, |symbol| &*symbol.name);
            errors.at(method.ident.span(), wording::reserved_method(&name, symbol));
        }
    }
}
