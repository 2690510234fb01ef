//! The functions that every declared library has, beside those of its declaration.

/// Writes the ways to a library, and the functions about it.
///
/// `[pub] Zlib "documentation of load"`, its declaration and its table of signatures are followed by the table of
/// addresses that it has, `Bound` or `LazyBound`; then `[global]` unless the library cannot be shared by a process,
/// `[field]` with the name of a field that keeps it to a thread, followed by `on_main_thread` if that is the main one,
/// and the values that the struct keeps for its functions, each with its field; last the methods whose results are
/// checked, each with the values that it may return, and the function that gives the library if it is linked.
#[doc(hidden)]
#[macro_export]
macro_rules! __ways_in {
    (
        [$($visibility:tt)*] $own:ident $load:literal $declaration:ident $signatures:ident $bound:ident
        [$($global:ident)?] [$($thread:ident $($main:ident)?)?] [$($given:ident: $given_type:ty => $field:ident),*]
        [$($(#[$cfg:meta])* $checked:ident in $accepted:expr),*] [$($linked:ident)?]
    ) => {
        $crate::__load! { $own $bound $declaration $($linked)? }

        // SAFETY of the functions: declaration and methods are of one item. Whoever wrote `unsafe` there promised
        // that the signatures are those of the library of that name, or of this process, which is what `load`
        // binds; the other functions are unsafe, and their callers promise it of the library that they choose.
        impl $own {
            /// Joins the parts, and checks what the declaration requires of the library.
            fn __ffi_new(
                $($given: $given_type,)*
                __ffi_bound: $crate::macro_support::$bound<Self, { Self::__FFI_COUNT }>,
            ) -> ::core::result::Result<Self, $crate::LibraryError> {
                let __ffi_new = Self {
                    __ffi_bound,
                    $($thread: ::core::marker::PhantomData,)?
                    $($field: $given,)*
                };
                $(
                    $(#[$cfg])*
                    {
                        $crate::macro_support::require(
                            $declaration.item,
                            ::core::stringify!($checked),
                            __ffi_new.__ffi_bound.library(),
                            &__ffi_new.$checked(),
                            $accepted,
                        )?;
                    }
                )*
                ::core::result::Result::Ok(__ffi_new)
            }

            #[doc = $load]
            $($visibility)* fn load($($given: $given_type),*) -> ::core::result::Result<Self, $crate::LibraryError> {
                $($( $crate::macro_support::$main($declaration.item)?; )?)?
                Self::__ffi_new($($given,)* Self::__ffi_load()?)
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
                $($given: $given_type,)*
                __ffi_path: impl ::core::convert::AsRef<::std::path::Path>,
            ) -> ::core::result::Result<Self, $crate::LibraryError> {
                $($( $crate::macro_support::$main($declaration.item)?; )?)?
                let __ffi_path = ::core::convert::AsRef::as_ref(&__ffi_path);
                // SAFETY: as above.
                let __ffi_bound =
                    unsafe { $crate::macro_support::$bound::open(&$declaration, __ffi_path) }?;
                Self::__ffi_new($($given,)* __ffi_bound)
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
                $($given: $given_type,)*
                __ffi_library: $crate::Library,
            ) -> ::core::result::Result<Self, $crate::LibraryError> {
                $($( $crate::macro_support::$main($declaration.item)?; )?)?
                // SAFETY: as above.
                let __ffi_bound =
                    unsafe { $crate::macro_support::$bound::from_library(&$declaration, __ffi_library) }?;
                Self::__ffi_new($($given,)* __ffi_bound)
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
            $($visibility)* unsafe fn from_process($($given: $given_type),*) -> ::core::result::Result<Self, $crate::LibraryError> {
                $($( $crate::macro_support::$main($declaration.item)?; )?)?
                // SAFETY: as above.
                let __ffi_bound = unsafe { $crate::macro_support::$bound::from_process(&$declaration) }?;
                Self::__ffi_new($($given,)* __ffi_bound)
            }

            /// Finds the functions by a function that looks them up: `vkGetInstanceProcAddr`, `eglGetProcAddress`,
            /// `wglGetProcAddress` and the like.
            ///
            /// The library owns the resolver, and so what the resolver captures. An address proves no support: some
            /// resolvers return one for functions that the driver lacks, which may not be called.
            ///
            /// # Safety
            ///
            /// - An address that the resolver returns stays valid until the resolver is dropped. It is that of the
            ///   function of this name that is declared here, with its signature and calling convention.
            /// - The methods that are safe to call cannot be misused with these functions.
            /// - Nothing of the functions' library is in use any more when the resolver is dropped, with the last
            ///   clone of the library.
            ///
            /// # Errors
            ///
            /// If required functions are missing; the error names all of them.
            $($visibility)* unsafe fn from_symbols(
                $($given: $given_type,)*
                __ffi_resolver: impl ::core::ops::Fn(
                    &::core::ffi::CStr,
                ) -> ::core::option::Option<$crate::CodePointer>
                + ::core::marker::Send
                + ::core::marker::Sync
                + 'static,
            ) -> ::core::result::Result<Self, $crate::LibraryError> {
                // SAFETY: the caller promises it.
                let __ffi_library = unsafe { $crate::Library::from_symbols(__ffi_resolver) };
                // SAFETY: as above.
                unsafe { Self::from_library($($given,)* __ffi_library) }
            }

            $crate::__global! { [$($visibility)*] $own $($global)? }

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

/// The library of a process.
#[doc(hidden)]
#[macro_export]
macro_rules! __global {
    ([$($visibility:tt)*] $own:ident) => {};
    ([$($visibility:tt)*] $own:ident $global:ident) => {
        /// The library of this process: loaded when it is asked for first, as `load` does, and kept.
        ///
        /// # Errors
        ///
        /// The errors of `load`. None is kept: the next call tries again.
        $($visibility)* fn $global() -> ::core::result::Result<&'static Self, $crate::LibraryError> {
            static __FFI_GLOBAL: $crate::macro_support::Global<$own> =
                $crate::macro_support::Global::new();
            __FFI_GLOBAL.get_or_load(Self::load)
        }
    };
}

/// Binds the library that is searched, or the one that is linked: the function that gives it, if there is one.
#[doc(hidden)]
#[macro_export]
macro_rules! __load {
    ($own:ident $bound:ident $declaration:ident $($linked:ident)?) => {
        impl $own {
            fn __ffi_load() -> ::core::result::Result<
                $crate::macro_support::$bound<Self, { Self::__FFI_COUNT }>,
                $crate::LibraryError,
            > {
                $(
                    if let ::core::option::Option::Some(__ffi_library) = Self::$linked() {
                        // SAFETY: whoever wrote `unsafe` at the declaration promised that the library of this name
                        // is right, which is the one that the linker found.
                        return unsafe {
                            $crate::macro_support::$bound::from_library(&$declaration, __ffi_library)
                        };
                    }
                )?
                // SAFETY: whoever wrote `unsafe` at the declaration promised that the library of this name is right.
                unsafe { $crate::macro_support::$bound::load(&$declaration) }
            }
        }
    };
}
