//! Moving values between memory and register words, exactly as wide as they are, byte for byte: a `bool`
//! that C wrote is still to be [decoded](crate::types::decoding).
//!
//! Every function is inlined: for a declared method the places are constants and only the moves
//! remain; for a dynamic call the same code reads the places at run time.

use core::mem::MaybeUninit;
use core::ptr;

use crate::abi::{Address, Extension, Piece, Place, Register};

/// Eight bytes of a register or of the stack. Those above a value stay uninitialized.
pub type Word = MaybeUninit<u64>;

/// Registers of one kind in memory, as an array.
#[derive(Clone, Copy, Debug)]
pub struct File {
    /// Offset of the first one in bytes.
    pub(crate) start: usize,
    /// Bytes from one to the next.
    pub(crate) stride: usize,
}

/// Registers of a convention, by their place in its order.
///
/// # Safety
///
/// A word of each register stands where `FILES` says.
pub unsafe trait RegisterFile {
    /// Where the integer and the float registers stand.
    const FILES: [File; 2];

    /// The low eight bytes of what becomes, or was, the content of `register`.
    fn word(&mut self, register: Register) -> &mut Word;

    /// Whether the file has registers in their whole width. A place that needs one belongs to such a file.
    const IS_WIDE: bool = false;

    /// The 16 bytes of a float register, in a file that has registers in their whole width.
    ///
    /// # Panics
    ///
    /// If the file has the low halves only. No place that needs more leads to such a file.
    fn wide(&mut self, register: Register) -> *mut u8 {
        unreachable!("{register:?} is not kept in its whole width")
    }

    /// An `f32` as a float register of eight bytes has it ([`Extension::NanBox`]).
    #[inline(always)]
    fn nan_boxed(single: MaybeUninit<f32>) -> Word {
        let mut word = Word::new(u64::MAX);
        // SAFETY: the word has eight bytes, and the `f32` belongs in the low ones, which come first.
        unsafe { word.as_mut_ptr().cast::<MaybeUninit<f32>>().write(single) }
        word
    }
}

/// The offset of a register in its file. A constant, it spares the way to the register where nothing is optimized.
pub(crate) const fn offset_of_register<F: RegisterFile>(register: Register) -> usize {
    let [integers, floats] = F::FILES;
    let (File { start, stride }, number) = match register {
        Register::Integer(number) => (integers, number),
        Register::Float(number) => (floats, number),
    };
    start + stride * number as usize
}

/// The index of a register among the [`Words`] of its file.
pub(crate) const fn index_of<F: RegisterFile>(register: Register) -> usize {
    let offset = offset_of_register::<F>(register);
    assert!(offset.is_multiple_of(size_of::<Word>()) && offset < size_of::<F>());
    offset / size_of::<Word>()
}

/// More words than any file has: those within a file are at the same places as in this array.
pub(crate) type Words = [Bytes<u64>; 64];

/// The word of a register.
///
/// # Safety
///
/// The index is that of a register of this file, as [`index_of`] returns it.
#[inline(always)]
pub(crate) unsafe fn word_at<F: RegisterFile>(registers: &mut F, index: usize) -> Word {
    let words = ptr::from_mut(registers).cast::<Words>();
    // SAFETY: a word of the register stands there, by the contract of this function.
    let Bytes(word) = unsafe { (*words)[index] };
    word
}

