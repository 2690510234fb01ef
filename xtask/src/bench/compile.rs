//! `cargo xtask bench --compile`: what a declaration costs the compiler, beside the alternatives.
//!
//! A workspace of generated packages: each declares a library of 100 or 1,000 functions in the way of one
//! contender, and either only declares them or also calls each of them once. Cargo builds one package at a
//! time, with everything that it depends on built before. Its processor time and that of the compiler count,
//! in the best of some rounds: the time that passes depends on who else uses the machine.

mod program;

use std::fs;
use std::mem::MaybeUninit;
use std::path::{Path, PathBuf};
use std::process::Command;

use object::{Object, ObjectSection, SectionKind};

use self::program::{Contender, Program};
use crate::process::{self, Failure, Outcome, cargo};

/// How many functions the libraries have.
const SIZES: [usize; 2] = [100, 1_000];

/// The build that cargo is asked for.
#[derive(Clone, Copy)]
enum Build {
    Check,
    Debug,
    Release,
}

impl Build {
    const ALL: [Self; 3] = [Self::Check, Self::Debug, Self::Release];

    const fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }

    const fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["check"],
            Self::Debug => &["build"],
            Self::Release => &["build", "--release"],
        }
    }

    /// How much longer than with `dlopen2` it may take, for a program of 1,000 functions.
    const fn bar(self) -> f64 {
        match self {
            Self::Check | Self::Debug => 1.5,
            Self::Release => 1.2,
        }
    }
}

pub(super) fn run(rounds: u32) -> Outcome {
    let folder = process::target_folder()?.join("compile-time");
    let programs: Vec<Program> = SIZES
        .into_iter()
        .flat_map(|functions| {
            [false, true].map(|is_used| {
                Contender::ALL.map(|by| Program {
                    by,
                    functions,
                    is_used,
                })
            })
        })
        .flatten()
        .collect();
    write_workspace(&folder, &programs)?;

    println!(
        "{:28}{:>12}{:>12}{:>12}   ratios",
        "processor time in s", "libloading", "dlopen2", "ffi-runtime"
    );
    for build in Build::ALL {
        prepare(&folder, build)?;
        for row in programs.chunks(Contender::ALL.len()) {
            let mut times = [f64::INFINITY; Contender::ALL.len()];
            for _ in 0..rounds {
                for (time, program) in times.iter_mut().zip(row) {
                    *time = time.min(measure(&folder, build, program)?);
                }
            }
            let Program {
                functions, is_used, ..
            } = row[0];
            let what = if is_used { "used" } else { "declared" };
            let bar = (is_used && functions == 1_000).then_some(build.bar());
            print_row(&format!("{} {functions} {what}", build.name()), times, bar);
        }
    }
    own_builds(&folder)?;
    sizes(&folder)
}

fn print_row(name: &str, [by_hand, dlopen2, ours]: [f64; 3], bar: Option<f64>) {
    let ratio = ours / dlopen2;
    let verdict = bar.map(|bar| {
        let verdict = if ratio <= bar { "met" } else { "MISSED" };
        format!(" (bar {bar:.1}, {verdict})")
    });
    println!(
        "{name:28}{by_hand:12.2}{dlopen2:12.2}{ours:12.2}   {ratio:.2}x dlopen2{}; {:.2}x libloading",
        verdict.unwrap_or_default(),
        ours / by_hand,
    );
}

/// The packages, and the versions that the repository itself is built with.
fn write_workspace(folder: &Path, programs: &[Program]) -> Outcome {
    let members: Vec<String> = programs
        .iter()
        .map(|program| format!("{:?}", program.name()))
        .collect();
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n[profile.release]\nincremental = false\n",
        members.join(", ")
    );
    write(&folder.join("Cargo.toml"), &manifest)?;
    let lock = process::root().join("Cargo.lock");
    let lock = fs::read_to_string(&lock)
        .map_err(|error| Failure::new(format!("{}: {error}", lock.display())))?;
    write(&folder.join("Cargo.lock"), &lock)?;
    for program in programs {
        let package = folder.join(program.name());
        write(&package.join("Cargo.toml"), &program.manifest())?;
        write(&package.join("src/main.rs"), &program.source())?;
    }
    Ok(())
}

