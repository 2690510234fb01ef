/// Sensors.
#[derive(::core::clone::Clone)]
struct Sensors {
    __ffi_bound: ::ffi_runtime::macro_support::BoundTable<Sensors>,
}
const _: () = {
    fn address() {}
    fn __ffi_object() {}
    fn sensor() {}
    #[repr(usize)]
    enum __FfiIndex {
        Member0,
        Member1,
        Count,
    }
    #[repr(C)]
    pub struct __FfiEntries {
        Member0: ::core::option::Option<::ffi_runtime::CodePointer>,
        skipped_0: [*const ::core::ffi::c_void; 2],
        Member1: ::core::option::Option<::ffi_runtime::CodePointer>,
    }
    #[repr(C)]
    pub struct __FfiLayout {
        head: <Unknown as ::ffi_runtime::macro_support::TableBase>::Layout,
        entries: __FfiEntries,
    }
    const __FFI_DECLARATION: &::ffi_runtime::macro_support::TableDeclaration = &::ffi_runtime::macro_support::TableDeclaration {
        item: "Sensors",
        base: ::ffi_runtime::macro_support::extended::<Unknown>(true),
        first: ::core::mem::offset_of!(__FfiLayout, entries),
        length: ::core::option::Option::None,
        on_main_thread: false,
        entries: &[
            ::ffi_runtime::macro_support::EntryDeclaration::new(
                ::ffi_runtime::macro_support::SymbolDeclaration::required(&["count"]),
                ::core::mem::offset_of!(__FfiLayout, entries.Member0),
            ),
            ::ffi_runtime::macro_support::EntryDeclaration::new(
                    ::ffi_runtime::macro_support::SymbolDeclaration::required(&["read"])
                        .optional()
                        .since("3"),
                    ::core::mem::offset_of!(__FfiLayout, entries.Member1),
                )
                .since(3),
        ],
    };
    unsafe impl ::ffi_runtime::macro_support::ForeignTable for Sensors {
        type Base = Unknown;
        const DECLARATION: &'static ::ffi_runtime::macro_support::TableDeclaration = __FFI_DECLARATION;
    }
    unsafe impl ::ffi_runtime::macro_support::TableBase for Sensors {
        type Layout = __FfiLayout;
        const DECLARATION: ::core::option::Option<
            &'static ::ffi_runtime::macro_support::TableDeclaration,
        > = ::core::option::Option::Some(__FFI_DECLARATION);
        const IS_OBJECT: ::core::primitive::bool = true;
        const END: ::core::primitive::usize = ::core::mem::offset_of!(
            __FfiLayout, entries
        ) + ::core::mem::size_of::<__FfiEntries>();
        fn raw(&self) -> &::ffi_runtime::macro_support::RawTable {
            self.__ffi_bound.raw()
        }
        unsafe fn from_raw(raw: ::ffi_runtime::macro_support::RawTable) -> Self {
            let __ffi_bound = unsafe {
                ::ffi_runtime::macro_support::BoundTable::from_raw(raw)
            };
            Self { __ffi_bound }
        }
    }
    impl ::core::ops::Deref for Sensors {
        type Target = Unknown;
        fn deref(&self) -> &Unknown {
            self.__ffi_bound.base()
        }
    }
    const __FFI_TYPES_0: (
        ::ffi_runtime::Type<'static>,
        [::ffi_runtime::Type<'static>; 1],
        ::ffi_runtime::types::Enums,
    ) = {
        (
            <c_int as ::ffi_runtime::ForeignType>::TYPE,
            [
                <<::ffi_runtime::macro_support::Object as ::ffi_runtime::ForeignArgument>::Raw as ::ffi_runtime::ForeignType>::TYPE,
            ],
            <c_int as ::ffi_runtime::ForeignType>::ENUMS,
        )
    };
    ::ffi_runtime::macro_support::declared! {
        __FFI_SIGNATURE_0, __FfiSignature_0, C __FFI_TYPES_0::core::option::Option::None,
        extern "C" fn (__FfiArgument0,), shared call_1[0 __ffi_value_0 : __FfiArgument0]
    }
    const __FFI_TYPES_1: (
        ::ffi_runtime::Type<'static>,
        [::ffi_runtime::Type<'static>; 2],
        ::ffi_runtime::types::Enums,
    ) = {
        (
            <f64 as ::ffi_runtime::ForeignType>::TYPE,
            [
                <<::ffi_runtime::macro_support::Object as ::ffi_runtime::ForeignArgument>::Raw as ::ffi_runtime::ForeignType>::TYPE,
                <<c_int as ::ffi_runtime::ForeignArgument>::Raw as ::ffi_runtime::ForeignType>::TYPE,
            ],
            <f64 as ::ffi_runtime::ForeignType>::ENUMS,
        )
    };
    ::ffi_runtime::macro_support::declared! {
        __FFI_SIGNATURE_1, __FfiSignature_1, C __FFI_TYPES_1::core::option::Option::None,
        extern "C" fn (__FfiArgument0, __FfiArgument1,), shared call_2[0 __ffi_value_0 :
        __FfiArgument0, 1 __ffi_value_1 : __FfiArgument1]
    }
    static __FFI_SIGNATURES: &[(
        &::core::primitive::str,
        &::ffi_runtime::call::DeclaredSignature,
    )] = &[
        ("count", __FFI_SIGNATURE_0.signature()),
        ("read", __FFI_SIGNATURE_1.signature()),
    ];
    ::ffi_runtime::macro_support::table_ways_in! {
        [] Sensors __FFI_DECLARATION __FFI_SIGNATURES[object] [] []
    }
    /** Signatures are right.

# Safety

They are.*/
    unsafe trait _Promise {}
    impl Sensors {
        #[inline]
        fn count(&self) -> c_int {
            let address = self
                .__ffi_bound
                .required(__FfiIndex::Member0 as ::core::primitive::usize);
            let __ffi_object = self.__ffi_bound.object();
            let __ffi_value_0 = <::ffi_runtime::macro_support::Object as ::ffi_runtime::ForeignArgument>::into_raw(
                __ffi_object,
            );
            unsafe { __FFI_SIGNATURE_0.call_1(address, __ffi_value_0) }
        }
        /** Calls `read`.

Since version 3 of the table.

# Errors

If the table does not have this function.*/
        #[inline]
        fn read(
            &self,
            sensor: c_int,
        ) -> ::core::result::Result<f64, ::ffi_runtime::MissingSymbol> {
            let address = self
                .__ffi_bound
                .optional(__FfiIndex::Member1 as ::core::primitive::usize)?;
            ::core::result::Result::Ok({
                let __ffi_object = self.__ffi_bound.object();
                let __ffi_value_0 = <::ffi_runtime::macro_support::Object as ::ffi_runtime::ForeignArgument>::into_raw(
                    __ffi_object,
                );
                let __ffi_value_1 = <c_int as ::ffi_runtime::ForeignArgument>::into_raw(
                    sensor,
                );
                unsafe {
                    __FFI_SIGNATURE_1.call_2(address, __ffi_value_0, __ffi_value_1)
                }
            })
        }
        /// Whether the table has `read`.
        #[must_use]
        fn has_read(&self) -> ::core::primitive::bool {
            self.__ffi_bound.has(__FfiIndex::Member1 as ::core::primitive::usize)
        }
    }
};
