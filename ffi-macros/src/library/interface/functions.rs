//! *Expand*, the functions by which the other side calls the methods of a value: the arguments of C become those of the
//! method, and its result becomes C's.
//!
//! Each is a generic function with C's own signature, in which every argument is bytes first (`MaybeUninit`), and runs
//! under a guard against panics. The lifetimes of the call stand as `'static` in it: a method is generic over them, so
//! that it cannot know. An `unsafe` block has one call and nothing that the user wrote but names of types.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};

use super::super::lowering::expand::kept_type;
use super::super::lowering::model::{Check, Crossing};
use super::super::model::{Library, Method, Output};
use super::arguments::{Crossed, erased, status};
use super::methods;
use crate::lifetimes::{Names, declared};
use crate::rewrite::own_name;
use crate::types::plain_function_pointer;

/// The name of a function's code.
pub(super) fn function(position: usize) -> Ident {
    format_ident!("__ffi_function_{}", position, span = Span::mixed_site())
}

/// All of them, and what frees a value.
pub(super) fn of(library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let each = library.methods.iter().enumerate();
    let each = each.map(|(position, method)| one(position, method, library));
    let (released, called) = (called("drop", library), methods::name(library));
    quote_spanned! {span=>
        #(#each)*

        unsafe extern "C" fn __ffi_release<__FfiValue: #called>(
            __ffi_object: *mut ::core::ffi::c_void,
        ) {
            static __FFI_CALLED: #krate::macro_support::Called = #released;
            // SAFETY: whoever calls the function gives an owner of the object up.
            unsafe { #krate::macro_support::release::<__FfiValue>(__ffi_object, &__FFI_CALLED) }
        }
    }
}

/// The names for messages.
fn called(function: &str, library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let (krate, name) = (&library.krate, library.name());
    quote_spanned! {span=>
        #krate::macro_support::Called {
            interface: ::core::concat!(::core::module_path!(), "::", #name),
            function: #function,
            location: (::core::file!(), ::core::line!()),
        }
    }
}

