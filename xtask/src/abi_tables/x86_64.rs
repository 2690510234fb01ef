//! The instructions of x86-64 that a caller is made of, in Intel's syntax.

use super::bytes::{self, Value, known, number, sign_extend, zero_extend};
use super::machine::{Flow, Machine};

/// A register, or memory at an address, of so many bytes.
enum Operand {
    Register {
        name: String,
        offset: usize,
        width: usize,
    },
    /// The width is 0 if the instruction does not say it.
    Memory {
        address: u64,
        width: usize,
    },
    Number(u64),
}

/// The x87 registers that a caller uses, from the top of their stack.
const X87: [&str; 8] = ["st0", "st1", "st2", "st3", "st4", "st5", "st6", "st7"];

/// Executes one instruction; `None` if it is none that is known here.
pub(super) fn execute(machine: &mut Machine, mnemonic: &str, operands: &[&str]) -> Option<Flow> {
    match (mnemonic, operands) {
        ("call", [target]) => return Some(Flow::Call(symbol(target))),
        ("ret", []) => return Some(Flow::Return),
        ("nop", _) => {}
        ("cdqe", []) => {
            let value = sign_extend(machine.register("rax", 4), 8);
            machine.set_register("rax", value);
        }
        ("cwde", []) => {
            let value = sign_extend(machine.register("rax", 2), 4);
            machine.set_register("rax", zero_extend(value, 8));
        }
        ("fld", [source]) => {
            let value = read(machine, &operand(machine, source)?, 10)?;
            for number in (1..X87.len()).rev() {
                let below = machine.register(X87[number - 1], 10);
                machine.set_register(X87[number], below);
            }
            machine.set_register(X87[0], value);
        }
        ("fstp", [target]) => {
            let target = operand(machine, target)?;
            let value = machine.register(X87[0], 10);
            write(machine, &target, value)?;
            for number in 1..X87.len() {
                let above = machine.register(X87[number], 10);
                machine.set_register(X87[number - 1], above);
            }
        }
        ("fxch", [other]) => {
            let number = other.strip_prefix("st(")?.strip_suffix(')')?;
            let other = X87.get(number.parse::<usize>().ok()?)?;
            let [first, second] = [X87[0], other].map(|name| machine.register(name, 10));
            machine.set_register(X87[0], second);
            machine.set_register(other, first);
        }
        ("push", [source]) => {
            let value = read(machine, &operand(machine, source)?, 8)?;
            machine.adjust("rsp", -8)?;
            machine.write(machine.address("rsp")?, &value);
        }
        ("pop", [target]) => {
            let value = machine.read(machine.address("rsp")?, 8);
            machine.adjust("rsp", 8)?;
            write(machine, &operand(machine, target)?, value)?;
        }
        ("rep", ["movsq es:[rdi]", "[rsi]"]) => {
            let length = machine.address("rcx")? * 8;
            let (target, source) = (machine.address("rdi")?, machine.address("rsi")?);
            machine.copy(target, source, length as usize);
            machine.set_register("rcx", known(0, 8));
            machine.set_register("rdi", known(target + length, 8));
            machine.set_register("rsi", known(source + length, 8));
        }
        ("lea", [target, source]) => {
            let Operand::Memory { address, .. } = operand(machine, source)? else {
                return None;
            };
            let target = operand(machine, target)?;
            let width = width_of(&target);
            write(machine, &target, known(address, width))?;
        }
        ("xor" | "xorps" | "pxor" | "xorpd", [a, b]) if a == b => {
            let target = operand(machine, a)?;
            let width = width_of(&target);
            write(machine, &target, known(0, 8.min(width)))?;
        }
        // Two lanes of the target and two of the source, by two bits each.
        ("shufps", [target, source, lanes]) => {
            let (target, source) = (operand(machine, target)?, operand(machine, source)?);
            let sides = [read(machine, &target, 16)?, read(machine, &source, 16)?];
            let lanes = lanes.parse::<u8>().ok()?;
            let lane = |number: usize| {
                let start = usize::from(lanes >> (2 * number) & 3) * 4;
                sides[number / 2][start..start + 4].to_vec()
            };
            let value = (0..4).flat_map(lane).collect();
            write(machine, &target, value)?;
        }
        (_, [target, source]) => {
            let target = operand(machine, target)?;
            let source = operand(machine, source)?;
            let value = binary(machine, mnemonic, &target, &source)?;
            write(machine, &target, value)?;
        }
        _ => return None,
    }
    Some(Flow::Next)
}

