//! *Expand*: the model of a table becomes code. The last stage; nothing can be wrong here.
//!
//! The struct is transparent over its fields, which stand in a struct of their own: only the runtime makes one of the
//! other, so that functions and user data always belong together. Code of ours has the span of the macro, as in
//! `callback`; types keep their own.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Attribute;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::model::{Field, FieldKind, Table};
use super::{docs, functions, methods, ways};
use crate::lints::{lint_level, mentions_deprecated};
use crate::rewrite::{own_name, respanned};
use crate::types::confirmed_name_of_option;
use crate::types::info::IS_ASKED_FOR;
use crate::wording::callback_table as wording;

pub(crate) fn expand(table: &Table) -> TokenStream {
    let span = Span::mixed_site();
    let structs = structs(table);
    let methods = methods::of(table);
    let within = within(table);
    let functions = functions::of(table);
    let checks = checks(table);
    let declared = declared(table);
    let implemented = functions::implemented(table);
    let traits = traits(table);
    let ways = ways::of(table);
    let take_panic = functions::take_panic(table);
    quote_spanned! {span=>
        #structs

        #methods

        #within
        const _: () = {
            #functions
            #checks
            #declared
            #implemented
            #traits
            #take_panic
        };

        #ways
    }
}

/// The struct as Rust code sees it, and the one with the fields.
fn structs(table: &Table) -> TokenStream {
    let span = Span::mixed_site();
    let Table {
        krate,
        ident,
        visibility,
        attributes,
        representation,
        ..
    } = table;
    let shared: Vec<Attribute> = table.shared.iter().map(lint_level).collect();
    let within = within(table);
    let fields_name = fields(table);
    let each = table.fields.iter().map(|field| {
        let (levels, ident) = (conditions(field), &field.ident);
        let ty = field_type(field);
        quote_spanned!(span=> #levels #ident: #ty)
    });
    let text = docs::table(&name(table));
    let fields_visibility = respanned(visibility);
    quote_spanned! {span=>
        #(#attributes)*
        #[doc = #text]
        #(#shared)*
        #[repr(transparent)]
        #visibility struct #ident {
            __ffi_table: #krate::macro_support::TableFields<#fields_name>,
        }

        #[doc(hidden)]
        #within
        #[derive(#krate::ForeignType)]
        #[foreign(crate = #krate)]
        #(#representation)*
        #fields_visibility struct #fields_name {
            #(#each,)*
        }
    }
}

