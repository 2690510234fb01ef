//! Symbols: a name is looked up in one library, without a declaration.
//!
//! In come a library and a name; out goes an address. The next stage is
//! [`call`](crate::call), which calls it.

use crate::library::handle::Source;
use crate::library::missing::versioned;
use crate::library::symbol_name::SymbolName;
use crate::library::{CodePointer, Library, LibraryError, LookupFailure};

impl Library {
    /// Address of a function or variable that the library exports.
    ///
    /// A symbol whose address is null counts as missing.
    ///
    /// # Errors
    ///
    /// [`LibraryError::Symbol`] if there is none; [`LibraryError::SymbolName`] if the name is empty
    /// or has a NUL character in it.
    ///
    /// ```
    /// use ffi_runtime::Library;
    ///
    /// // SAFETY: the C library's initializers may run in every program.
    /// let address = unsafe { Library::load("c") }?.symbol("strlen")?;
    /// assert!(!address.as_ptr().is_null());
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub fn symbol(&self, name: &str) -> Result<CodePointer, LibraryError> {
        let mut buffer = Vec::with_capacity(name.len() + 1);
        let terminated =
            SymbolName::new(name, &mut buffer).map_err(|fault| LibraryError::SymbolName {
                symbol: name.to_owned(),
                fault,
            })?;
        self.address(terminated)
            .map_err(|reason| LibraryError::Symbol {
                symbol: name.to_owned(),
                library: self.origin().clone(),
                reason,
            })
    }

    /// Address of a symbol with a version, such as `memcpy` of `GLIBC_2.14`.
    ///
    /// A library may export several functions of one name, one for each version of its interface. Without
    /// a version the loader chooses, as a rule the newest.
    ///
    /// # Platform-specific behaviour
    ///
    /// Linux with glibc, Android 7 and later, FreeBSD, NetBSD and DragonFly have symbol versions. Elsewhere,
    /// and for a library of [`from_symbols`](Self::from_symbols), the reason of the error is
    /// [`LookupFailure::NoVersions`].
    ///
    /// # Errors
    ///
    /// The errors of [`symbol`](Self::symbol), which name the symbol as `name@version`.
    ///
    /// ```
    /// use ffi_runtime::library::{Library, LookupFailure};
    /// use ffi_runtime::LibraryError;
    ///
    /// // SAFETY: the C library's initializers may run in every program.
    /// let libc = unsafe { Library::load("c") }?;
    /// match libc.symbol_version("memcpy", "GLIBC_2.14") {
    ///     Ok(memcpy) => println!("{memcpy:?}"),
    ///     Err(LibraryError::Symbol { reason: LookupFailure::NoVersions, .. }) => {
    ///         println!("{:?}", libc.symbol("memcpy")?);
    ///     }
    ///     // Processors that came later than this version of glibc have a later one only.
    ///     Err(error) => println!("{error}"),
    /// }
    /// # Ok::<(), ffi_runtime::LibraryError>(())
    /// ```
    pub fn symbol_version(&self, name: &str, version: &str) -> Result<CodePointer, LibraryError> {
        let mut buffers = (Vec::new(), Vec::new());
        let invalid = |symbol: &str, fault| LibraryError::SymbolName {
            symbol: symbol.to_owned(),
            fault,
        };
        let symbol = SymbolName::new(name, &mut buffers.0).map_err(|fault| invalid(name, fault))?;
        let terminated =
            SymbolName::new(version, &mut buffers.1).map_err(|fault| invalid(version, fault))?;
        self.address_of_version(symbol, terminated)
            .map_err(|reason| LibraryError::Symbol {
                symbol: versioned(name, version),
                library: self.origin().clone(),
                reason,
            })
    }

    #[inline]
    pub(crate) fn address(&self, name: SymbolName<'_>) -> Result<CodePointer, LookupFailure> {
        match self.source() {
            Source::Loader(handle) => handle.address(name),
            Source::Resolver(resolver) => resolver(name.0).ok_or(LookupFailure::Resolver),
        }
    }

    pub(crate) fn address_of_version(
        &self,
        name: SymbolName<'_>,
        version: SymbolName<'_>,
    ) -> Result<CodePointer, LookupFailure> {
        match self.source() {
            Source::Loader(handle) => handle.address_of_version(name, version),
            Source::Resolver(_) => Err(LookupFailure::NoVersions),
        }
    }

    /// Whether symbols may have versions here.
    pub(crate) fn has_versions(&self) -> bool {
        match self.source() {
            Source::Loader(handle) => handle.has_versions(),
            Source::Resolver(_) => false,
        }
    }
}
