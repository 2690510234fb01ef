//! *Expand*, the methods: one for each function and variable, the questions whether optional ones are there, and
//! those that have a body of their own.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::Attribute;

use super::call::{call, generics, generics_of_twin, returned};
use super::declaration::place;
use super::docs;
use super::lowering;
use super::lowering::expand::Way;
use super::lowering::model::Crossing;
use super::model::{
    Access, Argument, Library, Member, Method, Output, Pointer, Variable, Variadic,
};
use super::signatures::{Signature, Signatures, many_arguments};
use super::trace;
use crate::rewrite::{foreign_name, respanned};

/// The methods of all members, and the questions about the optional ones.
pub(super) fn members(library: &Library, signatures: &Signatures) -> TokenStream {
    let methods = library.methods.iter().zip(&signatures.of_methods);
    let methods = methods.enumerate().map(|(position, (method, signature))| {
        let mut tokens = of_method(method, position, signature, library);
        tokens.extend(lowering::offload::method(method, library));
        tokens
    });
    let variables = library.variables.iter().enumerate();
    let variables = variables.map(|(position, variable)| {
        of_variable(variable, library.methods.len() + position, library)
    });
    let mut tokens: TokenStream = methods.chain(variables).collect();
    tokens.extend(groups(library));
    tokens
}

