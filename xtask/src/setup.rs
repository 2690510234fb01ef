//! `cargo xtask setup`: installs what the checks need beyond Rust and a C compiler.

use std::process::Command;

use crate::process::{self, Failure, Outcome, Words, cargo, has, program};

/// A program, the Debian package that has it, and what needs it.
const PROGRAMS: [(&str, &str, &str); 2] = [
    ("clang", "clang", "the second compiler of the tests"),
    ("valgrind", "valgrind", "`cargo xtask instructions`"),
];

/// A subcommand of cargo, which is the name of its rustup component too.
const COMPONENTS: [(&str, &str); 2] = [("fmt", "rustfmt"), ("clippy", "clippy")];

pub(crate) fn run() -> Outcome {
    let mut missing = Vec::new();
    packages(&mut missing)?;
    components(&mut missing)?;
    if missing.is_empty() {
        println!("setup: everything is there");
        Ok(())
    } else {
        Err(Failure::missing(format!(
            "this is missing, and was not installed:\n  {}",
            missing.join("\n  ")
        )))
    }
}

fn packages(missing: &mut Vec<String>) -> Outcome {
    let absent = PROGRAMS
        .iter()
        .filter(|(name, ..)| !has(Command::new(name)));
    let absent: Vec<_> = absent.collect();
    if absent.is_empty() {
        return Ok(());
    }
    let packages = absent.iter().map(|(_, package, _)| *package);
    let mut install = program("apt-get", ["install", "--yes", "--no-install-recommends"]);
    install.args(packages);
    if has(Command::new("apt-get")) && is_root() {
        // An image without package lists finds nothing, and old lists lead to packages that are gone.
        process::run(&mut program("apt-get", ["update"]))?;
        return process::run(install.env("DEBIAN_FRONTEND", "noninteractive"));
    }
    for (name, _, purpose) in absent {
        missing.push(format!("{name}, for {purpose}"));
    }
    missing.push(format!("on Debian, as root: {}", Words(&install)));
    Ok(())
}

fn components(missing: &mut Vec<String>) -> Outcome {
    for (subcommand, component) in COMPONENTS {
        if has(cargo([subcommand])) {
            continue;
        }
        if has(Command::new("rustup")) {
            process::run(&mut program("rustup", ["component", "add", component]))?;
        } else {
            missing.push(format!("{component}, a component of the Rust toolchain"));
        }
    }
    Ok(())
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
