//! Declarations: what a `#[foreign_library]` trait says, as data that the macro writes.
//!
//! The next stage is `bound`, which loads the library and finds the symbols.

/// The declaration of a `#[foreign_library]` trait: written by the macro as a `static`.
///
/// ```
/// use ffi_runtime::macro_support::{Declaration, SymbolDeclaration};
///
/// static SSL: Declaration<3> = Declaration {
///     item: "Ssl",
///     names: &["ssl"],
///     versions: &["3", "1.1"],
///     groups: &["quic"],
///     symbols: [
///         SymbolDeclaration::required(&["SSL_new"]),
///         SymbolDeclaration::required(&["SSL_set_quic_method"]).group(0),
///         SymbolDeclaration::required(&["SSL_provide_quic_data"]).group(0),
///     ],
/// };
/// assert_eq!(SSL.symbols[0], SymbolDeclaration::required(&["SSL_new"]));
/// ```
#[derive(Debug)]
pub struct Declaration<const N: usize> {
    /// Name of the trait.
    pub item: &'static str,
    /// Base names of the library, the preferred one first; none if its functions are in this process.
    pub names: &'static [&'static str],
    /// Versions, as `"1"`, the preferred one first.
    pub versions: &'static [&'static str],
    /// Names of the groups of symbols, for errors; a symbol refers to its group by the position here.
    pub groups: &'static [&'static str],
    /// Its functions, in order of declaration.
    pub symbols: [SymbolDeclaration; N],
}

/// One function of a [`Declaration`].
///
/// ```
/// use ffi_runtime::macro_support::SymbolDeclaration;
///
/// const RENAMED: SymbolDeclaration = SymbolDeclaration::required(&["new_name", "old_name"])
///     .optional()
///     .since("3.38")
///     .version("LIB_2.0");
/// assert_ne!(RENAMED, SymbolDeclaration::required(&["new_name", "old_name"]));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SymbolDeclaration {
    /// Names to try, the first that exists wins.
    pub(crate) names: &'static [&'static str],
    /// Symbol version that the function must have.
    pub(crate) version: Option<&'static str>,
    /// Version of the library that has the function first, for errors.
    pub(crate) since: Option<&'static str>,
    /// Position of its group in the declaration.
    pub(crate) group: Option<u16>,
    is_optional: bool,
}

impl SymbolDeclaration {
    /// A function without which the library does not load, by its names, the preferred one first.
    ///
    /// ```
    /// use ffi_runtime::macro_support::SymbolDeclaration;
    ///
    /// const OPEN: SymbolDeclaration = SymbolDeclaration::required(&["open_v2", "open"]);
    /// # let _ = OPEN;
    /// ```
    #[must_use]
    pub const fn required(names: &'static [&'static str]) -> Self {
        Self {
            names,
            version: None,
            since: None,
            group: None,
            is_optional: false,
        }
    }

    /// The library loads without the function.
    ///
    /// ```
    /// use ffi_runtime::macro_support::SymbolDeclaration;
    ///
    /// const EXTRA: SymbolDeclaration = SymbolDeclaration::required(&["extra"]).optional();
    /// # let _ = EXTRA;
    /// ```
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.is_optional = true;
        self
    }

    /// The first version of the library that has the function. It is only shown in errors.
    ///
    /// ```
    /// use ffi_runtime::macro_support::SymbolDeclaration;
    ///
    /// const ERROR_OFFSET: SymbolDeclaration =
    ///     SymbolDeclaration::required(&["sqlite3_error_offset"]).since("3.38");
    /// # let _ = ERROR_OFFSET;
    /// ```
    #[must_use]
    pub const fn since(mut self, version: &'static str) -> Self {
        self.since = Some(version);
        self
    }

    /// The group of the function, by its position in [`Declaration::groups`]. The library loads without
    /// the group; if it lacks one function of the group, every function of it counts as missing.
    ///
    /// ```
    /// use ffi_runtime::macro_support::SymbolDeclaration;
    ///
    /// const PRESENT: SymbolDeclaration =
    ///     SymbolDeclaration::required(&["vkQueuePresentKHR"]).group(0);
    /// # let _ = PRESENT;
    /// ```
    #[must_use]
    pub const fn group(mut self, index: u16) -> Self {
        self.group = Some(index);
        self
    }

    /// The version of the symbol, for [`Library::symbol_version`](crate::Library::symbol_version).
    ///
    /// ```
    /// use ffi_runtime::macro_support::SymbolDeclaration;
    ///
    /// const MEMCPY: SymbolDeclaration =
    ///     SymbolDeclaration::required(&["memcpy"]).version("GLIBC_2.14");
    /// # let _ = MEMCPY;
    /// ```
    #[must_use]
    pub const fn version(mut self, version: &'static str) -> Self {
        self.version = Some(version);
        self
    }

    /// Whether the library does not load without the function.
    pub(crate) const fn is_required(&self) -> bool {
        !self.is_optional && self.group.is_none()
    }
}