/// The type of a field. To call its functions is always unsafe: nothing in them keeps the value.
fn field_type(field: &Field) -> TokenStream {
    match &field.kind {
        FieldKind::UserData(ty) | FieldKind::Value(ty, _) => ty.to_token_stream(),
        FieldKind::Function(function) => {
            let pointer = crate::callback::raw_pointer(&function.callback);
            let option = Span::mixed_site().located_at(function.written.span());
            if function.is_optional {
                quote_spanned!(option=> ::core::option::Option<#pointer>)
            } else {
                pointer.into_token_stream()
            }
        }
    }
}

/// Has the compiler confirm what the spelling of types was taken for, and that no field has the function of another
/// closure.
fn checks(table: &Table) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &table.krate;
    let each = table.fields.iter().filter_map(|field| {
        let levels = conditions(field);
        let check = match &field.kind {
            FieldKind::UserData(_) => return None,
            FieldKind::Function(function) => confirmed_name_of_option(&function.written)?,
            FieldKind::Value(ty, _) => {
                let at_type = span.located_at(ty.span());
                let message = wording::callback_as_value(&field.ident.unraw().to_string());
                quote_spanned! {at_type=>
                    use #krate::macro_support::AnyField as _;
                    ::core::assert!(
                        !#krate::macro_support::FieldType::<#ty>::IS_CALLBACK,
                        #message
                    );
                }
            }
        };
        Some(quote_spanned!(span=> #levels const _: () = { #check };))
    });
    let each: Vec<TokenStream> = each.collect();
    quote!(#(#each)*)
}

/// The facts of the table that the runtime gets.
fn declared(table: &Table) -> TokenStream {
    let span = Span::mixed_site();
    let (krate, own, fields, name) = (&table.krate, own(table), fields(table), name(table));
    let user_data = table.fields.iter().find_map(|field| match &field.kind {
        FieldKind::UserData(ty) => Some((&field.ident, span.located_at(ty.span()))),
        FieldKind::Function(_) | FieldKind::Value(..) => None,
    });
    let Some((data, at_type)) = user_data else {
        return TokenStream::new();
    };
    let data = data.to_owned();
    let support = quote_spanned!(span=> #krate::macro_support);
    let get = quote_spanned! {at_type=>
        let __ffi_pointer: *const ::core::ffi::c_void = __ffi_fields.#data;
    };
    let set = quote_spanned!(at_type=> __ffi_fields.#data = __ffi_pointer;);
    // SAFETY of the expansion: the struct is transparent over what `of_fields` gets, and both functions for the user
    // data are for its field.
    quote_spanned! {span=>
        unsafe impl #support::DeclaredTable for #own {
            const NAME: &'static ::core::primitive::str =
                ::core::concat!(::core::module_path!(), "::", #name);
            const LOCATION: (&'static ::core::primitive::str, ::core::primitive::u32) =
                (::core::file!(), ::core::line!());
            type Fields = #fields;

            fn of_fields(__ffi_table: #support::TableFields<#fields>) -> Self {
                Self { __ffi_table }
            }

            fn fields(&self) -> &#support::TableFields<#fields> {
                &self.__ffi_table
            }

            fn user_data(__ffi_fields: &#fields) -> *mut ::core::ffi::c_void {
                #get
                __ffi_pointer.cast_mut()
            }

            fn set_user_data(__ffi_fields: &mut #fields, __ffi_pointer: *mut ::core::ffi::c_void) {
                #set
            }
        }
    }
}

/// The abilities of every table.
fn traits(table: &Table) -> TokenStream {
    let span = Span::mixed_site();
    let (krate, own, fields, name) = (&table.krate, own(table), fields(table), name(table));
    let info = IS_ASKED_FOR.then(|| {
        quote_spanned! {span=>
            const REFERENCE: #krate::types::TypeReference = #krate::types::TypeReference::Named(#name);
            const INFO: &'static #krate::types::TypeInfo = &const {
                #krate::types::TypeInfo {
                    reference: <Self as #krate::ForeignType>::REFERENCE,
                    ..*<#fields as #krate::ForeignType>::INFO
                }
            };
        }
    });
    // SAFETY of the expansion: the struct is transparent over the fields.
    quote_spanned! {span=>
        unsafe impl #krate::ForeignType for #own {
            const TYPE: #krate::Type<'static> =
                <#krate::macro_support::TableFields<#fields> as #krate::ForeignType>::TYPE;
            const CLOSED: #krate::types::Closed =
                <#krate::macro_support::TableFields<#fields> as #krate::ForeignType>::CLOSED;
            const ENUMS: #krate::types::Enums =
                <#krate::macro_support::TableFields<#fields> as #krate::ForeignType>::ENUMS;
            #info
        }

        impl ::core::fmt::Debug for #own {
            fn fmt(
                &self,
                __ffi_formatter: &mut ::core::fmt::Formatter<'_>,
            ) -> ::core::fmt::Result {
                let __ffi_data = #krate::macro_support::user_data_of(self);
                __ffi_formatter.debug_tuple(#name).field(&__ffi_data).finish()
            }
        }
    }
}

/// Attributes of what stands beside the struct: `cfg`s and lint levels, and what a deprecated table needs.
pub(super) fn within(table: &Table) -> TokenStream {
    let span = Span::mixed_site();
    let shared = table.shared.iter().map(lint_level);
    let fields = table.fields.iter().flat_map(|field| &field.attributes);
    let deprecated = table
        .attributes
        .iter()
        .chain(fields)
        .any(mentions_deprecated);
    let deprecated = deprecated.then(|| {
        let reason = "the code of a deprecated table uses it";
        quote_spanned!(span=> #[allow(deprecated, reason = #reason)])
    });
    quote_spanned!(span=> #deprecated #(#shared)*)
}

/// The `cfg`s and lint levels of a field.
pub(super) fn conditions(field: &Field) -> TokenStream {
    let levels = field.shared.iter().map(lint_level);
    quote_spanned!(Span::mixed_site()=> #(#levels)*)
}

/// The struct's name as ours.
pub(super) fn own(table: &Table) -> Ident {
    own_name(&table.ident, Span::mixed_site())
}

/// The name of the struct with the fields.
pub(super) fn fields(table: &Table) -> Ident {
    let span = Span::mixed_site().located_at(table.ident.span());
    format_ident!("__Ffi{}Fields", table.ident.unraw(), span = span)
}

/// The struct's name, for messages.
pub(super) fn name(table: &Table) -> String {
    table.ident.unraw().to_string()
}
