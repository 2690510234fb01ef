//! Folder: the plugins of a program, in the libraries of one folder.
//!
//! A name comes in; `scan` finds its library, `copy` makes the file that is loaded, `check` compares the description,
//! and `generation` maps it. `reload` exchanges libraries whose files changed.

use core::fmt;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::plugin::PluginInterface;
use crate::plugin::description::DescribedInterface;
use crate::plugin::host::busy::Busy;
use crate::plugin::host::check;
use crate::plugin::host::copy::{Copies, Stamp};
use crate::plugin::host::generation::Generation;
use crate::plugin::host::instances::Instances;
use crate::plugin::host::load_error::LoadError;
use crate::plugin::host::loaded::Plugin;
use crate::plugin::host::scan::{self, Found};
use crate::plugin::host::unload::{UnloadOutcome, Unloaded};

/// The plugins of a program for one interface, in the libraries of one folder.
///
/// # The life of a plugin
///
/// A library is checked before anything of it runs: its description says which functions and types its plugins were
/// compiled with, and a plugin that does not fit is refused with all differences. The check proves layouts, not
/// behaviour, and is no protection against somebody who means harm: see [`open`](Self::open).
///
/// What is loaded is a copy beside the file, so that the file may be replaced. Copies are removed when their library is
/// not used any more; those of a program that crashed are removed by the next one that loads from the folder.
///
/// **A library stays mapped for ever by default**, also when nothing of it is used: a thread that it left code with
/// would jump into nowhere when it ends. It is unmapped only if its author says that it can be (`unloadable`), its
/// `shutdown` succeeded, neither a handle nor a reference of the library to its host is left, and its file has nothing
/// that hinders it, on Unix not even an import of the functions by which code is registered with threads.
/// [`unload_unused`](Self::unload_unused) and [`reload_changed`](Self::reload_changed) report what became of each.
///
/// # Threads
///
/// A folder may be used from any thread. A plugin that is called while the folder loads or reloads cannot have the
/// folder load another library: that is [`LoadError::Busy`].
///
/// ```
/// use ffi_runtime::plugin::{LoadError, PluginFolder, PluginInterface};
///
/// fn first<Filter: PluginInterface>(host: Filter::Host) -> Result<Filter, Box<dyn std::error::Error>> {
///     // SAFETY: the program's author put these files there.
///     let folder = unsafe { PluginFolder::<Filter>::open("plugins", host) }?;
///     for found in folder.scan()? {
///         match &found.plugin {
///             Ok(plugin) => println!("{}: {}", found.file.display(), plugin.name),
///             Err(error) => eprintln!("{error}"),
///         }
///     }
///     Ok(folder.load("blur")?.create()?)
/// }
/// ```
pub struct PluginFolder<I: PluginInterface> {
    folder: PathBuf,
    host: I::Host,
    /// The interface of `I`, to which plugins are compared.
    interface: DescribedInterface,
    copies: Copies,
    instances: Arc<Instances>,
    state: Mutex<State>,
    busy: Busy,
}

/// The libraries that a folder has loaded.
#[derive(Debug, Default)]
pub(super) struct State {
    /// The libraries by their files.
    pub(super) current: HashMap<PathBuf, Current>,
    /// Generations with a successor, which may be unmapped when they are not used any more.
    pub(super) retired: Vec<Arc<Generation>>,
    /// Generations that stay mapped for ever.
    pub(super) kept: Vec<Arc<Generation>>,
    /// The number of the next generation.
    next: u64,
}

/// The generation of a library from which new instances are made.
#[derive(Debug)]
pub(super) struct Current {
    pub(super) generation: Arc<Generation>,
    /// The file that it is a copy of.
    pub(super) stamp: Stamp,
    /// A later file that was refused.
    pub(super) refused: Option<Stamp>,
}

impl<I: PluginInterface> PluginFolder<I> {
    /// Opens a folder. Nothing is loaded.
    ///
    /// `host` is what plugins get of the program. Copies of libraries are made in the folder itself, where the program
    /// needs the right to write; [`open_with_copies`](Self::open_with_copies) makes them elsewhere.
    ///
    /// # Safety
    ///
    /// For every library that is in the folder when [`load`](Self::load) or [`reload_changed`](Self::reload_changed) is
    /// called:
    ///
    /// - Its initializers, and those of the libraries that it depends on, may run beside everything else in this
    ///   process.
    /// - Its description is true, as that of `plugin_library!` and of a header for C is: the check finds what the
    ///   description says, and nothing of how a function behaves.
    /// - Whoever may write to the folder, or to that of the copies, is trusted.
    ///
    /// # Errors
    ///
    /// [`LoadError::Folder`] if there is no such folder.
    pub unsafe fn open(folder: impl AsRef<Path>, host: I::Host) -> Result<Self, LoadError> {
        let folder = folder.as_ref();
        // SAFETY: the caller vouches for the libraries, by the contract of this function.
        unsafe { Self::open_with_copies(folder, folder, host) }
    }

