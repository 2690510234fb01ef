//! The targets beside the host's: which linker and which runner they need, and how far they are tested.

use std::process::Command;

use clap::Args;

use crate::process::{self, Failure, Outcome, cargo, has, program};

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
    /// The compiler that also links.
    compiler: &'static str,
    /// The emulator, and where it finds the target's libraries.
    runner: &'static str,
}

/// A target, by its name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target {
    pub(crate) name: &'static str,
    pub(crate) depth: Depth,
}

/// All of them.
pub(crate) const TARGETS: [Target; 10] = [
    Target {
        name: "aarch64-unknown-linux-gnu",
        depth: Depth::Run(Cross {
            compiler: "aarch64-linux-gnu-gcc",
            runner: "qemu-aarch64 -L /usr/aarch64-linux-gnu",
        }),
    },
    Target {
        name: "riscv64gc-unknown-linux-gnu",
        depth: Depth::Run(Cross {
            compiler: "riscv64-linux-gnu-gcc",
            runner: "qemu-riscv64 -L /usr/riscv64-linux-gnu",
        }),
    },
    Target::checked("x86_64-pc-windows-gnu"),
    Target::checked("x86_64-pc-windows-msvc"),
    Target::checked("aarch64-pc-windows-gnullvm"),
    Target::checked("aarch64-apple-darwin"),
    Target::checked("x86_64-apple-darwin"),
    Target::checked("x86_64-unknown-freebsd"),
    Target::checked("aarch64-linux-android"),
    Target::checked("x86_64-unknown-linux-musl"),
];

impl Target {
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
        for (needed, is_there) in [
            (cross.compiler, has(Command::new(cross.compiler))),
            (cross.runner, has(cross.emulator())),
        ] {
            if !is_there {
                return Err(Failure::missing(format!(
                    "`{needed}` is not here; `cargo xtask setup` gets it"
                )));
            }
        }
        Ok(cross)
    }

    /// The emulator, which takes a program and its arguments.
    pub(crate) fn emulator(&self) -> Command {
        let mut words = self.runner.split(' ');
        program(words.next().unwrap_or_default(), words)
    }

    /// Tells cargo how to link and run programs of the target.
    pub(crate) fn environment(&self, target: &str, command: &mut Command) {
        let variable = target.to_uppercase().replace('-', "_");
        command.env(format!("CARGO_TARGET_{variable}_LINKER"), self.compiler);
        command.env(format!("CARGO_TARGET_{variable}_RUNNER"), self.runner);
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
    cross.environment(&options.target, &mut command);
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
