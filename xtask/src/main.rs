//! The chores of the project: `cargo xtask help` lists them.
//!
//! One module for each, and [`process`], through which they run other programs.

mod abi_fuzz;
mod abi_tables;
mod bench;
mod ci;
mod foreign_system;
mod headers;
mod instructions;
mod instrumented;
mod process;
mod setup;
mod targets;
mod wheels;
mod wine;
mod zig;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::process::Failure;

/// The chores of the project.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Options {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Check everything that continuous integration checks
    Ci(ci::Options),
    /// Derive the tables of the classifiers from a compiler
    AbiTables(abi_tables::Options),
    /// Call signatures of many seeds, and make smaller what fails
    AbiFuzz(abi_fuzz::Options),
    /// Measure calls beside the alternatives, in one table
    Bench(bench::Options),
    /// Count the instructions of a call, and hold them against their budget
    Instructions(instructions::Options),
    /// Run the tests of another machine, by an emulator
    Test(targets::Options),
    /// Check that the runtime compiles for every target, and build what can be linked
    CheckTargets(targets::CheckOptions),
    /// Declare the functions of public headers, as bindgen writes them, and load their libraries
    Headers(headers::Options),
    /// Install what the checks need
    Setup,
}

fn main() -> ExitCode {
    let done = match Options::parse().chore {
        Chore::Ci(options) => ci::run(&options),
        Chore::AbiTables(options) => abi_tables::run(&options),
        Chore::AbiFuzz(options) => abi_fuzz::run(&options),
        Chore::Bench(options) => bench::run(&options),
        Chore::Instructions(options) => instructions::run(&options),
        Chore::Test(options) => targets::test(&options),
        Chore::CheckTargets(options) => targets::check(&options),
        Chore::Headers(options) => headers::run(&options),
        Chore::Setup => setup::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure { message, code }) => {
            eprintln!("error: {message}");
            ExitCode::from(code)
        }
    }
}
