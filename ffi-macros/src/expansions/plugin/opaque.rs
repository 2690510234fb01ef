/// A connection.
#[repr(C)]
pub struct Connection {
    __ffi_opaque: ::ffi_runtime::macro_support::Opaque,
}
const _: () = {
    #[automatically_derived]
    unsafe impl ::ffi_runtime::Referent for Connection {
        const CLOSED: ::ffi_runtime::types::Closed = ::ffi_runtime::types::Closed::No;
        const REFERENCE: ::ffi_runtime::types::TypeReference = ::ffi_runtime::types::TypeReference::Opaque(
            "Connection",
        );
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for Connection {
        fn fmt(
            &self,
            __ffi_formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            __ffi_formatter.debug_struct("Connection").finish_non_exhaustive()
        }
    }
};
