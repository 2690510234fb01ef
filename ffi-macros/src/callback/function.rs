//! *Lower*, functions: the signature is taken apart, and what C cannot call is refused.
//!
//! In: a function and its options. Out: a [`Function`], which `guarded` writes down.

use proc_macro2::Span;
use syn::{FnArg, ItemFn, PatType, Path, ReturnType, Safety, Signature, Type, parse_quote_spanned};

use super::lower::text_of_c;
use super::model::{Function, Text};
use super::options::Options;
use crate::abi::{self, Abi};
use crate::errors::Errors;
use crate::krate;
use crate::lifetimes::{self, Names};
use crate::lints::is_level;
use crate::types::{self, Position, is_text};
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
    let krate = krate::path_or_default(options.krate.clone());
    let mut item = item.clone();
    let is_unsafe = matches!(item.sig.safety, Safety::Unsafe(_));
    let (mut arguments, mut texts) = (Vec::new(), Vec::new());
    for (position, input) in item.sig.inputs.iter_mut().enumerate() {
        let argument = match input {
            FnArg::Typed(argument) => argument,
            FnArg::Receiver(receiver) => {
                errors.over(receiver.self_token, wording::RECEIVER);
                continue;
            }
        };
        for attribute in &argument.attrs {
            if !is_level(attribute) {
                errors.over(attribute.path(), wording::ARGUMENT_ATTRIBUTE);
            }
        }
        if is_text(&argument.ty) {
            if !is_unsafe {
                errors.over(&argument.ty, wording::TEXT_OF_SAFE_FUNCTION);
            }
            texts.push(text(position, argument, &krate));
        } else {
            types::check(&argument.ty, Position::CallbackArgument, errors);
        }
        arguments.push((*argument.ty).clone());
    }
    let result = result(&item.sig.output, errors);
    Some(Function {
        krate,
        item,
        abi: abi?,
        arguments,
        texts,
        result,
        on_panic: options.on_panic.clone(),
    })
}

/// Puts the pointer that C passes into the place of a text.
fn text(position: usize, argument: &mut PatType, krate: &Path) -> Text {
    let mut erased = (*argument.ty).clone();
    lifetimes::erase(&mut erased, &Names::new());
    let raw = text_of_c(&erased, krate);
    let pointer = super::closures::argument(position);
    let place = parse_quote_spanned!(Span::mixed_site()=> #pointer);
    Text {
        ty: std::mem::replace(&mut *argument.ty, raw),
        pattern: std::mem::replace(&mut *argument.pat, place),
        pointer,
    }
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
