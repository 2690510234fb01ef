//! The tools of `cargo xtask headers`: bindgen, the headers, and their libraries.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::list::PACKAGES;
use crate::process::{self, Failure, Outcome, cargo, has, program};
use crate::setup::{self, LIBRARIES, Sign};
use crate::wheels::WHEELS;

/// The version of bindgen; what it writes differs between versions.
const BINDGEN: &str = "0.73.2";

/// The libraries of the headers, beside those of the examples, and bindgen's own.
const NEEDED: [(&str, Sign, &str); 6] = [
    ("zlib1g", Sign::File(&LIBRARIES, "libz.so.1"), PURPOSE),
    (
        "libsdl2-2.0-0",
        Sign::File(&LIBRARIES, "libSDL2-2.0.so.0"),
        PURPOSE,
    ),
    ("libcurl4", Sign::File(&LIBRARIES, "libcurl.so.4"), PURPOSE),
    (
        "liblua5.4-0",
        Sign::File(&LIBRARIES, "liblua5.4.so.0"),
        PURPOSE,
    ),
    ("libuv1", Sign::File(&LIBRARIES, "libuv.so.1"), PURPOSE),
    (
        "libclang1-14",
        Sign::File(&LIBRARIES, "libclang-14.so"),
        PURPOSE,
    ),
];

const PURPOSE: &str = "`cargo xtask headers`";

/// A file that says what the headers were made of.
const STAMP: &str = "packages.txt";

/// Installs the libraries.
pub(super) fn libraries() -> Outcome {
    let mut missing = Vec::new();
    setup::packages(&NEEDED, &mut missing)?;
    if !WHEELS[0].is_there()? {
        WHEELS[0].fetch()?;
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Failure::missing(format!(
            "this is missing:\n  {}",
            missing.join("\n  ")
        )))
    }
}

/// bindgen's program, which cargo builds at first.
pub(super) fn bindgen(folder: &Path) -> Outcome<PathBuf> {
    let bindgen = folder.join("tools/bin/bindgen");
    if !is_pinned(&bindgen) {
        let mut install = cargo(["install", "bindgen-cli", "--locked", "--version", BINDGEN]);
        install.arg("--root").arg(folder.join("tools"));
        process::run(&mut install)?;
    }
    Ok(bindgen)
}

fn is_pinned(bindgen: &Path) -> bool {
    let output = Command::new(bindgen).arg("--version").output();
    output.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains(BINDGEN))
}

/// The folder that the headers of the packages are in.
pub(super) fn headers(folder: &Path) -> Outcome<PathBuf> {
    let root = folder.join("root");
    let list = PACKAGES.join("\n");
    if fs::read_to_string(folder.join(STAMP)).is_ok_and(|stamp| stamp == list) {
        return Ok(root);
    }
    if !has(Command::new("apt-get")) {
        return Err(Failure::missing(
            "there is no apt-get, which has the headers",
        ));
    }
    let packages = folder.join("packages");
    let failed = |error| Failure::new(format!("{}: {error}", folder.display()));
    for part in [&root, &packages] {
        // Remains of an interrupted run would be other versions.
        let _ = fs::remove_dir_all(part);
        fs::create_dir_all(part).map_err(failed)?;
    }
    let mut download = program("apt-get", ["download", "--quiet=2"]);
    download.args(["--option", "APT::Sandbox::User=root"]);
    process::run(download.args(PACKAGES).current_dir(&packages))?;
    for package in fs::read_dir(&packages).map_err(failed)? {
        extract(&package.map_err(failed)?.path(), &root)?;
    }
    let _ = fs::remove_dir_all(packages);
    fs::write(folder.join(STAMP), list).map_err(failed)?;
    Ok(root)
}

/// Takes the folders of headers out of a package, which may have libraries of some hundred megabytes.
fn extract(package: &Path, root: &Path) -> Outcome {
    let failed = |error| Failure::missing(format!("cannot unpack {}: {error}", package.display()));
    let mut files = Command::new("dpkg")
        .arg("--fsys-tarfile")
        .arg(package)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let Some(archive) = files.stdout.take() else {
        return Err(Failure::new("dpkg has no output"));
    };
    let mut extract = program("tar", ["--extract", "--wildcards", "--directory"]);
    extract.arg(root).arg("*/include/*").stdin(archive);
    process::run(&mut extract)?;
    files.wait().map_err(failed)?;
    Ok(())
}
