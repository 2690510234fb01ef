//! Where the expansion finds `ffi-runtime`: `::ffi_runtime`, unless a declaration says otherwise.

use proc_macro2::Span;
use quote::quote_spanned;
use syn::Path;
use syn::parse::ParseStream;

/// The path that the user gave, or the crate's own name.
pub(crate) fn path_or_default(given: Option<Path>) -> Path {
    given.unwrap_or_else(|| {
        let tokens = quote_spanned!(Span::mixed_site()=> ::ffi_runtime);
        syn::parse2(tokens).expect("`::ffi_runtime` is a path")
    })
}

/// Parses a path without generic arguments, as in `crate = my::ffi_runtime`.
pub(crate) fn parse(input: ParseStream<'_>) -> syn::Result<Path> {
    Path::parse_mod_style(input)
}
