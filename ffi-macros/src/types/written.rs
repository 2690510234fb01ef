//! Types that need no trait: function pointers and references, told from their spelling.
//!
//! In: a type as written. Out: what `expand` writes for it, and what makes the compiler confirm a name that
//! was taken for the standard library's.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Path, PathArguments, Type, TypePath, TypeReference};

use super::{only_argument, standard_segment};
use crate::spans::called_with_type;

/// For a function pointer that is written out, and its `Option`: one that is as wide, and has neither
/// lifetimes nor arguments. `ForeignType` cannot be implemented for pointers to functions over any
/// lifetime (`extern "C" fn(&T)`), but every function pointer has the same layout.
pub(crate) fn plain_function_pointer(ty: &Type) -> Option<TokenStream> {
    let span = Span::mixed_site();
    match ty {
        Type::Paren(inner) => plain_function_pointer(&inner.elem),
        Type::Group(inner) => plain_function_pointer(&inner.elem),
        Type::FnPtr(_) => Some(quote_spanned!(span=> unsafe extern "C" fn())),
        Type::Path(path) => {
            let segment = standard_segment(path).filter(|segment| segment.ident == "Option")?;
            let pointer = plain_function_pointer(only_argument(segment)?)?;
            Some(quote_spanned!(span=> ::core::option::Option<#pointer>))
        }
        _ => None,
    }
}

/// The `T` of a type that is spelled as an `Option<T>` of the standard library.
pub(crate) fn option(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Paren(inner) => option(&inner.elem),
        Type::Group(inner) => option(&inner.elem),
        Type::Path(path) => {
            let segment = standard_segment(path).filter(|segment| segment.ident == "Option")?;
            only_argument(segment)
        }
        _ => None,
    }
}

/// A reference that is written out. Nothing else is spelled like one.
pub(crate) fn reference(ty: &Type) -> Option<&TypeReference> {
    match ty {
        Type::Paren(inner) => reference(&inner.elem),
        Type::Group(inner) => reference(&inner.elem),
        Type::Reference(reference) => Some(reference),
        _ => None,
    }
}

/// The texts of the crate `widestring` that end with a NUL.
pub(crate) const WIDE_TEXTS: [&str; 3] = ["WideCStr", "U16CStr", "U32CStr"];

/// Whether a type is spelled as a text of C, `&CStr` or a wide one, or as an `Option` of one.
pub(crate) fn is_text(ty: &Type) -> bool {
    match ty {
        Type::Paren(inner) => is_text(&inner.elem),
        Type::Group(inner) => is_text(&inner.elem),
        Type::Reference(reference) => match &*reference.elem {
            Type::Path(path) if reference.mutability.is_none() => {
                standard_segment(path).is_some_and(|segment| segment.ident == "CStr")
                    || is_wide_text(path)
            }
            _ => false,
        },
        Type::Path(path) => {
            let option = standard_segment(path).filter(|segment| segment.ident == "Option");
            option.and_then(only_argument).is_some_and(is_text)
        }
        _ => false,
    }
}

/// Whether a path can only mean a text of `widestring`.
fn is_wide_text(path: &TypePath) -> bool {
    let segments = &path.path.segments;
    let is_of_crate = segments.len() == 1 || segments[0].ident == "widestring";
    let last = segments.last();
    is_of_crate && last.is_some_and(|last| WIDE_TEXTS.iter().any(|name| last.ident == name))
}

/// The reference that a type is, if it is mutable: an argument of another type may be lowered to a pointer.
pub(crate) fn mutable_reference(ty: &Type) -> Option<&TypeReference> {
    reference(ty).filter(|reference| reference.mutability.is_some())
}

/// The descriptor of a reference, an expression at the place of what it points to: that is where rustc then
/// says what is wrong with it. `erased` rewrites types for the place of the expression.
pub(crate) fn reference_descriptor(
    reference: &TypeReference,
    krate: &Path,
    erased: impl Fn(TokenStream) -> TokenStream,
) -> TokenStream {
    let kind = match reference.mutability {
        Some(_) => "mutable",
        None => "shared",
    };
    called_with_type(
        &erased(reference.elem.to_token_stream()),
        &quote_spanned!(Span::mixed_site()=> #krate::macro_support),
        kind,
    )
}

/// A type of a signature as the runtime's macros take it: `value T`, or one that is told from its
/// spelling, `function F` or `option F`.
pub(crate) fn crossing(ty: &Type) -> TokenStream {
    let span = Span::mixed_site();
    match ty {
        Type::Paren(inner) => crossing(&inner.elem),
        Type::Group(inner) => crossing(&inner.elem),
        Type::FnPtr(pointer) => quote_spanned!(span=> function #pointer),
        Type::Path(path) if plain_function_pointer(ty).is_some() => {
            let pointer = standard_segment(path).and_then(only_argument);
            quote_spanned!(span=> option #pointer)
        }
        _ => quote_spanned!(span=> value #ty),
    }
}

/// For an `Option` that [`plain_function_pointer`] took for the standard one because of its name: a
/// statement that compiles only if it is. `erased` rewrites types for the place of the statement.
pub(crate) fn confirmed_option(
    ty: &Type,
    erased: impl Fn(TokenStream) -> TokenStream,
) -> Option<TokenStream> {
    confirmed_by(ty, &erased)
}

/// The statement of [`confirmed_option`]; compiled once for all closures.
fn confirmed_by(ty: &Type, erased: &dyn Fn(TokenStream) -> TokenStream) -> Option<TokenStream> {
    match ty {
        Type::Paren(inner) => confirmed_by(&inner.elem, erased),
        Type::Group(inner) => confirmed_by(&inner.elem, erased),
        Type::Path(path) => {
            plain_function_pointer(ty)?;
            let inner = only_argument(standard_segment(path)?)?.to_token_stream();
            let standard = quote_spanned!(Span::mixed_site()=> ::core::option::Option<#inner>);
            Some(confirmed(
                ty,
                &erased(ty.to_token_stream()),
                &erased(standard),
            ))
        }
        _ => None,
    }
}

/// For an `Option` that [`option`] took for the standard one because of its name: a statement that compiles only if it is,
/// whatever is inside.
pub(crate) fn confirmed_name_of_option(ty: &Type) -> Option<TokenStream> {
    match ty {
        Type::Paren(inner) => confirmed_name_of_option(&inner.elem),
        Type::Group(inner) => confirmed_name_of_option(&inner.elem),
        Type::Path(path) => {
            option(ty)?;
            let span = Span::mixed_site();
            let mut path = path.path.clone();
            path.segments.last_mut()?.arguments = PathArguments::None;
            let written = quote_spanned!(span=> #path<()>);
            let standard = quote_spanned!(span=> ::core::option::Option<()>);
            Some(confirmed(&path, &written, &standard))
        }
        _ => None,
    }
}

/// A statement that compiles only if the two are one type; rustc says at `place` that they are not.
pub(crate) fn confirmed(
    place: &impl ToTokens,
    written: &TokenStream,
    meant: &TokenStream,
) -> TokenStream {
    let mut tokens = place.to_token_stream().into_iter();
    let first = tokens
        .next()
        .map_or_else(Span::call_site, |token| token.span());
    let span = Span::mixed_site().located_at(first);
    quote_spanned!(span=> let _: fn(#written) -> #meant = |__ffi_same| __ffi_same;)
}
