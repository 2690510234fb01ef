//! The arguments of variadic functions where Apple and Microsoft diverge from the standard.

use crate::abi::aapcs64::ARGUMENT_REGISTERS;
use crate::abi::aapcs64::classify::{
    Class, Classifier, DOUBLE_WORD, VALUE_LIMIT, class, piece, reference, slot_align,
};
use crate::abi::aapcs64::homogeneous::Hfa;
use crate::abi::{Address, Extension, Place, Register, layout};
use crate::types::{Type, padding};

impl Classifier {
    /// Apple, "Update code that passes arguments to variadic functions": anonymous arguments are on the
    /// stack, each in slots of its own of 8 bytes.
    pub(super) const fn slots(&mut self, ty: Type<'_>) -> Place {
        if layout::size(ty) == 0 {
            return Place::Nowhere;
        }
        let align = match class(ty) {
            Class::Reference => {
                return reference(Address::Stack(self.stacked(DOUBLE_WORD, DOUBLE_WORD)), ty);
            }
            Class::Integral => DOUBLE_WORD,
            Class::Float => slot_align(layout::size(ty)),
            // An over-aligned HFA is an array of its members to clang.
            Class::Hfa(Hfa { base, .. }) => slot_align(base),
            Class::Quad | Class::Composite => self.marshaling_align(ty),
        };
        Place::Stack {
            offset: self.stacked(
                align,
                layout::size(ty) + padding(layout::size(ty), DOUBLE_WORD),
            ),
            size: layout::size(ty) as u32,
            extension: Extension::None,
        }
    }

    /// Microsoft, "Addendum: Variadic functions": "All composites are treated alike; no special
    /// treatment of HFAs or HVAs. SIMD and Floating-point Registers aren't used. Effectively, it's the
    /// same as following rules C.12-C.15 to allocate arguments to an imaginary stack, where the first 64
    /// bytes of the stack are loaded into x0-x7, and any remaining stack arguments are placed normally."
    ///
    /// So a composite may be split between x7 and the stack. The callees of clang expect that, but its
    /// callers (14) put all of it on the stack.
    pub(super) const fn imaginary(&mut self, ty: Type<'_>) -> Place {
        let size = layout::size(ty);
        if size == 0 {
            return Place::Nowhere;
        }
        match class(ty) {
            Class::Reference => return self.refer(ty),
            Class::Hfa(_) if size > VALUE_LIMIT => return self.refer(ty),
            Class::Hfa(_) | Class::Integral | Class::Quad | Class::Float | Class::Composite => {}
        }
        let align = self.marshaling_align(ty);
        if align > DOUBLE_WORD {
            self.ngrn += self.ngrn % 2;
        }
        let left = (ARGUMENT_REGISTERS - self.ngrn) as usize * DOUBLE_WORD;
        if size <= left {
            return self.take(size).into_place();
        }
        let rounded = size + padding(size, DOUBLE_WORD);
        if left == 0 {
            return Place::Stack {
                offset: self.stacked(align, rounded),
                size: size as u32,
                extension: Extension::None,
            };
        }
        // Two double-words, and only x7 is left.
        self.ngrn = ARGUMENT_REGISTERS;
        Place::Split {
            piece: piece(Register::Integer(ARGUMENT_REGISTERS - 1), 0, left),
            offset: self.stacked(DOUBLE_WORD, rounded - left),
            size: (size - left) as u32,
        }
    }
}
