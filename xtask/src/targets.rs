//! The targets beside the host's: which linker and which runner they need, and how far they are tested.

use std::process::Command;

use clap::Args;

use crate::process::{self, Failure, Outcome, cargo, has, program};
use crate::wine;

/// How far a target is tested, from this host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// The tests are run, by an emulator.
    Run(Cross),
    /// `ffi-runtime` is type-checked.
    Checked,
}

/// What it takes to run programs of another machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cross {
    /// How the names of its compilers begin.
    prefix: &'static str,
    runner: Runner,
}

/// What runs the programs of another machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Runner {
    /// The emulator of a processor, and where it finds the target's libraries.
    Qemu(&'static str),
    /// The functions of Windows on this system.
    Wine,
}

/// A target, by its name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target {
    pub(crate) name: &'static str,
    pub(crate) depth: Depth,
}

/// All of them.
pub(crate) const TARGETS: [Target; 10] = [
    Target::run(
        "aarch64-unknown-linux-gnu",
        "aarch64-linux-gnu-",
        Runner::Qemu("qemu-aarch64 -L /usr/aarch64-linux-gnu"),
    ),
    Target::run(
        "riscv64gc-unknown-linux-gnu",
        "riscv64-linux-gnu-",
        Runner::Qemu("qemu-riscv64 -L /usr/riscv64-linux-gnu"),
    ),
    Target::run("x86_64-pc-windows-gnu", "x86_64-w64-mingw32-", Runner::Wine),
    Target::checked("x86_64-pc-windows-msvc"),
    Target::checked("aarch64-pc-windows-gnullvm"),
    Target::checked("aarch64-apple-darwin"),
    Target::checked("x86_64-apple-darwin"),
    Target::checked("x86_64-unknown-freebsd"),
    Target::checked("aarch64-linux-android"),
    Target::checked("x86_64-unknown-linux-musl"),
];

impl Target {
    const fn run(name: &'static str, prefix: &'static str, runner: Runner) -> Self {
        let depth = Depth::Run(Cross { prefix, runner });
        Self { name, depth }
    }

    const fn checked(name: &'static str) -> Self {
        let depth = Depth::Checked;
        Self { name, depth }
    }

    /// Has the standard library of the target installed.
    fn install(&self) -> Outcome {
        if !has(Command::new("rustup")) {
            let name = self.name;
            return Err(Failure::missing(format!(
                "the standard library of {name} comes through rustup, which is not here"
            )));
        }
        process::run(&mut program(
            "rustup",
            ["--quiet", "target", "add", self.name],
        ))
    }
}

impl Cross {
    /// What it takes to run programs of a target, if that can be done here.
    pub(crate) fn of(name: &str) -> Outcome<Self> {
        let target = TARGETS.iter().find(|target| target.name == name);
        let Some((target, Depth::Run(cross))) = target.map(|target| (target, target.depth)) else {
            let is_run = |target: &&Target| matches!(target.depth, Depth::Run(_));
            let known: Vec<_> = TARGETS
                .iter()
                .filter(is_run)
                .map(|target| target.name)
                .collect();
            return Err(Failure::new(format!(
                "programs of {name} cannot be run here; those of {} can",
                known.join(", ")
            )));
        };
        target.install()?;
        if !has(Command::new(cross.compiler())) {
            let compiler = cross.compiler();
            return Err(Failure::missing(format!(
                "`{compiler}` is not here; `cargo xtask setup` gets it"
            )));
        }
        match cross.runner {
            Runner::Qemu(command) if !has(cross.emulator()) => Err(Failure::missing(format!(
                "`{command}` cannot be run; `cargo xtask setup` gets the emulator"
            ))),
            Runner::Qemu(_) => Ok(cross),
            Runner::Wine => wine::make_prefix(&cross.compiler()).map(|()| cross),
        }
    }

    /// The compiler that also links.
    fn compiler(&self) -> String {
        format!("{}gcc", self.prefix)
    }

    /// The command that takes a program and its arguments.
    const fn runner(&self) -> &'static str {
        match self.runner {
            Runner::Qemu(command) => command,
            Runner::Wine => wine::COMMAND,
        }
    }

    /// The same, as the start of a command.
    pub(crate) fn emulator(&self) -> Command {
        let mut words = self.runner().split(' ');
        program(words.next().unwrap_or_default(), words)
    }

    /// Tells cargo how to link and run programs of the target.
    pub(crate) fn environment(&self, target: &str, command: &mut Command) -> Outcome {
        let variable = target.to_uppercase().replace('-', "_");
        command.env(format!("CARGO_TARGET_{variable}_LINKER"), self.compiler());
        command.env(format!("CARGO_TARGET_{variable}_RUNNER"), self.runner());
        match self.runner {
            // For tests that start programs: the emulator runs one, and not those that it starts.
            Runner::Qemu(runner) => command.env("FFI_TESTS_RUNNER", runner),
            Runner::Wine => wine::environment(command)?,
        };
        Ok(())
    }
}

#[derive(Args)]
pub(crate) struct Options {
    /// The target, by its name in `rustc --print target-list`
    #[arg(long, value_name = "TARGET")]
    target: String,
    /// Arguments for `cargo test`; without any, the tests of all packages that run on the target
    #[arg(last = true)]
    arguments: Vec<String>,
}

/// `cargo xtask test`: runs the tests of another machine.
pub(crate) fn test(options: &Options) -> Outcome {
    let cross = Cross::of(&options.target)?;
    let mut command = cargo(["test", "--target", &options.target]);
    if options.arguments.is_empty() {
        command.args(["--package", "ffi-runtime", "--package", "ffi-tests"]);
    }
    command.args(&options.arguments);
    cross.environment(&options.target, &mut command)?;
    process::run(&mut command)
}

/// `cargo xtask check-targets`: the runtime compiles for every target.
pub(crate) fn check() -> Outcome {
    let (mut failures, mut missing) = (Vec::new(), Vec::new());
    for target in &TARGETS {
        println!("==> {}", target.name);
        let mut command = cargo([
            "clippy",
            "--package",
            "ffi-runtime",
            "--target",
            target.name,
        ]);
        command.args(["--", "-D", "warnings"]);
        if let Err(failure) = target.install() {
            eprintln!("error: {}", failure.message);
            missing.push(target.name);
        } else if let Err(failure) = process::run(&mut command) {
            eprintln!("error: {}", failure.message);
            failures.push(target.name);
        }
    }
    if !failures.is_empty() {
        Err(Failure::new(format!("failed: {}", failures.join(", "))))
    } else if missing.is_empty() {
        Ok(())
    } else {
        let names = missing.join(", ");
        Err(Failure::missing(format!("could not be checked: {names}")))
    }
}
