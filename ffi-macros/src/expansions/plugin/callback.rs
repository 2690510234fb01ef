/// Compares two elements.
#[derive(::core::clone::Clone, ::core::marker::Copy)]
#[repr(transparent)]
pub struct Comparator {
    __ffi_function: RawComparator,
}
/// The function pointer in a [`Comparator`]; always `unsafe` to call, for nothing keeps the closure that it may lead to.
pub type RawComparator = unsafe extern "C" fn(
    a: *const c_void,
    b: *const c_void,
) -> c_int;
/// A closure for a [`Comparator`]: `Fn` of its arguments, without user data.
pub trait ComparatorFn: ::core::ops::Fn(*const c_void, *const c_void) -> c_int {}
impl<__FfiClosure: ::core::ops::Fn(*const c_void, *const c_void) -> c_int> ComparatorFn
for __FfiClosure {}
/// A closure for a [`Comparator`]: `FnMut` of its arguments, without user data.
pub trait ComparatorFnMut: ::core::ops::FnMut(*const c_void, *const c_void) -> c_int {}
impl<
    __FfiClosure: ::core::ops::FnMut(*const c_void, *const c_void) -> c_int,
> ComparatorFnMut for __FfiClosure {}
/// A closure for a [`Comparator`]: `FnOnce` of its arguments, without user data.
pub trait ComparatorFnOnce<
    T = c_int,
>: ::core::ops::FnOnce(*const c_void, *const c_void) -> T {}
impl<
    T,
    __FfiClosure: ::core::ops::FnOnce(*const c_void, *const c_void) -> T,
