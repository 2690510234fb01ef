//! *Lower*: each field becomes a function, a value or the user data, and what C cannot have is refused.
//!
//! In: a struct and its options. Out: a [`Table`]. The signature of a function is lowered as that of a callback
//! type, by `callback`. After a mistake the model has the nearest right thing in its place, for the stub.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident};
use syn::ext::IdentExt;
use syn::{Attribute, Ident, ItemStruct, ItemType, Path, Type, TypeFnPtr, parse_quote_spanned};

use super::model::{Field, FieldKind, Function, Table};
use super::options::{self, FieldOptions, Options};
use super::parse::Syntax;
use crate::callback::options::{Options as CallbackOptions, UserDataOption};
use crate::callback::{self, Callback, Output, UserData, is_void_pointer, peeled};
use crate::errors::Errors;
use crate::krate;
use crate::lints::is_level;
use crate::nearest::nearest;
use crate::types::{self, Position};
use crate::wording::callback_table as wording;

pub(crate) fn lower(syntax: &Syntax, errors: &mut Errors) -> Table {
    let Syntax { options, item } = syntax;
    let krate = krate::path_or_default(options.krate.clone());
    let user_data = user_data(item, options, errors);
    let place = Place {
        table: &item.ident,
        options,
        user_data: user_data.as_ref(),
    };
    let fields = item.fields.iter();
    let fields: Vec<Field> = fields
        .filter_map(|written| field(written, &place, errors))
        .collect();
    let is_function = |field: &Field| matches!(field.kind, FieldKind::Function(_));
    if !fields.iter().any(is_function) {
        errors.at(item.ident.span(), wording::NO_FUNCTION);
    }
    let (representation, others): (Vec<_>, Vec<_>) = item
        .attrs
        .iter()
        .filter(|attribute| !attribute.path().is_ident("derive"))
        .cloned()
        .partition(|attribute| attribute.path().is_ident("repr"));
    let (shared, attributes) = others.into_iter().partition(is_shared);
    Table {
        krate,
        ident: item.ident.clone(),
        visibility: item.vis.clone(),
        attributes,
        shared,
        representation,
        fields,
    }
}

/// Whether an attribute holds for all that the struct becomes.
fn is_shared(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg") || is_level(attribute)
}

/// The field with the user data. After a mistake, the one that was probably meant.
fn user_data(item: &ItemStruct, options: &Options, errors: &mut Errors) -> Option<Ident> {
    let fields = || item.fields.iter().filter_map(|field| field.ident.as_ref());
    if let Some(name) = &options.user_data {
        if fields().any(|field| field == name) {
            return Some(name.clone());
        }
        let names: Vec<String> = fields().map(ToString::to_string).collect();
        let known: Vec<&str> = names.iter().map(String::as_str).collect();
        let text = name.to_string();
        errors.at(name.span(), wording::unknown_field(&text, &known));
        let meant = nearest(&text, &known);
        let meant = fields().find(|field| meant.is_some_and(|meant| *field == meant));
        return Some(meant.unwrap_or(name).clone());
    }
    let mut pointers = item.fields.iter();
    let pointer = pointers.find(|field| is_void_pointer(&field.ty) == Some(true));
    pointer.and_then(|field| field.ident.clone())
}

/// Facts that the fields of a table have in common.
struct Place<'a> {
    /// The struct.
    table: &'a Ident,
    options: &'a Options,
    /// The field with the user data.
    user_data: Option<&'a Ident>,
}

fn field(written: &syn::Field, place: &Place<'_>, errors: &mut Errors) -> Option<Field> {
    let ident = written.ident.clone()?;
    let before = errors.count();
    let attributes = options::of_field(&written.attrs, errors);
    let kind = if place.user_data == Some(&ident) {
        check_no_options(&attributes, errors);
        if is_void_pointer(&written.ty) == Some(false) {
            let message = wording::not_user_data(&ident.unraw().to_string());
            errors.over(&written.ty, message);
        }
        FieldKind::UserData(written.ty.clone())
    } else if let Some((pointer, is_optional)) = function_pointer(&written.ty) {
        if let Some(foreign) = &attributes.foreign {
            errors.over(foreign, wording::DEFAULT_ON_FUNCTION);
        }
        let mut callback = signature(pointer, &ident, place, &attributes, errors);
        callback.shared.clone_from(&attributes.shared);
        check_destructor(&callback, &attributes, errors);
        FieldKind::Function(Box::new(Function {
            callback,
            is_optional,
            is_destructor: attributes.destroy.is_some(),
            written: written.ty.clone(),
        }))
    } else {
        if let Some(callback) = &attributes.callback {
            errors.over(callback, wording::CALLBACK_ON_VALUE);
        }
        if let Some(destroy) = &attributes.destroy {
            errors.over(destroy, wording::DESTROY_ON_VALUE);
        }
        types::check(&written.ty, Position::Field, errors);
        FieldKind::Value(written.ty.clone(), attributes.default)
    };
    if errors.count() == before {
        check_own_name(written.ty.to_token_stream(), place.table, errors);
    }
    Some(Field {
        ident,
        attributes: attributes.attributes,
        shared: attributes.shared,
        kind,
    })
}

