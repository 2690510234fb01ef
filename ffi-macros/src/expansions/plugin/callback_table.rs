/// An allocator.
/**
 A value that is [`AllocatorMethods`] implements this table of callbacks: `new`, `local`, `scoped` and `scoped_sync` make it.*/
#[repr(transparent)]
pub struct Allocator {
    __ffi_table: ::ffi_runtime::macro_support::TableFields<__FfiAllocatorFields>,
}
#[doc(hidden)]
#[derive(::ffi_runtime::ForeignType)]
#[foreign(crate = ::ffi_runtime)]
#[repr(C)]
pub struct __FfiAllocatorFields {
    data: *mut c_void,
    allocate: unsafe extern "C" fn(data: *mut c_void, size: usize) -> *mut c_void,
    log: ::core::option::Option<
        unsafe extern "C" fn(
            data: *mut c_void,
            text: <&'static CStr as ::ffi_runtime::lowering::ForeignResult<()>>::Raw,
        ),
    >,
    limit: c_int,
}
/// The functions of [`Allocator`], as methods of the value that implements it.
pub trait AllocatorMethods: ::core::marker::Sized {
    /// The field `allocate` of the table.
    fn allocate(&self, size: usize) -> *mut c_void;
    /// The field `log` of the table.
    /**
 C may find this function missing: `None` gives it a null pointer.*/
    const LOG: ::core::option::Option<fn(&Self, &CStr)> = ::core::option::Option::None;
    /// The field `limit` of the table.
    /**
 It is asked for once, when the table is made.*/
    fn limit(&self) -> c_int {
        64
    }
}
const _: () = {
    #[derive(::core::clone::Clone, ::core::marker::Copy)]
    #[repr(transparent)]
    struct __ffi_allocate {
        __ffi_function: unsafe extern "C" fn(
            data: *mut c_void,
            size: usize,
        ) -> *mut c_void,
    }
    const _: () = {
        ::ffi_runtime::macro_support::signature! {
            __ffi_allocate, "Allocator::allocate", C, "C"(* mut c_void, usize) -> * mut
            c_void, [0 __ffi_argument_0 => value * mut c_void, 1 __ffi_argument_1 =>
            value usize] -> value * mut c_void, { fn __ffi_on_panic() -> * mut c_void {
            null_mut() } ::core::option::Option::Some(__ffi_on_panic) }, { type Arguments
            = (* mut c_void, usize,); type Output = * mut c_void; const USER_DATA :
            ::core::option::Option < ::core::primitive::usize > =
            ::core::option::Option::Some(0); }
        }
        unsafe impl ::ffi_runtime::macro_support::UserData for __ffi_allocate {
            #[inline(always)]
            fn user_data(
                __ffi_arguments: &<Self as ::ffi_runtime::macro_support::Handled>::Arguments,
            ) -> *mut ::core::ffi::c_void {
                let __ffi_pointer: *const ::core::ffi::c_void = __ffi_arguments.0;
                __ffi_pointer.cast_mut()
            }
        }
        unsafe impl<
            __FfiValue: AllocatorMethods,
        > ::ffi_runtime::macro_support::Method<__FfiValue> for __ffi_allocate {
            #[inline(always)]
            fn call(
                __ffi_value: &__FfiValue,
                (
                    _,
                    __ffi_argument_1,
                ): <Self as ::ffi_runtime::macro_support::Handled>::Arguments,
            ) -> <Self as ::ffi_runtime::macro_support::Handled>::Output {
                <__FfiValue as AllocatorMethods>::allocate(__ffi_value, __ffi_argument_1)
            }
        }
    };
    #[derive(::core::clone::Clone, ::core::marker::Copy)]
    #[repr(transparent)]
    struct __ffi_log {
        __ffi_function: unsafe extern "C" fn(
            data: *mut c_void,
            text: <&'static CStr as ::ffi_runtime::lowering::ForeignResult<()>>::Raw,
        ),
    }
    const _: () = {
        ::ffi_runtime::macro_support::signature! {
            __ffi_log, "Allocator::log", C, "C"(* mut c_void, < & 'static CStr as
            ::ffi_runtime::lowering::ForeignResult < () > > ::Raw) -> (), [0
            __ffi_argument_0 => value * mut c_void, 1 __ffi_argument_1 => value < &
            'static CStr as ::ffi_runtime::lowering::ForeignResult < () > > ::Raw] ->
            value(), ::core::option::Option::None, { type Arguments = (* mut c_void, < &
            'static CStr as ::ffi_runtime::lowering::ForeignResult < () > > ::Raw,); type
            Output = (); const USER_DATA : ::core::option::Option <
            ::core::primitive::usize > = ::core::option::Option::Some(0); }
        }
        unsafe impl ::ffi_runtime::macro_support::UserData for __ffi_log {
            #[inline(always)]
            fn user_data(
                __ffi_arguments: &<Self as ::ffi_runtime::macro_support::Handled>::Arguments,
            ) -> *mut ::core::ffi::c_void {
                let __ffi_pointer: *const ::core::ffi::c_void = __ffi_arguments.0;
                __ffi_pointer.cast_mut()
            }
        }
        unsafe impl<
            __FfiValue: AllocatorMethods,
        > ::ffi_runtime::macro_support::Method<__FfiValue> for __ffi_log {
            #[inline(always)]
            fn call(
                __ffi_value: &__FfiValue,
                (
                    _,
                    __ffi_argument_1,
                ): <Self as ::ffi_runtime::macro_support::Handled>::Arguments,
            ) -> <Self as ::ffi_runtime::macro_support::Handled>::Output {
                match <__FfiValue as AllocatorMethods>::LOG {
                    ::core::option::Option::Some(__ffi_method) => {
                        __ffi_method(
                            __ffi_value,
                            unsafe {
                                <_ as ::ffi_runtime::lowering::ForeignResult<
                                    (),
                                >>::from_raw(__ffi_argument_1, &())
                            },
                        )
                    }
                    ::core::option::Option::None => {
                        ::core::unreachable!("C got no function")
                    }
                }
            }
        }
    };
    const _: () = {
        let _: fn(Option<()>) -> ::core::option::Option<()> = |__ffi_same| __ffi_same;
    };
    const _: () = {
        use ::ffi_runtime::macro_support::AnyField as _;
        ::core::assert!(
            ! ::ffi_runtime::macro_support::FieldType:: < c_int > ::IS_CALLBACK,
            "the field `limit` is a callback type with user data, which needs the pointer of its own closure: write its function pointer out here, and a method of the value that implements the table is called"
        );
    };
    unsafe impl ::ffi_runtime::macro_support::DeclaredTable for Allocator {
        const NAME: &'static ::core::primitive::str = ::core::concat!(
            ::core::module_path!(), "::", "Allocator"
        );
        const LOCATION: (&'static ::core::primitive::str, ::core::primitive::u32) = (
            ::core::file!(),
            ::core::line!(),
        );
        type Fields = __FfiAllocatorFields;
        fn of_fields(
            __ffi_table: ::ffi_runtime::macro_support::TableFields<__FfiAllocatorFields>,
        ) -> Self {
            Self { __ffi_table }
        }
        fn fields(
            &self,
        ) -> &::ffi_runtime::macro_support::TableFields<__FfiAllocatorFields> {
            &self.__ffi_table
        }
        fn user_data(__ffi_fields: &__FfiAllocatorFields) -> *mut ::core::ffi::c_void {
            let __ffi_pointer: *const ::core::ffi::c_void = __ffi_fields.data;
            __ffi_pointer.cast_mut()
        }
        fn set_user_data(
            __ffi_fields: &mut __FfiAllocatorFields,
            __ffi_pointer: *mut ::core::ffi::c_void,
        ) {
            __ffi_fields.data = __ffi_pointer;
        }
    }
    unsafe impl<
        __FfiValue: AllocatorMethods,
    > ::ffi_runtime::macro_support::ImplementedBy<__FfiValue> for Allocator {
        fn made<__FfiKind: ::ffi_runtime::macro_support::ContextKind<Self, __FfiValue>>(
            __ffi_value: &__FfiValue,
        ) -> __FfiAllocatorFields {
            __FfiAllocatorFields {
                data: ::core::ptr::null_mut(),
                allocate: <__FfiKind as ::ffi_runtime::macro_support::ContextKind<
                    Self,
                    __FfiValue,
                >>::function::<__ffi_allocate>()
                    .__ffi_function,
                log: match <__FfiValue as AllocatorMethods>::LOG {
                    ::core::option::Option::Some(_) => {
                        ::core::option::Option::Some(
                            <__FfiKind as ::ffi_runtime::macro_support::ContextKind<
                                Self,
                                __FfiValue,
                            >>::function::<__ffi_log>()
                                .__ffi_function,
                        )
                    }
                    ::core::option::Option::None => ::core::option::Option::None,
                },
                limit: <__FfiValue as AllocatorMethods>::limit(__ffi_value),
            }
        }
    }
    unsafe impl ::ffi_runtime::ForeignType for Allocator {
        const TYPE: ::ffi_runtime::Type<'static> = <::ffi_runtime::macro_support::TableFields<
            __FfiAllocatorFields,
        > as ::ffi_runtime::ForeignType>::TYPE;
        const CLOSED: ::ffi_runtime::types::Closed = <::ffi_runtime::macro_support::TableFields<
            __FfiAllocatorFields,
        > as ::ffi_runtime::ForeignType>::CLOSED;
        const ENUMS: ::ffi_runtime::types::Enums = <::ffi_runtime::macro_support::TableFields<
            __FfiAllocatorFields,
        > as ::ffi_runtime::ForeignType>::ENUMS;
        const REFERENCE: ::ffi_runtime::types::TypeReference = ::ffi_runtime::types::TypeReference::Named(
            "Allocator",
        );
        const INFO: &'static ::ffi_runtime::types::TypeInfo = &const {
            ::ffi_runtime::types::TypeInfo {
                reference: <Self as ::ffi_runtime::ForeignType>::REFERENCE,
                ..*<__FfiAllocatorFields as ::ffi_runtime::ForeignType>::INFO
            }
        };
    }
    impl ::core::fmt::Debug for Allocator {
        fn fmt(
            &self,
            __ffi_formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            let __ffi_data = ::ffi_runtime::macro_support::user_data_of(self);
            __ffi_formatter.debug_tuple("Allocator").field(&__ffi_data).finish()
        }
    }
    impl Allocator {
        /** The payload of a panic in a method of this type of table that was not taken yet, the earliest of its function.

C got the value of `on_panic` for it. Panics in `scoped` and `scoped_sync` are not among them: these raise them again themselves. With `panic = "abort"` there is none: the process ends.*/
        pub fn take_panic() -> ::core::option::Option<
            ::std::boxed::Box<dyn ::core::any::Any + ::core::marker::Send>,
        > {
            if let ::core::option::Option::Some(__ffi_payload) = <__ffi_allocate as ::ffi_runtime::macro_support::Signature>::panics()
                .take()
            {
                return ::core::option::Option::Some(__ffi_payload);
            }
            ::core::option::Option::None
        }
    }
};
impl Allocator {
    /** Makes a table of a value, for C to call on any thread.

The value is `Send`, `Sync` and `'static`: several threads may call its methods at once. C gets a reference to the returned owner, as one to the table, or `as_ptr()`.

The table can be used as long as the owner lives. Drop the owner only when C begins no more calls: that is the duty of whoever gave C the table, and a call that comes later is undefined behaviour. Calls that are running go on, and the value is dropped when the last one has returned. `into_static` keeps the value for ever, and `into_foreign` has C free it.*/
    #[must_use = "when this is dropped, C must not call any more"]
    pub fn new<T>(value: T) -> ::ffi_runtime::callback::CallbackTable<Self, T>
    where
        T: AllocatorMethods + ::core::marker::Send + ::core::marker::Sync + 'static,
    {
        ::ffi_runtime::callback::CallbackTable::new(value)
    }
    /** Makes a table of a value, for C to call on this thread, also while a call of it runs.

The value is `'static`: its methods change it through a `Cell` or a `RefCell`. A call on another thread ends the process with a message. The table can be used as long as the returned owner lives, as with `new`.*/
    #[must_use = "when this is dropped, C must not call any more"]
    pub fn local<T>(value: T) -> ::ffi_runtime::callback::LocalCallbackTable<Self, T>
    where
        T: AllocatorMethods + 'static,
    {
        ::ffi_runtime::callback::LocalCallbackTable::new(value)
    }
    /** Runs `body` with a table of a borrowed value that C can call while `body` runs; returns what `body` returns.

This thread calls the methods, also while one of them runs. A call on another thread ends the process with a message, and a call after `body` has returned is undefined behaviour: that there is none is the duty of whoever gave C the table. If a function with `on_panic` panicked, the panic goes on when `body` has returned.*/
    pub fn scoped<T: AllocatorMethods, R>(
        value: &T,
        body: impl ::core::ops::FnOnce(&Self) -> R,
    ) -> R {
        ::ffi_runtime::macro_support::table_scoped(value, body)
    }
    /** Runs `body` with a table of a borrowed value that C can call on any thread while `body` runs; returns what `body` returns.

The value is `Sync`: several threads may call its methods at once. Otherwise as `scoped`.*/
    pub fn scoped_sync<T: AllocatorMethods + ::core::marker::Sync, R>(
        value: &T,
        body: impl ::core::ops::FnOnce(&Self) -> R,
    ) -> R {
        ::ffi_runtime::macro_support::table_scoped_sync(value, body)
    }
}
