//! The frame form of an entry: a routine of the convention spills all registers of a call, for interfaces that
//! leave no register free for the context, and for those that are known at run time.
//!
//! What is the same for every convention stands here: the frame, and what the routine calls.

use core::ffi::c_void;
use core::mem::{ManuallyDrop, MaybeUninit};
use core::ptr;

use crate::abi::{Address, Classifier, Place, Register, ResultPlace};
use crate::interface::CallInterface;
use crate::machine::shared::ConventionRegisters;
use crate::machine::shared::low;
use crate::machine::shared::receive::{
    InPlace, Places, Seat, address, give_back, give_output, is_low, register_of, word_of,
};
use crate::machine::shared::signature::{Handler, ReceivedSignature};
use crate::machine::shared::transfer::{self, Bytes, RegisterFile, Word, Words};
use crate::types::ForeignType;
use crate::types::decoding::Decoding;

/// The registers of a call that came in, and of its result.
#[derive(Debug)]
#[repr(C, align(16))]
pub(crate) struct ReceivedFrame<R: ConventionRegisters> {
    pub(crate) arguments: R::Arguments,
    pub(crate) results: MaybeUninit<R::Results>,
}

/// The function that a frame routine calls.
pub(crate) trait Dispatch<R: ConventionRegisters> {
    /// Reads arguments from the frame and `stack`, and leaves the result in the frame.
    ///
    /// # Safety
    ///
    /// The frame and the stack area, which begins with the home space, if there is one, are those of a
    /// call of an interface that `context` knows.
    unsafe fn dispatch(context: *mut c_void, frame: &mut ReceivedFrame<R>, stack: *const u8);
}

/// Where the context of a frame routine is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Context {
    /// In the slot.
    Slot,
    /// There is none, and no slot.
    None,
}

/// A signature that is known, and its handler.
pub(crate) struct Typed<S, H>(S, H);

impl<R: ConventionRegisters, S: ReceivedSignature, H: Handler<S>> Dispatch<R> for Typed<S, H> {
    #[inline(always)]
    unsafe fn dispatch(context: *mut c_void, frame: &mut ReceivedFrame<R>, stack: *const u8) {
        let ReceivedFrame { arguments, results } = frame;
        // SAFETY: the frame holds the registers of a call of this interface, and `stack` leads to its stack area.
        let mut places = unsafe { Places::<S, _>::new(arguments, stack) };
        // SAFETY: the context is that of the slot, if `H` has one.
        let output = unsafe { H::handle(context, InPlace::new(&mut places)) };
        if const { is_low::<S>() } {
            let index = const { transfer::index_of::<R::Results>(register_of::<S>()) };
            let target = ptr::from_mut(results).cast::<Words>();
            // SAFETY: a word of the register stands there.
            unsafe { (*target)[index] = Bytes(word_of::<S>(output)) };
            return;
        }
        let results = results.write(R::ZERO);
        // SAFETY: the registers are those of the call.
        unsafe { give_output::<S>(output, arguments, results) };
    }
}

/// Where a result of type `T` goes.
const fn seat_of<R: ConventionRegisters, T: ForeignType>() -> Seat {
    Seat::of(Classifier::new(R::CONVENTION, T::TYPE, None).1, T::TYPE)
}

/// An argument of type `T` as C passed it, given the address of its bytes if they stand in their order.
///
/// # Safety
///
/// The bytes of an argument of type `T` stand at `whole`, if that is an address, and `read` copies them to a target
/// with room for a `T`.
#[inline(always)]
pub(crate) unsafe fn gathered<T: ForeignType>(
    whole: Option<*const u8>,
    read: impl FnOnce(*mut u8),
) -> T {
    let decoding = const { &Decoding::of_type::<T>() };
    if let (false, Some(source)) = (decoding.any(), whole) {
        // SAFETY: the bytes of the value stand there in their order, and none has to be decoded.
        return unsafe { source.cast::<T>().read_unaligned() };
    }
    let mut value = MaybeUninit::<T>::uninit();
    let target = value.as_mut_ptr().cast();
    read(target);
    // SAFETY: the bytes of the argument were just copied to `value`, which nothing else uses.
    unsafe { decoding.decode(T::TYPE, target) };
    // SAFETY: the argument was read whole, and each `bool` and each enum in it was decoded.
    unsafe { value.assume_init() }
}

impl<R: ConventionRegisters> ReceivedFrame<R> {
    /// Reads an argument of type `T`.
    ///
    /// # Safety
    ///
    /// The frame and `stack` are those of a call in which an argument of type `T` has this place.
    #[inline(always)]
    pub(crate) unsafe fn argument<T: ForeignType>(&mut self, stack: *const u8, place: &Place) -> T {
        if const { T::TYPE.is_scalar() && !Decoding::of_type::<T>().any() }
            && let Some(source) = self.usual(stack, place)
        {
            // SAFETY: the bytes of the value stand there in their order, and none has to be decoded.
            return unsafe { source.cast::<T>().read_unaligned() };
        }
        // SAFETY: the caller's promise.
        unsafe { self.other_argument(stack, place) }
    }

    /// [`argument`](Self::argument) for a place that scalars seldom have.
    ///
    /// # Safety
    ///
    /// That of [`argument`](Self::argument).
    #[cold]
    #[inline(never)]
    unsafe fn other_argument<T: ForeignType>(&mut self, stack: *const u8, place: &Place) -> T {
        // SAFETY: the caller promises an argument in this place.
        let whole = unsafe { self.whole(stack, place) };
        // SAFETY: the target has room for a `T`, by the contract of `gathered`; the rest is the caller's promise.
        let read = |target| unsafe { self.read(stack, place, target) };
        // SAFETY: the argument is a `T`; where it stands whole, and what copies it, are those of its place.
        unsafe { gathered(whole, read) }
    }

