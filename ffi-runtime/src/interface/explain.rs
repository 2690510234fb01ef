//! Where everything goes, in words. The text is stable: tables of tests compare it.

use core::fmt::{self, Display, Write};

use crate::abi::{
    Abi, Address, Convention, Extension, Piece, Place, Register, ResultPlace, StackArea, layout,
};
use crate::interface::CallInterface;
use crate::types::Type;

impl CallInterface {
    /// Says where each argument and the result go, one line each.
    ///
    /// ```
    /// use ffi_runtime::{Abi, CallInterface, Type};
    ///
    /// # let executable = ffi_runtime::abi::Convention::Sysv64.is_executable();
    /// # if !executable { return Ok(()) }
    /// let interface = CallInterface::prepare(Abi::Sysv64, Type::F64, &[Type::I8, Type::F32])?;
    /// assert_eq!(
    ///     interface.explain(),
    ///     "extern \"sysv64\" fn(i8, f32) -> f64, convention sysv64\n\
    ///      argument 0: i8 (1 byte) in rdi, sign-extended\n\
    ///      argument 1: f32 (4 bytes) in xmm0\n\
    ///      result: f64 (8 bytes) in xmm0\n\
    ///      stack: 0 bytes\n"
    /// );
    /// # Ok::<(), ffi_runtime::InterfaceError>(())
    /// ```
    #[must_use]
    pub fn explain(&self) -> String {
        self.to_string()
    }
}

impl Display for CallInterface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let explanation = Explanation {
            abi: Some(self.abi()),
            convention: self.convention(),
            result: self.result(),
            arguments: self.arguments(),
            fixed: self.fixed(),
            result_place: self.result_place(),
            places: self.places(),
            stack: self.stack(),
            float_registers: self.float_registers(),
        };
        explanation.fmt(f)
    }
}

/// All that is said about an interface or a plan.
pub(super) struct Explanation<'a> {
    pub(super) abi: Option<Abi>,
    pub(super) convention: Convention,
    pub(super) result: Type<'a>,
    pub(super) arguments: &'a [Type<'a>],
    pub(super) fixed: Option<usize>,
    pub(super) result_place: ResultPlace,
    pub(super) places: &'a [Place],
    pub(super) stack: StackArea,
    pub(super) float_registers: u8,
}

impl Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_signature(f)?;
        writeln!(f, ", convention {}", self.convention)?;
        for (index, (ty, place)) in self.arguments.iter().zip(self.places).enumerate() {
            write!(f, "argument {index}: {ty} ({}) ", Bytes(layout::size(*ty)))?;
            self.write_place(f, place)?;
            f.write_char('\n')?;
        }
        write!(
            f,
            "result: {} ({}) ",
            self.result,
            Bytes(layout::size(self.result))
        )?;
        self.write_result(f)?;
        f.write_char('\n')?;
        if self.fixed.is_some() && self.convention.counts_float_registers() {
            writeln!(f, "float registers: {}", self.float_registers)?;
        }
        self.write_stack(f)
    }
}

impl Explanation<'_> {
    fn write_signature(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(abi) = self.abi {
            write!(f, "extern \"{abi}\" ")?;
        }
        f.write_str("fn(")?;
        for (index, ty) in self.arguments.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            if self.fixed == Some(index) {
                f.write_str("...: ")?;
            }
            write!(f, "{ty}")?;
        }
        write!(f, ") -> {}", self.result)
    }

    fn write_place(&self, f: &mut fmt::Formatter<'_>, place: &Place) -> fmt::Result {
        let name = |register| self.convention.argument_register(register);
        match place {
            Place::Nowhere => f.write_str("nowhere"),
            Place::Register(piece) => {
                let filled = extension(piece.extension);
                write!(f, "in {}{filled}", name(piece.register))
            }
            Place::Registers(pieces) => write_pieces(f, pieces.as_slice(), name),
            Place::Stack {
                offset,
                extension: filled,
                ..
            } => write!(f, "on the stack at {offset}{}", extension(*filled)),
            Place::Split {
                piece,
                offset,
                size,
            } => {
                write_pieces(f, &[*piece], name)?;
                let start = piece.offset + u32::from(piece.size);
                let end = start + size;
                write!(f, ", bytes {start}..{end} on the stack at {offset}")
            }
            Place::Reference { address, align, .. } => {
                write!(f, "in a copy aligned to {align}, its address ")?;
                match address {
                    Address::Register(register) => write!(f, "in {}", name(*register)),
                    Address::Stack(offset) => write!(f, "on the stack at {offset}"),
                }
            }
        }
    }

    fn write_result(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |register| self.convention.result_register(register);
        match self.result_place {
            ResultPlace::Nowhere => f.write_str("nowhere"),
            ResultPlace::Registers(pieces) => match pieces.as_slice() {
                [piece] => write!(f, "in {}", name(piece.register)),
                pieces => write_pieces(f, pieces, name),
            },
            ResultPlace::Memory { pointer, .. } => write!(
                f,
                "in memory of the caller, its address in {}",
                self.convention.argument_register(pointer)
            ),
        }
    }

    fn write_stack(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "stack: {}", Bytes(self.stack.size))?;
        if self.stack.home > 0 {
            write!(f, ", of them {} home space", self.stack.home)?;
        }
        if self.stack.align > 16 {
            write!(f, ", aligned to {}", self.stack.align)?;
        }
        f.write_char('\n')
    }
}

fn write_pieces(
    f: &mut fmt::Formatter<'_>,
    pieces: &[Piece],
    name: impl Fn(Register) -> &'static str,
) -> fmt::Result {
    for (index, piece) in pieces.iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        let end = piece.offset + u32::from(piece.size);
        write!(
            f,
            "bytes {}..{end} in {}",
            piece.offset,
            name(piece.register)
        )?;
    }
    Ok(())
}

const fn extension(extension: Extension) -> &'static str {
    match extension {
        Extension::None => "",
        Extension::Zero => ", zero-extended",
        Extension::Sign => ", sign-extended",
        Extension::NanBox => ", NaN-boxed",
    }
}

/// "1 byte", "2 bytes".
struct Bytes(usize);

impl Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => f.write_str("1 byte"),
            count => write!(f, "{count} bytes"),
        }
    }
}
