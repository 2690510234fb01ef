//! Moving values between memory and register words, exactly as wide as they are.
//!
//! Every function is inlined: for a declared method the places are constants and only the moves
//! remain; for a dynamic call the same code reads the places at run time.

use core::mem::MaybeUninit;
use core::ptr;

use crate::abi::{Extension, Piece, Place, Register};
use crate::types::Type;

/// What a register holds. The bytes above a value stay uninitialized.
pub type Word = MaybeUninit<u64>;

/// Registers of a convention, by their place in its order.
pub trait RegisterFile {
    /// The word that becomes, or was, the content of `register`.
    fn word(&mut self, register: Register) -> &mut Word;
}

/// Puts the argument at `source` in its place; `stack` is the start of the stack area.
///
/// # Safety
///
/// `place` is that of an argument whose value is at `source`, and `stack` leads to a writable area
/// that holds it, aligned to 8.
#[inline(always)]
pub unsafe fn put(registers: &mut impl RegisterFile, stack: *mut u8, place: Place, source: *const u8) {
    match place {
        Place::Nowhere => {}
        Place::Register(piece) => {
            // SAFETY: the piece is within the value at `source`.
            unsafe { put_piece(registers, piece, source) }
        }
        Place::Registers(pieces) => {
            let pieces = pieces.as_slice();
            let mut index = 0;
            while index < pieces.len() {
                // SAFETY: the piece is within the value at `source`.
                unsafe { put_piece(registers, pieces[index], source) }
                index += 1;
            }
        }
        Place::Stack {
            offset,
            size,
            extension,
        } => {
            // SAFETY: the argument area holds this offset.
            let target = unsafe { stack.add(offset as usize) };
            // SAFETY: both sides hold `size` bytes; a narrow scalar has a whole eightbyte.
            unsafe { put_on_stack(target, size as usize, extension, source) }
        }
    }
}

/// # Safety
///
/// The bytes of `piece` are readable from `source`.
#[inline(always)]
unsafe fn put_piece(registers: &mut impl RegisterFile, piece: Piece, source: *const u8) {
    // SAFETY: the piece begins within the value.
    let source = unsafe { source.add(piece.offset as usize) };
    // SAFETY: the piece ends within the value.
    let word = unsafe { load(source, piece.size, piece.extension) };
    *registers.word(piece.register) = word;
}

/// # Safety
///
/// `size` bytes are readable at `source`; `target` is aligned to 8 and writable for `size` bytes
/// rounded up to 8.
#[inline(always)]
unsafe fn put_on_stack(target: *mut u8, size: usize, extension: Extension, source: *const u8) {
    match (size, extension) {
        (1..=8, _) => {
            // SAFETY: the caller promises `size` readable bytes, at most 8.
            let word = unsafe { load(source, size as u8, extension) };
            // SAFETY: the caller promises a whole aligned eightbyte.
            unsafe { target.cast::<Word>().write(word) }
        }
        // Usual sizes get moves of their own instead of a call of `memcpy`.
        // SAFETY: both sides hold `size` bytes, and the outgoing area overlaps no value.
        (16, _) => unsafe { ptr::copy_nonoverlapping(source, target, 16) },
        // SAFETY: as above.
        (24, _) => unsafe { ptr::copy_nonoverlapping(source, target, 24) },
        // SAFETY: as above.
        (32, _) => unsafe { ptr::copy_nonoverlapping(source, target, 32) },
        // SAFETY: as above.
        (_, _) => unsafe { ptr::copy_nonoverlapping(source, target, size) },
    }
}

