//! A struct in a chain, `#[foreign(chain(tag = .., unsafe(extends = [..])))]`.
//!
//! *Parse* ([`options`]) -> [`lower`] -> *model* ([`Chain`]) -> [`expand`], beside the stages of the derive.

mod expand;
mod lower;
mod options;

use proc_macro2::Span;
use syn::{Expr, GenericArgument, Lifetime, Member, Token, Type};

pub(super) use expand::expand;
pub(super) use lower::lower;
pub(super) use options::ChainOptions;

/// *Model*: a struct that can be linked to others.
pub(crate) struct Chain {
    /// The value of the tag, unless the struct is a root without one.
    tag: Option<Expr>,
    fields: ChainFields,
    /// How long the next struct is borrowed: a parameter of the struct.
    lifetime: Lifetime,
    extends: Option<Roots>,
}

/// The fields by which C follows the chain.
enum ChainFields {
    /// Two fields, or one in a root without a tag.
    Apart {
        next: ChainField,
        tag: Option<ChainField>,
    },
    /// A `ChainedStruct`, which has both.
    Together(ChainField),
}

/// One of these fields.
struct ChainField {
    member: Member,
    /// Where its type is written.
    place: Span,
}

/// The structs that may be extended.
#[derive(Clone)]
pub(crate) struct Roots {
    /// The word by which the user promises that C allows it.
    unsafety: Token![unsafe],
    types: Vec<Type>,
}

/// The lifetime in the arguments of a field's type.
fn lifetime(arguments: &syn::PathArguments) -> Option<&Lifetime> {
    let syn::PathArguments::AngleBracketed(arguments) = arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Lifetime(lifetime) => Some(lifetime),
        _ => None,
    }
}
