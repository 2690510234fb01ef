//! The functions that every declared library has, beside those of its declaration.

/// Writes the ways to a library, and the functions about it: `ways_in! { [pub] Zlib "documentation of load" }`. The
/// statics `__FFI_DECLARATION` and `__FFI_SIGNATURES` are in scope, and `Zlib` has one field, `__ffi_bound`.
#[doc(hidden)]
#[macro_export]
macro_rules! __ways_in {
    ([$($visibility:tt)*] $own:ident $load:literal $declaration:ident $signatures:ident) => {
        // SAFETY of the functions: declaration and methods are of one item. Whoever wrote `unsafe` there promised
        // that the signatures are those of the library of that name, or of this process, which is what `load`
        // binds; the other functions are unsafe, and their callers promise it of the library that they choose.
        impl $own {
            #[doc = $load]
            $($visibility)* fn load() -> ::core::result::Result<Self, $crate::LibraryError> {
                // SAFETY: as above.
                let __ffi_bound = unsafe { $crate::macro_support::Bound::load(&$declaration) }?;
                ::core::result::Result::Ok(Self { __ffi_bound })
            }

            /// Opens the library at a path and finds its functions.
            ///
            /// # Safety
            ///
            /// - The initializers of the file, and of the libraries that it depends on, may run.
            /// - It is the library that is declared here: each function that it has under a declared name has
            ///   the declared signature and calling convention.
            /// - The methods that are safe to call cannot be misused in it.
            ///
            /// # Errors
            ///
            /// If the file cannot be loaded, or required functions are missing; the error names all of them.
            $($visibility)* unsafe fn open(
                __ffi_path: impl ::core::convert::AsRef<::std::path::Path>,
            ) -> ::core::result::Result<Self, $crate::LibraryError> {
                let __ffi_path = ::core::convert::AsRef::as_ref(&__ffi_path);
                // SAFETY: as above.
                let __ffi_bound =
                    unsafe { $crate::macro_support::Bound::open(&$declaration, __ffi_path) }?;
                ::core::result::Result::Ok(Self { __ffi_bound })
            }

            /// Finds the functions in a library that is already loaded.
            ///
            /// # Safety
            ///
            /// - It is the library that is declared here: each function that it has under a declared name has
            ///   the declared signature and calling convention.
            /// - The methods that are safe to call cannot be misused in it.
            ///
            /// # Errors
            ///
            /// If required functions are missing; the error names all of them.
            $($visibility)* unsafe fn from_library(
                __ffi_library: $crate::Library,
            ) -> ::core::result::Result<Self, $crate::LibraryError> {
                // SAFETY: as above.
                let __ffi_bound =
                    unsafe { $crate::macro_support::Bound::from_library(&$declaration, __ffi_library) }?;
                ::core::result::Result::Ok(Self { __ffi_bound })
            }

            /// Finds the functions among the symbols of this process.
            ///
            /// # Safety
            ///
            /// - The functions that this process has under the declared names are those that are declared here:
            ///   each has the declared signature and calling convention.
            /// - The methods that are safe to call cannot be misused with them.
            ///
            /// # Errors
            ///
            /// If the symbols of this process are out of reach, or required functions are missing; the error
            /// names all of them.
            $($visibility)* unsafe fn from_process() -> ::core::result::Result<Self, $crate::LibraryError> {
                // SAFETY: as above.
                let __ffi_bound = unsafe { $crate::macro_support::Bound::from_process(&$declaration) }?;
                ::core::result::Result::Ok(Self { __ffi_bound })
            }

            /// The loaded library.
            #[must_use]
            $($visibility)* fn library(&self) -> &$crate::Library {
                self.__ffi_bound.library()
            }

            /// How the method of this name is called: its signature, its calling convention and the place of
            /// every argument.
            ///
            /// `None` if there is no such method, or if the target has no convention that `ffi-runtime` executes.
            /// To read it, print what `explain()` returns.
            #[must_use]
            $($visibility)* fn interface(
                __ffi_method: &::core::primitive::str,
            ) -> ::core::option::Option<&'static $crate::CallInterface> {
                $crate::macro_support::interface_of(&$signatures, __ffi_method)
            }

            /// The address of the function that the method of this name calls, for C to call.
            ///
            /// `None` if there is no such method, or the library lacks this optional function. The address is
            /// valid as long as the library is loaded.
            #[must_use]
            $($visibility)* fn address_of(
                &self,
                __ffi_method: &::core::primitive::str,
            ) -> ::core::option::Option<$crate::CodePointer> {
                let __ffi_index =
                    $crate::macro_support::index_of(&$signatures, __ffi_method)?;
                ::core::result::Result::ok(self.__ffi_bound.optional(__ffi_index))
            }

            /// Unloads the library, unless something else still owns it: a clone, or a clone of `library()`.
            ///
            /// # Safety
            ///
            /// From now on, nothing of the library is used: no address of its functions and variables, no pointer
            /// that it returned, no callback, exit handler or thread-local destructor that it registered
            /// elsewhere, and no thread that runs its code.
            ///
            /// # Errors
            ///
            /// `CloseError::Shared`, which gives the library back; `CloseError::Loader`.
            $($visibility)* unsafe fn unload(
                self,
            ) -> ::core::result::Result<(), $crate::library::CloseError> {
                // SAFETY: the caller promises it.
                unsafe { self.__ffi_bound.close() }
            }
        }

        impl ::core::fmt::Debug for $own {
            fn fmt(
                &self,
                __ffi_formatter: &mut ::core::fmt::Formatter<'_>,
            ) -> ::core::fmt::Result {
                __ffi_formatter
                    .debug_struct($declaration.item)
                    .field("library", self.__ffi_bound.library())
                    .finish()
            }
        }
    };
}
