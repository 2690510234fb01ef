//! Lazy libraries: each symbol of a declaration is looked up when it is used first.
//!
//! As `bound`, but for libraries with thousands of functions of which a program uses few, and for
//! functions that are not there from the beginning.

use core::ffi::c_void;
use core::fmt;
use core::marker::PhantomData;
use core::ptr;
use core::sync::atomic::{AtomicPtr, Ordering};
use std::path::Path;
use std::sync::Arc;

use crate::library::bound::load;
use crate::library::declaration::Declaration;
use crate::library::resolve::{Lookup, incomplete_group};
use crate::library::{CloseError, CodePointer, Library, LibraryError, MissingSymbol};

/// A library whose symbols are looked up when they are used first: a [`Bound`](super::bound::Bound) for
/// `bind = "lazy"`.
///
/// No symbol is looked up when it is loaded, so that none is missing then; and required and optional ones are
/// alike. An address that was found is kept; a symbol that is missing is looked up again each time.
///
/// ```
/// use ffi_runtime::macro_support::{Declaration, LazyBound, SymbolDeclaration};
///
/// static LIBM: Declaration<2> = Declaration {
///     item: "Libm",
///     names: &["m"],
///     versions: &[],
///     groups: &[],
///     symbols: [
///         SymbolDeclaration::required(&["cos"]),
///         SymbolDeclaration::required(&["no_such_function"]),
///     ],
/// };
///
/// // SAFETY: `()` has no methods that would call an address.
/// let libm = unsafe { LazyBound::<(), 2>::load(&LIBM) }?;
/// assert_eq!(libm.optional(0)?, libm.library().symbol("cos")?);
/// assert!(libm.optional(1).is_err());
/// # Ok::<(), ffi_runtime::LibraryError>(())
/// ```
pub struct LazyBound<Brand, const N: usize> {
    table: Arc<Table<N>>,
    /// No value of `Brand` is inside: this is `Send` and `Sync` whatever `Brand` is.
    brand: PhantomData<fn() -> Brand>,
}

struct Table<const N: usize> {
    /// Addresses; null for a symbol that was not looked up yet, or not found.
    addresses: [AtomicPtr<c_void>; N],
    declaration: &'static Declaration<N>,
    library: Library,
}

impl<Brand, const N: usize> LazyBound<Brand, N> {
    /// Searches the library by the declared names and versions; without a name, takes this process.
    ///
    /// # Safety
    ///
    /// The duties of [`Bound::load`](super::bound::Bound::load).
    ///
    /// # Errors
    ///
    /// The errors of [`Search::load`](crate::library::Search::load) or [`Library::from_process`].
    ///
    /// ```
    /// # use ffi_runtime::library::Origin;
    /// # use ffi_runtime::macro_support::{Declaration, LazyBound};
    /// static HOST: Declaration<0> =
    ///     Declaration { item: "Host", names: &[], versions: &[], groups: &[], symbols: [] };
    ///
    /// // SAFETY: `()` has no methods that would call an address, and nothing is loaded.
    /// let host = unsafe { LazyBound::<(), 0>::load(&HOST) }?;
    /// assert_eq!(*host.library().origin(), Origin::Process);
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub unsafe fn load(declaration: &'static Declaration<N>) -> Result<Self, LibraryError> {
        // SAFETY: the initializers of that library may run, and the symbols of `declaration` have their
        // signatures in it, by the contract of this function.
        let library = unsafe { load(declaration.names, declaration.versions) }?;
        // SAFETY: `declaration` is right for the library that was found, by the contract of this function.
        unsafe { Self::from_library(declaration, library) }
    }

