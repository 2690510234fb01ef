//! Zig, whose compiler links programs of systems that there is no linker for otherwise: it brings what
//! it needs of them.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::process::{self, Failure, Outcome, pip, target_folder};

/// Version and SHA-256 of the Python package that carries it, in pip's own words.
const REQUIREMENT: &str = include_str!("../zig.txt");

/// The requirement as a file for pip, from the root of the repository.
const REQUIREMENT_FILE: &str = "xtask/zig.txt";

/// How Zig links for a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Zig {
    /// The target, as Zig calls it.
    pub(crate) target: &'static str,
    /// Arguments of rustc that it has no use for.
    pub(crate) without: &'static [&'static str],
}

/// Whether it is there, in the pinned version.
pub(crate) fn is_there() -> Outcome<bool> {
    let stamp = fs::read_to_string(folder()?.join("zig.txt"));
    Ok(stamp.is_ok_and(|stamp| stamp == REQUIREMENT))
}

/// Downloads it.
pub(crate) fn fetch() -> Outcome {
    let mut pip = pip().ok_or_else(|| Failure::missing("there is no pip"))?;
    let folder = folder()?;
    // Remains of an interrupted run would be another version.
    let _ = fs::remove_dir_all(&folder);
    process::run(
        pip.args(["install", "--quiet", "--disable-pip-version-check"])
            .args(["--no-deps", "--only-binary=:all:", "--require-hashes"])
            .args(["--root-user-action=ignore"])
            .args(["--requirement", REQUIREMENT_FILE, "--target"])
            .arg(&folder),
    )?;
    let failed = |error| Failure::new(format!("{}: {error}", folder.display()));
    fs::write(folder.join("zig.txt"), REQUIREMENT).map_err(failed)
}

impl Zig {
    /// A program that rustc can call as a linker.
    pub(crate) fn linker(&self) -> Outcome<PathBuf> {
        if !is_there()? {
            return Err(Failure::missing("`cargo xtask setup` gets Zig"));
        }
        let folder = folder()?;
        let (zig, cache) = (folder.join("ziglang/zig"), folder.join("cache"));
        let linker = folder.join(format!("link-{}", self.target));
        // rustc names the target in the words of clang.
        let without: Vec<_> = ["--target=*"].iter().chain(self.without).copied().collect();
        let script = format!(
            "#!/bin/sh\n\
             export ZIG_GLOBAL_CACHE_DIR='{cache}' ZIG_LOCAL_CACHE_DIR='{cache}'\n\
             for argument; do\n    shift\n    case $argument in\n    {without}) ;;\n    \
             *) set -- \"$@\" \"$argument\" ;;\n    esac\ndone\n\
             exec '{zig}' cc -target {target} \"$@\"\n",
            cache = cache.display(),
            without = without.join(" | "),
            zig = zig.display(),
            target = self.target
        );
        let failed = |error| Failure::new(format!("{}: {error}", linker.display()));
        fs::write(&linker, script).map_err(failed)?;
        process::run(Command::new("chmod").arg("+x").arg(&linker))?;
        Ok(linker)
    }
}

fn folder() -> Outcome<PathBuf> {
    Ok(target_folder()?.join("zig"))
}
