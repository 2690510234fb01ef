//! *Lower*, a table: its options, and the places of its entries.

use syn::spanned::Spanned;
use syn::{Attribute, Ident, LitInt, Type};

use super::model::{Gap, Length, LengthUnit, Table};
use super::parse::{MethodAttributes, Skipped, Syntax, TableOptions};
use crate::errors::Errors;
use crate::wording;

/// The table, if the declaration is one.
pub(super) fn lower(syntax: &Syntax, errors: &mut Errors) -> Option<Table> {
    let options = syntax.options.table.as_ref()?;
    if options.extends.is_some() {
        let length = [&options.size_from, &options.count_from];
        let length = length.into_iter().flatten().map(|(key, _)| *key);
        let header = options.header.iter().map(Spanned::span);
        for own in header.chain(length) {
            errors.at(own, wording::table::HEADER_WITH_EXTENDS);
        }
    }
    let skipped = syntax.skipped.iter();
    let gaps = skipped.filter_map(|(before, skipped)| gap(*before, skipped, errors));
    let leading = options.size_from.iter().chain(&options.count_from);
    let leading = leading.map(|(_, ty)| ty).next();
    Some(Table {
        gaps: gaps.collect(),
        length: length(options, errors),
        header: options.header.as_ref().or(leading).cloned(),
        extends: options.extends.clone(),
        is_object: options.object,
    })
}

/// Reports attributes that mean nothing where they stand.
pub(super) fn check_member(attributes: &MethodAttributes, is_table: bool, errors: &mut Errors) {
    if !is_table {
        if let Some(count) = &attributes.skip {
            errors.at(count.span(), wording::table::SKIP_IN_LIBRARY);
        }
        if let Some(number) = &attributes.since_number {
            errors.at(number.span(), wording::library::SINCE_NEEDS_VERSION);
        }
        return;
    }
    if let Some(at) = attributes.symbol_span {
        errors.at(at, wording::table::SYMBOL);
    }
    if let Some(group) = &attributes.group {
        errors.at(group.span(), wording::table::GROUP);
    }
    if let Some(at) = attributes.variable {
        errors.at(at, wording::table::VARIABLE);
    }
    if let Some(values) = &attributes.requires {
        errors.over(values, wording::table::REQUIRES);
    }
    if let Some(number) = &attributes.since_number
        && number.base10_parse::<u32>().is_err()
    {
        errors.at(number.span(), wording::table::SINCE_NUMBER_TOO_LARGE);
    }
}

fn gap(before: usize, skipped: &Skipped, errors: &mut Errors) -> Option<Gap> {
    let count = number(&skipped.count, errors)?;
    let cfgs: Vec<Attribute> = skipped.cfgs.clone();
    Some(Gap {
        before,
        count,
        cfgs,
    })
}

fn number(count: &LitInt, errors: &mut Errors) -> Option<usize> {
    let number = count.base10_parse().ok();
    if number.is_none() {
        errors.at(count.span(), wording::table::SKIP_NEEDS_COUNT);
    }
    number
}

fn length(options: &TableOptions, errors: &mut Errors) -> Option<Length> {
    let (unit, ty) = match (&options.size_from, &options.count_from) {
        (Some((_, ty)), None) => (LengthUnit::Bytes, ty),
        (None, Some((_, ty))) => (LengthUnit::Entries, ty),
        (Some(_), Some((key, _))) => {
            errors.at(*key, wording::table::SIZE_AND_COUNT);
            return None;
        }
        (None, None) => return None,
    };
    let field = field(ty);
    if options.header.is_none() {
        return Some(Length { unit, field: None });
    }
    if field.is_none() {
        errors.over(ty, wording::table::LENGTH_IS_NO_FIELD);
    }
    Some(Length { unit, field })
}

/// A type that is the name of a field.
fn field(ty: &Type) -> Option<Ident> {
    match ty {
        Type::Path(path) if path.qself.is_none() => path.path.get_ident().cloned(),
        _ => None,
    }
}