/// Reads `size` bytes into the low end of a word.
///
/// # Safety
///
/// `size` is 1 to 8, and so many bytes are readable at `source`; initialized if `extension` widens
/// them.
#[inline(always)]
unsafe fn load(source: *const u8, size: u8, extension: Extension) -> Word {
    match (size, extension) {
        // SAFETY: the caller promises 8 bytes; `Word` may be uninitialized.
        (8, _) => unsafe { source.cast::<Word>().read_unaligned() },
        // SAFETY: the caller promises 4 bytes.
        (4, _) => unsafe { copy::<4>(source) },
        (2, Extension::Sign) => {
            // SAFETY: the caller promises 2 initialized bytes.
            let value = unsafe { source.cast::<i16>().read_unaligned() };
            Word::new(i32::from(value).cast_unsigned().into())
        }
        (2, Extension::Zero) => {
            // SAFETY: the caller promises 2 initialized bytes.
            let value = unsafe { source.cast::<u16>().read_unaligned() };
            Word::new(value.into())
        }
        // SAFETY: the caller promises 2 bytes.
        (2, Extension::None) => unsafe { copy::<2>(source) },
        (1, Extension::Sign) => {
            // SAFETY: the caller promises 1 initialized byte.
            let value = unsafe { source.cast::<i8>().read() };
            Word::new(i32::from(value).cast_unsigned().into())
        }
        (1, Extension::Zero) => {
            // SAFETY: the caller promises 1 initialized byte.
            let value = unsafe { source.read() };
            Word::new(value.into())
        }
        // SAFETY: the caller promises 1 byte.
        (1, Extension::None) => unsafe { copy::<1>(source) },
        (_, _) => {
            let mut word = Word::uninit();
            // SAFETY: the caller promises `size` bytes, at most 8, and `word` is a local.
            unsafe { ptr::copy_nonoverlapping(source, word.as_mut_ptr().cast(), size.into()) }
            word
        }
    }
}

/// # Safety
///
/// `N` bytes, at most 8, are readable at `source`.
#[inline(always)]
unsafe fn copy<const N: usize>(source: *const u8) -> Word {
    let mut word = Word::uninit();
    // SAFETY: the caller promises `N` bytes, at most 8, and `word` is a local.
    unsafe { ptr::copy_nonoverlapping(source, word.as_mut_ptr().cast(), N) }
    word
}

/// Writes a result that came in registers to `target`, no byte more than its type has.
///
/// # Safety
///
/// `pieces` are those of a result of type `ty`, whose registers are in `registers`; `target` is
/// writable for a value of that type.
#[inline(always)]
pub unsafe fn take(registers: &mut impl RegisterFile, ty: Type<'_>, pieces: &[Piece], target: *mut u8) {
    if let (Type::Bool, [piece]) = (ty, pieces) {
        // Only the low byte is the value, and only 0 is false: a callee that leaves another
        // pattern there must not make an invalid `bool`.
        // SAFETY: the result is a scalar, so its register was written by the callee.
        let word = unsafe { registers.word(piece.register).assume_init() };
        // SAFETY: a `bool` has one byte.
        unsafe { target.write(u8::from(word as u8 != 0)) }
        return;
    }
    let mut index = 0;
    while index < pieces.len() {
        let piece = pieces[index];
        let word = *registers.word(piece.register);
        // SAFETY: the piece begins within the value.
        let target = unsafe { target.add(piece.offset as usize) };
        // SAFETY: the piece ends within the value.
        unsafe { store(word, piece.size, target) }
        index += 1;
    }
}

/// Writes the low `size` bytes of a word.
///
/// # Safety
///
/// `size` is 1 to 8, and so many bytes are writable at `target`.
#[inline(always)]
unsafe fn store(word: Word, size: u8, target: *mut u8) {
    let source = word.as_ptr().cast::<u8>();
    match size {
        // Usual sizes get moves of their own instead of a call of `memcpy`.
        // SAFETY: `word` is a local of 8 bytes, and the caller promises so many at `target`.
        8 => unsafe { ptr::copy_nonoverlapping(source, target, 8) },
        // SAFETY: as above.
        4 => unsafe { ptr::copy_nonoverlapping(source, target, 4) },
        // SAFETY: as above.
        2 => unsafe { ptr::copy_nonoverlapping(source, target, 2) },
        // SAFETY: as above.
        1 => unsafe { ptr::copy_nonoverlapping(source, target, 1) },
        // SAFETY: as above.
        _ => unsafe { ptr::copy_nonoverlapping(source, target, size.into()) },
    }
}
