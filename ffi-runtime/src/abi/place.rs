//! Where arguments and results go: the vocabulary that classifiers write and calls read.

/// An argument or result register, counted from the first of its file in the order in which the
/// convention hands them out.
///
/// Where the arguments have a fixed register for each position (win64), the number is the position.
/// The register that follows the argument registers of AAPCS64 carries the address of a result in
/// memory: `Integer(8)`, which is `x8`.
///
/// ```
/// use ffi_runtime::abi::{Convention, Place, Register};
/// use ffi_runtime::call::Plan;
/// use ffi_runtime::Type;
///
/// let plan = Plan::new(Convention::Sysv64, Type::Void, &[Type::F64], None)?;
/// let [Place::Register(piece)] = plan.places() else { panic!("{plan}") };
/// assert_eq!(piece.register, Register::Float(0));
/// # Ok::<(), ffi_runtime::InterfaceError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Register {
    /// General-purpose register.
    Integer(u8),
    /// Floating-point or vector register. By System V the numbers 2 and 3 of a result are the x87 registers `st0` and
    /// `st1`.
    Float(u8),
}

/// How the bits of a register above a narrow value are filled.
///
/// ```
/// use ffi_runtime::abi::{Convention, Extension, Place};
/// use ffi_runtime::call::Plan;
/// use ffi_runtime::Type;
///
/// let plan = Plan::new(Convention::Sysv64, Type::Void, &[Type::I16], None)?;
/// let [Place::Register(piece)] = plan.places() else { panic!("{plan}") };
/// assert_eq!(piece.extension, Extension::Sign);
/// # Ok::<(), ffi_runtime::InterfaceError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Extension {
    /// They are unspecified.
    None,
    /// With zeros, up to 32 bits at least.
    Zero,
    /// With copies of the highest bit, up to 32 bits at least, and through all of the register or
    /// stack word where the value has 32 bits: RISC-V asks it of `u32` too.
    Sign,
    /// With ones: an `f32` in a wider float register is NaN-boxed on RISC-V.
    NanBox,
}

/// Consecutive bytes of a value that travel in one register, at its low end.
///
/// Two pieces may carry the same bytes: a float of a variadic call of win64 is in the integer register
/// of its position and in the float register, which is the one to read it from.
///
/// ```
/// use ffi_runtime::abi::{Convention, ResultPlace};
/// use ffi_runtime::call::Plan;
/// use ffi_runtime::Type;
///
/// let plan = Plan::new(Convention::Sysv64, Type::I128, &[], None)?;
/// let ResultPlace::Registers(pieces) = plan.result_place() else { panic!("{plan}") };
/// let parts: Vec<_> = pieces.as_slice().iter().map(|piece| (piece.offset, piece.size)).collect();
/// assert_eq!(parts, [(0, 8), (8, 8)]);
/// # Ok::<(), ffi_runtime::InterfaceError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Piece {
    /// The register.
    pub register: Register,
    /// First byte of the value that it carries.
    pub offset: u32,
    /// Number of bytes, 1 to 8; or 10 in an x87 register, and up to 16 in a vector register.
    pub size: u8,
    /// The extension that fills the rest of the register.
    pub extension: Extension,
    /// Bytes of each lane, where the register is a vector of floats: 8 bytes may be two `f32`.
    pub lane: u8,
}

/// The pieces of a value that travels in up to four registers.
///
/// ```
/// use ffi_runtime::abi::{Convention, Place};
/// use ffi_runtime::call::Plan;
/// use ffi_runtime::Type;
///
/// let plan = Plan::new(Convention::Sysv64, Type::Void, &[Type::I128], None)?;
/// let [Place::Registers(pieces)] = plan.places() else { panic!("{plan}") };
/// assert_eq!(pieces.as_slice().len(), 2);
/// # Ok::<(), ffi_runtime::InterfaceError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pieces {
    pieces: [Piece; 4],
    length: u8,
}

/// The place of an argument. A value is in registers whole or not at all, except in a [`Split`](Self::Split).
///
/// ```
/// use ffi_runtime::abi::{Convention, Place};
/// use ffi_runtime::call::Plan;
/// use ffi_runtime::Type;
///
/// let plan = Plan::new(Convention::Sysv64, Type::Void, &[Type::U64; 7], None)?;
/// assert!(matches!(plan.places()[5], Place::Register(_)));
/// assert!(matches!(plan.places()[6], Place::Stack { offset: 0, size: 8, .. }));
/// # Ok::<(), ffi_runtime::InterfaceError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// It has no bytes, and takes no place.
    Nowhere,
    /// One register.
    Register(Piece),
    /// Several registers.
    Registers(Pieces),
    /// The stack, `offset` bytes above the stack pointer at the call instruction.
    Stack {
        /// Offset of the first byte. A multiple of 8, but for the arguments of Apple's AAPCS64, which
        /// are as close as their alignments let them be.
        offset: u32,
        /// Number of bytes.
        size: u32,
        /// The extension that fills the rest of the first eight bytes; bytes that follow `size` belong to the
        /// argument only if this is not [`Extension::None`].
        extension: Extension,
    },
    /// Its first bytes in the last register, the others on the stack: what RISC-V does to a value of
    /// 9 to 16 bytes, and Windows on AArch64 in a variadic call.
    Split {
        /// The part in the register.
        piece: Piece,
        /// Offset of the rest from the stack pointer at the call instruction.
        offset: u32,
        /// Number of bytes of the rest.
        size: u32,
    },
    /// A copy in memory of the caller that lives as long as the call, and that the callee may change;
    /// its address is what is passed.
    Reference {
        /// Where the address goes.
        address: Address,
        /// Number of bytes of the copy.
        size: u32,
        /// Alignment of the copy in bytes.
        align: u32,
    },
}

