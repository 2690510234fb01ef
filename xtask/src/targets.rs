//! The targets beside the host's: which linker and which runner they need, and how far they are tested.

use std::ffi::OsStr;
use std::process::Command;

use clap::Args;

use crate::process::{self, Failure, Outcome, cargo, has, program};
use crate::zig::Zig;
use crate::{foreign_system, wine};

/// How far a target is tested, from this host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// The tests are run, by an emulator.
    Run(Cross),
    /// The tests of `ffi-runtime` and the examples are built, and linked by Zig.
    Linked(Zig),
    /// `ffi-runtime` is type-checked.
    Checked,
}

/// The tools that run programs of another machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cross {
    target: &'static str,
    /// How the names of its compilers begin.
    prefix: &'static str,
    runner: Runner,
    /// Whether there is no assembly for it, so that only what every target has is tested.
    is_native_form: bool,
}

/// The runner of programs of another machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Runner {
    /// The emulator of a processor.
    Qemu {
        command: &'static str,
        /// Where the libraries of the cross compiler are.
        libraries: &'static str,
        /// Debian's name of the processor, if Debian has the libraries of the examples for it.
        architecture: Option<&'static str>,
    },
    /// The functions of Windows on this system.
    Wine,
    /// This processor, which also runs the programs of another one.
    Host,
}

/// A target, by its name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target {
    pub(crate) name: &'static str,
    pub(crate) depth: Depth,
}

/// All of them.
pub(crate) const TARGETS: [Target; 18] = [
    Target::run(
        "aarch64-unknown-linux-gnu",
        "aarch64-linux-gnu-",
        Runner::Qemu {
            command: "qemu-aarch64",
            libraries: "/usr/aarch64-linux-gnu",
            architecture: Some("arm64"),
        },
    ),
    Target::run(
        "riscv64gc-unknown-linux-gnu",
        "riscv64-linux-gnu-",
        Runner::Qemu {
            command: "qemu-riscv64",
            libraries: "/usr/riscv64-linux-gnu",
            architecture: None,
        },
    ),
    Target::run("x86_64-pc-windows-gnu", "x86_64-w64-mingw32-", Runner::Wine),
    Target::checked("x86_64-pc-windows-msvc"),
    // Zig brings its own libraries of Windows.
    Target::linked(
        "aarch64-pc-windows-gnullvm",
        "aarch64-windows-gnu",
        &[
            "-nolibc",
            "--unwindlib=none",
            "-lmsvcrt",
            "-lmingw32",
            "-lmingwex",
            // Without the list of what a library exports, everything is exported.
            "-Wl,*.def",
        ],
    ),
    // From here on: libraries that the crate `libc` names, that Zig has not, and that nothing here uses.
    Target::linked("aarch64-apple-darwin", "aarch64-macos", &["-liconv"]),
    Target::linked("x86_64-apple-darwin", "x86_64-macos", &["-liconv"]),
    Target::linked(
        "x86_64-unknown-freebsd",
        "x86_64-freebsd",
        &["-lkvm", "-lmemstat", "-lprocstat", "-ldevstat"],
    ),
    Target::checked("aarch64-linux-android"),
    Target::checked("x86_64-unknown-linux-musl"),
    Target::native_form("i686-unknown-linux-gnu", "i686-linux-gnu-", Runner::Host),
    Target::native_form(
        "armv7-unknown-linux-gnueabihf",
        "arm-linux-gnueabihf-",
        Runner::Qemu {
            command: "qemu-arm",
            libraries: "/usr/arm-linux-gnueabihf",
            architecture: None,
        },
    ),
    Target::checked("i686-pc-windows-msvc"),
    Target::checked("armv7-linux-androideabi"),
    Target::checked("s390x-unknown-linux-gnu"),
    Target::checked("powerpc64le-unknown-linux-gnu"),
    Target::checked("loongarch64-unknown-linux-gnu"),
    Target::checked("wasm32-wasip1"),
];

impl Target {
    const fn run(name: &'static str, prefix: &'static str, runner: Runner) -> Self {
        let cross = Cross {
            target: name,
            prefix,
            runner,
            is_native_form: false,
        };
        let depth = Depth::Run(cross);
        Self { name, depth }
    }

