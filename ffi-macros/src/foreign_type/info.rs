//! *Expand*, the type by name: `REFERENCE` and `INFO`, for those who compare two declarations.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::Path;

use super::expand::name;
use super::model::{Described, Field, Shape};
use crate::rewrite::own_name;
use crate::types::info::{IS_ASKED_FOR, bounded, info};
use crate::types::plain_function_pointer;

/// Both constants, if the runtime asks for them.
pub(super) fn expand(described: &Described) -> Option<TokenStream> {
    if !IS_ASKED_FOR {
        return None;
    }
    let span = Span::mixed_site();
    let krate = &described.krate;
    let shapes = quote_spanned!(span=> #krate::types::Shape);
    let shape = match &described.shape {
        Shape::Struct(fields) | Shape::Union(fields) => {
            let (packed, is_growing) = (described.packed, described.is_growing);
            let fields = fields.iter().map(|field| of_field(field, krate));
            quote_spanned! {span=>
                #shapes::Fields {
                    fields: &const { [#(#fields),*] },
                    packed: #packed,
                    is_growing: #is_growing,
                }
            }
        }
        Shape::Transparent(field) => {
            let inner = of_field(field, krate);
            quote_spanned!(span=> #shapes::Transparent(#inner))
        }
        Shape::Integer(_, variants) | Shape::CEnum(variants) => {
            let values = variants.iter().map(|variant| {
                let name = name(variant);
                quote_spanned!(span=> (#name, Self::#variant {} as ::core::primitive::i128))
            });
            quote_spanned! {span=>
                #shapes::Enum { is_open: false, values: &const { [#(#values),*] } }
            }
        }
    };
    let name = name(&described.ident);
    Some(quote_spanned! {span=>
        const REFERENCE: #krate::types::TypeReference = #krate::types::TypeReference::Named(#name);
        const INFO: &'static #krate::types::TypeInfo = &const {
            #krate::types::TypeInfo {
                reference: <Self as #krate::ForeignType>::REFERENCE,
                ty: <Self as #krate::ForeignType>::TYPE,
                shape: #shape,
            }
        };
    })
}

/// The trait of structs that grow, if the runtime asks for it.
pub(super) fn growing(described: &Described) -> Option<TokenStream> {
    let Shape::Struct(fields) = &described.shape else {
        return None;
    };
    let first = fields
        .first()
        .filter(|_| IS_ASKED_FOR && described.is_growing)?;
    let span = Span::mixed_site();
    let (krate, size) = (&described.krate, first.described());
    let own = own_name(&described.ident, span);
    let (impl_generics, type_generics, where_clause) = described.generics.split_for_impl();
    // SAFETY of the expansion: the first field has `#[foreign(size)]`, which no other type has.
    Some(quote_spanned! {span=>
        #[automatically_derived]
        unsafe impl #impl_generics #krate::macro_support::Growing for #own #type_generics #where_clause {
            type Size = #size;
        }
    })
}

/// A generic field is known through the bound that the implementation has for it.
fn of_field(field: &Field, krate: &Path) -> TokenStream {
    let ty = field.described();
    if field.is_generic && plain_function_pointer(ty).is_none() {
        return bounded(ty, krate);
    }
    info(ty, krate)
}
