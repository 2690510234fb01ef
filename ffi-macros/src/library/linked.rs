//! *Expand*, the linked library: the symbols that the linker finds, under a feature of the user's crate.
//!
//! Each required symbol becomes a foreign item without a type, of which only the address is taken. A symbol that is not
//! required, or that has a version, is looked up in the process as `load` does otherwise.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};

use super::model::{Library, Member};

/// The function that gives the linked symbols as a library, which `load` then binds; nothing without the feature.
pub(super) fn linked(library: &Library) -> Option<TokenStream> {
    let linked = library.linked.as_ref()?;
    let span = Span::mixed_site();
    let (krate, own, feature) = (&library.krate, library.own(), &linked.feature);
    let kind = linked.kind.iter();
    let kind = quote_spanned!(span=> #(, kind = #kind)*);
    let mut link = TokenStream::new();
    let mut before: Vec<&TokenStream> = Vec::new();
    for (condition, searched) in &library.systems {
        let name = &searched.names[0];
        link.extend(quote_spanned! {span=>
            #[cfg_attr(all(#condition, not(any(#(#before),*))), link(name = #name #kind))]
        });
        before.push(condition);
    }
    if let Some(name) = library.searched.names.first() {
        link.extend(quote_spanned! {span=>
            #[cfg_attr(not(any(#(#before),*)), link(name = #name #kind))]
        });
    }
    let is_linked = |member: &Member| !member.symbol.is_optional && member.symbol.version.is_none();
    let members: Vec<(usize, &Member)> = library.members().enumerate().collect();
    let members = || members.iter().filter(|(_, member)| is_linked(member));
    let items = members().map(|(position, member)| {
        let (item, cfgs, name) = (item(*position), &member.cfgs, &member.symbol.names[0]);
        quote_spanned!(span=> #(#cfgs)* #[link_name = #name] static #item: ::core::primitive::u8;)
    });
    let rows = members().map(|(position, member)| {
        let (item, cfgs, name) = (item(*position), &member.cfgs, &member.symbol.names[0]);
        quote_spanned! {span=>
            #(#cfgs)*
            #krate::macro_support::LinkedSymbol::new(#name, &raw const #item),
        }
    });
    // One `cfg`, where the feature is written: rustc warns there, and once, of a feature that the crate lacks.
    let condition = quote_spanned!(feature.span()=> #[cfg(feature = #feature)]);
    Some(quote_spanned! {span=>
        impl #own {
            fn __ffi_linked() -> ::core::option::Option<#krate::Library> {
                let __ffi_library: ::core::option::Option<#krate::Library> =
                    ::core::option::Option::None;
                #condition
                let __ffi_library = ::core::option::Option::Some({
                    #link
                    unsafe extern "C" {
                        #(#items)*
                    }
                    static SYMBOLS: &[#krate::macro_support::LinkedSymbol] = &[#(#rows)*];
                    unsafe { #krate::macro_support::linked(SYMBOLS) }
                });
                __ffi_library
            }
        }
    })
}

/// The name of a foreign item.
fn item(position: usize) -> Ident {
    format_ident!("__FFI_LINKED_{}", position, span = Span::mixed_site())
}
