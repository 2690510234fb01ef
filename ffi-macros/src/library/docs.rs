//! Documentation of what a declaration gets without asking: the text, for `expand`.

use super::model::Library;

pub(crate) const OPEN: &str = " Opens the library at `path` and finds its functions.\n\n\
     # Safety\n\n\
     - The initializers of the file at `path`, and of the libraries that it depends on, may run.\n\
     - It is the library that is declared here: each function that it has under a declared name \
     has the declared signature and calling convention.\n\
     - The methods that are safe to call cannot be misused in it.\n\n\
     # Errors\n\n\
     If the file cannot be loaded, or required functions are missing; the error names all of them.";

pub(crate) const FROM_LIBRARY: &str = " Finds the functions in a library that is already loaded.\n\n\
     # Safety\n\n\
     - `library` is the library that is declared here: each function that it has under a declared \
     name has the declared signature and calling convention.\n\
     - The methods that are safe to call cannot be misused in it.\n\n\
     # Errors\n\n\
     If required functions are missing; the error names all of them.";

pub(crate) const FROM_PROCESS: &str = " Finds the functions among the symbols of this process.\n\n\
     # Safety\n\n\
     - The functions that this process has under the declared names are those that are declared \
     here: each has the declared signature and calling convention.\n\
     - The methods that are safe to call cannot be misused with them.\n\n\
     # Errors\n\n\
     If the symbols of this process are out of reach, or required functions are missing; the error \
     names all of them.";

pub(crate) const LIBRARY: &str = " The loaded library.";

pub(crate) const INTERFACE: &str = " How the method of this name is called: its signature, its \
     calling convention and the place of every argument.\n\n\
     `None` if there is no such method, or if the target has no convention that `ffi-runtime` executes. To read \
     it, print what `explain()` returns.";

/// Goes after the documentation of an optional method.
pub(crate) const OPTIONAL: &str =
    "\n\n# Errors\n\nIf the loaded library does not have this function.";

/// Goes before [`OPTIONAL`] where a method has no documentation.
pub(crate) fn undocumented(symbol: &str) -> String {
    format!(" Calls `{symbol}`.")
}

pub(crate) fn load(library: &Library) -> String {
    let Some(name) = &library.name else {
        return " Finds the functions among the symbols of this process.\n\n\
                # Errors\n\n\
                If the symbols of this process are out of reach, or required functions are missing; \
                the error names all of them."
            .to_owned();
    };
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
