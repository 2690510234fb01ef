//! Wine, which runs the programs of Windows on x86-64: its folder of settings, and what it lacks.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::process::{self, Failure, Outcome, program, target_folder};

/// Debian's package has it beside its libraries, and on no path.
pub(crate) const COMMAND: &str = "/usr/lib/wine/wine64";

/// Rust's standard library takes its random numbers from `ProcessPrng` of this library, which Wine has
/// from version 9 on.
const RANDOM_LIBRARY: &str = "bcryptprimitives.dll";

/// That library, from the older function for the same.
const RANDOM_SOURCE: &str = include_str!("../bcryptprimitives.c");

/// Makes Wine's folder, if it is not there; `compiler` makes programs of Windows.
pub(crate) fn make_prefix(compiler: &str) -> Outcome {
    if !PathBuf::from(COMMAND).is_file() {
        return Err(Failure::missing(format!(
            "`{COMMAND}` is not here; `cargo xtask setup` gets it"
        )));
    }
    let prefix = prefix()?;
    let system = prefix.join("drive_c/windows/system32");
    let library = system.join(RANDOM_LIBRARY);
    if library.is_file() {
        return Ok(());
    }
    let mut boot = program(COMMAND, ["wineboot", "--init"]);
    environment(&mut boot)?;
    process::run(boot.stdout(Stdio::null()).stderr(Stdio::null()))?;
    if library.is_file() {
        return Ok(());
    }
    let (source, part) = (
        prefix.join("bcryptprimitives.c"),
        prefix.join(RANDOM_LIBRARY),
    );
    let failed = |error| Failure::new(format!("{}: {error}", prefix.display()));
    fs::write(&source, RANDOM_SOURCE).map_err(failed)?;
    let mut compile = program(compiler, ["-shared", "-O1", "-o"]);
    process::run(compile.arg(&part).arg(&source).arg("-ladvapi32"))?;
    // Under its name only when it is whole: an interrupted run starts again.
    fs::rename(part, library).map_err(failed)
}

/// Sets the variables that Wine reads: its folder, to be silent, and not to ask for parts that no test needs.
pub(crate) fn environment(command: &mut Command) -> Outcome<&mut Command> {
    Ok(command
        .env("WINEPREFIX", prefix()?)
        .env("WINEDEBUG", "-all")
        .env(
            "WINEDLLOVERRIDES",
            "mscoree,mshtml=;winemenubuilder.exe,winedbg.exe=d",
        ))
}

/// The command with a display that nobody sees: without one Wine has no graphics.
pub(crate) fn with_display(command: &Command) -> Command {
    let mut displayed = program("xvfb-run", ["--auto-servernum"]);
    displayed
        .arg(command.get_program())
        .args(command.get_args());
    displayed
}

/// Wine's folder of settings, a system of its own.
fn prefix() -> Outcome<PathBuf> {
    Ok(target_folder()?.join("wine"))
}
