//! Missing symbols: which function of a declaration the library lacks, and what to know about it.

use core::fmt;

use crate::library::Origin;
use crate::library::declaration::SymbolDeclaration;

/// A declared function that the library lacks.
///
/// ```
/// use ffi_runtime::MissingSymbol;
///
/// fn fall_back(error: &MissingSymbol) {
///     eprintln!("{error}; {} is not used", error.symbol());
/// }
/// # let _ = fall_back;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingSymbol {
    symbol: &'static SymbolDeclaration,
    group: Option<IncompleteGroup>,
    /// Where it was looked up.
    library: Origin,
    /// Whether symbols have no versions there, and one was asked for.
    lacks_versions: bool,
}

/// A group of symbols that is not there as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IncompleteGroup {
    pub(crate) name: &'static str,
    /// The first of its symbols that is missing.
    pub(crate) lacking: &'static SymbolDeclaration,
}

impl MissingSymbol {
    pub(crate) fn new(
        symbol: &'static SymbolDeclaration,
        group: Option<IncompleteGroup>,
        library: Origin,
        has_versions: bool,
    ) -> Self {
        let missing = group.map_or(symbol, |group| group.lacking);
        Self {
            symbol,
            group,
            library,
            lacks_versions: missing.version.is_some() && !has_versions,
        }
    }

    /// Whether two methods lack one and the same symbol.
    pub(crate) fn is_of(&self, symbol: &SymbolDeclaration) -> bool {
        self.symbol.names == symbol.names && self.symbol.version == symbol.version
    }

    /// The first of the names.
    ///
    /// ```
    /// # use ffi_runtime::MissingSymbol;
    /// fn describe(error: &MissingSymbol) -> String {
    ///     format!("this library is too old for {}", error.symbol())
    /// }
    /// # let _ = describe;
    /// ```
    #[must_use]
    pub fn symbol(&self) -> &'static str {
        self.symbol.names.first().copied().unwrap_or("")
    }

    /// Names that were tried, in order.
    ///
    /// ```
    /// use ffi_runtime::{LibraryError, foreign_library};
    ///
    /// #[foreign_library(process)]
    /// unsafe trait Absent {
    ///     #[symbol("no_such_function", "nor_this")]
    ///     fn absent(&self);
    /// }
    ///
    /// let Err(LibraryError::MissingSymbols { missing, .. }) = Absent::load() else {
    ///     panic!("no library has such functions");
    /// };
    /// assert_eq!(missing[0].names(), ["no_such_function", "nor_this"]);
    /// ```
    #[must_use]
    pub fn names(&self) -> &'static [&'static str] {
        self.symbol.names
    }

    /// First version of the library that has the function, if the declaration says.
    ///
    /// ```
    /// # use ffi_runtime::MissingSymbol;
    /// fn advise(error: &MissingSymbol) -> Option<String> {
    ///     error.since().map(|version| format!("update the library to {version}"))
    /// }
    /// # let _ = advise;
    /// ```
    #[must_use]
    pub fn since(&self) -> Option<&'static str> {
        self.symbol.since
    }

    /// Name of the group that the function belongs to, if one of its group is missing.
    ///
    /// ```
    /// # use ffi_runtime::MissingSymbol;
    /// fn feature(error: &MissingSymbol) -> &str {
    ///     error.group().unwrap_or(error.symbol())
    /// }
    /// # let _ = feature;
    /// ```
    #[must_use]
    pub fn group(&self) -> Option<&'static str> {
        self.group.map(|group| group.name)
    }

    /// The library that lacks the function.
    ///
    /// ```
    /// # use ffi_runtime::MissingSymbol;
    /// fn describe(error: &MissingSymbol) -> String {
    ///     format!("{} lacks {}", error.library(), error.symbol())
    /// }
    /// # let _ = describe;
    /// ```
    #[must_use]
    pub fn library(&self) -> &Origin {
        &self.library
    }

    /// The symbol as a line of a list.
    fn fmt_line(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n  {}{}", Names(self.symbol), self.remark())
    }

    fn remark(&self) -> &'static str {
        if self.lacks_versions {
            ": symbols have no versions here"
        } else {
            ""
        }
    }
}

