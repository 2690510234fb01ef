//! The functions that every declared table has, beside those of its declaration.

/// Writes the ways to a table, and the functions about it.
///
/// `[pub] Api`, its declaration and its table of signatures are followed by `[object]` if the table is found
/// through an object, `[field]` with the name of a field that keeps it to a thread, and the values that the struct
/// keeps for its functions, each with its field.
#[doc(hidden)]
#[macro_export]
macro_rules! __table_ways_in {
    (
        [$($visibility:tt)*] $own:ident $declaration:ident $signatures:ident
        [$($object:ident)?] [$($thread:ident)?] [$($given:ident: $given_type:ty => $field:ident),*]
    ) => {
        $crate::__table_sources! {
            [$($object)?] [$($visibility)*] $own
            [$($thread)?] [$($given: $given_type => $field),*]
        }

        impl $own {
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
            /// `None` if there is no such method, or the table lacks this optional function. The address is valid
            /// as long as the table is there.
            #[must_use]
            $($visibility)* fn address_of(
                &self,
                __ffi_method: &::core::primitive::str,
            ) -> ::core::option::Option<$crate::CodePointer> {
                let __ffi_index =
                    $crate::macro_support::index_of(&$signatures, __ffi_method)?;
                ::core::result::Result::ok(self.__ffi_bound.optional(__ffi_index))
            }

            /// The table itself, for C.
            #[must_use]
            $($visibility)* fn as_ptr(&self) -> *const ::core::ffi::c_void {
                self.__ffi_bound.as_ptr()
            }
        }

        impl ::core::fmt::Debug for $own {
            fn fmt(
                &self,
                __ffi_formatter: &mut ::core::fmt::Formatter<'_>,
            ) -> ::core::fmt::Result {
                __ffi_formatter
                    .debug_struct($declaration.item)
                    .field("table", &self.__ffi_bound.as_ptr())
                    .finish()
            }
        }
    };
}

