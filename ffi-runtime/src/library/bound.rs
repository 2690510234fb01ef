//! Bound libraries: a declaration and a library become a table of addresses.
//!
//! Every symbol is looked up once, when the library is loaded; a method of the declared struct then
//! reads its address from the table, by an index that the macro knows. The next stage is `call`.

use core::ffi::c_void;
use core::fmt;
use core::marker::PhantomData;
use std::path::Path;
use std::sync::Arc;

use crate::library::declaration::Declaration;
use crate::library::resolve::resolve;
use crate::library::{CloseError, CodePointer, Library, LibraryError, MissingSymbol};

/// A library with the addresses of everything that a declaration names.
///
/// What the struct that `#[foreign_library]` writes has inside; `Brand` is that struct, so that safe
/// code cannot put the addresses of one library behind the methods of another. Cheap to clone; may
/// be used from any thread; owns the library, so that it is not closed while an address may be in
/// use.
///
/// ```
/// use ffi_runtime::macro_support::{Bound, Declaration, SymbolDeclaration};
///
/// struct Libm;
///
/// static LIBM: Declaration<2> = Declaration {
///     item: "Libm",
///     name: Some("m"),
///     version: None,
///     symbols: [
///         SymbolDeclaration { names: &["cos"], optional: false },
///         SymbolDeclaration { names: &["no_such_function"], optional: true },
///     ],
/// };
///
/// // SAFETY: `Libm` has no methods.
/// let libm = unsafe { Bound::<Libm, 2>::load(&LIBM) }?;
/// assert_eq!(libm.required(0), libm.library().symbol("cos")?);
/// assert!(!libm.has(1));
/// # Ok::<(), ffi_runtime::LibraryError>(())
/// ```
pub struct Bound<Brand, const N: usize> {
    table: Arc<Table<N>>,
    /// No value of `Brand` is inside: this is `Send` and `Sync` whatever `Brand` is.
    brand: PhantomData<fn() -> Brand>,
}

struct Table<const N: usize> {
    /// Addresses; that of [`absent`] for a symbol that the library lacks.
    addresses: [CodePointer; N],
    present: [bool; N],
    declaration: &'static Declaration<N>,
    library: Library,
}

/// Stands for an optional function that the library lacks, so that calling it without asking ends
/// the program with a message instead of a jump to nowhere.
extern "C" fn absent() -> ! {
    eprintln!("ffi-runtime: called an optional function that the loaded library does not have");
    std::process::abort()
}

impl<Brand, const N: usize> Bound<Brand, N> {
    /// Searches the library by the declared name and version, and finds its symbols; without a name,
    /// finds them in this process.
    ///
    /// # Safety
    ///
    /// - `declaration` is the one that the methods of `Brand` were written for: a method that calls
    ///   the address of index `i` does so with the signature and the convention that the function
    ///   `declaration.symbols[i]` has in the library that is found, and a method that is safe to call
    ///   cannot be misused in that library.
    /// - The initializers of the library may run, by the duties of [`Library::load`].
    ///
    /// # Errors
    ///
    /// Those of [`Library::load_version`] or [`Library::from_process`], and of
    /// [`from_library`](Self::from_library).
    ///
    /// ```
    /// # use ffi_runtime::library::Origin;
    /// # use ffi_runtime::macro_support::{Bound, Declaration, SymbolDeclaration};
    /// static HOST: Declaration<0> =
    ///     Declaration { item: "Host", name: None, version: None, symbols: [] };
    ///
    /// // SAFETY: `()` has no methods that would call an address, and nothing is loaded.
    /// let host = unsafe { Bound::<(), 0>::load(&HOST) }?;
    /// assert_eq!(*host.library().origin(), Origin::Process);
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub unsafe fn load(declaration: &'static Declaration<N>) -> Result<Self, LibraryError> {
        let library = match declaration.name {
            // SAFETY: the initializers of that library may run, by the contract of this function.
            Some(name) => unsafe { Library::search(name, declaration.version) },
            // SAFETY: the symbols of `declaration` have their signatures in this process, by the
            // contract of this function.
            None => unsafe { Library::from_process() },
        }?;
        // SAFETY: `declaration` is right for the library that was found, by the contract of this
        // function.
        unsafe { Self::from_library(declaration, library) }
    }

