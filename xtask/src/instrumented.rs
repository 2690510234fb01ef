//! Tests in other builds than those of `cargo test`: with all optimizations across crates, with the
//! compiler's sanitizers, and in Miri. Each has a folder of its own under the target folder, so that no
//! build throws away what another one made.
//!
//! The foreign code of these builds is small: `FFI_TESTS_SIGNATURES` limits the generated signatures.

use std::process::{Command, Stdio};

use crate::process::{self, Failure, Outcome, cargo, has, program};

/// The toolchain that has sanitizers and Miri.
const NIGHTLY: &str = "nightly";

/// Its components that are not part of every installation, and what needs them.
pub(crate) const COMPONENTS: [(&str, &str); 2] = [
    ("rust-src", "`cargo xtask ci --only thread`"),
    ("miri", "`cargo xtask ci --only miri`"),
];

/// The target of the sanitizers. Cargo leaves out the macros, which run in the compiler, only where the
/// target is named.
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// Suites in which Rust and foreign code call each other in every form, and Rust code calls callbacks.
const CROSSING: [&str; 11] = [
    "arguments",
    "callback_arguments",
    "callback_direct",
    "callback_kinds",
    "callback_life",
    "callback_panics",
    "callback_results",
    "callback_scopes",
    "conventions",
    "differential",
    "results",
];

/// Suites whose callbacks are made, called and dropped by several threads. `callback_crowds` would take
/// minutes for its million of callbacks.
const THREADED: [&str; 10] = [
    "callback_arguments",
    "callback_direct",
    "callback_kinds",
    "callback_life",
    "callback_scopes",
    "callback_tables",
    "callback_threads",
    "closures",
    "offload",
    "threads",
];

/// The nightly cargo does not put the library of a dependency beside the test that loads it.
const WITHOUT_EXTENSION: [&str; 3] = ["--", "--skip", "sqlite_extension::"];

/// `cargo xtask ci --only lto`.
pub(crate) fn lto() -> Outcome {
    let mut command = cargo(["test", "--no-fail-fast", "--package", "ffi-tests"]);
    command.args(["--profile", "lto"]);
    suites(&mut command, &CROSSING);
    process::run(command.env("FFI_TESTS_SIGNATURES", "24"))
}

/// `cargo xtask ci --only level`: with `opt-level = 1` and debug assertions.
pub(crate) fn level() -> Outcome {
    let mut command = cargo(["test", "--no-fail-fast", "--package", "ffi-tests"]);
    command.args(["--profile", "level1"]);
    suites(&mut command, &CROSSING);
    process::run(command.env("FFI_TESTS_SIGNATURES", "24"))
}

/// `cargo xtask ci --only address`: every suite of `tests`, with the declared calls of an optimized build, the programs
/// of `examples`, and SQLite with every allocation that fails.
pub(crate) fn address() -> Outcome {
    let mut command = sanitized("address", "ffi-tests", &["--profile", "typed"])?;
    process::run(command.env("FFI_TESTS_SIGNATURES", "48"))?;
    let leaks = process::root().join("examples/tests/leaks.txt");
    let mut command = examples("address", &["--profile", "typed"])?;
    command.env(
        "LSAN_OPTIONS",
        format!("suppressions='{}'", leaks.display()),
    );
    suites(&mut command, &["programs", "sqlite_out_of_memory"]);
    process::run(command.args(WITHOUT_EXTENSION))
}

