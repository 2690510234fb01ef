//! *Expand*, the signatures: what methods with the same types share, and a table by method name.
//!
//! The compiler classifies a signature each time that it evaluates one, and the functions of a library
//! have far fewer signatures than names. So methods that are spelt alike share a [`Signature`]: the types
//! as constants, the declared signature, and the function that calls a function of it. Methods under a
//! `cfg` have their own, and so do those that mention `$crate`, which is spelt alike for every crate.

use std::collections::HashMap;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};

use super::lowering::model::{Crossing, Ownership};
use super::lowering::types::{raw_result, unchecked_result};
use super::model::{Argument, Library, Method, Output, Variadic};
use crate::lifetimes::{declared, erased};
use crate::spans::{at_type, derived_at_type};
use crate::types::{
    confirmed_option, mutable_reference, plain_function_pointer, reference, reference_descriptor,
};

/// The names of what stands for one signature.
#[derive(Clone, PartialEq)]
pub(super) struct Signature {
    /// A constant: the type of the result, those of the arguments, and the enums of the result.
    pub(super) types: Ident,
    /// A static: the declared signature, with the function that calls.
    pub(super) declared: Ident,
    /// A type that is the signature, in the forms that need one.
    own: Ident,
}

impl Signature {
    fn new(number: usize) -> Self {
        let name = |of| Ident::new(&format!("__{of}_{number}"), Span::mixed_site());
        Self {
            types: name("FFI_TYPES"),
            declared: name("FFI_SIGNATURE"),
            own: name("FfiSignature"),
        }
    }
}

/// The signatures, and which method has which.
pub(super) struct Signatures {
    pub(super) definitions: Vec<TokenStream>,
    /// One for each method.
    pub(super) of_methods: Vec<Signature>,
}

impl Signatures {
    pub(super) fn of(library: &Library) -> Self {
        let mut shared: HashMap<String, Signature> = HashMap::new();
        let mut signatures = Self {
            definitions: Vec::new(),
            of_methods: Vec::new(),
        };
        for method in &library.methods {
            let types = types(method, library);
            let fresh = Signature::new(signatures.definitions.len());
            let kind = match &method.variadic {
                Variadic::No => "fixed".to_owned(),
                Variadic::Listed(named) => format!("listed {named}"),
                Variadic::Tuple(_) => "tuple".to_owned(),
            };
            let spelling = format!("{} {kind} {types}", method.abi.variant());
            let signature = if method.member.cfgs.is_empty() && !spelling.contains("$crate") {
                shared
                    .entry(spelling)
                    .or_insert_with(|| fresh.clone())
                    .clone()
            } else {
                fresh.clone()
            };
            if signature == fresh {
                let definition = definition(method, library, &fresh, &types);
                signatures.definitions.push(definition);
            }
            signatures.of_methods.push(signature);
        }
        signatures
    }

