//! `Plan`: where everything of a signature goes, by any convention, also one that cannot be called
//! here.

use core::fmt::{self, Display};

use crate::abi::{Classify, Convention, Place, ResultPlace, StackArea, begin};
use crate::interface::check::{Refusal, SignatureSurvey, validate};
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
    places: Vec<Place>,
    result_place: ResultPlace,
    taken: Taken,
}

/// How much of a convention's registers and stack the arguments of a signature take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    pub(super) stack: StackArea,
    pub(super) integer_registers: u8,
    pub(super) float_registers: u8,
}

impl Taken {
    /// Places a signature that is validated. `put_result` gets the place of the result, `put` that of each
    /// argument, in their order.
    #[inline(always)]
    pub(super) fn by(
        convention: Convention,
        result: Type<'_>,
        arguments: &[Type<'_>],
        fixed: Option<usize>,
        put_result: impl FnOnce(ResultPlace),
        put: impl FnMut(Place),
    ) -> Result<Self, InterfaceError> {
        let taken = begin!(
            convention,
            result,
            fixed,
            put_result,
            Self::from(arguments, put)
        );
        taken.map_err(Refusal::into_error)
    }

    /// Places the arguments by a classifier that began with the result.
    #[inline(always)]
    fn from(
        mut classifier: impl Classify,
        arguments: &[Type<'_>],
        mut put: impl FnMut(Place),
    ) -> Result<Self, Refusal> {
        let mut copied = 0;
        for (index, ty) in arguments.iter().enumerate() {
            // Two calls of `put`, so that the piece is written to where it is kept, and not copied there.
            if let Some(piece) = classifier.scalar(*ty) {
                put(Place::Register(piece));
                continue;
            }
            let place = classifier.argument(*ty);
            copied += place.copied();
            put(place);
            if classifier.stack().taken() + copied > MAX_STACK {
                return Err(Refusal::StackLimit(Position::Argument(index)));
            }
        }
        Ok(Self {
            stack: classifier.stack(),
            integer_registers: classifier.integer_registers(),
            float_registers: classifier.float_registers(),
        })
    }
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
        let mut survey = SignatureSurvey::default();
        validate(result, arguments, fixed, &mut survey)?;
        survey.check_extended(convention, result, arguments)?;
        let mut places = Vec::with_capacity(arguments.len());
        let mut result_place = ResultPlace::Nowhere;
        let put_result = |place| result_place = place;
        let put = |place| places.push(place);
        let taken = Taken::by(convention, result, arguments, fixed, put_result, put)?;
        Ok(Self {
            convention,
            result,
            arguments,
            fixed,
            places,
            result_place,
            taken,
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
        self.taken.stack
    }

    /// The explanation of the plan.
    fn explanation(&self) -> Explanation<'_> {
        Explanation {
            abi: None,
            convention: self.convention,
            result: self.result,
            arguments: self.arguments,
            fixed: self.fixed,
            result_place: self.result_place,
            places: &self.places,
            stack: self.taken.stack,
            float_registers: self.taken.float_registers,
        }
    }
}

/// Where each argument and the result go, one line each.
impl Display for Plan<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.explanation().fmt(f)
    }
}
