//! The instructions of AArch64 that a caller is made of.

use super::bytes::{self, Value, known, number, sign_extend, zero_extend};
use super::machine::{Flow, Machine};

/// Executes one instruction; `None` if it is none that is known here.
pub(super) fn execute(machine: &mut Machine, mnemonic: &str, operands: &[&str]) -> Option<Flow> {
    match (mnemonic, operands) {
        ("bl", [target]) => {
            return Some(Flow::Call(target.trim_start_matches('_').to_owned()));
        }
        ("ret", []) => return Some(Flow::Return),
        ("nop", _) => {}
        // Of a bool, what is not 0 is 1.
        ("cmp", [source, "#0"]) => {
            let value = read(machine, source, 1)?;
            machine.set_register("flags", value);
        }
        ("cset", [target, "ne"]) => {
            let value = machine.register("flags", 1);
            write(machine, target, value)?;
        }
        ("ldr" | "ldur" | "str" | "stur", [register, place @ ..]) => {
            let (_, width) = alias(register)?;
            transfer(machine, mnemonic, &[register], width, place)?;
        }
        ("ldp" | "stp", [first, second, place @ ..]) => {
            let (_, width) = alias(first)?;
            transfer(machine, mnemonic, &[first, second], width, place)?;
        }
        ("ldrb" | "ldurb" | "strb" | "sturb", [register, place @ ..]) => {
            transfer(machine, mnemonic, &[register], 1, place)?;
        }
        ("ldrh" | "ldurh" | "strh" | "sturh", [register, place @ ..]) => {
            transfer(machine, mnemonic, &[register], 2, place)?;
        }
        ("ldrsb" | "ldursb", [register, place @ ..]) => {
            load_signed(machine, register, 1, place)?;
        }
        ("ldrsh" | "ldursh", [register, place @ ..]) => {
            load_signed(machine, register, 2, place)?;
        }
        ("ldrsw" | "ldursw", [register, place @ ..]) => {
            load_signed(machine, register, 4, place)?;
        }
        (_, [target, rest @ ..]) => {
            let value = compute(machine, mnemonic, target, rest)?;
            write(machine, target, value)?;
        }
        _ => return None,
    }
    Some(Flow::Next)
}

/// The new value of the target.
fn compute(machine: &Machine, mnemonic: &str, target: &str, operands: &[&str]) -> Option<Value> {
    let (_, width) = alias(target)?;
    let read = |text: &str| read(machine, text, width);
    Some(match (mnemonic, operands) {
        ("mov" | "fmov" | "movz", [source]) => read(source)?,
        ("movz", [source, shift]) => known(immediate(source)? << shift_of(shift)?, width),
        ("movk", [source, rest @ ..]) => {
            let start = match rest {
                [shift] => (shift_of(shift)? / 8) as usize,
                _ => 0,
            };
            let mut value = read(target)?;
            value[start..start + 2].copy_from_slice(&known(immediate(source)?, 2));
            value
        }
        ("movi", [source]) => known(immediate(source)?, 8.min(width)),
        ("add", [a, b]) => bytes::add(&read(a)?, &read(b)?),
        ("sub", [a, b]) => bytes::subtract(&read(a)?, &read(b)?),
        ("add", [a, b, shift]) => bytes::add(&read(a)?, &shifted(&read(b)?, shift)?),
        ("sub", [a, b, shift]) => bytes::subtract(&read(a)?, &shifted(&read(b)?, shift)?),
        ("and", [a, b]) => bytes::and(&read(a)?, &read(b)?),
        ("orr", [a, b]) => bytes::or(&read(a)?, &read(b)?),
        ("orr", [a, b, shift]) => bytes::or(&read(a)?, &shifted(&read(b)?, shift)?),
        ("lsl", [a, by]) => bytes::shift_left(&read(a)?, immediate(by)?),
        ("lsr", [a, by]) => bytes::shift_right(&read(a)?, immediate(by)?, false),
        ("asr", [a, by]) => bytes::shift_right(&read(a)?, immediate(by)?, true),
        ("sxtb" | "sxth" | "sxtw", [source]) => {
            let source = part(machine, source, mnemonic)?;
            sign_extend(source, width)
        }
        ("uxtb" | "uxth", [source]) => {
            let source = part(machine, source, mnemonic)?;
            zero_extend(source, width)
        }
        ("ubfx", [source, start, length]) => {
            let (start, length) = (immediate(start)?, immediate(length)?);
            let rest = bytes::shift_right(&read(source)?, start, false);
            let kept = rest.get(..(length / 8) as usize)?.to_vec();
            length.is_multiple_of(8).then(|| zero_extend(kept, width))?
        }
        // Inserts the low bits of the source.
        ("bfi", [source, start, length]) => {
            let (start, length) = (immediate(start)?, immediate(length)?);
            let (start, length) = (whole_bytes(start)?, whole_bytes(length)?);
            let mut value = read(target)?;
            value[start..start + length].copy_from_slice(&read(source)?[..length]);
            value
        }
        // Takes bits of the source to the low end.
        ("bfxil", [source, start, length]) => {
            let (start, length) = (immediate(start)?, immediate(length)?);
            let (start, length) = (whole_bytes(start)?, whole_bytes(length)?);
            let mut value = read(target)?;
            value[..length].copy_from_slice(&read(source)?[start..start + length]);
            value
        }
        _ => return None,
    })
}

