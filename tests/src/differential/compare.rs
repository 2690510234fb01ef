//! The comparison of what both sides saw with what they had to see.

use std::fmt::Write;

use crate::differential::Report;
use crate::model::{Model, Shape, pattern};

/// The observations of both sides of one call.
#[derive(Debug)]
pub struct Seen {
    /// Whether it is a call of a callback.
    pub came_in: bool,
    /// How the call was made, where one signature is called in several ways.
    pub form: String,
    /// The side that was called.
    pub callee: Report,
    /// The bytes of the result's leaves.
    pub result: Vec<u8>,
    /// Bytes around the result that were written to, by offset.
    pub overrun: Vec<isize>,
    /// The other faults.
    pub faults: Vec<String>,
}

/// A leaf with the bytes that it has to have.
struct Expected {
    name: String,
    bytes: Vec<u8>,
}

/// Everything that is wrong with a call of a signature, one line for each leaf.
#[must_use]
pub fn mismatches(model: &Model, number: usize, flip: u8, seen: &Seen) -> Vec<String> {
    let signature = &model.signatures[number];
    let mut lines = seen.faults.clone();
    if usize::try_from(seen.callee.signature) != Ok(number) {
        lines.push(format!(
            "the function entered was f{}",
            seen.callee.signature
        ));
        return lines;
    }
    let mut arguments = Vec::new();
    for (index, shape) in signature.arguments.iter().enumerate() {
        if seen.callee.misaligned >> index & 1 == 1 {
            lines.push(format!("argument {index} is not aligned"));
        }
        let name = format!("argument {index}, a{index}");
        expected(model, number, index, shape, &name, flip, &mut arguments);
    }
    let mut result = Vec::new();
    if let Some(shape) = &signature.result {
        expected(
            model,
            number,
            pattern::RESULT,
            shape,
            "result",
            flip,
            &mut result,
        );
    }
    compare(&arguments, &seen.callee.bytes, &arguments, &mut lines);
    compare(&result, &seen.result, &arguments, &mut lines);
    if !seen.overrun.is_empty() {
        lines.push(format!(
            "bytes around the result were written to, at offsets {:?}",
            seen.overrun
        ));
    }
    lines
}

fn expected(
    model: &Model,
    signature: usize,
    argument: usize,
    shape: &Shape,
    name: &str,
    flip: u8,
    all: &mut Vec<Expected>,
) {
    for (index, leaf) in model.leaves(shape).iter().enumerate() {
        let mut bytes = Vec::with_capacity(16);
        pattern::push(&mut bytes, signature, argument, index, leaf.scalar, flip);
        all.push(Expected {
            name: format!("{name}{} ({})", leaf.path, leaf.scalar.c()),
            bytes,
        });
    }
}

fn compare(expected: &[Expected], seen: &[u8], arguments: &[Expected], lines: &mut Vec<String>) {
    let mut rest = seen;
    for leaf in expected {
        let (bytes, after) = rest.split_at(leaf.bytes.len().min(rest.len()));
        rest = after;
        if bytes != leaf.bytes {
            let mut line = format!(
                "{}: expected {}, seen {}",
                leaf.name,
                Hex(&leaf.bytes),
                Hex(bytes)
            );
            if let Some(origin) = origin(bytes, arguments) {
                let _ = write!(line, ", which are bytes of {origin}");
            }
            lines.push(line);
        }
    }
    if !rest.is_empty() {
        lines.push(format!("{} more bytes than expected", rest.len()));
    }
}

/// The argument leaf that has these bytes; one or two bytes alone tell nothing.
fn origin<'a>(bytes: &[u8], arguments: &'a [Expected]) -> Option<&'a str> {
    if bytes.len() < 4 {
        return None;
    }
    let found = arguments
        .iter()
        .find(|leaf| leaf.bytes.windows(4).any(|window| window == &bytes[..4]));
    found.map(|leaf| leaf.name.as_str())
}

/// Bytes in the order of memory.
struct Hex<'a>(&'a [u8]);

impl std::fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0.is_empty() {
            return f.write_str("nothing");
        }
        for (index, byte) in self.0.iter().enumerate() {
            let separator = if index > 0 { " " } else { "" };
            write!(f, "{separator}{byte:02x}")?;
        }
        Ok(())
    }
}
