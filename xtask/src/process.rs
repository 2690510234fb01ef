//! Other programs: found, run in the root of the repository, and failed with.

use std::env;
use std::ffi::OsString;
use std::fmt::{self, Display};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// Why a chore did not end well.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) message: String,
    pub(crate) code: u8,
}

impl Failure {
    /// Something was checked and is not as it should be.
    pub(crate) fn new(message: impl Display) -> Self {
        Self {
            message: message.to_string(),
            code: 1,
        }
    }

    /// Nothing was checked, as something is missing here.
    pub(crate) fn missing(message: impl Display) -> Self {
        Self {
            message: message.to_string(),
            code: 2,
        }
    }
}

pub(crate) type Outcome<T = ()> = Result<T, Failure>;

/// The folder of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("this crate is in a folder of the repository")
}

/// Cargo's target folder: this program lies in one of its own.
pub(crate) fn target_folder() -> Outcome<PathBuf> {
    let program = env::current_exe()
        .map_err(|error| Failure::new(format!("cannot tell where this program lies: {error}")))?;
    let folder = program.ancestors().nth(2);
    let folder = folder.ok_or_else(|| Failure::new("this program lies in no target folder"))?;
    Ok(folder.to_owned())
}

/// A program with its arguments, to be run in the root of the repository.
pub(crate) fn program(
    name: impl Into<OsString>,
    arguments: impl IntoIterator<Item = impl Into<OsString>>,
) -> Command {
    let mut command = Command::new(name.into());
    command
        .args(arguments.into_iter().map(Into::into))
        .current_dir(root());
    command
}

/// Makes a command for the cargo that runs this program.
pub(crate) fn cargo(arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Command {
    program(env::var_os("CARGO").unwrap_or("cargo".into()), arguments)
}

/// Runs a command whose output is for the user.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let status = command
        .status()
        .map_err(|error| Failure::missing(format!("cannot run {}: {error}", Words(command))))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("{}: {status}", Words(command))))
    }
}

/// Whether a program is there and says its version.
pub(crate) fn has(mut command: Command) -> bool {
    command
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// pip, under the first of its names that there is.
pub(crate) fn pip() -> Option<Command> {
    const NAMES: [&[&str]; 3] = [&["python3", "-m", "pip"], &["pip3"], &["pip"]];
    let command = |name: &[&str]| program(name[0], &name[1..]);
    let name = NAMES.into_iter().find(|name| has(command(name)))?;
    Some(command(name))
}

/// Builds a program of the workspace for release, as `set` says; where it lies.
pub(crate) fn build_release(
    package: &str,
    binary: &str,
    set: impl FnOnce(&mut Command) -> Outcome,
) -> Outcome<PathBuf> {
    let format = "--message-format=json-render-diagnostics";
    let mut command = cargo(["build", "--release", "--package", package, "--bin", binary]);
    set(&mut command)?;
    let output = command
        .arg(format)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::missing(format!("cannot run {}: {error}", Words(&command))))?;
    if !output.status.success() {
        return Err(Failure::new(format!(
            "{}: {}",
            Words(&command),
            output.status
        )));
    }
    output
        .stdout
        .split(|byte| *byte == b'\n')
        .filter_map(|line| serde_json::from_slice::<Value>(line).ok())
        .filter(|message| message["target"]["name"] == binary)
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .ok_or_else(|| Failure::new(format!("cargo does not say where it put `{binary}`")))
}

/// A command as one would type it.
pub(crate) struct Words<'a>(pub(crate) &'a Command);

impl Display for Words<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Path::new(self.0.get_program());
        write!(f, "{}", name.file_name().unwrap_or_default().display())?;
        for argument in self.0.get_args() {
            write!(f, " {}", argument.display())?;
        }
        Ok(())
    }
}
