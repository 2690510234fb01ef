//! Resolving: the names of a declaration become addresses, for the table of `bound`.

use crate::library::declaration::SymbolDeclaration;
use crate::library::symbol_name::SymbolName;
use crate::library::{CodePointer, Library, LibraryError};

/// Looks up every symbol; one error names all that are missing and required.
///
/// Not generic over their number, so that it is compiled once.
pub(super) fn resolve(
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
            None if missing.contains(&symbol.names) => {}
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
