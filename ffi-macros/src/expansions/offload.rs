#[derive(::core::clone::Clone)]
struct Queries {
    __ffi_bound: ::ffi_runtime::macro_support::Bound<Queries, { Queries::__FFI_COUNT }>,
}
const _: () = {
    fn address() {}
    fn database() {}
    fn text() {}
    fn rows() {}
    fn count() {}
    #[repr(usize)]
    enum __FfiIndex {
        Member0,
        Member1,
        Count,
    }
    impl Queries {
        const __FFI_COUNT: ::core::primitive::usize = __FfiIndex::Count
            as ::core::primitive::usize;
    }
    static __FFI_DECLARATION: ::ffi_runtime::macro_support::Declaration<
        { Queries::__FFI_COUNT },
    > = ::ffi_runtime::macro_support::Declaration {
        item: "Queries",
        names: &["queries"],
        versions: &[],
        groups: &[],
        symbols: [
            ::ffi_runtime::macro_support::SymbolDeclaration::required(&["run"]),
            ::ffi_runtime::macro_support::SymbolDeclaration::required(&["interrupt"]),
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
                <<&Database as ::ffi_runtime::ForeignArgument>::Raw as ::ffi_runtime::ForeignType>::TYPE,
                ::ffi_runtime::Type::Pointer,
                <&mut [Row] as ::ffi_runtime::lowering::ForeignSlice>::TYPE,
                <c_int as ::ffi_runtime::ForeignType>::TYPE,
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
        [::ffi_runtime::Type<'static>; 1],
        ::ffi_runtime::types::Enums,
    ) = {
        (
            ::ffi_runtime::Type::Void,
            [
                <<&Database as ::ffi_runtime::ForeignArgument>::Raw as ::ffi_runtime::ForeignType>::TYPE,
            ],
            ::ffi_runtime::types::Enums::None,
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
        ("run", __FFI_SIGNATURE_0.signature()),
        ("interrupt", __FFI_SIGNATURE_1.signature()),
    ];
    ::ffi_runtime::macro_support::ways_in! {
        [] Queries
        " Searches for the library `queries` loads it and finds its functions.\n\n# Errors\n\nIf no candidate can be loaded, or required functions are missing; the error names what was tried, and every missing function."
        __FFI_DECLARATION __FFI_SIGNATURES Bound[global] [] [] [] []
    }
    /** Signatures are right.

# Safety

They are.*/
    unsafe trait _Promise {}
    impl Queries {
        /** Calls `run` on this thread: [`run`](Self::run) without a worker thread.

In C: `run(database: &Database, text: terminated &str, rows: pointer of &mut [Row], count: c_int) -> Code`

# Errors

If the function fails, or an argument cannot be passed to it.*/
        #[inline]
        fn blocking_run(
            &self,
            database: &Database,
            text: &str,
            rows: &mut [Row],
        ) -> ::core::result::Result<(), <Code as ::ffi_runtime::Status>::Error> {
            let address = self
                .__ffi_bound
                .required(__FfiIndex::Member0 as ::core::primitive::usize);
            let __ffi_value_3 = match ::ffi_runtime::lowering::length::<
                c_int,
            >(
                <&mut [Row] as ::ffi_runtime::lowering::ForeignSlice>::elements(&rows)
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
            let mut __ffi_buffer_1 = ::core::default::Default::default();
            let __ffi_value_1 = match <&str as ::ffi_runtime::lowering::Terminated>::terminate(
                text,
                &mut __ffi_buffer_1,
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
            let __ffi_value_0 = <&Database as ::ffi_runtime::ForeignArgument>::into_raw(
                database,
            );
            let __ffi_value_2 = <&mut [Row] as ::ffi_runtime::lowering::ForeignSlice>::into_pointer(
                rows,
            );
            let __ffi_returned: ::ffi_runtime::lowering::Unchecked<Code> = unsafe {
                __FFI_SIGNATURE_0
                    .call_4(
                        address,
                        __ffi_value_0,
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
                    return ::core::result::Result::Err(__ffi_error);
                }
            };
            ::core::result::Result::Ok(())
        }
        ::ffi_runtime::macro_support::needs_offload! {}
        /// Runs a query.
        /**

On a worker thread, which owns the arguments; [`blocking_run`](Self::blocking_run) waits for the function. The values of `&mut` parameters come back with the result.

In C: `run(database: &Database, text: terminated &str, rows: pointer of &mut [Row], count: c_int) -> Code`

# Errors

If the function fails, or an argument cannot be passed to it.*/
        fn run<__FfiOwned2: ::ffi_runtime::macro_support::LendMut<[Row]>>(
            &self,
            database: impl ::ffi_runtime::macro_support::Lend<Database>,
            text: impl ::ffi_runtime::macro_support::Lend<str>,
            mut rows: __FfiOwned2,
        ) -> ::ffi_runtime::macro_support::Offloaded<
            (
                ::core::result::Result<(), <Code as ::ffi_runtime::Status>::Error>,
                __FfiOwned2,
            ),
        > {
            let __ffi_library = ::core::clone::Clone::clone(self);
            ::ffi_runtime::macro_support::stoppable_on_worker::<
                (
                    ::core::result::Result<(), <Code as ::ffi_runtime::Status>::Error>,
                    __FfiOwned2,
                ),
            >(
                "run",
                move |__ffi_running| {
                    let __ffi_returned = {
                        let __ffi_guard_0 = ::ffi_runtime::macro_support::Lend::<
                            Database,
                        >::lend(&database);
                        let __ffi_lent_0 = &*__ffi_guard_0;
                        let __ffi_guard_1 = ::ffi_runtime::macro_support::Lend::<
                            str,
                        >::lend(&text);
                        let __ffi_lent_1 = &*__ffi_guard_1;
                        let mut __ffi_guard_2 = ::ffi_runtime::macro_support::LendMut::<
                            [Row],
                        >::lend_mut(&mut rows);
                        let __ffi_lent_2 = &mut *__ffi_guard_2;
                        let __ffi_stop = || {
                            let _ = __ffi_library.interrupt(__ffi_lent_0);
                            true
                        };
                        let __ffi_function = || {
                            __ffi_library
                                .blocking_run(__ffi_lent_0, __ffi_lent_1, __ffi_lent_2)
                        };
                        unsafe { __ffi_running.stoppable(&__ffi_stop, __ffi_function) }?
                    };
                    ::core::option::Option::Some((__ffi_returned, rows))
                },
            )
        }
        #[inline]
        fn interrupt(&self, database: &Database) -> () {
            let address = self
                .__ffi_bound
                .required(__FfiIndex::Member1 as ::core::primitive::usize);
            let __ffi_value_0 = <&Database as ::ffi_runtime::ForeignArgument>::into_raw(
                database,
            );
            unsafe { __FFI_SIGNATURE_1.call_1(address, __ffi_value_0) }
        }
    }
    /// The lowered methods of [`Queries`] with C's own arguments and results.
    #[derive(::core::clone::Clone, ::core::marker::Copy)]
    struct __FfiRaw<'__ffi>(&'__ffi Queries);
    impl Queries {
        /// The lowered methods with C's own arguments and results.
        #[must_use]
        #[inline]
        const fn raw(&self) -> __FfiRaw<'_> {
            __FfiRaw(self)
        }
    }
    impl __FfiRaw<'_> {
        /** Calls `run` as C has it.

# Safety

The arguments are right for the function.*/
        #[inline]
        unsafe fn run(
            &self,
            database: <&Database as ::ffi_runtime::ForeignArgument>::Raw,
            text: *const <&str as ::ffi_runtime::lowering::Terminated>::Unit,
            rows: <&mut [Row] as ::ffi_runtime::lowering::ForeignSlice>::Pointer,
            count: c_int,
        ) -> Code {
            let address = self
                .0
                .__ffi_bound
                .required(__FfiIndex::Member0 as ::core::primitive::usize);
            {
                let __ffi_returned: ::ffi_runtime::lowering::Unchecked<Code> = unsafe {
                    __FFI_SIGNATURE_0.call_4(address, database, text, rows, count)
                };
                unsafe { __ffi_returned.checked_or_panic() }
            }
        }
    }
};
