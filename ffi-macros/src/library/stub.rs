//! After an error: a struct with the declared signatures, so that the code that uses the library
//! compiles and the user sees the real errors only.
//!
//! In: the syntax, mistakes and all. Types that cannot stand in a Rust signature either, or that
//! were already reported, are replaced: arguments take anything, results give nothing.

use std::collections::HashSet;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Attribute, FnArg, ReceiverKind, ReturnType, Safety, Signature, Type};

use super::lowering::grow::LengthSyntax;
use super::lowering::parse::{ParameterSyntax, parameter};
use super::lowering::types::owned;
use super::model::{Library, Method};
use super::parse::{MethodSyntax, StaticSyntax, Syntax, is_ours};
use super::{lower, lowering, methods};
use crate::errors::Errors;
use crate::krate;
use crate::stub::{is_harmless, marker};
use crate::types::{Position, flaw, reference};

pub(crate) fn stub(syntax: &Syntax) -> TokenStream {
    // Mistakes have been reported; members without a mistake have the signatures of their own.
    let library = &lower::lower(syntax, &mut Errors::default());
    let span = Span::mixed_site();
    let krate = krate::path_or_default(syntax.options.krate.clone());
    let header = &syntax.header;
    let (ident, visibility) = (&header.ident, &header.visibility);
    let cfgs: Vec<&Attribute> = header
        .attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("cfg"))
        .collect();
    let (impl_generics, type_generics, where_clause) = header.generics.split_for_impl();
    let parameters = &header.generics;
    let marker = marker(&header.generics);
    let mut seen = HashSet::new();
    let methods = syntax.methods.iter().filter_map(|part| {
        let is_new = seen.insert(part.signature.ident.to_string());
        is_new.then(|| method(part, syntax, library, &krate))
    });
    let handles = handles(syntax, library, &krate);
    let statics = syntax
        .statics
        .iter()
        .map(|variable| of_static(variable, &krate));
    let plain = syntax.plain.iter().map(|(visibility, method)| {
        let visibility = visibility.as_ref().unwrap_or(&syntax.header.visibility);
        let (signature, body) = (&method.sig, &method.default);
        let attributes = method.attrs.iter().filter(|attribute| !is_ours(attribute));
        quote_spanned!(span=> #(#attributes)* #visibility #signature #body)
    });
    let ways_in = ways_in(syntax, &krate);
    #[cfg(feature = "plugin")]
    let interface = super::interface::stub(lower::lower(syntax, &mut Errors::default()));
    #[cfg(not(feature = "plugin"))]
    let interface = None::<(TokenStream, TokenStream)>;
    let (beside, within) = interface.unzip();
    quote_spanned! {span=>
        #(#cfgs)*
        #[derive(::core::clone::Clone, ::core::fmt::Debug)]
        #visibility struct #ident #parameters (#marker) #where_clause;

        #beside

        #(#cfgs)*
        const _: () = {
            impl #impl_generics #ident #type_generics #where_clause {
                #(#ways_in)*
                #(#methods)*
                #(#statics)*
                #(#plain)*
            }

            #handles
            #within
        };
    }
}

