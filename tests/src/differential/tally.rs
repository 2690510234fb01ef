//! Results of a trial: failures are collected and the first are printed, never only the first one.

use ffi_runtime::CallInterface;

use crate::differential::{KnownFailure, Seen, mismatches, prototypes};
use crate::model::{Model, Selection};
use crate::toolchain::Toolchain;
use crate::trial;

/// How many failures are printed.
const PRINTED: usize = 10;

/// How many lines of one failure are printed.
const LINES: usize = 6;

/// A signature as a failure names it, and if it is asked for those that are one step smaller.
#[must_use]
pub fn describe(model: &Model, number: usize) -> String {
    let mut text = format!("f{number}: {}\n", prototypes(model.suite)[number]);
    if std::env::var_os("FFI_TESTS_SMALLER").is_some() {
        let smaller = Selection::Variants(model.smaller(number));
        text += &format!("    smaller: {smaller}\n");
    }
    text
}

/// Counts the signatures of one trial.
#[derive(Debug)]
pub struct Tally<'a> {
    model: &'a Model,
    toolchain: &'a Toolchain,
    signatures: usize,
    known: usize,
    failures: Vec<String>,
    skipped: Vec<usize>,
}

impl<'a> Tally<'a> {
    /// Begins a trial.
    #[must_use]
    pub fn new(model: &'a Model, toolchain: &'a Toolchain) -> Self {
        Self {
            model,
            toolchain,
            signatures: 0,
            known: 0,
            failures: Vec::new(),
            skipped: trial::skipped(),
        }
    }

    /// Whether a function is to be called, which is then the next: not if it brought this trial down
    /// before, nor if a compiler is known to make it so.
    pub fn begin(&mut self, number: usize, form: &str, interface: &CallInterface) -> bool {
        if self.skipped.contains(&number) {
            return false;
        }
        if KnownFailure::crash(self.toolchain, interface).is_some() {
            self.signatures += 1;
            self.known += 1;
            return false;
        }
        trial::next(number, form);
        true
    }

    /// Counts a signature, with what was seen in each of its calls.
    pub fn add(&mut self, number: usize, interface: &CallInterface, calls: &[(u8, Seen)]) {
        self.signatures += 1;
        let lines: Vec<_> = calls
            .iter()
            .flat_map(|(flip, seen)| {
                let form = match seen.form.as_str() {
                    "" => String::new(),
                    form => format!("{form}: "),
                };
                let lines = mismatches(self.model, number, *flip, seen);
                lines.into_iter().map(move |line| form.clone() + &line)
            })
            .collect();
        let came_in = calls.iter().any(|(_, seen)| seen.came_in);
        let known = KnownFailure::find(self.toolchain, interface, came_in);
        let lines = match (known, lines.is_empty()) {
            (None, true) => return,
            (None, false) => lines,
            (Some(_), false) => {
                self.known += 1;
                return;
            }
            (Some(known), true) => {
                vec![format!("passed, but is known to fail: {}", known.reason)]
            }
        };
        self.fail(number, &lines, interface);
    }

    /// Counts a failure, and words it.
    pub fn fail(&mut self, number: usize, lines: &[String], interface: &CallInterface) {
        let mut text = describe(self.model, number);
        for line in lines.iter().take(LINES) {
            text += &format!("    {line}\n");
        }
        if lines.len() > LINES {
            text += &format!("    and {} more\n", lines.len() - LINES);
        }
        self.failures.push(text + &interface.explain());
    }

    /// A line for the log, or the failures.
    ///
    /// # Errors
    ///
    /// The first failures in words, with the seed.
    pub fn finish(self) -> Result<String, String> {
        let Self {
            signatures, known, ..
        } = self;
        let seed = self.model.seed;
        let failed = self.failures.len();
        let summary = format!(
            "{signatures} signatures, {failed} failed, {known} failed as known, seed {seed:#x}"
        );
        if failed == 0 {
            return Ok(summary);
        }
        let printed: Vec<_> = self.failures.into_iter().take(PRINTED).collect();
        Err(format!(
            "{summary}; to repeat: FFI_TESTS_SEED={seed:#x}\n\n{}",
            printed.join("\n")
        ))
    }
}
