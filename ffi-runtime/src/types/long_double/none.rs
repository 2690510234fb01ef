//! `long double` of targets whose format, or whose way to pass it, this crate does not have: a number that does not cross a
//! foreign call.

/// Bytes of the format.
pub(super) const BYTES: usize = 8;

/// Not `repr(C)`, for it is no type of C.
#[derive(Clone, Copy)]
pub(super) struct Representation(f64);

pub(super) const fn of_bytes(bytes: [u8; BYTES]) -> Representation {
    Representation(f64::from_ne_bytes(bytes))
}

pub(super) const fn to_bytes(Representation(number): Representation) -> [u8; BYTES] {
    number.to_ne_bytes()
}

pub(super) const fn of_f64(number: f64) -> Representation {
    Representation(number)
}

pub(super) const fn to_f64(Representation(number): Representation) -> f64 {
    number
}

/// Whether the number is negative, and how large it is; nothing of what is not a number.
pub(super) const fn magnitude(Representation(number): Representation) -> Option<(bool, u128)> {
    if number.is_nan() {
        return None;
    }
    Some((number.is_sign_negative(), number.abs().to_bits() as u128))
}