    /// Loads one file, and finds the symbols in it.
    ///
    /// # Safety
    ///
    /// The duties of [`load`](Self::load), for the library at `path`.
    ///
    /// # Errors
    ///
    /// Those of [`Library::open`] and [`from_library`](Self::from_library).
    ///
    /// ```
    /// # use ffi_runtime::macro_support::{Bound, Declaration, SymbolDeclaration};
    /// # use std::path::Path;
    /// static PLUGIN: Declaration<0> =
    ///     Declaration { item: "Plugin", name: None, version: None, symbols: [] };
    ///
    /// // SAFETY: `()` has no methods that would call an address.
    /// let absent = unsafe { Bound::<(), 0>::open(&PLUGIN, Path::new("plugins/absent.so")) };
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

    /// Finds the symbols in a library that is loaded.
    ///
    /// # Safety
    ///
    /// The first duty of [`load`](Self::load), for this library.
    ///
    /// # Errors
    ///
    /// [`LibraryError::MissingSymbols`] with every required symbol that the library lacks;
    /// [`LibraryError::SymbolName`].
    ///
    /// ```
    /// # use ffi_runtime::macro_support::{Bound, Declaration, SymbolDeclaration};
    /// use ffi_runtime::Library;
    ///
    /// static STRINGS: Declaration<1> = Declaration {
    ///     item: "Strings",
    ///     name: None,
    ///     version: None,
    ///     symbols: [SymbolDeclaration { names: &["no_such_function", "strlen"], optional: false }],
    /// };
    ///
    /// // SAFETY: the C library's initializers may run in every program.
    /// let libc = unsafe { Library::load("c") }?;
    /// // SAFETY: `()` has no methods that would call an address.
    /// let strings = unsafe { Bound::<(), 1>::from_library(&STRINGS, libc) }?;
    /// assert!(strings.has(0));
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub unsafe fn from_library(
        declaration: &'static Declaration<N>,
        library: Library,
    ) -> Result<Self, LibraryError> {
        let placeholder = CodePointer::from_ptr(absent as *const c_void)
            .expect("a function of this program has an address");
        let mut addresses = [placeholder; N];
        let mut present = [false; N];
        resolve(
            declaration.item,
            &declaration.symbols,
            &library,
            &mut addresses,
            &mut present,
        )?;
        Ok(Self {
            table: Arc::new(Table {
                addresses,
                present,
                declaration,
                library,
            }),
            brand: PhantomData,
        })
    }

    /// Finds the symbols among those that are in this process already.
    ///
    /// # Safety
    ///
    /// The first duty of [`load`](Self::load), for this process.
    ///
    /// # Errors
    ///
    /// Those of [`Library::from_process`] and [`from_library`](Self::from_library).
    ///
    /// ```
    /// # use ffi_runtime::macro_support::{Bound, Declaration, SymbolDeclaration};
    /// static HOST: Declaration<0> =
    ///     Declaration { item: "Host", name: None, version: None, symbols: [] };
    ///
    /// // SAFETY: `()` has no methods that would call an address.
    /// assert!(unsafe { Bound::<(), 0>::from_process(&HOST) }.is_ok());
    /// ```
    pub unsafe fn from_process(declaration: &'static Declaration<N>) -> Result<Self, LibraryError> {
        // SAFETY: the symbols of `declaration` have their signatures in this process, by the
        // contract of this function.
        let process = unsafe { Library::from_process() }?;
        // SAFETY: `declaration` is right for this process, by the contract of this function.
        unsafe { Self::from_library(declaration, process) }
    }

