//! Reload: the libraries of a folder whose files changed are exchanged.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::plugin::PluginInterface;
use crate::plugin::host::copy::{CopyError, Stamp};
use crate::plugin::host::folder::{Current, PluginFolder};
use crate::plugin::host::generation::Generation;
use crate::plugin::host::load_error::LoadError;
use crate::plugin::host::state::{self, StateError};
use crate::plugin::host::unload::Unloaded;

/// The result of [`PluginFolder::reload_changed`].
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Reloaded {
    /// The libraries whose files changed, in the order of their paths.
    pub changes: Vec<Change>,
    /// Generations that have a successor: what became of each.
    pub unloaded: Vec<Unloaded>,
}

/// A library whose file changed.
#[derive(Debug)]
#[non_exhaustive]
pub struct Change {
    /// The file.
    pub file: PathBuf,
    /// The new generation, or why the old one was kept.
    pub outcome: Result<Switched, ReloadError>,
}

/// A library with a new generation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Switched {
    /// The generation before.
    pub from: u64,
    /// The new one.
    pub to: u64,
    /// The plugins of the new generation.
    pub plugins: Vec<String>,
    /// Handles that were given to [`PluginFolder::reload_changed_with`] and are of the new generation now.
    pub moved: usize,
}

/// Why a library keeps the generation that it has.
///
/// ```
/// use ffi_runtime::plugin::{CopyError, LoadError, ReloadError};
///
/// let changing = CopyError::Changing { file: "plugins/blur.so".into(), seconds: 5 };
/// let error = ReloadError::from(LoadError::from(changing));
/// assert_eq!(error.to_string(), "\"plugins/blur.so\" still changes after 5 s");
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReloadError {
    /// The new file was not loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// An instance could not be moved.
    #[error(transparent)]
    State(#[from] StateError),
}

impl<I: PluginInterface> PluginFolder<I> {
    /// Loads a new generation of every library whose file changed since it was loaded, and lets go of the old one.
    ///
    /// The new generation is loaded and checked first. If that fails, the old one is kept, and the file is not tried
    /// again before it changes again. Handles stay what they are: those of the old generation are valid until they are
    /// dropped, and [`load`](Self::load) returns plugins of the new one. This is the only function that switches.
    ///
    /// A library whose file is gone stays. So do libraries that a plugin is linked to.
    ///
    /// # Errors
    ///
    /// [`LoadError::Busy`]. The error of a library is in its [`Change`].
    ///
    /// ```
    /// use ffi_runtime::plugin::{LoadError, PluginFolder, PluginInterface};
    ///
    /// fn refresh<Filter: PluginInterface>(folder: &PluginFolder<Filter>) -> Result<(), LoadError> {
    ///     for change in folder.reload_changed()?.changes {
    ///         match change.outcome {
    ///             Ok(switched) => println!("{:?} is generation {} now", change.file, switched.to),
    ///             Err(error) => eprintln!("{:?} was not reloaded: {error}", change.file),
    ///         }
    ///     }
    ///     Ok(())
    /// }
    /// ```
    pub fn reload_changed(&self) -> Result<Reloaded, LoadError> {
        self.reload_changed_with([])
    }

    /// As [`reload_changed`](Self::reload_changed), and makes each handle whose library changed one of the new
    /// generation: the old instance saves its state, a new one restores it.
    ///
    /// A library switches with all of these handles or with none: if one cannot be moved, the old generation is kept,
    /// and all handles are what they were. A plugin without `save` gets a new instance without a state. Handles that
    /// another folder made are left alone.
    ///
    /// # Errors
    ///
    /// [`LoadError::Busy`]. The error of a library is in its [`Change`].
    ///
    /// ```
    /// use ffi_runtime::plugin::{LoadError, PluginFolder, PluginInterface};
    ///
    /// fn refresh<Filter: PluginInterface>(
    ///     folder: &PluginFolder<Filter>,
    ///     chain: &mut [Filter],
    /// ) -> Result<(), LoadError> {
    ///     let reloaded = folder.reload_changed_with(chain)?;
    ///     println!("{} libraries changed", reloaded.changes.len());
    ///     Ok(())
    /// }
    /// ```
    pub fn reload_changed_with<'a>(
        &self,
        handles: impl IntoIterator<Item = &'a mut I>,
    ) -> Result<Reloaded, LoadError>
    where
        I: 'a,
    {
        let entered = self.busy().enter()?;
        let mut handles: Vec<&mut I> = handles.into_iter().collect();
        let mut changes = Vec::new();
        for file in self.changed() {
            let outcome = self.reload(&file, &mut handles);
            if let Err(error) = &outcome {
                self.note_refusal(&file, error);
            }
            changes.push(Change { file, outcome });
        }
        drop(entered);
        Ok(Reloaded {
            changes,
            unloaded: self.unload_unused(),
        })
    }

    /// The libraries whose files are others than those that were loaded.
    fn changed(&self) -> Vec<PathBuf> {
        let state = self.state();
        let changed = state.current.iter().filter(|(file, current)| {
            let stamp = Stamp::of(file).ok();
            stamp.is_some_and(|stamp| stamp != current.stamp && Some(stamp) != current.refused)
        });
        let mut changed: Vec<_> = changed.map(|(file, _)| file.clone()).collect();
        changed.sort();
        changed
    }

    /// Remembers a file that was refused, so that it is not tried again.
    fn note_refusal(&self, file: &Path, error: &ReloadError) {
        if let ReloadError::Load(LoadError::Copy(CopyError::Changing { .. })) = error {
            return;
        }
        if let Some(current) = self.state().current.get_mut(file) {
            current.refused = Stamp::of(file).ok();
        }
    }

    fn reload(&self, file: &Path, handles: &mut [&mut I]) -> Result<Switched, ReloadError> {
        let (new, stamp) = self.load_generation(file)?;
        let successors = match self.successors(file, &new, handles) {
            Ok(successors) => successors,
            Err(error) => {
                // No handle of it is left.
                self.state().retired.push(new);
                return Err(error.into());
            }
        };
        let moved = successors.len();
        let plugins = new.names().map(str::to_owned).collect();
        let to = new.number();
        let current = Current {
            generation: new,
            stamp,
            refused: None,
        };
        let before = self.state().current.insert(file.to_owned(), current);
        let from = before.map_or(0, |before| {
            let from = before.generation.number();
            self.state().retired.push(before.generation);
            from
        });
        for (index, successor) in successors {
            // The plugin runs when the old instance is dropped: it has its own generation until then.
            *handles[index] = successor;
        }
        Ok(Switched {
            from,
            to,
            plugins,
            moved,
        })
    }

    /// Makes a successor for each handle of a library.
    fn successors(
        &self,
        file: &Path,
        new: &Arc<Generation>,
        handles: &mut [&mut I],
    ) -> Result<Vec<(usize, I)>, StateError> {
        let mut successors = Vec::new();
        for (position, handle) in handles.iter_mut().enumerate() {
            let Some((old, index)) = self.instances().find(handle.as_object()) else {
                continue;
            };
            if old.original() == file {
                let successor = state::transfer(*handle, (&old, index), new)?;
                successors.push((position, successor));
            }
        }
        Ok(successors)
    }
}