fn one(position: usize, method: &Method, library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let support = quote_spanned!(span=> #krate::macro_support);
    let (cfgs, convention) = (&method.member.cfgs, method.abi.name());
    let names = declared(&method.generics);
    let arguments: Vec<Crossed<'_>> = method
        .arguments
        .iter()
        .enumerate()
        .filter(|(_, argument)| argument.source.is_method())
        .map(|(position, argument)| Crossed::new(position, argument, &names, krate))
        .collect();
    let parameters = arguments.iter().map(|argument| {
        let (name, ty) = (&argument.given, &argument.parameter);
        quote_spanned!(span=> #name: #ty)
    });
    // What may be wrong by itself comes first: a slice needs its length.
    let (counts, others): (Vec<_>, Vec<_>) = arguments
        .iter()
        .partition(|argument| matches!(argument.argument.crossing, Crossing::Count(_)));
    let taken = counts
        .iter()
        .chain(&others)
        .map(|argument| argument.taken(method, krate));
    let passed = arguments
        .iter()
        .filter(|argument| argument.argument.is_of_method());
    let passed: Vec<&Ident> = passed.map(|argument| &argument.value).collect();
    let raw = raw(method, krate, &names);
    let (call, after) = (
        call(method, library, &passed),
        after(method, &arguments, library, &names),
    );
    let value = Ident::new(
        if method.is_mutable {
            "value_mut"
        } else {
            "value"
        },
        span,
    );
    let on_panic = match status(method) {
        None => quote_spanned!(span=> ::core::option::Option::None),
        Some(ty) => quote_spanned! {span=>
            ::core::option::Option::Some(|| <#ty as #krate::plugin::ReturnedStatus>::PANICKED)
        },
    };
    let checked = checked(method, &arguments, &raw, krate);
    let called = called(&method.member.name(), library);
    let (name, implements) = (function(position), methods::name(library));
    // SAFETY of the expansion: the table is that of a `__FfiValue`, whose object the other side gives, with what the
    // signature says.
    quote_spanned! {span=>
        #(#cfgs)*
        #[allow(clippy::too_many_arguments, reason = "the function has as many")]
        unsafe extern #convention fn #name<__FfiValue: #implements>(
            __ffi_object: *mut ::core::ffi::c_void,
            #(#parameters),*
        ) -> #raw {
            #checked
            static __FFI_CALLED: #support::Called = #called;
            let __ffi_body = move || -> #raw {
                use #support::{AnyBehind as _, AnyGiven as _};
                #(#taken)*
                let __ffi_value = unsafe { #support::#value::<__FfiValue>(__ffi_object) };
                let __ffi_outcome = #call;
                #after
            };
            unsafe {
                #support::run(__ffi_object, &__FFI_CALLED, #on_panic, __ffi_body)
            }
        }
    }
}

/// Has the compiler check that rustc compiles the function as C calls it.
fn checked(
    method: &Method,
    arguments: &[Crossed<'_>],
    raw: &TokenStream,
    krate: &syn::Path,
) -> TokenStream {
    let span = Span::mixed_site();
    let abi = Ident::new(method.abi.variant(), span);
    let types = arguments.iter().map(|argument| &argument.described);
    quote_spanned! {span=>
        const _: () = #krate::macro_support::check_function!(
            #abi, #raw, [*mut ::core::ffi::c_void, #(#types),*]
        );
    }
}

/// The type that C gets back.
fn raw(method: &Method, krate: &syn::Path, names: &Names) -> TokenStream {
    let span = Span::mixed_site();
    match &method.result {
        Output::Nothing | Output::Never => quote_spanned!(span=> ()),
        Output::Value(ty) => {
            let ty = erased(ty, names);
            if status(method).is_some() || plain_function_pointer(&ty).is_some() {
                return ty.into_token_stream();
            }
            quote_spanned!(span=> <#ty as #krate::ForeignArgument>::Raw)
        }
    }
}

/// Calls the method.
fn call(method: &Method, library: &Library, passed: &[&Ident]) -> TokenStream {
    let span = Span::mixed_site();
    let implements = methods::name(library);
    let function = if method.member.symbol.is_optional {
        quote_spanned!(span=> __ffi_method)
    } else {
        let ident = own_name(
            &method.member.ident,
            span.located_at(method.member.ident.span()),
        );
        quote_spanned!(span=> <__FfiValue as #implements>::#ident)
    };
    // SAFETY of the expansion: the other side keeps the duties of an `unsafe` function.
    let call = quote_spanned!(span=> #function(__ffi_value, #(#passed),*));
    let call = if method.is_unsafe {
        quote_spanned!(span=> unsafe { #call })
    } else {
        call
    };
    if !method.member.symbol.is_optional {
        return call;
    }
    let constant = methods::constant(method);
    quote_spanned! {span=>
        {
            let ::core::option::Option::Some(__ffi_method) = <__FfiValue as #implements>::#constant
            else {
                ::core::unreachable!("a function that is not there has no place in the table")
            };
            #call
        }
    }
}

/// Hands the outcome of the method back.
fn after(
    method: &Method,
    arguments: &[Crossed<'_>],
    library: &Library,
    names: &Names,
) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let outs: Vec<&Crossed<'_>> = arguments
        .iter()
        .filter(|argument| matches!(argument.argument.crossing, Crossing::Out(_)))
        .collect();
    let kept = kept_type(method, library).map(|_| format_ident!("__ffi_kept", span = span));
    let mut parts: Vec<Ident> = kept.iter().cloned().collect();
    parts.extend(outs.iter().map(|out| out.out.clone()));
    let pattern = match &parts[..] {
        [only] => only.to_token_stream(),
        parts => quote_spanned!(span=> (#(#parts),*)),
    };
    let written = outs.iter().map(|out| {
        let (ty, value, place) = (&out.ty, &out.out, &out.value);
        quote_spanned! {span=>
            let #value = <#ty as #krate::ForeignArgument>::into_raw(#value);
            unsafe { #krate::macro_support::write(#place, #value) }
        }
    });
    let Some(status) = status(method) else {
        let result = match &method.result {
            Output::Nothing | Output::Never => TokenStream::new(),
            Output::Value(ty) => {
                let ty = erased(ty, names);
                match plain_function_pointer(&ty) {
                    Some(_) => quote_spanned!(span=> #kept),
                    None => {
                        quote_spanned!(span=> <#ty as #krate::ForeignArgument>::into_raw(#kept))
                    }
                }
            }
        };
        return quote_spanned! {span=>
            let #pattern = __ffi_outcome;
            #(#written)*
            #result
        };
    };
    let of = quote_spanned!(span=> <#status as #krate::plugin::ReturnedStatus>);
    let success = match (&method.outcome.check, &kept) {
        (
            Some(Check {
                keeps_value: true, ..
            }),
            Some(kept),
        ) => quote_spanned!(span=> #of::from_value(#kept)),
        _ => quote_spanned!(span=> #of::SUCCESS),
    };
    quote_spanned! {span=>
        match __ffi_outcome {
            ::core::result::Result::Ok(#pattern) => {
                #(#written)*
                #success
            }
            ::core::result::Result::Err(__ffi_error) => #of::from_error(__ffi_error),
        }
    }
}
