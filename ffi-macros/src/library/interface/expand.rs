//! *Expand*, what an interface has beside its table: the trait of those that implement it, their table, and the ways
//! between a value and an object.

use std::collections::HashSet;

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::super::declaration::variant;
use super::super::model::{Argument, Library, Member};
use super::arguments::Reference;
use super::check::is_reserved;
use super::{Interface, declared, functions, methods};
use crate::rewrite::{foreign_name, respanned};

/// The trait beside the struct, and what stands in the block of the declaration.
pub(in super::super) fn expand(library: &Library) -> Option<(TokenStream, TokenStream)> {
    let interface = library.interface.as_ref()?;
    let span = Span::mixed_site();
    let (functions, table, ways, traits) = (
        functions::of(library),
        table(library, interface),
        ways(library),
        traits(library, interface),
    );
    let plugin = interface.is_plugin.then(|| plugin(library, interface));
    let within = quote_spanned! {span=>
        #functions
        #table
        #ways
        #traits
        #plugin
    };
    Some((methods::of(library, interface), within))
}

/// After an error: the trait beside the struct, and in the block what other interfaces ask for, so that those that use the
/// interface report nothing of their own.
pub(in super::super) fn stub(mut library: Library) -> Option<(TokenStream, TokenStream)> {
    let interface = library.interface.take()?;
    let mut seen = HashSet::new();
    library.methods.retain(|method| {
        let (name, is_optional) = (method.member.name(), method.member.symbol.is_optional);
        let is_reserved = interface.is_plugin && is_reserved(&name, is_optional);
        !is_reserved && seen.insert(name.to_lowercase())
    });
    let span = Span::mixed_site();
    let (krate, own) = (&library.krate, library.own());
    let (methods, name) = (methods::of(&library, &interface), library.name());
    let within = quote_spanned! {span=>
        unsafe impl #krate::plugin::ForeignInterface for #own {
            const INTERFACE: &'static #krate::plugin::interface::Interface =
                &#krate::plugin::interface::Interface {
                    name: #name,
                    version: (1, 0),
                    functions: &[],
                    types: &[],
                    host: ::core::option::Option::None,
                };

            fn raw(&self) -> &#krate::macro_support::RawTable {
                ::core::unreachable!()
            }

            unsafe fn of_object(
                _: *mut ::core::ffi::c_void,
            ) -> ::core::result::Result<Self, #krate::library::TableError> {
                ::core::unreachable!()
            }
        }
    };
    Some((methods, within))
}

/// Has a struct that grows say no more bytes than it has, before the other side gets its address.
pub(in super::super) fn checked(argument: &Argument, library: &Library) -> Option<TokenStream> {
    library.interface.as_ref()?;
    let Reference {
        target,
        is_optional,
        ..
    } = Reference::of(&argument.ty, &argument.crossing)?;
    let span = Span::mixed_site();
    let (krate, ident) = (&library.krate, foreign_name(&argument.ident));
    let check = quote_spanned!(span=> #krate::macro_support::Behind::<#target>::check);
    let check = if is_optional {
        quote_spanned! {span=>
            if let ::core::option::Option::Some(__ffi_behind) = &#ident {
                #check(__ffi_behind);
            }
        }
    } else {
        quote_spanned!(span=> #check(&*#ident);)
    };
    Some(quote_spanned! {span=>
        {
            use #krate::macro_support::AnyBehind as _;
            #check
        }
    })
}

/// The table of a type that implements the interface.
fn table(library: &Library, interface: &Interface) -> TokenStream {
    let span = Span::mixed_site();
    let krate = &library.krate;
    let support = quote_spanned!(span=> #krate::macro_support);
    let implements = methods::name(library);
    let entries = library.methods.iter().enumerate();
    let entries = entries.map(|(position, method)| {
        let Member { cfgs, symbol, .. } = &method.member;
        let (entry, function) = (variant(position), functions::function(position));
        let code = quote_spanned! {span=>
            #support::entry(#function::<__FfiValue> as *const ())
        };
        let code = if symbol.is_optional {
            let constant = methods::constant(method);
            quote_spanned! {span=>
                match <__FfiValue as #implements>::#constant {
                    ::core::option::Option::Some(_) => #code,
                    ::core::option::Option::None => ::core::option::Option::None,
                }
            }
        } else {
            code
        };
        quote_spanned!(span=> #(#cfgs)* #entry: #code,)
    });
    let retain = if interface.is_unique {
        quote_spanned!(span=> ::core::option::Option::None)
    } else {
        quote_spanned!(span=> ::core::option::Option::Some(#support::retain))
    };
    quote_spanned! {span=>
        struct __FfiTable<__FfiValue>(::core::marker::PhantomData<__FfiValue>);

        impl<__FfiValue: #implements> __FfiTable<__FfiValue> {
            const TABLE: &'static __FfiLayout = &__FfiLayout {
                head: #support::InterfaceHeader {
                    size: ::core::mem::size_of::<__FfiLayout>(),
                    retain: #retain,
                    release: ::core::option::Option::Some(__ffi_release::<__FfiValue>),
                },
                entries: __FfiEntries { #(#entries)* },
            };

            fn object(
                __ffi_value: __FfiValue,
                __ffi_name: ::core::option::Option<&'static ::core::primitive::str>,
            ) -> *mut ::core::ffi::c_void {
                #support::object(
                    __ffi_value,
                    ::core::ptr::from_ref(Self::TABLE).cast(),
                    __ffi_name,
                )
            }
        }
    }
}

/// The ways from a value to the struct.
fn ways(library: &Library) -> TokenStream {
    let span = Span::mixed_site();
    let support = &library.krate;
    let support = quote_spanned!(span=> #support::macro_support);
    let (own, visibility) = (library.own(), respanned(&library.visibility));
    let implements = methods::name(library);
    let text = format!(
        " Makes an object of a value, in this process: what [`{implements}`](trait@{implements}) says is what the \
         methods do."
    );
    // SAFETY of the expansion: the object has one owner, and the table that was made for its value.
    quote_spanned! {span=>
        impl #own {
            #[doc = #text]
            #[must_use]
            #visibility fn new(__ffi_value: impl #implements) -> Self {
                fn __ffi_object<__FfiValue: #implements>(
                    __ffi_value: __FfiValue,
                ) -> *mut ::core::ffi::c_void {
                    __FfiTable::object(__ffi_value, ::core::option::Option::None)
                }
                let __ffi_object = __ffi_object(__ffi_value);
                match unsafe { Self::from_object(__ffi_object, #support::MadeHere) } {
                    ::core::result::Result::Ok(__ffi_new) => __ffi_new,
                    ::core::result::Result::Err(__ffi_error) => {
                        ::core::unreachable!("{__ffi_error}")
                    }
                }
            }
        }
    }
}