/// Puts the argument at `source` in its place; `stack` is the start of the stack area.
///
/// Of a place that is a reference only the address is put, and it is `source`: to make the copy that
/// the callee gets is up to the caller, who knows how long it has to live.
///
/// # Safety
///
/// - `place` is that of an argument whose value is at `source`, and `stack` leads to a writable area
///   that holds it, aligned to 8.
/// - If `place` is a reference, `source` is the address of a copy for this call alone: its provenance is
///   exposed, it may be written, is aligned as the place says, and lives until the call is over.
#[cfg_attr(debug_assertions, inline)]
#[cfg_attr(not(debug_assertions), inline(always))]
pub(crate) unsafe fn put(
    registers: &mut impl RegisterFile,
    stack: *mut u8,
    place: Place,
    source: *const u8,
) {
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
            // SAFETY: both sides hold `size` bytes; a value that is extended has a whole eightbyte.
            unsafe { put_on_stack(target, size as usize, extension, source) }
        }
        Place::Split {
            piece,
            offset,
            size,
        } => {
            // SAFETY: the piece is within the value at `source`.
            unsafe { put_piece(registers, piece, source) }
            // SAFETY: the rest follows the piece.
            let source = unsafe { source.add(piece.size as usize) };
            // SAFETY: the argument area holds this offset.
            let target = unsafe { stack.add(offset as usize) };
            // SAFETY: both sides hold the `size` bytes of the rest.
            unsafe { put_on_stack(target, size as usize, Extension::None, source) }
        }
        Place::Reference { address, .. } => {
            let word = Word::new(source.addr() as u64);
            match address {
                Address::Register(register) => *registers.word(register) = word,
                Address::Stack(offset) => {
                    // SAFETY: the argument area holds this offset.
                    let target = unsafe { stack.add(offset as usize) };
                    // SAFETY: the area has a whole aligned eightbyte for the address.
                    unsafe { target.cast::<Word>().write(word) }
                }
            }
        }
    }
}

/// Reads the argument in `place` to `target`; `stack` is the start of the stack area.
///
/// # Safety
///
/// `registers` and `stack` are those of a call in which an argument has this place, and `target` is
/// writable for a value of its type.
#[cfg_attr(debug_assertions, inline)]
#[cfg_attr(not(debug_assertions), inline(always))]
pub(crate) unsafe fn get(
    registers: &mut impl RegisterFile,
    stack: *const u8,
    place: Place,
    target: *mut u8,
) {
    match place {
        Place::Nowhere => {}
        Place::Register(piece) => {
            // SAFETY: the registers hold the value, and the target is the caller's promise.
            unsafe { take(registers, &[piece], target) }
        }
        Place::Registers(pieces) => {
            // SAFETY: as above.
            unsafe { take(registers, pieces.as_slice(), target) }
        }
        Place::Stack { offset, size, .. } => {
            // SAFETY: the argument area holds this offset.
            let source = unsafe { stack.add(offset as usize) };
            // SAFETY: the area holds the value, and the target is the caller's promise.
            unsafe { ptr::copy_nonoverlapping(source, target, size as usize) }
        }
        Place::Split {
            piece,
            offset,
            size,
        } => {
            // SAFETY: the register holds the first bytes, and the target is the caller's promise.
            unsafe { take(registers, &[piece], target) }
            // SAFETY: the argument area holds this offset.
            let source = unsafe { stack.add(offset as usize) };
            // SAFETY: the rest of the value follows the piece.
            let target = unsafe { target.add(piece.size as usize) };
            // SAFETY: the area holds the rest, and the target is the caller's promise.
            unsafe { ptr::copy_nonoverlapping(source, target, size as usize) }
        }
        Place::Reference { address, size, .. } => {
            let word = match address {
                // SAFETY: the caller of the interface passed an address there.
                Address::Register(register) => unsafe { registers.word(register).assume_init() },
                Address::Stack(offset) => {
                    // SAFETY: the argument area holds this offset.
                    let source = unsafe { stack.add(offset as usize) };
                    // SAFETY: the area has a whole aligned eightbyte with the address.
                    unsafe { source.cast::<u64>().read() }
                }
            };
            let source = ptr::with_exposed_provenance::<u8>(word as usize);
            // SAFETY: the address is that of a copy of the value, made for this call.
            unsafe { ptr::copy_nonoverlapping(source, target, size as usize) }
        }
    }
}

