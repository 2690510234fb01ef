//! Compilers: those that are there compile, and those that are not are named.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A compiler to test against.
pub(crate) struct Compiler {
    /// `gcc` or `clang`.
    pub(crate) family: &'static str,
    /// Its version, or why it cannot be used.
    pub(crate) version: Result<String, String>,
    command: OsString,
    /// The option that makes a compiler for many targets one for this.
    target: Option<String>,
}

impl Compiler {
    /// Finds a compiler by the name of its family; an environment variable overrides the command.
    pub(crate) fn find(family: &'static str, variable: &str) -> Self {
        println!("cargo:rerun-if-env-changed={variable}");
        let triple = foreign_triple();
        let usual = match &triple {
            Some(triple) if family != "clang" => format!("{triple}-{family}").into(),
            Some(_) | None => family.into(),
        };
        let command = std::env::var_os(variable).unwrap_or(usual);
        let target = match triple {
            Some(triple) if family == "clang" => Some(format!("--target={triple}")),
            Some(_) | None => None,
        };
        let version = Command::new(&command)
            .arg("-dumpversion")
            .output()
            .map_err(|error| format!("{}: {error}", command.display()))
            .and_then(|output| {
                let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
                if output.status.success() && !version.is_empty() {
                    Ok(version)
                } else {
                    Err(format!(
                        "{} -dumpversion: {}",
                        command.display(),
                        output.status
                    ))
                }
            });
        Self {
            family,
            version,
            command,
            target,
        }
    }

    /// The start of a command that compiles for a shared library.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.command);
        command.args(&self.target);
        if !is_windows() {
            command.arg("-fPIC");
        }
        command
    }
}

/// Whether the tests are compiled for a sanitizer of Rust's compiler.
pub(crate) fn is_sanitized(by: &str) -> bool {
    let flags = std::env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    flags.contains(&format!("sanitizer={by}"))
}

/// Libraries that are instrumented too find the functions of the sanitizer in the programs of the tests.
pub(crate) fn export_sanitizers() {
    for (name, prefix) in [("address", "__asan"), ("thread", "__tsan")] {
        if is_sanitized(name) {
            println!("cargo:rustc-link-arg-tests=-Wl,--export-dynamic-symbol={prefix}_*");
        }
    }
}

/// Tells the tests whether they are for another machine.
pub(crate) fn name_emulation() {
    println!("cargo:rustc-check-cfg=cfg(emulated)");
    if foreign_triple().is_some() {
        println!("cargo:rustc-cfg=emulated");
    }
}

/// How C compilers name the target, if it is not the machine that this is built on.
fn foreign_triple() -> Option<String> {
    let variable = |name| std::env::var(name).expect("cargo sets it");
    if variable("HOST") == variable("TARGET") {
        return None;
    }
    let architecture = variable("CARGO_CFG_TARGET_ARCH");
    match variable("CARGO_CFG_TARGET_OS").as_str() {
        "linux" => Some(format!("{architecture}-linux-gnu")),
        "windows" => Some(format!("{architecture}-w64-mingw32")),
        system => panic!("the foreign code is not written for {system}"),
    }
}

/// Whether the target is Windows.
pub(crate) fn is_windows() -> bool {
    std::env::var_os("CARGO_CFG_WINDOWS").is_some()
}

/// Commands that run side by side, as many as cargo allows.
pub(crate) struct Jobs {
    limit: usize,
    running: Vec<(Child, String)>,
}

impl Jobs {
    pub(crate) fn new() -> Self {
        let limit = std::env::var("NUM_JOBS")
            .ok()
            .and_then(|jobs| jobs.parse().ok());
        Self {
            limit: limit.unwrap_or(2),
            running: Vec::new(),
        }
    }

    /// Starts a command, after the oldest if there are too many.
    pub(crate) fn start(&mut self, mut command: Command) {
        if self.running.len() >= self.limit {
            let oldest = self.running.remove(0);
            finish(oldest);
        }
        let text = format!("{command:?}");
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{text}: {error}"));
        self.running.push((child, text));
    }

    /// Waits for all.
    pub(crate) fn wait(&mut self) {
        self.running.drain(..).for_each(finish);
    }
}

fn finish((mut child, text): (Child, String)) {
    let status = child
        .wait()
        .unwrap_or_else(|error| panic!("{text}: {error}"));
    assert!(status.success(), "{text}: {status}");
}

/// The object file of a source, in `folder`.
pub(crate) fn object(folder: &Path, source: &Path) -> PathBuf {
    let name = source.file_name().expect("a source has a file name");
    let mut name = name.to_owned();
    name.push(".o");
    folder.join(name)
}
