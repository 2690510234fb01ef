//! Procedural macros of `ffi-runtime`.

use proc_macro::TokenStream;

/// STUB
#[proc_macro_attribute]
pub fn foreign_library(_arguments: TokenStream, _item: TokenStream) -> TokenStream {
    TokenStream::new()
}

/// STUB
#[proc_macro_derive(ForeignType)]
pub fn derive_foreign_type(_item: TokenStream) -> TokenStream {
    TokenStream::new()
}