    /// Loads one file.
    ///
    /// # Safety
    ///
    /// The duties of [`load`](Self::load), for the library at `path`.
    ///
    /// # Errors
    ///
    /// The errors of [`Library::open`].
    ///
    /// ```
    /// # use ffi_runtime::macro_support::{Declaration, LazyBound};
    /// # use std::path::Path;
    /// static PLUGIN: Declaration<0> =
    ///     Declaration { item: "Plugin", names: &[], versions: &[], groups: &[], symbols: [] };
    ///
    /// // SAFETY: `()` has no methods that would call an address.
    /// let absent = unsafe { LazyBound::<(), 0>::open(&PLUGIN, Path::new("plugins/absent.so")) };
    /// assert!(absent.is_err());
    /// ```
    pub unsafe fn open(
        declaration: &'static Declaration<N>,
        path: &Path,
    ) -> Result<Self, LibraryError> {
        // SAFETY: the initializers of the file may run, by the contract of this function.
        let library = unsafe { Library::open(path) }?;
        // SAFETY: `declaration` is right for the file, by the contract of this function.
        unsafe { Self::from_library(declaration, library) }
    }

    /// Takes a library that is loaded.
    ///
    /// # Safety
    ///
    /// The first duty of [`load`](Self::load), for this library.
    ///
    /// # Errors
    ///
    /// None today.
    ///
    /// ```
    /// # use ffi_runtime::Library;
    /// # use ffi_runtime::macro_support::{Declaration, LazyBound, SymbolDeclaration};
    /// static STRINGS: Declaration<1> = Declaration {
    ///     item: "Strings",
    ///     names: &[],
    ///     versions: &[],
    ///     groups: &[],
    ///     symbols: [SymbolDeclaration::required(&["no_such_function", "strlen"])],
    /// };
    ///
    /// // SAFETY: the C library's initializers may run in every program.
    /// let libc = unsafe { Library::load("c") }?;
    /// // SAFETY: `()` has no methods that would call an address.
    /// let strings = unsafe { LazyBound::<(), 1>::from_library(&STRINGS, libc) }?;
    /// assert!(strings.has(0));
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub unsafe fn from_library(
        declaration: &'static Declaration<N>,
        library: Library,
    ) -> Result<Self, LibraryError> {
        Ok(Self {
            table: Arc::new(Table {
                addresses: [const { AtomicPtr::new(ptr::null_mut()) }; N],
                declaration,
                library,
            }),
            brand: PhantomData,
        })
    }

    /// Takes the symbols that are in this process already.
    ///
    /// # Safety
    ///
    /// The first duty of [`load`](Self::load), for this process.
    ///
    /// # Errors
    ///
    /// The errors of [`Library::from_process`].
    ///
    /// ```
    /// # use ffi_runtime::macro_support::{Declaration, LazyBound};
    /// static HOST: Declaration<0> =
    ///     Declaration { item: "Host", names: &[], versions: &[], groups: &[], symbols: [] };
    ///
    /// // SAFETY: `()` has no methods that would call an address.
    /// assert!(unsafe { LazyBound::<(), 0>::from_process(&HOST) }.is_ok());
    /// ```
    pub unsafe fn from_process(declaration: &'static Declaration<N>) -> Result<Self, LibraryError> {
        // SAFETY: the symbols of `declaration` have their signatures in this process, by the contract of
        // this function.
        let process = unsafe { Library::from_process() }?;
        // SAFETY: `declaration` is right for this process, by the contract of this function.
        unsafe { Self::from_library(declaration, process) }
    }

