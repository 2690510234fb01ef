//! Mistakes of compilers: signatures that have to differ, each with its reason.

use std::slice;

use ffi_runtime::abi::{Convention, Piece, Place, Register, ResultPlace};
use ffi_runtime::{CallInterface, Type};

use crate::toolchain::Toolchain;

/// A row of the table.
#[derive(Debug)]
pub struct KnownFailure {
    /// The compiler's family.
    pub family: &'static str,
    /// First major version without the mistake.
    pub fixed_in: u32,
    /// The mistake, and where it is recorded.
    pub reason: &'static str,
    /// The optimization level that it makes the mistake at, if it does not at each.
    pub level: Option<&'static str>,
    /// Where it makes the mistake, and what comes of it.
    pub effect: Effect,
    /// Whether a signature meets it.
    pub applies: fn(&CallInterface) -> bool,
}

/// The consequence of a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A callee sees other values, or finds them elsewhere.
    Callee,
    /// A callee and a caller: where the compiler compiles a caller, it passes the values so, too.
    CalleeAndCaller,
    /// A callee ends the process.
    Crash,
}

/// All known mistakes.
pub const KNOWN_FAILURES: &[KnownFailure] = &[
    KnownFailure {
        family: "clang",
        fixed_in: 18,
        reason: "an `__int128` argument is split between the last integer register and the stack, \
                 and is aligned to 8 instead of 16 on the stack (LLVM's D86310 and D158169)",
        level: None,
        effect: Effect::CalleeAndCaller,
        applies: int128_is_cut,
    },
    KnownFailure {
        family: "gcc",
        fixed_in: u32::MAX,
        reason: "an argument that RISC-V splits between a7 and the stack is put together where its \
                 second half came in, 8 bytes below a multiple of 16, also if its type is aligned to \
                 16 (seen with gcc 12.2, which misplaces what it passes to itself too)",
        level: None,
        effect: Effect::Callee,
        applies: aligned_value_is_split,
    },
    KnownFailure {
        family: "gcc",
        fixed_in: u32::MAX,
        reason: "`va_arg` copies an aggregate of integers that is aligned to 16 by an instruction that \
                 needs this alignment, also where the aggregate came in an odd register and is not \
                 aligned (seen with gcc 12.2, whose own calls crash too)",
        level: Some("-O2"),
        effect: Effect::Crash,
        applies: aligned_integers_come_in_odd_register,
    },
    KnownFailure {
        family: "clang",
        fixed_in: u32::MAX,
        reason: "where the target is not Windows, a `long double` is returned in st0 by the convention of Windows \
                 too; gcc, and clang where it is, return it in memory (seen with clang 14.0.6)",
        level: None,
        effect: Effect::Crash,
        applies: windows_returns_long_double,
    },
    KnownFailure {
        family: "clang",
        fixed_in: u32::MAX,
        reason: "where the target is Windows, a result of x87 registers is returned in memory by the convention of \
                 System V too; gcc, and clang where it is not, return it in these registers (seen with clang 14.0.6)",
        level: None,
        effect: Effect::Crash,
        applies: system_v_returns_x87_on_windows,
    },
];

impl KnownFailure {
    /// The row that a signature meets with a compiler, which compiled the caller if the call came in.
    #[must_use]
    pub fn find(
        toolchain: &Toolchain,
        interface: &CallInterface,
        came_in: bool,
    ) -> Option<&'static Self> {
        KNOWN_FAILURES.iter().find(|row| {
            let is_met = match row.effect {
                Effect::Callee => !came_in,
                Effect::CalleeAndCaller => true,
                Effect::Crash => false,
            };
            is_met && row.is_met(toolchain, interface)
        })
    }

    /// The row by which a compiler's callee of a signature would end the process.
    #[must_use]
    pub fn crash(toolchain: &Toolchain, interface: &CallInterface) -> Option<&'static Self> {
        KNOWN_FAILURES
            .iter()
            .find(|row| row.effect == Effect::Crash && row.is_met(toolchain, interface))
    }

    fn is_met(&self, toolchain: &Toolchain, interface: &CallInterface) -> bool {
        self.family == toolchain.family
            && self.level.is_none_or(|level| level == toolchain.level)
            && toolchain.major() < self.fixed_in
            && (self.applies)(interface)
    }
}

/// The callee writes no result, and leaves one on the x87 stack for the calls after it.
fn windows_returns_long_double(interface: &CallInterface) -> bool {
    !cfg!(windows) && interface.convention() == Convention::Win64 && interface.result() == Type::F80
}