    /// The library.
    ///
    /// ```
    /// # use ffi_runtime::library::Origin;
    /// # use ffi_runtime::macro_support::{Bound, Declaration};
    /// # static HOST: Declaration<0> =
    /// #     Declaration { item: "Host", name: None, version: None, symbols: [] };
    /// // SAFETY: `()` has no methods that would call an address.
    /// let host = unsafe { Bound::<(), 0>::from_process(&HOST) }?;
    /// assert_eq!(*host.library().origin(), Origin::Process);
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.table.library
    }

    /// Address of a function that the declaration requires: two loads, without a branch where the
    /// index is known to the compiler.
    ///
    /// For an optional function that the library lacks, it is the address of a function that ends
    /// the program with a message.
    ///
    /// # Panics
    ///
    /// If `index` is not less than `N`.
    ///
    /// ```
    /// # use ffi_runtime::macro_support::{Bound, Declaration, SymbolDeclaration};
    /// # static LIBM: Declaration<1> = Declaration {
    /// #     item: "Libm",
    /// #     name: Some("m"),
    /// #     version: None,
    /// #     symbols: [SymbolDeclaration { names: &["cos"], optional: false }],
    /// # };
    /// // SAFETY: `()` has no methods that would call an address.
    /// let libm = unsafe { Bound::<(), 1>::load(&LIBM) }?;
    /// assert!(!libm.required(0).as_ptr().is_null());
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    #[inline(always)]
    #[track_caller]
    #[must_use]
    pub fn required(&self, index: usize) -> CodePointer {
        self.table.addresses[index]
    }

    /// Address of an optional function.
    ///
    /// # Errors
    ///
    /// [`MissingSymbol`] if the library lacks it.
    ///
    /// # Panics
    ///
    /// If `index` is not less than `N`.
    ///
    /// ```
    /// # use ffi_runtime::macro_support::{Bound, Declaration, SymbolDeclaration};
    /// # static LIBM: Declaration<1> = Declaration {
    /// #     item: "Libm",
    /// #     name: Some("m"),
    /// #     version: None,
    /// #     symbols: [SymbolDeclaration { names: &["no_such_function"], optional: true }],
    /// # };
    /// // SAFETY: `()` has no methods that would call an address.
    /// let libm = unsafe { Bound::<(), 1>::load(&LIBM) }?;
    /// assert_eq!(libm.optional(0).unwrap_err().symbol(), "no_such_function");
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    #[inline(always)]
    #[track_caller]
    pub fn optional(&self, index: usize) -> Result<CodePointer, MissingSymbol> {
        if self.has(index) {
            Ok(self.required(index))
        } else {
            Err(self.missing(index))
        }
    }

    /// Whether the library has a function.
    ///
    /// # Panics
    ///
    /// If `index` is not less than `N`.
    ///
    /// ```
    /// # use ffi_runtime::macro_support::{Bound, Declaration, SymbolDeclaration};
    /// # static LIBM: Declaration<1> = Declaration {
    /// #     item: "Libm",
    /// #     name: Some("m"),
    /// #     version: None,
    /// #     symbols: [SymbolDeclaration { names: &["cos"], optional: true }],
    /// # };
    /// // SAFETY: `()` has no methods that would call an address.
    /// let libm = unsafe { Bound::<(), 1>::load(&LIBM) }?;
    /// assert!(libm.has(0));
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    #[inline(always)]
    #[track_caller]
    #[must_use]
    pub fn has(&self, index: usize) -> bool {
        self.table.present[index]
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
    /// # use ffi_runtime::library::CloseError;
    /// # use ffi_runtime::macro_support::{Bound, Declaration};
    /// # static LIBM: Declaration<0> =
    /// #     Declaration { item: "Libm", name: Some("m"), version: None, symbols: [] };
    /// // SAFETY: `()` has no methods that would call an address.
    /// let libm = unsafe { Bound::<(), 0>::load(&LIBM) }?;
    /// let clone = libm.clone();
    /// // SAFETY: nothing of the library was used.
    /// let refused = unsafe { libm.close() };
    /// assert!(matches!(refused, Err(CloseError::Shared { others: 1, .. })));
    /// drop(refused);
    /// // SAFETY: nothing of the library was used.
    /// unsafe { clone.close() }?;
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub unsafe fn close(self) -> Result<(), CloseError> {
        match Arc::try_unwrap(self.table) {
            // SAFETY: the caller keeps the duties of `Library::close`, which are the same.
            Ok(table) => unsafe { table.library.close() },
            Err(table) => {
                let clones = Arc::strong_count(&table) - 1;
                let library = table.library.clone();
                // The table and the clone for the error are no others.
                let others = (clones + library.owners() - 2).max(1);
                Err(CloseError::Shared { library, others })
            }
        }
    }

    #[cold]
    fn missing(&self, index: usize) -> MissingSymbol {
        MissingSymbol {
            names: self.table.declaration.symbols[index].names,
            library: self.library().origin().clone(),
        }
    }
}

/// Not derived, for that would ask for `Brand: Clone`.
impl<Brand, const N: usize> Clone for Bound<Brand, N> {
    fn clone(&self) -> Self {
        Self {
            table: Arc::clone(&self.table),
            brand: PhantomData,
        }
    }
}

/// `Bound(Zlib in "libz.so.1")`
impl<Brand, const N: usize> fmt::Debug for Bound<Brand, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Bound({} in {})",
            self.table.declaration.item,
            self.library().origin()
        )
    }
}

#[cfg(all(
    test,
    not(any(miri, all(target_env = "musl", target_feature = "crt-static")))
))]
#[path = "bound_tests.rs"]
mod tests;
