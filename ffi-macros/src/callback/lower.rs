//! *Lower*: the alias is taken apart, and what C cannot have is refused. `user_data` lowers that
//! option, `function` lowers functions.
//!
//! In: an alias and its options. Out: a [`Callback`]. After a mistake the model has the nearest right
//! thing in its place, for the stub.

use proc_macro2::Span;
use quote::{ToTokens, quote_spanned};
use syn::{
    Attribute, GenericParam, Generics, ItemType, NamedArg, Path, PathArguments, ReturnType, Type,
    TypeFnPtr, parse_quote_spanned,
};

use super::model::{Argument, Callback, Output, UserData};
use super::options::Options;
use super::user_data;
use crate::abi::{self, Abi};
use crate::errors::Errors;
use crate::lifetimes::{self, Names};
use crate::lints::is_level;
use crate::spans::at_type;
use crate::stub::is_harmless;
use crate::types::{self, Position, is_text};
use crate::wording::callback as wording;
use crate::{krate, wording as shared};

pub(crate) fn lower(alias: &ItemType, options: &Options, errors: &mut Errors) -> Callback {
    generics(&alias.generics, errors);
    let written = pointer(alias, errors);
    let user_data = options.user_data.as_ref();
    let user_data = user_data.map(|option| match &written {
        Some(pointer) => user_data::lower(option, pointer, errors),
        // It would not be found either.
        None => UserData {
            first: 0,
            second: None,
            is_table: false,
        },
    });
    let mut pointer = written.unwrap_or_else(empty);
    let abi = convention(&pointer, errors);
    if let Some(variadic) = &pointer.variadic {
        errors.over(variadic.dots, wording::VARIADIC);
    }
    let names = lifetimes::bound(pointer.lifetimes.as_ref());
    let krate = krate::path_or_default(options.krate.clone());
    let inputs = pointer.inputs.iter_mut();
    let arguments = inputs
        .map(|input| {
            let argument = argument(input, &names, &krate, errors);
            if argument.is_text {
                input.ty = argument.erased.clone();
            }
            argument
        })
        .collect();
    let output = output(&pointer.output, &names, errors);
    let (attributes, shared) = attributes(&alias.attrs);
    Callback {
        krate,
        ident: alias.ident.clone(),
        visibility: alias.vis.clone(),
        attributes,
        shared,
        pointer,
        abi: abi.unwrap_or(Abi::C),
        arguments,
        output,
        user_data,
        on_panic: options.on_panic.clone(),
    }
}

fn generics(generics: &Generics, errors: &mut Errors) {
    for parameter in &generics.params {
        let message = match parameter {
            GenericParam::Lifetime(_) => wording::GENERIC_LIFETIME,
            GenericParam::Type(_) | GenericParam::Const(_) => wording::GENERIC,
        };
        errors.over(parameter, message);
    }
    if let Some(clause) = &generics.where_clause {
        errors.at(clause.where_token.span, shared::WHERE_CLAUSE);
    }
}

/// The function pointer behind the alias.
fn pointer(alias: &ItemType, errors: &mut Errors) -> Option<TypeFnPtr> {
    match peeled(&alias.ty) {
        Type::FnPtr(pointer) => return Some(pointer.clone()),
        Type::Path(path) => {
            if let Some(last) = path.path.segments.last()
                && last.ident == "Option"
                && let PathArguments::AngleBracketed(inner) = &last.arguments
                && let Some(syn::GenericArgument::Type(inner)) = inner.args.first()
                && let Type::FnPtr(pointer) = peeled(inner)
            {
                let message = wording::nullable(&alias.ident.to_string());
                errors.at(last.ident.span(), message);
                return Some(pointer.clone());
            }
            errors.over(&alias.ty, wording::NOT_A_FUNCTION_POINTER);
        }
        other => match types::flaw(other, Position::CallbackArgument) {
            // A closure, for which there are better words.
            Some(flaw) if matches!(other, Type::TraitObject(_) | Type::ImplTrait(_)) => {
                flaw.report(errors);
            }
            _ => errors.over(other, wording::NOT_A_FUNCTION_POINTER),
        },
    }
    None
}

