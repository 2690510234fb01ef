//! The origin of each byte of a register or of memory, when code is followed instead of run.

/// Where a byte that the code moves came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    /// The memory of the argument of this number.
    Argument(usize),
    /// The result register of this number, after the call.
    Register(usize),
    /// Memory whose address was in the argument register of this number.
    Memory(usize),
}

/// One byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Byte {
    /// Nothing is known.
    Unknown,
    /// A number; addresses are numbers.
    Known(u8),
    /// The byte of this index.
    Of(Source, usize),
    /// Copies of the highest bit of the byte of this index.
    SignOf(Source, usize),
}

/// The content of a register or an operand, lowest byte first.
pub(super) type Value = Vec<Byte>;

pub(super) fn unknown(width: usize) -> Value {
    vec![Byte::Unknown; width]
}

pub(super) fn known(number: u64, width: usize) -> Value {
    let bytes = u128::from(number).to_le_bytes();
    bytes[..width].iter().copied().map(Byte::Known).collect()
}

/// The number that a value is, if all of it is known.
pub(super) fn number(value: &[Byte]) -> Option<u64> {
    let mut bytes = [0; 8];
    for (index, byte) in value.iter().take(8).enumerate() {
        let Byte::Known(byte) = byte else { return None };
        bytes[index] = *byte;
    }
    Some(u64::from_le_bytes(bytes))
}

pub(super) fn zero_extend(mut value: Value, width: usize) -> Value {
    value.resize(width, Byte::Known(0));
    value
}

pub(super) fn sign_extend(mut value: Value, width: usize) -> Value {
    let fill = sign_of(value.last().copied().unwrap_or(Byte::Unknown));
    value.resize(width, fill);
    value
}

fn sign_of(byte: Byte) -> Byte {
    match byte {
        Byte::Unknown => Byte::Unknown,
        Byte::Known(byte) => Byte::Known(if byte < 0x80 { 0 } else { 0xff }),
        Byte::Of(source, index) | Byte::SignOf(source, index) => Byte::SignOf(source, index),
    }
}

pub(super) fn shift_left(value: &[Byte], bits: u64) -> Value {
    let width = value.len();
    if bits.is_multiple_of(8) {
        let zeros = (bits / 8) as usize;
        let mut shifted = vec![Byte::Known(0); zeros.min(width)];
        shifted.extend(value.iter().take(width.saturating_sub(zeros)));
        return shifted;
    }
    match number(value) {
        Some(number) => known(number << bits, width),
        None => unknown(width),
    }
}

pub(super) fn shift_right(value: &[Byte], bits: u64, is_signed: bool) -> Value {
    let width = value.len();
    if !bits.is_multiple_of(8) {
        return match (number(value), is_signed) {
            (Some(number), false) => known(number >> bits, width),
            _ => unknown(width),
        };
    }
    let rest: Value = value.iter().skip((bits / 8) as usize).copied().collect();
    if is_signed {
        sign_extend(rest, width)
    } else {
        zero_extend(rest, width)
    }
}

/// Byte by byte, where one side is a known mask or zero.
pub(super) fn and(a: &[Byte], b: &[Byte]) -> Value {
    let each = |(a, b): (&Byte, &Byte)| match (*a, *b) {
        (Byte::Known(a), Byte::Known(b)) => Byte::Known(a & b),
        (Byte::Known(0), _) | (_, Byte::Known(0)) => Byte::Known(0),
        (Byte::Known(0xff), other) | (other, Byte::Known(0xff)) => other,
        // Of a bool the lowest bit is all that there is.
        (Byte::Known(1), other) | (other, Byte::Known(1)) => other,
        _ => Byte::Unknown,
    };
    a.iter().zip(b).map(each).collect()
}

pub(super) fn or(a: &[Byte], b: &[Byte]) -> Value {
    let each = |(a, b): (&Byte, &Byte)| match (*a, *b) {
        (Byte::Known(a), Byte::Known(b)) => Byte::Known(a | b),
        (Byte::Known(0), other) | (other, Byte::Known(0)) => other,
        (a, b) if a == b => a,
        _ => Byte::Unknown,
    };
    a.iter().zip(b).map(each).collect()
}

pub(super) fn xor(a: &[Byte], b: &[Byte]) -> Value {
    let each = |(a, b): (&Byte, &Byte)| match (*a, *b) {
        (Byte::Known(a), Byte::Known(b)) => Byte::Known(a ^ b),
        (Byte::Known(0), other) | (other, Byte::Known(0)) => other,
        (a, b) if a == b && a != Byte::Unknown => Byte::Known(0),
        _ => Byte::Unknown,
    };
    a.iter().zip(b).map(each).collect()
}

/// A sum of numbers, or of values that have no byte in common.
pub(super) fn add(a: &[Byte], b: &[Byte]) -> Value {
    let width = a.len().min(b.len());
    match (number(a), number(b)) {
        (Some(a), Some(b)) => known(a.wrapping_add(b), width),
        _ => or(a, b),
    }
}

pub(super) fn subtract(a: &[Byte], b: &[Byte]) -> Value {
    let width = a.len().min(b.len());
    match (number(a), number(b)) {
        (Some(a), Some(b)) => known(a.wrapping_sub(b), width),
        _ => unknown(width),
    }
}
