//! *Expand*: the handles that methods of the library free and count.

use std::collections::HashSet;

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::{Generics, Lifetime};

use super::super::call::call;
use super::super::declaration::place;
use super::super::model::{Library, Method};
use super::super::signatures::Signatures;
use super::super::trace;
use super::expand::{self, Lowered, Way};
use super::model::{Crossing, Freed, Ownership};
use crate::rewrite::foreign_name;
use crate::spans::at_place;
use crate::types::reference;

/// The traits that the handles get.
pub(crate) fn handles(library: &Library, signatures: &Signatures) -> TokenStream {
    let methods = library.methods.iter().zip(&signatures.of_methods);
    let each = methods.enumerate().map(|(position, (method, signature))| {
        let mut tokens = TokenStream::new();
        if method.outcome.frees.is_some() {
            tokens.extend(freed(method, library, Body::Calls));
            tokens.extend(freeing(method, position, signature, library));
        }
        if method.outcome.retains.is_some() {
            tokens.extend(retained(method, library, Body::Calls));
        }
        tokens
    });
    each.collect()
}

/// The traits that the handles of one method get after an error in the declaration.
pub(crate) fn stub(method: &Method, library: &Library) -> TokenStream {
    let mut tokens = TokenStream::new();
    if method.outcome.frees.is_some() {
        tokens.extend(freed(method, library, Body::Stub));
    }
    if method.outcome.retains.is_some() {
        tokens.extend(retained(method, library, Body::Stub));
    }
    tokens
}

/// The name of the method that frees a handle which nobody owns any more.
pub(crate) fn freeing_name(method: &Method) -> Ident {
    format_ident!(
        "__ffi_free_{}",
        method.member.name(),
        span = Span::mixed_site()
    )
}

