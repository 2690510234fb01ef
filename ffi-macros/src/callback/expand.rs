//! *Expand*: the model of an alias becomes code. The last stage; nothing can be wrong here.
//!
//! What only the runtime needs stands in a `const _`; the struct, its functions (written by `ways`)
//! and the alias of the raw pointer stand beside it, for rustc to name them as the user does.
//!
//! Spans: as in `library`, code of ours has the span of the macro, so that no lint looks at it; the
//! types keep their own, and so do the bounds of closures, which stand at the function pointer.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Meta, Token, Type, TypeFnPtr};

use super::docs;
use super::model::{Argument, Callback, Output, UserData};
use super::ways;
use crate::lints::{lint_level, mentions_deprecated};
use crate::rewrite::{foreign_name, respanned};
use crate::types::plain_function_pointer;

pub(crate) fn expand(callback: &Callback) -> TokenStream {
    let span = Span::mixed_site();
    let types = types(callback);
    let within = within(callback);
    let interface = interface(callback);
    let signature = signature(callback);
    let user_data = callback.user_data.as_ref();
    let user_data = user_data.map(|data| user_data_argument(callback, data));
    let traits = traits(callback);
    let raw = raw_functions(callback);
    let ways = ways::of(callback);
    let own = own(callback);
    quote_spanned! {span=>
        #types

        #within
        const _: () = {
            #interface
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
fn raw_pointer(callback: &Callback) -> TypeFnPtr {
    let mut pointer = callback.pointer.clone();
    let span = Span::mixed_site();
    pointer.unsafety.get_or_insert(Token![unsafe](span));
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

/// The constant that the parts share: classified once, by the compiler.
pub(super) fn interface(callback: &Callback) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &callback.krate;
    let abi = Ident::new(callback.abi.variant(), span);
    let described = |ty: &Type| plain_function_pointer(ty).unwrap_or_else(|| quote!(#ty));
    let arguments = callback.arguments.iter();
    let arguments = arguments.map(|argument| described(&argument.erased));
    let result = match &callback.output {
        Output::Nothing | Output::Unknown => quote_spanned!(span=> ()),
        Output::Value(ty) => described(ty),
    };
    quote_spanned! {span=>
        const __FFI_INTERFACE: &'static #krate::CallInterface =
            #krate::macro_support::interface!(#abi, #result, [#(#arguments),*]);
    }
}

/// What the runtime knows of the type.
pub(super) fn signature(callback: &Callback) -> TokenStream {
    let span = Span::mixed_site();
    let (krate, own, name) = (&callback.krate, own(callback), name(callback));
    let support = quote_spanned!(span=> #krate::macro_support);
    let erased: Vec<&Type> = callback
        .arguments
        .iter()
        .map(|Argument { erased, .. }| erased)
        .collect();
    let places = (0..erased.len()).map(Literal::usize_unsuffixed);
    let output = output(callback);
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
    let types = quote_spanned! {at_name=>
        type Arguments = (#(#erased,)*);
        type Output = #output;
    };
    // SAFETY of the expansion: interface, receiver and arguments are of one list of types; what
    // `from_code` gets is the address of a function with this signature.
    quote_spanned! {span=>
        unsafe impl #support::Signature for #own {
            const NAME: &'static str =
                ::core::concat!(::core::module_path!(), "::", #name);
            const LOCATION: (&'static str, u32) = (::core::file!(), ::core::line!());
            const INTERFACE: &'static #krate::CallInterface = __FFI_INTERFACE;
            const ON_PANIC: ::core::option::Option<fn() -> #output> = #on_panic;
            #types
            type Receiver = #support::receiver!(__FFI_INTERFACE);

            #[inline(always)]
            unsafe fn arguments(
                registers: &mut impl #support::RegisterFile,
                stack: *const u8,
            ) -> (#(#erased,)*) {
                unsafe {
                    #support::receive!(
                        __FFI_INTERFACE, registers, stack, [#(#places => #erased),*]
                    )
                }
            }

            #[inline(always)]
            unsafe fn from_code(code: #krate::CodePointer) -> Self {
                Self { __ffi_function: unsafe { ::core::mem::transmute(code) } }
            }

            fn panics() -> &'static #support::Panics {
                static PANICS: #support::Panics = #support::Panics::new();
                &PANICS
            }
        }
    }
}

/// Where the closure travels. Both kinds of pointers coerce to the one of the local; that the argument
/// is one of them rustc says at its type.
fn user_data_argument(callback: &Callback, data: &UserData) -> TokenStream {
    let span = Span::mixed_site();
    let (krate, own) = (&callback.krate, own(callback));
    let pointer = |name: &str, position: usize| {
        let at_type = span.located_at(callback.arguments[position].ty.span());
        let (name, field) = (Ident::new(name, span), Literal::usize_unsuffixed(position));
        quote_spanned!(at_type=> let #name: *const ::core::ffi::c_void = arguments.#field;)
    };
    let first = pointer("pointer", data.first);
    let second = data.second.map(|position| pointer("_null", position));
    quote_spanned! {span=>
        unsafe impl #krate::macro_support::UserData for #own {
            #[inline(always)]
            fn user_data(
                arguments: &<Self as #krate::macro_support::Signature>::Arguments,
            ) -> *mut ::core::ffi::c_void {
                #second
                #first
                pointer.cast_mut()
            }
        }
    }
}

/// What every callback type can do.
pub(super) fn traits(callback: &Callback) -> TokenStream {
    let span = Span::mixed_site();
    let (krate, own, raw, name) = (
        &callback.krate,
        own(callback),
        raw(callback),
        name(callback),
    );
    // SAFETY of the expansion: the struct is transparent over a function pointer.
    quote_spanned! {span=>
        unsafe impl #krate::ForeignType for #own {
            const TYPE: #krate::Type<'static> = #krate::Type::Pointer;
        }

        unsafe impl #krate::macro_support::Nullable for #own {}

        impl ::core::convert::From<#raw> for #own {
            #[inline]
            fn from(function: #raw) -> Self {
                Self { __ffi_function: function }
            }
        }

        impl ::core::cmp::PartialEq for #own {
            /// Whether both are the same address.
            fn eq(&self, other: &Self) -> bool {
                ::core::ptr::fn_addr_eq(self.__ffi_function, other.__ffi_function)
            }
        }

        impl ::core::cmp::Eq for #own {}

        impl ::core::hash::Hash for #own {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                ::core::hash::Hash::hash(&(self.__ffi_function as *const ()), state);
            }
        }

        impl ::core::fmt::Debug for #own {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let address = self.__ffi_function as *const ();
                formatter.debug_tuple(#name).field(&address).finish()
            }
        }
    }
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

/// The type of the result.
pub(super) fn output(callback: &Callback) -> TokenStream {
    match &callback.output {
        Output::Nothing | Output::Unknown => quote_spanned!(Span::mixed_site()=> ()),
        Output::Value(ty) => ty.to_token_stream(),
    }
}

/// The struct's name as ours.
pub(super) fn own(callback: &Callback) -> Ident {
    let mut own = callback.ident.clone();
    own.set_span(Span::mixed_site());
    own
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
