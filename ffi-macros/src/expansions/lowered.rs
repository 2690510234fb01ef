#[derive(::core::clone::Clone)]
struct Lists {
    __ffi_bound: ::ffi_runtime::macro_support::Bound<Lists, { Lists::__FFI_COUNT }>,
}
const _: () = {
    fn address() {}
    fn list() {}
    fn text() {}
    fn length() {}
    fn place() {}
    #[repr(usize)]
    enum __FfiIndex {
        Member0,
        Member1,
        Member2,
        Count,
    }
    impl Lists {
        const __FFI_COUNT: ::core::primitive::usize = __FfiIndex::Count
            as ::core::primitive::usize;
    }
    static __FFI_DECLARATION: ::ffi_runtime::macro_support::Declaration<
        { Lists::__FFI_COUNT },
    > = ::ffi_runtime::macro_support::Declaration {
        item: "Lists",
        names: &["list"],
        versions: &[],
        groups: &[],
        symbols: [
            ::ffi_runtime::macro_support::SymbolDeclaration::required(&["list_append"]),
            ::ffi_runtime::macro_support::SymbolDeclaration::required(&["list_find"]),
            ::ffi_runtime::macro_support::SymbolDeclaration::required(&["list_drop"]),
        ],
    };
    const __FFI_TYPES_0: (
        ::ffi_runtime::Type<'static>,
        [::ffi_runtime::Type<'static>; 4],
        ::ffi_runtime::types::Enums,
    ) = {
        (
            <Code as ::ffi_runtime::ForeignType>::TYPE,
            [
                ::ffi_runtime::macro_support::mutable::<List>(),
                <&str as ::ffi_runtime::lowering::ForeignSlice>::TYPE,
                <c_int as ::ffi_runtime::ForeignType>::TYPE,
                ::ffi_runtime::Type::Pointer,
            ],
            ::ffi_runtime::types::Enums::None,
        )
    };
    ::ffi_runtime::macro_support::declared! {
        __FFI_SIGNATURE_0, __FfiSignature_0, C __FFI_TYPES_0::core::option::Option::None,
        extern "C" fn (__FfiArgument0, __FfiArgument1, __FfiArgument2, __FfiArgument3,),
        shared call_4[0 __ffi_value_0 : __FfiArgument0, 1 __ffi_value_1 : __FfiArgument1,
        2 __ffi_value_2 : __FfiArgument2, 3 __ffi_value_3 : __FfiArgument3]
    }
    const __FFI_TYPES_1: (
        ::ffi_runtime::Type<'static>,
        [::ffi_runtime::Type<'static>; 2],
        ::ffi_runtime::types::Enums,
    ) = {
        (
            <<Option<
                &CStr,
            > as ::ffi_runtime::lowering::ForeignResult<
                Lists,
            >>::Raw as ::ffi_runtime::ForeignType>::TYPE,
            [
                <<&List as ::ffi_runtime::ForeignArgument>::Raw as ::ffi_runtime::ForeignType>::TYPE,
                ::ffi_runtime::Type::Pointer,
            ],
            <<Option<
                &CStr,
            > as ::ffi_runtime::lowering::ForeignResult<
                Lists,
            >>::Raw as ::ffi_runtime::ForeignType>::ENUMS,
        )
    };
    ::ffi_runtime::macro_support::declared! {
        __FFI_SIGNATURE_1, __FfiSignature_1, C __FFI_TYPES_1::core::option::Option::None,
        extern "C" fn (__FfiArgument0, __FfiArgument1,), shared call_2[0 __ffi_value_0 :
        __FfiArgument0, 1 __ffi_value_1 : __FfiArgument1]
    }
    const __FFI_TYPES_2: (
        ::ffi_runtime::Type<'static>,
        [::ffi_runtime::Type<'static>; 1],
        ::ffi_runtime::types::Enums,
    ) = {
        (
            ::ffi_runtime::Type::Void,
            [::ffi_runtime::Type::Pointer],
            ::ffi_runtime::types::Enums::None,
        )
    };
    ::ffi_runtime::macro_support::declared! {
        __FFI_SIGNATURE_2, __FfiSignature_2, C __FFI_TYPES_2::core::option::Option::None,
        extern "C" fn (__FfiArgument0,), shared call_1[0 __ffi_value_0 : __FfiArgument0]
    }
    static __FFI_SIGNATURES: &[(
        &::core::primitive::str,
        &::ffi_runtime::call::DeclaredSignature,
    )] = &[
        ("append", __FFI_SIGNATURE_0.signature()),
        ("find", __FFI_SIGNATURE_1.signature()),
        ("drop", __FFI_SIGNATURE_2.signature()),
    ];
    ::ffi_runtime::macro_support::ways_in! {
        [] Lists
        " Searches for the library `list` loads it and finds its functions.\n\n# Errors\n\nIf no candidate can be loaded, or required functions are missing; the error names what was tried, and every missing function."
        __FFI_DECLARATION __FFI_SIGNATURES Bound[global] [] [] [] []
    }
    /** Signatures are right.

# Safety

They are.*/
    unsafe trait _Promise {}
    impl Lists {
        /** Calls `list_append`.

In C: `list_append(list: &mut List, text: pointer of &str, length: c_int, place: *mut usize) -> Code`

# Errors

If the function fails, or an argument cannot be passed to it.*/
        #[inline]
        fn append(
            &self,
            list: &mut List,
            text: &str,
        ) -> ::core::result::Result<usize, <Code as ::ffi_runtime::Status>::Error> {
            let address = self
                .__ffi_bound
                .required(__FfiIndex::Member0 as ::core::primitive::usize);
            let __ffi_value_2 = match ::ffi_runtime::lowering::length::<
                c_int,
            >(
                <&str as ::ffi_runtime::lowering::ForeignSlice>::elements(&text)
                    .map(|__ffi_elements| {
                        __ffi_elements
                            * <&str as ::ffi_runtime::lowering::ForeignSlice>::ELEMENT_SIZE
                    })
                    .unwrap_or(0),
            ) {
                ::core::result::Result::Ok(__ffi_value) => __ffi_value,
                ::core::result::Result::Err(__ffi_error) => {
                    return ::core::result::Result::Err(
                        <<Code as ::ffi_runtime::Status>::Error as ::ffi_runtime::lowering::MadeOf<
                            _,
                        >>::made_of(__ffi_error),
                    );
                }
            };
            let __ffi_value_1 = <&str as ::ffi_runtime::lowering::ForeignSlice>::into_pointer(
                text,
            );
            let mut __ffi_slot_3 = ::ffi_runtime::lowering::slot::<usize, Self>(self);
            let __ffi_value_3 = (&mut __ffi_slot_3).as_mut_ptr();
            let __ffi_returned: ::ffi_runtime::lowering::Unchecked<Code> = unsafe {
                __FFI_SIGNATURE_0
                    .call_4(
                        address,
                        &mut *list,
                        __ffi_value_1,
                        __ffi_value_2,
                        __ffi_value_3,
                    )
            };
            let __ffi_returned: Code = ::ffi_runtime::macro_support::listed!(
                unsafe { __ffi_returned.checked() }, < Code as ::ffi_runtime::Status >
                ::Error, {}
            );
            let _ = match <Code as ::ffi_runtime::Status>::into_result(__ffi_returned) {
                ::core::result::Result::Ok(__ffi_success) => __ffi_success,
                ::core::result::Result::Err(__ffi_error) => {
                    let __ffi_error = <<Code as ::ffi_runtime::Status>::Error as ::ffi_runtime::Explain<
                        Self,
                        List,
                    >>::explain(__ffi_error, self, &*list);
                    return ::core::result::Result::Err(__ffi_error);
                }
            };
            let __ffi_out_3: usize = unsafe {
                ::ffi_runtime::lowering::taken(__ffi_slot_3, self)
            };
            ::core::result::Result::Ok(__ffi_out_3)
        }
        /** Calls `list_find`.

In C: `list_find(list: &List, text: terminated &str) -> Option<&CStr>`

# Panics

If an argument cannot be passed to the function.*/
        #[inline]
        fn find(&self, list: &List, text: &str) -> Option<&CStr> {
            let address = self
                .__ffi_bound
                .required(__FfiIndex::Member1 as ::core::primitive::usize);
            let mut __ffi_buffer_1 = ::core::default::Default::default();
            let __ffi_value_1 = ::ffi_runtime::lowering::or_panic(
                <&str as ::ffi_runtime::lowering::Terminated>::terminate(
                    text,
                    &mut __ffi_buffer_1,
                ),
                "list_find",
            );
            let __ffi_value_0 = <&List as ::ffi_runtime::ForeignArgument>::into_raw(
                list,
            );
            let __ffi_returned: <Option<
                &CStr,
            > as ::ffi_runtime::lowering::ForeignResult<Lists>>::Raw = unsafe {
                __FFI_SIGNATURE_1.call_2(address, __ffi_value_0, __ffi_value_1)
            };
            let __ffi_kept: Option<&CStr> = unsafe {
                <Option<
                    &CStr,
                > as ::ffi_runtime::lowering::ForeignResult<
                    Self,
                >>::from_raw(__ffi_returned, self)
            };
            __ffi_kept
        }
        /** Calls `list_drop`.

In C: `list_drop(list: Owned<List>)`*/
        #[inline]
        fn drop(&self, list: Owned<List>) -> () {
            let list = ::ffi_runtime::lowering::Owned::into_raw(list);
            unsafe { self.__ffi_free_drop(list) }
        }
    }
    impl ::ffi_runtime::lowering::OwnedHandle for List {
        type Library = Lists;
        type Freed = ();
        type Owners = ::ffi_runtime::lowering::OneOwner;
        #[inline]
        unsafe fn free(
            __ffi_library: &Lists,
            __ffi_handle: ::core::ptr::NonNull<Self>,
        ) -> () {
            unsafe { __ffi_library.__ffi_free_drop(__ffi_handle) }
        }
    }
    impl Lists {
        #[inline]
        unsafe fn __ffi_free_drop(&self, list: ::core::ptr::NonNull<List>) -> () {
            let address = self
                .__ffi_bound
                .required(__FfiIndex::Member2 as ::core::primitive::usize);
            let __ffi_value_0 = ::core::ptr::NonNull::as_ptr(list);
            let () = unsafe { __FFI_SIGNATURE_2.call_1(address, __ffi_value_0) };
        }
    }
    /// The lowered methods of [`Lists`] with C's own arguments and results.
    #[derive(::core::clone::Clone, ::core::marker::Copy)]
    struct __FfiRaw<'__ffi>(&'__ffi Lists);
    impl Lists {
        /// The lowered methods with C's own arguments and results.
        #[must_use]
        #[inline]
        const fn raw(&self) -> __FfiRaw<'_> {
            __FfiRaw(self)
        }
    }
    impl __FfiRaw<'_> {
        /** Calls `list_append` as C has it.

# Safety

The arguments are right for the function.*/
        #[inline]
        unsafe fn append(
            &self,
            list: &mut List,
            text: <&str as ::ffi_runtime::lowering::ForeignSlice>::Pointer,
            length: c_int,
            place: *mut <usize as ::ffi_runtime::lowering::ForeignResult<Lists>>::Raw,
        ) -> Code {
            let address = self
                .0
                .__ffi_bound
                .required(__FfiIndex::Member0 as ::core::primitive::usize);
            {
                let __ffi_returned: ::ffi_runtime::lowering::Unchecked<Code> = unsafe {
                    __FFI_SIGNATURE_0.call_4(address, list, text, length, place)
                };
                unsafe { __ffi_returned.checked_or_panic() }
            }
        }
        /** Calls `list_find` as C has it.

# Safety

The arguments are right for the function.*/
        #[inline]
        unsafe fn find(
            &self,
            list: <&List as ::ffi_runtime::ForeignArgument>::Raw,
            text: *const <&str as ::ffi_runtime::lowering::Terminated>::Unit,
        ) -> <Option<&CStr> as ::ffi_runtime::lowering::ForeignResult<Lists>>::Raw {
            let address = self
                .0
                .__ffi_bound
                .required(__FfiIndex::Member1 as ::core::primitive::usize);
            unsafe { __FFI_SIGNATURE_1.call_2(address, list, text) }
        }
        /** Calls `list_drop` as C has it.

# Safety

The arguments are right for the function.*/
        #[inline]
        unsafe fn drop(&self, list: *mut List) -> () {
            let address = self
                .0
                .__ffi_bound
                .required(__FfiIndex::Member2 as ::core::primitive::usize);
            unsafe { __FFI_SIGNATURE_2.call_1(address, list) }
        }
    }
};
