//! Execution: registers and stack words become a call.
//!
//! Typed calls have three forms of assembly, chosen by the interface: *inline* (arguments in registers
//! only, the call stands in the caller's own code), *forwarder* (a routine with the parameters of a
//! whole register file, which jumps to the target among them; the compiler writes the stack words where
//! they belong; in `forward`) and *frame* (any number of stack words; in `frame`). Dynamic calls
//! (`dynamic`) have a form of their own (`program`), and use the frame where that does not reach.

use core::arch::asm;
use core::arch::x86_64::__m128;
use core::mem::{MaybeUninit, offset_of};

use crate::abi::sysv64::{INTEGER_REGISTERS, NUMBER};
use crate::abi::{Convention, Register, ResultPlace};
use crate::interface::CallInterface;
use crate::machine::shared::ConventionRegisters;
use crate::machine::shared::frame::call_words;
use crate::machine::shared::transfer::{RegisterFile, Word};
use crate::machine::shared::typed::{Area, Execute, Rules, Summary, returning};
use crate::machine::sysv64::forward::MAX_FORWARDED;
use crate::machine::sysv64::shape::{ResultShape, Shape};
use crate::types::CodePointer;

/// A vector register. As a vector, a lone `f32` in it costs no instruction to put there.
pub(super) type Vector = MaybeUninit<__m128>;

/// The registers that carry arguments; `V` is as much of a vector register as is of use.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct ArgumentRegisters<V> {
    /// rdi, rsi, rdx, rcx, r8, r9.
    pub(super) integers: [Word; 6],
    /// xmm0 to xmm7.
    pub(super) floats: [V; 8],
    /// rax, of which a variadic callee reads al: an upper bound of the vector registers in use
    /// (psABI 3.2.3, passing, 3).
    pub(super) rax: Word,
}

/// The registers that carry results; `V` as above.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct ResultRegisters<V> {
    /// rax, rdx.
    pub(super) integers: [Word; 2],
    /// xmm0, xmm1.
    pub(super) floats: [V; 2],
}

/// What can hold the low half of a vector register.
pub trait VectorSlot: Copy {
    /// No defined byte.
    const UNDEFINED: Self;

    /// The low eight bytes.
    fn low(&mut self) -> &mut Word;
}

impl VectorSlot for Word {
    const UNDEFINED: Self = Self::uninit();

    #[inline(always)]
    fn low(&mut self) -> &mut Word {
        self
    }
}

impl VectorSlot for Vector {
    const UNDEFINED: Self = Self::uninit();

    #[inline(always)]
    fn low(&mut self) -> &mut Word {
        // SAFETY: the vector is larger and more aligned than the word, the borrow is handed on, and
        // any byte of either may be uninitialized.
        unsafe { &mut *core::ptr::from_mut(self).cast::<Word>() }
    }
}

/// The convention, for what all of them share.
pub(crate) type Sysv64 = Rules<{ NUMBER }>;

impl ConventionRegisters for Sysv64 {
    const CONVENTION: Convention = Convention::Sysv64;

    type Arguments = ArgumentRegisters<Word>;

    const UNDEFINED: Self::Arguments = ArgumentRegisters::new();

    type Results = ResultRegisters<Word>;

    const ZERO: Self::Results = ResultRegisters::zero();

    const WORDS: Option<[usize; 2]> = Some([
        offset_of!(Self::Arguments, integers),
        offset_of!(Self::Arguments, floats),
    ]);
}

/// All arguments of a call in their places.
#[derive(Clone, Copy, Debug)]
pub struct Arguments<const WORDS: usize> {
    /// Those in registers.
    pub(crate) registers: ArgumentRegisters<Vector>,
    /// Those on the stack, from the lowest address up.
    pub(crate) stack: [Word; WORDS],
}

impl<V: VectorSlot> ArgumentRegisters<V> {
    /// All registers undefined.
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self {
            integers: [Word::uninit(); 6],
            floats: [V::UNDEFINED; 8],
            rax: Word::uninit(),
        }
    }

    /// Tells a variadic callee how many vector registers carry arguments.
    #[inline(always)]
    pub(crate) const fn set_variadic(&mut self, floats: u8) {
        self.rax = Word::new(floats as u64);
    }
}

