//! Where everything goes, in words. The text is stable: tables of tests compare it.

use core::fmt::{self, Display, Write};

use crate::abi::{Convention, Extension, Piece, Place, ResultPlace};
use crate::call::CallInterface;

impl CallInterface {
    /// Says where each argument and the result go, one line each.
    ///
    /// ```
    /// use ffi_runtime::{Abi, CallInterface, Type};
    ///
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
        let convention = self.convention();
        self.write_signature(f)?;
        writeln!(f, ", convention {convention}")?;
        for (index, (ty, place)) in self.arguments().iter().zip(self.places()).enumerate() {
            write!(f, "argument {index}: {ty} ({}) ", Bytes(ty.size()))?;
            match place {
                Place::Nowhere => f.write_str("nowhere")?,
                Place::Register(piece) => {
                    write!(f, "in {}", convention.argument_register(piece.register))?;
                    f.write_str(extension(piece.extension))?;
                }
                Place::Registers(pieces) => write_pieces(f, pieces.as_slice(), |piece| {
                    convention.argument_register(piece.register)
                })?,
                Place::Stack {
                    offset,
                    extension: filled,
                    ..
                } => {
                    write!(f, "on the stack at {offset}")?;
                    f.write_str(extension(*filled))?;
                }
            }
            f.write_char('\n')?;
        }
        self.write_result(f, convention)?;
        if self.fixed().is_some() {
            writeln!(f, "float registers: {}", self.float_registers())?;
        }
        write!(f, "stack: {}", Bytes(self.stack().size))?;
        if self.stack().align > 16 {
            write!(f, ", aligned to {}", self.stack().align)?;
        }
        f.write_char('\n')
    }
}

impl CallInterface {
    fn write_signature(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "extern \"{}\" fn(", self.abi())?;
        for (index, ty) in self.arguments().iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            if self.fixed() == Some(index) {
                f.write_str("...: ")?;
            }
            write!(f, "{ty}")?;
        }
        write!(f, ") -> {}", self.result())
    }

    fn write_result(&self, f: &mut fmt::Formatter<'_>, convention: Convention) -> fmt::Result {
        let ty = self.result();
        write!(f, "result: {ty} ({}) ", Bytes(ty.size()))?;
        match self.result_place() {
            ResultPlace::Nowhere => f.write_str("nowhere")?,
            ResultPlace::Registers(pieces) => match pieces.as_slice() {
                [piece] => write!(f, "in {}", convention.result_register(piece.register))?,
                pieces => write_pieces(f, pieces, |piece| {
                    convention.result_register(piece.register)
                })?,
            },
            ResultPlace::Memory { pointer } => write!(
                f,
                "in memory of the caller, its address in {}",
                convention.argument_register(pointer)
            )?,
        }
        f.write_char('\n')
    }
}

fn write_pieces(
    f: &mut fmt::Formatter<'_>,
    pieces: &[Piece],
    name: impl Fn(&Piece) -> &'static str,
) -> fmt::Result {
    for (index, piece) in pieces.iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        let end = piece.offset + piece.size;
        write!(f, "bytes {}..{end} in {}", piece.offset, name(piece))?;
    }
    Ok(())
}

const fn extension(extension: Extension) -> &'static str {
    match extension {
        Extension::None => "",
        Extension::Zero => ", zero-extended",
        Extension::Sign => ", sign-extended",
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
