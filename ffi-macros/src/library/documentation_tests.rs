//! The documentation has each attribute of lowered methods, and each of its words, in a table or a list and in an
//! example that runs.

use super::lowering::parse::{OF_METHODS, OF_PARAMETERS};

const PAGE: &str = page!();

/// Words in the parentheses of attributes.
const WORDS: [(&str, &[&str]); 11] = [
    (
        "closure",
        &[
            "call",
            "once",
            "until",
            "forever",
            "local",
            "sync",
            "data",
            "callback",
            "on_error",
            "called",
            "not_called",
        ],
    ),
    ("completion", &["data", "callback", "until", "cancel"]),
    ("free", &["address"]),
    ("offload", &["cancel"]),
    ("terminated", &["utf16"]),
    ("slice", &["len", "bytes"]),
    (
        "grow",
        &[
            "len",
            "bytes",
            "needed",
            "written",
            "return",
            "nul",
            "included",
            "excluded",
            "none",
            "again",
            "again_error",
            "first",
        ],
    ),
    ("out", &["always"]),
    ("error_out", &["free"]),
    ("copied", &["free", "utf16"]),
    (
        "check",
        &[
            "zero",
            "nonzero",
            "not_negative",
            "not_null",
            "valid",
            "value",
            "with",
            "error",
            "ask",
        ],
    ),
];

/// Lines of prose that are a row of a table or a point of a list, and lines of examples that run.
fn lines() -> (Vec<&'static str>, Vec<&'static str>) {
    let (mut rows, mut examples) = (Vec::new(), Vec::new());
    let mut fence = None;
    for line in PAGE.lines() {
        match (line.strip_prefix("```"), fence) {
            (Some(kind), None) => fence = Some(kind),
            (Some(_), Some(_)) => fence = None,
            (None, Some("")) => examples.push(line),
            (None, Some(_)) => {}
            (None, None) if line.starts_with(['|', '-', ' ']) => rows.push(line),
            (None, None) => {}
        }
    }
    (rows, examples)
}

/// Whether a line has a word by itself.
fn has(line: &str, word: &str) -> bool {
    let mut words = line.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    words.any(|found| found == word)
}

#[test]
fn attributes_and_their_words_are_listed_and_shown() {
    let (rows, examples) = lines();
    let mut missing = Vec::new();
    for name in OF_PARAMETERS.iter().chain(&OF_METHODS) {
        let attribute = format!("#[{name}");
        let is_here = |lines: &[&str]| {
            let mut lines = lines.iter();
            lines.any(|line| line.contains(&attribute) && has(line, name))
        };
        if !is_here(&rows) || !is_here(&examples) {
            missing.push(attribute);
        }
    }
    for (name, words) in WORDS {
        let attribute = format!("#[{name}(");
        for word in words {
            let is_listed = rows.iter().any(|line| has(line, word));
            let is_shown = examples
                .iter()
                .any(|line| line.contains(&attribute) && has(line, word));
            if !is_listed || !is_shown {
                missing.push(format!("#[{name}({word})]"));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "not in a row and in an example: {missing:?}"
    );
}
