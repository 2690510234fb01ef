//! After an error: a struct and a trait with the declared names, so that the code that uses them compiles and the user
//! sees the real errors only.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::expand::{own, within};
use super::model::{FieldKind, Table};
use super::{methods, ways};

pub(super) fn of(table: &Table) -> TokenStream {
    let span = Span::mixed_site();
    let (krate, ident, visibility) = (&table.krate, &table.ident, &table.visibility);
    let (attributes, shared) = (&table.attributes, &table.shared);
    let (within, own) = (within(table), own(table));
    let (methods, ways) = (methods::of(table), ways::stubs(table));
    let used = table.fields.iter().filter_map(|field| match &field.kind {
        // Anything else that it may name is not to be reported as unused.
        FieldKind::UserData(ty) => Some(quote_spanned!(span=> let _: fn(#ty);)),
        FieldKind::Function(_) | FieldKind::Value(..) => None,
    });
    let support = quote_spanned!(span=> #krate::macro_support);
    quote_spanned! {span=>
        #(#attributes)*
        #(#shared)*
        #[derive(::core::fmt::Debug)]
        #[repr(transparent)]
        #visibility struct #ident {
            __ffi_table: #support::TableFields<::core::primitive::u8>,
        }

        #methods

        #within
        const _: () = {
            #(#used)*
            unsafe impl #krate::ForeignType for #own {
                const TYPE: #krate::Type<'static> = #krate::Type::U8;
            }

            unsafe impl #support::DeclaredTable for #own {
                const NAME: &'static ::core::primitive::str = "";
                const LOCATION: (&'static ::core::primitive::str, ::core::primitive::u32) = ("", 0);
                type Fields = ::core::primitive::u8;

                fn of_fields(__ffi_table: #support::TableFields<::core::primitive::u8>) -> Self {
                    Self { __ffi_table }
                }

                fn fields(&self) -> &#support::TableFields<::core::primitive::u8> {
                    &self.__ffi_table
                }

                fn user_data(_: &::core::primitive::u8) -> *mut ::core::ffi::c_void {
                    ::core::unreachable!()
                }

                fn set_user_data(_: &mut ::core::primitive::u8, _: *mut ::core::ffi::c_void) {}
            }
        };

        #ways
    }
}
