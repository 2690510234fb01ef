/// A filter.
pub struct Filter {
    __ffi_bound: ::ffi_runtime::macro_support::BoundTable<Filter>,
    __ffi_thread: ::core::marker::PhantomData<::core::cell::Cell<()>>,
}
/// The functions of [`Filter`], as methods of a value that implements it.
pub trait FilterMethods: ::core::marker::Sized + ::core::marker::Send + 'static {
    /// Saves the state of an instance, and gives it to one of a newer generation. `None` if it has no state that
    /// outlives it.
    const STATE: ::core::option::Option<::ffi_runtime::plugin::State<Self>> = ::core::option::Option::None;
    /// Makes an instance of the plugin.
    ///
    /// # Errors
    ///
    /// If there is none; the host gets the text.
    fn create(
        host: Host,
        start: &::ffi_runtime::plugin::Start<'_>,
    ) -> ::core::result::Result<Self, ::ffi_runtime::plugin::StartError>;
    /// Processes a picture.
    fn process(
        &mut self,
        frame: &mut Frame,
        title: &str,
    ) -> ::core::result::Result<f64, <Code as ::ffi_runtime::Status>::Error>;
    /// The function `name` of the interface.
    /**
 `None` makes an object without this function.*/
    #[allow(clippy::type_complexity, reason = "the function has this signature")]
    const NAME: ::core::option::Option<
        for<'__ffi> fn(&'__ffi Self, bool) -> Option<&'__ffi CStr>,
    > = ::core::option::Option::None;
}
const _: () = {
    fn address() {}
    fn __ffi_object() {}
    fn frame() {}
    fn title() {}
    fn size() {}
    fn level() {}
    fn is_long() {}
    #[repr(usize)]
    enum __FfiIndex {
        Member0,
        Member1,
        Count,
    }
    #[repr(C)]
    pub struct __FfiEntries {
        Member0: ::core::option::Option<::ffi_runtime::CodePointer>,
        Member1: ::core::option::Option<::ffi_runtime::CodePointer>,
    }
    #[repr(C)]
    pub struct __FfiLayout {
        head: ::ffi_runtime::macro_support::InterfaceHeader,
        entries: __FfiEntries,
    }
    struct __FfiHeader;
    impl ::ffi_runtime::macro_support::TableHeader for __FfiHeader {
        type Header = ::ffi_runtime::macro_support::InterfaceHeader;
        fn length(
            header: &::ffi_runtime::macro_support::InterfaceHeader,
        ) -> ::ffi_runtime::macro_support::Length {
            ::ffi_runtime::macro_support::Length::Size(
                ::ffi_runtime::macro_support::TableLength::number(header.size),
            )
        }
    }
    const __FFI_DECLARATION: &::ffi_runtime::macro_support::TableDeclaration = &::ffi_runtime::macro_support::TableDeclaration {
        item: "Filter",
        base: ::core::option::Option::None,
        first: ::core::mem::offset_of!(__FfiLayout, entries),
        length: ::core::option::Option::Some(
            ::ffi_runtime::macro_support::length_of::<__FfiHeader>,
        ),
        on_main_thread: false,
        entries: &[
            ::ffi_runtime::macro_support::EntryDeclaration::new(
                ::ffi_runtime::macro_support::SymbolDeclaration::required(&["process"]),
                ::core::mem::offset_of!(__FfiLayout, entries.Member0),
            ),
            ::ffi_runtime::macro_support::EntryDeclaration::new(
                ::ffi_runtime::macro_support::SymbolDeclaration::required(&["name"])
                    .optional()
                    .since("2.1"),
                ::core::mem::offset_of!(__FfiLayout, entries.Member1),
            ),
        ],
    };
    unsafe impl ::ffi_runtime::macro_support::ForeignTable for Filter {
        type Base = ::ffi_runtime::macro_support::RawTable;
        const DECLARATION: &'static ::ffi_runtime::macro_support::TableDeclaration = __FFI_DECLARATION;
    }
    const __FFI_TYPES_0: (
        ::ffi_runtime::Type<'static>,
        [::ffi_runtime::Type<'static>; 5],
        ::ffi_runtime::types::Enums,
    ) = {
        (
            <Code as ::ffi_runtime::ForeignType>::TYPE,
            [
                <<::ffi_runtime::macro_support::Object as ::ffi_runtime::ForeignArgument>::Raw as ::ffi_runtime::ForeignType>::TYPE,
                ::ffi_runtime::macro_support::mutable::<Frame>(),
                <&str as ::ffi_runtime::lowering::ForeignSlice>::TYPE,
                <u32 as ::ffi_runtime::ForeignType>::TYPE,
                ::ffi_runtime::Type::Pointer,
            ],
            ::ffi_runtime::types::Enums::None,
        )
    };
    ::ffi_runtime::macro_support::declared! {
        __FFI_SIGNATURE_0, __FfiSignature_0, C __FFI_TYPES_0::core::option::Option::None,
        extern "C" fn (__FfiArgument0, __FfiArgument1, __FfiArgument2, __FfiArgument3,
        __FfiArgument4,), shared call_5[0 __ffi_value_0 : __FfiArgument0, 1 __ffi_value_1
        : __FfiArgument1, 2 __ffi_value_2 : __FfiArgument2, 3 __ffi_value_3 :
        __FfiArgument3, 4 __ffi_value_4 : __FfiArgument4]
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
                Filter,
            >>::Raw as ::ffi_runtime::ForeignType>::TYPE,
            [
                <<::ffi_runtime::macro_support::Object as ::ffi_runtime::ForeignArgument>::Raw as ::ffi_runtime::ForeignType>::TYPE,
                <<bool as ::ffi_runtime::ForeignArgument>::Raw as ::ffi_runtime::ForeignType>::TYPE,
            ],
            <<Option<
                &CStr,
            > as ::ffi_runtime::lowering::ForeignResult<
                Filter,
            >>::Raw as ::ffi_runtime::ForeignType>::ENUMS,
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
        ("process", __FFI_SIGNATURE_0.signature()),
        ("name", __FFI_SIGNATURE_1.signature()),
    ];
    ::ffi_runtime::macro_support::table_ways_in! {
        [pub] Filter __FFI_DECLARATION __FFI_SIGNATURES[interface] [__ffi_thread] []
    }
    /** Signatures are right.

# Safety

They are.*/
    unsafe trait _Promise {}
    impl Filter {
        /// Processes a picture.
        /**

In C: `process(frame: &mut Frame, title: pointer of &str, size: u32, level: *mut f64) -> Code`

# Errors

If the function fails, or an argument cannot be passed to it.*/
        #[inline]
        pub fn process(
            &mut self,
            frame: &mut Frame,
            title: &str,
        ) -> ::core::result::Result<f64, <Code as ::ffi_runtime::Status>::Error> {
            let address = self
                .__ffi_bound
                .required(__FfiIndex::Member0 as ::core::primitive::usize);
            let __ffi_value_3 = match ::ffi_runtime::lowering::length::<
                u32,
            >(
                <&str as ::ffi_runtime::lowering::ForeignSlice>::elements(&title)
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
            let __ffi_object = self.__ffi_bound.object();
            let __ffi_value_0 = <::ffi_runtime::macro_support::Object as ::ffi_runtime::ForeignArgument>::into_raw(
                __ffi_object,
            );
            {
                use ::ffi_runtime::macro_support::AnyBehind as _;
                ::ffi_runtime::macro_support::Behind::<Frame>::check(&*frame);
            }
            let __ffi_value_2 = <&str as ::ffi_runtime::lowering::ForeignSlice>::into_pointer(
                title,
            );
            let mut __ffi_slot_4 = ::ffi_runtime::lowering::slot::<f64, Self>(self);
            let __ffi_value_4 = (&mut __ffi_slot_4).as_mut_ptr();
            let __ffi_returned: ::ffi_runtime::lowering::Unchecked<Code> = unsafe {
                __FFI_SIGNATURE_0
                    .call_5(
                        address,
                        __ffi_value_0,
                        frame,
                        __ffi_value_2,
                        __ffi_value_3,
                        __ffi_value_4,
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
            let __ffi_out_4: f64 = unsafe {
                ::ffi_runtime::lowering::taken(__ffi_slot_4, self)
            };
            ::core::result::Result::Ok(__ffi_out_4)
        }
        /** Calls `name`.

Since version 2.1 of the table.

In C: `name(is_long: bool) -> Option<&CStr>`

# Errors

If the table does not have it.*/
        #[inline]
        pub fn name(
            &self,
            is_long: bool,
        ) -> ::core::result::Result<Option<&CStr>, ::ffi_runtime::MissingSymbol> {
            let address = self
                .__ffi_bound
                .optional(__FfiIndex::Member1 as ::core::primitive::usize)?;
            ::core::result::Result::Ok({
                let __ffi_object = self.__ffi_bound.object();
                let __ffi_value_0 = <::ffi_runtime::macro_support::Object as ::ffi_runtime::ForeignArgument>::into_raw(
                    __ffi_object,
                );
                let __ffi_value_1 = <bool as ::ffi_runtime::ForeignArgument>::into_raw(
                    is_long,
                );
                let __ffi_returned: <Option<
                    &CStr,
                > as ::ffi_runtime::lowering::ForeignResult<Filter>>::Raw = unsafe {
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
            })
        }
        /// Whether the table has `name`.
        #[must_use]
        pub fn has_name(&self) -> ::core::primitive::bool {
            self.__ffi_bound.has(__FfiIndex::Member1 as ::core::primitive::usize)
        }
    }
    /// The lowered methods of [`Filter`] with C's own arguments and results.
    #[derive(::core::clone::Clone, ::core::marker::Copy)]
    pub struct __FfiRaw<'__ffi>(&'__ffi Filter);
    impl Filter {
        /// The lowered methods with C's own arguments and results.
        #[must_use]
        #[inline]
        pub const fn raw(&self) -> __FfiRaw<'_> {
            __FfiRaw(self)
        }
    }
    impl __FfiRaw<'_> {
        /** Calls `process` as C has it.

# Safety

The arguments are right for the function.*/
        #[inline]
        pub unsafe fn process(
            &self,
            frame: &mut Frame,
            title: <&str as ::ffi_runtime::lowering::ForeignSlice>::Pointer,
            size: u32,
            level: *mut <f64 as ::ffi_runtime::lowering::ForeignResult<Filter>>::Raw,
        ) -> Code {
            let address = self
                .0
                .__ffi_bound
                .required(__FfiIndex::Member0 as ::core::primitive::usize);
            let __ffi_object = self.0.__ffi_bound.object();
            {
                let __ffi_returned: ::ffi_runtime::lowering::Unchecked<Code> = unsafe {
                    __FFI_SIGNATURE_0
                        .call_5(address, __ffi_object, frame, title, size, level)
                };
                unsafe { __ffi_returned.checked_or_panic() }
            }
        }
        /** Calls `name` as C has it.

# Safety

The arguments are right for the function.*/
        #[inline]
        pub unsafe fn name(
            &self,
            is_long: <bool as ::ffi_runtime::ForeignArgument>::Raw,
        ) -> ::core::result::Result<
            <Option<&CStr> as ::ffi_runtime::lowering::ForeignResult<Filter>>::Raw,
            ::ffi_runtime::MissingSymbol,
        > {
            let address = self
                .0
                .__ffi_bound
                .optional(__FfiIndex::Member1 as ::core::primitive::usize)?;
            let __ffi_object = self.0.__ffi_bound.object();
            ::core::result::Result::Ok(unsafe {
                __FFI_SIGNATURE_1.call_2(address, __ffi_object, is_long)
            })
        }
    }
    #[allow(clippy::too_many_arguments, reason = "the function has as many")]
    unsafe extern "C" fn __ffi_function_0<__FfiValue: FilterMethods>(
        __ffi_object: *mut ::core::ffi::c_void,
        __ffi_given_1: *mut Frame,
        __ffi_given_2: <&'static str as ::ffi_runtime::lowering::ForeignSlice>::Pointer,
        __ffi_given_3: ::core::mem::MaybeUninit<u32>,
        __ffi_given_4: *mut <f64 as ::ffi_runtime::ForeignArgument>::Raw,
    ) -> Code {
        const _: () = ::ffi_runtime::macro_support::check_function!(
            C, Code, [* mut ::core::ffi::c_void, & 'static mut Frame, < & 'static str as
            ::ffi_runtime::lowering::ForeignSlice > ::Pointer, u32, * mut < f64 as
            ::ffi_runtime::ForeignArgument > ::Raw]
        );
        static __FFI_CALLED: ::ffi_runtime::macro_support::Called = ::ffi_runtime::macro_support::Called {
            interface: ::core::concat!(::core::module_path!(), "::", "Filter"),
            function: "process",
            location: (::core::file!(), ::core::line!()),
        };
        let __ffi_body = move || -> Code {
            use ::ffi_runtime::macro_support::{AnyBehind as _, AnyGiven as _};
            let __ffi_value_3 = match ::ffi_runtime::macro_support::length::<
                u32,
            >(
                match unsafe {
                    ::ffi_runtime::macro_support::Given::<u32>::take(__ffi_given_3)
                } {
                    ::core::result::Result::Ok(__ffi_taken) => __ffi_taken,
                    ::core::result::Result::Err(_) => {
                        return <Code as ::ffi_runtime::plugin::ReturnedStatus>::REFUSED;
                    }
                },
            ) {
                ::core::result::Result::Ok(__ffi_taken) => __ffi_taken,
                ::core::result::Result::Err(_) => {
                    return <Code as ::ffi_runtime::plugin::ReturnedStatus>::REFUSED;
                }
            };
            let mut __ffi_out_1 = match unsafe {
                ::ffi_runtime::macro_support::Behind::<Frame>::whole(__ffi_given_1, true)
            } {
                ::core::result::Result::Ok(__ffi_taken) => __ffi_taken,
                ::core::result::Result::Err(_) => {
                    return <Code as ::ffi_runtime::plugin::ReturnedStatus>::REFUSED;
                }
            };
            let __ffi_value_1: &'static mut Frame = match unsafe {
                ::ffi_runtime::macro_support::reference_mut(__ffi_out_1.as_ptr())
            } {
                ::core::result::Result::Ok(__ffi_taken) => __ffi_taken,
                ::core::result::Result::Err(_) => {
                    return <Code as ::ffi_runtime::plugin::ReturnedStatus>::REFUSED;
                }
            };
            let __ffi_value_2 = match unsafe {
                <&'static str as ::ffi_runtime::macro_support::GivenSlice>::given(
                    __ffi_given_2,
                    __ffi_value_3,
                    true,
                )
            } {
                ::core::result::Result::Ok(__ffi_taken) => __ffi_taken,
                ::core::result::Result::Err(_) => {
                    return <Code as ::ffi_runtime::plugin::ReturnedStatus>::REFUSED;
                }
            };
            let __ffi_value_4 = match ::ffi_runtime::macro_support::place(
                __ffi_given_4,
            ) {
                ::core::result::Result::Ok(__ffi_taken) => __ffi_taken,
                ::core::result::Result::Err(_) => {
                    return <Code as ::ffi_runtime::plugin::ReturnedStatus>::REFUSED;
                }
            };
            let __ffi_value = unsafe {
                ::ffi_runtime::macro_support::value_mut::<__FfiValue>(__ffi_object)
            };
            let __ffi_outcome = <__FfiValue as FilterMethods>::process(
                __ffi_value,
                __ffi_value_1,
                __ffi_value_2,
            );
            match __ffi_outcome {
                ::core::result::Result::Ok(__ffi_out_4) => {
                    let __ffi_out_4 = <f64 as ::ffi_runtime::ForeignArgument>::into_raw(
                        __ffi_out_4,
                    );
                    unsafe {
                        ::ffi_runtime::macro_support::write(__ffi_value_4, __ffi_out_4)
                    }
                    <Code as ::ffi_runtime::plugin::ReturnedStatus>::SUCCESS
                }
                ::core::result::Result::Err(__ffi_error) => {
                    <Code as ::ffi_runtime::plugin::ReturnedStatus>::from_error(
                        __ffi_error,
                    )
                }
            }
        };
        unsafe {
            ::ffi_runtime::macro_support::run(
                __ffi_object,
                &__FFI_CALLED,
                ::core::option::Option::Some(|| {
                    <Code as ::ffi_runtime::plugin::ReturnedStatus>::PANICKED
                }),
                __ffi_body,
            )
        }
    }
    #[allow(clippy::too_many_arguments, reason = "the function has as many")]
    unsafe extern "C" fn __ffi_function_1<__FfiValue: FilterMethods>(
        __ffi_object: *mut ::core::ffi::c_void,
        __ffi_given_1: ::core::mem::MaybeUninit<bool>,
    ) -> <Option<&'static CStr> as ::ffi_runtime::ForeignArgument>::Raw {
        const _: () = ::ffi_runtime::macro_support::check_function!(
            C, < Option < & 'static CStr > as ::ffi_runtime::ForeignArgument > ::Raw, [*
            mut ::core::ffi::c_void, bool]
        );
        static __FFI_CALLED: ::ffi_runtime::macro_support::Called = ::ffi_runtime::macro_support::Called {
            interface: ::core::concat!(::core::module_path!(), "::", "Filter"),
            function: "name",
            location: (::core::file!(), ::core::line!()),
        };
        let __ffi_body = move || -> <Option<
            &'static CStr,
        > as ::ffi_runtime::ForeignArgument>::Raw {
            use ::ffi_runtime::macro_support::{AnyBehind as _, AnyGiven as _};
            const _: () = {
                use ::ffi_runtime::ForeignType as __FfiForeign;
                use ::ffi_runtime::macro_support::assert_spelled as __ffi_assert;
                __ffi_assert(<bool as __FfiForeign>::POINTS_TO_GROWING);
            };
            let __ffi_value_1 = match unsafe {
                ::ffi_runtime::macro_support::Given::<bool>::take(__ffi_given_1)
            } {
                ::core::result::Result::Ok(__ffi_taken) => __ffi_taken,
                ::core::result::Result::Err(__ffi_refused) => {
                    __ffi_refused.refuse("is_long")
                }
            };
            let __ffi_value = unsafe {
                ::ffi_runtime::macro_support::value::<__FfiValue>(__ffi_object)
            };
            let __ffi_outcome = {
                let ::core::option::Option::Some(__ffi_method) = <__FfiValue as FilterMethods>::NAME
                else {
                    ::core::unreachable!(
                        "a function that is not there has no place in the table"
                    )
                };
                __ffi_method(__ffi_value, __ffi_value_1)
            };
            let __ffi_kept = __ffi_outcome;
            <Option<
                &'static CStr,
            > as ::ffi_runtime::ForeignArgument>::into_raw(__ffi_kept)
        };
        unsafe {
            ::ffi_runtime::macro_support::run(
                __ffi_object,
                &__FFI_CALLED,
                ::core::option::Option::None,
                __ffi_body,
            )
        }
    }
    unsafe extern "C" fn __ffi_release<__FfiValue: FilterMethods>(
        __ffi_object: *mut ::core::ffi::c_void,
    ) {
        static __FFI_CALLED: ::ffi_runtime::macro_support::Called = ::ffi_runtime::macro_support::Called {
            interface: ::core::concat!(::core::module_path!(), "::", "Filter"),
            function: "drop",
            location: (::core::file!(), ::core::line!()),
        };
        unsafe {
            ::ffi_runtime::macro_support::release::<
                __FfiValue,
            >(__ffi_object, &__FFI_CALLED)
        }
    }
    struct __FfiTable<__FfiValue>(::core::marker::PhantomData<__FfiValue>);
    impl<__FfiValue: FilterMethods> __FfiTable<__FfiValue> {
        const TABLE: &'static __FfiLayout = &__FfiLayout {
            head: ::ffi_runtime::macro_support::InterfaceHeader {
                size: ::core::mem::size_of::<__FfiLayout>(),
                retain: ::core::option::Option::None,
                release: ::core::option::Option::Some(__ffi_release::<__FfiValue>),
            },
            entries: __FfiEntries {
                Member0: ::ffi_runtime::macro_support::entry(
                    __ffi_function_0::<__FfiValue> as *const (),
                ),
                Member1: match <__FfiValue as FilterMethods>::NAME {
                    ::core::option::Option::Some(_) => {
                        ::ffi_runtime::macro_support::entry(
                            __ffi_function_1::<__FfiValue> as *const (),
                        )
                    }
                    ::core::option::Option::None => ::core::option::Option::None,
                },
            },
        };
        fn object(
            __ffi_value: __FfiValue,
            __ffi_name: ::core::option::Option<&'static ::core::primitive::str>,
        ) -> *mut ::core::ffi::c_void {
            ::ffi_runtime::macro_support::object(
                __ffi_value,
                ::core::ptr::from_ref(Self::TABLE).cast(),
                __ffi_name,
            )
        }
    }
    impl Filter {
        /// Makes an object of a value, in this process: what [`FilterMethods`](trait@FilterMethods) says is what the methods do.
        #[must_use]
        pub fn new(__ffi_value: impl FilterMethods) -> Self {
            fn __ffi_object<__FfiValue: FilterMethods>(
                __ffi_value: __FfiValue,
            ) -> *mut ::core::ffi::c_void {
                __FfiTable::object(__ffi_value, ::core::option::Option::None)
            }
            let __ffi_object = __ffi_object(__ffi_value);
            match unsafe {
                Self::from_object(__ffi_object, ::ffi_runtime::macro_support::MadeHere)
            } {
                ::core::result::Result::Ok(__ffi_new) => __ffi_new,
                ::core::result::Result::Err(__ffi_error) => {
                    ::core::unreachable!("{__ffi_error}")
                }
            }
        }
    }
    const _: () = ::ffi_runtime::macro_support::check_interface(
        <Filter as ::ffi_runtime::plugin::ForeignInterface>::INTERFACE,
    );
    unsafe impl ::ffi_runtime::plugin::ForeignInterface for Filter {
        const INTERFACE: &'static ::ffi_runtime::plugin::interface::Interface = &::ffi_runtime::plugin::interface::Interface {
            name: "org.example.filter",
            version: (2, 1),
            functions: &[
                ::ffi_runtime::plugin::interface::Function {
                    name: "process",
                    since: (2, 0),
                    is_optional: false,
                    abi: "C",
                    parameters: &[
                        ::ffi_runtime::plugin::interface::Parameter {
                            name: "frame",
                            info: <&'static mut Frame as ::ffi_runtime::ForeignType>::INFO,
                            role: ::ffi_runtime::plugin::interface::Role::Value,
                        },
                        ::ffi_runtime::plugin::interface::Parameter {
                            name: "title",
                            info: <&'static u8 as ::ffi_runtime::ForeignType>::INFO,
                            role: ::ffi_runtime::plugin::interface::Role::Utf8,
                        },
                        ::ffi_runtime::plugin::interface::Parameter {
                            name: "size",
                            info: <u32 as ::ffi_runtime::ForeignType>::INFO,
                            role: ::ffi_runtime::plugin::interface::Role::Bytes(1),
                        },
                        ::ffi_runtime::plugin::interface::Parameter {
                            name: "level",
                            info: &const {
                                ::ffi_runtime::types::TypeInfo::plain(
                                    {
                                        let _: fn(
                                            ::core::ptr::NonNull<f64>,
                                        ) -> ::core::ptr::NonNull<f64> = |__ffi_same| __ffi_same;
                                        ::ffi_runtime::types::TypeReference::Pointer {
                                            to: &const {
                                                {
                                                    use ::ffi_runtime::macro_support::AnyPointee as _;
                                                    ::ffi_runtime::macro_support::Pointee::<f64>::REFERENCE
                                                        .or_opaque("f64")
                                                }
                                            },
                                            is_mutable: true,
                                        }
                                    },
                                    <::core::ptr::NonNull<
                                        f64,
                                    > as ::ffi_runtime::ForeignType>::TYPE,
                                )
                            },
                            role: ::ffi_runtime::plugin::interface::Role::Out,
                        },
                    ],
                    result: <Code as ::ffi_runtime::ForeignType>::INFO,
                    result_role: ::ffi_runtime::plugin::interface::Role::Status,
                },
                ::ffi_runtime::plugin::interface::Function {
                    name: "name",
                    since: (2, 1),
                    is_optional: true,
                    abi: "C",
                    parameters: &[
                        ::ffi_runtime::plugin::interface::Parameter {
                            name: "is_long",
                            info: <bool as ::ffi_runtime::ForeignType>::INFO,
                            role: ::ffi_runtime::plugin::interface::Role::Value,
                        },
                    ],
                    result: &const {
                        ::ffi_runtime::types::TypeInfo::plain(
                            ::ffi_runtime::types::TypeReference::Optional(
                                &const {
                                    ::ffi_runtime::types::TypeReference::Pointer {
                                        to: &const {
                                            ::ffi_runtime::types::TypeReference::Number {
                                                name: "char",
                                                ty: <::core::ffi::c_char as ::ffi_runtime::ForeignType>::TYPE,
                                            }
                                        },
                                        is_mutable: false,
                                    }
                                },
                            ),
                            ::ffi_runtime::Type::Pointer,
                        )
                    },
                    result_role: ::ffi_runtime::plugin::interface::Role::Text,
                },
            ],
            types: &[
                {
                    use ::ffi_runtime::macro_support::AnyPointee as _;
                    ::ffi_runtime::macro_support::Pointee::<Frame>::INFO
                },
                {
                    use ::ffi_runtime::macro_support::AnyPointee as _;
                    ::ffi_runtime::macro_support::Pointee::<u8>::INFO
                },
                {
                    use ::ffi_runtime::macro_support::AnyPointee as _;
                    ::ffi_runtime::macro_support::Pointee::<f64>::INFO
                },
            ],
            host: ::core::option::Option::Some(
                <Host as ::ffi_runtime::plugin::ForeignInterface>::INTERFACE,
            ),
        };
        fn raw(&self) -> &::ffi_runtime::macro_support::RawTable {
            self.__ffi_bound.raw()
        }
        unsafe fn of_object(
            __ffi_object: *mut ::core::ffi::c_void,
        ) -> ::core::result::Result<Self, ::ffi_runtime::library::TableError> {
            unsafe { Self::from_object(__ffi_object, ()) }
        }
    }
    unsafe impl ::ffi_runtime::plugin::PluginInterface for Filter {
        type Host = Host;
        const INTERFACE: &'static ::ffi_runtime::plugin::interface::Interface = <Self as ::ffi_runtime::plugin::ForeignInterface>::INTERFACE;
        fn host_object(__ffi_host: &Host) -> ::ffi_runtime::plugin::HostObject {
            ::ffi_runtime::plugin::HostObject::of(__ffi_host)
        }
        unsafe fn from_object(
            __ffi_object: *mut ::core::ffi::c_void,
            __ffi_owner: impl ::core::any::Any + ::core::marker::Send + ::core::marker::Sync,
        ) -> ::core::result::Result<Self, ::ffi_runtime::library::TableError> {
            unsafe { <Filter>::from_object(__ffi_object, __ffi_owner) }
        }
        fn as_object(&self) -> *mut ::core::ffi::c_void {
            <Filter>::as_object(self)
        }
    }
    unsafe impl<
        __FfiValue: FilterMethods,
    > ::ffi_runtime::macro_support::PluginOf<__FfiValue> for Filter {
        const STATE: ::core::option::Option<::ffi_runtime::plugin::State<__FfiValue>> = <__FfiValue as FilterMethods>::STATE;
        fn object_of(
            __ffi_value: __FfiValue,
            __ffi_name: &'static ::core::primitive::str,
        ) -> *mut ::core::ffi::c_void {
            __FfiTable::object(__ffi_value, ::core::option::Option::Some(__ffi_name))
        }
        unsafe fn create(
            __ffi_host: *mut ::core::ffi::c_void,
            __ffi_start: &::ffi_runtime::plugin::Start<'_>,
        ) -> ::core::result::Result<__FfiValue, ::ffi_runtime::plugin::StartError> {
            let __ffi_host = unsafe {
                <Host as ::ffi_runtime::plugin::ForeignInterface>::of_object(__ffi_host)
            }?;
            <__FfiValue as FilterMethods>::create(__ffi_host, __ffi_start)
        }
    }
};
