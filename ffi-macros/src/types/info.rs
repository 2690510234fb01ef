//! Types by name: expressions of the runtime's `TypeReference` and `TypeInfo` for a type as written.
//!
//! In: a type. Out: code for those who compare two declarations. A trait says most of it; the spelling adds what no trait
//! can know: what a raw pointer points to, the signature of a function pointer, and C's own name of a number.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Path, PointerMutability, ReturnType, Type, TypeFnPtr, TypePath};

use super::written::{WIDE_TEXTS, confirmed, option, plain_function_pointer};
use super::{only_argument, standard_segment};
use crate::spans::derived_at_type;

/// Whether the runtime asks for any of it.
pub(crate) const IS_ASKED_FOR: bool = cfg!(feature = "plugin");

/// The numbers of `core::ffi`, and how C spells them.
const NUMBERS: [(&str, &str); 13] = [
    ("c_char", "char"),
    ("c_schar", "signed char"),
    ("c_uchar", "unsigned char"),
    ("c_short", "short"),
    ("c_ushort", "unsigned short"),
    ("c_int", "int"),
    ("c_uint", "unsigned int"),
    ("c_long", "long"),
    ("c_ulong", "unsigned long"),
    ("c_longlong", "long long"),
    ("c_ulonglong", "unsigned long long"),
    ("c_float", "float"),
    ("c_double", "double"),
];

