//! Values that are the low end of one register: most are, and move as a word.
//!
//! Where the compiler knows the place of a value, a branch on a constant takes this way or the one of
//! [`transfer`](crate::machine::shared::transfer), and the other is not compiled.

use core::mem::ManuallyDrop;

use crate::abi::{Extension, Piece, Place, Register};
use crate::machine::shared::transfer::Word;
use crate::types::Type;
use crate::types::decoding::Decoding;

/// The register of a value that comes in (an argument of a callback, the result of a call), if the low end of
/// it is the whole value, and nothing of that has to be decoded.
pub(crate) const fn incoming(place: &Place, decoding: &Decoding) -> Option<Register> {
    match place {
        Place::Register(
            piece @ Piece {
                register,
                offset: 0,
                ..
            },
        ) if !decoding.any() && !piece.is_wide() => Some(*register),
        Place::Nowhere
        | Place::Register(_)
        | Place::Registers(_)
        | Place::Stack { .. }
        | Place::Split { .. }
        | Place::Reference { .. } => None,
    }
}

/// The register of a value that goes out, if the low end of it is the whole value, and nothing widens that.
pub(crate) const fn outgoing(place: &Place) -> Option<Register> {
    match place {
        // Two floats in one register move one by one, as the compiler has them.
        Place::Register(Piece {
            size: 8, lane: 4, ..
        }) => None,
        Place::Register(
            piece @ Piece {
                register,
                offset: 0,
                extension: Extension::None,
                ..
            },
        ) if !piece.is_wide() => Some(*register),
        Place::Nowhere
        | Place::Register(_)
        | Place::Registers(_)
        | Place::Stack { .. }
        | Place::Split { .. }
        | Place::Reference { .. } => None,
    }
}

/// The register that is there. Where there is none it is some register: the compiler evaluates constants also
/// in branches that it drops.
pub(crate) const fn known(register: Option<Register>) -> Register {
    match register {
        Some(register) => register,
        None => Register::Integer(0),
    }
}

/// A value, and the word that it is the low end of. The processors that have assembly have the low end first.
#[repr(C)]
union Low<T> {
    word: Word,
    value: ManuallyDrop<T>,
}

/// The value at the low end of a word.
///
/// # Safety
///
/// The low bytes of the word are those of a `T`; if it has more than 8, the others are padding.
#[inline(always)]
pub(crate) unsafe fn narrow<T>(word: Word) -> T {
    // SAFETY: the caller's promise.
    ManuallyDrop::into_inner(unsafe { Low { word }.value })
}

/// The word whose low end is a value; if it has more than 8 bytes, the others are padding. What is above the
/// value stays uninitialized.
#[inline(always)]
pub(crate) fn word<T>(value: T) -> Word {
    let mut low = Low {
        word: Word::uninit(),
    };
    low.value = ManuallyDrop::new(value);
    // SAFETY: any byte of a word may be uninitialized.
    unsafe { low.word }
}

/// Whether a word whose low end is a value of this type has 4 bytes above it, and the value no padding.
pub(crate) const fn is_half(ty: Type<'_>) -> bool {
    ty.is_scalar() && ty.size() == 4
}

/// [`word`] with zeros above the value. Where it goes through memory it is then stored at once, as it is loaded
/// again: a load of more than one store would wait for both.
///
/// # Safety
///
/// The value is described by a type that [is a half](is_half).
#[inline(always)]
pub(crate) unsafe fn zeroed_word<T>(value: T) -> Word {
    /// A value, and its bits.
    #[repr(C)]
    union Half<T> {
        value: ManuallyDrop<T>,
        bits: u32,
    }

    let half = Half {
        value: ManuallyDrop::new(value),
    };
    // SAFETY: the value has 4 bytes, which are all initialized.
    Word::new(unsafe { half.bits } as u64)
}
