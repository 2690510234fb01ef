//! *Expand*, the constants: one prepared call interface per signature, and a table by method name.
//!
//! The compiler classifies a signature each time it evaluates such a constant, and the functions of
//! a library have far fewer signatures than names. So methods that are spelt alike share one;
//! methods under a `cfg` have their own, and so do those that mention `$crate`, which is spelt alike
//! for every crate.

use std::collections::HashMap;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use super::model::{Argument, Library, Method, Output};
use crate::lifetimes::{declared, erased};
use crate::spans::{at_type, derived_at_type};
use crate::types::{
    confirmed_option, mutable_reference, plain_function_pointer, reference, reference_descriptor,
};

/// The constants, and which method has which.
pub(super) struct Interfaces {
    /// Definitions.
    pub(super) constants: Vec<TokenStream>,
    /// Names, one per method.
    pub(super) names: Vec<Ident>,
}

impl Interfaces {
    pub(super) fn of(library: &Library) -> Self {
        let mut shared: HashMap<String, Ident> = HashMap::new();
        let mut interfaces = Self {
            constants: Vec::new(),
            names: Vec::new(),
        };
        for method in &library.methods {
            let value = value(method, library);
            let fresh = Ident::new(
                &format!("__FFI_INTERFACE_{}", interfaces.constants.len()),
                Span::mixed_site(),
            );
            let spelling = value.to_string();
            let name = if method.cfgs.is_empty() && !spelling.contains("$crate") {
                shared
                    .entry(spelling)
                    .or_insert_with(|| fresh.clone())
                    .clone()
            } else {
                fresh.clone()
            };
            if name == fresh {
                interfaces
                    .constants
                    .push(constant(method, library, &fresh, &value));
            }
            interfaces.names.push(name);
        }
        interfaces
    }

    /// The table that finds an interface by the method's name.
    pub(super) fn table(&self, library: &Library) -> TokenStream {
        let span = Span::mixed_site();
        let krate = &library.krate;
        let own = library.own();
        let rows = library
            .methods
            .iter()
            .zip(&self.names)
            .map(|(method, constant)| {
                let (cfgs, name) = (&method.cfgs, method.name());
                quote_spanned!(span=> #(#cfgs)* (#name, #constant),)
            });
        quote_spanned! {span=>
            static __FFI_INTERFACES: [
                (&'static ::core::primitive::str, &'static #krate::CallInterface);
                #own::__FFI_COUNT
            ] =
                [#(#rows)*];
        }
    }
}

fn constant(method: &Method, library: &Library, name: &Ident, value: &TokenStream) -> TokenStream {
    let krate = &library.krate;
    let cfgs = &method.cfgs;
    quote_spanned! {Span::mixed_site()=>
        #(#cfgs)*
        const #name: &'static #krate::CallInterface = #value;
    }
}

/// The interface of the signature, as the compiler evaluates it: lowered arguments, no lifetimes of the
/// method. Every type stands where the user wrote it, so that rustc says once what is wrong with it.
fn value(method: &Method, library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let abi = Ident::new(method.abi.variant(), span);
    let lifetimes = declared(&method.generics);
    let erased = |tokens| erased(tokens, &lifetimes);
    let (argument, foreign) = (
        quote_spanned!(span=> #krate::ForeignArgument),
        quote_spanned!(span=> #krate::ForeignType),
    );
    let arguments = method.arguments.iter().map(|Argument { ty, .. }| {
        if let Some(mutable) = mutable_reference(ty) {
            return reference_descriptor(mutable, krate, erased);
        }
        let plain = plain_function_pointer(ty);
        let lowered =
            plain.unwrap_or_else(|| at_type(&erased(ty.to_token_stream()), &argument, "Raw"));
        at_type(&lowered, &foreign, "TYPE")
    });
    let result = match &method.result {
        Output::Value(ty) => match reference(ty) {
            Some(reference) => reference_descriptor(reference, krate, erased),
            None => {
                let plain = plain_function_pointer(ty);
                let result = plain.unwrap_or_else(|| erased(ty.to_token_stream()));
                derived_at_type(&result, &foreign, "TYPE")
            }
        },
        Output::Nothing | Output::Never => quote_spanned!(span=> #krate::Type::Void),
    };
    let written = method.arguments.iter().map(|argument| &argument.ty);
    let written = written.chain(match &method.result {
        Output::Value(ty) => Some(&**ty),
        Output::Nothing | Output::Never => None,
    });
    let confirmed = written.filter_map(|ty| confirmed_option(ty, erased));
    let fixed = match method.fixed {
        None => quote_spanned!(span=> ::core::option::Option::None),
        Some(fixed) => {
            let fixed = Literal::usize_unsuffixed(fixed);
            quote_spanned!(span=> ::core::option::Option::Some(#fixed))
        }
    };
    // SAFETY of the expansion: `ForeignType` promises that its descriptors are right.
    quote_spanned! {span=>
        &const {
            const {
                #(#confirmed)*
                let (result, arguments) = (#result, [#(#arguments),*]);
                &unsafe {
                    #krate::call::Declared::new(#krate::Abi::#abi, result, arguments, #fixed)
                }
            }
            .interface()
        }
    }
}
