//! A struct that mirrors one of another crate, `#[foreign(mirrors = Type)]`.
//!
//! Short enough for one file: *lower* and *expand*, the statements that make the compiler prove that both have the same
//! fields.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Member, Type};

use super::expand::field_name;
use super::model::{Described, Shape};
use super::parse::Syntax;
use crate::errors::Errors;
use crate::rewrite::{joined, own_name};
use crate::spans::relocated;
use crate::wording::foreign_type as wording;

/// The mirrored type, if the struct can mirror one.
pub(super) fn lower(syntax: &Syntax, shape: Option<&Shape>, errors: &mut Errors) -> Option<Type> {
    let (word, ty) = syntax.options.mirrors.as_ref()?;
    let is_plain = syntax.item.generics.params.is_empty();
    match shape {
        Some(Shape::Struct(_)) if is_plain => {}
        Some(_) => errors.at(word.span(), wording::MIRRORS_ON_OTHER),
        // Another mistake has been reported.
        None => return None,
    }
    Some(ty.clone())
}

/// `impl Mirror`, with its proof.
pub(super) fn expand(described: &Described) -> Option<TokenStream> {
    let mirrored = described.mirrored.as_ref()?;
    let krate = &described.krate;
    let (span, at_type) = (
        Span::mixed_site(),
        Span::mixed_site().located_at(mirrored.span()),
    );
    let own = own_name(&described.ident, span);
    let carriers = || described.shape.fields().iter();
    let markers = described.markers.iter();
    let markers = markers.map(|marker| (&marker.member, &marker.ty));
    let all: Vec<(&Member, &Type)> = carriers()
        .map(|field| (&field.member, &field.ty))
        .chain(markers)
        .collect();
    let bindings = (0..all.len()).map(|index| format_ident!("__ffi_field{index}", span = span));
    // A pattern without `..` names all fields, and each has to be visible here.
    let mut pattern = all
        .iter()
        .zip(bindings.clone())
        .map(|((member, _), binding)| quote_spanned!(at_type=> #member: #binding,));
    let pattern = joined(&mut pattern);
    let mut types = all.iter().zip(bindings).map(|((_, ty), binding)| {
        let at_field = span.located_at(ty.span());
        let binding = Ident::new(&binding.to_string(), at_field);
        // All of it at the place of the type, which is where rustc then says that it is another.
        let support = relocated(quote!(#krate::macro_support), at_field);
        quote_spanned! {at_field=>
            let #binding = #support::type_of(#binding);
            let _: #support::TypeOf<#ty> = #binding;
        }
    });
    let types = joined(&mut types);
    let mut offsets = carriers().map(|field| {
        let (member, message) = (
            &field.member,
            wording::other_offset(&field_name(&field.member)),
        );
        quote_spanned! {at_type=>
            ::core::assert!(
                ::core::mem::offset_of!(__FfiMirrored, #member) == ::core::mem::offset_of!(#own, #member),
                #message
            );
        }
    });
    let offsets = joined(&mut offsets);
    let (size, alignment) = (
        wording::MIRROR_OF_OTHER_SIZE,
        wording::MIRROR_OF_OTHER_ALIGNMENT,
    );
    // SAFETY of the expansion: the statements do not compile unless both have the same fields at the same offsets.
    Some(quote_spanned! {at_type=>
        const _: () = {
            type __FfiMirrored = #mirrored;
            fn __ffi_same_fields(__ffi_mirrored: &__FfiMirrored) {
                let __FfiMirrored { #pattern } = __ffi_mirrored;
                #types
            }
            let _: fn(&__FfiMirrored) = __ffi_same_fields;
            ::core::assert!(
                ::core::mem::size_of::<__FfiMirrored>() == ::core::mem::size_of::<#own>(),
                #size
            );
            ::core::assert!(
                ::core::mem::align_of::<__FfiMirrored>() == ::core::mem::align_of::<#own>(),
                #alignment
            );
            #offsets
            #[automatically_derived]
            unsafe impl #krate::types::Mirror<__FfiMirrored> for #own {}
        };
    })
}
