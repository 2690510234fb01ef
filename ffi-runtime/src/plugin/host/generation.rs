//! Generation: a library of plugins as it was loaded once. What comes after it is another one.
//!
//! In comes a copy that was checked; out goes what instances are made with. Handles own their generation, so that
//! nothing of it is unmapped under them.

use core::ffi::c_void;
use core::slice;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::library::Library;
use crate::plugin::contract::{
    DESCRIPTION_SYMBOL, LIBRARY_SYMBOL, NOTE_NAME, NoteHeader, PluginEntry, PluginLibrary, VERSION,
    WriteState,
};
use crate::plugin::host::capacity;
use crate::plugin::host::copy::{Checked, LibraryCopy};
use crate::plugin::host::instances::Instances;
use crate::plugin::host::load_error::{ContractFault, LoadError};
use crate::plugin::host::mapped;
use crate::plugin::host::unload::{KeepReason, UnloadOutcome, Unloaded};
use crate::plugin::{HostObject, Obstacle, contract};

/// A library that is mapped.
#[derive(Debug)]
pub(crate) struct Generation {
    number: u64,
    original: PathBuf,
    library: Library,
    /// The file of the library, which is there as long as the library: whoever prints a backtrace reads it.
    copy: LibraryCopy,
    /// The plugins that fit, at their places in the library.
    names: Vec<Option<String>>,
    entries: Vec<Entry>,
    is_unloadable: bool,
    obstacles: Vec<Obstacle>,
    /// Called once.
    shutdown: Option<unsafe extern "C" fn() -> i32>,
    instances: Arc<Instances>,
    /// The host as its plugins get it.
    host: HostObject,
}

/// A [`PluginEntry`] that was checked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) create: unsafe extern "C" fn(start: *const contract::PluginStart) -> *mut c_void,
    pub(crate) save: Option<
        unsafe extern "C" fn(instance: *mut c_void, write: WriteState, sink: *mut c_void) -> i64,
    >,
    pub(crate) restore: Option<
        unsafe extern "C" fn(
            instance: *mut c_void,
            version: u32,
            bytes: *const u8,
            length: usize,
        ) -> i32,
    >,
}

/// The contents of the description, beside the interface.
#[derive(Debug)]
pub(crate) struct Described {
    /// The names of the plugins, in the order of the entries. `None` for one that does not fit.
    pub(crate) names: Vec<Option<String>>,
    /// The author's word that the library may be unmapped.
    pub(crate) is_unloadable: bool,
}

impl Generation {
    /// Loads a library that was checked, and compares what is mapped with what was checked.
    ///
    /// # Safety
    ///
    /// The initializers of the library may run. Its description is true: the functions of its entries have the types
    /// of the contract, and the instances the tables that are described. `host` is one that the plugins can use.
    pub(crate) unsafe fn load(
        original: &Path,
        number: u64,
        checked: Checked,
        described: Described,
        instances: Arc<Instances>,
        host: HostObject,
    ) -> Result<Self, LoadError> {
        let Checked { copy, contents, .. } = checked;
        capacity::check().map_err(|what| LoadError::Exhausted {
            file: original.to_owned(),
            what,
        })?;
        // SAFETY: the initializers may run, by the contract of this function.
        let library = unsafe { Library::open(copy.path()) };
        let library = library.map_err(|error| LoadError::Open {
            file: original.to_owned(),
            error: Box::new(error),
        })?;
        let failed = |fault| LoadError::Contract {
            file: original.to_owned(),
            fault,
        };
        check_description(&library, copy.path(), &contents.description).map_err(failed)?;
        let count = described.names.len();
        // SAFETY: the library keeps the contract, by the contract of this function.
        let plugins = unsafe { read_library(&library, copy.path(), count) }.map_err(failed)?;
        Ok(Self {
            number,
            original: original.to_owned(),
            library,
            copy,
            names: described.names,
            entries: plugins.entries,
            is_unloadable: described.is_unloadable,
            obstacles: contents.obstacles,
            shutdown: plugins.shutdown,
            instances,
            host,
        })
    }

    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// The file that the library was loaded for.
    pub(crate) fn original(&self) -> &Path {
        &self.original
    }

