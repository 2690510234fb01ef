//! *Parse*: options and item become [`Syntax`]: what was written, without what has no place.
//!
//! A declaration is a trait (`in_trait`) or a block of foreign items (`in_block`); both become the same
//! syntax, as do the blocks of an included file (`super::include`). Next is `lower`, which judges signatures and values.

mod attributes;
mod borrowed;
pub(super) mod in_block;
mod in_trait;
#[cfg(feature = "plugin")]
mod interface;
pub(super) mod options;
mod table;

use proc_macro2::TokenStream;
use syn::{Attribute, Generics, Ident, Signature, Token, TraitItemFn, Type, Visibility};

pub(crate) use self::attributes::{MethodAttributes, is_ours};
#[cfg(feature = "plugin")]
pub(crate) use self::interface::InterfaceOptions;
pub(crate) use self::options::{Linked, Options};
pub(crate) use self::table::{Skipped, TableOptions};
use crate::errors::{Errors, Message};
use crate::spans::keyword;
use crate::wording;

/// A declaration as written.
pub(crate) struct Syntax {
    pub(crate) options: Options,
    pub(crate) header: Header,
    pub(crate) methods: Vec<MethodSyntax>,
    /// The variables of a block; those of a trait are methods with an attribute.
    pub(crate) statics: Vec<StaticSyntax>,
    /// The entries of a table that are not declared, each with the number of methods before it.
    pub(crate) skipped: Vec<(usize, Skipped)>,
    /// Methods with a body, and the visibility of those that have their own.
    pub(crate) plain: Vec<(Option<Visibility>, TraitItemFn)>,
}

/// Everything before the brace.
pub(crate) struct Header {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    /// The `unsafe` that promises that the declaration is right.
    pub(crate) promise: Option<Token![unsafe]>,
    pub(crate) ident: Ident,
    /// A mistake, if there are any.
    pub(crate) generics: Generics,
    /// The supertraits of an interface; otherwise a mistake.
    #[cfg(feature = "plugin")]
    pub(crate) supertraits: syn::punctuated::Punctuated<syn::TypeParamBound, Token![+]>,
}

/// A method as written.
pub(crate) struct MethodSyntax {
    pub(crate) attributes: MethodAttributes,
    /// `None` if it is that of the header.
    pub(crate) visibility: Option<Visibility>,
    /// With `&self`, also from a block.
    pub(crate) signature: Signature,
}

/// A `static` as written.
pub(crate) struct StaticSyntax {
    pub(crate) attributes: MethodAttributes,
    pub(crate) visibility: Visibility,
    pub(crate) is_safe: bool,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
}

/// `Err` if there is no declaration to speak of; it has the tokens that stay.
pub(crate) fn parse(
    arguments: TokenStream,
    item: TokenStream,
    errors: &mut Errors,
) -> Result<Syntax, TokenStream> {
    let options = options::parse(arguments, errors);
    let trait_error = match in_trait::item(item.clone()) {
        Ok(item) => return Ok(in_trait::parse(item, options, errors)),
        Err(error) => error,
    };
    match syn::parse2::<syn::Item>(item.clone()) {
        // A block that stayed would be linked.
        Ok(syn::Item::ForeignMod(block)) => {
            in_block::parse(block, options, errors).ok_or_else(TokenStream::new)
        }
        Ok(other) => {
            errors.at(keyword(&other), wording::NOT_A_TRAIT);
            Err(item)
        }
        Err(_) => {
            errors.add(trait_error);
            Err(item)
        }
    }
}

/// A table; `Err` as for [`parse`].
pub(crate) fn parse_table(
    arguments: TokenStream,
    item: TokenStream,
    errors: &mut Errors,
) -> Result<Syntax, TokenStream> {
    let options = table::parse(arguments, errors);
    of_trait(item, options, wording::table::NOT_A_TRAIT, errors)
}

/// An interface; `Err` as for [`parse`].
#[cfg(feature = "plugin")]
pub(crate) fn parse_interface(
    arguments: TokenStream,
    item: TokenStream,
    errors: &mut Errors,
) -> Result<Syntax, TokenStream> {
    let options = interface::parse(arguments, errors);
    of_trait(item, options, wording::interface::NOT_A_TRAIT, errors)
}

/// A declaration that has to be a trait.
fn of_trait(
    item: TokenStream,
    options: Options,
    not_a_trait: Message,
    errors: &mut Errors,
) -> Result<Syntax, TokenStream> {
    match in_trait::item(item.clone()) {
        Ok(item) => Ok(in_trait::parse(item, options, errors)),
        Err(error) => {
            match syn::parse2::<syn::Item>(item.clone()) {
                Ok(other) => errors.at(keyword(&other), not_a_trait),
                Err(_) => errors.add(error),
            }
            Err(item)
        }
    }
}
