//! `cargo xtask bench`: time per call, beside the alternatives.

#[cfg(unix)]
mod compile;

use std::env;
use std::path::{self, PathBuf};

use clap::Args;

use crate::process::{self, Failure, Outcome, cargo};

#[derive(Args)]
pub(crate) struct Options {
    /// Also write the table to this file, as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// How many rounds the best is taken of
    #[arg(long, value_name = "N")]
    rounds: Option<u32>,
    /// Measure instead what declarations cost the compiler
    #[arg(long, conflicts_with_all = ["json", "filter"])]
    compile: bool,
    /// Measure only the cases with this in their name
    filter: Option<String>,
}

/// Blocks of code that are jumped to begin at multiples of 2^5 bytes, for every contender: where the
/// linker happens to put a loop of ten cycles makes a tenth of its time.
const ALIGNED: &str = "-Cllvm-args=-align-all-nofallthru-blocks=5";

/// Rounds of `--compile`, each of which takes a minute.
#[cfg(unix)]
const COMPILE_ROUNDS: u32 = 2;

pub(crate) fn run(options: &Options) -> Outcome {
    if options.compile {
        #[cfg(unix)]
        return compile::run(options.rounds.unwrap_or(COMPILE_ROUNDS));
        #[cfg(not(unix))]
        return Err(Failure::missing("processor time is only read on Unix"));
    }
    let mut command = cargo([
        "bench",
        "--package",
        "ffi-benches",
        "--bench",
        "calls",
        "--",
    ]);
    let flags = env::var("RUSTFLAGS").unwrap_or_default();
    command.env("RUSTFLAGS", format!("{flags} {ALIGNED}"));
    if let Some(file) = &options.json {
        // The benchmark runs in the folder of its package.
        let absolute = path::absolute(file)
            .map_err(|error| Failure::new(format!("{}: {error}", file.display())))?;
        command.arg("--json").arg(absolute);
    }
    if let Some(rounds) = options.rounds {
        command.arg("--rounds").arg(rounds.to_string());
    }
    process::run(command.args(&options.filter))
}
