//! Resolving: the names of a declaration become addresses, for the tables of `bound` and `lazy`.

use crate::library::declaration::SymbolDeclaration;
use crate::library::missing::{IncompleteGroup, MissingSymbol};
use crate::library::symbol_name::SymbolName;
use crate::library::{CodePointer, Library, LibraryError, NameFault};

/// For each group of a declaration, what it lacks.
pub(super) type IncompleteGroups = Vec<Option<IncompleteGroup>>;

/// Looks up every symbol; one error names all that are missing and required.
///
/// `addresses` has the placeholder for each symbol, which stays where there is none. Not generic over their
/// number, so that it is compiled once.
pub(super) fn resolve(
    item: &'static str,
    groups: &'static [&'static str],
    symbols: &'static [SymbolDeclaration],
    library: &Library,
    addresses: &mut [CodePointer],
    present: &mut [bool],
) -> Result<IncompleteGroups, LibraryError> {
    let mut lookup = Lookup::in_library(library);
    let mut missing: Vec<MissingSymbol> = Vec::new();
    let mut incomplete = vec![None; groups.len()];
    let places = addresses.iter_mut().zip(present.iter_mut());
    for (symbol, (address, present)) in symbols.iter().zip(places) {
        match lookup.first(symbol)? {
            Some(found) => {
                *address = found;
                *present = true;
            }
            None => {
                if let Some(group) = symbol.group {
                    let name = groups[usize::from(group)];
                    incomplete[usize::from(group)].get_or_insert(IncompleteGroup {
                        name,
                        lacking: symbol,
                    });
                }
                if symbol.is_required() && !missing.iter().any(|other| other.is_of(symbol)) {
                    missing.push(lookup.missing(symbol, None));
                }
            }
        }
    }
    if missing.is_empty() {
        return Ok(incomplete);
    }
    Err(LibraryError::MissingSymbols {
        item,
        library: library.origin().clone(),
        missing,
    })
}

/// The symbol that the group of a symbol lacks, if there is one, looked up anew.
pub(super) fn incomplete_group(
    groups: &'static [&'static str],
    symbols: &'static [SymbolDeclaration],
    symbol: &SymbolDeclaration,
    lookup: &mut Lookup<'_>,
) -> Option<IncompleteGroup> {
    let group = symbol.group?;
    let name = groups[usize::from(group)];
    let mut members = symbols.iter().filter(|other| other.group == Some(group));
    let lacking = members.find(|member| !matches!(lookup.first(member), Ok(Some(_))))?;
    Some(IncompleteGroup { name, lacking })
}

/// Lookups in one library, which share the memory for names.
pub(super) struct Lookup<'l> {
    library: &'l Library,
    name: Vec<u8>,
    version: Vec<u8>,
}

impl<'l> Lookup<'l> {
    pub(super) fn in_library(library: &'l Library) -> Self {
        Self {
            library,
            name: Vec::new(),
            version: Vec::new(),
        }
    }

    /// Address of the first of the names that the library has, in the version that the symbol must have.
    #[inline(always)]
    pub(super) fn first(
        &mut self,
        symbol: &SymbolDeclaration,
    ) -> Result<Option<CodePointer>, LibraryError> {
        if symbol.version.is_some() {
            return self.first_of_version(symbol);
        }
        for &name in symbol.names {
            match SymbolName::new(name, &mut self.name) {
                Ok(terminated) => {
                    if let Ok(address) = self.library.address(terminated) {
                        return Ok(Some(address));
                    }
                }
                Err(fault) => return Err(invalid(name, fault)),
            }
        }
        Ok(None)
    }

    #[cold]
    fn first_of_version(
        &mut self,
        symbol: &SymbolDeclaration,
    ) -> Result<Option<CodePointer>, LibraryError> {
        let version = symbol.version.unwrap_or_default();
        let terminated = SymbolName::new(version, &mut self.version);
        let version = terminated.map_err(|fault| invalid(version, fault))?;
        for &name in symbol.names {
            let terminated = SymbolName::new(name, &mut self.name);
            let name = terminated.map_err(|fault| invalid(name, fault))?;
            if let Ok(address) = self.library.address_of_version(name, version) {
                return Ok(Some(address));
            }
        }
        Ok(None)
    }

    /// The error for a symbol that is not there.
    pub(super) fn missing(
        &self,
        symbol: &'static SymbolDeclaration,
        group: Option<IncompleteGroup>,
    ) -> MissingSymbol {
        let origin = self.library.origin().clone();
        MissingSymbol::new(symbol, group, origin, self.library.has_versions())
    }
}

#[cold]
fn invalid(name: &str, fault: NameFault) -> LibraryError {
    LibraryError::SymbolName {
        symbol: name.to_owned(),
        fault,
    }
}