/// A `&'static TypeInfo`: the type with its definition. It is a `ForeignType`, or a function pointer.
pub(crate) fn info(ty: &Type, krate: &Path) -> TokenStream {
    let span = Span::mixed_site();
    match ty {
        Type::Paren(inner) => info(&inner.elem, krate),
        Type::Group(inner) => info(&inner.elem, krate),
        Type::Array(array) => {
            let (reference, descriptor) = (reference(ty, krate), constant(ty, krate, "TYPE"));
            let element = info(&array.elem, krate);
            quote_spanned! {span=>
                &const {
                    #krate::types::TypeInfo {
                        reference: #reference,
                        ty: #descriptor,
                        shape: #krate::types::Shape::Inner(#element),
                    }
                }
            }
        }
        _ => {
            let descriptor = if plain_function_pointer(ty).is_some() {
                quote_spanned!(span=> #krate::Type::Pointer)
            } else if is_told_by_spelling(ty) {
                constant(ty, krate, "TYPE")
            } else {
                return constant(ty, krate, "INFO");
            };
            let reference = reference(ty, krate);
            quote_spanned!(span=> &const { #krate::types::TypeInfo::plain(#reference, #descriptor) })
        }
    }
}

/// The `TypeInfo` of a type of which only a trait says something.
pub(crate) fn bounded(ty: &Type, krate: &Path) -> TokenStream {
    constant(ty, krate, "INFO")
}

/// A `TypeReference`: the type as another one refers to it. It is a `ForeignType`, a function pointer or a text.
pub(crate) fn reference(ty: &Type, krate: &Path) -> TokenStream {
    let span = Span::mixed_site();
    let references = quote_spanned!(span=> #krate::types::TypeReference);
    match ty {
        Type::Paren(inner) => reference(&inner.elem, krate),
        Type::Group(inner) => reference(&inner.elem, krate),
        Type::Ptr(pointer) => {
            let is_mutable = matches!(pointer.mutability, PointerMutability::Mut(_));
            let pointer = pointer_to(&pointee(&pointer.elem, krate), is_mutable, krate);
            quote_spanned!(span=> #references::Optional(&const { #pointer }))
        }
        Type::FnPtr(pointer) => {
            let signature = signature(pointer, krate);
            quote_spanned!(span=> #references::Function(&const { #signature }))
        }
        Type::Array(array) => {
            let (element, length) = (reference(&array.elem, krate), &array.len);
            quote_spanned! {span=>
                #references::Array { element: &const { #element }, length: #length }
            }
        }
        Type::Reference(written) => match text(&written.elem) {
            Some(unit) => pointer_to(&unit_of(unit, krate), false, krate),
            None => constant(ty, krate, "REFERENCE"),
        },
        Type::Path(path) => of_path(ty, path, krate),
        _ => constant(ty, krate, "REFERENCE"),
    }
}

fn of_path(ty: &Type, path: &TypePath, krate: &Path) -> TokenStream {
    let span = Span::mixed_site();
    let references = quote_spanned!(span=> #krate::types::TypeReference);
    if let Some(inner) = option(ty).filter(|inner| is_told_by_spelling(inner)) {
        let is_confirmed = plain_function_pointer(inner).is_some() || text_behind(inner).is_some();
        let confirmed = (!is_confirmed).then(|| confirmed_as(ty, inner, "option::Option"));
        let inner = reference(inner, krate);
        return quote_spanned!(span=> #references::Optional(&const { #confirmed #inner }));
    }
    if let Some(target) = non_null(path) {
        let confirmed = confirmed_as(ty, target, "ptr::NonNull");
        let pointer = pointer_to(&pointee(target, krate), true, krate);
        return quote_spanned!(span=> { #confirmed #pointer });
    }
    if let Some(name) = number(path) {
        let descriptor = constant(ty, krate, "TYPE");
        return quote_spanned!(span=> #references::Number { name: #name, ty: #descriptor });
    }
    constant(ty, krate, "REFERENCE")
}

/// The type behind a pointer, which may be any type of Rust.
fn pointee(ty: &Type, krate: &Path) -> TokenStream {
    let span = Span::mixed_site();
    match ty {
        Type::Paren(inner) => pointee(&inner.elem, krate),
        Type::Group(inner) => pointee(&inner.elem, krate),
        _ if is_told_by_spelling(ty) => reference(ty, krate),
        Type::Array(array) => {
            let (element, length) = (pointee(&array.elem, krate), &array.len);
            quote_spanned! {span=>
                #krate::types::TypeReference::Array { element: &const { #element }, length: #length }
            }
        }
        _ => {
            let (name, ty) = (name(ty), erased(ty.to_token_stream()));
            quote_spanned! {span=>
                {
                    // Code of ours: no lint says that the type speaks for itself.
                    use #krate::macro_support::AnyPointee as _;
                    #krate::macro_support::Pointee::<#ty>::REFERENCE.or_opaque(#name)
                }
            }
        }
    }
}

/// For each type behind a pointer in a type as it is written, an `Option<&'static TypeInfo>`: `None` for one that only its
/// maker looks into.
#[cfg_attr(
    not(any(test, feature = "plugin")),
    expect(dead_code, reason = "interfaces ask for it")
)]
pub(crate) fn pointees(ty: &Type, krate: &Path) -> Vec<TokenStream> {
    let mut found = Vec::new();
    collect(ty, false, krate, &mut found);
    found
}

fn collect(ty: &Type, is_behind: bool, krate: &Path, found: &mut Vec<TokenStream>) {
    match ty {
        Type::Paren(inner) => collect(&inner.elem, is_behind, krate, found),
        Type::Group(inner) => collect(&inner.elem, is_behind, krate, found),
        Type::Array(array) => collect(&array.elem, is_behind, krate, found),
        Type::Slice(slice) => collect(&slice.elem, is_behind, krate, found),
        Type::Ptr(pointer) => collect(&pointer.elem, true, krate, found),
        Type::Reference(_) if text_behind(ty).is_some() => {}
        Type::Reference(reference) => collect(&reference.elem, true, krate, found),
        // What it takes by value is known by name only, too.
        Type::FnPtr(pointer) => {
            for input in &pointer.inputs {
                collect(&input.ty, true, krate, found);
            }
            if let ReturnType::Type(_, ty) = &pointer.output {
                collect(ty, true, krate, found);
            }
        }
        Type::Path(path) => match option(ty).or_else(|| non_null(path)) {
            Some(inner) => collect(inner, is_behind || option(ty).is_none(), krate, found),
            None if is_behind && number(path).is_none() => found.push(of_pointee(ty, krate)),
            None => {}
        },
        _ => {}
    }
}

fn of_pointee(ty: &Type, krate: &Path) -> TokenStream {
    let ty = erased(ty.to_token_stream());
    quote_spanned! {Span::mixed_site()=>
        {
            // Code of ours: no lint says that the type speaks for itself.
            use #krate::macro_support::AnyPointee as _;
            #krate::macro_support::Pointee::<#ty>::INFO
        }
    }
}

/// A `Signature`.
fn signature(pointer: &TypeFnPtr, krate: &Path) -> TokenStream {
    let parameters = pointer.inputs.iter().map(|input| &input.ty);
    let result = match &pointer.output {
        ReturnType::Default => None,
        ReturnType::Type(_, ty) => Some(&**ty),
    };
    let name = pointer.abi.as_ref().and_then(|abi| abi.name.as_ref());
    let abi = name.map_or_else(|| "C".to_owned(), syn::LitStr::value);
    let is_variadic = pointer.variadic.is_some();
    signature_of(
        &abi,
        &parameters.collect::<Vec<_>>(),
        is_variadic,
        result,
        krate,
    )
}

/// A `Signature` of such types; without a result, it is `()`.
pub(crate) fn signature_of(
    abi: &str,
    parameters: &[&Type],
    is_variadic: bool,
    result: Option<&Type>,
    krate: &Path,
) -> TokenStream {
    let span = Span::mixed_site();
    let parameters = parameters.iter().map(|ty| reference(ty, krate));
    let result = result.map_or_else(
        || quote_spanned!(span=> <() as #krate::ForeignType>::REFERENCE),
        |ty| reference(ty, krate),
    );
    quote_spanned! {span=>
        #krate::types::Signature {
            abi: #abi,
            parameters: &const { [#(#parameters),*] },
            is_variadic: #is_variadic,
            result: #result,
        }
    }
}

fn pointer_to(target: &TokenStream, is_mutable: bool, krate: &Path) -> TokenStream {
    quote_spanned! {Span::mixed_site()=>
        #krate::types::TypeReference::Pointer { to: &const { #target }, is_mutable: #is_mutable }
    }
}

/// Whether the spelling says more than a trait does.
fn is_told_by_spelling(ty: &Type) -> bool {
    match ty {
        Type::Paren(inner) => is_told_by_spelling(&inner.elem),
        Type::Group(inner) => is_told_by_spelling(&inner.elem),
        Type::Ptr(_) | Type::FnPtr(_) => true,
        Type::Reference(_) => text_behind(ty).is_some(),
        Type::Path(path) => {
            non_null(path).is_some()
                || number(path).is_some()
                || option(ty).is_some_and(is_told_by_spelling)
        }
        _ => false,
    }
}

/// The text that a reference is spelled as.
fn text_behind(ty: &Type) -> Option<String> {
    match ty {
        Type::Reference(reference) => text(&reference.elem),
        _ => None,
    }
}

/// `CStr`, or the name of a wide text.
fn text(ty: &Type) -> Option<String> {
    let Type::Path(path) = ty else {
        return None;
    };
    let name = path.path.segments.last()?.ident.to_string();
    let is_wide = WIDE_TEXTS.iter().any(|wide| name == *wide);
    let is_text = is_wide || standard_segment(path).is_some_and(|segment| segment.ident == "CStr");
    is_text.then_some(name)
}

/// One element of a text.
fn unit_of(text: String, krate: &Path) -> TokenStream {
    let span = Span::mixed_site();
    let references = quote_spanned!(span=> #krate::types::TypeReference);
    let descriptor = |kind: &str| {
        let kind = Ident::new(kind, span);
        quote_spanned!(span=> #references::Descriptor(#krate::Type::#kind))
    };
    match text.as_str() {
        "CStr" => quote_spanned! {span=>
            #references::Number {
                name: "char",
                ty: <::core::ffi::c_char as #krate::ForeignType>::TYPE,
            }
        },
        "U16CStr" => descriptor("U16"),
        "U32CStr" => descriptor("U32"),
        _ => quote_spanned!(span=> #references::Opaque("wchar_t")),
    }
}

/// The `T` of `NonNull<T>`.
fn non_null(path: &TypePath) -> Option<&Type> {
    let segment = standard_segment(path).filter(|segment| segment.ident == "NonNull")?;
    only_argument(segment)
}

/// C's name of a number.
fn number(path: &TypePath) -> Option<&'static str> {
    let segment = standard_segment(path).filter(|segment| segment.arguments.is_none())?;
    let known = NUMBERS.iter().find(|(rust, _)| segment.ident == rust);
    known.map(|(_, c)| *c)
}

/// A statement that compiles only if the type is that of the standard library.
fn confirmed_as(ty: &Type, argument: &Type, standard: &str) -> TokenStream {
    let span = Span::mixed_site();
    let names = standard.split("::").map(|name| Ident::new(name, span));
    let argument = erased(argument.to_token_stream());
    let meant = quote_spanned!(span=> ::core #(::#names)* <#argument>);
    confirmed(ty, &erased(ty.to_token_stream()), &meant)
}

/// `<T as ForeignType>::CONSTANT`, at the place of the type.
fn constant(ty: &Type, krate: &Path, constant: &str) -> TokenStream {
    let of = quote_spanned!(Span::mixed_site()=> #krate::ForeignType);
    derived_at_type(&erased(ty.to_token_stream()), &of, constant)
}

/// The name by which a type is spelled, without its path.
fn name(ty: &Type) -> String {
    match ty {
        Type::Path(path) => {
            let last = path.path.segments.last();
            last.map_or_else(String::new, |last| last.ident.to_string())
        }
        _ => quote!(#ty).to_string(),
    }
}

/// A type for the body of a constant, where no lifetime has a name.
fn erased(tokens: TokenStream) -> TokenStream {
    // Those that `for` binds have names wherever they stand.
    let is_bound = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "for");
    if tokens.clone().into_iter().any(|token| is_bound(&token)) {
        return tokens;
    }
    let mut is_lifetime = false;
    let each = tokens.into_iter().map(|token| {
        let after_quote = is_lifetime;
        is_lifetime = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '\'');
        match token {
            TokenTree::Ident(name) if after_quote && name != "static" => {
                TokenTree::Ident(Ident::new("_", name.span()))
            }
            TokenTree::Group(group) => {
                let mut inner = proc_macro2::Group::new(group.delimiter(), erased(group.stream()));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => token,
        }
    });
    each.collect()
}

#[cfg(test)]
#[path = "info_tests.rs"]
mod tests;
