//! After an error: a struct with the declared signatures, so that the code that uses the library
//! compiles and the user sees the real errors only.
//!
//! In: the syntax, mistakes and all. Types that cannot stand in a Rust signature either, or that
//! were already reported, are replaced: arguments take anything, results give nothing.

use std::collections::HashSet;

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Attribute, FnArg, ReceiverKind, ReturnType, Safety, Signature, Type};

use super::parse::{MethodSyntax, Syntax};
use crate::krate;
use crate::stub::{is_harmless, marker};
use crate::types::{Position, flaw};

pub(crate) fn stub(syntax: &Syntax) -> TokenStream {
    let span = Span::mixed_site();
    let krate = krate::path_or_default(syntax.options.krate.clone());
    let item = &syntax.item;
    let (ident, visibility) = (&item.ident, &item.vis);
    let cfgs: Vec<&Attribute> = item
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("cfg"))
        .collect();
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    let parameters = &item.generics;
    let marker = marker(&item.generics);
    let mut seen = HashSet::new();
    let methods = syntax.methods.iter().filter_map(|part| {
        let is_new = seen.insert(part.signature.ident.to_string());
        is_new.then(|| method(part, syntax, &krate))
    });
    let result = quote_spanned!(span=> ::core::result::Result<Self, #krate::LibraryError>);
    let ways_in: [(&str, TokenStream, TokenStream); 6] = [
        ("load", quote_spanned!(span=> ), result.clone()),
        (
            "open",
            quote_spanned!(span=> _: impl ::core::convert::AsRef<::std::path::Path>),
            result.clone(),
        ),
        (
            "from_library",
            quote_spanned!(span=> _: #krate::Library),
            result.clone(),
        ),
        ("from_process", quote_spanned!(span=> ), result),
        (
            "library",
            quote_spanned!(span=> &self),
            quote_spanned!(span=> &#krate::Library),
        ),
        (
            "interface",
            quote_spanned!(span=> _: &str),
            quote_spanned!(span=> ::core::option::Option<&'static #krate::CallInterface>),
        ),
    ];
    let ways_in = ways_in.into_iter().filter(|(name, ..)| {
        !syntax
            .methods
            .iter()
            .any(|method| method.signature.ident == name)
    });
    let ways_in = ways_in.map(|(name, arguments, result)| {
        let safety = ["open", "from_library", "from_process"]
            .contains(&name)
            .then(|| quote_spanned!(span=> unsafe));
        let name = syn::Ident::new(name, span);
        quote_spanned! {span=>
            #visibility #safety fn #name(#arguments) -> #result { ::core::unreachable!() }
        }
    });
    quote_spanned! {span=>
        #(#cfgs)*
        #[derive(::core::clone::Clone, ::core::fmt::Debug)]
        #visibility struct #ident #parameters (#marker) #where_clause;

        #(#cfgs)*
        const _: () = {
            impl #impl_generics #ident #type_generics #where_clause {
                #(#ways_in)*
                #(#methods)*
            }
        };
    }
}

fn method(syntax: &MethodSyntax, library: &Syntax, krate: &syn::Path) -> TokenStream {
    let span = Span::mixed_site();
    let visibility = syntax.visibility.as_ref().unwrap_or(&library.item.vis);
    let Signature {
        constness,
        asyncness,
        ident,
        generics,
        inputs,
        ..
    } = &syntax.signature;
    let where_clause = &generics.where_clause;
    let cfgs = &syntax.attributes.cfgs;
    let safety =
        matches!(syntax.signature.safety, Safety::Unsafe(_)).then(|| quote_spanned!(span=> unsafe));
    let inputs = inputs.iter().map(|input| match input {
        FnArg::Receiver(receiver) => match &receiver.kind {
            ReceiverKind::Typed(..) => quote_spanned!(span=> &self),
            ReceiverKind::Reference(_, lifetime, mutable) => {
                quote_spanned!(span=> & #lifetime #mutable self)
            }
            _ => quote_spanned!(span=> self),
        },
        FnArg::Typed(argument) => {
            let ty = &argument.ty;
            match flaw(ty, Position::Argument) {
                None => quote_spanned!(span=> _: #ty),
                Some(_) => quote_spanned!(span=> _: impl ::core::marker::Sized),
            }
        }
    });
    let mut result = match &syntax.signature.output {
        ReturnType::Type(_, ty) if is_harmless(ty) => quote!(#ty),
        _ => quote_spanned!(span=> ()),
    };
    let has = format_ident!("has_{}", syn::ext::IdentExt::unraw(ident), span = span);
    let is_free = !library
        .methods
        .iter()
        .any(|other| other.signature.ident == has);
    let has = (syntax.attributes.optional && is_free).then(|| {
        quote_spanned! {span=>
            #(#cfgs)*
            #visibility fn #has(&self) -> bool { ::core::unreachable!() }
        }
    });
    if syntax.attributes.optional {
        if matches!(&syntax.signature.output, ReturnType::Type(_, ty) if matches!(**ty, Type::Never(_)))
        {
            result = quote_spanned!(span=> ());
        }
        result = quote_spanned!(span=> ::core::result::Result<#result, #krate::MissingSymbol>);
    }
    quote_spanned! {span=>
        #(#cfgs)*
        #visibility #constness #asyncness #safety fn #ident #generics (#(#inputs),*) -> #result
        #where_clause
        {
            ::core::unreachable!()
        }
        #has
    }
}