/// The body of the method that frees: the handle is nobody's any more.
pub(crate) fn passed_on(method: &Method, library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let name = freeing_name(method);
    // SAFETY of the expansion: the handle was owned, and is given up.
    argument(method).map_or_else(TokenStream::new, |(ident, freed)| {
        let owned = match freed.ownership {
            Ownership::Handle => quote_spanned!(span=> #krate::lowering::Owned),
            Ownership::Value | Ownership::Address => {
                quote_spanned!(span=> #krate::lowering::OwnedValue)
            }
        };
        quote_spanned! {span=>
            let #ident = #owned::into_raw(#ident);
            unsafe { self.#name(#ident) }
        }
    })
}

/// The name of the argument that is freed, and what it owns.
fn argument(method: &Method) -> Option<(Ident, &Freed)> {
    method
        .arguments
        .iter()
        .find_map(|argument| match &argument.crossing {
            Crossing::Freed(freed) => Some((foreign_name(&argument.ident), &**freed)),
            _ => None,
        })
}

/// Whether there are methods that the handles can call.
#[derive(Clone, Copy)]
enum Body {
    Calls,
    Stub,
}

fn freed(method: &Method, library: &Library, body: Body) -> Option<TokenStream> {
    let (krate, own, cfgs) = (&library.krate, library.own(), &method.member.cfgs);
    let (
        _,
        Freed {
            ty: handle,
            ownership,
        },
    ) = argument(method)?;
    let span = at_place(handle);
    let result = result(method, library);
    let name = freeing_name(method);
    let owners = owners(&handle.to_token_stream(), library);
    let (handle, lifetimes) = named(handle.to_token_stream(), &method.generics);
    // SAFETY of the expansion: the contract of `free` is that of the method.
    let freed = match body {
        Body::Calls => quote_spanned!(span=> unsafe { __ffi_library.#name(__ffi_handle) }),
        Body::Stub => quote_spanned!(span=> ::core::unreachable!()),
    };
    if *ownership != Ownership::Handle {
        return Some(quote_spanned! {span=>
            #(#cfgs)*
            impl #lifetimes #krate::lowering::OwnedMembers for #handle {
                type Library = #own;
                type Freed = #result;

                #[inline]
                unsafe fn free(__ffi_library: &#own, __ffi_handle: Self) -> #result {
                    #freed
                }
            }
        });
    }
    Some(quote_spanned! {span=>
        #(#cfgs)*
        impl #lifetimes #krate::lowering::OwnedHandle for #handle {
            type Library = #own;
            type Freed = #result;
            type Owners = #owners;

            #[inline]
            unsafe fn free(
                __ffi_library: &#own,
                __ffi_handle: ::core::ptr::NonNull<Self>,
            ) -> #result {
                #freed
            }
        }
    })
}

/// The result of the method, which may be that of a function that is missing.
pub(crate) fn result(method: &Method, library: &Library) -> TokenStream {
    let krate = &library.krate;
    let Lowered { result, has_error } = expand::result(method, library, Way::Whole);
    if method.member.symbol.is_optional && !has_error {
        return quote_spanned! {Span::mixed_site()=>
            ::core::result::Result<#result, #krate::MissingSymbol>
        };
    }
    result
}

/// The method that takes a handle which nobody owns any more.
fn freeing(
    method: &Method,
    position: usize,
    signature: &super::super::signatures::Signature,
    library: &Library,
) -> Option<TokenStream> {
    let span = Span::mixed_site();
    let (own, cfgs) = (library.own(), &method.member.cfgs);
    let (ident, Freed { ty, ownership }) = argument(method)?;
    let ty = match ownership {
        Ownership::Handle => quote_spanned!(span=> ::core::ptr::NonNull<#ty>),
        Ownership::Value | Ownership::Address => ty.to_token_stream(),
    };
    let name = freeing_name(method);
    let generics = &method.generics;
    let (lifetime, where_clause) = (&method.receiver_lifetime, &generics.where_clause);
    let has_error = expand::result(method, library, Way::Whole).has_error;
    let result = result(method, library);
    let (place, call) = (
        place(position),
        call(method, signature, library, Way::Whole),
    );
    let (address, call) = if method.member.symbol.is_optional {
        let call = if has_error {
            call
        } else {
            quote_spanned!(span=> ::core::result::Result::Ok({ #call }))
        };
        (expand::optional_address(method, &place, library), call)
    } else {
        (
            quote_spanned!(span=> self.__ffi_bound.required(#place)),
            call,
        )
    };
    let body = quote_spanned!(span=> let address = #address; #call);
    let body = trace::around(body, &result, method, library);
    Some(quote_spanned! {span=>
        impl #own {
            #(#cfgs)*
            #[inline]
            unsafe fn #name #generics (
                & #lifetime self,
                #ident: #ty,
            ) -> #result
            #where_clause
            {
                #body
            }
        }
    })
}

fn retained(method: &Method, library: &Library, body: Body) -> Option<TokenStream> {
    let (krate, own, cfgs) = (&library.krate, library.own(), &method.member.cfgs);
    let mut passed = method
        .arguments
        .iter()
        .filter(|argument| argument.is_of_method());
    let handle = &reference(&passed.next()?.ty)?.elem;
    let span = at_place(handle);
    let ident = foreign_name(&method.member.ident);
    let (handle, lifetimes) = named(handle.to_token_stream(), &method.generics);
    let has_error = expand::result(method, library, Way::Whole).has_error;
    // A clone that is not counted would be freed once too often.
    let counted = |call| {
        let name = &method.member.symbol.names[0];
        if has_error || method.member.symbol.is_optional {
            quote_spanned!(span=> #krate::lowering::or_panic(#call.map_err(|_| "it counts no owner more"), #name))
        } else {
            call
        }
    };
    // SAFETY of the expansion: the handle is valid, by the contract of `retain`.
    let retained = match body {
        Body::Stub => quote_spanned!(span=> ::core::unreachable!()),
        Body::Calls => {
            let call =
                counted(quote_spanned!(span=> unsafe { __ffi_library.#ident(__ffi_handle) }));
            quote_spanned! {span=>
                let __ffi_handle = unsafe { __ffi_handle.as_ref() };
                let _ = #call;
            }
        }
    };
    // SAFETY of the expansion: whoever wrote `unsafe` at the declaration promised that the function counts an owner.
    Some(quote_spanned! {span=>
        #(#cfgs)*
        unsafe impl #lifetimes #krate::lowering::RetainedHandle for #handle {
            #[inline]
            unsafe fn retain(
                __ffi_library: &#own,
                __ffi_handle: ::core::ptr::NonNull<Self>,
            ) {
                #retained
            }
        }
    })
}

/// Whether the owners of a handle are counted, as a type.
pub(crate) fn owners(handle: &TokenStream, library: &Library) -> TokenStream {
    let krate = &library.krate;
    let handle = without_lifetimes(handle.clone());
    let counts = |method: &Method| {
        let mut arguments = method.arguments.iter();
        method.outcome.retains.is_some()
            && arguments.any(|argument| {
                reference(&argument.ty)
                    .is_some_and(|ty| without_lifetimes(ty.elem.to_token_stream()) == handle)
            })
    };
    let owners = if library.methods.iter().any(counts) {
        "ManyOwners"
    } else {
        "OneOwner"
    };
    let owners = Ident::new(owners, Span::mixed_site());
    quote_spanned!(Span::mixed_site()=> #krate::lowering::#owners)
}

/// The spelling of a type without the names of its lifetimes.
fn without_lifetimes(tokens: TokenStream) -> String {
    let mut after_tick = false;
    let mut spelling = String::new();
    for token in tokens {
        let is_name = std::mem::replace(
            &mut after_tick,
            matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\''),
        );
        if !is_name {
            spelling += &token.to_string();
            spelling.push(' ');
        }
    }
    spelling
}

/// A type in which every lifetime has a name, and the list of these.
fn named(handle: TokenStream, generics: &Generics) -> (TokenStream, TokenStream) {
    let span = Span::mixed_site();
    let mut is_anonymous = false;
    let handle = with_names(handle, &mut is_anonymous);
    let lifetimes = generics.lifetimes().map(|lifetime| &lifetime.lifetime);
    let mut names = HashSet::new();
    lifetimes_in(handle.clone(), &mut names);
    let lifetimes: Vec<Lifetime> = lifetimes
        .filter(|lifetime| names.contains(&lifetime.ident.to_string()))
        .cloned()
        .chain(is_anonymous.then(|| Lifetime::new("'__ffi", span)))
        .collect();
    let list = (!lifetimes.is_empty()).then(|| quote_spanned!(span=> <#(#lifetimes),*>));
    (handle, list.unwrap_or_default())
}

/// Collects the names of lifetimes.
fn lifetimes_in(tokens: TokenStream, names: &mut HashSet<String>) {
    let mut after_tick = false;
    for token in tokens {
        match &token {
            TokenTree::Ident(name) if after_tick => {
                names.insert(name.to_string());
            }
            TokenTree::Group(group) => lifetimes_in(group.stream(), names),
            _ => {}
        }
        after_tick = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\'');
    }
}

/// Names `'_`.
fn with_names(tokens: TokenStream, found: &mut bool) -> TokenStream {
    let mut after_tick = false;
    let each = tokens.into_iter().map(|token| {
        let is_name = std::mem::replace(
            &mut after_tick,
            matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\''),
        );
        match token {
            TokenTree::Ident(name) if is_name && name == "_" => {
                *found = true;
                Ident::new("__ffi", Span::mixed_site()).into()
            }
            TokenTree::Group(group) => {
                let inner = with_names(group.stream(), found);
                let mut named = Group::new(group.delimiter(), inner);
                named.set_span(group.span());
                named.into()
            }
            other => other,
        }
    });
    each.collect()
}
