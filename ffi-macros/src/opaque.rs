//! `#[opaque]`: a struct without fields comes in, a type that only C can look into goes out.
//!
//! Short enough for one file: *parse*, *check* and *expand*. After a mistake the type is declared all the
//! same, so that the functions that use it report nothing of their own.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Attribute, Item, ItemStruct, Path};

use crate::errors::Errors;
use crate::lifetimes;
use crate::lints::{is_level, lint_level, mentions_deprecated};
use crate::options::{each, krate};
use crate::spans::keyword;
use crate::stub::marker;
use crate::types::info::IS_ASKED_FOR;
use crate::wording::opaque as wording;

/// All stages.
pub(crate) fn opaque(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let krate = parse_options(arguments, &mut errors);
    let code = match syn::parse2::<Item>(item.clone()) {
        Ok(Item::Struct(item)) => {
            check(&item, &mut errors);
            expand(&item, &krate)
        }
        Ok(other) => {
            errors.at(keyword(&other), wording::NOT_A_STRUCT);
            item
        }
        Err(error) => {
            errors.add(error);
            item
        }
    };
    let errors = errors.into_tokens();
    quote!(#errors #code)
}

/// Path of `ffi-runtime`.
fn parse_options(arguments: TokenStream, errors: &mut Errors) -> Path {
    let mut given = None;
    each(arguments, &["crate"], errors, |key, input, errors| {
        let is_known = key == "crate";
        if is_known {
            given = krate(input, key, errors);
        }
        is_known
    });
    crate::krate::path_or_default(given)
}

fn check(item: &ItemStruct, errors: &mut Errors) {
    for attribute in &item.attrs {
        if attribute.path().is_ident("derive") {
            errors.over(attribute.path(), wording::DERIVE);
        } else if attribute.path().is_ident("repr") {
            errors.over(attribute.path(), wording::REPR);
        }
    }
    lifetimes::check_only(&item.generics, wording::GENERIC, errors);
    if let Some(first) = item.fields.iter().next() {
        errors.over(first, wording::FIELDS);
    }
}

/// The struct and what it implements. Parameters other than lifetimes are there only after an error.
fn expand(item: &ItemStruct, krate: &Path) -> TokenStream {
    let span = Span::mixed_site();
    let ItemStruct {
        vis,
        ident,
        generics,
        ..
    } = item;
    let attributes = item.attrs.iter().filter(|attribute| {
        let reported = ["derive", "repr"];
        !reported.iter().any(|name| attribute.path().is_ident(name))
    });
    let within = within(item);
    let mut own = ident.clone();
    own.set_span(span.located_at(ident.span()));
    let name = ident.unraw().to_string();
    let parameters = (!generics.params.is_empty()).then(|| {
        let marker = marker(generics);
        quote_spanned!(span=> __ffi_parameters: #marker,)
    });
    let (impl_generics, type_generics, _) = generics.split_for_impl();
    let reference = IS_ASKED_FOR.then(|| {
        let references = quote_spanned!(span=> #krate::types::TypeReference);
        quote_spanned!(span=> const REFERENCE: #references = #references::Opaque(#name);)
    });
    // SAFETY of the expansion: the type has no bytes of its own, no value, and a field that says that the
    // memory behind a reference is C's.
    quote_spanned! {span=>
        #(#attributes)*
        #[repr(C)]
        #vis struct #ident #impl_generics {
            __ffi_opaque: #krate::macro_support::Opaque,
            #parameters
        }

        #within
        const _: () = {
            #[automatically_derived]
            unsafe impl #impl_generics #krate::Referent for #own #type_generics {
                const CLOSED: #krate::types::Closed = #krate::types::Closed::No;
                #reference
            }

            #[automatically_derived]
            impl #impl_generics ::core::fmt::Debug for #own #type_generics {
                fn fmt(&self, __ffi_formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    __ffi_formatter.debug_struct(#name).finish_non_exhaustive()
                }
            }
        };
    }
}

/// Conditions and lint levels of the struct, which hold for its implementations.
fn within(item: &ItemStruct) -> TokenStream {
    let span = Span::mixed_site();
    let shared: Vec<Attribute> = item
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("cfg") || is_level(attribute))
        .map(lint_level)
        .collect();
    let deprecated = item.attrs.iter().any(mentions_deprecated).then(|| {
        let reason = "the code of a deprecated type uses it";
        quote_spanned!(span=> #[allow(deprecated, reason = #reason)])
    });
    quote_spanned!(span=> #deprecated #(#shared)*)
}
