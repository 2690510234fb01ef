//! *Expand*, the hint: a safe method that takes a raw pointer is warned of.
//!
//! In: the model. Out: for each such argument a use of a deprecated constant, at the argument's type:
//! a stable macro can give no other warning with words of its own. It stands outside of the method,
//! so that an `allow(deprecated)` there, which means something else, does not silence it.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::{GenericArgument, PathArguments, Type};

use super::model::{Library, Method};

/// The hints about all methods.
pub(super) fn hints(library: &Library) -> TokenStream {
    let methods = library.methods.iter();
    let unsure = methods.filter(|method| !method.is_unsafe && !method.takes_any_pointer);
    let hints: Vec<_> = unsure
        .flat_map(|method| of_method(method, library))
        .collect();
    if hints.is_empty() {
        return TokenStream::new();
    }
    let cfgs = library
        .shared
        .iter()
        .filter(|attribute| attribute.path().is_ident("cfg"));
    quote_spanned!(Span::mixed_site()=> #(#cfgs)* const _: () = { #(#hints)* };)
}

fn of_method(method: &Method, library: &Library) -> impl Iterator<Item = TokenStream> {
    let (cfgs, krate) = (&method.member.cfgs, &library.krate);
    let pointers = method
        .arguments
        .iter()
        .filter(|argument| argument.crossing.is_passed() && is_raw_pointer(&argument.ty));
    pointers.map(move |argument| {
        let span = Span::mixed_site();
        let constant = quote_spanned!(span=> #krate::macro_support::RAW_POINTER_IN_A_SAFE_FN);
        // There is no span of several tokens, and the first one is `*`, or the name of the type.
        let place = argument.ty.span();
        let constant = constant.into_iter().map(|mut token| {
            token.set_span(token.span().located_at(place));
            token
        });
        let constant = constant.collect::<TokenStream>();
        quote_spanned!(span=> #(#cfgs)* const _: () = #constant;)
    })
}

/// Whether a type is spelt as a pointer that C may follow and Rust does not check.
fn is_raw_pointer(ty: &Type) -> bool {
    match ty {
        Type::Paren(inner) => is_raw_pointer(&inner.elem),
        Type::Group(inner) => is_raw_pointer(&inner.elem),
        Type::Ptr(_) => true,
        Type::Path(path) => {
            let last = path.path.segments.last();
            last.is_some_and(|segment| match &segment.arguments {
                PathArguments::AngleBracketed(_) if segment.ident == "NonNull" => true,
                PathArguments::AngleBracketed(inner) if segment.ident == "Option" => {
                    inner.args.iter().any(|argument| match argument {
                        GenericArgument::Type(ty) => is_raw_pointer(ty),
                        _ => false,
                    })
                }
                _ => false,
            })
        }
        _ => false,
    }
}
