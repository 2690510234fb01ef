//! *Lower*, the parts that functions and variables share: the symbol, and `&self`.

use syn::ext::IdentExt;
use syn::{FnArg, Ident, Lifetime, LitStr, ReceiverKind, Signature, Type, Visibility};

use super::model::{Given, Member, Symbol};
use super::parse::MethodAttributes;
use super::rename::Rename;
use crate::abi::Abi;
use crate::errors::{Errors, Message};
use crate::wording;

/// The defaults that the declaration gives to members, and the lists that are collected over all of them.
pub(super) struct Defaults {
    pub(super) prefix: String,
    pub(super) suffix: String,
    pub(super) rename: Rename,
    pub(super) abi: Abi,
    /// Whether every member is optional.
    pub(super) optional: bool,
    /// The groups of optional members so far.
    pub(super) groups: Vec<String>,
    /// The values that the struct keeps for its functions, so far.
    pub(super) given: Vec<Given>,
    /// The type of the object that every function gets first, if the table is one of an object.
    pub(super) object: Option<Type>,
    /// Why no function borrows the struct mutably; `None` if one may.
    pub(super) shared: Option<Message>,
}

pub(super) fn lower(
    ident: &Ident,
    attributes: &MethodAttributes,
    visibility: Option<Visibility>,
    defaults: &mut Defaults,
) -> Member {
    Member {
        ident: ident.clone(),
        visibility,
        cfgs: attributes.cfgs.clone(),
        attributes: attributes.kept.clone(),
        symbol: symbol(ident, attributes, defaults),
    }
}

fn symbol(ident: &Ident, attributes: &MethodAttributes, defaults: &mut Defaults) -> Symbol {
    let names = if attributes.has_symbol {
        attributes.symbols.iter().map(LitStr::value).collect()
    } else {
        let Defaults {
            prefix,
            suffix,
            rename,
            ..
        } = defaults;
        let name = rename.apply(&ident.unraw().to_string());
        vec![format!("{prefix}{name}{suffix}")]
    };
    Symbol {
        names,
        is_spelled: attributes.has_symbol,
        version: attributes.symbol_version.as_ref().map(LitStr::value),
        since: since(attributes),
        since_number: attributes
            .since_number
            .as_ref()
            .and_then(|number| number.base10_parse().ok()),
        is_optional: attributes.optional || defaults.optional,
        group: attributes
            .group
            .as_ref()
            .map(|group| group_index(&group.value(), &mut defaults.groups)),
    }
}

/// The version as a text, for documentation and errors.
fn since(attributes: &MethodAttributes) -> Option<String> {
    let number = attributes.since_number.as_ref();
    let number = number.map(|number| number.base10_digits().to_owned());
    attributes.since.as_ref().map(LitStr::value).or(number)
}

fn group_index(name: &str, groups: &mut Vec<String>) -> usize {
    let known = groups.iter().position(|group| group == name);
    known.unwrap_or_else(|| {
        groups.push(name.to_owned());
        groups.len() - 1
    })
}

/// How a method borrows the struct.
#[derive(Default)]
pub(super) struct Borrowed {
    pub(super) lifetime: Option<Lifetime>,
    pub(super) is_mutable: bool,
}

/// The borrow of `&self`, with its lifetime if it has one; `None` if there is no such receiver.
pub(super) fn receiver(
    signature: &Signature,
    defaults: &Defaults,
    errors: &mut Errors,
) -> Option<Borrowed> {
    let Some(receiver) = signature.receiver() else {
        match signature.inputs.first() {
            Some(FnArg::Typed(first)) => errors.over(&first.pat, wording::NO_RECEIVER),
            _ => errors.at(signature.ident.span(), wording::NO_RECEIVER),
        }
        return None;
    };
    match (&receiver.kind, &defaults.shared) {
        (ReceiverKind::Reference(_, lifetime, None), _) => Some(Borrowed {
            lifetime: lifetime.clone(),
            is_mutable: false,
        }),
        (ReceiverKind::Reference(_, lifetime, Some(token)), shared) => {
            if let Some(message) = shared {
                errors.at(token.span, message.clone());
            }
            Some(Borrowed {
                lifetime: lifetime.clone(),
                is_mutable: true,
            })
        }
        (_, shared) => {
            let message = shared.clone().unwrap_or(wording::RECEIVER_NOT_SHARED);
            errors.over(receiver, message);
            Some(Borrowed::default())
        }
    }
}
