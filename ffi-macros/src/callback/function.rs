//! *Lower*, functions: the signature is taken apart, and what C cannot call is refused.
//!
//! In: a function and its options. Out: a [`Function`], which `guarded` writes down.

use syn::{FnArg, ItemFn, PatType, ReturnType, Signature, Type};

use super::model::Function;
use super::options::Options;
use crate::abi::{self, Abi};
use crate::errors::Errors;
use crate::krate;
use crate::lifetimes;
use crate::lints::is_level;
use crate::types::{self, Position};
use crate::wording::callback as wording;

/// `None` if the calling convention is unknown; the bag says so.
pub(crate) fn lower(item: &ItemFn, options: &Options, errors: &mut Errors) -> Option<Function> {
    let signature = &item.sig;
    if let Some(user_data) = &options.user_data {
        errors.at(user_data.key.span(), wording::USER_DATA_ON_FUNCTION);
    }
    qualifiers(signature, errors);
    lifetimes::check_only(&signature.generics, wording::GENERIC_FUNCTION, errors);
    let abi = match &signature.abi {
        None => Some(Abi::C),
        Some(written) => match &written.name {
            Some(name) if name.value() == "Rust" => {
                errors.over(name, wording::RUST_FUNCTION);
                None
            }
            _ => abi::written(written, errors),
        },
    };
    let arguments = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(argument) => Some(argument),
        FnArg::Receiver(receiver) => {
            errors.over(receiver.self_token, wording::RECEIVER);
            None
        }
    });
    let arguments: Vec<&PatType> = arguments.collect();
    for argument in &arguments {
        for attribute in &argument.attrs {
            if !is_level(attribute) {
                errors.over(attribute.path(), wording::ARGUMENT_ATTRIBUTE);
            }
        }
        types::check(&argument.ty, Position::CallbackArgument, errors);
    }
    let result = result(&signature.output, errors);
    Some(Function {
        krate: krate::path_or_default(options.krate.clone()),
        item: item.clone(),
        abi: abi?,
        arguments: arguments
            .iter()
            .map(|argument| (*argument.ty).clone())
            .collect(),
        result,
        on_panic: options.on_panic.clone(),
    })
}

fn qualifiers(signature: &Signature, errors: &mut Errors) {
    if let Some(token) = &signature.constness {
        errors.at(token.span, wording::CONST_FUNCTION);
    }
    if let Some(token) = &signature.asyncness {
        errors.at(token.span, wording::ASYNC_FUNCTION);
    }
    if let Some(variadic) = &signature.variadic {
        errors.over(variadic.dots, wording::VARIADIC_FUNCTION);
    }
}

/// `None` for `()`, written or not.
fn result(output: &ReturnType, errors: &mut Errors) -> Option<Type> {
    let ReturnType::Type(_, ty) = output else {
        return None;
    };
    types::check(ty, Position::CallbackResult, errors);
    match &**ty {
        Type::Tuple(tuple) if tuple.elems.is_empty() => None,
        other => Some(other.clone()),
    }
}
