//! Libraries of plugins: `fixtures/plugin.c`, compiled in several ways.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use crate::toolchain::{Compiler, Jobs, is_sanitized, is_windows};
use crate::{compile, suffix};

/// The libraries, each with options for the compiler and for the linker.
const LIBRARIES: [(&str, &[&str], &[&str]); 10] = [
    ("plain", &[], &[]),
    ("stripped", &[], &["-s"]),
    ("no-description", &["-DNO_DESCRIPTION"], &[]),
    (
        "no-library",
        &[
            "-DNO_LIBRARY",
            "-Wno-unused-const-variable",
            "-Wno-unused-function",
        ],
        &[],
    ),
    ("no-create", &["-DNO_CREATE"], &[]),
    ("short-library", &["-DSHORT_LIBRARY"], &[]),
    (
        "other-contract",
        &["-DNO_DESCRIPTION", "-DOTHER_CONTRACT"],
        &[],
    ),
    ("changing-description", &["-DCHANGING_DESCRIPTION"], &[]),
    ("thread-key", &["-DTHREAD_KEY"], &["-pthread"]),
    (
        "no-shutdown",
        &["-DNO_SHUTDOWN", "-Wno-unused-function"],
        &[],
    ),
];

/// The libraries that only ELF has.
const OF_ELF: [(&str, &[&str], &[&str]); 3] = [
    ("no-delete", &[], &["-Wl,-z,nodelete"]),
    ("unique-symbol", &["-DUNIQUE_SYMBOL"], &[]),
    ("second-description", &["-DSECOND_DESCRIPTION"], &[]),
];

pub(crate) fn build(jobs: &mut Jobs, out: &Path, gcc: &Compiler) {
    const FLAGS: [&str; 4] = ["-O2", "-Wall", "-Werror", "-fvisibility=hidden"];
    let source = [Path::new("fixtures/plugin.c").to_owned()];
    let of_elf: &[_] = if is_windows() { &[] } else { &OF_ELF };
    let libraries = || LIBRARIES.iter().chain(of_elf);
    let sanitizer: &[&str] = if is_sanitized("thread") {
        &["-fsanitize=thread"]
    } else {
        &[]
    };
    for (name, flags, _) in libraries() {
        let folder = out.join("plugins").join(name);
        compile(
            jobs,
            gcc,
            &[&FLAGS, *flags, sanitizer].concat(),
            &folder,
            &source,
        );
    }
    jobs.wait();
    for (name, _, flags) in libraries() {
        let folder = out.join("plugins").join(name);
        let mut command = gcc.command();
        command.arg("-shared").args(*flags).arg("-o");
        command.arg(folder.join(format!("plugin{}", suffix())));
        command.arg(folder.join("plugin.c.o"));
        jobs.start(command);
    }
    for (name, flags) in OF_RUST {
        jobs.start(of_rust(&out.join("plugins").join(name), flags));
    }
    jobs.wait();
}

/// `fixtures/plugin.rs`. Without the optimizer's look at the whole library, the standard library imports what it could
/// register code with.
const OF_RUST: [(&str, &[&str]); 2] = [
    ("rust", &["-Copt-level=2", "-Clto=fat", "-Cstrip=symbols"]),
    (
        "rust-threads",
        &["--cfg=threads", "-Copt-level=1", "-Cstrip=symbols"],
    ),
];

fn of_rust(folder: &Path, flags: &[&str]) -> Command {
    let variable = |name| env::var(name).expect("cargo sets it");
    fs::create_dir_all(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut command = Command::new(variable("RUSTC"));
    command.args([
        "--edition=2024",
        "--crate-name=plugin",
        "--crate-type=cdylib",
    ]);
    command.args(["-Dwarnings", "-Anon_upper_case_globals", "--target"]);
    command.arg(variable("TARGET")).args(flags);
    // The one that cargo links programs of the target with.
    if let Ok(linker) = env::var("RUSTC_LINKER") {
        command.arg(format!("-Clinker={linker}"));
    }
    command
        .arg("-o")
        .arg(folder.join(format!("plugin{}", suffix())));
    command.arg("fixtures/plugin.rs");
    command
}