impl core::error::Error for MissingSymbol {}

impl fmt::Display for MissingSymbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (library, remark) = (&self.library, self.remark());
        let names = Names(self.symbol);
        if let Origin::Table(_) = library {
            return write!(f, "entry {names} not found in {library}");
        }
        match self.group {
            None => write!(f, "symbol {names} not found in {library}{remark}"),
            Some(IncompleteGroup { name, lacking }) if lacking == self.symbol => {
                write!(
                    f,
                    "symbol {names} of the group {name:?} not found in {library}{remark}"
                )
            }
            Some(IncompleteGroup { name, lacking }) => write!(
                f,
                "symbol {names} is part of the group {name:?}, whose symbol {} was not found in \
                 {library}{remark}",
                Names(lacking)
            ),
        }
    }
}

/// Missing functions, each on a line of its own.
pub(crate) struct Lines<'a>(pub(crate) &'a [MissingSymbol]);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|missing| missing.fmt_line(f))
    }
}

/// `"new" or "old@LIB_2.0" (since 3.38)`.
struct Names<'a>(&'a SymbolDeclaration);

impl fmt::Display for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, name) in self.0.names.iter().enumerate() {
            let or = if position == 0 { "" } else { " or " };
            match self.0.version {
                None => write!(f, "{or}{name:?}")?,
                Some(version) => write!(f, "{or}{:?}", versioned(name, version))?,
            }
        }
        match self.0.since {
            None => Ok(()),
            Some(since) => write!(f, " (since {since})"),
        }
    }
}

/// A symbol with its version, as the linker spells it.
pub(crate) fn versioned(name: &str, version: &str) -> String {
    format!("{name}@{version}")
}

impl From<MissingSymbol> for std::io::Error {
    fn from(error: MissingSymbol) -> Self {
        Self::new(std::io::ErrorKind::Unsupported, error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    static NEW: SymbolDeclaration = SymbolDeclaration::required(&["new", "old"]).since("3.38");
    static VERSIONED: SymbolDeclaration =
        SymbolDeclaration::required(&["memcpy"]).version("GLIBC_2.14");

    fn missing(symbol: &'static SymbolDeclaration, has_versions: bool) -> MissingSymbol {
        let library = Origin::System(Path::new("libz.so.1").into());
        MissingSymbol::new(symbol, None, library, has_versions)
    }

    #[test]
    fn missing_symbol_says_since_when_there_is_one() {
        let error = missing(&NEW, true);
        assert_eq!((error.symbol(), error.since()), ("new", Some("3.38")));
        assert_eq!(error.names(), ["new", "old"]);
        assert_eq!(
            error.to_string(),
            r#"symbol "new" or "old" (since 3.38) not found in "libz.so.1""#
        );
    }

    #[test]
    fn missing_version_says_where_there_are_none() {
        assert_eq!(
            missing(&VERSIONED, true).to_string(),
            r#"symbol "memcpy@GLIBC_2.14" not found in "libz.so.1""#
        );
        assert_eq!(
            missing(&VERSIONED, false).to_string(),
            r#"symbol "memcpy@GLIBC_2.14" not found in "libz.so.1": symbols have no versions here"#
        );
        // Nobody asked for one.
        assert_eq!(
            missing(&NEW, false).to_string(),
            missing(&NEW, true).to_string()
        );
    }

    #[test]
    fn incomplete_group_names_what_is_missing_of_it() {
        let group = |lacking| {
            Some(IncompleteGroup {
                name: "swapchain",
                lacking,
            })
        };
        let error = MissingSymbol::new(&VERSIONED, group(&NEW), Origin::Process, true);
        assert_eq!(error.group(), Some("swapchain"));
        assert_eq!(
            error.to_string(),
            "symbol \"memcpy@GLIBC_2.14\" is part of the group \"swapchain\", whose symbol \
             \"new\" or \"old\" (since 3.38) was not found in this process"
        );
        let error = MissingSymbol::new(&NEW, group(&NEW), Origin::Process, true);
        assert_eq!(
            error.to_string(),
            "symbol \"new\" or \"old\" (since 3.38) of the group \"swapchain\" not found in \
             this process"
        );
    }
}
