//! Libraries of Debian for another processor, in a folder of their own.
//!
//! The emulator shows that folder to the programs it runs as if it were the root. apt gets the packages
//! with their dependencies, for a system that has nothing installed; it needs no root for that, and
//! changes nothing of the system that it runs on.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{self, Failure, Outcome, has, program, target_folder};

/// The packages that the tests and the examples load.
const PACKAGES: [&str; 4] = [
    "libsqlite3-0",
    "libstdc++6",
    "libvulkan1",
    "mesa-vulkan-drivers",
];

/// A file that says what the folder was made of.
const STAMP: &str = "packages.txt";

/// The root that a target's programs see, if it was made.
pub(crate) fn root(target: &str) -> Outcome<Option<PathBuf>> {
    let folder = folder(target)?;
    let stamp = fs::read_to_string(folder.join(STAMP));
    let is_made = stamp.is_ok_and(|stamp| stamp == PACKAGES.join("\n"));
    Ok(is_made.then(|| folder.join("root")))
}

/// Makes it; `architecture` is Debian's name of the processor.
pub(crate) fn make(target: &str, architecture: &str) -> Outcome {
    if !has(Command::new("apt-get")) {
        return Err(Failure::missing("there is no apt-get"));
    }
    let folder = folder(target)?;
    let failed = |error| Failure::new(format!("{}: {error}", folder.display()));
    // Remains of an interrupted run would be other packages.
    let _ = fs::remove_dir_all(&folder);
    for part in ["state/lists/partial", "cache/archives/partial", "root"] {
        fs::create_dir_all(folder.join(part)).map_err(failed)?;
    }
    fs::write(folder.join("state/status"), "").map_err(failed)?;
    process::run(apt(&folder, architecture).arg("update"))?;
    process::run(
        apt(&folder, architecture)
            .args(["install", "--yes", "--no-install-recommends"])
            .arg("--download-only")
            .args(PACKAGES),
    )?;
    for package in fs::read_dir(folder.join("cache/archives")).map_err(failed)? {
        let package = package.map_err(failed)?.path();
        if package
            .extension()
            .is_some_and(|extension| extension == "deb")
        {
            let mut extract = program("dpkg", ["--extract"]);
            process::run(extract.arg(package).arg(folder.join("root")))?;
        }
    }
    let _ = fs::remove_dir_all(folder.join("cache"));
    fs::write(folder.join(STAMP), PACKAGES.join("\n")).map_err(failed)
}

/// apt for another system, which has its state in `folder`.
fn apt(folder: &Path, architecture: &str) -> Command {
    let mut command = program("apt-get", ["--quiet=2"]);
    let set = |command: &mut Command, name: &str, value: &str| {
        command.arg("--option").arg(format!("{name}={value}"));
    };
    set(&mut command, "APT::Architecture", architecture);
    set(&mut command, "APT::Architectures", architecture);
    // Else root would let another user download, who may not write here.
    set(&mut command, "APT::Sandbox::User", "root");
    for (name, part) in [
        ("Dir::State", "state"),
        ("Dir::State::status", "state/status"),
        ("Dir::Cache", "cache"),
    ] {
        set(&mut command, name, &folder.join(part).to_string_lossy());
    }
    command
}

fn folder(target: &str) -> Outcome<PathBuf> {
    Ok(target_folder()?.join(target).join("system"))
}