impl<V: VectorSlot> ResultRegisters<V> {
    /// All registers undefined.
    #[inline(always)]
    pub(super) const fn undefined() -> Self {
        Self {
            integers: [Word::uninit(); 2],
            floats: [V::UNDEFINED; 2],
        }
    }
}

impl ResultRegisters<Word> {
    /// All registers zero. Where they go through memory, a whole word is stored at once, as it is loaded.
    #[inline(always)]
    pub(super) const fn zero() -> Self {
        Self {
            integers: [Word::new(0); 2],
            floats: [Word::new(0); 2],
        }
    }
}

impl<const WORDS: usize> Area for Arguments<WORDS> {
    type Registers = ArgumentRegisters<Vector>;

    #[inline(always)]
    fn new() -> Self {
        Self {
            registers: ArgumentRegisters::new(),
            stack: [Word::uninit(); WORDS],
        }
    }

    #[inline(always)]
    fn parts(&mut self) -> (&mut ArgumentRegisters<Vector>, *mut u8) {
        (&mut self.registers, self.stack.as_mut_ptr().cast())
    }
}

impl<V: VectorSlot> RegisterFile for ArgumentRegisters<V> {
    #[inline(always)]
    fn word(&mut self, register: Register) -> &mut Word {
        match register {
            Register::Integer(number) => &mut self.integers[number as usize],
            Register::Float(number) => self.floats[number as usize].low(),
        }
    }
}

impl<V: VectorSlot> RegisterFile for ResultRegisters<V> {
    #[inline(always)]
    fn word(&mut self, register: Register) -> &mut Word {
        match register {
            Register::Integer(number) => &mut self.integers[number as usize],
            Register::Float(number) => self.floats[number as usize].low(),
        }
    }
}

/// The low half of a vector register, in another type.
#[inline(always)]
fn convert<A: VectorSlot, B: VectorSlot>(mut vector: A) -> B {
    let mut converted = B::UNDEFINED;
    *converted.low() = *vector.low();
    converted
}

impl<V: VectorSlot> ArgumentRegisters<V> {
    /// The same registers for another form.
    #[inline(always)]
    pub(super) fn convert<B: VectorSlot>(self) -> ArgumentRegisters<B> {
        ArgumentRegisters {
            integers: self.integers,
            floats: self.floats.map(convert),
            rax: self.rax,
        }
    }
}

/// A form of the call, by the number that `form` gives.
#[derive(Debug)]
pub struct Form<const FORM: u8>;

const INLINE: u8 = 0;
/// Forwarders are told the target in r9, if neither r9 nor al carries anything, or else in one more
/// stack word.
pub(super) const FORWARD: u8 = 1;
pub(super) const FORWARD_ALL: u8 = 2;
/// The same with a result in memory.
pub(super) const FORWARD_MEMORY: u8 = 3;
pub(super) const FORWARD_ALL_MEMORY: u8 = 4;
const FRAME: u8 = 5;

/// The cheapest form that can execute `interface`.
pub(crate) const fn form(interface: &CallInterface) -> u8 {
    let stack = interface.stack();
    if stack.size > MAX_FORWARDED * 8 || stack.align > 16 {
        return FRAME;
    }
    let spare = (interface.integer_registers() as usize) < INTEGER_REGISTERS.len()
        && interface.fixed().is_none();
    match interface.result_place() {
        // A smaller result may be in memory too (packed), but the compiler could decide otherwise.
        ResultPlace::Memory { .. } if interface.result().size() > 16 => {
            if spare {
                FORWARD_MEMORY
            } else {
                FORWARD_ALL_MEMORY
            }
        }
        ResultPlace::Memory { .. } | ResultPlace::Nowhere | ResultPlace::Registers(_) => {
            if stack.size == 0 && !interface.abi().unwinds() {
                INLINE
            } else if spare {
                FORWARD
            } else {
                FORWARD_ALL
            }
        }
    }
}

impl<const FORM: u8, const WORDS: usize, const SHAPE: u8> Execute<FORM, WORDS, SHAPE> for Sysv64
where
    Form<FORM>: Executing<WORDS>,
    ResultShape<SHAPE>: Shape,
{
    type Arguments = Arguments<WORDS>;

    #[inline(always)]
    unsafe fn execute<R>(
        mut arguments: Arguments<WORDS>,
        summary: Summary,
        target: CodePointer,
    ) -> R {
        if let Some(floats) = summary.variadic_floats {
            arguments.registers.set_variadic(floats);
        }
        // SAFETY: the caller's promises.
        unsafe { Form::<FORM>::execute::<ResultShape<SHAPE>, R>(arguments, summary, target) }
    }
}

