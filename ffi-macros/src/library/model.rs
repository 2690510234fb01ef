//! *Model*: a declaration whose every piece is right, and the checks that need all of it.
//!
//! In: pieces from `lower`. Out: the [`Library`] that `expand` writes down.

use std::collections::hash_map::{Entry, HashMap};

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::ext::IdentExt;
use syn::{Attribute, Expr, Generics, Ident, Lifetime, Path, Token, TraitItemFn, Type, Visibility};

use super::lowering;
use super::lowering::model::{Crossing, Form, Outcome};
use super::lowering::offload::{self, Offload};
use super::parse::Linked;
use crate::abi::Abi;
use crate::errors::Errors;
use crate::rewrite::own_name;
use crate::wording;

/// Methods that every struct of a table has.
const RESERVED_OF_TABLES: [&str; 7] = [
    "from_table",
    "from_object",
    "negotiate",
    "interface",
    "address_of",
    "as_ptr",
    "as_object",
];

/// Methods that every library struct has.
pub(crate) const RESERVED: [&str; 11] = [
    "load",
    "global",
    "open",
    "from_library",
    "from_process",
    "from_symbols",
    "library",
    "interface",
    "address_of",
    "unload",
    "clone",
];

/// A library.
pub(crate) struct Library {
    /// Path of `ffi-runtime`.
    pub(crate) krate: Path,
    pub(crate) ident: Ident,
    /// The `unsafe` of the declaration; the lint `unsafe_code` is to see it.
    pub(crate) promise: Option<Token![unsafe]>,
    pub(crate) visibility: Visibility,
    /// Documentation and attributes of the struct, `cfg`s and lint levels not included.
    pub(crate) attributes: Vec<Attribute>,
    /// `cfg`s and lint levels: they hold for all that the declaration becomes.
    pub(crate) shared: Vec<Attribute>,
    pub(crate) searched: Searched,
    /// The names that some systems have instead, the narrower systems first.
    pub(crate) systems: Vec<(TokenStream, Searched)>,
    /// How the library is linked instead, if the user's crate says so.
    pub(crate) linked: Option<Linked>,
    pub(crate) methods: Vec<Method>,
    pub(crate) variables: Vec<Variable>,
    /// Methods with a body, as written.
    pub(crate) plain: Vec<(Option<Visibility>, TraitItemFn)>,
    /// The names of the groups of optional functions.
    pub(crate) groups: Vec<String>,
    /// Whether each function is looked up at its first call.
    pub(crate) is_lazy: bool,
    pub(crate) threads: Threads,
    /// The values that the struct keeps, and passes to functions that take them.
    pub(crate) given: Vec<Given>,
    /// If the declaration is one of a table: where its entries are. They have places in place of symbols.
    pub(crate) table: Option<Table>,
    /// If the table is one of both sides: what the side that implements it has.
    #[cfg(feature = "plugin")]
    pub(crate) interface: Option<super::interface::Interface>,
}

/// The threads that a library can be used on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Threads {
    Any,
    /// The one that it was loaded on.
    One,
    /// The main one of the process.
    Main,
}

/// A struct of function pointers, one for each method.
pub(crate) struct Table {
    /// The bytes before the entries.
    pub(crate) header: Option<Type>,
    pub(crate) length: Option<Length>,
    /// The table whose entries come first.
    pub(crate) extends: Option<Type>,
    /// Whether the table is found through an object, which every function gets.
    pub(crate) is_object: bool,
    /// In the order of the table.
    pub(crate) gaps: Vec<Gap>,
}

/// The field that says how long a table is.
pub(crate) struct Length {
    pub(crate) unit: LengthUnit,
    /// A field of the header; `None` if the header is an integer that says it.
    pub(crate) field: Option<Ident>,
}

/// The unit of a length.
pub(crate) enum LengthUnit {
    Bytes,
    Entries,
}

/// Entries that are not declared.
pub(crate) struct Gap {
    /// How many methods are before them.
    pub(crate) before: usize,
    pub(crate) count: usize,
    pub(crate) cfgs: Vec<Attribute>,
}

/// A value that the struct keeps for its functions.
pub(crate) struct Given {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
}

/// The names that are searched, in order of preference.
pub(crate) struct Searched {
    /// Base names; empty if the functions are in this process.
    pub(crate) names: Vec<String>,
    pub(crate) versions: Vec<String>,
}

/// A part of the library that the struct has a method for.
pub(crate) struct Member {
    pub(crate) ident: Ident,
    /// `None` if it is that of the struct.
    pub(crate) visibility: Option<Visibility>,
    /// `cfg`s: they hold for all that the member becomes.
    pub(crate) cfgs: Vec<Attribute>,
    /// Documentation and other attributes.
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) symbol: Symbol,
}

