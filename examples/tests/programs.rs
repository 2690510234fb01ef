//! Runs the programs that need a library, and tests what they make of SQLite.
//!
//! A program that misses something says which command gets it. Its trials are then ignored, with
//! that in their names; with `FFI_TESTS_REQUIRE_LIBRARIES` set they fail.

use std::env;
use std::process::Command;

use libtest_mimic::{Arguments, Failed, Trial};

#[path = "../src/bin/sqlite/sqlite.rs"]
mod sqlite;

#[path = "programs/sqlite.rs"]
mod sqlite_tests;

#[path = "programs/sqlite_extension.rs"]
mod sqlite_extension;

/// The beginning of what a program says when a library or driver is not there.
const REMEDY: &str = "missing: ";

const QUICKSTART: &[&str] = &[
    "hypot(3, 4) = 5",
    "strlen(\"hello\") = 5",
    "lldiv(17, 5) = Division { quotient: 3, remainder: 2 }",
    "library \"no_such_library\" not found; tried:",
];

const SQLITE: &[&str] = &[
    "SQLite 3.",
    "page1: 17.0, page9: 13.0, page10: 5.0",
    "UNIQUE constraint failed: files.name (Constraint)",
    "interrupted (Interrupt)",
    "2 closures in SQLite",
    "0 closures after closing",
];

const WGPU_COMPUTE: &[&str] = &[
    "wgpu-native 29.",
    "adapter: ",
    "doubled: [0, 2, 4, 6] to [1992, 1994, 1996, 1998]",
    "broken shader: Validation Error",
    "Shader 'broken' parsing error",
    "uncaptured error: Validation Error",
    "label = 'contradiction'",
];

const VULKAN_INFO: &[&str] = &[
    "Vulkan 1.",
    ", Vulkan 1.",
    "  driver ",
    "  features: ",
    "  memory of heap 0: ",
    "  heap of ",
    "  1 MiB allocated and freed",
    " messages, the first: ",
    "0 bytes left of ",
];

const ONNX: &[&str] = &[
    "ONNX Runtime 1.",
    ", table of version 15",
    "ORT Build Info: ",
    "hypot: [5.0, 13.0, 17.0]",
    "no such input: ",
    "no model: ",
];

fn main() {
    let arguments = Arguments::from_args();
    let sqlite = Program::run("sqlite", env!("CARGO_BIN_EXE_sqlite"));
    let mut trials = Vec::new();
    for (name, test) in sqlite_tests::TESTS {
        trials.push(sqlite.trial(&format!("sqlite::{name}"), test));
    }
    for (name, test) in sqlite_extension::TESTS {
        trials.push(sqlite.trial(&format!("sqlite_extension::{name}"), test));
    }
    for (program, expected) in [
        (
            Program::run("quickstart", env!("CARGO_BIN_EXE_quickstart")),
            QUICKSTART,
        ),
        (sqlite, SQLITE),
        (Program::run("onnx", env!("CARGO_BIN_EXE_onnx")), ONNX),
        (
            Program::run("wgpu_compute", env!("CARGO_BIN_EXE_wgpu_compute")),
            WGPU_COMPUTE,
        ),
        (
            Program::run("vulkan_info", env!("CARGO_BIN_EXE_vulkan_info")),
            VULKAN_INFO,
        ),
    ] {
        let says = program.says(expected);
        trials.push(program.trial(program.name, || says));
    }
    libtest_mimic::run(&arguments, trials).exit();
}

/// A program as cargo runs one: by the emulator that `cargo xtask test` names, if there is one.
fn command(path: &str) -> Command {
    let runner = env::var("FFI_TESTS_RUNNER").unwrap_or_default();
    let mut words = runner.split_whitespace().chain([path]);
    let mut command = Command::new(words.next().unwrap_or(path));
    command.args(words);
    command
}

/// A program that was run.
struct Program {
    name: &'static str,
    success: bool,
    output: String,
    errors: String,
    /// The library or driver that the program misses, with the command that gets it.
    missing: Option<String>,
}

impl Program {
    fn run(name: &'static str, path: &str) -> Self {
        let output = command(path).output();
        let output = output.unwrap_or_else(|error| panic!("cannot run {path}: {error}"));
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        let remedy = errors.lines().find(|line| line.starts_with(REMEDY));
        Self {
            name,
            success: output.status.success(),
            output: String::from_utf8_lossy(&output.stdout).into_owned(),
            missing: remedy.map(str::to_owned),
            errors,
        }
    }

    /// A trial that is ignored, or fails, if the program misses something.
    fn trial(
        &self,
        name: &str,
        test: impl FnOnce() -> Result<(), Failed> + Send + 'static,
    ) -> Trial {
        match &self.missing {
            None => Trial::test(name, test),
            Some(_) if self.is_required() => {
                let errors = self.errors.clone();
                Trial::test(name, move || {
                    Err(format!("FFI_TESTS_REQUIRE_LIBRARIES is set, but:\n{errors}").into())
                })
            }
            // The name is all that an ignored trial shows.
            Some(remedy) => {
                Trial::test(format!("{name} ({remedy})"), || Ok(())).with_ignored_flag(true)
            }
        }
    }

    /// Whether it is a failure that something is missing. No package has SQLite for Windows, and the pinned one of
    /// ONNX Runtime is for one machine.
    fn is_required(&self) -> bool {
        let is_to_be_had = match self.name {
            "sqlite" => !cfg!(windows),
            "onnx" => cfg!(all(target_os = "linux", target_arch = "x86_64")),
            _ => true,
        };
        is_to_be_had && env::var_os("FFI_TESTS_REQUIRE_LIBRARIES").is_some()
    }

    /// Whether the program ended well, and its output has these texts in this order.
    fn says(&self, expected: &[&str]) -> Result<(), Failed> {
        let mut rest = self.output.as_str();
        let missing = expected.iter().find(|text| match rest.split_once(**text) {
            Some((_, after)) => {
                rest = after;
                false
            }
            None => true,
        });
        if self.success && missing.is_none() {
            return Ok(());
        }
        let Self { output, errors, .. } = self;
        let problem = match missing {
            Some(text) => format!("{text:?} is not where it should be"),
            None => "the program failed".into(),
        };
        Err(format!("{problem}; output:\n{output}\nerrors:\n{errors}").into())
    }
}