/// A form that can execute calls with `WORDS` stack words.
pub trait Executing<const WORDS: usize> {
    /// Calls `target` and returns its result.
    ///
    /// # Safety
    ///
    /// - `arguments` are in the places of an interface that `target` has, that needs `WORDS` stack
    ///   words, and whose result is an `R` that comes in the registers of `S`.
    /// - `summary` is that of the interface.
    /// - The caller may call `target` with these arguments.
    unsafe fn execute<S: Shape, R>(
        arguments: Arguments<WORDS>,
        summary: Summary,
        target: CodePointer,
    ) -> R;
}

impl Executing<0> for Form<INLINE> {
    #[inline(always)]
    unsafe fn execute<S: Shape, R>(
        arguments: Arguments<0>,
        summary: Summary,
        target: CodePointer,
    ) -> R {
        // SAFETY: the caller's promises, for the call too.
        let call = |arguments: Arguments<0>| unsafe { call_inline(&arguments.registers, target) };
        // SAFETY: the caller's promises.
        unsafe { returning(arguments, summary, call) }
    }
}

/// The call. A program that is compiled for AVX may have left the upper halves of vector registers in
/// use, which makes a callee without AVX slow on some processors; the compiler clears them before a
/// call, but does not see one here.
#[cfg(target_feature = "avx")]
macro_rules! call_target {
    () => {
        "vzeroupper\ncall {target}"
    };
}

/// The call.
#[cfg(not(target_feature = "avx"))]
macro_rules! call_target {
    () => {
        "call {target}"
    };
}

/// The inline form: the operands are the argument registers, and one that is undefined costs no
/// instruction.
///
/// # Safety
///
/// `target` is a function that may be called with these registers, takes nothing on the stack, and
/// does not unwind.
#[inline(always)]
pub(super) unsafe fn call_inline(
    registers: &ArgumentRegisters<Vector>,
    target: CodePointer,
) -> ResultRegisters<Vector> {
    let [rdi, rsi, rdx, rcx, r8, r9] = registers.integers;
    let [xmm0, xmm1, xmm2, xmm3, xmm4, xmm5, xmm6, xmm7] = registers.floats;
    let (result_rax, result_rdx, result_xmm0, result_xmm1): (u64, u64, __m128, __m128);
    // SAFETY: the compiler aligns the stack to 16 and keeps nothing in the red zone around assembly
    // that may push; `clobber_abi` covers every register that the convention lets a callee change;
    // the rest is the caller's promise.
    unsafe {
        asm!(
            call_target!(),
            target = in(reg) target.as_ptr(),
            in("rdi") rdi,
            in("rsi") rsi,
            inout("rdx") rdx => result_rdx,
            in("rcx") rcx,
            in("r8") r8,
            in("r9") r9,
            inout("rax") registers.rax => result_rax,
            inout("xmm0") xmm0 => result_xmm0,
            inout("xmm1") xmm1 => result_xmm1,
            in("xmm2") xmm2,
            in("xmm3") xmm3,
            in("xmm4") xmm4,
            in("xmm5") xmm5,
            in("xmm6") xmm6,
            in("xmm7") xmm7,
            clobber_abi("sysv64"),
        );
    }
    ResultRegisters {
        integers: [Word::new(result_rax), Word::new(result_rdx)],
        floats: [Vector::new(result_xmm0), Vector::new(result_xmm1)],
    }
}

impl<const WORDS: usize> Executing<WORDS> for Form<FRAME> {
    #[inline(always)]
    unsafe fn execute<S: Shape, R>(
        arguments: Arguments<WORDS>,
        summary: Summary,
        target: CodePointer,
    ) -> R {
        let call = |Arguments { registers, stack }: Arguments<WORDS>| {
            let registers = registers.convert();
            // SAFETY: the caller's promises.
            unsafe { call_words::<Sysv64>(registers, &stack, summary.stack_align, target) }
        };
        // SAFETY: the caller's promises.
        unsafe { returning(arguments, summary, call) }
    }
}

/// For a callback: the stack words.
pub(crate) const fn received_layout(interface: &CallInterface) -> usize {
    interface.stack().size.div_ceil(size_of::<Word>())
}