/// The callee takes the first argument for the address of the result, and as caller passes this address.
fn system_v_returns_x87_on_windows(interface: &CallInterface) -> bool {
    let is_x87 = match interface.result_place() {
        ResultPlace::Registers(pieces) => pieces
            .as_slice()
            .iter()
            .any(|piece| matches!(piece.register, Register::Float(2..))),
        ResultPlace::Nowhere | ResultPlace::Memory { .. } => false,
    };
    cfg!(windows) && interface.convention() == Convention::Sysv64 && is_x87
}

/// The registers of the arguments after the named ones lie in memory one behind the other, from a multiple
/// of 16 on. An aggregate that comes in one kind of register is copied from there at once.
fn aligned_integers_come_in_odd_register(interface: &CallInterface) -> bool {
    let named = interface.fixed().unwrap_or(interface.arguments().len());
    let arguments = interface.arguments().iter().zip(interface.places());
    let mut unnamed = arguments.skip(named);
    interface.convention() == Convention::Sysv64
        && unnamed.any(|(ty, place)| {
            let pieces = match place {
                Place::Register(piece) => slice::from_ref(piece),
                Place::Registers(pieces) => pieces.as_slice(),
                Place::Nowhere
                | Place::Stack { .. }
                | Place::Split { .. }
                | Place::Reference { .. } => &[],
            };
            let mut registers = pieces.iter().map(|piece| piece.register);
            let is_odd = |first| matches!(first, Register::Integer(number) if number % 2 == 1);
            ty.align() == 16
                && integers(pieces) == pieces.len()
                && registers.next().is_some_and(is_odd)
                && is_copied_as_bytes(*ty)
        })
}

/// Whether a member keeps gcc from seeing an aggregate as one integer, so that it moves it with a vector
/// register: one that is as large as no integer is, or has such a member.
fn is_copied_as_bytes(ty: Type<'_>) -> bool {
    let is_odd = |ty: Type<'_>| !matches!(ty.size(), 1 | 2 | 4 | 8 | 16) || is_copied_as_bytes(ty);
    match ty {
        Type::Struct(aggregate) | Type::Union(aggregate) => {
            aggregate.fields.iter().any(|field| is_odd(field.ty))
        }
        Type::Array(array) => is_odd(array.element),
        Type::Void
        | Type::Bool
        | Type::I8
        | Type::I16
        | Type::I32
        | Type::I64
        | Type::I128
        | Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::U128
        | Type::F32
        | Type::F64
        | Type::F80
        | Type::F128
        | Type::V64
        | Type::V128
        | Type::ComplexF80
        | Type::Pointer => false,
    }
}

/// The values are right, but the callee's own variable is not aligned.
fn aligned_value_is_split(interface: &CallInterface) -> bool {
    let mut arguments = interface.arguments().iter().zip(interface.places());
    interface.convention() == Convention::Riscv64
        && arguments.any(|(ty, place)| matches!(place, Place::Split { .. }) && ty.align() == 16)
}

/// Such clangs pass an `__int128` as two independent 64-bit integers, and read it so: callees and callers
/// have the same mistake. It is where it should be only
/// if no integer register is left, and no padding comes before it on the stack.
fn int128_is_cut(interface: &CallInterface) -> bool {
    if interface.convention() != Convention::Sysv64 {
        return false;
    }
    let mut registers = match interface.result_place() {
        ResultPlace::Memory { .. } => 1,
        ResultPlace::Nowhere | ResultPlace::Registers(_) => 0,
    };
    let mut end = 0;
    // What is not named, the callee does not get as an argument: `va_arg` takes it from where it is.
    let named = interface.fixed().unwrap_or(interface.arguments().len());
    let arguments = interface.arguments().iter().zip(interface.places());
    for (ty, place) in arguments.take(named) {
        match place {
            // System V has no such places.
            Place::Nowhere | Place::Split { .. } | Place::Reference { .. } => {}
            Place::Register(piece) => registers += integers(slice::from_ref(piece)),
            Place::Registers(pieces) => registers += integers(pieces.as_slice()),
            Place::Stack { offset, size, .. } => {
                let is_int128 = matches!(ty, Type::I128 | Type::U128);
                if is_int128 && (registers < INTEGER_REGISTERS || *offset > end) {
                    return true;
                }
                end = (offset + size).next_multiple_of(8);
            }
        }
    }
    false
}

/// Integer registers of System V arguments.
const INTEGER_REGISTERS: usize = 6;

fn integers(pieces: &[Piece]) -> usize {
    pieces
        .iter()
        .filter(|piece| matches!(piece.register, Register::Integer(_)))
        .count()
}
