//! The values of a success: the result in its form, and the out parameters.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use super::super::super::model::{Library, Method, Output};
use super::super::model::{Crossing, Encoding, Form, Unit, When};
use super::super::types::slice_element;
use super::arguments::numbered;
use super::body::freed;
use super::signature::outs;
use crate::spans::at_place;

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

/// Reads the out parameters of a success.
pub(super) fn read_outs(method: &Method, library: &Library) -> TokenStream {
    let krate = &library.krate;
    let each = outs(method).filter(|(_, argument)| !matches!(argument.crossing, Crossing::Grow(_)));
    let each = each.map(|(position, argument)| {
        let (slot, out, ty) = (
            numbered("slot", position),
            numbered("out", position),
            &argument.ty,
        );
        let span = at_place(ty);
        // SAFETY of the expansion: C got the slot, and a function that succeeded wrote it, as the declaration
        // promises.
        match argument.crossing {
            Crossing::Out(When::Always) => quote_spanned! {span=>
                let #out: ::core::option::Option<#ty> =
                    unsafe { #krate::lowering::taken(#slot, self) };
                let #out = #krate::lowering::present(#out);
            },
            _ => quote_spanned! {span=>
                let #out: #ty = unsafe { #krate::lowering::taken(#slot, self) };
            },
        }
    });
    each.collect()
}

pub(super) fn outs_names(method: &Method) -> impl Iterator<Item = TokenStream> {
    outs(method).map(|(position, _)| numbered("out", position).to_token_stream())
}
