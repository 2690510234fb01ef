//! *Expand*, functions: the signature of each function of a table, and its way to the method.
//!
//! In: the model. Out: a hidden type for each function, which is a callback type with user data to the runtime, so that
//! the same guards stand between C and the method as between C and a closure.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::expand::{conditions, fields, name, own};
use super::methods::{self, constant};
use super::model::{Field, FieldKind, Function, Table};
use crate::callback::{self, pattern, raw_pointer, signature_called, user_data_argument};
use crate::rewrite::joined;

/// All of them.
pub(super) fn of(table: &Table) -> TokenStream {
    let functions = table.functions();
    joined(&mut functions.map(|(field, function)| one(table, field, function)))
}

fn one(table: &Table, field: &Field, function: &Function) -> TokenStream {
    let span = Span::mixed_site();
    let callback = &function.callback;
    let (levels, own) = (conditions(field), callback::own(callback));
    let pointer = raw_pointer(callback);
    let path = format!("{}::{}", name(table), field.ident.unraw());
    let signature = signature_called(callback, &path);
    let user_data = match &callback.user_data {
        Some(data) if data.is_table => by_table(table, function, data.first),
        Some(data) => user_data_argument(callback, data),
        None => TokenStream::new(),
    };
    let method = (!function.is_destructor).then(|| method(table, field, function));
    quote_spanned! {span=>
        #levels
        #[derive(::core::clone::Clone, ::core::marker::Copy)]
        #[repr(transparent)]
        struct #own {
            __ffi_function: #pointer,
        }

        #levels
        const _: () = {
            #signature
            #user_data
            #method
        };
    }
}

/// The user data where C passes the address of the table.
///
/// SAFETY of the expansion: C passes that of a table whose user data is the one that it was given.
fn by_table(table: &Table, function: &Function, position: usize) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &table.krate;
    let (own, of) = (callback::own(&function.callback), own(table));
    let place = function.callback.arguments[position].ty.span();
    let (at_type, field) = (span.located_at(place), Literal::usize_unsuffixed(position));
    let pointer = quote_spanned!(at_type=> let __ffi_pointer: *const #of = __ffi_arguments.#field;);
    quote_spanned! {span=>
        unsafe impl #krate::macro_support::UserData for #own {
            #[inline(always)]
            fn user_data(
                __ffi_arguments: &<Self as #krate::macro_support::Handled>::Arguments,
            ) -> *mut ::core::ffi::c_void {
                #pointer
                unsafe { #krate::macro_support::table_user_data(__ffi_pointer) }
            }

            #[inline(always)]
            unsafe fn context(
                __ffi_argument: *mut ::core::ffi::c_void,
            ) -> *mut ::core::ffi::c_void {
                unsafe { #krate::macro_support::table_user_data::<#of>(__ffi_argument.cast()) }
            }
        }
    }
}

/// The call of the method.
///
/// SAFETY of the expansion: the method takes its arguments for every lifetime, so that it can keep none.
fn method(table: &Table, field: &Field, function: &Function) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &table.krate;
    let own = callback::own(&function.callback);
    let (methods, value) = (methods::name(table), value());
    let (pattern, given) = pattern(&function.callback);
    let call = if function.is_optional {
        let constant = constant(field);
        quote_spanned! {span=>
            match <#value as #methods>::#constant {
                ::core::option::Option::Some(__ffi_method) => __ffi_method(__ffi_value, #(#given),*),
                ::core::option::Option::None => ::core::unreachable!("C got no function"),
            }
        }
    } else {
        let method = methods::method(field);
        quote_spanned!(span=> <#value as #methods>::#method(__ffi_value, #(#given),*))
    };
    quote_spanned! {span=>
        unsafe impl<#value: #methods> #krate::macro_support::Method<#value> for #own {
            #[inline(always)]
            fn call(
                __ffi_value: &#value,
                #pattern,
            ) -> <Self as #krate::macro_support::Handled>::Output {
                #call
            }
        }
    }
}

/// The fields for a value.
///
/// SAFETY of the expansion: each function comes from the kind of context, for the signature of its field.
pub(super) fn implemented(table: &Table) -> TokenStream {
    let span = Span::mixed_site();
    let (krate, own, fields) = (&table.krate, own(table), fields(table));
    let (methods, value) = (methods::name(table), value());
    let support = quote_spanned!(span=> #krate::macro_support);
    let each = table.fields.iter().map(|field| {
        let (levels, ident) = (conditions(field), &field.ident);
        let first = match &field.kind {
            FieldKind::UserData(_) => quote_spanned!(span=> ::core::ptr::null_mut()),
            FieldKind::Value(..) => {
                let method = methods::method(field);
                quote_spanned!(span=> <#value as #methods>::#method(__ffi_value))
            }
            FieldKind::Function(function) => pointer(table, field, function),
        };
        quote_spanned!(span=> #levels #ident: #first)
    });
    let each: Vec<TokenStream> = each.collect();
    quote_spanned! {span=>
        unsafe impl<#value: #methods> #support::ImplementedBy<#value> for #own {
            fn made<__FfiKind: #support::ContextKind<Self, #value>>(__ffi_value: &#value) -> #fields {
                #fields {
                    #(#each,)*
                }
            }
        }
    }
}

/// The function pointer for a value.
fn pointer(table: &Table, field: &Field, function: &Function) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &table.krate;
    let (methods, value) = (methods::name(table), value());
    let support = quote_spanned!(span=> #krate::macro_support);
    let signature = callback::own(&function.callback);
    let way = Ident::new(
        if function.is_destructor {
            "destructor"
        } else {
            "function"
        },
        span,
    );
    let made = quote_spanned! {span=>
        <__FfiKind as #support::ContextKind<Self, #value>>::#way::<#signature>().__ffi_function
    };
    match (function.is_optional, function.is_destructor) {
        (false, _) => made,
        (true, true) => quote_spanned!(span=> ::core::option::Option::Some(#made)),
        (true, false) => {
            let constant = constant(field);
            quote_spanned! {span=>
                match <#value as #methods>::#constant {
                    ::core::option::Option::Some(_) => ::core::option::Option::Some(#made),
                    ::core::option::Option::None => ::core::option::Option::None,
                }
            }
        }
    }
}

/// The function that gives the payloads of panics, if one is replaced by a value.
pub(super) fn take_panic(table: &Table) -> TokenStream {
    let span = Span::mixed_site();
    let (krate, own) = (&table.krate, own(table));
    let support = quote_spanned!(span=> #krate::macro_support);
    let replaced = table
        .functions()
        .filter(|(_, function)| function.callback.on_panic.is_some());
    let each = replaced.map(|(field, function)| {
        let (levels, signature) = (conditions(field), callback::own(&function.callback));
        quote_spanned! {span=>
            #levels
            if let ::core::option::Option::Some(__ffi_payload) =
                <#signature as #support::Signature>::panics().take()
            {
                return ::core::option::Option::Some(__ffi_payload);
            }
        }
    });
    let each: Vec<TokenStream> = each.collect();
    if each.is_empty() {
        return TokenStream::new();
    }
    let visibility = crate::rewrite::respanned(&table.visibility);
    let text = super::docs::TAKE_PANIC;
    quote! {
        impl #own {
            #[doc = #text]
            #visibility fn take_panic() -> ::core::option::Option<
                ::std::boxed::Box<dyn ::core::any::Any + ::core::marker::Send>,
            > {
                #(#each)*
                ::core::option::Option::None
            }
        }
    }
}

/// The type of the value that implements a table.
fn value() -> Ident {
    Ident::new("__FfiValue", Span::mixed_site())
}
