//! Documentation of what a declaration gets without asking: the text, for `expand`.

use super::model::Library;

pub(crate) const OPEN: &str = " Opens the library at `path` and finds its functions.\n\n\
     # Errors\n\n\
     If the file cannot be loaded, or required functions are missing; the error names all of them.";

pub(crate) const FROM_LIBRARY: &str = " Finds the functions in a library that is already loaded.\n\n\
     # Errors\n\n\
     If required functions are missing; the error names all of them.";

pub(crate) const FROM_PROCESS: &str = " Finds the functions among the symbols of this process.\n\n\
     # Errors\n\n\
     If required functions are missing; the error names all of them.";

pub(crate) const LIBRARY: &str = " The loaded library.";

pub(crate) const INTERFACE: &str = " How the method of this name is called: its signature, its \
     calling convention and the place of every argument.\n\n\
     `None` if there is no such method. To read it, print what `explain()` returns.";

/// Goes after the documentation of an optional method.
pub(crate) const OPTIONAL: &str =
    "\n\n# Errors\n\nIf the loaded library does not have this function.";

/// Goes before [`OPTIONAL`] where a method has no documentation.
pub(crate) fn undocumented(symbol: &str) -> String {
    format!(" Calls `{symbol}`.")
}

pub(crate) fn load(library: &Library) -> String {
    let name = library.name.as_deref().unwrap_or_default();
    let version = match &library.version {
        Some(version) => format!(", version `{version}`,"),
        None => String::new(),
    };
    format!(
        " Searches for the library `{name}`{version} loads it and finds its functions.\n\n\
         # Errors\n\n\
         If no candidate can be loaded, or required functions are missing; the error names what \
         was tried, and every missing function."
    )
}

pub(crate) fn has(symbol: &str) -> String {
    format!(" Whether the loaded library has `{symbol}`.")
}
