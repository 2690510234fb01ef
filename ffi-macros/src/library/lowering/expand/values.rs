//! The values of a success: the result in its form, and the out parameters.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use super::super::super::model::{Library, Method, Output};
use super::super::model::{Crossing, Encoding, Form, Unit, When};
use super::super::types::{may_have_enum, slice_element};
use super::arguments::numbered;
use super::body::freed;
use super::signature::{error_type, outs};
use crate::spans::{at_place, called_at_type};

/// Makes the value that is kept of a result that is not checked.
pub(super) fn formed(method: &Method, library: &Library) -> TokenStream {
    let krate = &library.krate;
    let Output::Value(ty) = &method.result else {
        return TokenStream::new();
    };
    let span = at_place(ty);
    // SAFETY of the expansion: C returned the value, which is one of this form as the declaration promises.
    match &method.outcome.form {
        Form::Plain => quote_spanned!(span=> let __ffi_kept = __ffi_returned;),
        Form::Lowered => quote_spanned! {span=>
            let __ffi_kept: #ty = unsafe {
                <#ty as #krate::lowering::ForeignResult<Self>>::from_raw(__ffi_returned, self)
            };
        },
        Form::OrNone(handle) => {
            let of = quote_spanned!(span=> #krate::types::InvalidValues);
            let returned = quote_spanned!(span=> __ffi_returned);
            let checked = called_at_type(&**handle, &of, "checked", &returned);
            quote_spanned!(span=> let __ffi_kept: #ty = #checked;)
        }
        Form::Copied(copied) => {
            let freed = copied
                .free
                .as_ref()
                .map(|free| freed(free, &quote_spanned!(span=> __ffi_returned)));
            let copy = copy(copied.encoding);
            quote_spanned! {span=>
                let __ffi_kept: #ty = unsafe { #krate::lowering::#copy(__ffi_returned) };
                #freed
            }
        }
        Form::Slice(unit, length) => {
            let (slot, length_type) = (numbered("slot", *length), &method.arguments[*length].ty);
            let element = slice_element(ty);
            let in_bytes = *unit == Unit::Bytes;
            quote_spanned! {span=>
                let __ffi_length: #length_type = unsafe { #krate::lowering::taken(#slot, self) };
                let __ffi_kept: #ty = unsafe {
                    #krate::lowering::returned_slice::<#element, #length_type>(
                        __ffi_returned,
                        __ffi_length,
                        #in_bytes,
                    )
                };
            }
        }
    }
}

/// The function of the runtime that copies a text.
fn copy(encoding: Encoding) -> Ident {
    let name = match encoding {
        Encoding::OfType => "copied",
        Encoding::Utf16 => "copied_utf16",
    };
    Ident::new(name, Span::mixed_site())
}

/// The `Option` of a result, of which null is a failure.
pub(super) fn optional_form(method: &Method, library: &Library) -> TokenStream {
    let krate = &library.krate;
    let Output::Value(ty) = &method.result else {
        return TokenStream::new();
    };
    let span = at_place(ty);
    let option = quote_spanned!(span=> ::core::option::Option<#ty>);
    // SAFETY of the expansion: C returned the value, which is null or one of this form as the declaration promises.
    match &method.outcome.form {
        Form::Copied(copied) => {
            let freed = copied
                .free
                .as_ref()
                .map(|free| freed(free, &quote_spanned!(span=> __ffi_returned)));
            let copy = copy(copied.encoding);
            quote_spanned! {span=>
                let __ffi_copy: #option = unsafe { #krate::lowering::#copy(__ffi_returned) };
                #freed
                __ffi_copy
            }
        }
        _ => quote_spanned! {span=>
            unsafe {
                <#option as #krate::lowering::ForeignResult<Self>>::from_raw(__ffi_returned, self)
            }
        },
    }
}

/// Reads the out parameters of a success. All of them are taken before one is the error of the method, so that no
/// handle is lost.
pub(super) fn read_outs(method: &Method, library: &Library) -> TokenStream {
    let krate = &library.krate;
    let error = error_type(method, library);
    let outs = outs(method).filter(|(_, argument)| !matches!(argument.crossing, Crossing::Grow(_)));
    let (mut taken, mut checked) = (TokenStream::new(), TokenStream::new());
    for (position, argument) in outs {
        let (slot, out, ty) = (
            numbered("slot", position),
            numbered("out", position),
            &argument.ty,
        );
        let span = at_place(ty);
        let is_always = matches!(argument.crossing, Crossing::Out(When::Always));
        let written = if is_always {
            quote_spanned!(span=> ::core::option::Option<#ty>)
        } else {
            ty.to_token_stream()
        };
        // SAFETY of the expansion: C got the slot, and a function that succeeded wrote it, as the declaration
        // promises.
        match error.as_ref().filter(|_| may_have_enum(ty)) {
            None => taken.extend(quote_spanned! {span=>
                let #out: #written = unsafe { #krate::lowering::taken(#slot, self) };
            }),
            Some(error) => {
                taken.extend(quote_spanned! {span=>
                    let #out = unsafe { #krate::lowering::try_taken::<#written, Self>(#slot, self) };
                });
                checked.extend(quote_spanned! {span=>
                    let #out = #krate::macro_support::listed!(#out, #error, {});
                });
            }
        }
        if is_always {
            checked.extend(quote_spanned!(span=> let #out = #krate::lowering::present(#out);));
        }
    }
    quote_spanned!(Span::mixed_site()=> #taken #checked)
}

/// Takes what a function may have written although it failed.
pub(in super::super) fn written_always(method: &Method, library: &Library) -> TokenStream {
    let krate = &library.krate;
    let each = method.arguments.iter().enumerate();
    let each =
        each.filter(|(_, argument)| matches!(argument.crossing, Crossing::Out(When::Always)));
    let each = each.map(|(position, argument)| {
        let (slot, out, ty) = (
            numbered("slot", position),
            numbered("out", position),
            &argument.ty,
        );
        // SAFETY of the expansion: C got the slot, and left it as it was or wrote it, as the declaration promises.
        quote_spanned! {at_place(ty)=>
            let #out: ::core::option::Option<#ty> =
                unsafe { #krate::lowering::taken(#slot, self) };
        }
    });
    each.collect()
}

pub(super) fn outs_names(method: &Method) -> impl Iterator<Item = TokenStream> {
    outs(method).map(|(position, _)| numbered("out", position).to_token_stream())
}