/// The names of a member in the library, and whether the library must have it.
pub(crate) struct Symbol {
    /// The preferred name first; at least one.
    pub(crate) names: Vec<String>,
    /// Whether the names are spelled out, not made from the member's name.
    pub(crate) is_spelled: bool,
    pub(crate) version: Option<String>,
    /// The version of the library that has it first.
    pub(crate) since: Option<String>,
    /// The version of the table that has it first.
    pub(crate) since_number: Option<u32>,
    pub(crate) is_optional: bool,
    /// The group of an optional member, by its place in [`Library::groups`].
    pub(crate) group: Option<usize>,
}

/// A foreign function.
pub(crate) struct Method {
    pub(crate) member: Member,
    pub(crate) abi: Abi,
    pub(crate) is_unsafe: bool,
    /// Whether its author says that no pointer can be wrong, and wants no hint.
    pub(crate) takes_any_pointer: bool,
    /// Whether traces leave the result out.
    pub(crate) is_secret: bool,
    pub(crate) variadic: Variadic,
    /// Lifetimes and their bounds.
    pub(crate) generics: Generics,
    /// The `'a` of `&'a self`.
    pub(crate) receiver_lifetime: Option<Lifetime>,
    /// Whether the receiver is `&mut self`.
    pub(crate) is_mutable: bool,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) result: Output,
    /// The values that it has to return when the library is bound: a range, or one value.
    pub(crate) requires: Option<Expr>,
    /// How the result becomes that of the method.
    pub(crate) outcome: Outcome,
    /// Whether a worker thread calls the function.
    pub(crate) offload: Option<Offload>,
}

/// Whether a foreign function has `...`.
pub(crate) enum Variadic {
    No,
    /// It is declared with one list of arguments, and so many of them are named.
    Listed(usize),
    /// The arguments that are not named come in a tuple, an argument of this name.
    Tuple(Ident),
}

/// The result of a foreign function.
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
    /// The texts of its documentation.
    pub(crate) docs: Vec<String>,
    pub(crate) source: Source,
    pub(crate) crossing: Crossing,
    /// Whether traces leave it out.
    pub(crate) is_secret: bool,
}

/// Where an argument of the foreign function comes from.
pub(crate) enum Source {
    /// An argument of the method.
    Method,
    /// A value that the struct keeps, by the place in [`Library::given`].
    Kept(usize),
    /// The object that has the table.
    Object,
}

impl Argument {
    /// Whether the method has the argument too.
    pub(crate) fn is_of_method(&self) -> bool {
        self.source.is_method() && self.crossing.is_passed()
    }
}

impl Source {
    /// Whether it is neither the struct nor the object.
    pub(crate) fn is_method(&self) -> bool {
        matches!(self, Self::Method)
    }

