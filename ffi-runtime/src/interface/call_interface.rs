//! `CallInterface`: a signature, a convention and the place of every argument.

use crate::abi::{Abi, Convention, Place, ResultPlace, StackArea};
use crate::interface::check::{executable, validate};
use crate::interface::list::List;
use crate::interface::{InterfaceError, Plan, Step, UnsupportedPlatform};
use crate::types::booleans::{Booleans, mentions};
use crate::types::{OwnedType, Type};

/// The most bytes that the arguments of one call may take on the stack: 1 MiB. The limit includes copies of
/// arguments that are passed by reference, and what alignments over 16 leave unused.
///
/// A thread has 2 MiB, if Rust makes it, and a value is on its stack more than once while it is passed:
/// pass what is that large behind a pointer.
///
/// ```
/// assert_eq!(ffi_runtime::call::MAX_STACK, 1024 * 1024);
/// ```
pub const MAX_STACK: usize = 1 << 20;

/// How a function is called: its signature, its convention, and the place of every argument.
///
/// Declared methods have one that the compiler evaluates; [`prepare`](Self::prepare) makes one at
/// run time, with the same classifier. It is immutable, and any number of threads may call through
/// it at once.
///
// The mathematical library of Windows has another name.
#[cfg_attr(windows, doc = "```no_run")]
#[cfg_attr(not(windows), doc = "```")]
/// use ffi_runtime::{Abi, CallInterface, Library, Type};
///
/// // SAFETY: the C library's initializers may run in every program.
/// let libm = unsafe { Library::load_version("m", "6") }?;
/// let pow = CallInterface::prepare(Abi::C, Type::F64, &[Type::F64, Type::F64])?;
///
/// let (base, exponent, mut power) = (2f64, 10f64, 0f64);
/// let arguments = [(&raw const base).cast(), (&raw const exponent).cast()];
/// // SAFETY: C declares `double pow(double, double)`, and every pointer leads to a `double`.
/// unsafe { pow.call(libm.symbol("pow")?, (&raw mut power).cast(), &arguments) };
/// assert_eq!(power, 1024.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CallInterface {
    pub(super) abi: Abi,
    pub(super) convention: Convention,
    pub(super) result: Type<'static>,
    pub(super) result_place: ResultPlace,
    pub(super) arguments: List<Type<'static>>,
    pub(super) places: List<Place>,
    pub(super) stack: StackArea,
    pub(super) integer_registers: u8,
    pub(super) float_registers: u8,
    pub(super) fixed: Option<usize>,
    /// The bytes of the result to normalize.
    pub(super) result_booleans: Booleans,
    /// Whether an argument has a `bool` in it.
    pub(super) has_bool_argument: bool,
    /// The call as a program, if it was prepared and has one.
    pub(super) steps: List<Step>,
    /// Keep what `result` and `arguments` borrow, when they were made at run time.
    #[expect(dead_code, reason = "`result` and `arguments` borrow from them")]
    pub(super) owners: List<OwnedType>,
}

