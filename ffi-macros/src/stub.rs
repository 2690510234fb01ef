//! The common parts of the stubs that are emitted after errors.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{GenericParam, Generics, Type};

use crate::types::{Position, flaw};

/// A field that uses the parameters which a declaration should not have.
pub(crate) fn marker(generics: &Generics) -> TokenStream {
    let used = generics
        .params
        .iter()
        .filter_map(|parameter| match parameter {
            GenericParam::Lifetime(parameter) => {
                let lifetime = &parameter.lifetime;
                Some(quote!(&#lifetime ()))
            }
            GenericParam::Type(parameter) => {
                let ident = &parameter.ident;
                Some(quote!(*const #ident))
            }
            GenericParam::Const(_) => None,
        });
    quote!(::core::marker::PhantomData<(#(#used,)*)>)
}

/// Whether a result may stand in a Rust function, even if C cannot return it.
pub(crate) fn is_harmless(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => {
            !path.path.is_ident("str")
                && !path.path.is_ident("CStr")
                && flaw(ty, Position::Result).is_none_or(|_| !contains_inferred(ty))
        }
        Type::Reference(_) => !contains_inferred(ty),
        Type::Array(array) => is_harmless(&array.elem),
        Type::Tuple(tuple) => tuple.elems.iter().all(is_harmless),
        Type::Paren(inner) => is_harmless(&inner.elem),
        Type::Group(inner) => is_harmless(&inner.elem),
        Type::FnPtr(_) | Type::Ptr(_) | Type::Never(_) | Type::Macro(_) => true,
        _ => false,
    }
}

fn contains_inferred(ty: &Type) -> bool {
    quote!(#ty)
        .into_iter()
        .any(|token| ["_", "impl", "!"].contains(&&*token.to_string()))
}
