//! Bound libraries: a declaration and a library become a table of addresses.
//!
//! Every symbol is looked up once, when the library is loaded; a method of the declared struct then
//! reads its address from the table (`addresses`), by an index that the macro knows. The next stage is
//! `call`.

use core::fmt;
use core::marker::PhantomData;
use std::path::Path;
use std::sync::Arc;

use crate::library::addresses::placeholder;
use crate::library::declaration::Declaration;
use crate::library::plan::Request;
use crate::library::resolve::{IncompleteGroups, resolve};
use crate::library::{CodePointer, Library, LibraryError, LoadFlags};

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
///     names: &["m"],
///     versions: &[],
///     groups: &[],
///     symbols: [
///         SymbolDeclaration::required(&["cos"]),
///         SymbolDeclaration::required(&["no_such_function"]).optional(),
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
    pub(super) table: Arc<Table<N>>,
    /// No value of `Brand` is inside: this is `Send` and `Sync` whatever `Brand` is.
    brand: PhantomData<fn() -> Brand>,
}

pub(super) struct Table<const N: usize> {
    /// Addresses; that of a function which ends the program for a symbol that the library lacks.
    pub(super) addresses: [CodePointer; N],
    pub(super) present: [bool; N],
    pub(super) declaration: &'static Declaration<N>,
    pub(super) incomplete: IncompleteGroups,
    pub(super) library: Library,
}

impl<Brand, const N: usize> Bound<Brand, N> {
    /// Searches the library by the declared names and versions, and finds its symbols; without a name,
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
    /// The errors of [`Search::load`](crate::library::Search::load) or [`Library::from_process`], and of
    /// [`from_library`](Self::from_library).
    ///
    /// ```
    /// # use ffi_runtime::library::Origin;
    /// # use ffi_runtime::macro_support::{Bound, Declaration, SymbolDeclaration};
    /// static HOST: Declaration<0> =
    ///     Declaration { item: "Host", names: &[], versions: &[], groups: &[], symbols: [] };
    ///
    /// // SAFETY: `()` has no methods that would call an address, and nothing is loaded.
    /// let host = unsafe { Bound::<(), 0>::load(&HOST) }?;
    /// assert_eq!(*host.library().origin(), Origin::Process);
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub unsafe fn load(declaration: &'static Declaration<N>) -> Result<Self, LibraryError> {
        // SAFETY: the initializers of that library may run, and the symbols of `declaration` have their
        // signatures in it, by the contract of this function.
        let library = unsafe { load(declaration.names, declaration.versions) }?;
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
    /// The errors of [`Library::open`] and [`from_library`](Self::from_library).
    ///
    /// ```
    /// # use ffi_runtime::macro_support::{Bound, Declaration, SymbolDeclaration};
    /// # use std::path::Path;
    /// static PLUGIN: Declaration<0> =
    ///     Declaration { item: "Plugin", names: &[], versions: &[], groups: &[], symbols: [] };
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
    /// # Panics
    ///
    /// If a symbol is of a group that the declaration does not have.
    ///
    /// ```
    /// # use ffi_runtime::macro_support::{Bound, Declaration, SymbolDeclaration};
    /// use ffi_runtime::Library;
    ///
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
    /// let strings = unsafe { Bound::<(), 1>::from_library(&STRINGS, libc) }?;
    /// assert!(strings.has(0));
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub unsafe fn from_library(
        declaration: &'static Declaration<N>,
        library: Library,
    ) -> Result<Self, LibraryError> {
        let placeholder = placeholder();
        let mut addresses = [placeholder; N];
        let mut present = [false; N];
        let incomplete = resolve(
            declaration.item,
            declaration.groups,
            &declaration.symbols,
            &library,
            &mut addresses,
            &mut present,
        )?;
        for (index, symbol) in declaration.symbols.iter().enumerate() {
            if symbol
                .group
                .is_some_and(|group| incomplete[usize::from(group)].is_some())
            {
                addresses[index] = placeholder;
                present[index] = false;
            }
        }
        Ok(Self {
            table: Arc::new(Table {
                addresses,
                present,
                declaration,
                incomplete,
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
    /// The errors of [`Library::from_process`] and [`from_library`](Self::from_library).
    ///
    /// ```
    /// # use ffi_runtime::macro_support::{Bound, Declaration, SymbolDeclaration};
    /// static HOST: Declaration<0> =
    ///     Declaration { item: "Host", names: &[], versions: &[], groups: &[], symbols: [] };
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
    /// #     Declaration { item: "Host", names: &[], versions: &[], groups: &[], symbols: [] };
    /// // SAFETY: `()` has no methods that would call an address.
    /// let host = unsafe { Bound::<(), 0>::from_process(&HOST) }?;
    /// assert_eq!(*host.library().origin(), Origin::Process);
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.table.library
    }
}

/// Loads the library of a declaration: the first that a search finds, or this process if it has no name.
///
/// # Safety
///
/// The duties of [`Library::load`] for these names, or those of [`Library::from_process`].
pub(super) unsafe fn load(names: &[&str], versions: &[&str]) -> Result<Library, LibraryError> {
    if names.is_empty() {
        // SAFETY: the caller keeps the duties of this function.
        return unsafe { Library::from_process() };
    }
    let request = Request {
        names,
        versions,
        folders: &[],
    };
    // SAFETY: the caller keeps the duties of this function.
    unsafe { Library::search(&request, LoadFlags::NONE) }
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
