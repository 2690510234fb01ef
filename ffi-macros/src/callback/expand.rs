//! *Expand*: the model of an alias becomes code. The last stage; nothing can be wrong here.
//!
//! What only the runtime needs stands in a `const _`; the struct, its functions (written by `ways`)
//! and the alias of the raw pointer stand beside it, for rustc to name them as the user does.
//!
//! Spans: as in `library`, code of ours has the span of the macro, so that no lint looks at it; the
//! types keep their own, and so do the bounds of closures, which stand at the function pointer.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Meta, ReturnType, Token, Type, TypeFnPtr};

use super::closure_traits;
use super::closures::argument;
use super::docs;
use super::model::{Argument, Callback, Output, UserData};
use super::ways;
use crate::lints::{lint_level, mentions_deprecated};
use crate::rewrite::{foreign_name, own_name, respanned};
use crate::types::info::{IS_ASKED_FOR, signature_of};
use crate::types::{confirmed_option, crossing};

pub(crate) fn expand(callback: &Callback) -> TokenStream {
    let span = Span::mixed_site();
    let types = types(callback);
    let within = within(callback);
    let signature = signature(callback);
    let user_data = callback.user_data.as_ref();
    let user_data = user_data.map(|data| user_data_argument(callback, data));
    let traits = traits(callback);
    let raw = raw_functions(callback);
    let ways = ways::of(callback);
    let closures = closure_traits::of(callback);
    let own = own(callback);
    quote_spanned! {span=>
        #types

        #closures

        #within
        const _: () = {
            #signature
            #user_data
            #traits
        };

        #within
        impl #own {
            #raw
            #ways
        }
    }
}

/// The struct, and the alias of the pointer in it.
pub(super) fn types(callback: &Callback) -> TokenStream {
    let span = Span::mixed_site();
    let Callback {
        ident,
        visibility,
        attributes,
        ..
    } = callback;
    let raw = raw(callback);
    let shared: Vec<Attribute> = callback.shared.iter().map(lint_level).collect();
    let hidden = attributes.iter().filter(|attribute| is_hidden(attribute));
    let (raw_visibility, text) = (respanned(visibility), docs::raw(&name(callback)));
    let pointer = raw_pointer(callback);
    quote_spanned! {span=>
        #(#attributes)*
        #(#shared)*
        #[derive(::core::clone::Clone, ::core::marker::Copy)]
        #[repr(transparent)]
        #visibility struct #ident {
            __ffi_function: #raw,
        }

        #[doc = #text]
        #(#hidden)*
        #(#shared)*
        #raw_visibility type #raw = #pointer;
    }
}

/// The function pointer as written, but `unsafe`: nothing keeps the closure behind it. Its arguments
/// may have C's names.
pub(crate) fn raw_pointer(callback: &Callback) -> TypeFnPtr {
    let mut pointer = callback.pointer.clone();
    // Its first token is the macro's, by which the compiler takes the type for one. Where the user wrote it, it would
    // warn of types that Rust's own functions cannot have by value: C calls none of these.
    let span = Span::mixed_site();
    let place = pointer.unsafety.map_or(span, |keyword| keyword.span);
    pointer.unsafety = Some(Token![unsafe](span.located_at(place)));
    for input in &mut pointer.inputs {
        input.attrs.clear();
        if let Some((name, _)) = &mut input.name {
            *name = foreign_name(name);
        }
    }
    pointer
}