    const fn native_form(name: &'static str, prefix: &'static str, runner: Runner) -> Self {
        let cross = Cross {
            target: name,
            prefix,
            runner,
            is_native_form: true,
        };
        let depth = Depth::Run(cross);
        Self { name, depth }
    }

    const fn linked(
        name: &'static str,
        target: &'static str,
        without: &'static [&'static str],
    ) -> Self {
        let depth = Depth::Linked(Zig { target, without });
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
        let mut add = program("rustup", ["--quiet", "target", "add", self.name]);
        process::run(&mut add).map_err(|failure| Failure::missing(failure.message))
    }

    /// Lints what is published and a package with declarations, and builds what can be linked.
    fn check(&self, profiles: &[&str]) -> Outcome {
        let mut lint = cargo(["clippy", "--features", WIDE, "--package", "ffi-runtime"]);
        lint.args(["--package", "native-tests", "--target", self.name]);
        process::run(lint.args(["--", "-D", "warnings"]))?;
        let Depth::Linked(zig) = self.depth else {
            return Ok(());
        };
        let variable = self.name.to_uppercase().replace('-', "_");
        let linker = zig.linker()?;
        for profile in profiles {
            let mut build = cargo(["test", "--no-run", "--target", self.name]);
            build.args(["--profile", profile, "--features", WIDE]);
            build.args(["--package", "ffi-runtime", "--package", "examples"]);
            build.env(format!("CARGO_TARGET_{variable}_LINKER"), &linker);
            process::run(&mut build)?;
        }
        Ok(())
    }
}

impl Cross {
    /// The tools that run programs of a target, if that can be done here.
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
            Runner::Qemu { command, .. } if !has(Command::new(command)) => Err(Failure::missing(
                format!("`{command}` is not here; `cargo xtask setup` gets it"),
            )),
            Runner::Qemu { .. } | Runner::Host => Ok(cross),
            Runner::Wine => wine::make_prefix(&cross.compiler()).map(|()| cross),
        }
    }

    /// The compiler that also links.
    fn compiler(&self) -> String {
        format!("{}gcc", self.prefix)
    }

    /// The command that takes a program and its arguments.
    fn runner(&self) -> Outcome<String> {
        Ok(match self.runner {
            Runner::Qemu {
                command, libraries, ..
            } => {
                let root = foreign_system::root(self.target)?;
                let root = root.unwrap_or_else(|| libraries.into());
                format!("{command} -L {}", root.display())
            }
            Runner::Wine => wine::COMMAND.to_owned(),
            // It starts the program, and does no more.
            Runner::Host => "env".to_owned(),
        })
    }

    /// The start of the command that takes a program and its arguments.
    pub(crate) fn emulator(&self) -> Outcome<Command> {
        let runner = self.runner()?;
        let mut words = runner.split(' ');
        Ok(program(words.next().unwrap_or_default(), words))
    }

    /// Tells cargo how to link and run programs of the target.
    pub(crate) fn environment(&self, command: &mut Command) -> Outcome {
        let variable = self.target.to_uppercase().replace('-', "_");
        let runner = self.runner()?;
        command.env(format!("CARGO_TARGET_{variable}_LINKER"), self.compiler());
        command.env(format!("CARGO_TARGET_{variable}_RUNNER"), &runner);
        command.env("FFI_TESTS_GCC", self.compiler());
        match self.runner {
            Runner::Qemu { .. } => command
                // For tests that start programs: the emulator runs one, and not those that it starts.
                .env("FFI_TESTS_RUNNER", runner)
                // Files of a folder that is listed are not found under the emulator.
                .env("VK_DRIVER_FILES", SOFTWARE_DRIVER),
            Runner::Wine => wine::environment(command)?,
            Runner::Host => command,
        };
        Ok(())
    }

    /// `cargo test` with these arguments, and if it is said with fewer generated signatures.
    fn test(&self, arguments: &[impl AsRef<OsStr>], signatures: Option<u32>) -> Outcome {
        let mut command = cargo(["test", "--no-fail-fast", "--target", self.target]);
        command.args(arguments);
        if let Runner::Wine = self.runner {
            command = wine::with_display(&command);
        }
        if let Some(signatures) = signatures {
            command.env("FFI_TESTS_SIGNATURES", signatures.to_string());
        }
        self.environment(&mut command)?;
        process::run(&mut command)
    }

    /// Whether the libraries of the examples are to be had.
    const fn has_examples(&self) -> bool {
        match self.runner {
            Runner::Qemu { architecture, .. } => architecture.is_some(),
            Runner::Wine => true,
            Runner::Host => false,
        }
    }
}

