//! *Expand*, the layout of a table: a struct as C has it, by which the compiler says where each entry is.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote_spanned};

use super::declaration::{declared_symbol, variant};
use super::model::{Gap, Length, LengthUnit, Library, Member, Table, Threads};
use crate::spans::{at_type, derived_at_type};

/// The declaration of a table, and what the runtime asks of its struct.
pub(super) fn declaration(table: &Table, library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let item = library.name();
    let structs = structs(table, library);
    let entries = library.members().enumerate();
    let entries = entries.map(|(position, Member { symbol, cfgs, .. })| {
        let entry = variant(position);
        let since = symbol.since_number.map(|version| {
            let version = Literal::u32_unsuffixed(version);
            quote_spanned!(span=> .since(#version))
        });
        let symbol = declared_symbol(symbol, library);
        quote_spanned! {span=>
            #(#cfgs)*
            #krate::macro_support::EntryDeclaration::new(
                #symbol,
                ::core::mem::offset_of!(__FfiLayout, entries.#entry),
            ) #since,
        }
    });
    let base = match &table.extends {
        None => quote_spanned!(span=> ::core::option::Option::None),
        Some(base) => {
            let is_object = table.is_object;
            quote_spanned!(span=> #krate::macro_support::extended::<#base>(#is_object))
        }
    };
    let length = match &table.length {
        None => quote_spanned!(span=> ::core::option::Option::None),
        Some(_) => quote_spanned! {span=>
            ::core::option::Option::Some(#krate::macro_support::length_of::<__FfiHeader>)
        },
    };
    let on_main_thread = library.threads == Threads::Main;
    let traits = traits(table, library);
    quote_spanned! {span=>
        #structs

        // No `static`: the compiler sees nothing of those of another crate, where methods are inlined.
        const __FFI_DECLARATION: &#krate::macro_support::TableDeclaration =
            &#krate::macro_support::TableDeclaration {
                item: #item,
                base: #base,
                first: ::core::mem::offset_of!(__FfiLayout, entries),
                length: #length,
                on_main_thread: #on_main_thread,
                entries: &[#(#entries)*],
            };

        #traits
    }
}

/// The struct of C, and what says its length.
fn structs(table: &Table, library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let mut gaps = table.gaps.iter().enumerate().peekable();
    let mut fields = TokenStream::new();
    let mut gaps_before = |position: usize, fields: &mut TokenStream| {
        while let Some((number, Gap { count, cfgs, .. })) =
            gaps.next_if(|(_, gap)| gap.before <= position)
        {
            let name = format_ident!("skipped_{}", number, span = span);
            let count = Literal::usize_unsuffixed(*count);
            fields.extend(quote_spanned! {span=>
                #(#cfgs)* #name: [*const ::core::ffi::c_void; #count],
            });
        }
    };
    for (position, Member { cfgs, .. }) in library.members().enumerate() {
        gaps_before(position, &mut fields);
        let name = variant(position);
        fields.extend(quote_spanned! {span=>
            #(#cfgs)* #name: ::core::option::Option<#krate::CodePointer>,
        });
    }
    gaps_before(usize::MAX, &mut fields);
    let foreign = quote_spanned!(span=> #krate::ForeignType);
    let (head, checked) = match (&table.extends, &table.header) {
        (Some(base), _) => {
            let extended = quote_spanned!(span=> #krate::macro_support::TableBase);
            (derived_at_type(base, &extended, "Layout"), None)
        }
        // That of an interface is the runtime's own.
        (None, Some(header)) if library.is_interface() => (quote_spanned!(span=> #header), None),
        (None, Some(header)) => {
            let described = derived_at_type(header, &foreign, "TYPE");
            let check = quote_spanned!(span=> const _: #krate::Type<'static> = #described;);
            (quote_spanned!(span=> #header), Some(check))
        }
        (None, None) => (quote_spanned!(span=> ()), None),
    };
    let header = header(table, library);
    quote_spanned! {span=>
        #[repr(C)]
        pub struct __FfiEntries { #fields }

        #[repr(C)]
        pub struct __FfiLayout { head: #head, entries: __FfiEntries }

        #checked
        #header
    }
}

/// The type that says how long a table is.
fn header(table: &Table, library: &Library) -> Option<TokenStream> {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let number = quote_spanned!(span=> #krate::macro_support::TableLength);
    let (Length { unit, field }, head) = (table.length.as_ref()?, table.header.as_ref()?);
    let value = match field {
        None => {
            let value = at_type(head, &number, "number");
            quote_spanned!(span=> #value(*header))
        }
        Some(field) => {
            let at_field = span.located_at(field.span());
            quote_spanned!(at_field=> #number::number(header.#field))
        }
    };
    let unit = match unit {
        LengthUnit::Bytes => Ident::new("Size", span),
        LengthUnit::Entries => Ident::new("Count", span),
    };
    Some(quote_spanned! {span=>
        struct __FfiHeader;

        impl #krate::macro_support::TableHeader for __FfiHeader {
            type Header = #head;

            fn length(header: &#head) -> #krate::macro_support::Length {
                #krate::macro_support::Length::#unit(#value)
            }
        }
    })
}

/// Implements the traits by which the runtime, and the tables that extend it, know the struct.
fn traits(table: &Table, library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let own = library.own();
    let is_object = table.is_object;
    let base = match &table.extends {
        None => quote_spanned!(span=> #krate::macro_support::RawTable),
        Some(base) => quote_spanned!(span=> #base),
    };
    let upcast = table.extends.as_ref().map(|base| {
        quote_spanned! {span=>
            impl ::core::ops::Deref for #own {
                type Target = #base;

                fn deref(&self) -> &#base {
                    self.__ffi_bound.base()
                }
            }
        }
    });
    let thread = library
        .thread_marker()
        .map(|_| quote_spanned!(span=> __ffi_thread: ::core::marker::PhantomData,));
    // A value that the struct keeps is not known to those that extend it.
    let is_extensible = library.given.is_empty() && !library.is_interface();
    let extensible = is_extensible.then(|| {
        quote_spanned! {span=>
            // SAFETY: both functions hand on what they get; methods, declaration and layout are of one item.
            unsafe impl #krate::macro_support::TableBase for #own {
                type Layout = __FfiLayout;
                const DECLARATION: ::core::option::Option<
                    &'static #krate::macro_support::TableDeclaration
                > = ::core::option::Option::Some(__FFI_DECLARATION);
                const IS_OBJECT: ::core::primitive::bool = #is_object;
                const END: ::core::primitive::usize = ::core::mem::offset_of!(__FfiLayout, entries)
                    + ::core::mem::size_of::<__FfiEntries>();

                fn raw(&self) -> &#krate::macro_support::RawTable {
                    self.__ffi_bound.raw()
                }

                unsafe fn from_raw(raw: #krate::macro_support::RawTable) -> Self {
                    // SAFETY: the caller promises it.
                    let __ffi_bound = unsafe { #krate::macro_support::BoundTable::from_raw(raw) };
                    Self { __ffi_bound, #thread }
                }
            }
        }
    });
    quote_spanned! {span=>
        // SAFETY: declaration and methods are of one item, and the base is the one that it names.
        unsafe impl #krate::macro_support::ForeignTable for #own {
            type Base = #base;
            const DECLARATION: &'static #krate::macro_support::TableDeclaration = __FFI_DECLARATION;
        }

        #extensible
        #upcast
    }
}