/// Attributes of what stands beside the struct: `cfg`s and lint levels, and what a deprecated
/// callback needs.
pub(super) fn within(callback: &Callback) -> TokenStream {
    let span = Span::mixed_site();
    let shared = callback.shared.iter().map(lint_level);
    let mut tokens = TokenStream::new();
    if callback.attributes.iter().any(mentions_deprecated) {
        let reason = "the code of a deprecated callback uses it";
        tokens.extend(quote_spanned!(span=> #[allow(deprecated, reason = #reason)]));
    }
    quote_spanned!(span=> #tokens #(#shared)*)
}

/// The implementation of the runtime's traits for the type. The runtime's own macro writes it, so that none of
/// its `unsafe` parts has a name that is looked up through the user's path.
pub(super) fn signature(callback: &Callback) -> TokenStream {
    signature_called(callback, &name(callback))
}

/// As above, with another name for messages.
pub(crate) fn signature_called(callback: &Callback, name: &str) -> TokenStream {
    let span = Span::mixed_site();
    let (krate, own) = (&callback.krate, own(callback));
    let abi = Ident::new(callback.abi.variant(), span);
    let convention = callback.abi.name();
    let lifetimes = callback.lifetimes();
    let written = callback.pointer.inputs.iter().map(|input| &input.ty);
    let returned = match &callback.pointer.output {
        ReturnType::Default => quote_spanned!(span=> ()),
        ReturnType::Type(_, ty) => quote!(#ty),
    };
    let erased: Vec<&Type> = callback
        .arguments
        .iter()
        .map(|Argument { erased, .. }| erased)
        .collect();
    let places = (0..erased.len()).map(Literal::usize_unsuffixed);
    let names = (0..erased.len()).map(argument);
    let arguments = erased.iter().map(|ty| crossing(ty));
    let output = callback.output.ty();
    let result = match &callback.output {
        Output::Nothing | Output::Unknown => quote_spanned!(span=> value ()),
        Output::Value(ty) => crossing(ty),
    };
    let confirmed = erased.iter().copied().chain(match &callback.output {
        Output::Nothing | Output::Unknown => None,
        Output::Value(ty) => Some(&**ty),
    });
    let confirmed: Vec<TokenStream> = confirmed
        .filter_map(|ty| confirmed_option(ty, |tokens| tokens))
        .collect();
    let confirmed =
        (!confirmed.is_empty()).then(|| quote_spanned!(span=> const _: () = { #(#confirmed)* };));
    let on_panic = match &callback.on_panic {
        None => quote_spanned!(span=> ::core::option::Option::None),
        Some(value) => quote_spanned! {span=>
            {
                fn __ffi_on_panic() -> #output { #value }
                ::core::option::Option::Some(__ffi_on_panic)
            }
        },
    };
    // Where a type is more private than the callback, rustc says so at the name.
    let at_name = span.located_at(callback.ident.span());
    let user_data = callback.user_data.as_ref();
    let user_data = user_data.map(|data| {
        let first = Literal::usize_unsuffixed(data.first);
        quote_spanned! {span=>
            const USER_DATA: ::core::option::Option<::core::primitive::usize> =
                ::core::option::Option::Some(#first);
        }
    });
    let types = quote_spanned! {at_name=>
        type Arguments = (#(#erased,)*);
        type Output = #output;
        #user_data
    };
    quote_spanned! {span=>
        #confirmed
        #krate::macro_support::signature! {
            #own, #name, #abi,
            #lifetimes #convention (#(#written),*) -> #returned,
            [#(#places #names => #arguments),*] -> #result,
            #on_panic,
            { #types }
        }
    }
}

/// Where the closure travels. Both kinds of pointers coerce to the one of the local; that the argument
/// is one of them rustc says at its type.
pub(crate) fn user_data_argument(callback: &Callback, data: &UserData) -> TokenStream {
    let span = Span::mixed_site();
    let (krate, own) = (&callback.krate, own(callback));
    let pointer = |name: &str, position: usize| {
        let at_type = span.located_at(callback.arguments[position].ty.span());
        let (name, field) = (Ident::new(name, span), Literal::usize_unsuffixed(position));
        quote_spanned!(at_type=> let #name: *const ::core::ffi::c_void = __ffi_arguments.#field;)
    };
    let first = pointer("__ffi_pointer", data.first);
    let second = data.second.map(|position| pointer("__ffi_null", position));
    quote_spanned! {span=>
        unsafe impl #krate::macro_support::UserData for #own {
            #[inline(always)]
            fn user_data(
                __ffi_arguments: &<Self as #krate::macro_support::Handled>::Arguments,
            ) -> *mut ::core::ffi::c_void {
                #second
                #first
                __ffi_pointer.cast_mut()
            }
        }
    }
}

/// The traits that every callback type implements.
pub(super) fn traits(callback: &Callback) -> TokenStream {
    let span = Span::mixed_site();
    let (krate, own, raw, name) = (
        &callback.krate,
        own(callback),
        raw(callback),
        name(callback),
    );
    let info = info(callback);
    // SAFETY of the expansion: the struct is transparent over a function pointer.
    quote_spanned! {span=>
        unsafe impl #krate::ForeignType for #own {
            const TYPE: #krate::Type<'static> = #krate::Type::Pointer;
            #info
        }

        unsafe impl #krate::macro_support::Nullable for #own {}
        unsafe impl #krate::VariadicArgument for #own {
            type Promoted = Self;
            fn promote(self) -> Self { self }
        }

        impl ::core::convert::From<#raw> for #own {
            #[inline]
            fn from(__ffi_function: #raw) -> Self {
                Self { __ffi_function }
            }
        }

        impl ::core::cmp::PartialEq for #own {
            /// Whether both are the same address.
            fn eq(&self, __ffi_other: &Self) -> ::core::primitive::bool {
                ::core::ptr::fn_addr_eq(self.__ffi_function, __ffi_other.__ffi_function)
            }
        }

        impl ::core::cmp::Eq for #own {}

        impl ::core::hash::Hash for #own {
            fn hash<H: ::core::hash::Hasher>(&self, __ffi_state: &mut H) {
                ::core::hash::Hash::hash(&(self.__ffi_function as *const ()), __ffi_state);
            }
        }

        impl ::core::fmt::Debug for #own {
            fn fmt(
                &self,
                __ffi_formatter: &mut ::core::fmt::Formatter<'_>,
            ) -> ::core::fmt::Result {
                let __ffi_address = self.__ffi_function as *const ();
                __ffi_formatter.debug_tuple(#name).field(&__ffi_address).finish()
            }
        }
    }
}

/// The type by name, if the runtime asks for it.
fn info(callback: &Callback) -> Option<TokenStream> {
    if !IS_ASKED_FOR {
        return None;
    }
    let span = Span::mixed_site();
    let (krate, name) = (&callback.krate, name(callback));
    let parameters: Vec<&Type> = callback
        .arguments
        .iter()
        .map(|argument| &argument.ty)
        .collect();
    let result = match &callback.output {
        Output::Nothing | Output::Unknown => None,
        Output::Value(ty) => Some(&**ty),
    };
    let signature = signature_of(callback.abi.name(), &parameters, false, result, krate);
    Some(quote_spanned! {span=>
        const REFERENCE: #krate::types::TypeReference = #krate::types::TypeReference::Named(#name);
        const INFO: &'static #krate::types::TypeInfo = &const {
            #krate::types::TypeInfo {
                reference: <Self as #krate::ForeignType>::REFERENCE,
                ty: #krate::Type::Pointer,
                shape: #krate::types::Shape::Callback(&const { #signature }),
            }
        };
    })
}

/// From and to the raw pointer.
pub(super) fn raw_functions(callback: &Callback) -> TokenStream {
    let span = Span::mixed_site();
    let (visibility, raw) = (respanned(&callback.visibility), raw(callback));
    let (from_raw_text, raw_text) = (docs::FROM_RAW, docs::RAW);
    quote_spanned! {span=>
        #[doc = #from_raw_text]
        #[inline]
        #[must_use]
        #visibility const fn from_raw(function: #raw) -> Self {
            Self { __ffi_function: function }
        }

        #[doc = #raw_text]
        #[inline]
        #[must_use]
        #visibility const fn raw(self) -> #raw {
            self.__ffi_function
        }
    }
}

/// The struct's name as ours.
pub(crate) fn own(callback: &Callback) -> Ident {
    own_name(&callback.ident, Span::mixed_site())
}

/// The name of the raw pointer's alias.
pub(super) fn raw(callback: &Callback) -> Ident {
    let span = Span::mixed_site().located_at(callback.ident.span());
    format_ident!("Raw{}", callback.ident.unraw(), span = span)
}

/// The struct's name, for messages.
pub(super) fn name(callback: &Callback) -> String {
    callback.ident.unraw().to_string()
}

/// Whether an attribute is `doc(hidden)`.
fn is_hidden(attribute: &Attribute) -> bool {
    let is_list = matches!(&attribute.meta, Meta::List(list) if list.path.is_ident("doc"));
    is_list && quote!(#attribute).to_string().contains("hidden")
}
