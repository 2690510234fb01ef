//! One classifier for every stage that needs places: the convention's own, chosen by value.

use crate::abi::{
    Convention, Piece, Place, ResultPlace, StackArea, aapcs64, riscv64, sysv64, win64,
};
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

/// Begins a signature as [`Classifier::new`] does, and passes the classifier of the convention's own type to a
/// function: what the function does is compiled for each convention. `put` gets the place of the result.
macro_rules! begin {
    (
        $convention:expr, $result:expr, $fixed:expr, $put:expr, $($then:ident)::+($($argument:expr),*)
    ) => {{
        use $crate::abi::{Convention, aapcs64, riscv64, sysv64, win64};

        match $convention {
            Convention::Sysv64 => {
                $($then)::+(sysv64::Classifier::begin($result, $put) $(, $argument)*)
            }
            Convention::Win64 => {
                let (classifier, place) = win64::Classifier::new($result, $fixed);
                $put(place);
                $($then)::+(classifier $(, $argument)*)
            }
            Convention::Aapcs64(variant) => {
                let (classifier, place) = aapcs64::Classifier::new(variant, $result, $fixed);
                $put(place);
                $($then)::+(classifier $(, $argument)*)
            }
            Convention::Riscv64 => {
                let (classifier, place) = riscv64::Classifier::new($result, $fixed);
                $put(place);
                $($then)::+(classifier $(, $argument)*)
            }
        }
    }};
}
pub(crate) use begin;

/// A classifier of a convention that the compiler knows.
pub(crate) trait Classify {
    /// Places the next argument if it is a scalar that one register carries. Only a shortcut:
    /// [`argument`](Self::argument) places these too.
    #[inline(always)]
    fn scalar(&mut self, _: Type<'_>) -> Option<Piece> {
        None
    }

    /// Places the next argument.
    fn argument(&mut self, ty: Type<'_>) -> Place;

    /// The stack area that the arguments so far fill.
    fn stack(&self) -> StackArea;

    /// How many integer registers the result's address and the arguments so far fill.
    fn integer_registers(&self) -> u8;

    /// How many float registers the arguments so far fill.
    fn float_registers(&self) -> u8;
}

macro_rules! classify {
    ($($classifier:ty $(, $scalar:ident)?;)*) => {$(
        impl Classify for $classifier {
            $(
                #[inline(always)]
                fn $scalar(&mut self, ty: Type<'_>) -> Option<Piece> {
                    self.$scalar(ty)
                }
            )?

            #[inline(always)]
            fn argument(&mut self, ty: Type<'_>) -> Place {
                self.argument(ty)
            }

            #[inline(always)]
            fn stack(&self) -> StackArea {
                self.stack()
            }

            #[inline(always)]
            fn integer_registers(&self) -> u8 {
                self.integer_registers()
            }

            #[inline(always)]
            fn float_registers(&self) -> u8 {
                self.float_registers()
            }
        }
    )*};
}

classify! {
    sysv64::Classifier, scalar;
    win64::Classifier;
    aapcs64::Classifier;
    riscv64::Classifier;
}