/// # Safety
///
/// The bytes of `piece` are readable from `source`, and initialized if [`widen`] asks for that.
#[cfg_attr(debug_assertions, inline)]
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn put_piece<F: RegisterFile>(registers: &mut F, piece: Piece, source: *const u8) {
    // SAFETY: the piece begins within the value.
    let source = unsafe { source.add(piece.offset as usize) };
    if const { F::IS_WIDE } && piece.is_wide() {
        let target = registers.wide(piece.register);
        // SAFETY: the piece ends within the value, and the register has 16 bytes.
        return unsafe { ptr::copy_nonoverlapping(source, target, piece.size.into()) };
    }
    debug_assert!(!piece.is_wide(), "the file has the low halves only");
    if let Extension::NanBox = piece.extension {
        // SAFETY: the piece is an `f32` of the value.
        let single = unsafe { source.cast::<MaybeUninit<f32>>().read_unaligned() };
        *registers.word(piece.register) = F::nan_boxed(single);
        return;
    }
    let word = registers.word(piece.register);
    if let (Register::Float(_), 8, 4) = (piece.register, piece.size, piece.lane) {
        let target = word.as_mut_ptr().cast::<u8>();
        // SAFETY: the piece has 8 bytes on both sides; this is its first lane.
        unsafe { copy(source, target, 4) };
        // SAFETY: as above.
        let source = unsafe { source.add(4) };
        // SAFETY: as above.
        let target = unsafe { target.add(4) };
        // SAFETY: as above; this is its second lane.
        return unsafe { copy(source, target, 4) };
    }
    // SAFETY: the piece ends within the value, and `word` has room for its at most 8 bytes.
    unsafe { widen(word, piece.size.into(), piece.extension, source) }
}

/// # Safety
///
/// `size` bytes are readable at `source` and writable at `target`. If `extension` widens them, `target`
/// is aligned to 8 and writable for 8 bytes, and the rest is as for [`widen`].
#[cfg_attr(debug_assertions, inline)]
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn put_on_stack(target: *mut u8, size: usize, extension: Extension, source: *const u8) {
    match (size, extension) {
        // SAFETY: the caller promises both sides.
        (1..=8, Extension::None) => unsafe { copy(source, target, size) },
        // Usual sizes get moves of their own instead of a call of `memcpy`.
        // SAFETY: both sides hold `size` bytes, and the outgoing area overlaps no value.
        (16, Extension::None) => unsafe { ptr::copy_nonoverlapping(source, target, 16) },
        // SAFETY: as above.
        (24, Extension::None) => unsafe { ptr::copy_nonoverlapping(source, target, 24) },
        // SAFETY: as above.
        (32, Extension::None) => unsafe { ptr::copy_nonoverlapping(source, target, 32) },
        // SAFETY: as above.
        (_, Extension::None) => unsafe { ptr::copy_nonoverlapping(source, target, size) },
        (_, Extension::Zero | Extension::Sign | Extension::NanBox) => {
            // SAFETY: the caller promises a whole aligned eightbyte, and `MaybeUninit` needs no
            // initialized bytes.
            let word = unsafe { &mut *target.cast::<Word>() };
            // SAFETY: the caller promises what widening needs of the source.
            unsafe { widen(word, size, extension, source) }
        }
    }
}

