//! Types of the lowered form, as `expand` writes them.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::{GenericArgument, PathArguments, Type};

use super::super::model::{Argument, Library, Method, Output};
use super::expand::has_error;
use super::model::{Check, Crossing, Encoding, Form, Ownership, Rule, When};
use super::query;
use crate::spans::{at_type, relocated};
use crate::types::{WIDE_TEXTS, mutable_reference, plain_function_pointer, reference, scalar};

/// Texts that Rust owns, each with the unit that C has for it.
const OWNED_TEXTS: [(&str, &str); 8] = [
    ("String", "c_char"),
    ("CString", "c_char"),
    ("WideString", "wchar_t"),
    ("WideCString", "wchar_t"),
    ("U16String", "u16"),
    ("U16CString", "u16"),
    ("U32String", "u32"),
    ("U32CString", "u32"),
];

/// Whether a result is spelled as a text of C or as one that is owned: `&CStr`, `Owned<T>`, `OwnedValue<T>`, or an
/// `Option` of one.
pub(crate) fn is_lowered(ty: &Type) -> bool {
    match ty {
        Type::Paren(inner) => is_lowered(&inner.elem),
        Type::Group(inner) => is_lowered(&inner.elem),
        Type::Reference(reference) => {
            let mut texts = ["CStr"].iter().chain(&WIDE_TEXTS);
            texts.any(|name| is_named(&reference.elem, name))
        }
        Type::Path(path) => {
            let last = path.path.segments.last();
            last.is_some_and(|segment| match &segment.arguments {
                PathArguments::AngleBracketed(_)
                    if segment.ident == "Owned" || segment.ident == "OwnedValue" =>
                {
                    true
                }
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

/// The name of a text that Rust owns and of C's unit of it, if a type is spelled as one, or as an `Option` of one.
pub(super) fn owned_text(ty: &Type) -> Option<(&'static str, &'static str)> {
    let text = ty.to_token_stream().to_string();
    let inner = text
        .strip_prefix("Option <")
        .and_then(|rest| rest.strip_suffix('>'));
    let inner = inner.unwrap_or(&text).trim();
    let name = inner.rsplit("::").next().unwrap_or(inner).trim();
    OWNED_TEXTS.into_iter().find(|(known, _)| name == *known)
}

/// The type of C's unit of a text that is copied.
pub(super) fn copied_unit(ty: &Type, library: &Library) -> TokenStream {
    let krate = &library.krate;
    let of = quote_spanned!(Span::mixed_site()=> #krate::lowering::CopiedText);
    at_type(ty, &of, "Unit")
}

/// Whether a type is written as an `Option`.
pub(crate) fn is_option(ty: &Type) -> bool {
    is_named(ty, "Option")
}

/// The `T` of `Option<T>`.
pub(crate) fn optional_element(ty: &Type) -> Option<&Type> {
    argument_of(ty, "Option")
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
    argument_of(ty, "Owned")
}

/// The `T` of `Owned<T>`, or of `OwnedValue<T>`; whether it is the second.
pub(crate) fn owned(ty: &Type) -> Option<(&Type, bool)> {
    let value = || argument_of(ty, "OwnedValue").map(|ty| (ty, true));
    handle(ty).map(|ty| (ty, false)).or_else(value)
}

/// The `T` of `Vec<T>`.
pub(crate) fn vec_element(ty: &Type) -> Option<&Type> {
    argument_of(ty, "Vec")
}

/// The first type in the brackets of a path that ends with this name.
fn argument_of<'t>(ty: &'t Type, name: &str) -> Option<&'t Type> {
    match ty {
        Type::Paren(inner) => argument_of(&inner.elem, name),
        Type::Group(inner) => argument_of(&inner.elem, name),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            match &last.arguments {
                PathArguments::AngleBracketed(inner) if last.ident == name => {
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
        Crossing::Terminated(Encoding::Utf16) => {
            quote_spanned!(span=> *const ::core::primitive::u16)
        }
        Crossing::Terminated(Encoding::OfType) => {
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
        Crossing::ErrorOut(Some(_)) => {
            let unit = copied_unit(ty, library);
            quote_spanned!(span=> *mut *mut #unit)
        }
        Crossing::Out(When::Always) | Crossing::ErrorOut(None) => {
            let raw = of_library(&optional(ty), library);
            quote_spanned!(span=> *mut #raw)
        }
        Crossing::Count(_) | Crossing::Capacity(false) => ty.to_token_stream(),
        Crossing::Capacity(true) | Crossing::Length => quote_spanned!(span=> *mut #ty),
        Crossing::Grow(_) => query::pointer_type(argument, krate),
        Crossing::ErrorText(_) => quote_spanned!(span=> *mut ::core::ffi::c_char),
        Crossing::OrNone(handle) => handle.to_token_stream(),
        Crossing::Freed(freed) => {
            let ty = &freed.ty;
            match freed.ownership {
                Ownership::Handle | Ownership::Address => quote_spanned!(span=> *mut #ty),
                Ownership::Value => ty.to_token_stream(),
            }
        }
        Crossing::Plain
        | Crossing::Fixed(_)
        | Crossing::Closure(_)
        | Crossing::ClosureData
        | Crossing::Destructor => {
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
        Form::Copied(copied) => Some(match copied.encoding {
            Encoding::Utf16 => quote_spanned!(span=> *mut ::core::primitive::u16),
            Encoding::OfType => {
                let unit = copied_unit(ty, library);
                quote_spanned!(span=> *mut #unit)
            }
        }),
        Form::OrNone(handle) => Some(handle.to_token_stream()),
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

/// The type that C returns before its enums are checked, of a method whose error may be made of a number that is not
/// listed.
pub(crate) fn unchecked_result(method: &Method, library: &Library) -> Option<TokenStream> {
    let Output::Value(ty) = &method.result else {
        return None;
    };
    let is_plain = matches!(method.outcome.form, Form::Plain) && !is_not_null(method);
    if !is_plain || !may_have_enum(ty) || !has_error(method, library) {
        return None;
    }
    let krate = &library.krate;
    Some(quote_spanned!(Span::mixed_site()=> #krate::lowering::Unchecked<#ty>))
}

/// Whether a type may be an enum or have one inside, as far as its spelling tells.
pub(super) fn may_have_enum(ty: &Type) -> bool {
    match ty {
        Type::Paren(inner) => may_have_enum(&inner.elem),
        Type::Group(inner) => may_have_enum(&inner.elem),
        Type::Path(_) => {
            let has_members = || owned(ty).is_some_and(|(_, is_value)| is_value);
            scalar(ty).is_none() && !is_option(ty) && (!is_lowered(ty) || has_members())
        }
        _ => matches!(ty, Type::Array(_) | Type::Macro(_)),
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