/// The trait by which others know the interface.
fn traits(library: &Library, interface: &Interface) -> TokenStream {
    let span = Span::mixed_site();
    let (krate, own) = (&library.krate, library.own());
    let facts = declared::interface(library, interface);
    // SAFETY of the expansion: the facts are those of the table.
    quote_spanned! {span=>
        const _: () = #krate::macro_support::check_interface(
            <#own as #krate::plugin::ForeignInterface>::INTERFACE,
        );

        unsafe impl #krate::plugin::ForeignInterface for #own {
            const INTERFACE: &'static #krate::plugin::interface::Interface = #facts;

            fn raw(&self) -> &#krate::macro_support::RawTable {
                self.__ffi_bound.raw()
            }

            unsafe fn of_object(
                __ffi_object: *mut ::core::ffi::c_void,
            ) -> ::core::result::Result<Self, #krate::library::TableError> {
                // SAFETY: the caller promises it.
                unsafe { Self::from_object(__ffi_object, ()) }
            }
        }
    }
}

/// The traits of a plugin's interface: for the host, and for the library that has the plugin.
fn plugin(library: &Library, interface: &Interface) -> TokenStream {
    let span = Span::mixed_site();
    let (krate, own, implements) = (&library.krate, library.own(), methods::name(library));
    let unit = quote_spanned!(span=> ());
    let (host, object, taken, passed) = match &interface.host {
        None => (
            unit.clone(),
            quote_spanned!(span=> { let () = __ffi_host; #krate::plugin::HostObject::none() }),
            quote_spanned!(span=> let _ = __ffi_host;),
            None,
        ),
        Some(host) => (
            quote_spanned!(span=> #host),
            quote_spanned!(span=> #krate::plugin::HostObject::of(__ffi_host)),
            quote_spanned! {span=>
                // SAFETY: the caller promises it.
                let __ffi_host = unsafe {
                    <#host as #krate::plugin::ForeignInterface>::of_object(__ffi_host)
                }?;
            },
            Some(quote_spanned!(span=> __ffi_host,)),
        ),
    };
    // SAFETY of the expansion: the host's struct reads the table of the host, and objects are those of this interface.
    quote_spanned! {span=>
        unsafe impl #krate::plugin::PluginInterface for #own {
            type Host = #host;

            const INTERFACE: &'static #krate::plugin::interface::Interface =
                <Self as #krate::plugin::ForeignInterface>::INTERFACE;

            fn host_object(__ffi_host: &#host) -> #krate::plugin::HostObject {
                #object
            }

            unsafe fn from_object(
                __ffi_object: *mut ::core::ffi::c_void,
                __ffi_owner: impl ::core::any::Any + ::core::marker::Send + ::core::marker::Sync,
            ) -> ::core::result::Result<Self, #krate::library::TableError> {
                // SAFETY: the caller promises it.
                unsafe { <#own>::from_object(__ffi_object, __ffi_owner) }
            }

            fn as_object(&self) -> *mut ::core::ffi::c_void {
                <#own>::as_object(self)
            }
        }

        unsafe impl<__FfiValue: #implements> #krate::macro_support::PluginOf<__FfiValue> for #own {
            const STATE: ::core::option::Option<#krate::plugin::State<__FfiValue>> =
                <__FfiValue as #implements>::STATE;

            fn object_of(
                __ffi_value: __FfiValue,
                __ffi_name: &'static ::core::primitive::str,
            ) -> *mut ::core::ffi::c_void {
                __FfiTable::object(__ffi_value, ::core::option::Option::Some(__ffi_name))
            }

            unsafe fn create(
                __ffi_host: *mut ::core::ffi::c_void,
                __ffi_start: &#krate::plugin::Start<'_>,
            ) -> ::core::result::Result<__FfiValue, #krate::plugin::StartError> {
                #taken
                <__FfiValue as #implements>::create(#passed __ffi_start)
            }
        }
    }
}
