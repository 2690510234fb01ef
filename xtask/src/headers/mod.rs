//! `cargo xtask headers`: public headers through bindgen and `include_foreign!`, unedited.
//!
//! bindgen makes a file of each header. A package outside of the workspace includes it, and becomes a program that
//! loads the library and says which functions it found. What is missing without a reason that `list` has is a failure.

mod list;
mod tools;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;

use self::list::{HEADERS, Header};
use crate::process::{self, Failure, Outcome, Words, cargo, root, target_folder};

#[derive(Args)]
pub(crate) struct Options {
    /// Take only this header; may be given more than once
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
}

/// The results of the functions of a header.
struct Row {
    name: &'static str,
    /// How many bindgen wrote.
    written: usize,
    /// How many have a type that bindgen has none for.
    left_out: usize,
    missing: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Outcome {
    let folder = target_folder()?.join("headers");
    fs::create_dir_all(folder.join("package/src/bin")).map_err(Failure::new)?;
    tools::libraries()?;
    let bindgen = tools::bindgen(&folder)?;
    let headers = tools::headers(&folder)?;
    write_manifest(&folder)?;
    let is_wanted = |header: &&Header| {
        options.only.is_empty() || options.only.iter().any(|name| name == header.name)
    };
    let mut rows = Vec::new();
    for header in HEADERS.iter().filter(is_wanted) {
        let functions = declare(header, &bindgen, &headers, &folder)?;
        rows.push((header, ask(header, &functions, &folder)?));
    }
    report(&rows)
}

/// The package, with the `ffi-runtime` of this workspace and the versions of its lock file.
fn write_manifest(folder: &Path) -> Outcome {
    let runtime = root().join("ffi-runtime");
    let manifest = format!(
        "[package]\nname = \"headers\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nffi-runtime = {{ path = {runtime:?} }}\n\n[workspace]\n"
    );
    let package = folder.join("package");
    fs::write(package.join("Cargo.toml"), manifest).map_err(Failure::new)?;
    fs::copy(root().join("Cargo.lock"), package.join("Cargo.lock")).map_err(Failure::new)?;
    Ok(())
}

/// Writes bindgen's file and the program that includes it; the names of the functions.
fn declare(header: &Header, bindgen: &Path, headers: &Path, folder: &Path) -> Outcome<Vec<String>> {
    let Header { name, library, .. } = header;
    let source = folder.join(name).with_extension("h");
    fs::write(&source, header.source).map_err(Failure::new)?;
    let bindings = folder.join("package/src").join(name).with_extension("rs");
    let mut command = Command::new(bindgen);
    command
        .args(["--with-derive-custom", ".*=ffi_runtime::ForeignType"])
        .args(["--allowlist-file", header.files])
        .args(header.arguments)
        .arg(&source)
        .arg("--output")
        .arg(&bindings)
        .arg("--");
    for part in header.folders {
        let part = match part.strip_prefix("wheel:") {
            Some(_) => target_folder()?.join("lib"),
            None => headers.join(part),
        };
        command.arg("-I").arg(part);
    }
    process::run(&mut command)?;
    let text = fs::read_to_string(&bindings).map_err(Failure::new)?;
    let names = functions(&text);
    let program = format!(
        r#"//! Written by `cargo xtask headers`.
ffi_runtime::include_foreign! {{
    unsafe "../{name}.rs", {library}, struct = Foreign,
    optional, skip = [long_double, va_list, complex, half]
}}

const NAMES: &[&str] = &{names:?};

fn main() {{
    let library = Foreign::load().unwrap_or_else(|error| panic!("{{error}}"));
    for name in NAMES {{
        // A name that each struct has gets an underscore.
        let of_struct = format!("{{name}}_");
        let method = if Foreign::interface(&of_struct).is_some() {{ &of_struct }} else {{ *name }};
        if Foreign::interface(method).is_none() {{
            println!("out {{name}}");
        }} else if library.address_of(method).is_none() {{
            println!("missing {{name}}");
        }}
    }}
}}
"#
    );
    let program_file = folder.join("package/src/bin").join(name);
    fs::write(program_file.with_extension("rs"), program).map_err(Failure::new)?;
    Ok(names)
}

/// The functions in the foreign blocks of a file, as bindgen formats it.
fn functions(text: &str) -> Vec<String> {
    let mut is_inside = false;
    let mut names = Vec::new();
    for line in text.lines() {
        match line {
            "}" => is_inside = false,
            _ if line.starts_with("unsafe extern ") => is_inside = true,
            _ if is_inside => {
                let declared = line.trim_start().strip_prefix("pub fn ");
                let name = declared.and_then(|declared| declared.split('(').next());
                names.extend(name.map(|name| name.trim_start_matches("r#").to_owned()));
            }
            _ => {}
        }
    }
    names
}

/// Builds and runs the program.
fn ask(header: &Header, functions: &[String], folder: &Path) -> Outcome<Row> {
    let mut build = cargo(["build", "--quiet", "--bin", header.name]);
    build.current_dir(folder.join("package"));
    build.env("CARGO_TARGET_DIR", folder.join("build"));
    process::run(&mut build)?;
    let program: PathBuf = folder.join("build/debug").join(header.name);
    let mut command = Command::new(program);
    // wgpu-native lies where the examples look for it.
    let output = command
        .env("LD_LIBRARY_PATH", target_folder()?.join("lib"))
        .output()
        .map_err(Failure::new)?;
    if !output.status.success() {
        let error = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::new(format!(
            "{}: {}\n{error}",
            Words(&command),
            output.status
        )));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let of_kind = |kind: &'static str| {
        let lines = text.lines();
        lines.filter_map(move |line| line.strip_prefix(kind)?.strip_prefix(' '))
    };
    Ok(Row {
        name: header.name,
        written: functions.len(),
        left_out: of_kind("out").count(),
        missing: of_kind("missing").map(str::to_owned).collect(),
    })
}

/// Prints the table and the reasons; fails if one is not known.
fn report(rows: &[(&Header, Row)]) -> Outcome {
    let mut reasons = String::new();
    let mut unknown = Vec::new();
    println!("| header | functions | left out | compiled | loaded | missing |");
    println!("|---|---|---|---|---|---|");
    for (header, row) in rows {
        let compiled = row.written - row.left_out;
        let missing = row.missing.len();
        println!(
            "| {} | {} | {} | {compiled} | {} | {missing} |",
            row.name,
            row.written,
            row.left_out,
            compiled - missing
        );
        let reason_of = |name: &String| {
            let mut known = header.missing.iter();
            known.find(|(pattern, _)| matches(pattern, name))
        };
        for known in header.missing {
            let names: Vec<&str> = row
                .missing
                .iter()
                .filter(|name| reason_of(name) == Some(known))
                .map(String::as_str)
                .collect();
            if !names.is_empty() {
                let (pattern, reason) = known;
                let count = names.len();
                let _ = writeln!(reasons, "{}: {count} of `{pattern}`: {reason}", row.name);
            }
        }
        let without = row.missing.iter().filter(|name| reason_of(name).is_none());
        unknown.extend(without.map(|name| format!("{}: {name}", row.name)));
    }
    println!("\nmissing:\n{reasons}");
    if unknown.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "missing without a known reason:\n  {}",
            unknown.join("\n  ")
        )))
    }
}

/// Whether a name has the beginning and the end of a pattern.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => {
            name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
        }
        None => pattern == name,
    }
}
