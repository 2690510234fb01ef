//! The libraries of the examples that no package of Debian has: a pinned wheel becomes a file beside the programs.
//!
//! The Python package `wgpu` carries wgpu-native and its headers, and `onnxruntime` ONNX Runtime. pip downloads a package
//! and checks its hash; the library in it goes to the folder `lib` of cargo's target folder, where `load()` of a program in
//! `target/debug` or `target/release` looks before it asks the system.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use crate::process::{self, Failure, Outcome, pip, target_folder};

/// A library, and the Python package that has it.
struct Package {
    /// The common name of the library, and the example that needs it.
    purpose: &'static str,
    /// Version of the wheels, and SHA-256 of each of them, in pip's own words.
    requirement: &'static str,
    /// The requirement as a file for pip, from the root of the repository.
    requirement_file: &'static str,
    /// A copy of `requirement` beside the library, which says what it was made from.
    stamp: &'static str,
    /// The Python whose wheel it is, where each has its own.
    python: &'static [&'static str],
}

const WGPU: Package = Package {
    purpose: "wgpu-native, for the example `wgpu_compute`",
    requirement: include_str!("../wgpu-native.txt"),
    requirement_file: "xtask/wgpu-native.txt",
    stamp: "wgpu-native.txt",
    python: &[],
};

const ONNX_RUNTIME: Package = Package {
    purpose: "ONNX Runtime, for the example `onnx`",
    requirement: include_str!("../onnxruntime.txt"),
    requirement_file: "xtask/onnxruntime.txt",
    stamp: "onnxruntime.txt",
    python: &["--python-version", "3.11", "--abi", "cp311"],
};

/// The library for a target.
pub(crate) struct Wheel {
    package: &'static Package,
    /// Its folder in cargo's target folder: none for the host.
    target: &'static str,
    /// The name that pip has for it.
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
pub(crate) const WHEELS: [Wheel; 4] = [
    Wheel {
        package: &WGPU,
        target: "",
        platform: "manylinux_2_28_x86_64",
        member: "wgpu/resources/libwgpu_native-release.so",
        library: "libwgpu_native.so",
        has_headers: true,
    },
    Wheel {
        package: &WGPU,
        target: "aarch64-unknown-linux-gnu",
        platform: "manylinux_2_28_aarch64",
        member: "wgpu/resources/libwgpu_native-release.so",
        library: "libwgpu_native.so",
        has_headers: false,
    },
    Wheel {
        package: &WGPU,
        target: "x86_64-pc-windows-gnu",
        platform: "win_amd64",
        member: "wgpu/resources/wgpu_native-release.dll",
        library: "wgpu_native.dll",
        has_headers: false,
    },
    Wheel {
        package: &ONNX_RUNTIME,
        target: "",
        platform: "manylinux_2_28_x86_64",
        member: "onnxruntime/capi/libonnxruntime.so.1.32.0",
        library: "libonnxruntime.so.1",
        has_headers: false,
    },
];

impl Wheel {
    /// Whether the library is there, in the pinned version.
    pub(crate) fn is_there(&self) -> Outcome<bool> {
        let folder = self.folder()?;
        let stamp = fs::read_to_string(folder.join(self.package.stamp));
        let is_pinned = stamp.is_ok_and(|stamp| stamp == self.package.requirement);
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
                .args(self.package.python)
                .args(["--requirement", self.package.requirement_file, "--dest"])
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

    /// The library, and what needs it.
    pub(crate) const fn purpose(&self) -> &'static str {
        self.package.purpose
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
        fs::write(folder.join(self.package.stamp), self.package.requirement)
    }
}
