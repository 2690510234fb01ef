//! Addresses: what the methods of a declared struct ask of their table.

use core::ffi::c_void;
use std::sync::Arc;

use crate::library::bound::Bound;
use crate::library::missing::MissingSymbol;
use crate::library::{CloseError, CodePointer};

/// Stands for an optional function that the library lacks, so that calling it without asking ends
/// the program with a message instead of a jump to nowhere.
extern "C" fn absent() -> ! {
    eprintln!("ffi-runtime: called an optional function that the loaded library does not have");
    std::process::abort()
}

/// The address of [`absent`].
pub(super) fn placeholder() -> CodePointer {
    CodePointer::from_ptr(absent as *const c_void)
        .expect("a function of this program has an address")
}

impl<Brand, const N: usize> Bound<Brand, N> {
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
    /// #     names: &["m"],
    /// #     versions: &[],
    /// #     groups: &[],
    /// #     symbols: [SymbolDeclaration::required(&["cos"])],
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
    /// #     names: &["m"],
    /// #     versions: &[],
    /// #     groups: &[],
    /// #     symbols: [SymbolDeclaration::required(&["no_such_function"]).optional()],
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
    /// #     names: &["m"],
    /// #     versions: &[],
    /// #     groups: &[],
    /// #     symbols: [SymbolDeclaration::required(&["cos"]).optional()],
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
    /// #     Declaration { item: "Libm", names: &["m"], versions: &[], groups: &[], symbols: [] };
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
            Err(table) => Err(table.library.shared_by_table(Arc::strong_count(&table))),
        }
    }

    #[cold]
    fn missing(&self, index: usize) -> MissingSymbol {
        let symbol = &self.table.declaration.symbols[index];
        let group = symbol
            .group
            .and_then(|group| self.table.incomplete[usize::from(group)]);
        let library = self.library();
        MissingSymbol::new(
            symbol,
            group,
            library.origin().clone(),
            library.has_versions(),
        )
    }
}
