//! *Parse*: the item, with its `repr` and `foreign` attributes taken apart.
//!
//! Next is `lower`, which decides what the `repr` makes of the item.

use proc_macro2::TokenStream;
use syn::{Attribute, Data, DeriveInput, Ident, Path};

use super::options::{FieldOptions, TypeOptions};
use crate::errors::Errors;
use crate::{krate, wording};

/// A type as written.
pub(crate) struct Syntax {
    pub(crate) item: DeriveInput,
    /// Words of all `repr` attributes: the `C`, `packed` and `u8` of `repr(C, packed(2), u8)`.
    pub(crate) repr: Vec<Ident>,
    /// Path of `ffi-runtime`.
    pub(crate) krate: Path,
    /// The other options of the type.
    pub(crate) options: TypeOptions,
    /// The options of each field of a struct or union.
    pub(crate) fields: Vec<FieldOptions>,
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
    let mut options = TypeOptions::default();
    for attribute in &item.attrs {
        if attribute.path().is_ident("repr") {
            words(attribute, &mut repr, errors);
        } else if attribute.path().is_ident("foreign") {
            options.read(attribute, errors);
        }
    }
    let fields = field_options(&item.data, errors);
    Some(Syntax {
        krate: krate::path_or_default(options.krate.take()),
        item,
        repr,
        options,
        fields,
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

/// The options of the fields. Variants and their fields have none.
fn field_options(data: &Data, errors: &mut Errors) -> Vec<FieldOptions> {
    let fields: Vec<&syn::Field> = match data {
        Data::Struct(data) => data.fields.iter().collect(),
        Data::Union(data) => data.fields.named.iter().collect(),
        Data::Enum(data) => {
            for variant in &data.variants {
                let of_fields = variant.fields.iter().flat_map(|field| &field.attrs);
                let mut attributes = variant.attrs.iter().chain(of_fields);
                refuse_foreign(&mut attributes, errors);
            }
            return Vec::new();
        }
    };
    let options = fields
        .iter()
        .map(|field| FieldOptions::of(&field.attrs, errors));
    options.collect()
}

fn refuse_foreign(attributes: &mut dyn Iterator<Item = &Attribute>, errors: &mut Errors) {
    for attribute in attributes.filter(|attribute| attribute.path().is_ident("foreign")) {
        errors.over(attribute.path(), wording::foreign_type::FOREIGN_ON_VARIANT);
    }
}