    /// The names of the plugins that fit.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().flatten().map(String::as_str)
    }

    /// The name of a plugin that fits.
    pub(crate) fn name(&self, index: usize) -> &str {
        self.names[index].as_deref().unwrap_or_default()
    }

    /// Where a plugin is in the library.
    pub(crate) fn index_of(&self, name: &str) -> Option<usize> {
        self.names
            .iter()
            .position(|own| own.as_deref() == Some(name))
    }

    pub(crate) fn entry(&self, index: usize) -> Entry {
        self.entries[index]
    }

    pub(crate) fn instances(&self) -> &Arc<Instances> {
        &self.instances
    }

    pub(crate) fn host(&self) -> &HostObject {
        &self.host
    }

    /// Why the generation stays mapped for ever, if it does.
    pub(crate) fn keep_reason(&self) -> Option<KeepReason> {
        if !self.is_unloadable {
            return Some(KeepReason::NotUnloadable);
        }
        let obstacle = self.obstacles.first()?;
        Some(KeepReason::Obstacle(obstacle.clone()))
    }

    /// Lets go of a generation. If nothing else owns it and nothing hinders it, the library is shut down and unmapped.
    ///
    /// # Errors
    ///
    /// The generation, if it is still mapped.
    pub(crate) fn unload(generation: Arc<Self>) -> (Unloaded, Option<Arc<Self>>) {
        let mut report = Unloaded {
            file: generation.original.clone(),
            generation: generation.number,
            outcome: UnloadOutcome::Unknown,
        };
        let mut kept = |reason, generation| {
            report.outcome = UnloadOutcome::StillMapped(reason);
            (report.clone(), Some(generation))
        };
        if let Some(reason) = generation.keep_reason() {
            return kept(reason, generation);
        }
        let mut owned = match Arc::try_unwrap(generation) {
            Ok(owned) => owned,
            Err(shared) => {
                let owners = (Arc::strong_count(&shared) - 1).max(1);
                return kept(KeepReason::InUse { owners }, shared);
            }
        };
        if let Some(shutdown) = owned.shutdown {
            // SAFETY: the function is that of the library, which is mapped, and no instance is left: each owns the
            // generation.
            let status = unsafe { shutdown() };
            if status != 0 {
                let generation = Arc::new(Self {
                    is_unloadable: false,
                    ..owned
                });
                return kept(KeepReason::Shutdown(status), generation);
            }
            owned.shutdown = None;
        }
        let references = owned.host.references().unwrap_or(0);
        if references > 0 {
            return kept(KeepReason::HostInUse { references }, Arc::new(owned));
        }
        report.outcome = owned.close();
        (report, None)
    }

    /// Unmaps the library.
    fn close(self) -> UnloadOutcome {
        let Self { library, copy, .. } = self;
        // SAFETY: no instance is left, nothing that was made with the generation, and no counted reference to the host
        // (`unload`). No code of the library runs or is registered, also not by a reference that nobody counts, by the word
        // of its author (`unloadable`), a `shutdown` without failure, and the file, which imports nothing by which code
        // is registered with a thread.
        if let Err(error) = unsafe { library.close() } {
            return UnloadOutcome::StillMapped(KeepReason::Loader(error.to_string()));
        }
        match mapped::is_mapped(copy.path()) {
            Some(false) => UnloadOutcome::Unmapped,
            Some(true) => UnloadOutcome::StillMapped(KeepReason::KeptByLoader),
            None => UnloadOutcome::Unknown,
        }
    }
}

