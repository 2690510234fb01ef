//! `cargo xtask abi-tables`: where clang puts the arguments of a list of signatures, for each convention.
//!
//! [`list`] and [`draw`] have the signatures, [`c_source`] writes a caller for each, [`listing`] has them
//! compiled, and [`observe`] follows the assembly on a [`machine`] that knows bytes by where they came
//! from, up to its [`call`]. Out come the tables in `tests/tables`, which a test compares with the classifiers.

mod aarch64;
mod bytes;
mod c_source;
mod call;
mod draw;
mod list;
mod listing;
mod machine;
mod observe;
mod place;
mod riscv64;
mod signature;
mod target;
mod x86_64;

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use clap::Args;

use self::observe::Observation;
use self::signature::Signature;
use self::target::{TARGETS, Target};
use crate::process::{Failure, Outcome, program, root};

#[derive(Args)]
pub(crate) struct Options {
    /// Write nothing; fail if a table is not as this compiler has it
    #[arg(long)]
    check: bool,
    /// The compiler
    #[arg(long, default_value = "clang")]
    clang: String,
    /// Only the tables of these names
    tables: Vec<String>,
}

impl Options {
    /// Compares all tables.
    pub(crate) fn check() -> Self {
        Self {
            check: true,
            clang: "clang".to_owned(),
            tables: Vec::new(),
        }
    }
}

pub(crate) fn run(options: &Options) -> Outcome {
    let version = version(&options.clang)?;
    let mut texts: Vec<_> = list::SIGNATURES.iter().map(ToString::to_string).collect();
    texts.extend(draw::signatures());
    texts.extend(list::COMPLEX.iter().map(ToString::to_string));
    let mut stale = Vec::new();
    for target in &TARGETS {
        if !options.tables.is_empty() && !options.tables.iter().any(|name| name == target.name) {
            continue;
        }
        let long_doubles = target.long_double.into_iter().flat_map(|bits| {
            let written = list::LONG_DOUBLE.iter();
            written.map(move |text| text.replace("LONG", bits))
        });
        let vectors = target.vectors.iter().flat_map(|bits| {
            let written = list::VECTORS.iter();
            written.map(move |text| text.replace("BITS", bits))
        });
        let mixed = list::VECTORS_OF_BOTH_SIZES.iter();
        let mixed = mixed.filter(|_| target.vectors.len() > 1);
        let vectors = vectors.chain(mixed.map(ToString::to_string));
        let texts = texts.iter().cloned().chain(long_doubles).chain(vectors);
        let signatures = texts.map(|text| Signature::parse(&text));
        let signatures: Vec<_> = signatures.collect::<Outcome<_>>()?;
        let text = table(&options.clang, &version, target, &signatures)?;
        let path = path(target);
        if !options.check {
            fs::write(&path, text)
                .map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
            println!("{}", path.display());
        } else if fs::read_to_string(&path).ok().as_deref() != Some(&text) {
            stale.push(target.name);
        }
    }
    if stale.is_empty() {
        Ok(())
    } else {
        let stale = stale.join(", ");
        Err(Failure::new(format!(
            "{version} makes other tables: {stale}; `cargo xtask abi-tables` and `git diff` show them. \
             The first line of a table says which version made it"
        )))
    }
}

fn path(target: &Target) -> PathBuf {
    let name = format!("{}.txt", target.name);
    root().join("tests/tables").join(name)
}

fn version(clang: &str) -> Outcome<String> {
    let missing =
        |error: &dyn std::fmt::Display| Failure::missing(format!("`{clang} --version`: {error}"));
    let output = program(clang, ["--version"])
        .output()
        .map_err(|error| missing(&error))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let number = text
        .lines()
        .next()
        .and_then(|line| line.split_once("clang version "))
        .map(|(_, number)| number.split([' ', '-']).next().unwrap_or_default());
    match number {
        Some(number) => Ok(format!("clang {number}")),
        None => Err(missing(&"it does not say its version")),
    }
}

/// The text of one table.
fn table(clang: &str, version: &str, target: &Target, signatures: &[Signature]) -> Outcome<String> {
    let signatures: Vec<_> = signatures
        .iter()
        .filter(|signature| target.has_empty || !signature.has_empty())
        .cloned()
        .collect();
    let listing = listing::compile(clang, target, &c_source::write(&signatures))?;
    let flags = target.flags.join(" ");
    let mut text = format!(
        "# Where {version} ({flags}) puts arguments and results.\n\
         # Made by `cargo xtask abi-tables`, which has the signatures; not to be edited.\n\
         #\n\
         # signature | arguments; ... | result | bytes of the stack area, its alignment if over 16\n\
         #\n\
         # x0: from the lowest byte of x0 on. 8:x1: from byte 8 of the value on in x1. [16]: on the stack.\n\
         # *x0: in a copy, whose address is in x0. *x0@16: the copy is aligned to 16. *[8]: its address is on\n\
         # the stack. a&b: in both. :sign, :zero, :ones: what fills the rest up to 32 bits, and of a value\n\
         # of 32 bits up to 64. :trusted: the caller relies on a result that the callee extended.\n"
    );
    for (number, signature) in signatures.iter().enumerate() {
        let seen = observe::observe(target, &listing, number, signature)?;
        let _ = writeln!(text, "{}", row(signature, &seen));
    }
    Ok(text)
}

fn row(signature: &Signature, seen: &Observation) -> String {
    let arguments: Vec<_> = seen
        .arguments
        .iter()
        .map(|argument| match argument.align {
            Some(align) => format!("{}@{align}", argument.place),
            None => argument.place.clone(),
        })
        .collect();
    let (stack, align) = seen.stack;
    let align = if align > 16 {
        format!(" aligned {align}")
    } else {
        String::new()
    };
    let Signature { text, .. } = signature;
    let arguments = arguments.join("; ");
    format!("{text} | {arguments} | {} | {stack}{align}", seen.result)
}