fn write(file: &Path, text: &str) -> Outcome {
    let folder = file.parent().expect("each file is in the workspace");
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(file, text))
        .map_err(|error| Failure::new(format!("{}: {error}", file.display())))
}

/// Cargo in the workspace, silent unless it fails.
fn in_workspace(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = cargo(arguments.iter().copied().chain(["--quiet"]));
    command
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"));
    command
}

/// Builds what the packages depend on, each with the features that its dependents ask for.
fn prepare(folder: &Path, build: Build) -> Outcome {
    for by in Contender::ALL {
        let functions = SIZES[0];
        let program = Program {
            by,
            functions,
            is_used: false,
        };
        measure(folder, build, &program)?;
    }
    Ok(())
}

/// Builds one package anew. Returns the seconds that the processors worked for it.
fn measure(folder: &Path, build: Build, program: &Program) -> Outcome<f64> {
    let name = program.name();
    let mut clean = in_workspace(folder, &["clean", "--package", &name]);
    if let Build::Release = build {
        clean.arg("--release");
    }
    process::run(&mut clean)?;
    let before = children_seconds();
    process::run(in_workspace(folder, build.arguments()).args(["--package", &name]))?;
    Ok(children_seconds() - before)
}

/// How long processors have worked for processes that this one has started and that have ended.
fn children_seconds() -> f64 {
    let mut usage = MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: the pointer is to a whole `rusage`.
    let result = unsafe { libc::getrusage(libc::RUSAGE_CHILDREN, usage.as_mut_ptr()) };
    assert_eq!(result, 0, "the arguments are right");
    // SAFETY: the call has written it, and every byte was zero before.
    let usage = unsafe { usage.assume_init() };
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    seconds(usage.ru_utime) + seconds(usage.ru_stime)
}

/// The crates themselves, each with all that it depends on, from nothing.
fn own_builds(folder: &Path) -> Outcome {
    let mut times = [0.0; Contender::ALL.len()];
    for (time, by) in times.iter_mut().zip(Contender::ALL) {
        let target = folder.join("own");
        if target.exists() {
            fs::remove_dir_all(&target)
                .map_err(|error| Failure::new(format!("{}: {error}", target.display())))?;
        }
        let mut command = in_workspace(folder, &["build", "--package", by.package()]);
        let before = children_seconds();
        process::run(command.env("CARGO_TARGET_DIR", target))?;
        *time = children_seconds() - before;
    }
    let [by_hand, dlopen2, ours] = times;
    let verdict = if ours <= 8.0 { "met" } else { "MISSED" };
    println!(
        "{:28}{by_hand:12.2}{dlopen2:12.2}{ours:12.2}   (bar 8.0 s, {verdict})",
        "the crate itself, debug"
    );
    Ok(())
}

/// Bytes of machine code for each function that is declared and called, in a release build.
fn sizes(folder: &Path) -> Outcome {
    let [small, large] = SIZES;
    let mut bytes = [0.0; Contender::ALL.len()];
    for (bytes, by) in bytes.iter_mut().zip(Contender::ALL) {
        let code = |functions| {
            let program = Program {
                by,
                functions,
                is_used: true,
            };
            code_size(&folder.join("target/release").join(program.name()))
        };
        *bytes = (code(large)? - code(small)?) / (large - small) as f64;
    }
    let [by_hand, dlopen2, ours] = bytes;
    println!(
        "{:28}{by_hand:12.0}{dlopen2:12.0}{ours:12.0}   {:.2}x dlopen2",
        "bytes of code per function",
        ours / dlopen2,
    );
    Ok(())
}

fn code_size(file: &PathBuf) -> Outcome<f64> {
    let failure =
        |error: &dyn std::fmt::Display| Failure::new(format!("{}: {error}", file.display()));
    let data = fs::read(file).map_err(|error| failure(&error))?;
    let object = object::File::parse(&*data).map_err(|error| failure(&error))?;
    let code = object
        .sections()
        .filter(|section| section.kind() == SectionKind::Text);
    Ok(code.map(|section| section.size()).sum::<u64>() as f64)
}
