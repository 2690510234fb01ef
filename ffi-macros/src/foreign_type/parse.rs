//! *Parse*: the item, with its `repr` and `foreign` attributes taken apart.
//!
//! Next is `lower`, which decides what the `repr` makes of the item.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::punctuated::Iter;
use syn::{Attribute, Data, DeriveInput, Field, Ident, Path, Token};

use crate::errors::Errors;
use crate::{krate, wording};

/// A type as written.
pub(crate) struct Syntax {
    pub(crate) item: DeriveInput,
    /// Words of all `repr` attributes: the `C`, `packed` and `u8` of `repr(C, packed(2), u8)`.
    pub(crate) repr: Vec<Ident>,
    /// Path of `ffi-runtime`.
    pub(crate) krate: Path,
}

impl Syntax {
    /// Whether the type can have an implementation at all: not if its last field has no size.
    pub(crate) fn is_sized(&self) -> bool {
        let Data::Struct(data) = &self.item.data else {
            return true;
        };
        !matches!(
            data.fields.iter().last().map(|field| &field.ty),
            Some(syn::Type::Slice(_) | syn::Type::TraitObject(_))
        )
    }
}

/// `None` if there is no type to speak of.
pub(crate) fn parse(item: TokenStream, errors: &mut Errors) -> Option<Syntax> {
    let item: DeriveInput = match syn::parse2(item) {
        Ok(item) => item,
        Err(error) => {
            errors.add(error);
            return None;
        }
    };
    let mut repr = Vec::new();
    let mut given = None;
    for attribute in &item.attrs {
        if attribute.path().is_ident("repr") {
            words(attribute, &mut repr, errors);
        } else if attribute.path().is_ident("foreign") {
            foreign(attribute, &mut given, errors);
        }
    }
    for attribute in inner_attributes(&item.data) {
        if attribute.path().is_ident("foreign") {
            errors.over(attribute.path(), wording::FOREIGN_ON_FIELD);
        }
    }
    Some(Syntax {
        item,
        repr,
        krate: krate::path_or_default(given),
    })
}

/// The words of one `repr`, without the numbers in parentheses.
fn words(attribute: &Attribute, repr: &mut Vec<Ident>, errors: &mut Errors) {
    let parsed = attribute.parse_nested_meta(|word| {
        repr.push(word.path.require_ident()?.clone());
        if word.input.peek(syn::token::Paren) {
            let number;
            syn::parenthesized!(number in word.input);
            number.parse::<TokenStream>()?;
        }
        Ok(())
    });
    if let Err(error) = parsed {
        errors.add(error);
    }
}

/// `#[foreign(crate = path)]`.
fn foreign(attribute: &Attribute, given: &mut Option<Path>, errors: &mut Errors) {
    let parsed = attribute.parse_args_with(|input: syn::parse::ParseStream<'_>| {
        while !input.is_empty() {
            let key = input.call(Ident::parse_any)?;
            if key != "crate" {
                errors.at(key.span(), wording::UNKNOWN_FOREIGN);
                input.parse::<TokenStream>()?;
                return Ok(());
            }
            if given.is_some() {
                errors.at(key.span(), wording::duplicate_option("crate"));
            }
            if input.parse::<Option<Token![=]>>()?.is_none() {
                errors.at(key.span(), wording::option_needs_path());
                input.parse::<TokenStream>()?;
                return Ok(());
            }
            *given = Some(krate::parse(input)?);
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(())
    });
    if let Err(error) = parsed {
        errors.add(error);
    }
}

/// Attributes of fields and variants.
fn inner_attributes(data: &Data) -> Vec<&Attribute> {
    fn of_fields<'d>(fields: Iter<'d, Field>, attributes: &mut Vec<&'d Attribute>) {
        for field in fields {
            attributes.extend(&field.attrs);
        }
    }
    let mut attributes = Vec::new();
    match data {
        Data::Struct(data) => of_fields(data.fields.iter(), &mut attributes),
        Data::Union(data) => of_fields(data.fields.named.iter(), &mut attributes),
        Data::Enum(data) => {
            for variant in &data.variants {
                attributes.extend(&variant.attrs);
                of_fields(variant.fields.iter(), &mut attributes);
            }
        }
    }
    attributes
}
