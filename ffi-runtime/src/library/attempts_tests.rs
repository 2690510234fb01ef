//! Folders beside the program: who may write to them, on the file system of the host.

use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use crate::library::plan::Step;
use crate::library::{Attempt, Library, LibraryError, LoadFailure, LoadFlags};

/// A folder of its own, removed when dropped: `lib/libplanted.so`, which is no library.
struct Tree(PathBuf);

impl Tree {
    fn new(test: &str) -> Self {
        let root = std::env::temp_dir().join(format!("ffi-runtime-{test}-{}", std::process::id()));
        let tree = Self(root.canonicalize().unwrap_or(root));
        std::fs::create_dir_all(tree.lib()).unwrap();
        std::fs::write(tree.file(), "planted").unwrap();
        tree.set_mode(&tree.0, 0o755);
        tree.set_mode(&tree.lib(), 0o755);
        tree.set_mode(&tree.file(), 0o644);
        tree
    }

    fn lib(&self) -> PathBuf {
        self.0.join("lib")
    }

    fn file(&self) -> PathBuf {
        self.lib().join("libplanted.so")
    }

    fn set_mode(&self, path: &Path, mode: u32) {
        set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }

    /// The only attempt of a search in `folder`.
    fn attempt_in(&self, folder: PathBuf) -> Attempt {
        let names = vec!["libplanted.so".to_owned()];
        // SAFETY: the file is no library.
        let found = unsafe {
            Library::load_first(
                &["planted"],
                vec![Step::Beside { folder, names }],
                LoadFlags::NONE,
            )
        };
        match found {
            Err(LibraryError::NotFound { attempts, .. }) => {
                let [attempt] = <[Attempt; 1]>::try_from(attempts).unwrap();
                attempt
            }
            other => panic!("{other:?}"),
        }
    }

    fn attempt(&self) -> Attempt {
        self.attempt_in(self.lib())
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn passed_over(candidate: PathBuf, part: PathBuf) -> Attempt {
    Attempt {
        candidate,
        reason: LoadFailure::WritableByOthers(part),
    }
}

#[test]
fn folder_that_only_its_owner_writes_to_is_searched() {
    let tree = Tree::new("trusted");
    let attempt = tree.attempt();
    assert_eq!(attempt.candidate, tree.file());
    assert!(
        matches!(attempt.reason, LoadFailure::Loader(_)),
        "{attempt:?}"
    );
}

#[test]
fn folder_that_others_may_write_to_is_passed_over() {
    let tree = Tree::new("planted");
    for mode in [0o777, 0o1777, 0o757] {
        tree.set_mode(&tree.lib(), mode);
        assert_eq!(
            tree.attempt(),
            passed_over(tree.lib(), tree.lib()),
            "{mode:o}"
        );
    }
    let text = tree.attempt().reason.to_string();
    assert_eq!(
        text,
        format!("skipped, for others may write to {:?}", tree.lib())
    );
}

#[test]
fn folder_below_one_that_others_may_write_to_is_passed_over() {
    let tree = Tree::new("below");
    tree.set_mode(&tree.0, 0o777);
    assert_eq!(tree.attempt(), passed_over(tree.lib(), tree.0.clone()));
    // Nobody else may rename what is in it.
    tree.set_mode(&tree.0, 0o1777);
    assert_eq!(tree.attempt().candidate, tree.file());
}

#[test]
fn file_that_others_may_write_to_is_passed_over() {
    let tree = Tree::new("file");
    tree.set_mode(&tree.file(), 0o666);
    assert_eq!(tree.attempt(), passed_over(tree.file(), tree.file()));
}

#[test]
fn link_to_a_folder_that_others_may_write_to_is_passed_over() {
    let tree = Tree::new("link");
    let link = tree.0.join("link");
    symlink(tree.lib(), &link).unwrap();
    assert_eq!(
        tree.attempt_in(link.clone()).candidate,
        link.join("libplanted.so")
    );
    tree.set_mode(&tree.lib(), 0o777);
    assert_eq!(tree.attempt_in(link.clone()), passed_over(link, tree.lib()));
}

#[test]
fn absent_folder_has_no_files() {
    let tree = Tree::new("absent");
    let attempt = tree.attempt_in(tree.0.join("no"));
    assert_eq!(attempt.candidate, tree.0.join("no/libplanted.so"));
    assert_eq!(attempt.reason, LoadFailure::NoSuchFile);
}