> ComparatorFnOnce<T> for __FfiClosure {}
const _: () = {
    ::ffi_runtime::macro_support::signature! {
        Comparator, "Comparator", C, "C"(* const c_void, * const c_void) -> c_int, [0
        __ffi_argument_0 => value * const c_void, 1 __ffi_argument_1 => value * const
        c_void] -> value c_int, ::core::option::Option::None, { type Arguments = (* const
        c_void, * const c_void,); type Output = c_int; }
    }
    unsafe impl ::ffi_runtime::ForeignType for Comparator {
        const TYPE: ::ffi_runtime::Type<'static> = ::ffi_runtime::Type::Pointer;
        const REFERENCE: ::ffi_runtime::types::TypeReference = ::ffi_runtime::types::TypeReference::Named(
            "Comparator",
        );
        const INFO: &'static ::ffi_runtime::types::TypeInfo = &const {
            ::ffi_runtime::types::TypeInfo {
                reference: <Self as ::ffi_runtime::ForeignType>::REFERENCE,
                ty: ::ffi_runtime::Type::Pointer,
                shape: ::ffi_runtime::types::Shape::Callback(
                    &const {
                        ::ffi_runtime::types::Signature {
                            abi: "C",
                            parameters: &const {
                                [
                                    ::ffi_runtime::types::TypeReference::Optional(
                                        &const {
                                            ::ffi_runtime::types::TypeReference::Pointer {
                                                to: &const {
                                                    {
                                                        use ::ffi_runtime::macro_support::AnyPointee as _;
                                                        ::ffi_runtime::macro_support::Pointee::<c_void>::REFERENCE
                                                            .or_opaque("c_void")
                                                    }
                                                },
                                                is_mutable: false,
                                            }
                                        },
                                    ),
                                    ::ffi_runtime::types::TypeReference::Optional(
                                        &const {
                                            ::ffi_runtime::types::TypeReference::Pointer {
                                                to: &const {
                                                    {
                                                        use ::ffi_runtime::macro_support::AnyPointee as _;
                                                        ::ffi_runtime::macro_support::Pointee::<c_void>::REFERENCE
                                                            .or_opaque("c_void")
                                                    }
                                                },
                                                is_mutable: false,
                                            }
                                        },
                                    ),
                                ]
                            },
                            is_variadic: false,
                            result: ::ffi_runtime::types::TypeReference::Number {
                                name: "int",
                                ty: <c_int as ::ffi_runtime::ForeignType>::TYPE,
                            },
                        }
                    },
                ),
            }
        };
    }
    unsafe impl ::ffi_runtime::macro_support::Nullable for Comparator {}
    unsafe impl ::ffi_runtime::VariadicArgument for Comparator {
        type Promoted = Self;
        fn promote(self) -> Self {
            self
        }
    }
    impl ::core::convert::From<RawComparator> for Comparator {
        #[inline]
        fn from(__ffi_function: RawComparator) -> Self {
            Self { __ffi_function }
        }
    }
    impl ::core::cmp::PartialEq for Comparator {
        /// Whether both are the same address.
        fn eq(&self, __ffi_other: &Self) -> ::core::primitive::bool {
            ::core::ptr::fn_addr_eq(self.__ffi_function, __ffi_other.__ffi_function)
        }
    }
    impl ::core::cmp::Eq for Comparator {}
    impl ::core::hash::Hash for Comparator {
        fn hash<H: ::core::hash::Hasher>(&self, __ffi_state: &mut H) {
            ::core::hash::Hash::hash(&(self.__ffi_function as *const ()), __ffi_state);
        }
    }
    impl ::core::fmt::Debug for Comparator {
        fn fmt(
            &self,
            __ffi_formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            let __ffi_address = self.__ffi_function as *const ();
            __ffi_formatter.debug_tuple("Comparator").field(&__ffi_address).finish()
        }
    }
};
impl Comparator {
    /** Of a function that C can call already, such as an `extern` function in Rust.

Holding it is harmless: whoever calls it sees to it that it may be called. On RISC-V, a function in Rust that takes or returns a struct of one float and one pointer by value is none that C can call: rustc passes the struct otherwise.*/
    #[inline]
    #[must_use]
    pub const fn from_raw(function: RawComparator) -> Self {
        Self { __ffi_function: function }
    }
    /** The function pointer, to call it.

It is `unsafe` to call, also where the signature has no further duties: nothing keeps the closure that it may lead to. On RISC-V, Rust must not call it if it takes or returns a struct of one float and one pointer by value, which rustc passes otherwise than C: a `CallInterface` calls it as C does.*/
    #[inline]
    #[must_use]
    pub const fn raw(self) -> RawComparator {
        self.__ffi_function
    }
    /** Makes a function of a closure, for C to call on any thread.

The closure is `Fn`, `Send`, `Sync` and `'static`: several threads may call it at once. If it panics, the process ends with a message.

The function can be called as long as the returned owner lives. Drop the owner only when C begins no more calls: that is the duty of whoever gave C the function. A call that comes later ends the process with a message, as long as no other callback has got the trampoline. Calls that are running go on, and the closure is dropped when the last one has returned. `into_static` keeps the closure for ever, and `into_foreign` has C free it.

# Panics

If every trampoline is taken and the operating system refuses memory for more, or if the target has no trampolines; `try_new` returns that as an error.*/
    #[must_use = "when this is dropped, C must not call any more"]
    #[track_caller]
    pub fn new(
        closure: impl ::core::ops::Fn(
            *const c_void,
            *const c_void,
        ) -> c_int + ::core::marker::Send + ::core::marker::Sync + 'static,
    ) -> ::ffi_runtime::callback::Callback<Self> {
        match Self::try_new(closure) {
            ::core::result::Result::Ok(__ffi_made) => __ffi_made,
            ::core::result::Result::Err(__ffi_error) => ::core::panic!("{}", __ffi_error),
        }
    }
    /** As `new`, but it does not panic.

# Errors

If every trampoline is taken and the operating system refuses memory for more, or if the target has no trampolines.*/
    pub fn try_new(
        closure: impl ::core::ops::Fn(
            *const c_void,
            *const c_void,
        ) -> c_int + ::core::marker::Send + ::core::marker::Sync + 'static,
    ) -> ::core::result::Result<
        ::ffi_runtime::callback::Callback<Self>,
        ::ffi_runtime::CallbackError,
    > {
        unsafe {
            ::ffi_runtime::callback::Callback::<
                Self,
            >::try_new(move |
                (
                    __ffi_argument_0,
                    __ffi_argument_1,
                ): <Self as ::ffi_runtime::macro_support::Handled>::Arguments|
            closure(__ffi_argument_0, __ffi_argument_1))
        }
    }
    /** Makes a function of a closure, for C to call on this thread.

The closure is `FnMut` and `'static`: one thread calls it, one call at a time. A call on another thread, and a call while another one is running or after C left one by `longjmp`, ends the process with a message. If it panics, the process ends with a message.

The function can be called as long as the returned owner lives. Drop the owner only when C begins no more calls: that is the duty of whoever gave C the function. A call that comes later ends the process with a message, as long as no other callback has got the trampoline. Calls that are running go on, and the closure is dropped when the last one has returned. `into_static` keeps the closure for ever, and `into_foreign` has C free it.

# Panics

If every trampoline is taken and the operating system refuses memory for more, or if the target has no trampolines; `try_local` returns that as an error.*/
    #[must_use = "when this is dropped, C must not call any more"]
    #[track_caller]
    pub fn local(
        mut closure: impl ::core::ops::FnMut(
            *const c_void,
            *const c_void,
        ) -> c_int + 'static,
    ) -> ::ffi_runtime::callback::LocalCallback<Self> {
        match Self::try_local(closure) {
            ::core::result::Result::Ok(__ffi_made) => __ffi_made,
            ::core::result::Result::Err(__ffi_error) => ::core::panic!("{}", __ffi_error),
        }
    }
    /** As `local`, but it does not panic.

# Errors

If every trampoline is taken and the operating system refuses memory for more, or if the target has no trampolines.*/
    pub fn try_local(
        mut closure: impl ::core::ops::FnMut(
            *const c_void,
            *const c_void,
        ) -> c_int + 'static,
    ) -> ::core::result::Result<
        ::ffi_runtime::callback::LocalCallback<Self>,
        ::ffi_runtime::CallbackError,
    > {
        unsafe {
            ::ffi_runtime::callback::LocalCallback::<
                Self,
            >::try_new(move |
                (
                    __ffi_argument_0,
                    __ffi_argument_1,
                ): <Self as ::ffi_runtime::macro_support::Handled>::Arguments|
            closure(__ffi_argument_0, __ffi_argument_1))
        }
    }
    /** Makes a function of a closure, for C to call on this thread, also while a call of it runs.

The closure is `Fn` and `'static`: it changes what it captures through a `Cell` or a `RefCell`. A call on another thread ends the process with a message. If it panics, the process ends with a message.

The function can be called as long as the returned owner lives. Drop the owner only when C begins no more calls: that is the duty of whoever gave C the function. A call that comes later ends the process with a message, as long as no other callback has got the trampoline. Calls that are running go on, and the closure is dropped when the last one has returned. `into_static` keeps the closure for ever, and `into_foreign` has C free it.

# Panics

If every trampoline is taken and the operating system refuses memory for more, or if the target has no trampolines; `try_reentrant` returns that as an error.*/
    #[must_use = "when this is dropped, C must not call any more"]
    #[track_caller]
    pub fn reentrant(
        closure: impl ::core::ops::Fn(*const c_void, *const c_void) -> c_int + 'static,
    ) -> ::ffi_runtime::callback::LocalCallback<Self> {
        match Self::try_reentrant(closure) {
            ::core::result::Result::Ok(__ffi_made) => __ffi_made,
            ::core::result::Result::Err(__ffi_error) => ::core::panic!("{}", __ffi_error),
        }
    }
    /** As `reentrant`, but it does not panic.

# Errors

If every trampoline is taken and the operating system refuses memory for more, or if the target has no trampolines.*/
    pub fn try_reentrant(
        closure: impl ::core::ops::Fn(*const c_void, *const c_void) -> c_int + 'static,
    ) -> ::core::result::Result<
        ::ffi_runtime::callback::LocalCallback<Self>,
        ::ffi_runtime::CallbackError,
    > {
        unsafe {
            ::ffi_runtime::callback::LocalCallback::<
                Self,
            >::try_reentrant(move |
                (
                    __ffi_argument_0,
                    __ffi_argument_1,
                ): <Self as ::ffi_runtime::macro_support::Handled>::Arguments|
            closure(__ffi_argument_0, __ffi_argument_1))
        }
    }
    /** Makes a function of a closure that C calls once, on any thread.

The closure is `FnOnce`, `Send` and `'static`. It is freed by its call; if that never comes, it is never freed. A second call ends the process with a message, as long as no other callback has got the trampoline: that there is none is the duty of whoever gave C the function. If it panics, the process ends with a message.

# Panics

If every trampoline is taken and the operating system refuses memory for more, or if the target has no trampolines; `try_once` returns that as an error.*/
    #[must_use = "without the function the closure is never freed"]
    #[track_caller]
    pub fn once(
        closure: impl ::core::ops::FnOnce(
            *const c_void,
            *const c_void,
        ) -> c_int + ::core::marker::Send + 'static,
    ) -> Self {
        match Self::try_once(closure) {
            ::core::result::Result::Ok(__ffi_made) => __ffi_made,
            ::core::result::Result::Err(__ffi_error) => ::core::panic!("{}", __ffi_error),
        }
    }
    /** As `once`, but it does not panic.

# Errors

If every trampoline is taken and the operating system refuses memory for more, or if the target has no trampolines.*/
    pub fn try_once(
        closure: impl ::core::ops::FnOnce(
            *const c_void,
            *const c_void,
        ) -> c_int + ::core::marker::Send + 'static,
    ) -> ::core::result::Result<Self, ::ffi_runtime::CallbackError> {
        unsafe {
            ::ffi_runtime::macro_support::once::<
                Self,
            >(move |
                (
                    __ffi_argument_0,
                    __ffi_argument_1,
                ): <Self as ::ffi_runtime::macro_support::Handled>::Arguments|
            closure(__ffi_argument_0, __ffi_argument_1))
        }
    }
    /** Runs `body` with the function that C can call while `body` runs; returns what `body` returns.

The closure is `FnMut` and may borrow: this thread calls it, one call at a time. A call on another thread, and a call while another one is running or after C left one by `longjmp`, ends the process with a message. If it panics, the process ends with a message.

A call after `body` has returned ends the process with a message, as long as no other callback has got the trampoline: that there is none is the duty of whoever gave C the function.

# Panics

If every trampoline is taken and the operating system refuses memory for more, or if the target has no trampolines; `try_scoped` returns that as an error.*/
    #[track_caller]
    pub fn scoped<T>(
        mut closure: impl ::core::ops::FnMut(*const c_void, *const c_void) -> c_int,
        body: impl ::core::ops::FnOnce(Self) -> T,
    ) -> T {
        match Self::try_scoped(closure, body) {
            ::core::result::Result::Ok(__ffi_made) => __ffi_made,
            ::core::result::Result::Err(__ffi_error) => ::core::panic!("{}", __ffi_error),
        }
    }
    /** As `scoped`, but it does not panic.

# Errors

If every trampoline is taken and the operating system refuses memory for more, or if the target has no trampolines.*/
    pub fn try_scoped<T>(
        mut closure: impl ::core::ops::FnMut(*const c_void, *const c_void) -> c_int,
        body: impl ::core::ops::FnOnce(Self) -> T,
    ) -> ::core::result::Result<T, ::ffi_runtime::CallbackError> {
        unsafe {
            ::ffi_runtime::macro_support::scoped::<
                Self,
                T,
            >(
                move |
                    (
                        __ffi_argument_0,
                        __ffi_argument_1,
                    ): <Self as ::ffi_runtime::macro_support::Handled>::Arguments|
                closure(__ffi_argument_0, __ffi_argument_1),
                body,
            )
        }
    }
    /** Runs `body` with the function that C can call while `body` runs; returns what `body` returns.

The closure is `Fn` and may borrow: this thread calls it, also while a call of it runs. A call on another thread ends the process with a message. If it panics, the process ends with a message.

A call after `body` has returned ends the process with a message, as long as no other callback has got the trampoline: that there is none is the duty of whoever gave C the function.

# Panics

If every trampoline is taken and the operating system refuses memory for more, or if the target has no trampolines; `try_scoped_reentrant` returns that as an error.*/
    #[track_caller]
    pub fn scoped_reentrant<T>(
        closure: impl ::core::ops::Fn(*const c_void, *const c_void) -> c_int,
        body: impl ::core::ops::FnOnce(Self) -> T,
    ) -> T {
        match Self::try_scoped_reentrant(closure, body) {
            ::core::result::Result::Ok(__ffi_made) => __ffi_made,
            ::core::result::Result::Err(__ffi_error) => ::core::panic!("{}", __ffi_error),
        }
    }
    /** As `scoped_reentrant`, but it does not panic.

# Errors

If every trampoline is taken and the operating system refuses memory for more, or if the target has no trampolines.*/
    pub fn try_scoped_reentrant<T>(
        closure: impl ::core::ops::Fn(*const c_void, *const c_void) -> c_int,
        body: impl ::core::ops::FnOnce(Self) -> T,
    ) -> ::core::result::Result<T, ::ffi_runtime::CallbackError> {
        unsafe {
            ::ffi_runtime::macro_support::scoped_reentrant::<
                Self,
                T,
            >(
                move |
                    (
                        __ffi_argument_0,
                        __ffi_argument_1,
                    ): <Self as ::ffi_runtime::macro_support::Handled>::Arguments|
                closure(__ffi_argument_0, __ffi_argument_1),
                body,
            )
        }
    }
    /** Runs `body` with the function that C can call while `body` runs; returns what `body` returns.

The closure is `Fn` and `Sync`, and may borrow: several threads may call it at once. If it panics, the process ends with a message.

A call after `body` has returned ends the process with a message, as long as no other callback has got the trampoline: that there is none is the duty of whoever gave C the function.

# Panics

If every trampoline is taken and the operating system refuses memory for more, or if the target has no trampolines; `try_scoped_sync` returns that as an error.*/
    #[track_caller]
    pub fn scoped_sync<T>(
        closure: impl ::core::ops::Fn(
            *const c_void,
            *const c_void,
        ) -> c_int + ::core::marker::Sync,
        body: impl ::core::ops::FnOnce(Self) -> T,
    ) -> T {
        match Self::try_scoped_sync(closure, body) {
            ::core::result::Result::Ok(__ffi_made) => __ffi_made,
            ::core::result::Result::Err(__ffi_error) => ::core::panic!("{}", __ffi_error),
        }
    }
    /** As `scoped_sync`, but it does not panic.

# Errors

If every trampoline is taken and the operating system refuses memory for more, or if the target has no trampolines.*/
    pub fn try_scoped_sync<T>(
        closure: impl ::core::ops::Fn(
            *const c_void,
            *const c_void,
        ) -> c_int + ::core::marker::Sync,
        body: impl ::core::ops::FnOnce(Self) -> T,
    ) -> ::core::result::Result<T, ::ffi_runtime::CallbackError> {
        unsafe {
            ::ffi_runtime::macro_support::scoped_sync::<
                Self,
                T,
            >(
                move |
                    (
                        __ffi_argument_0,
                        __ffi_argument_1,
                    ): <Self as ::ffi_runtime::macro_support::Handled>::Arguments|
                closure(__ffi_argument_0, __ffi_argument_1),
                body,
            )
        }
    }
    /** Makes the function that C can call until the scope ends: several callbacks share one `ffi_runtime::callback::scope`.

The closure is `FnMut` and may borrow: this thread calls it, one call at a time. A call on another thread, and a call while another one is running or after C left one by `longjmp`, ends the process with a message. If it panics, the process ends with a message.

A call after the scope has ended ends the process with a message, as long as no other callback has got the trampoline: that there is none is the duty of whoever gave C the function.

# Panics

If every trampoline is taken and the operating system refuses memory for more, or if the target has no trampolines; `try_in_scope` returns that as an error.*/
    #[must_use = "C has no other way to call the closure"]
    #[track_caller]
    pub fn in_scope<'ffi_scope>(
        scope: &'ffi_scope ::ffi_runtime::callback::Scope<'ffi_scope, '_>,
        mut closure: impl ::core::ops::FnMut(
            *const c_void,
            *const c_void,
        ) -> c_int + 'ffi_scope,
    ) -> Self {
        match Self::try_in_scope(scope, closure) {
            ::core::result::Result::Ok(__ffi_made) => __ffi_made,
            ::core::result::Result::Err(__ffi_error) => ::core::panic!("{}", __ffi_error),
        }
    }
    /** As `in_scope`, but it does not panic.

# Errors

If every trampoline is taken and the operating system refuses memory for more, or if the target has no trampolines.*/
    pub fn try_in_scope<'ffi_scope>(
        scope: &'ffi_scope ::ffi_runtime::callback::Scope<'ffi_scope, '_>,
        mut closure: impl ::core::ops::FnMut(
            *const c_void,
            *const c_void,
        ) -> c_int + 'ffi_scope,
    ) -> ::core::result::Result<Self, ::ffi_runtime::CallbackError> {
        unsafe {
            ::ffi_runtime::macro_support::in_scope::<
                Self,
            >(
                scope,
                move |
                    (
                        __ffi_argument_0,
                        __ffi_argument_1,
                    ): <Self as ::ffi_runtime::macro_support::Handled>::Arguments|
                closure(__ffi_argument_0, __ffi_argument_1),
            )
        }
    }
    /** Makes the function that C can call until the scope ends: several callbacks share one `ffi_runtime::callback::scope`.

The closure is `Fn` and may borrow: this thread calls it, also while a call of it runs. A call on another thread ends the process with a message. If it panics, the process ends with a message.

A call after the scope has ended ends the process with a message, as long as no other callback has got the trampoline: that there is none is the duty of whoever gave C the function.

# Panics

If every trampoline is taken and the operating system refuses memory for more, or if the target has no trampolines; `try_in_scope_reentrant` returns that as an error.*/
    #[must_use = "C has no other way to call the closure"]
    #[track_caller]
    pub fn in_scope_reentrant<'ffi_scope>(
        scope: &'ffi_scope ::ffi_runtime::callback::Scope<'ffi_scope, '_>,
        closure: impl ::core::ops::Fn(*const c_void, *const c_void) -> c_int + 'ffi_scope,
    ) -> Self {
        match Self::try_in_scope_reentrant(scope, closure) {
            ::core::result::Result::Ok(__ffi_made) => __ffi_made,
            ::core::result::Result::Err(__ffi_error) => ::core::panic!("{}", __ffi_error),
        }
    }
    /** As `in_scope_reentrant`, but it does not panic.

# Errors

If every trampoline is taken and the operating system refuses memory for more, or if the target has no trampolines.*/
    pub fn try_in_scope_reentrant<'ffi_scope>(
        scope: &'ffi_scope ::ffi_runtime::callback::Scope<'ffi_scope, '_>,
        closure: impl ::core::ops::Fn(*const c_void, *const c_void) -> c_int + 'ffi_scope,
    ) -> ::core::result::Result<Self, ::ffi_runtime::CallbackError> {
        unsafe {
            ::ffi_runtime::macro_support::in_scope_reentrant::<
                Self,
            >(
                scope,
                move |
                    (
                        __ffi_argument_0,
                        __ffi_argument_1,
                    ): <Self as ::ffi_runtime::macro_support::Handled>::Arguments|
                closure(__ffi_argument_0, __ffi_argument_1),
            )
        }
    }
    /** Makes the function that C can call until the scope ends: several callbacks share one `ffi_runtime::callback::scope`.

The closure is `Fn` and `Sync`, and may borrow: several threads may call it at once. If it panics, the process ends with a message.

A call after the scope has ended ends the process with a message, as long as no other callback has got the trampoline: that there is none is the duty of whoever gave C the function.

# Panics

If every trampoline is taken and the operating system refuses memory for more, or if the target has no trampolines; `try_in_scope_sync` returns that as an error.*/
    #[must_use = "C has no other way to call the closure"]
    #[track_caller]
    pub fn in_scope_sync<'ffi_scope>(
        scope: &'ffi_scope ::ffi_runtime::callback::Scope<'ffi_scope, '_>,
        closure: impl ::core::ops::Fn(
            *const c_void,
            *const c_void,
        ) -> c_int + ::core::marker::Sync + 'ffi_scope,
    ) -> Self {
        match Self::try_in_scope_sync(scope, closure) {
            ::core::result::Result::Ok(__ffi_made) => __ffi_made,
            ::core::result::Result::Err(__ffi_error) => ::core::panic!("{}", __ffi_error),
        }
    }
    /** As `in_scope_sync`, but it does not panic.

# Errors

If every trampoline is taken and the operating system refuses memory for more, or if the target has no trampolines.*/
    pub fn try_in_scope_sync<'ffi_scope>(
        scope: &'ffi_scope ::ffi_runtime::callback::Scope<'ffi_scope, '_>,
        closure: impl ::core::ops::Fn(
            *const c_void,
            *const c_void,
        ) -> c_int + ::core::marker::Sync + 'ffi_scope,
    ) -> ::core::result::Result<Self, ::ffi_runtime::CallbackError> {
        unsafe {
            ::ffi_runtime::macro_support::in_scope_sync::<
                Self,
            >(
                scope,
                move |
                    (
                        __ffi_argument_0,
                        __ffi_argument_1,
                    ): <Self as ::ffi_runtime::macro_support::Handled>::Arguments|
                closure(__ffi_argument_0, __ffi_argument_1),
            )
        }
    }
    #[doc(hidden)]
    /** Makes a function of a closure that C calls once, on any thread, to answer a request: the completion gets what the closure makes of the arguments.

The closure is `FnOnce`, `Send` and `'static`, and returns something that is `Send` and `'static`. It is freed by its call. A second call ends the process with a message, as long as no other callback has got the trampoline: that there is none is the duty of whoever gave C the function. Without a call the closure is never freed. If it panics, the process ends with a message.*/
    #[must_use = "without the function nothing answers"]
    pub fn completion<T>(
        closure: impl ::core::ops::FnOnce(
            *const c_void,
            *const c_void,
        ) -> T + ::core::marker::Send + 'static,
    ) -> (Self, ::ffi_runtime::callback::Completion<T>)
    where
        T: ::core::marker::Send + 'static,
        for<'ffi_call> c_int: ::ffi_runtime::macro_support::NoResult,
    {
        {
            let _ = closure;
            ::core::unreachable!()
        }
    }
}
