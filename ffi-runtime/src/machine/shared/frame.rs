//! The frame form: a routine of the convention makes room on the stack, has it filled, loads every register
//! from a frame, calls, and stores every result register back.
//!
//! What is the same for every convention stands here: the frame, and what fills it. For a typed call these are
//! words that the compiler put in their places; for a dynamic call the values are behind untyped
//! pointers, and an interface says where each goes.

use core::ffi::c_void;
use core::mem::MaybeUninit;
use core::ptr;

use crate::abi::{Place, ResultPlace, StackArea};
use crate::interface::CallInterface;
use crate::machine::shared::ConventionRegisters;
use crate::machine::shared::transfer::{self, RegisterFile, Word};
use crate::types::CodePointer;
use crate::types::padding;

/// The smallest page, and so the smallest guard, of any system: room on the stack is made by steps of it.
pub(crate) const PAGE: usize = 4096;

/// The registers and sizes that the routine reads and writes.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct Frame<R: Routine> {
    pub(crate) arguments: R::Arguments,
    pub(crate) results: MaybeUninit<R::Results>,
    pub(crate) target: CodePointer,
    /// Bytes to take from the stack: the area and `align_minus_one` more.
    pub(crate) reserve: usize,
    /// One less than the alignment of the area, a power of two of 16 or more.
    pub(crate) align_minus_one: usize,
    /// Writes the stack arguments to the area, and may still set `arguments`.
    pub(crate) fill: R::Fill,
}

/// The routine of a convention.
pub(crate) trait Routine: ConventionRegisters {
    /// A function as the routine calls it: with the frame, and the start of the area.
    type Fill: Copy;

    /// Whether an argument may be passed by the address of a copy ([`Place::Reference`]).
    const COPIES: bool = true;

    /// That function for `F`.
    fn filling<F: Fill<Self>>() -> Self::Fill;

    /// Calls `frame.target`, and writes `frame.results`.
    ///
    /// # Safety
    ///
    /// Every field but the results is set, and the area has the home space at least, if there is one;
    /// `fill` writes no more than `reserve - align_minus_one` bytes; after it the registers and the area
    /// are those of a call that the caller may make.
    unsafe fn call_frame(frame: *mut Frame<Self>);
}

/// A frame and what goes into it. The frame is the first field, and the type `repr(C)`.
pub(crate) trait Fill<R: Routine>: Sized {
    /// Writes what is on the stack, and sets what is not set in registers.
    ///
    /// # Safety
    ///
    /// `frame` leads to a whole `Self`, which nothing else uses meanwhile; `stack` to the area that the
    /// frame asks for.
    unsafe fn fill(frame: *mut Frame<R>, stack: *mut u8);
}

impl<R: Routine> Frame<R> {
    #[inline(always)]
    fn new<F: Fill<R>>(
        arguments: R::Arguments,
        size: usize,
        align: usize,
        target: CodePointer,
    ) -> Self {
        Self {
            arguments,
            results: MaybeUninit::uninit(),
            target,
            reserve: size + align - 1,
            align_minus_one: align - 1,
            fill: R::filling::<F>(),
        }
    }
}

/// A frame and the words that are put on the stack.
#[repr(C)]
struct Words<'a, R: Routine> {
    frame: Frame<R>,
    words: &'a [Word],
}

impl<R: Routine> Fill<R> for Words<'_, R> {
    #[inline(always)]
    unsafe fn fill(frame: *mut Frame<R>, stack: *mut u8) {
        // SAFETY: the caller promises a whole `Words` there.
        let words = unsafe { (*frame.cast::<Self>()).words };
        // SAFETY: the frame asks for the size of these words, and an alignment of 16.
        unsafe { ptr::copy_nonoverlapping(words.as_ptr(), stack.cast(), words.len()) }
    }
}

/// Calls `target` with these registers and stack words, home space included.
///
/// # Safety
///
/// They are in the places of an interface of the routine's convention that `target` has, whose stack area is
/// aligned to `align`, and the caller may call it.
#[inline(never)]
pub(crate) unsafe fn call_words<R: Routine>(
    registers: R::Arguments,
    words: &[Word],
    align: usize,
    target: CodePointer,
) -> R::Results {
    let mut call = Words::<R> {
        frame: Frame::new::<Words<'_, R>>(registers, size_of_val(words), align, target),
        words,
    };
    // SAFETY: the frame is a local with every field set, and `Words` fills what it reserves; the rest is
    // the caller's promise. The pointer is to the whole of `call`.
    unsafe { R::call_frame((&raw mut call).cast()) };
    // SAFETY: the routine stored all result registers.
    unsafe { call.frame.results.assume_init() }
}

