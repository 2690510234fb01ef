//! `cargo xtask setup`: installs what the checks need beyond Rust and a C compiler.

use std::fs;
use std::process::Command;

use crate::process::{self, Failure, Outcome, Words, cargo, has, pip, program};
use crate::wheels::WHEELS;
use crate::{foreign_system, instrumented, targets, zig};

/// How to tell whether a Debian package is there, on any system.
pub(crate) enum Sign {
    /// A program that says its version.
    Program(&'static str),
    /// A file in one of these folders whose name begins so.
    File(&'static [&'static str], &'static str),
    /// Any of the ways to call pip, which only has to be there as long as there is something to get.
    Pip,
}

/// A Debian package, how to tell that it is there, and what needs it.
const PACKAGES: [(&str, Sign, &str); 23] = [
    (
        "clang",
        Sign::Program("clang"),
        "the second compiler of the tests",
    ),
    (
        "llvm",
        Sign::Program("llvm-symbolizer"),
        "the names of functions in `cargo xtask ci --only address`",
    ),
    (
        "valgrind",
        Sign::Program("valgrind"),
        "`cargo xtask instructions`",
    ),
    (
        "libsqlite3-0",
        Sign::File(&LIBRARIES, "libsqlite3.so.0"),
        "the example `sqlite`",
    ),
    (
        "libchipmunk7",
        Sign::File(&LIBRARIES, "libchipmunk.so.7"),
        "the test `chipmunk`",
    ),
    (
        "libvulkan1",
        Sign::File(&LIBRARIES, "libvulkan.so.1"),
        "the example `wgpu_compute`",
    ),
    (
        "mesa-vulkan-drivers",
        Sign::File(&DRIVERS, "lvp_icd"),
        "the example `wgpu_compute`, where there is no GPU",
    ),
    (
        "python3-pip",
        Sign::Pip,
        "getting wgpu-native, ONNX Runtime and Zig",
    ),
    (
        "gcc-aarch64-linux-gnu",
        Sign::Program("aarch64-linux-gnu-gcc"),
        AARCH64,
    ),
    (
        "g++-aarch64-linux-gnu",
        Sign::Program("aarch64-linux-gnu-g++"),
        AARCH64,
    ),
    (
        "gcc-riscv64-linux-gnu",
        Sign::Program("riscv64-linux-gnu-gcc"),
        RISCV64,
    ),
    (
        "g++-riscv64-linux-gnu",
        Sign::Program("riscv64-linux-gnu-g++"),
        RISCV64,
    ),
    (
        "qemu-user",
        Sign::Program("qemu-aarch64"),
        "the tests of AArch64, RISC-V and Arm",
    ),
    (
        "gcc-i686-linux-gnu",
        Sign::Program("i686-linux-gnu-gcc"),
        I686,
    ),
    (
        "libc6-dev-i386-cross",
        Sign::File(&["/usr/i686-linux-gnu/lib"], "crt1.o"),
        I686,
    ),
    ("libc6-i386", Sign::File(&["/lib"], "ld-linux.so.2"), I686),
    (
        "lib32gcc-s1",
        Sign::File(&["/lib32", "/usr/lib32"], "libgcc_s.so.1"),
        I686,
    ),
    (
        "gcc-arm-linux-gnueabihf",
        Sign::Program("arm-linux-gnueabihf-gcc"),
        ARMV7,
    ),
    (
        "libc6-dev-armhf-cross",
        Sign::File(&["/usr/arm-linux-gnueabihf/lib"], "crt1.o"),
        ARMV7,
    ),
    // Of its two kinds the one that has the threads of POSIX.
    (
        "gcc-mingw-w64-x86-64-posix",
        Sign::Program("x86_64-w64-mingw32-gcc-posix"),
        WINDOWS,
    ),
    (
        "g++-mingw-w64-x86-64-posix",
        Sign::Program("x86_64-w64-mingw32-g++-posix"),
        WINDOWS,
    ),
    ("wine64", Sign::File(&["/usr/lib/wine"], "wine64"), WINDOWS),
    // Without a display Wine has no graphics.
    ("xvfb", Sign::File(&["/usr/bin"], "xvfb-run"), WINDOWS),
];

const AARCH64: &str = "`cargo xtask test --target aarch64-unknown-linux-gnu`";
const RISCV64: &str = "`cargo xtask test --target riscv64gc-unknown-linux-gnu`";
const I686: &str = "`cargo xtask test --target i686-unknown-linux-gnu`";
const ARMV7: &str = "`cargo xtask test --target armv7-unknown-linux-gnueabihf`";
const WINDOWS: &str = "`cargo xtask test --target x86_64-pc-windows-gnu`";

/// Where libraries are, as far as packages put them there.
pub(crate) const LIBRARIES: [&str; 5] = [
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib64",
    "/usr/lib",
    "/usr/lib/aarch64-linux-gnu",
    "/usr/local/lib",
];

/// Where the Vulkan loader looks for drivers.
const DRIVERS: [&str; 3] = [
    "/usr/share/vulkan/icd.d",
    "/usr/local/share/vulkan/icd.d",
    "/etc/vulkan/icd.d",
];

/// A subcommand of cargo, which is the name of its rustup component too.
const COMPONENTS: [(&str, &str); 2] = [("fmt", "rustfmt"), ("clippy", "clippy")];

pub(crate) fn run() -> Outcome {
    let mut missing = Vec::new();
    packages(&PACKAGES, &mut missing)?;
    components(&mut missing)?;
    nightly(&mut missing);
    wheels(&mut missing)?;
    systems(&mut missing)?;
    linker(&mut missing)?;
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

impl Sign {
    fn is_there(&self) -> Outcome<bool> {
        Ok(match self {
            Self::Program(name) => has(Command::new(name)),
            Self::File(folders, start) => folders.iter().any(|folder| {
                let entries = fs::read_dir(folder).into_iter().flatten().flatten();
                entries
                    .map(|entry| entry.file_name())
                    .any(|name| name.as_encoded_bytes().starts_with(start.as_bytes()))
            }),
            Self::Pip => pip().is_some() || (all_wheels_are_there()? && zig::is_there()?),
        })
    }
}

/// Installs packages, or says which are missing.
pub(crate) fn packages(
    packages: &[(&'static str, Sign, &'static str)],
    missing: &mut Vec<String>,
) -> Outcome {
    let mut absent = Vec::new();
    for (package, sign, purpose) in packages {
        if !sign.is_there()? {
            absent.push((*package, *purpose));
        }
    }
    if absent.is_empty() {
        return Ok(());
    }
    let mut install = program("apt-get", ["install", "--yes", "--no-install-recommends"]);
    install.args(absent.iter().map(|(package, _)| *package));
    if has(Command::new("apt-get")) && is_root() {
        // An image without package lists finds nothing, and old lists lead to packages that are gone.
        process::run(&mut program("apt-get", ["update"]))?;
        return process::run(install.env("DEBIAN_FRONTEND", "noninteractive"));
    }
    for (package, purpose) in absent {
        missing.push(format!("{package}, for {purpose}"));
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

/// The toolchain that has sanitizers and Miri.
fn nightly(missing: &mut Vec<String>) {
    let components = instrumented::COMPONENTS.into_iter();
    let absent: Vec<_> = components
        .filter(|(name, _)| !instrumented::has_component(name))
        .collect();
    if absent.is_empty() {
        return;
    }
    if let Err(Failure { message, .. }) = instrumented::install() {
        for (component, purpose) in absent {
            missing.push(format!(
                "{component} of the nightly toolchain, for {purpose}: {message}"
            ));
        }
    }
}

/// The libraries of the examples that no package of Debian has, for every machine that runs them.
fn wheels(missing: &mut Vec<String>) -> Outcome {
    for wheel in &WHEELS {
        if wheel.is_there()? {
            continue;
        }
        if let Err(Failure { message, .. }) = wheel.fetch() {
            let (purpose, target) = (wheel.purpose(), wheel.target());
            missing.push(format!("{purpose} on {target}: {message}"));
        }
    }
    Ok(())
}

fn all_wheels_are_there() -> Outcome<bool> {
    for wheel in &WHEELS {
        if !wheel.is_there()? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The libraries of another processor.
fn systems(missing: &mut Vec<String>) -> Outcome {
    for (target, architecture) in targets::with_systems() {
        if foreign_system::root(target)?.is_some() {
            continue;
        }
        if let Err(Failure { message, .. }) = foreign_system::make(target, architecture) {
            missing.push(format!("libraries of {target}: {message}"));
        }
    }
    Ok(())
}

/// The linker of targets that nothing here runs.
fn linker(missing: &mut Vec<String>) -> Outcome {
    if zig::is_there()? {
        return Ok(());
    }
    if let Err(Failure { message, .. }) = zig::fetch() {
        missing.push(format!("Zig, for `cargo xtask check-targets`: {message}"));
    }
    Ok(())
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