/// The functions that every library has, but for those whose name a method took.
fn ways_in(syntax: &Syntax, krate: &syn::Path) -> Vec<TokenStream> {
    let span = Span::mixed_site();
    let visibility = &syntax.header.visibility;
    let result = quote_spanned!(span=> ::core::result::Result<Self, #krate::LibraryError>);
    let own = if syntax.options.table.is_some() {
        ways_to_table(krate)
    } else {
        ways_to_library(krate, result)
    };
    let about: [Way; 2] = [
        (
            "interface",
            false,
            quote_spanned!(span=> _: &str),
            quote_spanned!(span=> ::core::option::Option<&'static #krate::CallInterface>),
        ),
        (
            "address_of",
            false,
            quote_spanned!(span=> &self, _: &str),
            quote_spanned!(span=> ::core::option::Option<#krate::CodePointer>),
        ),
    ];
    let free = own
        .into_iter()
        .chain(about)
        .filter(|(name, ..)| !is_declared(syntax, name));
    let stubs = free.map(|(name, is_unsafe, arguments, result)| {
        let safety = is_unsafe.then(|| quote_spanned!(span=> unsafe));
        let name = syn::Ident::new(name, span);
        quote_spanned! {span=>
            #visibility #safety fn #name(#arguments) -> #result { ::core::unreachable!() }
        }
    });
    stubs.collect()
}

/// Whether something in the declaration has this name.
fn is_declared(syntax: &Syntax, name: &str) -> bool {
    let methods = syntax.methods.iter().map(|method| &method.signature.ident);
    let statics = syntax.statics.iter().map(|variable| &variable.ident);
    let plain = syntax.plain.iter().map(|(_, method)| &method.sig.ident);
    let mut declared = methods.chain(statics).chain(plain);
    declared.any(|ident| ident == name)
}

/// A function of the struct: its name, whether it is unsafe, its arguments and its result.
type Way = (&'static str, bool, TokenStream, TokenStream);

fn ways_to_library(krate: &syn::Path, result: TokenStream) -> Vec<Way> {
    let span = Span::mixed_site();
    vec![
        ("load", false, quote_spanned!(span=> ), result.clone()),
        (
            "global",
            false,
            quote_spanned!(span=> ),
            quote_spanned!(span=> ::core::result::Result<&'static Self, #krate::LibraryError>),
        ),
        (
            "open",
            true,
            quote_spanned!(span=> _: impl ::core::convert::AsRef<::std::path::Path>),
            result.clone(),
        ),
        (
            "from_library",
            true,
            quote_spanned!(span=> _: #krate::Library),
            result.clone(),
        ),
        ("from_process", true, quote_spanned!(span=> ), result),
        (
            "library",
            false,
            quote_spanned!(span=> &self),
            quote_spanned!(span=> &#krate::Library),
        ),
        (
            "unload",
            true,
            quote_spanned!(span=> self),
            quote_spanned!(span=> ::core::result::Result<(), #krate::library::CloseError>),
        ),
    ]
}

/// The ways to a table by its address and by an object; a wrong one is no second mistake.
fn ways_to_table(krate: &syn::Path) -> Vec<Way> {
    let span = Span::mixed_site();
    let error = quote_spanned!(span=> #krate::library::TableError);
    let result = quote_spanned!(span=> ::core::result::Result<Self, #error>);
    let owner = quote_spanned!(span=> _: impl ::core::marker::Sized);
    let pointer = quote_spanned!(span=> *const ::core::ffi::c_void);
    vec![
        (
            "from_table",
            true,
            quote_spanned!(span=> _: #pointer, #owner),
            result.clone(),
        ),
        (
            "from_object",
            true,
            quote_spanned!(span=> _: *mut ::core::ffi::c_void, #owner),
            result,
        ),
        (
            "negotiate",
            true,
            quote_spanned! {span=>
                _: ::core::ops::RangeInclusive<u32>,
                _: impl ::core::ops::FnMut(u32) -> #pointer,
                #owner
            },
            quote_spanned!(span=> ::core::result::Result<(Self, u32), #error>),
        ),
        // Of an interface.
        (
            "new",
            false,
            quote_spanned!(span=> _: impl ::core::marker::Sized),
            quote_spanned!(span=> Self),
        ),
    ]
}

fn of_static(variable: &StaticSyntax, krate: &syn::Path) -> TokenStream {
    let span = Span::mixed_site();
    let StaticSyntax {
        attributes,
        visibility,
        is_safe,
        ident,
        ty,
    } = variable;
    let cfgs = &attributes.cfgs;
    let result = if *is_safe {
        quote_spanned!(span=> &#ty)
    } else {
        quote_spanned!(span=> #krate::library::Variable<'_, #ty>)
    };
    quote_spanned! {span=>
        #(#cfgs)*
        #visibility fn #ident(&self) -> #result { ::core::unreachable!() }
    }
}

/// The traits of the handles that the declaration frees and counts, for `Owned` to be a type.
fn handles(syntax: &Syntax, library: &Library, krate: &syn::Path) -> TokenStream {
    let span = Span::mixed_site();
    let mut seen = HashSet::new();
    let mut tokens = TokenStream::new();
    for part in &syntax.methods {
        let outcome = &part.attributes.outcome;
        if outcome.free.is_none() && outcome.retain.is_none() {
            continue;
        }
        let Some((handle, is_value)) = freed(&part.signature) else {
            continue;
        };
        if !seen.insert((outcome.free.is_some(), is_value, handle.to_string())) {
            continue;
        }
        if let Some(method) = lower::alone(part, syntax) {
            tokens.extend(lowering::handles::stub(&method, library));
        } else if is_value && outcome.free.is_some() && !handle.to_string().contains('\'') {
            let own = library.own();
            tokens.extend(quote_spanned! {span=>
                impl #krate::lowering::OwnedMembers for #handle {
                    type Library = #own;
                    type Freed = ();
                    unsafe fn free(_: &#own, _: Self) { ::core::unreachable!() }
                }
            });
        } else if outcome.free.is_some() && !handle.to_string().contains('\'') {
            let (own, owners) = (library.own(), lowering::handles::owners(&handle, library));
            tokens.extend(quote_spanned! {span=>
                impl #krate::lowering::OwnedHandle for #handle {
                    type Library = #own;
                    type Freed = ();
                    type Owners = #owners;
                    unsafe fn free(_: &#own, _: ::core::ptr::NonNull<Self>) { ::core::unreachable!() }
                }
            });
        }
    }
    tokens
}

/// The type that a method frees or counts, or is to; whether it is a struct with members.
fn freed(signature: &Signature) -> Option<(TokenStream, bool)> {
    let mut types = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(argument) => Some(&*argument.ty),
        FnArg::Receiver(_) => None,
    });
    types.find_map(|ty| {
        let referent = || reference(ty).map(|reference| (&*reference.elem, false));
        let (ty, is_value) = owned(ty).or_else(referent)?;
        Some((ty.to_token_stream(), is_value))
    })
}

/// Attributes of parameters that are results, or that the declaration has.
const OF_RESULTS: [&str; 3] = ["out", "error_out", "fixed"];

/// Names of the parameters that the method does not have.
fn removed<'s>(inputs: impl IntoIterator<Item = &'s FnArg>) -> HashSet<String> {
    let mut names = HashSet::new();
    for input in inputs {
        let FnArg::Typed(argument) = input else {
            continue;
        };
        for attribute in &argument.attrs {
            match parameter(attribute, &mut Errors::default()) {
                Some(ParameterSyntax::Slice(slice)) => {
                    names.insert(slice.count.to_string());
                }
                Some(ParameterSyntax::Grow(grow)) => {
                    names.insert(argument.pat.to_token_stream().to_string());
                    names.insert(grow.capacity.to_string());
                    if let LengthSyntax::Parameter(length) = grow.length {
                        names.insert(length.to_string());
                    }
                }
                Some(ParameterSyntax::Closure(closure)) => {
                    let removed = closure.data.iter().chain(&closure.until);
                    names.extend(removed.map(ToString::to_string));
                }
                Some(
                    ParameterSyntax::Out(_)
                    | ParameterSyntax::ErrorText(_)
                    | ParameterSyntax::ErrorOut(_)
                    | ParameterSyntax::Fixed(_),
                ) => {
                    names.insert(argument.pat.to_token_stream().to_string());
                }
                // After a mistake in it, the attribute still says that the method does not have the parameter.
                None if OF_RESULTS
                    .iter()
                    .any(|name| attribute.path().is_ident(name)) =>
                {
                    names.insert(argument.pat.to_token_stream().to_string());
                }
                Some(ParameterSyntax::Terminated(_) | ParameterSyntax::OrNone(_)) | None => {}
            }
        }
    }
    names
}

fn method(
    syntax: &MethodSyntax,
    declaration: &Syntax,
    library: &Library,
    krate: &syn::Path,
) -> TokenStream {
    let span = Span::mixed_site();
    let visibility = syntax
        .visibility
        .as_ref()
        .unwrap_or(&declaration.header.visibility);
    let Signature {
        constness,
        asyncness,
        ident,
        generics,
        inputs,
        ..
    } = &syntax.signature;
    let where_clause = &generics.where_clause;
    let cfgs = &syntax.attributes.cfgs;
    let safety =
        matches!(syntax.signature.safety, Safety::Unsafe(_)).then(|| quote_spanned!(span=> unsafe));
    let alone = lower::alone(syntax, declaration);
    let answering = alone.as_ref().and_then(lowering::closure::stub);
    let generics = match &answering {
        None => generics.to_token_stream(),
        Some((answer, _)) => {
            let lifetimes = generics.params.iter();
            quote_spanned!(span=> <#(#lifetimes,)* #answer: ::core::marker::Send + 'static>)
        }
    };
    let removed = removed(inputs);
    let inputs = inputs.iter().filter(|input| match input {
        FnArg::Receiver(_) => true,
        FnArg::Typed(argument) => {
            let name = argument.pat.to_token_stream().to_string();
            !removed.contains(&name)
        }
    });
    let inputs = inputs.map(|input| match input {
        FnArg::Receiver(receiver) => match &receiver.kind {
            ReceiverKind::Typed(..) => quote_spanned!(span=> &self),
            ReceiverKind::Reference(_, lifetime, mutable) => {
                quote_spanned!(span=> & #lifetime #mutable self)
            }
            _ => quote_spanned!(span=> self),
        },
        FnArg::Typed(argument) => {
            let ty = &argument.ty;
            let is_closure = |attribute: &Attribute| attribute.path().is_ident("closure");
            let is_completion = |attribute: &Attribute| attribute.path().is_ident("completion");
            match flaw(ty, Position::Argument) {
                // By it, rustc finds the type of the answer.
                None if argument.attrs.iter().any(is_completion) => match &answering {
                    Some((_, closure)) => quote_spanned!(span=> _: #closure),
                    None => quote_spanned!(span=> _: impl ::core::marker::Sized),
                },
                None if argument.attrs.iter().any(is_closure) => {
                    quote_spanned!(span=> _: impl ::core::marker::Sized)
                }
                None => quote_spanned!(span=> _: #ty),
                Some(_) => quote_spanned!(span=> _: impl ::core::marker::Sized),
            }
        }
    });
    let tuple = syntax
        .signature
        .variadic
        .as_ref()
        .map(|_| quote_spanned!(span=> _: impl ::core::marker::Sized));
    let inputs = inputs.chain(tuple);
    let mut result = match &syntax.signature.output {
        ReturnType::Type(_, ty) if is_harmless(ty) => quote!(#ty),
        _ => quote_spanned!(span=> ()),
    };
    let has = format_ident!("has_{}", syn::ext::IdentExt::unraw(ident), span = span);
    let is_free = !declaration
        .methods
        .iter()
        .any(|other| other.signature.ident == has);
    let has = (syntax.attributes.optional && is_free).then(|| {
        quote_spanned! {span=>
            #(#cfgs)*
            #visibility fn #has(&self) -> bool { ::core::unreachable!() }
        }
    });
    if syntax.attributes.optional {
        if matches!(&syntax.signature.output, ReturnType::Type(_, ty) if matches!(**ty, Type::Never(_)))
        {
            result = quote_spanned!(span=> ());
        }
        result = quote_spanned!(span=> ::core::result::Result<#result, #krate::MissingSymbol>);
    }
    let mut twin = None;
    let mut offloaded = None;
    let mut name = ident.clone();
    if let Some(method) = alone.as_ref().filter(|method| method.offload.is_some()) {
        name = lowering::offload::name_of_blocking(method);
        offloaded = lowering::offload::stub(method, library);
        if is_declared(declaration, &name.to_string()) {
            return offloaded.into_iter().collect();
        }
    }
    if let Some(method) = alone.filter(Method::is_lowered) {
        result = lowering::handles::result(&method, library);
        let name = lowering::query::twin_name(&method);
        if !is_declared(declaration, &name.to_string()) {
            twin = methods::stub_of_twin(&method, library);
        }
    }
    quote_spanned! {span=>
        #(#cfgs)*
        #visibility #constness #asyncness #safety fn #name #generics (#(#inputs),*) -> #result
        #where_clause
        {
            ::core::unreachable!()
        }
        #has
        #twin
        #offloaded
    }
}
