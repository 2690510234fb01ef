//! Types of the lowered form, as `expand` writes them.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::{GenericArgument, PathArguments, Type};

use super::super::model::{Argument, Library, Method, Output};
use super::model::{Check, Crossing, Form, Rule, When};
use super::query;
use crate::spans::{at_type, relocated};
use crate::types::{mutable_reference, plain_function_pointer, reference};

/// Whether a result is spelled as a text of C or as a handle: `&CStr`, `Owned<T>`, or an `Option` of one.
pub(crate) fn is_lowered(ty: &Type) -> bool {
    match ty {
        Type::Paren(inner) => is_lowered(&inner.elem),
        Type::Group(inner) => is_lowered(&inner.elem),
        Type::Reference(reference) => is_named(&reference.elem, "CStr"),
        Type::Path(path) => {
            let last = path.path.segments.last();
            last.is_some_and(|segment| match &segment.arguments {
                PathArguments::AngleBracketed(_) if segment.ident == "Owned" => true,
                PathArguments::AngleBracketed(inner) if segment.ident == "Option" => {
                    inner.args.iter().any(|argument| match argument {
                        GenericArgument::Type(ty) => is_lowered(ty),
                        _ => false,
                    })
                }
                _ => false,
            })
        }
        _ => false,
    }
}

/// Whether a type is written as an `Option`.
pub(crate) fn is_option(ty: &Type) -> bool {
    is_named(ty, "Option")
}

/// Whether a type is a path that ends with this name.
pub(crate) fn is_named(ty: &Type, name: &str) -> bool {
    match ty {
        Type::Paren(inner) => is_named(&inner.elem, name),
        Type::Group(inner) => is_named(&inner.elem, name),
        Type::Path(path) => {
            let last = path.path.segments.last();
            last.is_some_and(|segment| segment.ident == name)
        }
        _ => false,
    }
}

/// The `T` of `Owned<T>`.
pub(crate) fn handle(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Paren(inner) => handle(&inner.elem),
        Type::Group(inner) => handle(&inner.elem),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            match &last.arguments {
                PathArguments::AngleBracketed(inner) if last.ident == "Owned" => {
                    inner.args.iter().find_map(|argument| match argument {
                        GenericArgument::Type(ty) => Some(ty),
                        _ => None,
                    })
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// The `T` of `Vec<T>`.
pub(crate) fn vec_element(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Paren(inner) => vec_element(&inner.elem),
        Type::Group(inner) => vec_element(&inner.elem),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            match &last.arguments {
                PathArguments::AngleBracketed(inner) if last.ident == "Vec" => {
                    inner.args.iter().find_map(|argument| match argument {
                        GenericArgument::Type(ty) => Some(ty),
                        _ => None,
                    })
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// The element of a reference to a slice.
pub(crate) fn slice_element(ty: &Type) -> Option<&Type> {
    match &*reference(ty)?.elem {
        Type::Slice(slice) => Some(&slice.elem),
        _ => None,
    }
}

/// An `Option` of a type, at the place of that.
pub(super) fn optional(ty: &Type) -> TokenStream {
    let option = quote_spanned!(Span::mixed_site()=> ::core::option::Option<#ty>);
    relocated(option, ty.span())
}

/// The type of C's values of a type.
fn of_library(ty: &impl ToTokens, library: &Library) -> TokenStream {
    let (krate, own) = (&library.krate, library.own());
    let of = quote_spanned!(Span::mixed_site()=> #krate::lowering::ForeignResult<#own>);
    at_type(ty, &of, "Raw")
}

/// The type that C has for an argument.
pub(super) fn raw_argument(argument: &Argument, library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let (krate, ty) = (&library.krate, &argument.ty);
    match &argument.crossing {
        Crossing::Terminated => {
            let unit = at_type(
                ty,
                &quote_spanned!(span=> #krate::lowering::Terminated),
                "Unit",
            );
            quote_spanned!(span=> *const #unit)
        }
        Crossing::Slice(_) => at_type(
            ty,
            &quote_spanned!(span=> #krate::lowering::ForeignSlice),
            "Pointer",
        ),
        Crossing::Out(When::Success) => {
            let raw = of_library(ty, library);
            quote_spanned!(span=> *mut #raw)
        }
        Crossing::ErrorOut(Some(_)) => quote_spanned!(span=> *mut *mut ::core::ffi::c_char),
        Crossing::Out(When::Always) | Crossing::ErrorOut(None) => {
            let raw = of_library(&optional(ty), library);
            quote_spanned!(span=> *mut #raw)
        }
        Crossing::Count(_) | Crossing::Capacity(false) => ty.to_token_stream(),
        Crossing::Capacity(true) | Crossing::Length => quote_spanned!(span=> *mut #ty),
        Crossing::Grow(_) => query::pointer_type(argument, krate),
        Crossing::ErrorText(_) => quote_spanned!(span=> *mut ::core::ffi::c_char),
        Crossing::Freed(handle) => quote_spanned!(span=> *mut #handle),
        Crossing::Plain | Crossing::Fixed(_) => {
            if plain_function_pointer(ty).is_some() || mutable_reference(ty).is_some() {
                ty.to_token_stream()
            } else {
                quote_spanned!(span=> <#ty as #krate::ForeignArgument>::Raw)
            }
        }
    }
}

/// The type that C returns, if it is another than the one which is written.
pub(crate) fn raw_result(method: &Method, library: &Library) -> Option<TokenStream> {
    let span = Span::mixed_site();
    let Output::Value(ty) = &method.result else {
        return None;
    };
    match &method.outcome.form {
        Form::Copied(_) => Some(quote_spanned!(span=> *mut ::core::ffi::c_char)),
        Form::Slice(..) => {
            let element =
                slice_element(ty).map_or_else(TokenStream::new, ToTokens::to_token_stream);
            Some(quote_spanned!(span=> *const #element))
        }
        Form::Plain | Form::Lowered if is_not_null(method) => {
            Some(of_library(&optional(ty), library))
        }
        Form::Lowered => Some(of_library(ty, library)),
        Form::Plain => None,
    }
}

/// Whether null is a failure.
fn is_not_null(method: &Method) -> bool {
    matches!(
        method.outcome.check,
        Some(Check {
            rule: Rule::NotNull,
            ..
        })
    )
}