    /// The library.
    ///
    /// ```
    /// # use ffi_runtime::macro_support::{Declaration, LazyBound};
    /// # static HOST: Declaration<0> =
    /// #     Declaration { item: "Host", names: &[], versions: &[], groups: &[], symbols: [] };
    /// // SAFETY: `()` has no methods that would call an address.
    /// let host = unsafe { LazyBound::<(), 0>::from_process(&HOST) }?;
    /// assert!(host.library().symbol("no_such_function").is_err());
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.table.library
    }

    /// Address of a function: one load and one branch, once it was found.
    ///
    /// # Errors
    ///
    /// [`MissingSymbol`] if the library lacks it, or another function of its group.
    ///
    /// # Panics
    ///
    /// If `index` is not less than `N`, or the symbol is of a group that the declaration does not have.
    ///
    /// ```
    /// # use ffi_runtime::macro_support::{Declaration, LazyBound, SymbolDeclaration};
    /// # static LIBM: Declaration<1> = Declaration {
    /// #     item: "Libm",
    /// #     names: &["m"],
    /// #     versions: &[],
    /// #     groups: &[],
    /// #     symbols: [SymbolDeclaration::required(&["no_such_function"])],
    /// # };
    /// // SAFETY: `()` has no methods that would call an address.
    /// let libm = unsafe { LazyBound::<(), 1>::load(&LIBM) }?;
    /// assert_eq!(libm.optional(0).unwrap_err().symbol(), "no_such_function");
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    #[inline(always)]
    #[track_caller]
    pub fn optional(&self, index: usize) -> Result<CodePointer, MissingSymbol> {
        // Whoever looked it up may have made the code right before.
        let address = self.table.addresses[index].load(Ordering::Acquire);
        match CodePointer::from_ptr(address) {
            Some(address) => Ok(address),
            None => self.look_up(index),
        }
    }

    /// Whether the library has a function.
    ///
    /// # Panics
    ///
    /// As [`address`](Self::address).
    ///
    /// ```
    /// # use ffi_runtime::macro_support::{Declaration, LazyBound, SymbolDeclaration};
    /// # static LIBM: Declaration<1> = Declaration {
    /// #     item: "Libm",
    /// #     names: &["m"],
    /// #     versions: &[],
    /// #     groups: &[],
    /// #     symbols: [SymbolDeclaration::required(&["cos"])],
    /// # };
    /// // SAFETY: `()` has no methods that would call an address.
    /// let libm = unsafe { LazyBound::<(), 1>::load(&LIBM) }?;
    /// assert!(libm.has(0));
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    #[inline]
    #[track_caller]
    #[must_use]
    pub fn has(&self, index: usize) -> bool {
        self.optional(index).is_ok()
    }

    /// Unloads the library, unless something else still owns it: a clone of this, or of
    /// [`library`](Self::library).
    ///
    /// # Safety
    ///
    /// As for [`Library::close`].
    ///
    /// # Errors
    ///
    /// [`CloseError::Shared`], which gives the library back; [`CloseError::Loader`].
    ///
    /// ```
    /// # use ffi_runtime::macro_support::{Declaration, LazyBound};
    /// # static LIBM: Declaration<0> =
    /// #     Declaration { item: "Libm", names: &["m"], versions: &[], groups: &[], symbols: [] };
    /// // SAFETY: `()` has no methods that would call an address.
    /// let libm = unsafe { LazyBound::<(), 0>::load(&LIBM) }?;
    /// // SAFETY: nothing of the library was used.
    /// unsafe { libm.close() }?;
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub unsafe fn close(self) -> Result<(), CloseError> {
        match Arc::try_unwrap(self.table) {
            // SAFETY: the caller keeps the duties of `Library::close`, which are the same.
            Ok(table) => unsafe { table.library.close() },
            Err(table) => Err(table.library.shared_by_table(Arc::strong_count(&table))),
        }
    }

    #[cold]
    #[track_caller]
    fn look_up(&self, index: usize) -> Result<CodePointer, MissingSymbol> {
        let Table {
            addresses,
            declaration,
            library,
        } = &*self.table;
        let symbol = &declaration.symbols[index];
        let mut lookup = Lookup::in_library(library);
        let group = incomplete_group(
            declaration.groups,
            &declaration.symbols,
            symbol,
            &mut lookup,
        );
        // A name that C cannot spell is that of no symbol.
        match lookup.first(symbol) {
            Ok(Some(found)) if group.is_none() => {
                addresses[index].store(found.as_ptr().cast_mut(), Ordering::Release);
                Ok(found)
            }
            Ok(_) | Err(_) => Err(lookup.missing(symbol, group)),
        }
    }
}

/// Not derived, for that would ask for `Brand: Clone`.
impl<Brand, const N: usize> Clone for LazyBound<Brand, N> {
    fn clone(&self) -> Self {
        Self {
            table: Arc::clone(&self.table),
            brand: PhantomData,
        }
    }
}

/// `LazyBound(Zlib in "libz.so.1")`
impl<Brand, const N: usize> fmt::Debug for LazyBound<Brand, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let item = self.table.declaration.item;
        write!(f, "LazyBound({item} in {})", self.library().origin())
    }
}

#[cfg(test)]
#[path = "lazy_tests.rs"]
mod tests;
