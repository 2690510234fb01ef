//! Declarations: what a `#[foreign_library]` trait says, as data that the macro writes.
//!
//! The next stage is `bound`, which loads the library and finds the symbols.

/// What a `#[foreign_library]` trait declares: written by the macro as a `static`.
///
/// ```
/// use ffi_runtime::macro_support::{Declaration, SymbolDeclaration};
///
/// static LIBM: Declaration<1> = Declaration {
///     item: "Libm",
///     name: Some("m"),
///     version: None,
///     symbols: [SymbolDeclaration { names: &["cos"], optional: false }],
/// };
/// assert_eq!(LIBM.symbols[0].names, ["cos"]);
/// ```
#[derive(Debug)]
pub struct Declaration<const N: usize> {
    /// Name of the trait.
    pub item: &'static str,
    /// Base name of the library; `None` if its functions are in this process.
    pub name: Option<&'static str>,
    /// Version, as `"1"`.
    pub version: Option<&'static str>,
    /// Its functions, in order of declaration.
    pub symbols: [SymbolDeclaration; N],
}

/// One function of a [`Declaration`].
///
/// ```
/// use ffi_runtime::macro_support::SymbolDeclaration;
///
/// let renamed = SymbolDeclaration { names: &["new_name", "old_name"], optional: true };
/// assert!(renamed.optional);
/// ```
#[derive(Debug)]
pub struct SymbolDeclaration {
    /// Names to try, the first that exists wins.
    pub names: &'static [&'static str],
    /// Whether the library loads without it.
    pub optional: bool,
}
