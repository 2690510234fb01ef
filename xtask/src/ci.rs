//! `cargo xtask ci`: what has to hold before a change goes in, the quickest checks first.

use std::fs;
use std::time::{Instant, SystemTime};

use clap::{Args, ValueEnum};

use crate::process::{self, Failure, Outcome, cargo, has, program};
use crate::{abi_fuzz, abi_tables, instructions, instrumented};

#[derive(Args)]
pub(crate) struct Options {
    /// Leave a check out; may be given more than once
    #[arg(long, value_enum, value_name = "CHECK")]
    without: Vec<Check>,
    /// Do only this check; may be given more than once
    #[arg(long, value_enum, value_name = "CHECK", conflicts_with = "without")]
    only: Vec<Check>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Check {
    /// The code is formatted
    Format,
    /// No lint has anything to say
    Lint,
    /// The features of the runtime, which no other check has
    Features,
    /// A declared library that is linked instead of loaded
    Linked,
    /// The oldest Rust that the packages name compiles what is published
    Minimum,
    /// The documentation of the published crates has no broken link
    Doc,
    /// The published packages build without the rest of the repository
    Package,
    /// The tables of the classifiers are what the compiler makes
    Tables,
    /// A call has no more instructions than it may have
    Instructions,
    /// The differential tests, optimized: the calls are other code then
    Optimized,
    /// Calls in both directions, with fat LTO and one codegen unit
    Lto,
    /// Calls in both directions, with some optimization and debug assertions
    Level,
    /// Signatures of a seed that changes with the date
    Seed,
    /// The unit tests of what is not assembly, in Miri
    Miri,
    /// The tests of foreign code, with AddressSanitizer
    Address,
    /// Callbacks on threads, with ThreadSanitizer
    Thread,
    /// The tests
    Test,
}

impl Check {
    fn run(self) -> Outcome {
        match self {
            Self::Format => process::run(&mut cargo(["fmt", "--all", "--check"])),
            Self::Lint => lint(),
            Self::Features => features(),
            Self::Linked => {
                let tests = ["--package", "ffi-tests", "--test", "library_linked"];
                let mut command = cargo(["test", "--features", "linked"]);
                process::run(command.args(tests).env("FFI_TESTS_SIGNATURES", "8"))
            }
            Self::Minimum => minimum(),
            Self::Doc => {
                let published = ["--package", "ffi-runtime", "--package", "ffi-macros"];
                let mut command = cargo(["doc", "--no-deps", "--all-features"]);
                process::run(command.args(published).env("RUSTDOCFLAGS", "-D warnings"))
            }
            Self::Package => package(),
            Self::Tables => abi_tables::run(&abi_tables::Options::check()),
            Self::Instructions => instructions::run(&instructions::Options::default()),
            Self::Optimized => {
                process::run(&mut cargo(["test", "--release", "--package", "ffi-tests"]))
            }
            Self::Lto => instrumented::lto(),
            Self::Level => instrumented::level(),
            Self::Seed => abi_fuzz::today(),
            Self::Miri => instrumented::miri(),
            Self::Address => instrumented::address(),
            Self::Thread => instrumented::thread(),
            Self::Test => process::run(&mut cargo(["test"])),
        }
    }
}

/// Packages both crates, and builds them from their packages.
///
/// In between cargo unpacks them to a cache, under the path of their folder and their version, and what
/// stands there already it takes as it is: that of an older run. So every run has a folder of its own.
fn package() -> Outcome {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let now = now.unwrap_or_default().as_nanos();
    let folder = process::target_folder()?.join(format!("package-{now}"));
    let published = ["--package", "ffi-macros", "--package", "ffi-runtime"];
    // Whoever runs this by hand has not committed yet.
    let mut command = cargo(["package", "--allow-dirty"]);
    let done = process::run(command.args(published).arg("--target-dir").arg(&folder));
    let _ = fs::remove_dir_all(folder);
    done
}

/// Lints the workspace. A few generated tests are enough, for they are all alike: so it has a folder of its own.
fn lint() -> Outcome {
    let folder = process::target_folder()?.join("lint");
    let mut command = cargo(["clippy", "--workspace", "--all-targets"]);
    command.args(["--", "-D", "warnings"]);
    command.env("CARGO_TARGET_DIR", folder);
    process::run(command.env("FFI_TESTS_SIGNATURES", "8"))
}

/// Lints the runtime with its features, and runs the tests that are for them.
fn features() -> Outcome {
    let folder = process::target_folder()?.join("lint");
    let of_runtime = |arguments: &[&str]| {
        let mut command = cargo(arguments);
        command.env("CARGO_TARGET_DIR", &folder);
        command.args(["--package", "ffi-runtime", "--all-features"]);
        for test in [
            "num_complex",
            "plugin_header",
            "tracing",
            "tracing_calls",
            "type_info",
            "widestring",
        ] {
            command.args(["--test", test]);
        }
        command
    };
    process::run(of_runtime(&["clippy"]).args(["--", "-D", "warnings"]))?;
    process::run(of_runtime(&["test"]).arg("--lib"))?;
    let plugins = [
        "--package",
        "ffi-tests",
        "--features",
        "plugins",
        "--test",
        "plugins",
    ];
    let mut lint = cargo(["clippy"]);
    lint.env("CARGO_TARGET_DIR", &folder)
        .env("FFI_TESTS_SIGNATURES", "8");
    process::run(lint.args(plugins).args(["--", "-D", "warnings"]))?;
    // Optimized, since there are ten times as many reloads then.
    let mut test = cargo(["test", "--release"]);
    process::run(test.args(plugins).env("FFI_TESTS_SIGNATURES", "8"))?;
    for features in ["offload,widestring", "plugin"] {
        let messages = ["--package", "ui-tests", "--features", features];
        let mut declarations = cargo(["clippy", "--lib"]);
        declarations.env("CARGO_TARGET_DIR", &folder);
        process::run(declarations.args(messages).args(["--", "-D", "warnings"]))?;
        process::run(cargo(["test"]).args(messages))?;
    }
    Ok(())
}

/// Compiles the published crates with the oldest Rust that they may be used with. A machine that has no such
/// toolchain, and cannot fetch it, is told so, and fails nothing.
fn minimum() -> Outcome {
    const OLDEST: &str = env!("CARGO_PKG_RUST_VERSION");
    let cargo = || program("rustup", ["run", OLDEST, "cargo"]);
    if !has(cargo()) {
        let install = ["toolchain", "install", OLDEST, "--profile", "minimal"];
        let install = process::run(program("rustup", install).arg("--no-self-update"));
        if let Err(failure) = install {
            println!(
                "not checked, for there is no Rust {OLDEST}: {}",
                failure.message
            );
            return Ok(());
        }
    }
    let mut check = cargo();
    check.args([
        "check",
        "--locked",
        "--package",
        "ffi-runtime",
        "--all-features",
        "--target-dir",
    ]);
    process::run(check.arg(process::target_folder()?.join("minimum")))
}

/// Does all checks, also after one has failed: a contributor wants to know of all.
pub(crate) fn run(options: &Options) -> Outcome {
    let mut failures = Vec::new();
    for check in Check::value_variants() {
        let is_wanted = options.only.is_empty() || options.only.contains(check);
        if !is_wanted || options.without.contains(check) {
            continue;
        }
        let value = check.to_possible_value().expect("no check is hidden");
        let name = value.get_name();
        println!("==> {name}");
        let start = Instant::now();
        if let Err(failure) = check.run() {
            eprintln!("error: {}", failure.message);
            failures.push(name.to_owned());
        }
        println!("==> {name}: {} s", start.elapsed().as_secs());
    }
    if failures.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!("failed: {}", failures.join(", "))))
    }
}
