/// Mathematics and texts.
#[derive(::core::clone::Clone)]
struct Library {
    __ffi_bound: ::ffi_runtime::macro_support::Bound<Library, { Library::__FFI_COUNT }>,
}
const _: () = {
    fn address() {}
    fn bound() {}
    fn formatter() {}
    fn library() {}
    fn name() {}
    fn path() {}
    fn row() {}
    fn rows() {}
    fn text() {}
    fn x() {}
    fn y() {}
    #[repr(usize)]
    enum __FfiIndex {
        Method0,
        Method1,
        Method2,
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
    ) = {
        (
            <f64 as ::ffi_runtime::ForeignType>::TYPE,
            [
                <<f64 as ::ffi_runtime::ForeignArgument>::Raw as ::ffi_runtime::ForeignType>::TYPE,
                <<f64 as ::ffi_runtime::ForeignArgument>::Raw as ::ffi_runtime::ForeignType>::TYPE,
            ],
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
    ) = {
        (
            <usize as ::ffi_runtime::ForeignType>::TYPE,
            [
                <<&CStr as ::ffi_runtime::ForeignArgument>::Raw as ::ffi_runtime::ForeignType>::TYPE,
            ],
        )
    };
    ::ffi_runtime::macro_support::declared! {
        __FFI_SIGNATURE_1, __FfiSignature_1, C __FFI_TYPES_1::core::option::Option::None,
        extern "C" fn (__FfiArgument0,), shared call_1[0 __ffi_value_0 : __FfiArgument0]
    }
    static __FFI_SIGNATURES: [(
        &'static ::core::primitive::str,
        &'static ::ffi_runtime::call::DeclaredSignature,
    ); Library::__FFI_COUNT] = [
        ("hypot", __FFI_SIGNATURE_0.signature()),
        ("atan2", __FFI_SIGNATURE_0.signature()),
        ("strlen", __FFI_SIGNATURE_1.signature()),
    ];
    impl Library {
        /** Searches for the library `m`, version `6`, loads it and finds its functions.

# Errors

If no candidate can be loaded, or required functions are missing; the error names what was tried, and every missing function.*/
        fn load() -> ::core::result::Result<Self, ::ffi_runtime::LibraryError> {
            ::core::result::Result::map(
                unsafe { ::ffi_runtime::macro_support::Bound::load(&__FFI_DECLARATION) },
                |bound| Self { __ffi_bound: bound },
            )
        }
        /** Opens the library at `path` and finds its functions.

# Safety

- The initializers of the file at `path`, and of the libraries that it depends on, may run.
- It is the library that is declared here: each function that it has under a declared name has the declared signature and calling convention.
- The methods that are safe to call cannot be misused in it.

# Errors

If the file cannot be loaded, or required functions are missing; the error names all of them.*/
        unsafe fn open(
            path: impl ::core::convert::AsRef<::std::path::Path>,
        ) -> ::core::result::Result<Self, ::ffi_runtime::LibraryError> {
            ::core::result::Result::map(
                unsafe {
                    ::ffi_runtime::macro_support::Bound::open(
                        &__FFI_DECLARATION,
                        ::core::convert::AsRef::as_ref(&path),
                    )
                },
                |bound| Self { __ffi_bound: bound },
            )
        }
        /** Finds the functions in a library that is already loaded.

# Safety

- `library` is the library that is declared here: each function that it has under a declared name has the declared signature and calling convention.
- The methods that are safe to call cannot be misused in it.

# Errors

If required functions are missing; the error names all of them.*/
        unsafe fn from_library(
            library: ::ffi_runtime::Library,
        ) -> ::core::result::Result<Self, ::ffi_runtime::LibraryError> {
            ::core::result::Result::map(
                unsafe {
                    ::ffi_runtime::macro_support::Bound::from_library(
                        &__FFI_DECLARATION,
                        library,
                    )
                },
                |bound| Self { __ffi_bound: bound },
            )
        }
        /** Finds the functions among the symbols of this process.

# Safety

- The functions that this process has under the declared names are those that are declared here: each has the declared signature and calling convention.
- The methods that are safe to call cannot be misused with them.

# Errors

If the symbols of this process are out of reach, or required functions are missing; the error names all of them.*/
        unsafe fn from_process() -> ::core::result::Result<
            Self,
            ::ffi_runtime::LibraryError,
        > {
            ::core::result::Result::map(
                unsafe {
                    ::ffi_runtime::macro_support::Bound::from_process(&__FFI_DECLARATION)
                },
                |bound| Self { __ffi_bound: bound },
            )
        }
        /// The loaded library.
        #[must_use]
        fn library(&self) -> &::ffi_runtime::Library {
            self.__ffi_bound.library()
        }
        /** How the method of this name is called: its signature, its calling convention and the place of every argument.

`None` if there is no such method, or if the target has no convention that `ffi-runtime` executes. To read it, print what `explain()` returns.*/
        #[must_use]
        fn interface(
            name: &::core::primitive::str,
        ) -> ::core::option::Option<&'static ::ffi_runtime::CallInterface> {
            let mut rows = __FFI_SIGNATURES.iter();
            ::core::option::Option::and_then(
                ::core::iter::Iterator::find(&mut rows, |row| row.0 == name),
                |row| row.1.placed(),
            )
        }
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
                .required(__FfiIndex::Method0 as ::core::primitive::usize);
            let __ffi_value_0 = <f64 as ::ffi_runtime::ForeignArgument>::into_raw(x);
            let __ffi_value_1 = <f64 as ::ffi_runtime::ForeignArgument>::into_raw(y);
            unsafe { __FFI_SIGNATURE_0.call_2(address, __ffi_value_0, __ffi_value_1) }
        }
        #[inline]
        fn atan2(&self, y: f64, x: f64) -> f64 {
            let address = self
                .__ffi_bound
                .required(__FfiIndex::Method1 as ::core::primitive::usize);
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
                .optional(__FfiIndex::Method2 as ::core::primitive::usize)?;
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
            self.__ffi_bound.has(__FfiIndex::Method2 as ::core::primitive::usize)
        }
    }
    impl ::core::fmt::Debug for Library {
        fn fmt(
            &self,
            formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            formatter
                .debug_struct("Library")
                .field("library", self.__ffi_bound.library())
                .finish()
        }
    }
};
