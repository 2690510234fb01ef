//! *Lower*, the names of a file that cannot be edited: which functions are left out, and which names the struct cannot
//! have.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Ident, LitStr};

use super::misread::Misread;
use super::parse::Skipped;
use crate::errors::Errors;
use crate::library::model::RESERVED;
use crate::library::parse::{MethodAttributes, StaticSyntax, Syntax};
use crate::wording::include as wording;

/// Leaves out functions and variables; how those functions that stay are misread, in their order.
pub(super) fn skip(
    syntax: &mut Syntax,
    skipped: &Skipped,
    misread: &[Option<Misread>],
    errors: &mut Errors,
) -> Vec<Option<Misread>> {
    let known = names(syntax);
    for pattern in &skipped.names {
        if !known.iter().any(|name| matches(&pattern.value(), name)) {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            errors.at(
                pattern.span(),
                wording::not_in_file(&pattern.value(), &known),
            );
        }
    }
    let mut stays = Vec::new();
    for (position, method) in std::mem::take(&mut syntax.methods).into_iter().enumerate() {
        let misread = misread[position];
        let is_kind = misread.is_some_and(|kind| skipped.kinds.contains(&kind));
        if !is_kind && !skipped.is_named(&method.signature.ident) {
            stays.push(misread);
            syntax.methods.push(method);
        }
    }
    let is_wanted = |variable: &StaticSyntax| !skipped.is_named(&variable.ident);
    syntax.statics.retain(is_wanted);
    stays
}

/// The names of all functions and variables.
fn names(syntax: &Syntax) -> Vec<String> {
    let mut names = Vec::new();
    for method in &syntax.methods {
        names.push(method.signature.ident.unraw().to_string());
    }
    for variable in &syntax.statics {
        names.push(variable.ident.unraw().to_string());
    }
    names
}

impl Skipped {
    fn is_named(&self, name: &Ident) -> bool {
        let name = name.unraw().to_string();
        let mut patterns = self.names.iter();
        patterns.any(|pattern| matches(&pattern.value(), &name))
    }
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
    let mut taken = names(syntax);
    for method in &mut syntax.methods {
        rename_one(
            &mut method.signature.ident,
            &mut method.attributes,
            is_optional,
            &mut taken,
        );
    }
    for variable in &mut syntax.statics {
        rename_one(
            &mut variable.ident,
            &mut variable.attributes,
            is_optional,
            &mut taken,
        );
    }
}

fn rename_one(
    ident: &mut Ident,
    attributes: &mut MethodAttributes,
    is_optional: bool,
    taken: &mut Vec<String>,
) {
    let name = ident.unraw().to_string();
    let asks = |question: &str| is_optional && taken.iter().any(|name| name == question);
    if !RESERVED.contains(&&*name) && !name.strip_prefix("has_").is_some_and(asks) {
        return;
    }
    let mut renamed = format!("{name}_");
    while taken.contains(&renamed) {
        renamed.push('_');
    }
    *ident = Ident::new(&renamed, ident.span());
    taken.push(renamed);
    if !attributes.has_symbol {
        attributes.has_symbol = true;
        attributes.symbols = vec![LitStr::new(&name, Span::mixed_site())];
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
