//! One call of a dynamic callback, as its closure sees it: untyped places.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use crate::abi::Place;
use crate::interface::CallInterface;
use crate::machine::processor::received::Received;
use crate::types::{ForeignType, Type, booleans};

/// One call of a [`DynamicCallback`](super::DynamicCallback): the arguments as they came in, and the place of
/// the result.
#[derive(Debug)]
pub struct Invocation<'a> {
    interface: &'a CallInterface,
    frame: Received<'a>,
    stack: *const u8,
    result: Answer,
    /// A result in registers that the closure writes in place. No convention has registers for more bytes.
    buffer: MaybeUninit<[u128; 4]>,
    /// Arguments that came in several registers, put together.
    gathered: Option<Box<Gathered>>,
}

/// How the closure gave the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// Not yet.
    None,
    /// It is where C expects it.
    Given,
    /// It has the address of the buffer.
    InBuffer,
}

/// The value of an argument, and others.
#[derive(Debug)]
struct Gathered {
    _value: Vec<MaybeUninit<u128>>,
    _others: Option<Box<Self>>,
}

/// The type and the place of an argument.
#[inline(always)]
#[track_caller]
fn placed(interface: &CallInterface, index: usize) -> (Type<'_>, &Place) {
    match interface.argument(index) {
        Some(placed) => placed,
        None => no_argument(index, interface.arguments().len()),
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn no_argument(index: usize, count: usize) -> ! {
    panic!("argument {index} was asked for, but there are {count}")
}

#[cold]
#[inline(never)]
#[track_caller]
fn wrong_argument(index: usize, ty: Type<'_>, asked: Type<'_>) -> ! {
    panic!("argument {index} is of type {ty}, but was asked for as {asked}")
}

impl<'a> Invocation<'a> {
    /// Begins a call of the interface.
    #[inline(always)]
    pub(super) fn new(interface: &'a CallInterface, frame: Received<'a>, stack: *const u8) -> Self {
        Self {
            interface,
            frame,
            stack,
            result: Answer::None,
            buffer: MaybeUninit::uninit(),
            gathered: None,
        }
    }

    /// Ends the call.
    ///
    /// # Panics
    ///
    /// If the closure gave no result, and there is one.
    #[inline(always)]
    pub(super) fn end(&mut self) {
        if self.result != Answer::Given {
            self.end_otherwise();
        }
    }

    /// [`end`](Self::end) of a call whose result is not where C expects it: apart, so that `end` is short enough to
    /// be inlined.
    #[inline(never)]
    fn end_otherwise(&mut self) {
        if self.result == Answer::InBuffer {
            // SAFETY: the frame is that of a call of the interface; whoever has the address of the buffer
            // wrote a value of the result's type there.
            return unsafe {
                self.frame
                    .write(self.interface, self.buffer.as_ptr().cast())
            };
        }
        let result = self.interface.result();
        assert!(
            result.size() == 0,
            "the closure set no result, which is of type {result}"
        );
    }

    /// The interface that C calls.
    #[must_use]
    pub fn interface(&self) -> &CallInterface {
        self.interface
    }

    /// The argument of this index, counted from 0.
    ///
    /// # Panics
    ///
    /// If there is none, or if its type is not that of `T`.
    ///
    /// # Safety
    ///
    /// C passes a value that is valid for `T`. Any value is, if `T` is an integer, a float, a raw pointer,
    /// a `bool` (every byte but 0 is `true`), or a struct or an array of them.
    #[inline]
    #[track_caller]
    pub unsafe fn argument<T: ForeignType + Copy>(&mut self, index: usize) -> T {
        let (ty, place) = placed(self.interface, index);
        if ty != T::TYPE {
            wrong_argument(index, ty, T::TYPE);
        }
        // SAFETY: the frame and the stack area are those of a call of the interface, whose argument of
        // this index has the type of a `T`; that its value is valid is the caller's promise.
        unsafe { self.frame.argument(self.stack, place) }
    }

    /// The address at which the bytes of the argument of this index stand, as C left them: a `bool` among them
    /// may be any byte but 0. It need not be aligned for its type.
    ///
    /// Most arguments stand in what C passed, and are not copied. What came in several registers is put
    /// together. It is there until the call is over.
    ///
    /// ```
    /// use ffi_runtime::callback::DynamicCallback;
    /// use ffi_runtime::{Abi, CallInterface, Type};
    ///
    /// // What is known of a signature at run time is often no more than a function over addresses.
    /// let negate = |number: *const i32, result: *mut i32| {
    ///     // SAFETY: both are the addresses of an `i32`, or of the memory for one.
    ///     unsafe { result.write(-*number) }
    /// };
    /// let interface = CallInterface::prepare(Abi::C, Type::I32, &[Type::I32])?;
    /// let callback = DynamicCallback::new(interface, move |call| {
    ///     let number = call.argument_address(0);
    ///     // SAFETY: `negate` writes the result.
    ///     negate(number.cast(), unsafe { call.result_address() }.cast());
    /// })?;
    /// // SAFETY: the callback has this signature.
    /// let function: extern "C" fn(i32) -> i32 = unsafe { std::mem::transmute(callback.code()) };
    /// assert_eq!(function(7), -7);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Panics
    ///
    /// If there is no argument of this index.
    #[track_caller]
    pub fn argument_address(&mut self, index: usize) -> *const c_void {
        let (ty, place) = placed(self.interface, index);
        // SAFETY: the frame and the stack area are those of a call of the interface.
        if let Some(address) = unsafe { self.frame.whole(self.stack, place) } {
            return address.cast();
        }
        let mut value = vec![MaybeUninit::uninit(); ty.size().div_ceil(size_of::<u128>())];
        let target = value.as_mut_ptr().cast();
        // SAFETY: the frame and the stack area are those of a call of the interface, and the target has room
        // for the value.
        unsafe { self.frame.read(self.stack, place, target) }
        // The elements of the vector stay where they are.
        self.gathered = Some(Box::new(Gathered {
            _value: value,
            _others: self.gathered.take(),
        }));
        target.cast()
    }

    /// Copies the argument of this index to `target`, exactly as wide as its type. Each `bool` in it
    /// becomes 0 or 1.
    ///
    /// # Safety
    ///
    /// There is an argument of this index, and `target` is writable for a value of its type; it need not
    /// be aligned.
    #[track_caller]
    pub unsafe fn read(&mut self, index: usize, target: *mut u8) {
        let interface = self.interface;
        let ty = interface.arguments()[index];
        let place = &interface.places()[index];
        // SAFETY: the frame and the stack area are those of a call of the interface, and the target is
        // the caller's promise.
        unsafe { self.frame.read(self.stack, place, target) }
        if self.interface.has_bool_argument() {
            // SAFETY: the bytes of a value of this type were just copied there.
            unsafe { booleans::walk(ty, target) }
        }
    }

    /// Gives C its result. The last one given counts.
    ///
    /// # Panics
    ///
    /// If the result is not of the type of `T`.
    #[inline]
    #[track_caller]
    pub fn set_result<T: ForeignType>(&mut self, value: T) {
        let ty = self.interface.result();
        assert!(
            ty == T::TYPE,
            "the result is of type {ty}, but was given as {}",
            T::TYPE
        );
        // SAFETY: the frame is that of a call of the interface, and the value is of its result type.
        unsafe { self.frame.give_back(value) }
        self.result = Answer::Given;
    }

    /// Gives C the result at `source`.
    ///
    /// # Safety
    ///
    /// `source` leads to a value of the result's type; it need not be aligned.
    pub unsafe fn write_result(&mut self, source: *const u8) {
        // SAFETY: the frame is that of a call of the interface, and the source is the caller's promise.
        unsafe { self.frame.write(self.interface, source) }
        self.result = Answer::Given;
    }

    /// The address at which the closure is to write the result, exactly as wide as its type: where C expects
    /// it, if it is in memory. [`argument_address`](Self::argument_address) has an example.
    ///
    /// # Safety
    ///
    /// A value of the result's type is written there before the closure returns, and no result is given in
    /// another way afterwards.
    pub unsafe fn result_address(&mut self) -> *mut c_void {
        // SAFETY: the frame is that of a call of the interface.
        if let Some(address) = unsafe { self.frame.result_memory(self.interface) } {
            self.result = Answer::Given;
            return address.cast();
        }
        self.result = Answer::InBuffer;
        self.buffer.as_mut_ptr().cast()
    }
}