/// The new value of the target.
fn binary(machine: &Machine, mnemonic: &str, target: &Operand, source: &Operand) -> Option<Value> {
    let width = match width_of(target) {
        0 => width_of(source),
        width => width,
    };
    let old = |width| read(machine, target, width);
    let new = |width| read(machine, source, width);
    Some(match mnemonic {
        "mov" | "movabs" => new(width)?,
        "movzx" => zero_extend(new(width_of(source))?, width),
        "movsx" | "movsxd" => sign_extend(new(width_of(source))?, width),
        "movaps" | "movups" | "movdqa" | "movdqu" | "movapd" | "movupd" => new(16)?,
        // A scalar load clears the rest of the register; a move between registers does not.
        "movss" | "movd" => scalar(machine, target, source, 4)?,
        "movsd" | "movq" => scalar(machine, target, source, 8)?,
        "and" => bytes::and(&old(width)?, &new(width)?),
        "or" => bytes::or(&old(width)?, &new(width)?),
        "xor" => bytes::xor(&old(width)?, &new(width)?),
        "add" => bytes::add(&old(width)?, &new(width)?),
        "sub" => bytes::subtract(&old(width)?, &new(width)?),
        "shl" => bytes::shift_left(&old(width)?, number(&new(1)?)?),
        "shr" => bytes::shift_right(&old(width)?, number(&new(1)?)?, false),
        "sar" => bytes::shift_right(&old(width)?, number(&new(1)?)?, true),
        "movlps" | "movlpd" => match target {
            Operand::Register { .. } => {
                let mut value = new(8)?;
                value.extend(old(16)?.split_off(8));
                value
            }
            Operand::Memory { .. } | Operand::Number(_) => new(8)?,
        },
        // The low halves of both.
        "punpcklqdq" | "unpcklpd" | "movlhps" => {
            let mut value = old(8)?;
            value.extend(new(8)?);
            value
        }
        "unpcklps" | "punpckldq" => {
            let (a, b) = (old(8)?, new(8)?);
            [&a[..4], &b[..4], &a[4..], &b[4..]].concat()
        }
        "movhps" | "movhpd" => match target {
            Operand::Register { .. } => {
                let mut value = old(8)?;
                value.extend(new(8)?);
                value
            }
            Operand::Memory { .. } | Operand::Number(_) => new(16)?[8..].to_vec(),
        },
        _ => return None,
    })
}

fn scalar(machine: &Machine, target: &Operand, source: &Operand, width: usize) -> Option<Value> {
    let value = read(machine, source, width)?;
    let between_vectors = |operand: &Operand| match operand {
        Operand::Register { name, .. } => name.starts_with("xmm"),
        Operand::Memory { .. } | Operand::Number(_) => false,
    };
    match target {
        Operand::Register { .. } if between_vectors(target) && between_vectors(source) => {
            let mut whole = read(machine, target, 16)?;
            whole[..width].copy_from_slice(&value);
            Some(whole)
        }
        Operand::Register { .. } if between_vectors(target) => Some(zero_extend(value, 16)),
        Operand::Register { .. } | Operand::Memory { .. } | Operand::Number(_) => Some(value),
    }
}

fn width_of(operand: &Operand) -> usize {
    match operand {
        Operand::Register { width, .. } | Operand::Memory { width, .. } => *width,
        Operand::Number(_) => 0,
    }
}

fn read(machine: &Machine, operand: &Operand, width: usize) -> Option<Value> {
    Some(match operand {
        Operand::Register { name, offset, .. } => {
            machine.register(name, offset + width)[*offset..].to_vec()
        }
        Operand::Memory { address, .. } => machine.read(*address, width),
        Operand::Number(number) => known(*number, width),
    })
}

