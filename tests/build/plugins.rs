//! Libraries of plugins: `fixtures/plugin.c`, compiled in several ways.

use std::path::Path;

use crate::toolchain::{Compiler, Jobs, is_windows};
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

/// Those that only ELF has.
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
    for (name, flags, _) in libraries() {
        let folder = out.join("plugins").join(name);
        compile(jobs, gcc, &[&FLAGS, *flags].concat(), &folder, &source);
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
    jobs.wait();
}
