//! The library of the `wgpu_compute` example: a pinned wheel becomes a file beside the programs.
//!
//! The Python package `wgpu` carries wgpu-native. pip downloads it and checks its hash; the library
//! in it goes to the folder `lib` of cargo's target folder, where `load()` of a program in
//! `target/debug` or `target/release` looks before it asks the system.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use zip::ZipArchive;

use crate::process::{self, Failure, Outcome, has, program};

/// Version and SHA-256 of the wheel, in pip's own words.
const REQUIREMENT: &str = include_str!("../wgpu-native.txt");

/// The same as a file for pip, from the root of the repository.
const REQUIREMENT_FILE: &str = "xtask/wgpu-native.txt";

/// The library in the wheel.
const MEMBER: &str = "wgpu/resources/libwgpu_native-release.so";

/// The library as `load()` looks for it.
const LIBRARY: &str = "libwgpu_native.so";

/// A copy of [`REQUIREMENT`] beside the library, which says what it was made from.
const STAMP: &str = "libwgpu_native.txt";

/// Whether the library is there, in the pinned version.
pub(crate) fn is_there() -> Outcome<bool> {
    let folder = folder()?;
    let stamp = fs::read_to_string(folder.join(STAMP));
    Ok(folder.join(LIBRARY).is_file() && stamp.is_ok_and(|stamp| stamp == REQUIREMENT))
}

/// pip, under the first of its names that there is.
pub(crate) fn pip() -> Option<Command> {
    const NAMES: [&[&str]; 3] = [&["python3", "-m", "pip"], &["pip3"], &["pip"]];
    let command = |name: &[&str]| program(name[0], &name[1..]);
    let name = NAMES.into_iter().find(|name| has(command(name)))?;
    Some(command(name))
}

/// Downloads the wheel and takes the library out of it.
pub(crate) fn fetch(mut pip: Command) -> Outcome {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Err(Failure::missing("the pinned wheel is for x86-64 Linux"));
    }
    let folder = folder()?;
    let download = folder.join("download");
    // Remains of an interrupted run would be a second wheel.
    let _ = fs::remove_dir_all(&download);
    let downloaded = process::run(
        pip.args(["download", "--quiet", "--disable-pip-version-check"])
            .args(["--no-deps", "--only-binary=:all:", "--require-hashes"])
            .args(["--requirement", REQUIREMENT_FILE, "--dest"])
            .arg(&download),
    );
    let unpacked = downloaded.and_then(|()| {
        unpack(&download, &folder)
            .map_err(|error| Failure::new(format!("cannot unpack {MEMBER}: {error}")))
    });
    let _ = fs::remove_dir_all(&download);
    unpacked
}

/// The folder that the programs of the workspace look in: `../lib`, from where they lie.
fn folder() -> Outcome<PathBuf> {
    Ok(process::target_folder()?.join("lib"))
}

/// Takes the library out of the only wheel in a folder.
fn unpack(download: &Path, folder: &Path) -> io::Result<()> {
    let wheel = fs::read_dir(download)?
        .next()
        .ok_or_else(|| io::Error::other("nothing was downloaded"))??;
    let mut archive = ZipArchive::new(File::open(wheel.path())?)?;
    let mut library = archive.by_name(MEMBER)?;
    // Under its name only when it is whole, with the stamp last: what is interrupted starts again.
    let part = download.join(LIBRARY);
    io::copy(&mut library, &mut File::create(&part)?)?;
    fs::rename(part, folder.join(LIBRARY))?;
    fs::write(folder.join(STAMP), REQUIREMENT)
}