fn write(machine: &mut Machine, operand: &Operand, value: Value) -> Option<()> {
    match operand {
        Operand::Memory { address, width } => {
            let width = if *width == 0 { value.len() } else { *width };
            machine.write(*address, value.get(..width)?);
        }
        Operand::Register {
            name,
            offset,
            width,
        } => {
            let value = match *width {
                // Writing the low half of a register clears the high one.
                4 => zero_extend(value, 8),
                8 => value,
                16 => {
                    let mut whole = machine.register(name, 16);
                    whole[..value.len()].copy_from_slice(&value);
                    whole
                }
                width => {
                    let mut whole = machine.register(name, 8);
                    whole[*offset..offset + width].copy_from_slice(value.get(..width)?);
                    whole
                }
            };
            machine.set_register(name, value);
        }
        Operand::Number(_) => return None,
    }
    Some(())
}

fn operand(machine: &Machine, text: &str) -> Option<Operand> {
    let widths = [
        ("byte ptr ", 1),
        ("word ptr ", 2),
        ("dword ptr ", 4),
        ("qword ptr ", 8),
        ("tbyte ptr ", 10),
        ("xmmword ptr ", 16),
    ];
    let sized = widths
        .iter()
        .find_map(|(prefix, width)| Some((text.strip_prefix(prefix)?, *width)));
    let (place, width) = sized.unwrap_or((text, 0));
    if let Some(inner) = place.strip_prefix('[') {
        let address = address(machine, inner.strip_suffix(']')?)?;
        return Some(Operand::Memory { address, width });
    }
    if let Some((name, offset, width)) = alias(text) {
        return Some(Operand::Register {
            name,
            offset,
            width,
        });
    }
    text.parse::<i64>()
        .ok()
        .map(|number| Operand::Number(number.cast_unsigned()))
}

/// `rsp + 8`, `rdi - 4`, `rax + rcx`.
fn address(machine: &Machine, text: &str) -> Option<u64> {
    let mut sum = 0u64;
    let mut is_negative = false;
    for term in text.split(' ') {
        let value = match term {
            "+" => {
                is_negative = false;
                continue;
            }
            "-" => {
                is_negative = true;
                continue;
            }
            _ => match term.parse::<u64>() {
                Ok(number) => number,
                Err(_) => machine.address(term)?,
            },
        };
        sum = if is_negative {
            sum.wrapping_sub(value)
        } else {
            sum.wrapping_add(value)
        };
    }
    Some(sum)
}

/// The whole register that a name is a part of, where the part begins, and its width.
pub(super) fn alias(name: &str) -> Option<(String, usize, usize)> {
    const LETTERS: [&str; 4] = ["a", "b", "c", "d"];
    const NAMES: [&str; 4] = ["si", "di", "bp", "sp"];
    if name
        .strip_prefix("xmm")
        .is_some_and(|rest| rest.parse::<u8>().is_ok())
    {
        return Some((name.to_owned(), 0, 16));
    }
    if let Some(rest) = name.strip_prefix('r') {
        let digits = rest.trim_end_matches(['d', 'w', 'b']);
        if digits.parse::<u8>().is_ok() {
            let width = match &rest[digits.len()..] {
                "" => 8,
                "d" => 4,
                "w" => 2,
                _ => 1,
            };
            return Some((format!("r{digits}"), 0, width));
        }
    }
    for letter in LETTERS {
        let whole = format!("r{letter}x");
        let parts = [
            (whole.clone(), 0, 8),
            (format!("e{letter}x"), 0, 4),
            (format!("{letter}x"), 0, 2),
            (format!("{letter}l"), 0, 1),
            (format!("{letter}h"), 1, 1),
        ];
        for (part, offset, width) in parts {
            if part == name {
                return Some((whole, offset, width));
            }
        }
    }
    for short in NAMES {
        let whole = format!("r{short}");
        let parts = [
            (whole.clone(), 8),
            (format!("e{short}"), 4),
            (short.to_owned(), 2),
            (format!("{short}l"), 1),
        ];
        for (part, width) in parts {
            if part == name {
                return Some((whole, 0, width));
            }
        }
    }
    None
}

fn symbol(target: &str) -> String {
    target.trim_end_matches("@PLT").to_owned()
}
