//! The description as an initializer of C: the bytes that this compiler writes, with expressions in place of the numbers that C's
//! compiler knows by itself.

use std::fmt::Write;

use super::names::identifier;
use super::types::constant;
use crate::plugin::description::{Mark, MarkOf, interfaces};
use crate::plugin::interface::Interface;

/// Bytes, or a number as an expression.
enum Piece {
    Bytes(Vec<u8>),
    Number { width: usize, expression: String },
}

/// The struct of the interfaces, and its initializer as a macro.
pub(super) fn declaration(interface: &'static Interface, name: &str, macro_name: &str) -> String {
    let pieces = pieces(interface);
    let mut text = format!(
        "/* The description of the interface, as C's compiler sees it. */\ntypedef struct {name}Description {{\n"
    );
    for (index, piece) in pieces.iter().enumerate() {
        let width = match piece {
            Piece::Bytes(bytes) => bytes.len(),
            Piece::Number { width, .. } => *width,
        };
        let _ = writeln!(text, "    unsigned char part{index}[{width}];");
    }
    let _ = writeln!(
        text,
        "}} {name}Description;\n\n#define {macro_name}_DESCRIPTION {{ \\"
    );
    for piece in &pieces {
        match piece {
            Piece::Bytes(bytes) => bytes_of(bytes, &mut text),
            Piece::Number { width, expression } => {
                let _ = writeln!(text, "    FFI_U{}({expression}), \\", width * 8);
            }
        }
    }
    text.push_str("}\n");
    text
}

fn pieces(interface: &'static Interface) -> Vec<Piece> {
    let (length, count) = interfaces(interface, &mut [], &mut []);
    let mut bytes = vec![0; length];
    let nothing = Mark {
        at: 0,
        width: 0,
        of: MarkOf::Nothing,
    };
    let mut marks = vec![nothing; count];
    interfaces(interface, &mut bytes, &mut marks);
    let mut pieces = Vec::new();
    let mut done = 0;
    for mark in &marks {
        // Where C has no name for it, it is the number that this compiler knows.
        let Some(expression) = expression(mark.of) else {
            continue;
        };
        if mark.at > done {
            pieces.push(Piece::Bytes(bytes[done..mark.at].to_vec()));
        }
        let width = mark.width;
        pieces.push(Piece::Number { width, expression });
        done = mark.at + mark.width;
    }
    if length > done {
        pieces.push(Piece::Bytes(bytes[done..].to_vec()));
    }
    pieces
}

fn expression(of: MarkOf) -> Option<String> {
    Some(match of {
        MarkOf::Nothing => return None,
        MarkOf::Size(ty) => format!("sizeof({})", identifier(ty)),
        MarkOf::Align(ty) => format!("FFI_ALIGNOF({})", identifier(ty)),
        MarkOf::Offset(ty, field) => {
            format!("offsetof({}, {})", identifier(ty), identifier(field))
        }
        MarkOf::FieldSize(ty, field) => {
            format!("sizeof((({} *)0)->{})", identifier(ty), identifier(field))
        }
        MarkOf::Sign(ty) => format!("FFI_IS_SIGNED({})", identifier(ty)),
        MarkOf::Value(ty, value) => constant(&identifier(ty), value),
        MarkOf::Integer(ty) => format!("FFI_INTEGER({ty})"),
    })
}

/// Bytes, letters as letters.
fn bytes_of(bytes: &[u8], text: &mut String) {
    for line in bytes.chunks(16) {
        let is_first = line.as_ptr() == bytes.as_ptr();
        text.push_str(if is_first { "    { " } else { "      " });
        for byte in line {
            let is_letter = byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_');
            let _ = if is_letter {
                write!(text, "'{}', ", char::from(*byte))
            } else {
                write!(text, "{byte}, ")
            };
        }
        text.push_str("\\\n");
    }
    text.push_str("    }, \\\n");
}