/// `Self` would be another type in each item that the struct becomes.
fn check_own_name(ty: TokenStream, table: &Ident, errors: &mut Errors) {
    for token in ty {
        match token {
            TokenTree::Ident(word) if word == "Self" => {
                errors.at(word.span(), wording::self_type(&table.to_string()));
            }
            TokenTree::Group(group) => check_own_name(group.stream(), table, errors),
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// A destructor has nothing to say: it frees the value.
fn check_destructor(callback: &Callback, attributes: &FieldOptions, errors: &mut Errors) {
    if attributes.destroy.is_none() {
        return;
    }
    if let Output::Value(ty) = &callback.output {
        errors.over(ty, wording::DESTRUCTOR_WITH_RESULT);
    }
    if let Some(on_panic) = &attributes.callback {
        errors.over(on_panic, wording::DESTRUCTOR_ON_PANIC);
    }
}

/// The user data has no value of the user's, and cannot panic.
fn check_no_options(attributes: &FieldOptions, errors: &mut Errors) {
    let written = [
        &attributes.callback,
        &attributes.foreign,
        &attributes.destroy,
    ];
    for path in written.into_iter().flatten() {
        errors.over(path, wording::ATTRIBUTE_ON_USER_DATA);
    }
}

/// The function pointer that a type is spelled as, and whether it may be null.
fn function_pointer(ty: &Type) -> Option<(&TypeFnPtr, bool)> {
    if let Type::FnPtr(pointer) = peeled(ty) {
        return Some((pointer, false));
    }
    match peeled(types::option(ty)?) {
        Type::FnPtr(pointer) => Some((pointer, true)),
        _ => None,
    }
}

/// The signature of the function in a field.
fn signature(
    pointer: &TypeFnPtr,
    field: &Ident,
    place: &Place<'_>,
    attributes: &FieldOptions,
    errors: &mut Errors,
) -> Callback {
    let options = place.options;
    let data = match &options.this {
        None => user_data_argument(pointer, field, place, errors),
        Some(_) => None,
    };
    let callback_options = CallbackOptions {
        user_data: data.map(|name| UserDataOption {
            key: name.clone(),
            names: vec![name],
        }),
        on_panic: attributes.on_panic.clone(),
        krate: options.krate.clone(),
    };
    let span = Span::mixed_site().located_at(field.span());
    let name = format_ident!("__ffi_{}", field.unraw(), span = span);
    let alias: ItemType = parse_quote_spanned!(span=> type #name = #pointer;);
    let mut callback = callback::lower_alias(&alias, &callback_options, errors);
    if let Some(this) = &options.this {
        let position = this_argument(pointer, this, field, place, errors);
        callback.user_data = Some(UserData {
            first: position.unwrap_or(callback.arguments.len()),
            second: None,
            is_table: true,
        });
    }
    callback
}

/// The name of the argument with the user data, which is that of the field. After a mistake, that of another pointer.
fn user_data_argument(
    pointer: &TypeFnPtr,
    field: &Ident,
    place: &Place<'_>,
    errors: &mut Errors,
) -> Option<Ident> {
    let data = place.user_data?;
    if position(pointer, data).is_some() {
        return Some(data.clone());
    }
    let mut inputs = pointer.inputs.iter();
    let candidate = inputs.find(|input| is_void_pointer(&input.ty) == Some(true));
    let name = candidate.and_then(|input| input.name.as_ref().map(|(name, _)| name));
    let name = name.filter(|name| *name != "_").cloned();
    let text = name.as_ref().map(ToString::to_string);
    let (function, data) = (field.unraw().to_string(), data.to_string());
    let message = wording::no_user_data(&function, &data, text.as_deref());
    match (&name, candidate) {
        (Some(name), _) => errors.at(name.span(), message),
        (None, Some(input)) => errors.over(&input.ty, message),
        (None, None) => errors.at(pointer.fn_token.span, message),
    }
    name
}

/// The argument in which C passes the address of the struct.
fn this_argument(
    pointer: &TypeFnPtr,
    name: &Ident,
    field: &Ident,
    place: &Place<'_>,
    errors: &mut Errors,
) -> Option<usize> {
    let table = place.table.unraw().to_string();
    let Some(position) = position(pointer, name) else {
        let function = field.unraw().to_string();
        let message = wording::no_this(&function, &name.to_string(), &table);
        errors.at(pointer.fn_token.span, message);
        return None;
    };
    let ty = &pointer.inputs[position].ty;
    if !may_be_pointer_to(ty, place.table) {
        errors.over(ty, wording::not_this(&name.to_string(), &table));
    }
    Some(position)
}

fn position(pointer: &TypeFnPtr, name: &Ident) -> Option<usize> {
    let mut inputs = pointer.inputs.iter();
    inputs.position(|input| input.name.as_ref().is_some_and(|(known, _)| known == name))
}

/// Whether a type can be a raw pointer to the table, as far as its spelling tells.
fn may_be_pointer_to(ty: &Type, table: &Ident) -> bool {
    let last = |path: &Path| path.segments.last().map(|segment| segment.ident.clone());
    match peeled(ty) {
        Type::Ptr(pointer) => match peeled(&pointer.elem) {
            // The check of the field's own name refuses `Self`.
            Type::Path(path) => {
                last(&path.path).is_some_and(|last| last == *table || last == "Self")
            }
            _ => false,
        },
        // A type that may be an alias is left to rustc.
        Type::Path(path) => types::scalar(ty).is_none() && last(&path.path).is_some(),
        _ => false,
    }
}
