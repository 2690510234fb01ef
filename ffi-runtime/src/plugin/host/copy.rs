//! Copy: the file that is loaded instead of a plugin's own, so that its own may be replaced while the plugin runs.
//!
//! In comes the path of a library; out goes a copy beside it with content that was checked. The check reads the copy,
//! and not the original: whatever replaces the original afterwards is not what runs. Nothing else than the copy is
//! loaded: it is no link, has an inode of its own, and a name that no other copy has, for a loader takes two files of
//! one name or inode for the same library. It lies beside the original, since a library may find others by its own
//! place (`$ORIGIN`).

use core::time::Duration;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Instant, SystemTime};

use crate::plugin::host::file::{self, Contents, FileError, FileFault, Machine};
use crate::plugin::host::session::Session;

/// How long a file may keep changing.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a file that cannot be read must stay as it is, to be given up.
const QUIET: Duration = Duration::from_millis(60);

/// Times of files are no finer than this: two changes within it may have the same time.
const RECENT: Duration = Duration::from_secs(2);

/// Why there is no copy of a library.
///
/// ```
/// use ffi_runtime::plugin::CopyError;
///
/// let error = CopyError::Changing { file: "plugins/blur.so".into(), seconds: 5 };
/// assert_eq!(error.to_string(), "\"plugins/blur.so\" still changes after 5 s");
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CopyError {
    /// No files can be made in the folder for copies.
    #[error("no copies of plugins can be made in {folder:?}: {reason}")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// The error of the system.
        #[source]
        reason: io::Error,
    },
    /// The file cannot be read or its copy cannot be written.
    #[error("{file:?} cannot be copied to {copy:?}: {reason}")]
    Copy {
        /// The file.
        file: PathBuf,
        /// The copy.
        copy: PathBuf,
        /// The error of the system.
        #[source]
        reason: io::Error,
    },
    /// The file changes all the time.
    #[error("{file:?} still changes after {seconds} s")]
    Changing {
        /// The file.
        file: PathBuf,
        /// Seconds that it was watched.
        seconds: u64,
    },
    /// The file is no library of plugins.
    #[error(transparent)]
    File(#[from] FileError),
}

/// The metadata of a file by which changes are noticed. Another stamp is another content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    /// Device and inode, where there are.
    identity: (u64, u64),
}

impl Stamp {
    pub(crate) fn of(path: &Path) -> Result<Self, FileFault> {
        let metadata = fs::metadata(path)?;
        if !metadata.is_file() {
            return Err(FileFault::NotAFile);
        }
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt;
            (metadata.dev(), metadata.ino())
        };
        #[cfg(not(unix))]
        let identity = (0, 0);
        Ok(Self {
            length: metadata.len(),
            modified: metadata.modified().ok(),
            identity,
        })
    }

    /// Whether the file may have changed since without another stamp.
    fn is_recent(&self) -> bool {
        let Some(modified) = self.modified else {
            return true;
        };
        // A time in the future has no age.
        modified.elapsed().map_or(true, |age| age < RECENT)
    }
}

/// Where copies are made.
#[derive(Debug)]
pub(crate) struct Copies {
    folder: PathBuf,
    /// Begins with the first copy: to look into a folder needs no right to write there.
    session: Mutex<Option<Arc<Session>>>,
}

/// A copy, which is removed when this is dropped.
#[derive(Debug)]
pub(crate) struct LibraryCopy {
    path: PathBuf,
    /// Its names are taken from it, and its lock keeps others from removing the file.
    _session: Arc<Session>,
}

/// A copy that was checked.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) copy: LibraryCopy,
    pub(crate) contents: Contents,
    pub(crate) stamp: Stamp,
}

impl Copies {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            session: Mutex::new(None),
        }
    }

    /// Copies a library when nobody writes to it, and reads what the copy says.
    pub(crate) fn make(&self, original: &Path) -> Result<Checked, CopyError> {
        let start = Instant::now();
        loop {
            let before = self.stamp(original)?;
            let reason = match self.attempt(original, before) {
                Ok(Some(checked)) => return Ok(checked),
                Ok(None) => None,
                Err(CopyError::File(error)) if before.is_recent() => Some(error),
                Err(error) => return Err(error),
            };
            thread::sleep(QUIET);
            let is_quiet = self.stamp(original)? == before;
            match reason {
                Some(error) if is_quiet => return Err(error.into()),
                _ if start.elapsed() < PATIENCE => {}
                Some(error) => return Err(error.into()),
                None => {
                    return Err(CopyError::Changing {
                        file: original.to_owned(),
                        seconds: PATIENCE.as_secs(),
                    });
                }
            }
        }
    }

    fn stamp(&self, original: &Path) -> Result<Stamp, FileError> {
        Stamp::of(original).map_err(|fault| FileError::new(original, fault))
    }

    /// Copies a file once. `None` if it changed meanwhile.
    fn attempt(&self, original: &Path, before: Stamp) -> Result<Option<Checked>, CopyError> {
        let session = self.session()?;
        let path = session.path_of_copy(original);
        let failed = |reason| CopyError::Copy {
            file: original.to_owned(),
            copy: path.clone(),
            reason,
        };
        let mut from = File::open(original).map_err(failed)?;
        let mut to = create(&path).map_err(failed)?;
        // From here on the file is removed if anything fails.
        let copy = LibraryCopy {
            path: path.clone(),
            _session: session,
        };
        let length = io::copy(&mut from, &mut to).map_err(failed)?;
        if length != before.length || self.stamp(original)? != before {
            return Ok(None);
        }
        if before.is_recent() && !is_same(&mut from, &mut to).map_err(failed)? {
            return Ok(None);
        }
        to.rewind().map_err(failed)?;
        let contents = file::read_file(to, Machine::THIS);
        let contents = contents.map_err(|fault| FileError::new(original, fault))?;
        Ok(Some(Checked {
            copy,
            contents,
            stamp: before,
        }))
    }

    fn session(&self) -> Result<Arc<Session>, CopyError> {
        let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(session) = &*session {
            return Ok(session.clone());
        }
        let begun = Session::begin(&self.folder).map_err(|reason| CopyError::Folder {
            folder: self.folder.clone(),
            reason,
        })?;
        Ok(session.insert(Arc::new(begun)).clone())
    }
}

impl LibraryCopy {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for LibraryCopy {
    fn drop(&mut self) {
        // On Windows the file of a library that is loaded stays, until another session finds it.
        let _ = fs::remove_file(&self.path);
    }
}

/// Makes a file that nobody else has, for its owner alone.
fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Whether two files have the same content.
fn is_same(one: &mut File, other: &mut File) -> io::Result<bool> {
    const BLOCK: usize = 1 << 16;
    one.rewind()?;
    other.rewind()?;
    let mut blocks = [Vec::with_capacity(BLOCK), Vec::with_capacity(BLOCK)];
    loop {
        for (file, block) in [&mut *one, &mut *other].into_iter().zip(&mut blocks) {
            block.clear();
            file.take(BLOCK as u64).read_to_end(block)?;
        }
        if blocks[0] != blocks[1] {
            return Ok(false);
        }
        if blocks[0].is_empty() {
            return Ok(true);
        }
    }
}
