//! *Lower*, the names of a file that cannot be edited: which functions are left out, and which names the struct cannot
//! have.

use std::collections::HashSet;

use proc_macro2::Span;
use quote::format_ident;
use syn::ext::IdentExt;
use syn::{Ident, LitStr};

use super::misread::Misread;
use super::parse::Skipped;
use crate::errors::Errors;
use crate::library::model::RESERVED;
use crate::library::parse::{MethodAttributes, Syntax};
use crate::wording::include as wording;

/// Leaves out functions and variables; how those functions that stay are misread, in their order.
pub(super) fn skip(
    syntax: &mut Syntax,
    skipped: &Skipped,
    misread: Vec<Option<Misread>>,
    errors: &mut Errors,
) -> Vec<Option<Misread>> {
    let names = || {
        let methods = syntax.methods.iter().map(|method| &method.signature.ident);
        methods.chain(syntax.statics.iter().map(|variable| &variable.ident))
    };
    let known: Vec<String> = names().map(|name| name.unraw().to_string()).collect();
    for pattern in &skipped.names {
        if !known.iter().any(|name| matches(&pattern.value(), name)) {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            errors.at(
                pattern.span(),
                wording::not_in_file(&pattern.value(), &known),
            );
        }
    }
    let is_named = |name: &Ident| {
        let name = name.unraw().to_string();
        let mut patterns = skipped.names.iter();
        patterns.any(|pattern| matches(&pattern.value(), &name))
    };
    let methods = std::mem::take(&mut syntax.methods).into_iter().zip(misread);
    let kept = methods.filter(|(method, misread)| {
        let is_kind = misread.is_some_and(|kind| skipped.kinds.contains(&kind));
        !is_kind && !is_named(&method.signature.ident)
    });
    let (methods, misread) = kept.unzip();
    syntax.methods = methods;
    syntax.statics.retain(|variable| !is_named(&variable.ident));
    misread
}

/// Whether a name is that of a pattern, in which `*` stands for any letters.
fn matches(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let Some(name) = name.strip_prefix(start) else {
        return false;
    };
    let mut ends = (0..=name.len()).filter(|end| name.is_char_boundary(*end));
    ends.any(|end| matches(rest, &name[end..]))
}

/// Gives an underscore to the names that functions of each struct have: the file cannot be edited.
pub(super) fn rename(syntax: &mut Syntax) {
    // A function that is looked up at its first call is an optional one.
    let is_optional = syntax.options.optional || syntax.options.bind.is_some();
    let methods = syntax
        .methods
        .iter_mut()
        .map(|method| (&mut method.signature.ident, &mut method.attributes));
    let statics = syntax
        .statics
        .iter_mut()
        .map(|variable| (&mut variable.ident, &mut variable.attributes));
    let mut all: Vec<(&mut Ident, &mut MethodAttributes)> = methods.chain(statics).collect();
    let mut taken: HashSet<String> = all
        .iter()
        .map(|(name, _)| name.unraw().to_string())
        .collect();
    for (ident, attributes) in &mut all {
        let name = ident.unraw().to_string();
        let asks = |question: &str| is_optional && taken.contains(question);
        if !RESERVED.contains(&&*name) && !name.strip_prefix("has_").is_some_and(asks) {
            continue;
        }
        let mut renamed = format_ident!("{}_", name, span = ident.span());
        while !taken.insert(renamed.to_string()) {
            renamed = format_ident!("{}_", renamed);
        }
        if !attributes.has_symbol {
            attributes.has_symbol = true;
            attributes.symbols = vec![LitStr::new(&name, Span::mixed_site())];
        }
        **ident = renamed;
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn star_stands_for_any_letters() {
        assert!(matches("open", "open"));
        assert!(!matches("open", "open_v2"));
        assert!(matches("sqlite3_*", "sqlite3_open"));
        assert!(matches("*l", "coshl"));
        assert!(matches("*_v*f", "SDL_vsscanf"));
        assert!(!matches("*_v*f", "SDL_vsscan"));
        assert!(!matches("", "open"));
    }
}