/// Copies a value to the low end of a word, and widens it to all of the word if it is to be widened.
///
/// # Safety
///
/// So many bytes are readable at `source`, at most 8. If zeros or copies of the sign widen them, they are
/// initialized: zeros widen 1 or 2 bytes, copies of the sign 1, 2 or 4.
#[cfg_attr(debug_assertions, inline)]
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn widen(word: &mut Word, size: usize, extension: Extension, source: *const u8) {
    let widened = match (extension, size) {
        (Extension::None, _) => {
            // SAFETY: the caller promises the source, and `word` has 8 bytes.
            return unsafe { copy(source, word.as_mut_ptr().cast(), size) };
        }
        // SAFETY: the caller promises 1 initialized byte.
        (Extension::Sign, 1) => i64::from(unsafe { source.cast::<i8>().read() }).cast_unsigned(),
        (Extension::Sign, 2) => {
            // SAFETY: the caller promises 2 initialized bytes.
            i64::from(unsafe { source.cast::<i16>().read_unaligned() }).cast_unsigned()
        }
        (Extension::Sign, 4) => {
            // SAFETY: the caller promises 4 initialized bytes.
            i64::from(unsafe { source.cast::<i32>().read_unaligned() }).cast_unsigned()
        }
        // SAFETY: the caller promises 1 initialized byte.
        (Extension::Zero, 1) => u64::from(unsafe { source.read() }),
        (Extension::Zero, 2) => {
            // SAFETY: the caller promises 2 initialized bytes.
            u64::from(unsafe { source.cast::<u16>().read_unaligned() })
        }
        (Extension::Zero | Extension::Sign | Extension::NanBox, _) => {
            unreachable!(
                "a classifier widens integers of 1, 2 or 4 bytes, and boxes only in registers"
            )
        }
    };
    word.write(widened);
}

/// Bytes at any address. An assignment of them is a move also where nothing is optimized, and where the functions
/// of the standard library check their arguments before they move anything.
#[derive(Clone, Copy)]
#[repr(C, packed)]
pub(crate) struct Bytes<T>(pub(crate) MaybeUninit<T>);

/// Copies `size` bytes, with one move where the size is that of an integer: a call of `memcpy`
/// would cost more than the rest.
///
/// # Safety
///
/// So many bytes are readable at `source` and writable at `target`, and they do not overlap.
#[cfg_attr(debug_assertions, inline)]
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn copy(source: *const u8, target: *mut u8, size: usize) {
    /// # Safety
    ///
    /// The bytes of a `T` are readable at `source` and writable at `target`.
    #[inline(always)]
    unsafe fn copy<T: Copy>(source: *const u8, target: *mut u8) {
        // SAFETY: the caller's promise; any byte may be uninitialized, and any address is aligned.
        let bytes = unsafe { *source.cast::<Bytes<T>>() };
        // SAFETY: as above.
        unsafe { *target.cast() = bytes }
    }

    match size {
        // SAFETY: the caller promises both sides.
        8 => unsafe { copy::<u64>(source, target) },
        // SAFETY: as above.
        4 => unsafe { copy::<u32>(source, target) },
        // SAFETY: as above.
        2 => unsafe { copy::<u16>(source, target) },
        // SAFETY: as above.
        1 => unsafe { copy::<u8>(source, target) },
        // SAFETY: as above.
        _ => unsafe { ptr::copy_nonoverlapping(source, target, size) },
    }
}

/// Writes a value that came in registers to `target`, no byte more than its type has.
///
/// # Safety
///
/// `pieces` are those of a value whose registers are in `registers`; `target` is writable for it.
#[cfg_attr(debug_assertions, inline)]
#[cfg_attr(not(debug_assertions), inline(always))]
pub(crate) unsafe fn take<F: RegisterFile>(registers: &mut F, pieces: &[Piece], target: *mut u8) {
    let mut index = 0;
    while index < pieces.len() {
        let piece = pieces[index];
        index += 1;
        // SAFETY: the piece begins within the value.
        let target = unsafe { target.add(piece.offset as usize) };
        if const { F::IS_WIDE } && piece.is_wide() {
            let register = registers.wide(piece.register).cast_const();
            // SAFETY: the piece ends within the value, and the register has 16 bytes.
            unsafe { ptr::copy_nonoverlapping(register, target, piece.size.into()) }
            continue;
        }
        debug_assert!(!piece.is_wide(), "the file has the low halves only");
        let word = ptr::from_mut(registers.word(piece.register))
            .cast_const()
            .cast();
        // SAFETY: the piece ends within the value, and a word has 8 bytes.
        unsafe { copy(word, target, piece.size.into()) }
    }
}

#[cfg(test)]
#[path = "transfer_tests.rs"]
mod tests;