    /// The value of an argument that the struct has, which is `library`.
    pub(crate) fn value(&self, library: &TokenStream) -> Option<TokenStream> {
        let span = Span::mixed_site();
        match self {
            Self::Method => None,
            Self::Kept(given) => {
                let field = Library::field(*given);
                Some(quote_spanned!(span=> #library.#field))
            }
            Self::Object => Some(quote_spanned!(span=> #library.__ffi_bound.object())),
        }
    }
}

impl Method {
    /// Whether the method is another than the function of C.
    pub(crate) fn is_lowered(&self) -> bool {
        let Outcome {
            check,
            state,
            form,
            frees,
            retains: _,
        } = &self.outcome;
        let mut arguments = self.arguments.iter();
        check.is_some()
            || state.is_some()
            || !matches!(form, Form::Plain)
            || frees.is_some()
            || arguments.any(|argument| !matches!(argument.crossing, Crossing::Plain))
    }
}

/// A foreign variable.
pub(crate) struct Variable {
    pub(crate) member: Member,
    pub(crate) generics: Generics,
    pub(crate) receiver_lifetime: Option<Lifetime>,
    pub(crate) access: Access,
}

/// The result of the method of a variable.
pub(crate) enum Access {
    /// `*const T`.
    Const(Type),
    /// `*mut T`.
    Mut(Type),
    /// `Variable<'_, T>` of the runtime.
    Typed(Pointer),
    /// `&T`, by its lifetime.
    Shared(Option<Lifetime>, Type),
}

/// A typed pointer, as the declaration says it.
pub(crate) enum Pointer {
    /// The whole type of the result.
    Written(Type),
    /// The type of the variable.
    To(Type),
}

impl Member {
    /// Name without `r#`.
    pub(crate) fn name(&self) -> String {
        self.ident.unraw().to_string()
    }

    /// Name of the question whether an optional member of no group is there.
    pub(crate) fn has_name(&self) -> Option<String> {
        let is_alone = self.symbol.is_optional && self.symbol.group.is_none();
        is_alone.then(|| format!("has_{}", self.name()))
    }

    /// The preferred name in the library; `otherwise` if the declaration of it is wrong.
    fn symbol<'m>(&'m self, otherwise: &'m str) -> &'m str {
        let symbol = self.symbol.names.first();
        symbol.map_or(otherwise, String::as_str)
    }
}

impl Library {
    /// Name without `r#`.
    pub(crate) fn name(&self) -> String {
        self.ident.unraw().to_string()
    }

    /// Whether some methods have raw twins.
    pub(crate) fn has_raw(&self) -> bool {
        self.methods.iter().any(Method::is_lowered)
    }

    /// The field that keeps a value for the functions.
    pub(crate) fn field(given: usize) -> Ident {
        format_ident!("__ffi_given_{}", given, span = Span::mixed_site())
    }

    /// The struct's name as the macro's, for no lint to look at.
    pub(crate) fn own(&self) -> Ident {
        own_name(&self.ident, Span::mixed_site())
    }

    /// The type of a field by which the struct stays on one thread, or is used by one at a time.
    pub(crate) fn thread_marker(&self) -> Option<TokenStream> {
        let span = Span::mixed_site();
        #[cfg(feature = "plugin")]
        if let Some(interface) = &self.interface {
            return interface.thread_marker(&self.krate);
        }
        (self.threads != Threads::Any)
            .then(|| quote_spanned!(span=> ::core::marker::PhantomData<*mut ()>))
    }

    /// Whether the table is one of both sides.
    pub(crate) fn is_interface(&self) -> bool {
        #[cfg(feature = "plugin")]
        let is_interface = self.interface.is_some();
        #[cfg(not(feature = "plugin"))]
        let is_interface = false;
        is_interface
    }

    /// Whether clones of the struct share what it owns.
    pub(crate) fn is_clone(&self) -> bool {
        #[cfg(feature = "plugin")]
        let is_clone = self
            .interface
            .as_ref()
            .is_none_or(|interface| !interface.is_unique);
        #[cfg(not(feature = "plugin"))]
        let is_clone = true;
        is_clone
    }

    /// The members in the order of the table of addresses: methods, then variables.
    pub(crate) fn members(&self) -> impl Iterator<Item = &Member> {
        let methods = self.methods.iter().map(|method| &method.member);
        methods.chain(self.variables.iter().map(|variable| &variable.member))
    }

    /// Checks what concerns more than one member: names that collide.
    ///
    /// Methods under a `cfg` may exclude each other, so that rustc decides about those. Several methods
    /// may share a symbol: one function under several signatures.
    pub(crate) fn check(&self, errors: &mut Errors) {
        let mut names: HashMap<String, &Member> = HashMap::new();
        for member in self.members() {
            self.check_reserved(member, errors);
            if !member.cfgs.is_empty() {
                continue;
            }
            match names.entry(member.name()) {
                Entry::Vacant(entry) => {
                    entry.insert(member);
                }
                Entry::Occupied(entry) => {
                    // The one to rename is the one whose symbol is not spelled out.
                    let other = entry.get();
                    let renamed = if member.symbol.is_spelled {
                        other
                    } else {
                        member
                    };
                    let name = entry.key();
                    let message = match self.table {
                        None => wording::duplicate_method(name, renamed.symbol(name)),
                        Some(_) => wording::table::duplicate_entry(name),
                    };
                    errors.at(member.ident.span(), message);
                }
            }
        }
        for method in &self.methods {
            if lowering::query::grown(method).is_none() {
                continue;
            }
            let twin = format!("{}_into", method.member.name());
            let mut members = self.members();
            if let Some(other) = members.find(|member| member.name() == twin) {
                let message = wording::lowering::grow_twin(&method.member.name());
                errors.at(other.ident.span(), message);
            }
        }
        offload::check(self, errors);
        for (_, method) in &self.plain {
            let name = method.sig.ident.unraw().to_string();
            if self.is_reserved(&name) {
                let message = wording::library::reserved_plain_method(&name);
                errors.at(method.sig.ident.span(), message);
            }
        }
    }

    fn check_reserved(&self, member: &Member, errors: &mut Errors) {
        let name = member.name();
        if self.is_reserved(&name) {
            let message = match self.table {
                None => wording::reserved_method(&name, member.symbol(&name)),
                Some(_) => wording::library::reserved_plain_method(&name),
            };
            errors.at(member.ident.span(), message);
        }
    }

    /// Whether the struct has a method of this name that is not declared.
    fn is_reserved(&self, name: &str) -> bool {
        let asks = |question: &str| {
            let mut groups = self.groups.iter();
            groups.any(|group| group == question)
                || self
                    .members()
                    .any(|member| member.has_name().as_deref() == Some(name))
        };
        let reserved = match self.table {
            None => RESERVED.contains(&name),
            Some(_) => {
                RESERVED_OF_TABLES.contains(&name)
                    || name == "clone"
                    || (name == "new" && self.is_interface())
            }
        };
        let is_raw = name == "raw" && self.has_raw();
        reserved || is_raw || name.strip_prefix("has_").is_some_and(asks)
    }
}