/// A function pointer without arguments.
fn empty() -> TypeFnPtr {
    parse_quote_spanned!(Span::mixed_site()=> unsafe extern "C" fn())
}

/// The type inside parentheses and the invisible delimiters that macros write.
pub(crate) fn peeled(ty: &Type) -> &Type {
    match ty {
        Type::Paren(inner) => peeled(&inner.elem),
        Type::Group(inner) => peeled(&inner.elem),
        other => other,
    }
}

fn convention(pointer: &TypeFnPtr, errors: &mut Errors) -> Option<Abi> {
    let Some(written) = &pointer.abi else {
        errors.at(pointer.fn_token.span, shared::RUST_FUNCTION);
        return None;
    };
    match &written.name {
        Some(name) if name.value() == "Rust" => {
            errors.over(name, shared::RUST_FUNCTION);
            None
        }
        _ => abi::written(written, errors),
    }
}

fn argument(input: &NamedArg, names: &Names, krate: &Path, errors: &mut Errors) -> Argument {
    for attribute in &input.attrs {
        if !is_level(attribute) {
            errors.over(attribute.path(), wording::ARGUMENT_ATTRIBUTE);
        }
    }
    let is_text = is_text(&input.ty);
    let crosses = is_text || types::check(&input.ty, Position::CallbackArgument, errors);
    let ty = if crosses || is_rust(&input.ty) {
        input.ty.clone()
    } else {
        unit()
    };
    let mut erased = ty.clone();
    let is_borrowed = lifetimes::erase(&mut erased, names).is_some();
    if is_text {
        erased = text_of_c(&erased, krate);
    }
    Argument {
        ty,
        erased,
        is_borrowed,
        is_text,
    }
}

/// The pointer that C passes for a text.
pub(super) fn text_of_c(text: &Type, krate: &Path) -> Type {
    let of = quote_spanned!(Span::mixed_site()=> #krate::lowering::ForeignResult<()>);
    Type::Verbatim(at_type(text, &of, "Raw"))
}

fn output(written: &ReturnType, names: &Names, errors: &mut Errors) -> Output {
    let ReturnType::Type(_, ty) = written else {
        return Output::Nothing;
    };
    let crosses = types::check(ty, Position::CallbackResult, errors);
    let borrowed = lifetimes::erase(&mut ty.clone(), names);
    match borrowed {
        Some(borrowed) => {
            if crosses {
                errors.over(borrowed, wording::BORROWED_RESULT);
            }
            return Output::Unknown;
        }
        None if !crosses && !is_rust(ty) => return Output::Unknown,
        None => {}
    }
    match peeled(ty) {
        Type::Tuple(tuple) if tuple.elems.is_empty() => Output::Nothing,
        _ => Output::Value(ty.clone()),
    }
}

/// Whether a type may stand in Rust code beside the alias, even if C has no such type.
fn is_rust(ty: &Type) -> bool {
    let mentions_self = ty.to_token_stream().to_string().contains("Self");
    is_harmless(ty) && !mentions_self && !matches!(ty, Type::Never(_))
}

fn unit() -> Type {
    Type::Verbatim(quote_spanned!(Span::mixed_site()=> ()))
}

/// Splits the attributes into those of the struct and those of all that the alias becomes.
fn attributes(attributes: &[Attribute]) -> (Vec<Attribute>, Vec<Attribute>) {
    let reported = |attribute: &&Attribute| {
        ["derive", "repr"]
            .iter()
            .any(|name| attribute.path().is_ident(name))
    };
    attributes
        .iter()
        .filter(|attribute| !reported(attribute))
        .cloned()
        .partition(|attribute| !attribute.path().is_ident("cfg") && !is_level(attribute))
}
