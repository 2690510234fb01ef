//! Bound libraries: a declaration and a library become a table of addresses.
//!
//! Every symbol is looked up once, when the library is loaded; a method of the declared struct then
//! reads its address from the table, by an index that the macro knows. The next stage is `call`.

use core::ffi::c_void;
use core::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::library::loader::SymbolName;
use crate::library::{
    CloseError, CodePointer, Declaration, Library, LibraryError, MissingSymbol, SymbolDeclaration,
};

/// A library with the addresses of everything that a declaration names.
///
/// What the struct that `#[foreign_library]` writes has inside. Cheap to clone; may be used from any
/// thread; owns the library, so that it is not closed while an address may be in use.
///
/// ```
/// use ffi_runtime::library::{Bound, Declaration, SymbolDeclaration};
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
/// let libm = Bound::load(&LIBM)?;
/// assert_eq!(libm.required(0), libm.library().symbol("cos")?);
/// assert!(!libm.has(1));
/// # Ok::<(), ffi_runtime::LibraryError>(())
/// ```
#[derive(Clone)]
pub struct Bound<const N: usize> {
    table: Arc<Table<N>>,
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

impl<const N: usize> Bound<N> {
    /// Searches the library by the declared name and version, and finds its symbols.
    ///
    /// # Errors
    ///
    /// [`LibraryError::NoName`], and those of [`Library::load_version`] and
    /// [`from_library`](Self::from_library).
    ///
    /// ```
    /// # use ffi_runtime::library::{Bound, Declaration, SymbolDeclaration};
    /// static NAMELESS: Declaration<0> =
    ///     Declaration { item: "Plugin", name: None, version: None, symbols: [] };
    ///
    /// assert_eq!(
    ///     Bound::load(&NAMELESS).unwrap_err().to_string(),
    ///     "`Plugin` names no library to search; use `open`, `from_library` or `from_process`",
    /// );
    /// ```
    pub fn load(declaration: &'static Declaration<N>) -> Result<Self, LibraryError> {
        let name = declaration.name.ok_or(LibraryError::NoName {
            item: declaration.item,
        })?;
        Self::from_library(declaration, Library::search(name, declaration.version)?)
    }

    /// Loads one file, and finds the symbols in it.
    ///
    /// # Errors
    ///
    /// Those of [`Library::open`] and [`from_library`](Self::from_library).
    ///
    /// ```
    /// # use ffi_runtime::library::{Bound, Declaration, SymbolDeclaration};
    /// # use std::path::Path;
    /// static PLUGIN: Declaration<0> =
    ///     Declaration { item: "Plugin", name: None, version: None, symbols: [] };
    ///
    /// assert!(Bound::open(&PLUGIN, Path::new("plugins/absent.so")).is_err());
    /// ```
    pub fn open(declaration: &'static Declaration<N>, path: &Path) -> Result<Self, LibraryError> {
        Self::from_library(declaration, Library::open(path)?)
    }