/// The software driver of the `wgpu_compute` example in Debian for AArch64.
const SOFTWARE_DRIVER: &str = "/usr/share/vulkan/icd.d/lvp_icd.aarch64.json";

/// The targets that have a system of their own to be run in, and what Debian calls their processors.
pub(crate) fn with_systems() -> impl Iterator<Item = (&'static str, &'static str)> {
    TARGETS.iter().filter_map(|target| match target.depth {
        Depth::Run(Cross {
            runner: Runner::Qemu { architecture, .. },
            ..
        }) => Some((target.name, architecture?)),
        Depth::Run(_) | Depth::Linked(_) | Depth::Checked => None,
    })
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

/// The feature whose types are of another width on another system.
const WIDE: &str = "ffi-runtime/widestring";

/// Tests of a target without assembly: there is one form of its calls, which the optimizer sees.
const NATIVE_FORM: [&[&str]; 3] = [
    &["--package", "ffi-runtime", "--lib"],
    &["--package", "native-tests"],
    &["--package", "native-tests", "--release"],
];

/// Suites whose declared calls and callbacks are other code with debug assertions and without.
const TWO_FORMS: [&str; 13] = [
    "arguments",
    "backtrace",
    "booleans",
    "callback_arguments",
    "callback_direct",
    "callback_results",
    "callback_unwinding",
    "conventions",
    "corner_types",
    "differential",
    "enums",
    "results",
    "variadic",
];

/// `cargo xtask test`: runs the tests of another machine. Without arguments these are all tests with the
/// declared calls of an optimized build, and some with those of a build with debug assertions.
pub(crate) fn test(options: &Options) -> Outcome {
    let cross = Cross::of(&options.target)?;
    if !options.arguments.is_empty() {
        return cross.test(&options.arguments, None);
    }
    if cross.is_native_form {
        let outcomes = NATIVE_FORM.map(|arguments| cross.test(arguments, None));
        return outcomes.into_iter().collect();
    }
    let mut all = vec![
        "--profile",
        "typed",
        "--features",
        "ffi-runtime/widestring,ffi-tests/plugins",
        "--package",
        "ffi-runtime",
        "--package",
        "ffi-tests",
        "--package",
        "native-tests",
    ];
    if cross.has_examples() {
        all.extend(["--package", "examples", "--package", "plugin_host"]);
    }
    let typed = cross.test(&all, None);
    let mut suites = vec!["--package", "ffi-tests"];
    suites.extend(TWO_FORMS.iter().flat_map(|name| ["--test", name]));
    let prepared = cross.test(&suites, Some(96));
    typed.and(prepared)
}

#[derive(Args)]
pub(crate) struct CheckOptions {
    /// Link optimized programs too
    #[arg(long)]
    release: bool,
}

/// `cargo xtask check-targets`: the runtime compiles for every target, and links where it can be linked.
pub(crate) fn check(options: &CheckOptions) -> Outcome {
    // The compiler lays assembly out in other sections when it optimizes.
    let profiles: &[&str] = if options.release {
        &["dev", "release"]
    } else {
        &["dev"]
    };
    let (mut failures, mut missing) = (Vec::new(), Vec::new());
    for target in &TARGETS {
        println!("==> {}", target.name);
        if let Err(failure) = target.install().and_then(|()| target.check(profiles)) {
            eprintln!("error: {}", failure.message);
            match failure.code {
                2 => missing.push(target.name),
                _ => failures.push(target.name),
            }
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

#[cfg(test)]
#[path = "targets_tests.rs"]
mod tests;