fn whole_bytes(bits: u64) -> Option<usize> {
    bits.is_multiple_of(8).then_some((bits / 8) as usize)
}

/// The low bytes that an extension begins with.
fn part(machine: &Machine, source: &str, mnemonic: &str) -> Option<Value> {
    let width = match mnemonic.as_bytes().last()? {
        b'b' => 1,
        b'h' => 2,
        _ => 4,
    };
    read(machine, source, width)
}

fn load_signed(machine: &mut Machine, register: &str, width: usize, place: &[&str]) -> Option<()> {
    let (_, full) = alias(register)?;
    let address = place_of(machine, place)?;
    let value = sign_extend(machine.read(address, width), full);
    write(machine, register, value)
}

/// Loads or stores registers, one after the other.
fn transfer(
    machine: &mut Machine,
    mnemonic: &str,
    registers: &[&str],
    width: usize,
    place: &[&str],
) -> Option<()> {
    let start = place_of(machine, place)?;
    for (index, register) in registers.iter().enumerate() {
        let address = start + (index * width) as u64;
        if mnemonic.starts_with('l') {
            let value = machine.read(address, width);
            write(machine, register, value)?;
        } else {
            let value = read(machine, register, width)?;
            machine.write(address, &value);
        }
    }
    Some(())
}

/// The address of `[sp, #8]`, `[sp, #8]!` or `[sp], #8`, and its side effect.
fn place_of(machine: &mut Machine, place: &[&str]) -> Option<u64> {
    let text = place.join(", ");
    let (inside, after) = text.strip_prefix('[')?.split_once(']')?;
    let mut parts = inside.split(", ");
    let base = parts.next()?;
    let start = machine.address(&alias(base)?.0)?;
    let offset = match (parts.next(), parts.next()) {
        (None, _) => 0,
        (Some(offset), None) => number(&read(machine, offset, 8)?)?,
        (Some(register), Some(shift)) => number(&shifted(&read(machine, register, 8)?, shift)?)?,
    };
    let address = start.wrapping_add(offset);
    match after.strip_prefix(", ") {
        _ if after == "!" => machine.set_register(&alias(base)?.0, known(address, 8)),
        Some(step) => {
            let next = start.wrapping_add(immediate(step)?);
            machine.set_register(&alias(base)?.0, known(next, 8));
        }
        None => {}
    }
    Some(address)
}

fn shifted(value: &[bytes::Byte], shift: &str) -> Option<Value> {
    match shift.split_once(' ') {
        Some(("lsl", by)) => Some(bytes::shift_left(value, immediate(by)?)),
        Some(("lsr", by)) => Some(bytes::shift_right(value, immediate(by)?, false)),
        _ => None,
    }
}

fn shift_of(text: &str) -> Option<u64> {
    immediate(text.strip_prefix("lsl ")?)
}

fn immediate(text: &str) -> Option<u64> {
    let text = text.strip_prefix('#').unwrap_or(text);
    if let Some(digits) = text.strip_prefix("0x") {
        return u64::from_str_radix(digits, 16).ok();
    }
    text.parse::<i64>().ok().map(i64::cast_unsigned)
}

fn read(machine: &Machine, text: &str, width: usize) -> Option<Value> {
    if text == "wzr" || text == "xzr" {
        return Some(known(0, width));
    }
    match alias(text) {
        Some((name, _)) => Some(machine.register(&name, width)),
        None => immediate(text).map(|number| known(number, width)),
    }
}

/// Every write clears what is above it.
fn write(machine: &mut Machine, text: &str, value: Value) -> Option<()> {
    if text == "wzr" || text == "xzr" {
        return Some(());
    }
    let (name, _) = alias(text)?;
    let full = if name.starts_with('v') { 16 } else { 8 };
    machine.set_register(&name, zero_extend(value, full));
    Some(())
}

/// The whole register that a name is a part of, and the part's width.
pub(super) fn alias(name: &str) -> Option<(String, usize)> {
    match name {
        "sp" => return Some(("sp".to_owned(), 8)),
        "xzr" => return Some(("xzr".to_owned(), 8)),
        "wzr" => return Some(("wzr".to_owned(), 4)),
        "fp" => return Some(("x29".to_owned(), 8)),
        "lr" => return Some(("x30".to_owned(), 8)),
        _ => {}
    }
    let (kind, digits) = name.split_at_checked(1)?;
    digits.parse::<u8>().ok()?;
    let (file, width) = match kind {
        "x" => ("x", 8),
        "w" => ("x", 4),
        "q" => ("v", 16),
        "d" => ("v", 8),
        "s" => ("v", 4),
        "h" => ("v", 2),
        "b" => ("v", 1),
        _ => return None,
    };
    Some((format!("{file}{digits}"), width))
}
