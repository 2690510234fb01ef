//! *Expand*, the facts of an interface for those who compare it with another one: its functions as C has them, and the
//! types that they need.

use proc_macro2::{Literal, Span, TokenStream};
use quote::quote_spanned;
use syn::{Path, Type, parse_quote_spanned};

use super::super::lowering::model::{Crossing, Unit};
use super::super::lowering::types::{is_option, optional_element, slice_element};
use super::super::model::{Argument, Library, Method, Output};
use super::Interface;
use super::arguments::erased;
use super::model::Version;
use crate::lifetimes::{Names, declared};
use crate::types::info::{info, pointees, reference};
use crate::types::{is_text, reference as reference_type};

/// The constant, an expression.
pub(super) fn interface(library: &Library, interface: &Interface) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let facts = quote_spanned!(span=> #krate::plugin::interface);
    let (name, version) = (&interface.name, numbers(interface.version));
    let functions = library
        .methods
        .iter()
        .map(|method| function(method, interface, krate));
    let of_functions = library.methods.iter().flat_map(|method| {
        let cfgs = &method.member.cfgs;
        let types = crossing_types(method).into_iter();
        types
            .flat_map(|ty| pointees(&ty, krate))
            .map(move |info| quote_spanned!(span=> #(#cfgs)* #info,))
    });
    let listed = interface.types.iter().map(|ty| {
        let info = info(ty, krate);
        quote_spanned!(span=> ::core::option::Option::Some(#info),)
    });
    let host = match &interface.host {
        None => quote_spanned!(span=> ::core::option::Option::None),
        Some(host) => quote_spanned! {span=>
            ::core::option::Option::Some(<#host as #krate::plugin::ForeignInterface>::INTERFACE)
        },
    };
    quote_spanned! {span=>
        &#facts::Interface {
            name: #name,
            version: #version,
            functions: &[#(#functions)*],
            types: &[#(#of_functions)* #(#listed)*],
            host: #host,
        }
    }
}

fn numbers(Version(major, minor): Version) -> TokenStream {
    let (major, minor) = (
        Literal::u32_unsuffixed(major),
        Literal::u32_unsuffixed(minor),
    );
    quote_spanned!(Span::mixed_site()=> (#major, #minor))
}

fn function(method: &Method, interface: &Interface, krate: &Path) -> TokenStream {
    let span = Span::mixed_site();
    let facts = quote_spanned!(span=> #krate::plugin::interface);
    let member = &method.member;
    let (cfgs, name, abi) = (&member.cfgs, member.name(), method.abi.name());
    let since = member.symbol.since.as_deref().and_then(Version::parse);
    // A function without a version is as old as the interface.
    let since = numbers(since.unwrap_or(Version(interface.version.0, 0)));
    let is_optional = member.symbol.is_optional;
    let names = declared(&method.generics);
    let parameters = passed(method).map(|argument| {
        let name = argument.ident.to_string();
        let info = described(&of_c(argument, &names), krate);
        let role = role(argument, method, &facts);
        quote_spanned!(span=> #facts::Parameter { name: #name, info: #info, role: #role },)
    });
    let (result, role) = match &method.result {
        Output::Nothing | Output::Never => (
            quote_spanned!(span=> <() as #krate::ForeignType>::INFO),
            "Value",
        ),
        Output::Value(ty) => {
            let role = match &method.outcome.check {
                Some(_) => "Status",
                None if is_text(ty) => "Text",
                None => "Value",
            };
            (described(&erased(ty, &names), krate), role)
        }
    };
    let role = proc_macro2::Ident::new(role, span);
    quote_spanned! {span=>
        #(#cfgs)*
        #facts::Function {
            name: #name,
            since: #since,
            is_optional: #is_optional,
            abi: #abi,
            parameters: &[#(#parameters)*],
            result: #result,
            result_role: #facts::Role::#role,
        },
    }
}

/// The parameters that C has behind the object.
fn passed(method: &Method) -> impl Iterator<Item = &Argument> {
    let arguments = method.arguments.iter();
    arguments.filter(|argument| argument.source.is_method())
}

/// The meaning of a parameter. A number of elements is that of the first slice which has it.
fn role(argument: &Argument, method: &Method, facts: &TokenStream) -> TokenStream {
    let span = Span::mixed_site();
    let name = match &argument.crossing {
        Crossing::Slice(_) if is_utf8(&argument.ty) => "Utf8",
        Crossing::Slice(_) => "Slice",
        Crossing::Terminated(_) => "Text",
        Crossing::Out(_) => "Out",
        Crossing::Count(slices) => {
            let first = slices.first().copied().unwrap_or(0);
            let unit = match method.arguments[first].crossing {
                Crossing::Slice(Unit::Bytes) => "Bytes",
                _ => "Elements",
            };
            let counted = &method.arguments[first];
            let place = passed(method).position(|argument| std::ptr::eq(argument, counted));
            let place = Literal::usize_unsuffixed(place.unwrap_or(0));
            let unit = proc_macro2::Ident::new(unit, span);
            return quote_spanned!(span=> #facts::Role::#unit(#place));
        }
        _ if is_text(&argument.ty) => "Text",
        _ => "Value",
    };
    let name = proc_macro2::Ident::new(name, span);
    quote_spanned!(span=> #facts::Role::#name)
}

/// Whether a slice is spelled as a text.
fn is_utf8(ty: &Type) -> bool {
    let ty = optional_element(ty).unwrap_or(ty);
    reference_type(ty)
        .is_some_and(|ty| matches!(&*ty.elem, Type::Path(path) if path.path.is_ident("str")))
}

/// The types of all values of C, of which those behind pointers have to be known.
fn crossing_types(method: &Method) -> Vec<Type> {
    let names = declared(&method.generics);
    let mut types: Vec<Type> = passed(method)
        .map(|argument| of_c(argument, &names))
        .collect();
    if let Output::Value(ty) = &method.result {
        types.push(erased(ty, &names));
    }
    types
}

/// The type of C for an argument, as one of Rust that says as much.
fn of_c(argument: &Argument, names: &Names) -> Type {
    let span = Span::mixed_site();
    let ty = erased(&argument.ty, names);
    let inner = optional_element(&ty).unwrap_or(&ty);
    let pointer: Type = match &argument.crossing {
        Crossing::Slice(_) => {
            let byte = parse_quote_spanned!(span=> u8);
            let element = slice_element(inner).unwrap_or(&byte);
            if reference_type(inner).is_some_and(|ty| ty.mutability.is_some()) {
                parse_quote_spanned!(span=> ::core::ptr::NonNull<#element>)
            } else {
                parse_quote_spanned!(span=> &'static #element)
            }
        }
        Crossing::Terminated(_) => parse_quote_spanned!(span=> &'static ::core::ffi::CStr),
        Crossing::Out(_) => return parse_quote_spanned!(span=> ::core::ptr::NonNull<#ty>),
        _ => return ty,
    };
    if is_option(&ty) {
        parse_quote_spanned!(span=> ::core::option::Option<#pointer>)
    } else {
        pointer
    }
}

/// A `&'static TypeInfo` of a type, texts included.
fn described(ty: &Type, krate: &Path) -> TokenStream {
    if !is_text(ty) {
        return info(ty, krate);
    }
    let reference = reference(ty, krate);
    quote_spanned! {Span::mixed_site()=>
        &const { #krate::types::TypeInfo::plain(#reference, #krate::Type::Pointer) }
    }
}
