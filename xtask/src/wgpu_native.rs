//! The library of the `wgpu_compute` example: a pinned wheel becomes a file beside the programs.
//!
//! The Python package `wgpu` carries wgpu-native and its headers. pip downloads it and checks its hash; the library
//! in it goes to the folder `lib` of cargo's target folder, where `load()` of a program in
//! `target/debug` or `target/release` looks before it asks the system.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use crate::process::{self, Failure, Outcome, pip, target_folder};

/// Version of the wheels, and SHA-256 of each of them, in pip's own words.
const REQUIREMENT: &str = include_str!("../wgpu-native.txt");

/// The same as a file for pip, from the root of the repository.
const REQUIREMENT_FILE: &str = "xtask/wgpu-native.txt";

/// A copy of [`REQUIREMENT`] beside the library, which says what it was made from.
const STAMP: &str = "wgpu-native.txt";

/// The library for a target.
pub(crate) struct Wheel {
    /// Its folder in cargo's target folder: none for the host.
    target: &'static str,
    /// What pip calls it.
    platform: &'static str,
    /// The library in the wheel.
    member: &'static str,
    /// The library as `load()` looks for it.
    library: &'static str,
    /// Whether its headers are taken out too, for `cargo xtask headers`.
    has_headers: bool,
}

/// The folder of the headers in the wheel, and their names.
const HEADERS: (&str, [&str; 2]) = ("wgpu/resources", ["webgpu.h", "wgpu.h"]);

/// For every machine that runs the example.
pub(crate) const WHEELS: [Wheel; 3] = [
    Wheel {
        target: "",
        platform: "manylinux_2_28_x86_64",
        member: "wgpu/resources/libwgpu_native-release.so",
        library: "libwgpu_native.so",
        has_headers: true,
    },
    Wheel {
        target: "aarch64-unknown-linux-gnu",
        platform: "manylinux_2_28_aarch64",
        member: "wgpu/resources/libwgpu_native-release.so",
        library: "libwgpu_native.so",
        has_headers: false,
    },
    Wheel {
        target: "x86_64-pc-windows-gnu",
        platform: "win_amd64",
        member: "wgpu/resources/wgpu_native-release.dll",
        library: "wgpu_native.dll",
        has_headers: false,
    },
];

impl Wheel {
    /// Whether the library is there, in the pinned version.
    pub(crate) fn is_there(&self) -> Outcome<bool> {
        let folder = self.folder()?;
        let stamp = fs::read_to_string(folder.join(STAMP));
        let is_pinned = stamp.is_ok_and(|stamp| stamp == REQUIREMENT);
        let mut files = [self.library].into_iter().chain(self.headers());
        Ok(files.all(|file| folder.join(file).is_file()) && is_pinned)
    }

    fn headers(&self) -> impl Iterator<Item = &'static str> {
        self.has_headers.then_some(HEADERS.1).into_iter().flatten()
    }

    /// Downloads the wheel and takes the library out of it.
    pub(crate) fn fetch(&self) -> Outcome {
        if self.target.is_empty() && !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
            return Err(Failure::missing("the pinned wheel is for x86-64 Linux"));
        }
        let mut pip = pip().ok_or_else(|| Failure::missing("there is no pip"))?;
        let folder = self.folder()?;
        let download = folder.join("download");
        // Remains of an interrupted run would be a second wheel.
        let _ = fs::remove_dir_all(&download);
        let downloaded = process::run(
            pip.args(["download", "--quiet", "--disable-pip-version-check"])
                .args(["--no-deps", "--only-binary=:all:", "--require-hashes"])
                .args(["--platform", self.platform])
                .args(["--requirement", REQUIREMENT_FILE, "--dest"])
                .arg(&download),
        );
        let unpacked = downloaded.and_then(|()| {
            let member = self.member;
            self.unpack(&download)
                .map_err(|error| Failure::new(format!("cannot unpack {member}: {error}")))
        });
        let _ = fs::remove_dir_all(&download);
        unpacked
    }

    /// The target's name, or `the host`.
    pub(crate) const fn target(&self) -> &'static str {
        if self.target.is_empty() {
            "the host"
        } else {
            self.target
        }
    }

    /// The folder that the programs of the workspace look in: `../lib`, from where they lie.
    fn folder(&self) -> Outcome<PathBuf> {
        Ok(target_folder()?.join(self.target).join("lib"))
    }

    /// Takes the library out of the only wheel in a folder.
    fn unpack(&self, download: &Path) -> io::Result<()> {
        let wheel = fs::read_dir(download)?
            .next()
            .ok_or_else(|| io::Error::other("nothing was downloaded"))??;
        let mut archive = ZipArchive::new(File::open(wheel.path())?)?;
        let folder = download.parent().unwrap_or(download);
        let headers = self.headers();
        let headers = headers.map(|name| (format!("{}/{name}", HEADERS.0), name));
        let files = headers.chain([(self.member.to_owned(), self.library)]);
        for (member, name) in files {
            // Under its name only when it is whole, with the stamp last: what is interrupted starts again.
            let part = download.join(name);
            io::copy(&mut archive.by_name(&member)?, &mut File::create(&part)?)?;
            fs::rename(part, folder.join(name))?;
        }
        fs::write(folder.join(STAMP), REQUIREMENT)
    }
}