/// `cargo xtask ci --only thread`. The standard library is compiled too: its locks would otherwise be
/// unknown to the sanitizer, and what they guard would look like a race.
pub(crate) fn thread() -> Outcome {
    needs("rust-src")?;
    let mut command = sanitized("thread", "ffi-tests", &["-Zbuild-std"])?;
    suites(&mut command, &THREADED);
    process::run(command.env("FFI_TESTS_SIGNATURES", "1"))?;
    // Plugins in C that are instrumented too, called by many threads while they are exchanged.
    let mut command = sanitized("thread", "ffi-tests", &["-Zbuild-std"])?;
    command.args(["--features", "plugins", "--test", "plugins", "threads::"]);
    process::run(command.env("FFI_TESTS_SIGNATURES", "1"))?;
    let mut command = examples("thread", &["-Zbuild-std"])?;
    suites(&mut command, &["programs"]);
    process::run(command.args(WITHOUT_EXTENSION))
}

/// `cargo xtask ci --only miri`: the unit tests of what is not assembly.
pub(crate) fn miri() -> Outcome {
    needs("miri")?;
    let mut command = nightly(["miri", "test", "--package", "ffi-runtime", "--lib"]);
    command.args(["--features", "offload,plugin"]);
    // The tests leak descriptors, which borrow their parts; and a call passes addresses in words.
    let flags = "-Zmiri-ignore-leaks -Zmiri-permissive-provenance";
    command.env("MIRIFLAGS", flags);
    process::run(own_target(&mut command, "miri")?)
}

/// `cargo test` of a package, instrumented by a sanitizer.
fn sanitized(sanitizer: &str, package: &str, arguments: &[&str]) -> Outcome<Command> {
    needs("rustc")?;
    let mut command = nightly(["test", "--no-fail-fast", "--package", package]);
    command.args(["--target", TARGET]).args(arguments);
    // Without frame pointers the stacks of allocations have gaps.
    let flags = format!("-Zsanitizer={sanitizer} -Cforce-frame-pointers=yes");
    command.env("RUSTFLAGS", flags);
    own_target(&mut command, sanitizer)?;
    Ok(command)
}

/// Tests of the example programs, whose libraries are not instrumented.
fn examples(sanitizer: &str, arguments: &[&str]) -> Outcome<Command> {
    let mut command = sanitized(sanitizer, "examples", arguments)?;
    // The programs look beside their own target folder, which has no libraries.
    command.env("LD_LIBRARY_PATH", process::target_folder()?.join("lib"));
    Ok(command)
}

fn suites(command: &mut Command, names: &[&str]) {
    for name in names {
        command.args(["--test", name]);
    }
}

fn own_target<'a>(command: &'a mut Command, name: &str) -> Outcome<&'a mut Command> {
    let folder = process::target_folder()?.join(name);
    Ok(command.env("CARGO_TARGET_DIR", folder))
}

fn nightly<const N: usize>(arguments: [&str; N]) -> Command {
    let mut command = program("rustup", ["run", NIGHTLY, "cargo"]);
    command.args(arguments);
    command
}

/// Fails if the nightly toolchain lacks a component.
fn needs(component: &str) -> Outcome {
    if has_component(component) {
        return Ok(());
    }
    Err(Failure::missing(format!(
        "`{component}` of the {NIGHTLY} toolchain is not here; `cargo xtask setup` gets it"
    )))
}

/// Whether the nightly toolchain has a component.
pub(crate) fn has_component(name: &str) -> bool {
    let list = ["component", "list", "--installed", "--toolchain", NIGHTLY];
    let output = program("rustup", list).stderr(Stdio::null()).output();
    output.is_ok_and(|output| {
        let text = String::from_utf8_lossy(&output.stdout);
        // Most are named with their target behind a hyphen.
        text.lines()
            .any(|line| line == name || line == format!("{name}-{TARGET}"))
    })
}

/// Installs the nightly toolchain and its components.
pub(crate) fn install() -> Outcome {
    if !has(Command::new("rustup")) {
        return Err(Failure::missing("rustup is not here"));
    }
    let install = ["toolchain", "install", NIGHTLY, "--profile", "minimal"];
    let mut command = program("rustup", install);
    command.args(["--no-self-update"]);
    for (component, _) in COMPONENTS {
        command.args(["--component", component]);
    }
    process::run(&mut command)
}
