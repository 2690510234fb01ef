//! Watch: tells when files of a folder changed.

use core::time::Duration;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::plugin::PluginInterface;
use crate::plugin::host::folder::PluginFolder;
use crate::plugin::host::scan;

/// Tells when libraries in a folder of plugins changed. Nothing is reloaded: that is up to
/// [`reload_changed`](PluginFolder::reload_changed), which also waits until a file is complete.
///
/// ```
/// use std::time::Duration;
///
/// use ffi_runtime::plugin::{PluginFolder, PluginInterface};
///
/// fn follow<Filter: PluginInterface>(
///     folder: &PluginFolder<Filter>,
/// ) -> Result<(), Box<dyn std::error::Error>> {
///     let watch = folder.watch()?;
///     while watch.wait(Duration::from_secs(3600)) {
///         folder.reload_changed()?;
///     }
///     Ok(())
/// }
/// ```
pub struct FolderWatch {
    signal: Arc<Signal>,
    /// Ends the watching when it is dropped.
    _watcher: RecommendedWatcher,
}

/// A folder that cannot be watched.
#[derive(Debug, thiserror::Error)]
#[error("the folder of plugins {folder:?} cannot be watched: {reason}")]
#[non_exhaustive]
pub struct WatchError {
    /// The folder.
    pub folder: PathBuf,
    /// The error of the watcher.
    #[source]
    pub reason: notify::Error,
}

#[derive(Default)]
struct Signal {
    is_changed: Mutex<bool>,
    changed: Condvar,
}

impl Signal {
    fn lock(&self) -> MutexGuard<'_, bool> {
        self.is_changed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl<I: PluginInterface> PluginFolder<I> {
    /// Watches the folder, on a thread of its own, until the result is dropped.
    ///
    /// # Errors
    ///
    /// [`WatchError`] with the words of the system, which may have no more watches.
    pub fn watch(&self) -> Result<FolderWatch, WatchError> {
        let failed = |reason| WatchError {
            folder: self.path().to_owned(),
            reason,
        };
        let signal = Arc::new(Signal::default());
        let told = signal.clone();
        let tell = move |event: notify::Result<notify::Event>| {
            // An error may stand for events that were lost.
            let matters = event.map_or(true, |event| {
                let names = event.paths.iter().filter_map(|path| path.file_name());
                !matches!(event.kind, EventKind::Access(_))
                    && (event.need_rescan() || names.into_iter().any(scan::is_library))
            });
            if matters {
                *told.lock() = true;
                told.changed.notify_all();
            }
        };
        let mut watcher = notify::recommended_watcher(tell).map_err(failed)?;
        watcher
            .watch(self.path(), RecursiveMode::NonRecursive)
            .map_err(failed)?;
        Ok(FolderWatch {
            signal,
            _watcher: watcher,
        })
    }
}

impl FolderWatch {
    /// Whether a library changed since this was last said.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        core::mem::take(&mut *self.signal.lock())
    }

    /// Waits until a library changes. `false` if none did in this time.
    #[must_use]
    pub fn wait(&self, timeout: Duration) -> bool {
        let end = Instant::now().checked_add(timeout);
        let mut is_changed = self.signal.lock();
        while !*is_changed {
            let left = end.map_or(Duration::MAX, |end| {
                end.saturating_duration_since(Instant::now())
            });
            if left.is_zero() {
                return false;
            }
            let woken = self.signal.changed.wait_timeout(is_changed, left);
            is_changed = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
        core::mem::take(&mut *is_changed)
    }
}

/// `FolderWatch`
impl fmt::Debug for FolderWatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FolderWatch")
    }
}
