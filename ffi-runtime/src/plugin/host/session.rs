//! Session: the copies that one `PluginFolder` made, and those that a crashed process left.
//!
//! Every copy is named after its session, `.ffi-plugin-PID-NUMBER.INDEX.ORIGINAL`, and beside the copies lies a file
//! `.ffi-plugin-PID-NUMBER.lock`, which the session keeps locked: the system lets go of the lock when the process ends,
//! however it ends. A session begins by removing the copies of sessions that hold no lock.

use core::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The beginning of the names of all files that sessions make.
const PREFIX: &str = ".ffi-plugin-";

/// The end of the name of a session's lock.
const LOCK: &str = "lock";

/// Bytes of a file's name that a copy keeps at most: systems allow 255 for the whole.
const NAME_LIMIT: usize = 180;

/// A session: its files end with it.
#[derive(Debug)]
pub(super) struct Session {
    folder: PathBuf,
    /// `.ffi-plugin-PID-NUMBER`
    name: String,
    next: AtomicU64,
    /// Locked as long as it is open.
    lock: Option<File>,
}

impl Session {
    /// Begins a session in a folder, and removes what ended ones left there.
    pub(super) fn begin(folder: &Path) -> io::Result<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let session = loop {
            let number = NEXT.fetch_add(1, Relaxed);
            let name = format!("{PREFIX}{}-{number}", std::process::id());
            let path = lock_of(folder, &name);
            let lock = match lock::create(&path) {
                Ok(lock) => lock,
                // A process of the same number in another container.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(error),
            };
            // Before the lock was held, another session may have taken the file for a left one.
            if lock::is_at(&lock, &path) {
                break Self {
                    folder: folder.to_owned(),
                    name,
                    next: AtomicU64::new(0),
                    lock: Some(lock),
                };
            }
        };
        session.remove_left();
        Ok(session)
    }

    /// A path for another copy of a file.
    pub(super) fn path_of_copy(&self, original: &Path) -> PathBuf {
        let index = self.next.fetch_add(1, Relaxed);
        let mut name = OsString::from(format!("{}.{index}.", self.name));
        match original.file_name() {
            Some(own) if own.len() <= NAME_LIMIT => name.push(own),
            // Windows needs the extension.
            _ => name.push(original.extension().unwrap_or_default()),
        }
        self.folder.join(name)
    }

    /// Removes the files of sessions that ended. What cannot be removed stays: on Windows a library that is loaded
    /// has a file that cannot.
    fn remove_left(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return;
        };
        let entries = entries.flatten().filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            Some((session_of(&name)?.to_owned(), entry.path()))
        });
        let mut left: Vec<(String, PathBuf)> = entries.collect();
        left.retain(|(session, _)| *session != self.name);
        left.sort();
        for files in left.chunk_by(|one, other| one.0 == other.0) {
            let own_lock = lock_of(&self.folder, &files[0].0);
            let held = match lock::take(&own_lock) {
                Ok(held) => Some(held),
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(_) => continue,
            };
            for (_, file) in files.iter().filter(|(_, file)| *file != own_lock) {
                let _ = fs::remove_file(file);
            }
            if held.is_some() {
                drop(held);
                let _ = fs::remove_file(&own_lock);
            }
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Windows removes no file that is open.
        drop(self.lock.take());
        let _ = fs::remove_file(lock_of(&self.folder, &self.name));
    }
}

/// Whether a session made a file of this name.
pub(super) fn is_of_session(name: &str) -> bool {
    session_of(name).is_some()
}

/// The session that a file belongs to, by its name.
fn session_of(name: &str) -> Option<&str> {
    let end = name.strip_prefix(PREFIX)?.find('.')?;
    let (session, rest) = name.split_at(PREFIX.len() + end);
    (rest.len() > 1).then_some(session)
}

fn lock_of(folder: &Path, session: &str) -> PathBuf {
    folder.join(format!("{session}.{LOCK}"))
}

#[cfg(unix)]
mod lock {
    use std::fs::{self, File, OpenOptions};
    use std::io;
    use std::os::fd::AsRawFd;
    use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
    use std::path::Path;

    /// Makes a lock and holds it.
    pub(super) fn create(path: &Path) -> io::Result<File> {
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)?;
        hold(&file)?;
        Ok(file)
    }

    /// Takes a lock that nobody holds.
    pub(super) fn take(path: &Path) -> io::Result<File> {
        let file = File::open(path)?;
        hold(&file)?;
        Ok(file)
    }

    fn hold(file: &File) -> io::Result<()> {
        // SAFETY: the descriptor is that of an open file.
        let done = unsafe { libc::flock(file.as_raw_fd(), libc::LOCK_EX | libc::LOCK_NB) };
        if done == 0 {
            Ok(())
        } else {
            Err(io::Error::last_os_error())
        }
    }

    /// Whether the file is the one at a path.
    pub(super) fn is_at(file: &File, path: &Path) -> bool {
        let (Ok(own), Ok(there)) = (file.metadata(), fs::metadata(path)) else {
            return false;
        };
        (own.dev(), own.ino()) == (there.dev(), there.ino())
    }
}

#[cfg(windows)]
mod lock {
    use std::fs::{File, OpenOptions};
    use std::io;
    use std::os::windows::fs::OpenOptionsExt;
    use std::path::Path;

    /// Makes a lock and holds it: nobody else may open the file.
    pub(super) fn create(path: &Path) -> io::Result<File> {
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .share_mode(0)
            .open(path)
    }

    /// Takes a lock that nobody holds.
    pub(super) fn take(path: &Path) -> io::Result<File> {
        OpenOptions::new().write(true).share_mode(0).open(path)
    }

    /// Nobody can remove a file that is open without sharing.
    pub(super) fn is_at(_: &File, _: &Path) -> bool {
        true
    }
}