    /// Finds the symbols in a library that is loaded.
    ///
    /// # Errors
    ///
    /// [`LibraryError::MissingSymbols`] with every required symbol that the library lacks;
    /// [`LibraryError::SymbolName`].
    ///
    /// ```
    /// # use ffi_runtime::library::{Bound, Declaration, SymbolDeclaration};
    /// use ffi_runtime::Library;
    ///
    /// static STRINGS: Declaration<1> = Declaration {
    ///     item: "Strings",
    ///     name: None,
    ///     version: None,
    ///     symbols: [SymbolDeclaration { names: &["no_such_function", "strlen"], optional: false }],
    /// };
    ///
    /// let strings = Bound::from_library(&STRINGS, Library::load("c")?)?;
    /// assert!(strings.has(0));
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub fn from_library(
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
        })
    }

    /// Finds the symbols among those that are in this process already.
    ///
    /// # Errors
    ///
    /// Those of [`Library::from_process`] and [`from_library`](Self::from_library).
    ///
    /// ```
    /// # use ffi_runtime::library::{Bound, Declaration, SymbolDeclaration};
    /// static HOST: Declaration<0> =
    ///     Declaration { item: "Host", name: None, version: None, symbols: [] };
    ///
    /// assert!(Bound::from_process(&HOST).is_ok());
    /// ```
    pub fn from_process(declaration: &'static Declaration<N>) -> Result<Self, LibraryError> {
        Self::from_library(declaration, Library::from_process()?)
    }

    /// The library.
    ///
    /// ```
    /// # use ffi_runtime::library::{Bound, Declaration, Origin};
    /// # static HOST: Declaration<0> =
    /// #     Declaration { item: "Host", name: None, version: None, symbols: [] };
    /// assert_eq!(*Bound::from_process(&HOST)?.library().origin(), Origin::Process);
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
    /// # use ffi_runtime::library::{Bound, Declaration, SymbolDeclaration};
    /// # static LIBM: Declaration<1> = Declaration {
    /// #     item: "Libm",
    /// #     name: Some("m"),
    /// #     version: None,
    /// #     symbols: [SymbolDeclaration { names: &["cos"], optional: false }],
    /// # };
    /// let libm = Bound::load(&LIBM)?;
    /// assert!(!libm.required(0).as_ptr().is_null());
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    #[inline(always)]
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
    /// # use ffi_runtime::library::{Bound, Declaration, SymbolDeclaration};
    /// # static LIBM: Declaration<1> = Declaration {
    /// #     item: "Libm",
    /// #     name: Some("m"),
    /// #     version: None,
    /// #     symbols: [SymbolDeclaration { names: &["no_such_function"], optional: true }],
    /// # };
    /// let libm = Bound::load(&LIBM)?;
    /// assert_eq!(libm.optional(0).unwrap_err().symbol(), "no_such_function");
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    #[inline(always)]
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
    /// # use ffi_runtime::library::{Bound, Declaration, SymbolDeclaration};
    /// # static LIBM: Declaration<1> = Declaration {
    /// #     item: "Libm",
    /// #     name: Some("m"),
    /// #     version: None,
    /// #     symbols: [SymbolDeclaration { names: &["cos"], optional: true }],
    /// # };
    /// assert!(Bound::load(&LIBM)?.has(0));
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    #[inline(always)]
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
    /// # use ffi_runtime::library::{Bound, CloseError, Declaration};
    /// # static LIBM: Declaration<0> =
    /// #     Declaration { item: "Libm", name: Some("m"), version: None, symbols: [] };
    /// let libm = Bound::load(&LIBM)?;
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

/// `Bound(Zlib in "libz.so.1")`
impl<const N: usize> fmt::Debug for Bound<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Bound({} in {})",
            self.table.declaration.item,
            self.library().origin()
        )
    }
}

/// Looks up every symbol; one error names all that are missing and required.
///
/// Not generic over their number, so that it is compiled once.
fn resolve(
    item: &'static str,
    symbols: &[SymbolDeclaration],
    library: &Library,
    addresses: &mut [CodePointer],
    present: &mut [bool],
) -> Result<(), LibraryError> {
    let mut buffer = Vec::new();
    let mut missing = Vec::new();
    for ((symbol, address), present) in symbols.iter().zip(addresses).zip(present) {
        match first(symbol.names, library, &mut buffer)? {
            Some(found) => {
                *address = found;
                *present = true;
            }
            None if symbol.optional => {}
            None => missing.push(symbol.names),
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(LibraryError::MissingSymbols {
        item,
        library: library.origin().clone(),
        missing,
    })
}

/// Address of the first of the names that the library has.
fn first(
    names: &[&str],
    library: &Library,
    buffer: &mut Vec<u8>,
) -> Result<Option<CodePointer>, LibraryError> {
    for &name in names {
        let terminated =
            SymbolName::new(name, buffer).map_err(|fault| LibraryError::SymbolName {
                symbol: name.to_owned(),
                fault,
            })?;
        if let Ok(address) = library.address(terminated) {
            return Ok(Some(address));
        }
    }
    Ok(None)
}

#[cfg(all(test, not(miri)))]
#[path = "bound_tests.rs"]
mod tests;
