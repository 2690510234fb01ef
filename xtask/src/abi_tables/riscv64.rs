//! The instructions of RISC-V that a caller is made of.

use super::bytes::{self, Byte, Value, known, number, sign_extend, zero_extend};
use super::machine::{Flow, Machine};

/// Executes one instruction; `None` if it is none that is known here.
pub(super) fn execute(machine: &mut Machine, mnemonic: &str, operands: &[&str]) -> Option<Flow> {
    match (mnemonic, operands) {
        ("call", [target]) => {
            return Some(Flow::Call(target.trim_end_matches("@plt").to_owned()));
        }
        ("ret", []) => return Some(Flow::Return),
        ("nop", _) => {}
        ("sd" | "fsd" | "sw" | "fsw" | "sh" | "sb", [source, place]) => {
            let value = machine.register(source, width_of(mnemonic)?);
            let value = if *source == "zero" {
                known(0, value.len())
            } else {
                value
            };
            let address = place_of(machine, place)?;
            machine.write(address, &value);
        }
        ("ld" | "fld" | "lw" | "lwu" | "flw" | "lh" | "lhu" | "lb" | "lbu", [target, place]) => {
            let address = place_of(machine, place)?;
            let value = machine.read(address, width_of(mnemonic)?);
            let value = match mnemonic {
                "flw" => nan_box(value),
                _ if mnemonic.ends_with('u') => zero_extend(value, 8),
                _ => sign_extend(value, 8),
            };
            machine.set_register(target, value);
        }
        (_, [target, rest @ ..]) => {
            let value = compute(machine, mnemonic, rest)?;
            machine.set_register(target, value);
        }
        _ => return None,
    }
    Some(Flow::Next)
}

fn compute(machine: &Machine, mnemonic: &str, operands: &[&str]) -> Option<Value> {
    let read = |text: &str| read(machine, text);
    let low = |value: Value| value[..4].to_vec();
    Some(match (mnemonic, operands) {
        ("mv" | "li" | "fmv.d" | "fmv.x.d" | "fmv.d.x", [source]) => read(source)?,
        ("lui", [source]) => sign_extend(known(number(&read(source)?)? << 12, 4), 8),
        ("addi" | "add", [a, b]) => bytes::add(&read(a)?, &read(b)?),
        ("addiw" | "addw", [a, b]) => sign_extend(bytes::add(&low(read(a)?), &low(read(b)?)), 8),
        ("sub", [a, b]) => bytes::subtract(&read(a)?, &read(b)?),
        ("andi" | "and", [a, b]) => bytes::and(&read(a)?, &read(b)?),
        ("or" | "ori", [a, b]) => bytes::or(&read(a)?, &read(b)?),
        ("slli", [a, by]) => bytes::shift_left(&read(a)?, number(&read(by)?)?),
        ("srli", [a, by]) => bytes::shift_right(&read(a)?, number(&read(by)?)?, false),
        ("srai", [a, by]) => bytes::shift_right(&read(a)?, number(&read(by)?)?, true),
        ("sext.w" | "fmv.x.w", [source]) => sign_extend(low(read(source)?), 8),
        // Of a bool, what is not 0 is 1.
        ("snez", [source]) => zero_extend(read(source)?[..1].to_vec(), 8),
        ("fmv.w.x" | "fmv.s", [source]) => nan_box(low(read(source)?)),
        _ => return None,
    })
}

/// A narrow float fills the rest of its register with ones.
fn nan_box(mut value: Value) -> Value {
    value.resize(8, Byte::Known(0xff));
    value
}

fn width_of(mnemonic: &str) -> Option<usize> {
    match mnemonic.trim_end_matches('u').as_bytes().last()? {
        b'd' => Some(8),
        b'w' => Some(4),
        b'h' => Some(2),
        b'b' => Some(1),
        _ => None,
    }
}

/// The address of `8(sp)`.
fn place_of(machine: &Machine, text: &str) -> Option<u64> {
    let (offset, base) = text.strip_suffix(')')?.split_once('(')?;
    let offset: i64 = offset.parse().ok()?;
    Some(machine.address(base)?.wrapping_add_signed(offset))
}

fn read(machine: &Machine, text: &str) -> Option<Value> {
    if text == "zero" {
        return Some(known(0, 8));
    }
    match text.parse::<i64>() {
        Ok(number) => Some(known(number.cast_unsigned(), 8)),
        Err(_) => Some(machine.register(text, 8)),
    }
}

/// The name in the ABI of a register that is named by its number, as the compiler's own listing does.
pub(super) fn alias(name: &str) -> Option<String> {
    let (file, rest) = name.split_at_checked(1)?;
    let digits = rest.split('_').next()?;
    let number = digits.parse::<u8>().ok()?.checked_sub(10)?;
    match (file, number) {
        ("x", ..8) => Some(format!("a{number}")),
        ("f", ..8) => Some(format!("fa{number}")),
        _ => None,
    }
}
