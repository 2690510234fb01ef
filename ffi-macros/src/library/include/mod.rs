//! `include_foreign!`: a file that bindgen wrote comes in; its functions become a struct, as those of a block with
//! `#[foreign_library]` do, and everything else in it stays.
//!
//! [`parse`](self::parse) and `path` -> `file` (the blocks apart from the other items) -> `misread`, `names` (what the
//! file's author cannot be asked to write in another way) -> the stages of a block, from `lower` on.
//!
//! The tokens of the file all have the span of the call: a macro gets no other for text that it reads. So messages name
//! the line and the function themselves.

mod file;
mod misread;
mod names;
mod parse;
mod path;

use std::path::Path;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Expr;

use self::file::Included;
pub(crate) use self::misread::Misread;
use self::misread::Scope;
use self::parse::{Call, Choices};
use super::parse::{MethodSyntax, Syntax, in_block};
use super::{expand, lower, stub};
use crate::errors::Errors;
use crate::wording::include as wording;

/// All stages. `folder` is that of the source file with the call, if it is known.
pub(crate) fn include_foreign(input: TokenStream, folder: Option<&Path>) -> TokenStream {
    let mut errors = Errors::default();
    let Some((call, choices)) = parse::parse(input, &mut errors) else {
        return errors.into_tokens();
    };
    let included = read(&call.path, folder, &mut errors);
    let kept = included.as_ref().map(Included::kept);
    let library = library(call, choices, included.as_ref(), errors);
    quote!(#kept #library)
}

fn read(path: &Expr, folder: Option<&Path>, errors: &mut Errors) -> Option<Included> {
    let read = path::locate(path, folder).and_then(|located| Included::read(located, path));
    match read {
        Ok(included) => Some(included),
        Err((tokens, message)) => {
            errors.over(tokens, message);
            None
        }
    }
}

/// The struct, or the errors and a stub.
fn library(
    call: Call,
    choices: Choices,
    included: Option<&Included>,
    mut errors: Errors,
) -> TokenStream {
    let Choices {
        options,
        skipped,
        has_wide_integers,
    } = choices;
    let Call {
        attributes,
        promise,
        path,
        ..
    } = call;
    let Some(mut syntax) = in_block::empty(attributes, promise, options) else {
        return errors.into_tokens();
    };
    let Some(included) = included else {
        return stubbed(errors, &syntax);
    };
    for block in &included.blocks {
        in_block::items(block.clone(), &mut syntax, &mut errors);
    }
    let scope = Scope::of(&included.items, has_wide_integers);
    let misread: Vec<Option<Misread>> = syntax
        .methods
        .iter()
        .map(|method| scope.signature(&method.signature))
        .collect();
    let misread = names::skip(&mut syntax, &skipped, &misread, &mut errors);
    names::rename(&mut syntax);

    let reporter = Reporter {
        path: &path,
        included,
    };
    reporter.misread(&syntax.methods, &misread, &mut errors);
    // Those with a mistake of their own are reported here, with their lines, and stay in the stub only.
    let (wrong, right) = reporter.checked(std::mem::take(&mut syntax.methods), &mut errors);
    syntax.methods = right;
    let library = lower::lower(&syntax, &mut errors);
    library.check(&mut errors);
    if errors.is_empty() {
        return expand::expand(&library);
    }
    syntax.methods.extend(wrong);
    stubbed(errors, &syntax)
}

fn stubbed(errors: Errors, syntax: &Syntax) -> TokenStream {
    let errors = errors.into_tokens();
    let stub = stub::stub(syntax);
    quote!(#errors #stub)
}

/// Says what is wrong with functions of the file.
struct Reporter<'f> {
    path: &'f Expr,
    included: &'f Included,
}

impl Reporter<'_> {
    /// One error for each way of misreading, since all of its functions can be left out at once.
    fn misread(&self, methods: &[MethodSyntax], misread: &[Option<Misread>], errors: &mut Errors) {
        for kind in Misread::ALL {
            let mut names = Vec::new();
            for (position, method) in methods.iter().enumerate() {
                if misread[position] == Some(kind) {
                    names.push(c_name(method));
                }
            }
            if let Some(first) = names.first() {
                let place = self.included.place(first);
                errors.over(self.path, wording::misread(kind, &place, &names));
            }
        }
    }

    /// Separates the functions with mistakes, which are reported, from those without.
    fn checked(
        &self,
        methods: Vec<MethodSyntax>,
        errors: &mut Errors,
    ) -> (Vec<MethodSyntax>, Vec<MethodSyntax>) {
        let (mut wrong, mut right) = (Vec::new(), Vec::new());
        for method in methods {
            let mut own = Errors::default();
            lower::check_method(&method, &mut own);
            if own.is_empty() {
                right.push(method);
                continue;
            }
            let name = c_name(&method);
            let place = self.included.place(&name);
            for mistake in own.texts() {
                let text = wording::in_function(&place, &name, &mistake);
                let path = self.path.to_token_stream();
                errors.add(syn::Error::new_spanned(path, text));
            }
            wrong.push(method);
        }
        (wrong, right)
    }
}

/// The name of a function in the file.
fn c_name(method: &MethodSyntax) -> String {
    let renamed = method.attributes.symbols.first();
    renamed.map_or_else(|| method.signature.ident.to_string(), syn::LitStr::value)
}

impl Included {
    /// The items that stay, and what tells the compiler of the file and the variables.
    fn kept(&self) -> TokenStream {
        let span = Span::mixed_site();
        let levels = &self.levels;
        let items = self.items.iter().map(|item| quote!(#(#levels)* #item));
        let path = &self.path;
        let variables = &self.variables;
        quote_spanned! {span=>
            const _: &::core::primitive::str = ::core::include_str!(#path);
            #(const _: &::core::primitive::str = ::core::env!(#variables);)*
            #(#items)*
        }
    }
}