    /// The table that finds a signature by the method's name.
    pub(super) fn table(&self, library: &Library) -> TokenStream {
        let span = Span::mixed_site();
        let krate = &library.krate;
        let rows = library.methods.iter().zip(&self.of_methods).map(
            |(method, Signature { declared, .. })| {
                let (cfgs, name) = (&method.member.cfgs, method.member.name());
                quote_spanned!(span=> #(#cfgs)* (#name, #declared.signature()),)
            },
        );
        quote_spanned! {span=>
            static __FFI_SIGNATURES: &[
                (&::core::primitive::str, &#krate::call::DeclaredSignature)
            ] = &[#(#rows)*];
        }
    }
}

/// The most arguments for which the runtime has a function that calls.
const SHARED: usize = 12;

/// The name of the function that calls a function of so many arguments.
pub(super) fn call(arguments: usize) -> Ident {
    format_ident!("call_{}", arguments, span = Span::mixed_site())
}

/// The items that stand for a signature. The runtime's macro writes most of them, in the form that calls have on the
/// target.
fn definition(
    method: &Method,
    library: &Library,
    signature: &Signature,
    types: &TokenStream,
) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let cfgs = &method.member.cfgs;
    let Signature {
        types: name,
        declared,
        own,
    } = signature;
    let count = method.arguments.len();
    let names = |of: &str| -> Vec<Ident> {
        let name = |number| format_ident!("{}{}", of, number, span = span);
        (0..count).map(name).collect()
    };
    let (values, generics) = (names("__ffi_value_"), names("__FfiArgument"));
    let indices = (0..count).map(Literal::usize_unsuffixed);
    let abi = Ident::new(method.abi.variant(), span);
    let types = {
        let count = Literal::usize_unsuffixed(count);
        quote_spanned! {span=>
            #(#cfgs)*
            const #name: (
                #krate::Type<'static>,
                [#krate::Type<'static>; #count],
                #krate::types::Enums,
            ) = #types;
        }
    };
    let fixed = match method.variadic {
        Variadic::No => None,
        Variadic::Listed(named) => Some(named),
        Variadic::Tuple(_) => {
            return quote_spanned! {span=>
                #types
                #(#cfgs)*
                #krate::macro_support::variadic! { #declared, #own, #abi #name }
            };
        }
    };
    // C has no variadic function with another convention: `system` is `C` there.
    let convention = match fixed {
        None => method.abi.name(),
        Some(_) => method.abi.of_variadic().name(),
    };
    let named = &generics[..fixed.unwrap_or(count)];
    let dots = fixed.map(|_| quote_spanned!(span=> ...));
    let fixed = optional(fixed);
    let has = Ident::new(if count > SHARED { "own" } else { "shared" }, span);
    let call = call(count);
    quote_spanned! {span=>
        #types
        #(#cfgs)*
        #krate::macro_support::declared! {
            #declared, #own, #abi #name #fixed, extern #convention fn(#(#named,)* #dots),
            #has #call [#(#indices #values: #generics),*]
        }
    }
}

/// An attribute that keeps clippy from counting arguments, of which the foreign function has as many. Clippy
/// counts `&self` or the address too.
pub(super) fn many_arguments(method: &Method) -> Option<TokenStream> {
    /// The most arguments that `too_many_arguments` allows, unless it is configured.
    const ALLOWED: usize = 7;

    (1 + method.arguments.len() > ALLOWED).then(|| {
        let reason = "the foreign function has as many";
        quote_spanned! {Span::mixed_site()=>
            #[allow(clippy::too_many_arguments, reason = #reason)]
        }
    })
}

/// An `Option` of a number.
fn optional(number: Option<usize>) -> TokenStream {
    let span = Span::mixed_site();
    match number {
        None => quote_spanned!(span=> ::core::option::Option::None),
        Some(number) => {
            let number = Literal::usize_unsuffixed(number);
            quote_spanned!(span=> ::core::option::Option::Some(#number))
        }
    }
}

/// The types of the signature, as the compiler evaluates them: lowered arguments, no lifetimes of the
/// method. Every type stands where the user wrote it, so that rustc says once what is wrong with it.
fn types(method: &Method, library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let lifetimes = declared(&method.generics);
    let erased = |tokens| erased(tokens, &lifetimes);
    let (lowered, foreign) = (
        quote_spanned!(span=> #krate::ForeignArgument),
        quote_spanned!(span=> #krate::ForeignType),
    );
    let arguments = method.arguments.iter().map(|argument: &Argument| {
        let ty = &argument.ty;
        match &argument.crossing {
            Crossing::Plain
            | Crossing::Fixed(_)
            | Crossing::Closure(_)
            | Crossing::ClosureData
            | Crossing::Destructor => {}
            Crossing::OrNone(handle) => {
                return at_type(&erased(handle.to_token_stream()), &foreign, "TYPE");
            }
            // Evaluated, it refuses elements that C must not write.
            Crossing::Slice(_) => {
                let slice = quote_spanned!(span=> #krate::lowering::ForeignSlice);
                return at_type(&erased(ty.to_token_stream()), &slice, "TYPE");
            }
            Crossing::Count(_) | Crossing::Capacity(false) => {
                return at_type(&erased(ty.to_token_stream()), &foreign, "TYPE");
            }
            Crossing::Terminated(_)
            | Crossing::Out(_)
            | Crossing::ErrorOut(_)
            | Crossing::ErrorText(_)
            | Crossing::Grow(_)
            | Crossing::Capacity(true)
            | Crossing::Length => return quote_spanned!(span=> #krate::Type::Pointer),
            Crossing::Freed(freed) => match freed.ownership {
                Ownership::Handle | Ownership::Address => {
                    return quote_spanned!(span=> #krate::Type::Pointer);
                }
                Ownership::Value => {
                    return at_type(&erased(freed.ty.to_token_stream()), &foreign, "TYPE");
                }
            },
        }
        if let Some(mutable) = mutable_reference(ty) {
            return reference_descriptor(mutable, krate, erased);
        }
        let plain = plain_function_pointer(ty);
        let raw = plain.unwrap_or_else(|| at_type(&erased(ty.to_token_stream()), &lowered, "Raw"));
        at_type(&raw, &foreign, "TYPE")
    });
    let raw_result = raw_result(method, library).map(erased);
    let result = match (&method.result, &raw_result) {
        (Output::Value(_), Some(raw)) => quote_spanned!(span=> <#raw as #foreign>::TYPE),
        (Output::Value(ty), None) => match reference(ty) {
            Some(reference) => reference_descriptor(reference, krate, erased),
            None => {
                let plain = plain_function_pointer(ty);
                let result = plain.unwrap_or_else(|| erased(ty.to_token_stream()));
                derived_at_type(&result, &foreign, "TYPE")
            }
        },
        (Output::Nothing | Output::Never, _) => quote_spanned!(span=> #krate::Type::Void),
    };
    let enums = match &method.result {
        // The method checks them.
        Output::Value(_) if unchecked_result(method, library).is_some() => {
            quote_spanned!(span=> #krate::types::Enums::None)
        }
        Output::Value(_) if raw_result.is_some() => {
            quote_spanned!(span=> <#raw_result as #foreign>::ENUMS)
        }
        Output::Value(ty) if reference(ty).is_none() && plain_function_pointer(ty).is_none() => {
            derived_at_type(&erased(ty.to_token_stream()), &foreign, "ENUMS")
        }
        Output::Value(_) | Output::Nothing | Output::Never => {
            quote_spanned!(span=> #krate::types::Enums::None)
        }
    };
    let written = method.arguments.iter().map(|argument| &argument.ty);
    let written = written.chain(match &method.result {
        Output::Value(ty) => Some(&**ty),
        Output::Nothing | Output::Never => None,
    });
    let confirmed = written.filter_map(|ty| confirmed_option(ty, erased));
    quote_spanned!(span=> { #(#confirmed)* (#result, [#(#arguments),*], #enums) })
}
