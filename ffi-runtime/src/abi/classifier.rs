//! One classifier for every stage that needs places: the convention's own, chosen by value.

use crate::abi::{Convention, Place, ResultPlace, StackArea, aapcs64, riscv64, sysv64, win64};
use crate::types::Type;

/// Hands out places in the order of the arguments, the result first.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Classifier {
    Sysv64(sysv64::Classifier),
    Win64(win64::Classifier),
    Aapcs64(aapcs64::Classifier),
    Riscv64(riscv64::Classifier),
}

impl Classifier {
    /// Begins a signature; the place of the result may take an argument register. Of a variadic
    /// function so many arguments are `fixed`.
    pub(crate) const fn new(
        convention: Convention,
        result: Type<'_>,
        fixed: Option<usize>,
    ) -> (Self, ResultPlace) {
        match convention {
            // psABI 3.2.3: a variadic argument is passed like a named one.
            Convention::Sysv64 => {
                let (classifier, place) = sysv64::Classifier::new(result);
                (Self::Sysv64(classifier), place)
            }
            Convention::Win64 => {
                let (classifier, place) = win64::Classifier::new(result, fixed);
                (Self::Win64(classifier), place)
            }
            Convention::Aapcs64(variant) => {
                let (classifier, place) = aapcs64::Classifier::new(variant, result, fixed);
                (Self::Aapcs64(classifier), place)
            }
            Convention::Riscv64 => {
                let (classifier, place) = riscv64::Classifier::new(result, fixed);
                (Self::Riscv64(classifier), place)
            }
        }
    }

    /// Places the next argument.
    pub(crate) const fn argument(&mut self, ty: Type<'_>) -> Place {
        match self {
            Self::Sysv64(classifier) => classifier.argument(ty),
            Self::Win64(classifier) => classifier.argument(ty),
            Self::Aapcs64(classifier) => classifier.argument(ty),
            Self::Riscv64(classifier) => classifier.argument(ty),
        }
    }

    /// The stack area that the arguments so far fill.
    pub(crate) const fn stack(&self) -> StackArea {
        match self {
            Self::Sysv64(classifier) => classifier.stack(),
            Self::Win64(classifier) => classifier.stack(),
            Self::Aapcs64(classifier) => classifier.stack(),
            Self::Riscv64(classifier) => classifier.stack(),
        }
    }

    /// How many integer registers the result's address and the arguments so far fill.
    pub(crate) const fn integer_registers(&self) -> u8 {
        match self {
            Self::Sysv64(classifier) => classifier.integer_registers(),
            Self::Win64(classifier) => classifier.integer_registers(),
            Self::Aapcs64(classifier) => classifier.integer_registers(),
            Self::Riscv64(classifier) => classifier.integer_registers(),
        }
    }

    /// How many float registers the arguments so far fill.
    pub(crate) const fn float_registers(&self) -> u8 {
        match self {
            Self::Sysv64(classifier) => classifier.float_registers(),
            Self::Win64(classifier) => classifier.float_registers(),
            Self::Aapcs64(classifier) => classifier.float_registers(),
            Self::Riscv64(classifier) => classifier.float_registers(),
        }
    }
}