/// The unsafe functions that make the struct of a pointer.
#[doc(hidden)]
#[macro_export]
macro_rules! __table_sources {
    (
        [] [$($visibility:tt)*] $own:ident
        [$($thread:ident)?] [$($given:ident: $given_type:ty => $field:ident),*]
    ) => {
        // SAFETY of the functions: declaration and methods are of one item, and callers promise the rest.
        impl $own {
            /// Takes a table of function pointers that C gave.
            ///
            /// The struct and its clones own `owner`, and drop it with the last of them: a clone of the library
            /// that has the table, for example. `()` stands for a table that is there as long as the program runs.
            ///
            /// # Safety
            ///
            /// - The pointer is null, or that of a table which is there until `owner` is dropped, and which nobody
            ///   changes.
            /// - The table has the declared header, and all declared entries up to the length that it says; all of
            ///   them if none says it.
            /// - Each entry is null or a function with the declared signature and calling convention.
            /// - The methods that are safe to call cannot be misused, on any thread that the struct can be on.
            ///
            /// # Errors
            ///
            /// If the pointer is null, the table ends before required entries, or required entries are null; the
            /// error names all of them.
            $($visibility)* unsafe fn from_table(
                $($given: $given_type,)*
                __ffi_table: *const ::core::ffi::c_void,
                __ffi_owner: impl ::core::marker::Send + ::core::marker::Sync + 'static,
            ) -> ::core::result::Result<Self, $crate::library::TableError> {
                let __ffi_table = $crate::macro_support::GivenTable::table(__ffi_table, __ffi_owner);
                // SAFETY: as above.
                let __ffi_bound = unsafe { $crate::macro_support::BoundTable::from_given(__ffi_table) }?;
                ::core::result::Result::Ok(Self {
                    __ffi_bound,
                    $($thread: ::core::marker::PhantomData,)?
                    $($field: $given,)*
                })
            }

            /// Asks for the table of each version, the newest first, and takes the first that there is, with its
            /// version.
            ///
            /// Entries of a later version (`#[since(N)]`) are not there, wherever the table ends.
            ///
            /// # Safety
            ///
            /// As for `from_table`, for what the function returns, but that the table has the entries of the version
            /// which the function got.
            ///
            /// # Errors
            ///
            /// If the function returns null for each version; those of `from_table`.
            $($visibility)* unsafe fn negotiate(
                $($given: $given_type,)*
                __ffi_versions: ::core::ops::RangeInclusive<::core::primitive::u32>,
                __ffi_ask: impl ::core::ops::FnMut(::core::primitive::u32) -> *const ::core::ffi::c_void,
                __ffi_owner: impl ::core::marker::Send + ::core::marker::Sync + 'static,
            ) -> ::core::result::Result<(Self, ::core::primitive::u32), $crate::library::TableError> {
                // SAFETY: as above.
                let (__ffi_bound, __ffi_version) = unsafe {
                    $crate::macro_support::BoundTable::<$own>::negotiate(
                        __ffi_versions,
                        __ffi_ask,
                        __ffi_owner,
                    )
                }?;
                let __ffi_own = Self {
                    __ffi_bound,
                    $($thread: ::core::marker::PhantomData,)?
                    $($field: $given,)*
                };
                ::core::result::Result::Ok((__ffi_own, __ffi_version))
            }
        }
    };
    (
        [interface] [$($visibility:tt)*] $own:ident
        [$($thread:ident)?] []
    ) => {
        // SAFETY of the functions: declaration and methods are of one item, and callers promise the rest.
        impl $own {
            /// Takes an object that the other side made, and one count of its owners: the struct and its clones are
            /// one owner together, and give the count back with the last of them. Then they drop `owner`, which keeps
            /// the functions where they are: the library that has them, for example. `()` stands for functions that
            /// are there as long as the program runs.
            ///
            /// # Safety
            ///
            /// - The pointer is null, or that of an object whose first field is null or the address of a table of this
            ///   interface, and whose owner the caller is.
            /// - Table and functions are there until `owner` is dropped, and nobody changes the table or the field.
            /// - The table says how long it is, and each entry up to there is null or a function with the declared
            ///   signature and calling convention.
            /// - The methods that are safe to call cannot be misused, on any thread that the struct can be on.
            ///
            /// # Errors
            ///
            /// If the object or its table is null, the table ends before required functions, or required functions are
            /// null; the error names all of them. The object is given back then.
            $($visibility)* unsafe fn from_object(
                __ffi_object: *mut ::core::ffi::c_void,
                __ffi_owner: impl ::core::marker::Send + ::core::marker::Sync + 'static,
            ) -> ::core::result::Result<Self, $crate::library::TableError> {
                // SAFETY: the caller is an owner, and gives it up.
                let __ffi_owner = unsafe { $crate::macro_support::ObjectOwner::new(__ffi_object, __ffi_owner) };
                // SAFETY: the caller promises it.
                let __ffi_object = unsafe { $crate::macro_support::GivenTable::object(__ffi_object, __ffi_owner) };
                // SAFETY: as above.
                let __ffi_bound = unsafe { $crate::macro_support::BoundTable::from_given(__ffi_object) }?;
                ::core::result::Result::Ok(Self {
                    __ffi_bound,
                    $($thread: ::core::marker::PhantomData,)?
                })
            }

            /// The object, for C. It is there as long as the struct.
            #[must_use]
            $($visibility)* fn as_object(&self) -> *mut ::core::ffi::c_void {
                self.__ffi_bound.object().as_ptr()
            }
        }
    };
    (
        [$object:ident] [$($visibility:tt)*] $own:ident
        [$($thread:ident)?] [$($given:ident: $given_type:ty => $field:ident),*]
    ) => {
        // SAFETY of the functions: declaration and methods are of one item, and callers promise the rest.
        impl $own {
            /// Takes an object whose first field is the address of its table. Every function gets the object first.
            ///
            /// The struct and its clones own `owner`, and drop it with the last of them: what releases the object,
            /// for example. `()` stands for an object that is there as long as the program runs.
            ///
            /// # Safety
            ///
            /// - The pointer is null, or that of an object whose first field is null or the address of its table.
            ///   Object and table are there until `owner` is dropped, and nobody changes the table or the field.
            /// - The table has the declared header, and all declared entries up to the length that it says; all of
            ///   them if none says it.
            /// - Each entry is null or a function with the declared signature and calling convention, which may get
            ///   this object.
            /// - The methods that are safe to call cannot be misused, on any thread that the struct can be on.
            ///
            /// # Errors
            ///
            /// If the object or its table is null, the table ends before required entries, or required entries are
            /// null; the error names all of them.
            $($visibility)* unsafe fn from_object(
                $($given: $given_type,)*
                __ffi_object: *mut ::core::ffi::c_void,
                __ffi_owner: impl ::core::marker::Send + ::core::marker::Sync + 'static,
            ) -> ::core::result::Result<Self, $crate::library::TableError> {
                // SAFETY: the caller promises it.
                let __ffi_object = unsafe { $crate::macro_support::GivenTable::object(__ffi_object, __ffi_owner) };
                // SAFETY: as above.
                let __ffi_bound = unsafe { $crate::macro_support::BoundTable::from_given(__ffi_object) }?;
                ::core::result::Result::Ok(Self {
                    __ffi_bound,
                    $($thread: ::core::marker::PhantomData,)?
                    $($field: $given,)*
                })
            }

            /// The object, for C.
            #[must_use]
            $($visibility)* fn as_object(&self) -> *mut ::core::ffi::c_void {
                self.__ffi_bound.object().as_ptr()
            }
        }
    };
}
