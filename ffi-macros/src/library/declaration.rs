//! *Expand*, the declaration: the index of the members, and the names to look for.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote_spanned};

use super::layout;
use super::model::{Library, Member, Searched, Symbol};

/// The index of the members, and what to look for.
pub(super) fn declaration(library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let (own, item) = (library.own(), library.name());
    let index = index(library);
    if let Some(table) = &library.table {
        let declaration = layout::declaration(table, library);
        return quote_spanned!(span=> #index #declaration);
    }
    let symbols = library.members().map(|Member { symbol, cfgs, .. }| {
        let symbol = declared_symbol(symbol, library);
        quote_spanned!(span=> #(#cfgs)* #symbol,)
    });
    let names = by_system(library, |searched| &searched.names);
    let versions = by_system(library, |searched| &searched.versions);
    let groups = &library.groups;
    quote_spanned! {span=>
        #index

        impl #own {
            const __FFI_COUNT: ::core::primitive::usize =
                __FfiIndex::Count as ::core::primitive::usize;
        }

        static __FFI_DECLARATION: #krate::macro_support::Declaration<{ #own::__FFI_COUNT }> =
            #krate::macro_support::Declaration {
                item: #item,
                names: #names,
                versions: #versions,
                groups: &[#(#groups),*],
                symbols: [#(#symbols)*],
            };
    }
}

/// The index of the members: what is left of them under their `cfg`s.
fn index(library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let variants = library.members().enumerate();
    let variants = variants.map(|(position, Member { cfgs, .. })| {
        let variant = variant(position);
        quote_spanned!(span=> #(#cfgs)* #variant,)
    });
    quote_spanned! {span=>
        #[repr(usize)]
        enum __FfiIndex {
            #(#variants)*
            Count,
        }
    }
}

/// A symbol as the runtime's constructors make it.
pub(super) fn declared_symbol(symbol: &Symbol, library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let Symbol {
        names,
        version,
        since,
        is_optional,
        group,
        ..
    } = symbol;
    let optional = is_optional.then(|| quote_spanned!(span=> .optional()));
    let version = version
        .iter()
        .map(|version| quote_spanned!(span=> .version(#version)));
    let since = since
        .iter()
        .map(|since| quote_spanned!(span=> .since(#since)));
    let group = group.iter().map(|group| {
        let group = Literal::usize_unsuffixed(*group);
        quote_spanned!(span=> .group(#group))
    });
    quote_spanned! {span=>
        #krate::macro_support::SymbolDeclaration::required(&[#(#names),*])
            #optional #(#version)* #(#since)* #(#group)*
    }
}

/// A list of texts, which some systems have another one of.
fn by_system(library: &Library, list: impl Fn(&Searched) -> &Vec<String>) -> TokenStream {
    let span = Span::mixed_site();
    let own = list(&library.searched);
    if library.systems.is_empty() {
        return quote_spanned!(span=> &[#(#own),*]);
    }
    let mut parts = TokenStream::new();
    let mut before: Vec<&TokenStream> = Vec::new();
    for (condition, searched) in &library.systems {
        let words = list(searched);
        parts.extend(quote_spanned! {span=>
            #[cfg(all(#condition, not(any(#(#before),*))))]
            { &[#(#words),*] }
        });
        before.push(condition);
    }
    quote_spanned!(span=> { #parts #[cfg(not(any(#(#before),*)))] { &[#(#own),*] } })
}

/// The place in the table of addresses that the member at a position has.
pub(super) fn place(position: usize) -> TokenStream {
    let variant = variant(position);
    quote_spanned!(Span::mixed_site()=> __FfiIndex::#variant as ::core::primitive::usize)
}

/// The variant of the index. No variant has the name of a method, which may be any.
pub(super) fn variant(position: usize) -> Ident {
    format_ident!("Member{}", position, span = Span::mixed_site())
}