fn of_method(
    method: &Method,
    position: usize,
    signature: &Signature,
    library: &Library,
) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let member = &method.member;
    let (cfgs, ident) = (&member.cfgs, lowering::offload::name_of_blocking(method));
    let visibility = visibility(member, library);
    let attributes = match method.offload {
        None => attributes(member, Some(method), library),
        Some(_) => lowering::offload::attributes_of_blocking(method, library),
    };
    let many = many_arguments(method);
    let safety = method.is_unsafe.then(|| quote_spanned!(span=> unsafe));
    let answer = lowering::closure::answer(method);
    let (generics, where_clause) = (
        generics(method, library, answer.as_ref()),
        &method.generics.where_clause,
    );
    let lifetime = &method.receiver_lifetime;
    let mutable = method.is_mutable.then(|| quote_spanned!(span=> mut));
    let passed = method
        .arguments
        .iter()
        .filter(|argument| argument.is_of_method());
    let arguments = passed.map(|argument| {
        let Argument {
            ident,
            ty,
            crossing,
            ..
        } = argument;
        let ident = foreign_name(ident);
        match crossing {
            Crossing::Closure(closure) => {
                let closure = lowering::closure::argument_type(closure, answer.as_ref());
                quote_spanned!(span=> #ident: #closure)
            }
            _ => quote_spanned!(span=> #ident: #ty),
        }
    });
    let tuple = match &method.variadic {
        Variadic::Tuple(name) => Some(quote_spanned!(span=> #name: __FfiTuple)),
        Variadic::No | Variadic::Listed(_) => None,
    };
    let arguments = arguments.chain(tuple);
    let lowered = method
        .is_lowered()
        .then(|| lowering::expand::result(method, library, Way::Whole));
    let (result, has_error) = match lowered {
        Some(lowered) => (lowered.result, lowered.has_error),
        None => (returned(method, member.symbol.is_optional), false),
    };
    let place = place(position);
    let head = quote_spanned! {span=>
        #(#cfgs)*
        #attributes
        #many
        #visibility #safety fn #ident #generics (& #lifetime #mutable self, #(#arguments),*)
    };
    let question = question(member, &place, library);
    if method.outcome.frees.is_some() {
        let result = lowering::handles::result(method, library);
        let body = lowering::handles::passed_on(method, library);
        return quote_spanned! {span=>
            #head -> #result #where_clause { #body }
            #question
        };
    }
    let twin = twin(method, position, signature, library);
    let call = call(method, signature, library, Way::Whole);
    if !member.symbol.is_optional {
        let body = quote_spanned! {span=>
            let address = self.__ffi_bound.required(#place);
            #call
        };
        let body = trace::around(body, &result, method, library);
        return quote_spanned! {span=>
            #head -> #result #where_clause { #body }
            #twin
        };
    }
    if has_error {
        let address = lowering::expand::optional_address(method, &place, library);
        let body = quote_spanned!(span=> let address = #address; #call);
        let body = trace::around(body, &result, method, library);
        return quote_spanned! {span=>
            #head -> #result #where_clause { #body }
            #question
            #twin
        };
    }
    // Nothing comes after a call that does not return.
    let call = match method.result {
        Output::Never => call,
        Output::Nothing | Output::Value(_) => {
            quote_spanned!(span=> ::core::result::Result::Ok({ #call }))
        }
    };
    let result = quote_spanned!(span=> ::core::result::Result<#result, #krate::MissingSymbol>);
    let body = quote_spanned! {span=>
        let address = self.__ffi_bound.optional(#place)?;
        #call
    };
    let body = trace::around(body, &result, method, library);
    quote_spanned! {span=>
        #head -> #result #where_clause { #body }
        #question
    }
}

/// The twin of a size query, which makes one call with a buffer of the caller's.
fn twin(
    method: &Method,
    position: usize,
    signature: &Signature,
    library: &Library,
) -> Option<TokenStream> {
    let span = Span::mixed_site();
    let place = place(position);
    let address = if method.member.symbol.is_optional {
        quote_spanned!(span=> self.__ffi_bound.optional(#place)?)
    } else {
        quote_spanned!(span=> self.__ffi_bound.required(#place))
    };
    lowering::query::grown(method)?;
    let call = call(method, signature, library, Way::Into);
    let body = quote_spanned! {span=>
        let address = #address;
        #call
    };
    let result = lowering::expand::result(method, library, Way::Into).result;
    let body = trace::around(body, &result, method, library);
    Some(twin_with(method, library, Some(body)))
}

/// The twin of a size query after an error in the declaration.
pub(super) fn stub_of_twin(method: &Method, library: &Library) -> Option<TokenStream> {
    lowering::query::grown(method)?;
    Some(twin_with(method, library, None))
}

/// A twin with its body, or without one after an error.
fn twin_with(method: &Method, library: &Library, body: Option<TokenStream>) -> TokenStream {
    let span = Span::mixed_site();
    let member = &method.member;
    let (cfgs, ident) = (&member.cfgs, lowering::query::twin_name(method));
    let lints = member.attributes.iter().filter(|attribute| {
        let mut names = ["allow", "expect", "warn", "deny", "deprecated"].iter();
        names.any(|name| attribute.path().is_ident(name))
    });
    let visibility = visibility(member, library);
    let text = lowering::docs::about_twin(method);
    let safety = method.is_unsafe.then(|| quote_spanned!(span=> unsafe));
    let generics = generics_of_twin(method, library);
    let (where_clause, lifetime) = (&method.generics.where_clause, &method.receiver_lifetime);
    let arguments = method.arguments.iter().filter_map(|argument| {
        let name = foreign_name(&argument.ident);
        let ty = match argument.crossing {
            Crossing::Grow(_) => lowering::query::buffer_type(argument, &library.krate),
            _ if argument.is_of_method() => argument.ty.to_token_stream(),
            _ => return None,
        };
        Some((name, ty))
    });
    let tuple = match &method.variadic {
        Variadic::Tuple(name) => Some((name.clone(), quote_spanned!(span=> __FfiTuple))),
        Variadic::No | Variadic::Listed(_) => None,
    };
    let arguments = arguments.chain(tuple).map(|(name, ty)| match body {
        Some(_) => quote_spanned!(span=> #name: #ty),
        None => quote_spanned!(span=> _: #ty),
    });
    let arguments: Vec<TokenStream> = arguments.collect();
    let result = lowering::expand::result(method, library, Way::Into).result;
    let many = many_arguments(method);
    let body = body.unwrap_or_else(|| quote_spanned!(span=> ::core::unreachable!()));
    quote_spanned! {span=>
        #(#cfgs)*
        #(#lints)*
        #[doc = #text]
        #[inline]
        #many
        #visibility #safety fn #ident #generics (& #lifetime self, #(#arguments),*)
            -> #result #where_clause
        {
            #body
        }
    }
}

fn of_variable(variable: &Variable, position: usize, library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let member = &variable.member;
    let (cfgs, ident) = (&member.cfgs, foreign_name(&member.ident));
    let visibility = visibility(member, library);
    let attributes = attributes(member, None, library);
    let (generics, where_clause) = (&variable.generics, &variable.generics.where_clause);
    let lifetime = &variable.receiver_lifetime;
    let pointer = quote_spanned!(span=> #krate::CodePointer::as_ptr(address));
    let (ty, value) = match &variable.access {
        Access::Const(ty) => (
            quote_spanned!(span=> *const #ty),
            quote_spanned!(span=> #pointer.cast()),
        ),
        Access::Mut(ty) => (
            quote_spanned!(span=> *mut #ty),
            quote_spanned!(span=> #pointer.cast_mut().cast()),
        ),
        Access::Typed(pointer) => {
            let ty = match pointer {
                Pointer::Written(ty) => ty.to_token_stream(),
                Pointer::To(ty) => quote_spanned!(span=> #krate::library::Variable<'_, #ty>),
            };
            let value = quote_spanned!(span=> #krate::macro_support::pointer(self, address));
            (ty, value)
        }
        // SAFETY of the expansion: whoever wrote `unsafe` at the declaration promised that a value of this type is
        // there, and does not change.
        Access::Shared(lifetime, ty) => (
            quote_spanned!(span=> & #lifetime #ty),
            quote_spanned! {span=>
                unsafe { #krate::macro_support::variable::<#ty, _>(self, address) }
            },
        ),
    };
    let place = place(position);
    let head = quote_spanned! {span=>
        #(#cfgs)*
        #attributes
        #visibility fn #ident #generics (& #lifetime self)
    };
    if !member.symbol.is_optional {
        return quote_spanned! {span=>
            #head -> #ty #where_clause {
                let address = self.__ffi_bound.required(#place);
                #value
            }
        };
    }
    let question = question(member, &place, library);
    quote_spanned! {span=>
        #head -> ::core::result::Result<#ty, #krate::MissingSymbol> #where_clause {
            let address = self.__ffi_bound.optional(#place)?;
            ::core::result::Result::Ok(#value)
        }
        #question
    }
}

/// The question whether an optional member of no group is there.
fn question(member: &Member, place: &TokenStream, library: &Library) -> Option<TokenStream> {
    let span = Span::mixed_site();
    let name = Ident::new(&member.has_name()?, span.located_at(member.ident.span()));
    let (cfgs, text) = (&member.cfgs, docs::has(&member.symbol.names[0], library));
    let visibility = visibility(member, library);
    Some(quote_spanned! {span=>
        #(#cfgs)*
        #[doc = #text]
        #[must_use]
        #visibility fn #name(&self) -> ::core::primitive::bool { self.__ffi_bound.has(#place) }
    })
}

/// The questions whether all of a group are there. A group is there or not as a whole, so any member answers; one
/// without a `cfg` is asked, or each that is left.
fn groups(library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let visibility = respanned(&library.visibility);
    let of_group = |(group, name): (usize, &String)| {
        let members = || {
            let members = library.members().enumerate();
            members.filter(move |(_, member)| member.symbol.group == Some(group))
        };
        let symbols: Vec<&str> = members()
            .map(|(_, member)| member.symbol.names[0].as_str())
            .collect();
        let text = docs::has_group(&symbols);
        let at = members()
            .next()
            .map_or(span, |(_, member)| member.ident.span());
        let has = Ident::new(&format!("has_{name}"), span.located_at(at));
        let answers = members().map(|(position, Member { cfgs, .. })| {
            let place = place(position);
            quote_spanned!(span=> #(#cfgs)* { __ffi_has &= self.__ffi_bound.has(#place); })
        });
        quote_spanned! {span=>
            #[doc = #text]
            #[must_use]
            #visibility fn #has(&self) -> ::core::primitive::bool {
                let mut __ffi_has = true;
                #(#answers)*
                __ffi_has
            }
        }
    };
    library.groups.iter().enumerate().map(of_group).collect()
}

/// Methods with a body, as their author wrote them.
pub(super) fn plain(library: &Library) -> Option<TokenStream> {
    if library.plain.is_empty() {
        return None;
    }
    let span = Span::mixed_site();
    let own = library.own();
    let methods = library.plain.iter().map(|(visibility, method)| {
        let visibility = visibility.as_ref().unwrap_or(&library.visibility);
        let visibility = respanned(visibility);
        let (attributes, signature, body) = (&method.attrs, &method.sig, &method.default);
        quote_spanned!(span=> #(#attributes)* #visibility #signature #body)
    });
    Some(quote_spanned!(span=> impl #own { #(#methods)* }))
}

fn visibility(member: &Member, library: &Library) -> TokenStream {
    respanned(member.visibility.as_ref().unwrap_or(&library.visibility))
}

/// The attributes that the user wrote, and those that optional members and inlining need beside them.
fn attributes(member: &Member, method: Option<&Method>, library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let has = |name: &str| {
        let mut attributes = member.attributes.iter();
        attributes.any(|attribute| attribute.path().is_ident(name))
    };
    // `Result` is `must_use` already, and clippy minds a second one without a message.
    let redundant = |attribute: &Attribute| {
        member.symbol.is_optional
            && attribute.path().is_ident("must_use")
            && matches!(attribute.meta, syn::Meta::Path(_))
    };
    let mut tokens: TokenStream = member
        .attributes
        .iter()
        .filter(|attribute| !redundant(attribute))
        .map(ToTokens::to_token_stream)
        .collect();
    if let Some(text) = docs::after(member, method, library, has("doc")) {
        tokens.extend(quote_spanned!(span=> #[doc = #text]));
    }
    if !has("inline") {
        tokens.extend(quote_spanned!(span=> #[inline]));
    }
    tokens
}