    /// As [`open`](Self::open), with another folder for the copies, which must be there. A library that finds those
    /// that it depends on by its own place (`$ORIGIN`) looks for them in that folder.
    ///
    /// # Safety
    ///
    /// The duties of [`open`](Self::open).
    ///
    /// # Errors
    ///
    /// [`LoadError::Folder`] if there is no such folder.
    pub unsafe fn open_with_copies(
        folder: impl AsRef<Path>,
        copies: impl AsRef<Path>,
        host: I::Host,
    ) -> Result<Self, LoadError> {
        let existing = |folder: &Path| -> Result<PathBuf, LoadError> {
            let failed = |reason| LoadError::Folder {
                folder: folder.to_owned(),
                reason,
            };
            let absolute = std::path::absolute(folder).map_err(failed)?;
            std::fs::read_dir(&absolute).map_err(failed)?;
            Ok(absolute)
        };
        let folder = existing(folder.as_ref())?;
        Ok(Self {
            busy: Busy::new(folder.clone()),
            folder,
            host,
            interface: DescribedInterface::of(I::INTERFACE),
            copies: Copies::new(existing(copies.as_ref())?),
            instances: Arc::default(),
            state: Mutex::default(),
        })
    }

    /// The folder, as an absolute path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// Reads all libraries of the folder, in the order of their names, and tells every plugin of each, or why it has
    /// none that fits. Runs no code of a plugin.
    ///
    /// Files whose names are not those of libraries here are left out.
    ///
    /// # Errors
    ///
    /// [`LoadError::Folder`] if the folder cannot be read.
    pub fn scan(&self) -> Result<Vec<Found>, LoadError> {
        let files = scan::libraries(&self.folder)?;
        let found = files
            .iter()
            .flat_map(|file| scan::read(file, &self.interface));
        Ok(found.collect())
    }

    /// Returns the plugin of a name, of the generation that is loaded. If none is, searches the folder and loads it.
    ///
    /// # Errors
    ///
    /// Any [`LoadError`]. The error of a library that has the plugin and does not fit is that of the plugin.
    pub fn load(&self, name: &str) -> Result<Plugin<I>, LoadError> {
        if let Some(plugin) = self.loaded(name) {
            return Ok(plugin);
        }
        let _busy = self.busy.enter()?;
        // Another thread may have loaded it.
        if let Some(plugin) = self.loaded(name) {
            return Ok(plugin);
        }
        let file = scan::find(&self.folder, name, &self.interface)?;
        let (generation, stamp) = self.load_generation(&file)?;
        let index = generation.index_of(name);
        let current = Current {
            generation: generation.clone(),
            stamp,
            refused: None,
        };
        let before = self.state().current.insert(file.clone(), current);
        if let Some(before) = before {
            self.state().retired.push(before.generation);
        }
        // The file may have been replaced since it was found.
        let index = index.ok_or_else(|| LoadError::NotFound {
            name: name.to_owned(),
            folder: self.folder.clone(),
            tried: vec![(file, "it was replaced".to_owned())],
        })?;
        Ok(Plugin::new(generation, index))
    }

    /// The plugin of a name, if a library is loaded that has it.
    fn loaded(&self, name: &str) -> Option<Plugin<I>> {
        self.state().current.values().find_map(|current| {
            let generation = &current.generation;
            let index = generation.index_of(name)?;
            Some(Plugin::new(generation.clone(), index))
        })
    }

    /// Copies, checks and maps a library.
    pub(super) fn load_generation(
        &self,
        file: &Path,
    ) -> Result<(Arc<Generation>, Stamp), LoadError> {
        let checked = self.copies.make(file)?;
        let described = check::check(file, &checked.contents, &self.interface)?;
        let stamp = checked.stamp;
        let number = {
            let mut state = self.state();
            state.next += 1;
            state.next
        };
        let instances = self.instances.clone();
        let host = I::host_object(&self.host);
        // SAFETY: who opened the folder vouches for its libraries, by the contract of `open`. The plugins of the
        // description were found to fit, and to need this host.
        let generation =
            unsafe { Generation::load(file, number, checked, described, instances, host) };
        Ok((Arc::new(generation?), stamp))
    }

    /// Unmaps the generations that are not used any more and can be unmapped, and says what became of each that has a
    /// successor.
    ///
    /// One that stays for ever is named once; one that is in use is named each time. What a plugin calls while it is
    /// called itself is used: there is a handle.
    pub fn unload_unused(&self) -> Vec<Unloaded> {
        let retired = core::mem::take(&mut self.state().retired);
        let mut reports = Vec::with_capacity(retired.len());
        for generation in retired {
            let (report, left) = Generation::unload(generation);
            if let Some(left) = left {
                let mut state = self.state();
                match &report.outcome {
                    UnloadOutcome::StillMapped(reason) if reason.is_temporary() => {
                        state.retired.push(left);
                    }
                    UnloadOutcome::Unmapped
                    | UnloadOutcome::StillMapped(_)
                    | UnloadOutcome::Unknown => state.kept.push(left),
                }
            }
            reports.push(report);
        }
        reports
    }

    /// Locks the loaded libraries. Nothing of a plugin runs while they are locked.
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn instances(&self) -> &Instances {
        &self.instances
    }

    pub(super) fn busy(&self) -> &Busy {
        &self.busy
    }
}

/// Unmaps what can be unmapped. The rest stays mapped, with the handles that there are.
impl<I: PluginInterface> Drop for PluginFolder<I> {
    fn drop(&mut self) {
        let mut state = self.state();
        let current = core::mem::take(&mut state.current);
        let current = current.into_values().map(|current| current.generation);
        state.retired.extend(current);
        drop(state);
        self.unload_unused();
    }
}

/// `PluginFolder("/opt/app/plugins", 2 libraries)`
impl<I: PluginInterface> fmt::Debug for PluginFolder<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.state().current.len();
        write!(f, "PluginFolder({:?}, {count} libraries)", self.folder)
    }
}