/// Where the address of a copy goes.
///
/// ```
/// use ffi_runtime::abi::{Address, Convention, Place, Register};
/// use ffi_runtime::call::Plan;
/// use ffi_runtime::Type;
///
/// let plan = Plan::new(Convention::Win64, Type::Void, &[Type::I128], None)?;
/// let [Place::Reference { address, align, .. }] = plan.places() else { panic!("{plan}") };
/// assert_eq!((*address, *align), (Address::Register(Register::Integer(0)), 16));
/// # Ok::<(), ffi_runtime::InterfaceError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Address {
    /// To a register.
    Register(Register),
    /// To the stack, so many bytes above the stack pointer at the call instruction.
    Stack(u32),
}

/// Where a result comes from.
///
/// ```
/// use ffi_runtime::abi::{Convention, Register, ResultPlace};
/// use ffi_runtime::call::Plan;
/// use ffi_runtime::{StructBuilder, Type};
///
/// let field = |builder: StructBuilder, name| builder.field(name, Type::F64);
/// let vector = ["x", "y", "z"].into_iter().fold(StructBuilder::new("Vector"), field).build()?;
/// let plan = Plan::new(Convention::Sysv64, vector.as_type(), &[], None)?;
/// let (pointer, returned) = (Register::Integer(0), Some(Register::Integer(0)));
/// assert_eq!(plan.result_place(), ResultPlace::Memory { pointer, returned });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResultPlace {
    /// There is none.
    Nowhere,
    /// Registers.
    Registers(Pieces),
    /// Memory that the caller provides; its address goes in this argument register.
    Memory {
        /// Carries the address.
        pointer: Register,
        /// The result register in which the callee hands the address back, if it does.
        returned: Option<Register>,
    },
}

/// The part of the stack that carries arguments.
///
/// ```
/// use ffi_runtime::abi::Convention;
/// use ffi_runtime::call::Plan;
/// use ffi_runtime::Type;
///
/// let plan = Plan::new(Convention::Sysv64, Type::Void, &[Type::U8; 8], None)?;
/// assert_eq!((plan.stack().size, plan.stack().align), (16, 16));
/// # Ok::<(), ffi_runtime::InterfaceError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StackArea {
    /// Its size in bytes, a multiple of 8; the home space is part of it.
    pub size: usize,
    /// Alignment of its start in bytes, 16 or more.
    pub align: usize,
    /// Bytes at its start that carry nothing, and that the callee may write to: the home space of
    /// win64, where register arguments can be put.
    pub home: usize,
}

impl StackArea {
    /// The most bytes that it takes: alignment past that of the stack leaves some unused.
    #[inline]
    pub(crate) const fn taken(self) -> usize {
        self.size + self.align.saturating_sub(STACK_ALIGN)
    }
}

/// How every convention aligns the stack at a call.
const STACK_ALIGN: usize = 16;

impl Place {
    /// The most bytes that the copy takes that the caller makes, if it makes one.
    #[inline]
    pub(crate) const fn copied(self) -> usize {
        match self {
            Self::Reference { size, align, .. } => {
                size as usize + (align as usize).saturating_sub(STACK_ALIGN)
            }
            Self::Nowhere
            | Self::Register(_)
            | Self::Registers(_)
            | Self::Stack { .. }
            | Self::Split { .. } => 0,
        }
    }
}

impl Piece {
    /// Whether the register has more of the value than a word.
    #[inline(always)]
    pub(crate) const fn is_wide(&self) -> bool {
        self.size as usize > size_of::<u64>()
    }
}

impl Pieces {
    /// No pieces.
    pub(crate) const NONE: Self = Self {
        pieces: [Piece {
            register: Register::Integer(0),
            offset: 0,
            size: 0,
            extension: Extension::None,
            lane: 0,
        }; 4],
        length: 0,
    };

    /// Adds a piece; a convention that asked for a fifth would be mistaken, and stops here.
    #[inline]
    pub(crate) const fn push(&mut self, piece: Piece) {
        self.pieces[self.length as usize] = piece;
        self.length += 1;
    }

    /// The pieces, in the order of their bytes.
    #[must_use]
    #[inline(always)]
    pub const fn as_slice(&self) -> &[Piece] {
        self.pieces.split_at(self.length as usize).0
    }

    /// One piece.
    #[inline]
    pub(crate) const fn one(piece: Piece) -> Self {
        let mut pieces = Self::NONE;
        pieces.push(piece);
        pieces
    }

    /// The pieces of two eightbytes, of which each may have none.
    #[inline(always)]
    pub(crate) const fn of(pieces: [Option<Piece>; 2]) -> Self {
        let nothing = Self::NONE.pieces[0];
        match pieces {
            [Some(first), Some(second)] => Self {
                pieces: [first, second, nothing, nothing],
                length: 2,
            },
            [Some(piece), None] | [None, Some(piece)] => Self {
                pieces: [piece, nothing, nothing, nothing],
                length: 1,
            },
            [None, None] => Self::NONE,
        }
    }

    /// The place of an argument that travels in these pieces.
    #[inline]
    pub(crate) const fn into_place(self) -> Place {
        match self.as_slice() {
            [] => Place::Nowhere,
            [piece] => Place::Register(*piece),
            [_, _, ..] => Place::Registers(self),
        }
    }
}