impl CallInterface {
    /// The interface of a declared signature, which the compiler has checked, without the steps of its calls.
    pub(crate) fn of_declared(
        abi: Abi,
        result: Type<'static>,
        arguments: &'static [Type<'static>],
        fixed: Option<usize>,
    ) -> Self {
        let convention = executable(abi).expect("the compiler has checked it");
        let plan = Plan::place(convention, result, arguments, fixed);
        let plan = plan.expect("the compiler has checked it");
        Self {
            abi,
            convention,
            result,
            result_place: plan.result_place,
            arguments: List::Static(arguments),
            places: List::Owned(plan.places),
            stack: plan.stack,
            integer_registers: plan.integer_registers,
            float_registers: plan.float_registers,
            fixed,
            result_booleans: Booleans::of(result),
            has_bool_argument: arguments.iter().any(|ty| mentions(*ty)),
            steps: List::Static(&[]),
            owners: List::Static(&[]),
        }
    }

    /// The interface of a signature that is known at run time, without the steps of its calls.
    ///
    /// # Errors
    ///
    /// [`InterfaceError`] if the signature is none that C has, or if this target cannot call it.
    pub(crate) fn prepare_signature(
        abi: Abi,
        result: Type<'_>,
        arguments: &[Type<'_>],
        fixed: Option<usize>,
    ) -> Result<Self, InterfaceError> {
        validate(result, arguments, fixed)?;
        let convention = executable(abi).ok_or(UnsupportedPlatform { abi })?;
        let plan = Plan::place(convention, result, arguments, fixed)?;
        let mut owners = Vec::new();
        let mut keep = |ty: Type<'_>| {
            let owner = OwnedType::from(ty);
            // SAFETY: what the type borrows (nothing, if it is a scalar) is kept by the owner, which
            // is dropped with the interface; `result` and `arguments` hand types out only for a
            // borrow of the interface.
            let kept = unsafe { owner.outlive() };
            if kept.aggregate().is_some() {
                owners.push(owner);
            }
            kept
        };
        let result = keep(result);
        let owned_arguments = arguments.iter().map(|ty| keep(*ty)).collect();
        Ok(Self {
            abi,
            convention,
            result,
            result_place: plan.result_place,
            arguments: List::Owned(owned_arguments),
            places: List::Owned(plan.places),
            stack: plan.stack,
            integer_registers: plan.integer_registers,
            float_registers: plan.float_registers,
            fixed,
            result_booleans: Booleans::prepared(result),
            has_bool_argument: arguments.iter().any(|ty| mentions(*ty)),
            steps: List::Static(&[]),
            owners: List::Owned(owners),
        })
    }

    /// Keeps the steps that the call was compiled to.
    pub(crate) fn set_steps(&mut self, steps: Vec<Step>) {
        self.steps = List::Owned(steps);
    }

    /// The convention as it was asked for.
    ///
    /// ```
    /// use ffi_runtime::{Abi, CallInterface, Type};
    ///
    /// let interface = CallInterface::prepare(Abi::System, Type::Void, &[])?;
    /// assert_eq!(interface.abi(), Abi::System);
    /// # Ok::<(), ffi_runtime::InterfaceError>(())
    /// ```
    #[must_use]
    pub const fn abi(&self) -> Abi {
        self.abi
    }

    /// The rules that places follow.
    ///
    /// ```
    /// use ffi_runtime::{Abi, CallInterface, Type};
    ///
    /// let interface = CallInterface::prepare(Abi::C, Type::Void, &[])?;
    /// assert_eq!(Some(interface.convention()), Abi::C.convention());
    /// # Ok::<(), ffi_runtime::InterfaceError>(())
    /// ```
    #[must_use]
    #[inline(always)]
    pub const fn convention(&self) -> Convention {
        self.convention
    }

    /// Type of the result; [`Type::Void`] if there is none.
    ///
    /// ```
    /// use ffi_runtime::{Abi, CallInterface, Type};
    ///
    /// assert_eq!(CallInterface::prepare(Abi::C, Type::F32, &[])?.result(), Type::F32);
    /// # Ok::<(), ffi_runtime::InterfaceError>(())
    /// ```
    #[must_use]
    pub const fn result(&self) -> Type<'_> {
        self.result
    }

    /// Types of the arguments.
    ///
    /// ```
    /// use ffi_runtime::{Abi, CallInterface, Type};
    ///
    /// let interface = CallInterface::prepare(Abi::C, Type::Void, &[Type::Bool, Type::Pointer])?;
    /// assert_eq!(interface.arguments(), [Type::Bool, Type::Pointer]);
    /// # Ok::<(), ffi_runtime::InterfaceError>(())
    /// ```
    #[must_use]
    pub const fn arguments(&self) -> &[Type<'_>] {
        self.arguments.as_slice()
    }

    /// Where the result comes from. [`ResultPlace`] has an example.
    #[must_use]
    #[inline(always)]
    pub const fn result_place(&self) -> ResultPlace {
        self.result_place
    }

    /// Where the arguments go, in their order. [`Place`] has an example.
    #[must_use]
    #[inline(always)]
    pub const fn places(&self) -> &[Place] {
        self.places.as_slice()
    }

    /// The part of the stack that carries arguments. [`StackArea`] has an example.
    #[must_use]
    #[inline(always)]
    pub const fn stack(&self) -> StackArea {
        self.stack
    }

    /// How many integer argument registers carry arguments and the address of a result in memory.
    /// Those after them are free.
    ///
    /// ```
    /// use ffi_runtime::{Abi, CallInterface, Type};
    ///
    /// let interface = CallInterface::prepare(Abi::C, Type::Void, &[Type::I64, Type::Pointer])?;
    /// assert_eq!(interface.integer_registers(), 2);
    /// # Ok::<(), ffi_runtime::InterfaceError>(())
    /// ```
    #[must_use]
    #[inline(always)]
    pub const fn integer_registers(&self) -> u8 {
        self.integer_registers
    }

    /// How many float registers carry arguments.
    ///
    /// ```
    /// use ffi_runtime::{Abi, CallInterface, Type};
    ///
    /// let interface = CallInterface::prepare(Abi::C, Type::Void, &[Type::F32, Type::F64])?;
    /// assert_eq!(interface.float_registers(), 2);
    /// # Ok::<(), ffi_runtime::InterfaceError>(())
    /// ```
    #[must_use]
    #[inline(always)]
    pub const fn float_registers(&self) -> u8 {
        self.float_registers
    }

    /// The bytes of the result that can only be a `bool`.
    #[inline(always)]
    pub(crate) const fn result_booleans(&self) -> &Booleans {
        &self.result_booleans
    }

    /// Whether an argument has a `bool` in it.
    #[inline(always)]
    pub(crate) const fn has_bool_argument(&self) -> bool {
        self.has_bool_argument
    }

    /// The steps of the call, none if it has no program.
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    #[inline(always)]
    pub(crate) const fn steps(&self) -> &[Step] {
        self.steps.as_slice()
    }

    /// How many arguments are named, if the function is variadic.
    ///
    /// ```
    /// use ffi_runtime::{Abi, CallInterface, Type};
    ///
    /// let printf = CallInterface::prepare_variadic(Abi::C, Type::I32, &[Type::Pointer, Type::F64], 1)?;
    /// assert_eq!(printf.fixed(), Some(1));
    /// # Ok::<(), ffi_runtime::InterfaceError>(())
    /// ```
    #[must_use]
    #[inline(always)]
    pub const fn fixed(&self) -> Option<usize> {
        self.fixed
    }
}
