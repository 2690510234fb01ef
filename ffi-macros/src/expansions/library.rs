/// Mathematics and texts.
#[derive(::core::clone::Clone)]
struct Library {
    __ffi_bound: ::ffi_runtime::macro_support::Bound<Library, { Library::__FFI_COUNT }>,
}
const _: () = {
    fn address() {}
    fn x() {}
    fn y() {}
    fn text() {}
    #[repr(usize)]
    enum __FfiIndex {
        Member0,
        Member1,
        Member2,
        Count,
    }
    impl Library {
        const __FFI_COUNT: ::core::primitive::usize = __FfiIndex::Count
            as ::core::primitive::usize;
    }
    static __FFI_DECLARATION: ::ffi_runtime::macro_support::Declaration<
        { Library::__FFI_COUNT },
    > = ::ffi_runtime::macro_support::Declaration {
        item: "Library",
        names: &["m"],
        versions: &["6"],
        groups: &[],
        symbols: [
            ::ffi_runtime::macro_support::SymbolDeclaration::required(&["hypot"]),
            ::ffi_runtime::macro_support::SymbolDeclaration::required(&["atan2"]),
            ::ffi_runtime::macro_support::SymbolDeclaration::required(&["strlen"])
                .optional(),
        ],
    };
    const __FFI_TYPES_0: (
        ::ffi_runtime::Type<'static>,
        [::ffi_runtime::Type<'static>; 2],
        ::ffi_runtime::types::Enums,
    ) = {
        (
            <f64 as ::ffi_runtime::ForeignType>::TYPE,
            [
                <<f64 as ::ffi_runtime::ForeignArgument>::Raw as ::ffi_runtime::ForeignType>::TYPE,
                <<f64 as ::ffi_runtime::ForeignArgument>::Raw as ::ffi_runtime::ForeignType>::TYPE,
            ],
            <f64 as ::ffi_runtime::ForeignType>::ENUMS,
        )
    };
    ::ffi_runtime::macro_support::declared! {
        __FFI_SIGNATURE_0, __FfiSignature_0, C __FFI_TYPES_0::core::option::Option::None,
        extern "C" fn (__FfiArgument0, __FfiArgument1,), shared call_2[0 __ffi_value_0 :
        __FfiArgument0, 1 __ffi_value_1 : __FfiArgument1]
    }
    const __FFI_TYPES_1: (
        ::ffi_runtime::Type<'static>,
        [::ffi_runtime::Type<'static>; 1],
        ::ffi_runtime::types::Enums,
    ) = {
        (
            <usize as ::ffi_runtime::ForeignType>::TYPE,
            [
                <<&CStr as ::ffi_runtime::ForeignArgument>::Raw as ::ffi_runtime::ForeignType>::TYPE,
            ],
            <usize as ::ffi_runtime::ForeignType>::ENUMS,
        )
    };
    ::ffi_runtime::macro_support::declared! {
        __FFI_SIGNATURE_1, __FfiSignature_1, C __FFI_TYPES_1::core::option::Option::None,
        extern "C" fn (__FfiArgument0,), shared call_1[0 __ffi_value_0 : __FfiArgument0]
    }
    static __FFI_SIGNATURES: &[(
        &::core::primitive::str,
        &::ffi_runtime::call::DeclaredSignature,
    )] = &[
        ("hypot", __FFI_SIGNATURE_0.signature()),
        ("atan2", __FFI_SIGNATURE_0.signature()),
        ("strlen", __FFI_SIGNATURE_1.signature()),
    ];
    ::ffi_runtime::macro_support::ways_in! {
        [] Library
        " Searches for the library `m`, version `6`, loads it and finds its functions.\n\n# Errors\n\nIf no candidate can be loaded, or required functions are missing; the error names what was tried, and every missing function."
        __FFI_DECLARATION __FFI_SIGNATURES Bound[global] [] [] [] []
    }
    /** Signatures are right.

# Safety

They are.*/
    unsafe trait _Promise {}
    impl Library {
        #[inline]
        fn hypot(&self, x: f64, y: f64) -> f64 {
            let address = self
                .__ffi_bound
                .required(__FfiIndex::Member0 as ::core::primitive::usize);
            let __ffi_value_0 = <f64 as ::ffi_runtime::ForeignArgument>::into_raw(x);
            let __ffi_value_1 = <f64 as ::ffi_runtime::ForeignArgument>::into_raw(y);
            unsafe { __FFI_SIGNATURE_0.call_2(address, __ffi_value_0, __ffi_value_1) }
        }
        #[inline]
        fn atan2(&self, y: f64, x: f64) -> f64 {
            let address = self
                .__ffi_bound
                .required(__FfiIndex::Member1 as ::core::primitive::usize);
            let __ffi_value_0 = <f64 as ::ffi_runtime::ForeignArgument>::into_raw(y);
            let __ffi_value_1 = <f64 as ::ffi_runtime::ForeignArgument>::into_raw(x);
            unsafe { __FFI_SIGNATURE_0.call_2(address, __ffi_value_0, __ffi_value_1) }
        }
        /// The length of a text.
        /**

# Errors

If the loaded library does not have this function.*/
        #[inline]
        fn strlen(
            &self,
            text: &CStr,
        ) -> ::core::result::Result<usize, ::ffi_runtime::MissingSymbol> {
            let address = self
                .__ffi_bound
                .optional(__FfiIndex::Member2 as ::core::primitive::usize)?;
            ::core::result::Result::Ok({
                let __ffi_value_0 = <&CStr as ::ffi_runtime::ForeignArgument>::into_raw(
                    text,
                );
                unsafe { __FFI_SIGNATURE_1.call_1(address, __ffi_value_0) }
            })
        }
        /// Whether the loaded library has `strlen`.
        #[must_use]
        fn has_strlen(&self) -> ::core::primitive::bool {
            self.__ffi_bound.has(__FfiIndex::Member2 as ::core::primitive::usize)
        }
    }
};
