//! `Plan`: where everything of a signature goes, by any convention, also one that cannot be called
//! here.

use core::fmt::{self, Display};

use crate::abi::{Classifier, Convention, Place, ResultPlace, StackArea};
use crate::interface::check::{Refusal, validate};
use crate::interface::explain::Explanation;
use crate::interface::{InterfaceError, MAX_STACK, Position};
use crate::types::Type;

/// Where the arguments and the result of a signature go.
///
/// A [`CallInterface`](crate::CallInterface) has one for a convention that can be called here; this is
/// for all of them, on every host.
///
/// ```
/// use ffi_runtime::Type;
/// use ffi_runtime::abi::Convention;
/// use ffi_runtime::call::Plan;
///
/// let plan = Plan::new(Convention::Win64, Type::F64, &[Type::I8, Type::F32, Type::I128], None)?;
/// assert_eq!(
///     plan.to_string(),
///     "fn(i8, f32, i128) -> f64, convention win64\n\
///      argument 0: i8 (1 byte) in rcx\n\
///      argument 1: f32 (4 bytes) in xmm1\n\
///      argument 2: i128 (16 bytes) in a copy aligned to 16, its address in r8\n\
///      result: f64 (8 bytes) in xmm0\n\
///      stack: 32 bytes, of them 32 home space\n"
/// );
/// # Ok::<(), ffi_runtime::InterfaceError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    convention: Convention,
    result: Type<'a>,
    arguments: &'a [Type<'a>],
    fixed: Option<usize>,
    pub(super) result_place: ResultPlace,
    pub(super) places: Vec<Place>,
    pub(super) stack: StackArea,
    pub(super) integer_registers: u8,
    pub(super) float_registers: u8,
}

impl<'a> Plan<'a> {
    /// Places a signature. Of a variadic function so many arguments are `fixed`.
    ///
    /// # Errors
    ///
    /// [`InterfaceError`] if the signature is none that C has.
    pub fn new(
        convention: Convention,
        result: Type<'a>,
        arguments: &'a [Type<'a>],
        fixed: Option<usize>,
    ) -> Result<Self, InterfaceError> {
        validate(result, arguments, fixed)?;
        Self::place(convention, result, arguments, fixed)
    }

    /// Places a signature that is validated.
    pub(super) fn place(
        convention: Convention,
        result: Type<'a>,
        arguments: &'a [Type<'a>],
        fixed: Option<usize>,
    ) -> Result<Self, InterfaceError> {
        let (mut classifier, result_place) = Classifier::new(convention, result, fixed);
        let mut places = Vec::with_capacity(arguments.len());
        let mut copied = 0;
        for (index, ty) in arguments.iter().enumerate() {
            let place = classifier.argument(*ty);
            places.push(place);
            copied += place.copied();
            if classifier.stack().taken() + copied > MAX_STACK {
                return Err(Refusal::StackLimit(Position::Argument(index)).into_error());
            }
        }
        Ok(Self {
            convention,
            result,
            arguments,
            fixed,
            result_place,
            places,
            stack: classifier.stack(),
            integer_registers: classifier.integer_registers(),
            float_registers: classifier.float_registers(),
        })
    }

    /// Where the arguments go, in their order.
    ///
    /// ```
    /// use ffi_runtime::Type;
    /// use ffi_runtime::abi::{Convention, Place, Register};
    /// use ffi_runtime::call::Plan;
    ///
    /// let plan = Plan::new(Convention::Win64, Type::Void, &[Type::F64, Type::I32], None)?;
    /// let [_, Place::Register(piece)] = plan.places() else { panic!("{plan}") };
    /// assert_eq!(piece.register, Register::Integer(1));
    /// # Ok::<(), ffi_runtime::InterfaceError>(())
    /// ```
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// Where the result comes from.
    ///
    /// ```
    /// use ffi_runtime::Type;
    /// use ffi_runtime::abi::{Convention, ResultPlace};
    /// use ffi_runtime::call::Plan;
    ///
    /// let plan = Plan::new(Convention::Win64, Type::I128, &[], None)?;
    /// assert!(matches!(plan.result_place(), ResultPlace::Registers(_)));
    /// # Ok::<(), ffi_runtime::InterfaceError>(())
    /// ```
    #[must_use]
    pub const fn result_place(&self) -> ResultPlace {
        self.result_place
    }

    /// The part of the stack that carries arguments.
    ///
    /// ```
    /// use ffi_runtime::Type;
    /// use ffi_runtime::abi::Convention;
    /// use ffi_runtime::call::Plan;
    ///
    /// let plan = Plan::new(Convention::Win64, Type::Void, &[Type::U8; 5], None)?;
    /// assert_eq!((plan.stack().size, plan.stack().home), (40, 32));
    /// # Ok::<(), ffi_runtime::InterfaceError>(())
    /// ```
    #[must_use]
    pub const fn stack(&self) -> StackArea {
        self.stack
    }

    /// What there is to say about it.
    fn explanation(&self) -> Explanation<'_> {
        Explanation {
            abi: None,
            convention: self.convention,
            result: self.result,
            arguments: self.arguments,
            fixed: self.fixed,
            result_place: self.result_place,
            places: &self.places,
            stack: self.stack,
            float_registers: self.float_registers,
        }
    }
}

/// Where each argument and the result go, one line each.
impl Display for Plan<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.explanation().fmt(f)
    }
}
