//! Trust: whether others than the program's own people may change what lies at a path.
//!
//! `handle` asks before it loads from a folder that nobody named, only the program's place. In comes
//! an absolute path; out goes the part of it that others may change, if there is one.

#[cfg(not(unix))]
pub(crate) use other::changeable_part;
#[cfg(unix)]
pub(crate) use unix::changeable_part;

#[cfg(not(unix))]
mod other {
    use std::path::{Path, PathBuf};

    /// Access control lists are not read: nothing is known of the path.
    pub(crate) fn changeable_part(_: &Path) -> Option<PathBuf> {
        None
    }
}

#[cfg(unix)]
mod unix {
    use std::fs::Metadata;
    use std::os::unix::fs::MetadataExt;
    use std::path::{Path, PathBuf};

    /// The first part of `path`, from the root on, that somebody may change who is neither the
    /// superuser nor the user that the program runs as nor the owner of the program's file. `None` if
    /// there is none, or nothing at `path`.
    ///
    /// Such a part belongs to somebody else; or its mode lets a group or everybody write to it. In a
    /// folder with the sticky bit only the owner of an entry may replace it: the folders on the way may
    /// be such, the last part may not, since anybody may add to it. Symbolic links are looked at as
    /// they stand, and so is the place that they all lead to.
    pub(crate) fn changeable_part(path: &Path) -> Option<PathBuf> {
        let real = path.canonicalize().ok()?;
        let owners = owners();
        let of = |path: &Path| first_changeable(path, &owners);
        of(path).or_else(|| if real == path { None } else { of(&real) })
    }

    /// The users who could change the program itself.
    fn owners() -> Vec<u32> {
        // SAFETY: the function only returns a number.
        let mut owners = vec![0, unsafe { libc::geteuid() }];
        let program = std::env::current_exe().and_then(std::fs::metadata);
        owners.extend(program.map(|program| program.uid()));
        owners
    }

    fn first_changeable(path: &Path, owners: &[u32]) -> Option<PathBuf> {
        let mut parts: Vec<&Path> = path.ancestors().collect();
        parts.reverse();
        let changeable = parts.iter().find(|part| match part.symlink_metadata() {
            Ok(metadata) => Entry::from(metadata).is_changeable(owners, **part == path),
            Err(_) => true,
        });
        changeable.map(|part| part.to_path_buf())
    }

    /// The owner and permissions of one part of a path.
    struct Entry {
        owner: u32,
        group: u32,
        /// With the bits of the file's type.
        mode: u32,
    }

    impl From<Metadata> for Entry {
        fn from(metadata: Metadata) -> Self {
            Self {
                owner: metadata.uid(),
                group: metadata.gid(),
                mode: metadata.mode(),
            }
        }
    }

    impl Entry {
        fn is_changeable(&self, owners: &[u32], is_last: bool) -> bool {
            if !owners.contains(&self.owner) {
                return true;
            }
            // A link has no mode of its own: who may write to its folder may replace it.
            if self.is(libc::S_IFLNK) {
                return false;
            }
            let keeps_entries = self.is(libc::S_IFDIR) && !is_last && self.has(libc::S_ISVTX);
            // A group with the number of the owner is the owner's own ("user private groups").
            let group_may_write = self.has(libc::S_IWGRP) && self.group != self.owner;
            (group_may_write || self.has(libc::S_IWOTH)) && !keeps_entries
        }

        fn has(&self, bit: impl Into<u32>) -> bool {
            self.mode & bit.into() != 0
        }

        fn is(&self, kind: impl Into<u32>) -> bool {
            self.mode & widened(libc::S_IFMT) == kind.into()
        }
    }

    /// The constants of a mode are narrower than a mode on some systems.
    fn widened(bits: impl Into<u32>) -> u32 {
        bits.into()
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        const ROOT: u32 = 0;
        const USER: u32 = 1000;
        const MALLORY: u32 = 1001;

        #[test]
        fn whoever_may_change_an_entry_is_seen_in_its_mode() {
            // Type and mode, owner, group; whether others may change it on the way, and as the last.
            let rows = [
                (0o040_755, ROOT, ROOT, false, false),
                (0o040_755, USER, USER, false, false),
                (0o040_755, MALLORY, USER, true, true),
                (0o040_777, USER, USER, true, true),
                (0o040_757, USER, USER, true, true),
                (0o041_777, ROOT, ROOT, false, true),
                (0o041_777, MALLORY, MALLORY, true, true),
                (0o040_775, USER, USER, false, false),
                (0o040_775, ROOT, ROOT, false, false),
                (0o040_775, USER, 100, true, true),
                (0o040_775, ROOT, USER, true, true),
                (0o041_775, ROOT, 100, false, true),
                (0o100_644, USER, 100, false, false),
                (0o100_666, USER, USER, true, true),
                (0o101_666, USER, USER, true, true),
                (0o120_777, USER, USER, false, false),
                (0o120_777, MALLORY, USER, true, true),
            ];
            for (mode, owner, group, on_the_way, as_the_last) in rows {
                let entry = Entry { owner, group, mode };
                let seen = [false, true].map(|is_last| entry.is_changeable(&[ROOT, USER], is_last));
                assert_eq!(seen, [on_the_way, as_the_last], "{mode:o} {owner} {group}");
            }
        }
    }
}