/// Compares the description in memory with the one that was checked.
fn check_description(library: &Library, path: &Path, checked: &[u8]) -> Result<(), ContractFault> {
    let head = NoteHeader {
        name_size: NOTE_NAME_SIZE,
        description_size: checked.len() as u32,
        kind: VERSION,
        name: NOTE_NAME,
    };
    let address = symbol(library, path, DESCRIPTION_SYMBOL)?;
    // SAFETY: the file has a description at this symbol, and so a head.
    let found = unsafe { address.cast::<NoteHeader>().read_unaligned() };
    if found != head {
        return Err(ContractFault::OtherDescription);
    }
    let bytes = address.wrapping_byte_add(size_of::<NoteHeader>());
    // SAFETY: by its head the description has as many bytes, and nobody writes to a constant.
    let bytes = unsafe { slice::from_raw_parts(bytes.cast::<u8>(), checked.len()) };
    if bytes != checked {
        return Err(ContractFault::OtherDescription);
    }
    Ok(())
}

/// Bytes of the name in the head of a description, with its NUL.
const NOTE_NAME_SIZE: u32 = contract::OWNER.len() as u32 + 1;

/// The content of a [`PluginLibrary`] that was checked.
struct Plugins {
    entries: Vec<Entry>,
    shutdown: Option<unsafe extern "C" fn() -> i32>,
}

/// An entry as it may be: functions that must be there may be null.
#[derive(Clone, Copy)]
#[repr(C)]
struct RawEntry {
    create: Option<unsafe extern "C" fn(start: *const contract::PluginStart) -> *mut c_void>,
    save: Option<
        unsafe extern "C" fn(instance: *mut c_void, write: WriteState, sink: *mut c_void) -> i64,
    >,
    restore: Option<
        unsafe extern "C" fn(
            instance: *mut c_void,
            version: u32,
            bytes: *const u8,
            length: usize,
        ) -> i32,
    >,
}

const _: () = assert!(size_of::<RawEntry>() == size_of::<PluginEntry>());

/// # Safety
///
/// The library keeps the contract where its sizes and counts say so.
unsafe fn read_library(
    library: &Library,
    path: &Path,
    described: usize,
) -> Result<Plugins, ContractFault> {
    let address = symbol(library, path, LIBRARY_SYMBOL)?.cast::<PluginLibrary>();
    if !address.is_aligned() {
        return Err(ContractFault::Misaligned);
    }
    // SAFETY: the symbol is that of a `PluginLibrary`, which begins with its size.
    let size = unsafe { address.cast::<usize>().read() };
    let needed = size_of::<PluginLibrary>();
    if size < needed {
        return Err(ContractFault::TooSmall { size, needed });
    }
    // SAFETY: the struct has all fields, by its size.
    let plugins = unsafe { address.read() };
    if plugins.count != described {
        return Err(ContractFault::OtherCount {
            exported: plugins.count,
            described,
        });
    }
    let needed = size_of::<RawEntry>();
    let size = plugins.entry_size;
    if size < needed || size % align_of::<RawEntry>() != 0 {
        return Err(ContractFault::TooSmall { size, needed });
    }
    if plugins.count > 0 && plugins.entries.is_null() {
        return Err(ContractFault::NoCreate { index: 0 });
    }
    if !plugins.entries.is_aligned() {
        return Err(ContractFault::Misaligned);
    }
    let entries = (0..plugins.count).map(|index| {
        let entry = plugins.entries.wrapping_byte_add(index * size);
        // SAFETY: there are as many entries of this size, by the contract of this function.
        let entry = unsafe { entry.cast::<RawEntry>().read() };
        let Some(create) = entry.create else {
            return Err(ContractFault::NoCreate { index });
        };
        Ok(Entry {
            create,
            save: entry.save,
            restore: entry.restore,
        })
    });
    Ok(Plugins {
        entries: entries.collect::<Result<_, _>>()?,
        shutdown: plugins.shutdown,
    })
}

/// A symbol of the library itself, and of none that it depends on.
fn symbol(
    library: &Library,
    path: &Path,
    name: &'static str,
) -> Result<*const c_void, ContractFault> {
    let address = library
        .symbol(name)
        .map_err(|error| ContractFault::Symbol {
            error: error.to_string(),
        })?;
    let address = address.as_ptr();
    if mapped::is_inside(address, path) {
        Ok(address)
    } else {
        Err(ContractFault::ForeignSymbol { symbol: name })
    }
}