/// A frame and the values of a dynamic call.
#[repr(C)]
struct Dynamic<'a, R: Routine> {
    frame: Frame<R>,
    interface: &'a CallInterface,
    result: *mut u8,
    arguments: &'a [*const c_void],
}

impl<R: Routine> Fill<R> for Dynamic<'_, R> {
    #[inline(always)]
    unsafe fn fill(frame: *mut Frame<R>, stack: *mut u8) {
        // SAFETY: the caller promises a whole `Dynamic` there, and that nothing else uses it.
        let call = unsafe { &mut *frame.cast::<Self>() };
        // SAFETY: the promises of `dynamic`; the frame asks for the interface's stack area, and for room
        // for the copies after it.
        unsafe { call.marshal(stack) }
    }
}

/// Calls `target` with the values that `arguments` lead to.
///
/// # Safety
///
/// Those of [`CallInterface::call`]; the interface is of the routine's convention, and there are as many
/// arguments as it has.
#[inline(never)]
pub(crate) unsafe fn dynamic<R: Routine>(
    interface: &CallInterface,
    target: CodePointer,
    result: *mut u8,
    arguments: &[*const c_void],
) {
    let (size, align) = with_copies::<R>(interface.stack(), interface.places());
    let mut call = Dynamic::<R> {
        frame: Frame::new::<Dynamic<'_, R>>(R::UNDEFINED, size, align, target),
        interface,
        result,
        arguments,
    };
    // SAFETY: the frame is a local with every field set, and `Dynamic` puts the arguments in the places of
    // the target's own interface. The pointer is to the whole of `call`.
    unsafe { R::call_frame((&raw mut call).cast()) };
    // SAFETY: the routine stored all result registers.
    let mut results = unsafe { call.frame.results.assume_init() };
    if let ResultPlace::Registers(pieces) = interface.result_place() {
        // SAFETY: the target returned a value of this type in these registers, and the caller
        // promises memory for one.
        unsafe { transfer::take(&mut results, pieces.as_slice(), result) }
    }
    let decoding = interface.result_decoding();
    if decoding.any() {
        // SAFETY: the target wrote a value of this type there, or its registers were just copied.
        unsafe { decoding.decode(interface.result(), result) }
    }
}

/// Size and alignment of the stack area with the copies that are passed by their address after it.
#[inline(always)]
pub(crate) fn with_copies<R: Routine>(area: StackArea, places: &[Place]) -> (usize, usize) {
    let (mut size, mut align) = (area.size, area.align);
    if R::COPIES {
        for place in places {
            if let Place::Reference {
                size: copy,
                align: copy_align,
                ..
            } = place
            {
                size = copy_offset(size, *copy_align) + *copy as usize;
                align = align.max(*copy_align as usize);
            }
        }
    }
    (size, align)
}

/// Where the next copy stands, after what is `used` of the area.
pub(crate) const fn copy_offset(used: usize, align: u32) -> usize {
    used + padding(used, align as usize)
}

impl<R: Routine> Dynamic<'_, R> {
    /// Puts every argument in its place.
    ///
    /// # Safety
    ///
    /// Those of [`dynamic`]; and `stack` leads to the area that [`with_copies`] describes.
    #[inline(always)]
    unsafe fn marshal(&mut self, stack: *mut u8) {
        let registers = &mut self.frame.arguments;
        if let ResultPlace::Memory { pointer, .. } = self.interface.result_place() {
            *registers.word(pointer) = Word::new(self.result.expose_provenance() as u64);
        }
        let mut used = self.interface.stack().size;
        for (place, argument) in self.interface.places().iter().zip(self.arguments) {
            let mut source = argument.cast::<u8>();
            if let (true, Place::Reference { size, align, .. }) = (R::COPIES, place) {
                let offset = copy_offset(used, *align);
                used = offset + *size as usize;
                // SAFETY: the area has room for the copies, in this order.
                let copy = unsafe { stack.add(offset) };
                // SAFETY: the caller promises a value of that size, and the area is the routine's own.
                unsafe { ptr::copy_nonoverlapping(source, copy, *size as usize) };
                copy.expose_provenance();
                source = copy;
            }
            // SAFETY: the caller promises a value of the argument's type there, or it is the copy, which
            // lives until the call is over.
            unsafe { transfer::put(registers, stack, *place, source) }
        }
    }
}