    /// Where an argument in one register or on the stack stands.
    #[inline(always)]
    fn usual(&self, stack: *const u8, place: &Place) -> Option<*const u8> {
        match place {
            Place::Register(piece) => Some(self.register(piece.register)),
            Place::Stack { offset, .. } => Some(stack.wrapping_add(*offset as usize)),
            Place::Nowhere
            | Place::Registers(_)
            | Place::Split { .. }
            | Place::Reference { .. } => None,
        }
    }

    /// Where the bytes of an argument stand in their order, if they do: on the stack, in a copy that the caller
    /// made, or in registers that are neighbours in the frame.
    ///
    /// # Safety
    ///
    /// The frame and `stack` are those of a call in which an argument has this place.
    pub(crate) unsafe fn whole(&self, stack: *const u8, place: &Place) -> Option<*const u8> {
        match place {
            Place::Register(_) | Place::Stack { .. } => self.usual(stack, place),
            Place::Registers(pieces) => match pieces.as_slice() {
                [first, second] if first.size == 8 => {
                    let (first, second) = (
                        self.register(first.register),
                        self.register(second.register),
                    );
                    (second == first.wrapping_add(size_of::<Word>())).then_some(first)
                }
                [] | [_] | [_, _, ..] => None,
            },
            Place::Reference { address, .. } => {
                let word = match address {
                    Address::Register(register) => self.register(*register),
                    Address::Stack(offset) => stack.wrapping_add(*offset as usize),
                };
                // SAFETY: the caller of the interface passed an address there, and a register or a stack word
                // is aligned.
                let address = unsafe { word.cast::<usize>().read() };
                Some(ptr::with_exposed_provenance(address))
            }
            Place::Nowhere | Place::Split { .. } => None,
        }
    }

    /// Where a register stands in the frame.
    #[inline(always)]
    fn register(&self, register: Register) -> *const u8 {
        let offset = transfer::offset_of_register::<R::Arguments>(register);
        ptr::from_ref(&self.arguments)
            .cast::<u8>()
            .wrapping_add(offset)
    }

    /// Copies an argument to `target`, exactly as wide as its type, and as C left it.
    ///
    /// # Safety
    ///
    /// The frame and `stack` are those of a call in which an argument has this place, and `target` is
    /// writable for a value of its type.
    #[inline(never)] // The short ways of `argument` need few registers, if this is a call.
    pub(crate) unsafe fn read(&mut self, stack: *const u8, place: &Place, target: *mut u8) {
        // SAFETY: the caller's promises.
        unsafe { transfer::get(&mut self.arguments, stack, *place, target) }
    }

    /// Puts a result where the caller expects it.
    ///
    /// # Safety
    ///
    /// The frame is that of a call of an interface with a result of type `T`.
    #[inline(always)]
    pub(crate) unsafe fn give_back<T: ForeignType>(&mut self, value: T) {
        // Where a result goes depends on its type only.
        let seat = const { &seat_of::<R, T>() };
        if const { seat_of::<R, T>().low().is_some() && low::is_half(T::TYPE) } {
            let mut results = R::ZERO;
            let register = const { low::known(seat_of::<R, T>().low()) };
            // SAFETY: the type of the value is a half.
            *results.word(register) = unsafe { low::zeroed_word(value) };
            self.results = MaybeUninit::new(results);
            return;
        }
        let value = ManuallyDrop::new(value);
        // SAFETY: the caller's promise, and the value is a `T`.
        unsafe { self.put(*seat, ptr::from_ref(&value).cast()) }
    }

    /// The memory of a result that is not in registers. As far as the caller of the interface expects its address
    /// back, it is given.
    ///
    /// # Safety
    ///
    /// The frame is that of a call of `interface`.
    pub(crate) unsafe fn result_memory(&mut self, interface: &CallInterface) -> Option<*mut u8> {
        let ResultPlace::Memory { pointer, returned } = interface.result_place() else {
            return None;
        };
        // SAFETY: the caller of the interface passed the address of the result here.
        let target = unsafe { address::<u8>(&mut self.arguments, pointer) };
        let mut results = R::ZERO;
        if let Some(returned) = returned {
            *results.word(returned) = Word::new(target.addr() as u64);
        }
        self.results = MaybeUninit::new(results);
        Some(target)
    }

    /// Puts the result at `source` where the caller expects it.
    ///
    /// # Safety
    ///
    /// The frame is that of a call of `interface`; `source` leads to a value of its result type.
    #[inline(never)]
    pub(crate) unsafe fn write(&mut self, interface: &CallInterface, source: *const u8) {
        let seat = Seat::of(interface.result_place(), interface.result());
        // SAFETY: the caller's promises.
        unsafe { self.put(seat, source) }
    }

    /// [`write`](Self::write) where the seat of the result is known.
    ///
    /// # Safety
    ///
    /// The frame is that of a call of an interface whose result goes there; `source` leads to a value
    /// of its type.
    #[inline(always)]
    pub(crate) unsafe fn put(&mut self, seat: Seat, source: *const u8) {
        let mut results = R::ZERO;
        // SAFETY: the caller's promises.
        unsafe { give_back(seat, &mut self.arguments, source, &mut results) }
        self.results = MaybeUninit::new(results);
    }
}
