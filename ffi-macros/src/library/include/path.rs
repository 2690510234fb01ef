//! *Parse*, the path of the file: a literal, or `concat!` and `env!` of literals.
//!
//! In: an expression. Out: an absolute [`Path`](std::path::Path), and the environment variables that it depends on.

use std::path::{self, Path, PathBuf};

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprLit, Lit, Macro, Token};

use crate::errors::Message;
use crate::wording::include as wording;

/// Where a file is.
pub(super) struct Located {
    pub(super) path: PathBuf,
    pub(super) variables: Vec<String>,
}

/// The wrong tokens, and what is wrong with them.
pub(super) type Wrong = (TokenStream, Message);

/// The file that an expression names. `folder` is that of the source file with the expression, if it is known.
pub(super) fn locate(written: &Expr, folder: Option<&Path>) -> Result<Located, Wrong> {
    let mut variables = Vec::new();
    let path = PathBuf::from(text(written, &mut variables)?);
    let wrong = |message| (written.to_token_stream(), message);
    if path.as_os_str().is_empty() {
        return Err(wrong(wording::NOT_A_PATH));
    }
    let path = match folder {
        _ if path.is_absolute() => path,
        Some(folder) => folder.join(path),
        None => return Err(wrong(wording::NO_FOLDER)),
    };
    match path::absolute(&path) {
        Ok(path) => Ok(Located { path, variables }),
        Err(error) => Err(wrong(wording::unreadable(&path.display(), &error))),
    }
}

/// The text that an expression stands for.
fn text(written: &Expr, variables: &mut Vec<String>) -> Result<String, Wrong> {
    match written {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Ok(text.value()),
        Expr::Group(inner) => text(&inner.expr, variables),
        Expr::Paren(inner) => text(&inner.expr, variables),
        Expr::Macro(call) => of_macro(&call.mac, variables),
        other => Err((other.to_token_stream(), wording::NOT_A_PATH)),
    }
}

fn of_macro(call: &Macro, variables: &mut Vec<String>) -> Result<String, Wrong> {
    let wrong = |message| (call.to_token_stream(), message);
    let arguments = call.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated);
    let arguments = arguments.map_err(|_| wrong(wording::NOT_A_PATH))?;
    let name = call.path.segments.last().map(|last| last.ident.to_string());
    match name.as_deref() {
        Some("concat") => {
            let parts = arguments.iter().map(|part| text(part, variables));
            parts.collect()
        }
        // What may follow is a message for when it is not set.
        Some("env") => {
            let name = arguments
                .first()
                .ok_or_else(|| wrong(wording::NOT_A_PATH))?;
            let name = text(name, variables)?;
            let value = std::env::var(&name).map_err(|_| wrong(wording::unset(&name)))?;
            variables.push(name);
            Ok(value)
        }
        _ => Err(wrong(wording::NOT_A_PATH)),
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    fn located(written: Expr) -> Option<PathBuf> {
        let folder = path::absolute("folder").unwrap();
        let located = locate(&written, Some(&folder)).ok()?;
        Some(
            located
                .path
                .strip_prefix(&folder)
                .unwrap_or(&located.path)
                .to_owned(),
        )
    }

    #[test]
    fn literals_are_put_together() {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let rows: [(Expr, PathBuf); 4] = [
            (parse_quote!("z.rs"), "z.rs".into()),
            (parse_quote!((concat!("a", "/b.rs"))), "a/b.rs".into()),
            (
                parse_quote!(concat!(env!("CARGO_MANIFEST_DIR"), "/z.rs")),
                root.join("z.rs"),
            ),
            (
                parse_quote!(::std::concat!(
                    std::env!("CARGO_MANIFEST_DIR", "not set"),
                    "/",
                    "z.rs",
                )),
                root.join("z.rs"),
            ),
        ];
        for (written, expected) in rows {
            assert_eq!(located(written), Some(expected));
        }
    }

    #[test]
    fn what_is_no_literal_is_refused() {
        let rows: [Expr; 5] = [
            parse_quote!(PATH),
            parse_quote!(""),
            parse_quote!(7),
            parse_quote!(stringify!(a)),
            parse_quote!(env!("FFI_MACROS_NOT_SET")),
        ];
        for written in rows {
            assert!(located(written).is_none());
        }
    }

    #[test]
    fn without_a_folder_only_absolute_paths_have_a_meaning() {
        let relative: Expr = parse_quote!("z.rs");
        let absolute: Expr = parse_quote!(concat!(env!("CARGO_MANIFEST_DIR"), "/z.rs"));
        assert!(locate(&relative, None).is_err());
        let located = locate(&absolute, None).ok().unwrap();
        assert_eq!(located.variables, ["CARGO_MANIFEST_DIR"]);
    }
}
