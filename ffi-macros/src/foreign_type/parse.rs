//! *Parse*: the item, with its `repr` and `foreign` attributes taken apart.
//!
//! Next is `lower`, which decides what the `repr` makes of the item.

use proc_macro2::TokenStream;
use syn::{Attribute, Data, DeriveInput, Ident, LitInt, Path};

use super::options::{FieldOptions, TypeOptions};
use crate::errors::Errors;
use crate::{krate, wording};

/// A type as written.
pub(crate) struct Syntax {
    pub(crate) item: DeriveInput,
    /// Words of all `repr` attributes: the `C`, `packed` and `u8` of `repr(C, packed(2), u8)`.
    pub(crate) repr: Vec<Ident>,
    /// The `2` of `packed(2)`; 1 for `packed`, 0 without it.
    pub(crate) packed: u32,
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
    let (mut repr, mut packed) = (Vec::new(), 0);
    let mut options = TypeOptions::default();
    for attribute in &item.attrs {
        if attribute.path().is_ident("repr") {
            words(attribute, &mut repr, &mut packed, errors);
        } else if attribute.path().is_ident("foreign") {
            options.read(attribute, errors);
        }
    }
    let fields = field_options(&item.data, errors);
    Some(Syntax {
        krate: krate::path_or_default(options.krate.take()),
        item,
        repr,
        packed,
        options,
        fields,
    })
}

/// The words of one `repr`, and the number in parentheses of `packed`.
fn words(attribute: &Attribute, repr: &mut Vec<Ident>, packed: &mut u32, errors: &mut Errors) {
    let parsed = attribute.parse_nested_meta(|word| {
        let name = word.path.require_ident()?.clone();
        let is_packed = name == "packed";
        repr.push(name);
        if is_packed {
            *packed = 1;
        }
        if word.input.peek(syn::token::Paren) {
            let number;
            syn::parenthesized!(number in word.input);
            let number = number.parse::<TokenStream>()?;
            // One that is no number is an error of rustc.
            let number = syn::parse2(number).and_then(|number: LitInt| number.base10_parse());
            if let (true, Ok(number)) = (is_packed, number) {
                *packed = number;
            }
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
