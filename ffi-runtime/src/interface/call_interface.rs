//! `CallInterface`: a signature, a convention and the place of every argument.

use core::hash::{Hash, Hasher};
use core::ptr::NonNull;
use std::sync::Arc;

use crate::abi::{Abi, Convention, Place, ResultPlace, StackArea};
use crate::interface::check::{SignatureSurvey, executable, validate};
use crate::interface::list::{Item, List};
use crate::interface::plan::Taken;
use crate::interface::{CompileSteps, Compiled, InterfaceError, Step, UnsupportedPlatform};
use crate::types::block::{Arena, Block};
use crate::types::booleans::mentions;
use crate::types::copy::Copies;
use crate::types::decoding::Decoding;
use crate::types::{Enums, OwnedType, Type};

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
    pub(super) result: Item<Type<'static>>,
    pub(super) result_place: Item<ResultPlace>,
    pub(super) arguments: List<Type<'static>>,
    pub(super) places: List<Place>,
    pub(super) taken: Item<Taken>,
    pub(super) fixed: Option<usize>,
    /// The bytes of the result to normalize.
    pub(super) result_decoding: &'static Decoding,
    /// Whether an argument has a `bool` in it.
    pub(super) has_bool_argument: bool,
    /// The call as a program, if it was prepared and has one.
    #[cfg_attr(
        not(all(
            target_pointer_width = "64",
            any(
                target_arch = "x86_64",
                target_arch = "aarch64",
                target_arch = "riscv64"
            )
        )),
        expect(dead_code, reason = "no convention runs on this target")
    )]
    pub(super) steps: List<Step>,
    /// Has the lists of a prepared interface, and its copies of types.
    #[expect(dead_code, reason = "the lists and types point there")]
    pub(super) block: Option<Block>,
    /// Have the types that are kept, and not copied.
    #[expect(dead_code, reason = "`result` and `arguments` point to what they own")]
    pub(super) owners: Option<Arc<Vec<OwnedType>>>,
}

/// The signature from which an interface is prepared.
#[derive(Clone, Copy)]
pub(crate) struct Signature<'a> {
    pub(crate) result: Type<'a>,
    pub(crate) arguments: &'a [Type<'a>],
    pub(crate) fixed: Option<usize>,
}

impl CallInterface {
    /// The interface of a declared signature, which the compiler has checked. Its types are static, and are not
    /// copied.
    pub(crate) fn of_declared<S: CompileSteps>(
        abi: Abi,
        signature: Signature<'static>,
        enums: Enums,
    ) -> Self {
        let convention = executable(abi).expect("the compiler has checked it");
        let survey = SignatureSurvey {
            copied: 0,
            result_has_bool: mentions(signature.result),
            argument_has_bool: signature.arguments.iter().any(|ty| mentions(*ty)),
            ..SignatureSurvey::default()
        };
        let decoding = if enums.any() {
            // A declared interface is never freed.
            Box::leak(Box::new(Decoding::of(signature.result, enums)))
        } else {
            Decoding::prepared(signature.result, survey.result_has_bool)
        };
        // SAFETY: what the types point to is static.
        let interface =
            unsafe { Self::place::<S>(abi, convention, signature, decoding, &survey, None) };
        interface.expect("the compiler has checked it")
    }

    /// The interface of a signature that is known at run time. Where there are `owners`, they own all that the
    /// types point to; otherwise it is copied.
    ///
    /// # Errors
    ///
    /// [`InterfaceError`] if the signature is none that C has, or if this target cannot call it.
    ///
    /// # Safety
    ///
    /// The `owners`, if there are any, own all that the types point to.
    pub(crate) unsafe fn prepare_signature<S: CompileSteps>(
        abi: Abi,
        signature: Signature<'_>,
        owners: Option<Arc<Vec<OwnedType>>>,
    ) -> Result<Self, InterfaceError> {
        let mut survey = SignatureSurvey::default();
        validate(
            signature.result,
            signature.arguments,
            signature.fixed,
            &mut survey,
        )?;
        let convention = executable(abi).ok_or(UnsupportedPlatform { abi })?;
        survey.check_extended(convention, signature.result, signature.arguments)?;
        if owners.is_some() {
            survey.copied = 0;
        }
        let decoding = Decoding::prepared(signature.result, survey.result_has_bool);
        // SAFETY: the survey has the bytes of the types unless there are owners, which own all that the types
        // point to, by the contract of this function.
        unsafe { Self::place::<S>(abi, convention, signature, decoding, &survey, owners) }
    }

    /// Places a signature that is validated, and compiles its steps, in one block.
    ///
    /// # Safety
    ///
    /// `survey` has the bytes that the copies of the types take; or it has none, and what the types point to is
    /// owned by the `owners` or static.
    #[inline(always)]
    unsafe fn place<S: CompileSteps>(
        abi: Abi,
        convention: Convention,
        signature: Signature<'_>,
        result_decoding: &'static Decoding,
        survey: &SignatureSurvey,
        owners: Option<Arc<Vec<OwnedType>>>,
    ) -> Result<Self, InterfaceError> {
        let Signature {
            result,
            arguments,
            fixed,
        } = signature;
        let most_steps = S::most_steps(convention, arguments);
        let mut block = Block::new(
            Arena::bytes::<ResultPlace>(1)
                + Arena::bytes::<Taken>(1)
                + Arena::bytes::<Place>(arguments.len())
                + Arena::bytes::<Type<'_>>(1)
                + Arena::bytes::<Type<'_>>(arguments.len())
                + Arena::bytes::<Step>(most_steps)
                + survey.copied,
        );
        let arena = block.arena();
        let (mut result_place, mut places) = (arena.list(1), arena.list(arguments.len()));
        let put_result = |place| result_place.push(place);
        let put = |place| places.push(place);
        let taken = Taken::by(convention, result, arguments, fixed, put_result, put)?;
        let taken = arena.one(taken);
        let (result_place, places) = (&result_place.finish()[0], places.finish());

        let (mut kept, mut kept_result) = (arena.list(arguments.len()), result);
        if survey.copied == 0 {
            kept.extend(arguments);
        } else {
            let mut copies = Copies::new(&arena);
            arguments.iter().for_each(|ty| kept.push(copies.copy(*ty)));
            kept_result = copies.copy(result);
        }
        // The lifetime is what the interface takes care of.
        let kept_result = NonNull::from(arena.one(kept_result)).cast::<Type<'static>>();
        let kept: NonNull<[Type<'_>]> = kept.finish().into();
        let kept = NonNull::slice_from_raw_parts(kept.cast::<Type<'static>>(), kept.len());

        let mut steps = arena.list(most_steps);
        let compiled = Compiled {
            convention,
            result,
            result_decoding,
            result_place,
            places,
            stack: taken.stack,
        };
        let steps = match S::compile(&compiled, &mut steps) {
            Some(()) => steps.finish(),
            None => &[],
        };
        let (result_place, places, steps) = (result_place.into(), places.into(), steps.into());
        Ok(Self {
            abi,
            convention,
            // SAFETY: the item is in the block, which is part of the interface. The type points to what the
            // block or the owners have or to what is static, and `result` hands it out only for a borrow of the
            // interface.
            result: unsafe { Item::in_block(kept_result) },
            // SAFETY: as above.
            result_place: unsafe { Item::in_block(result_place) },
            // SAFETY: as above. The types point to what the block or the owners have or to what is static, and
            // `arguments` hands them out only for a borrow of the interface.
            arguments: unsafe { List::in_block(kept) },
            // SAFETY: as above.
            places: unsafe { List::in_block(places) },
            // SAFETY: as above.
            taken: unsafe { Item::in_block(taken.into()) },
            fixed,
            result_decoding,
            has_bool_argument: survey.argument_has_bool,
            // SAFETY: as above; or there are none.
            steps: unsafe { List::in_block(steps) },
            block: Some(block),
            owners,
        })
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
        *self.result.get()
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
        *self.result_place.get()
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
        self.taken.get().stack
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
        self.taken.get().integer_registers
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
        self.taken.get().float_registers
    }

    /// The parts of the result whose bytes may be no value when C wrote them.
    #[inline(always)]
    pub(crate) const fn result_decoding(&self) -> &Decoding {
        self.result_decoding
    }

    /// Whether an argument has a `bool` in it.
    #[inline(always)]
    pub(crate) const fn has_bool_argument(&self) -> bool {
        self.has_bool_argument
    }

    /// The type and the place of an argument, if there is one of this index.
    #[inline(always)]
    pub(crate) fn argument(&self, index: usize) -> Option<(Type<'_>, &Place)> {
        let place = self.places().get(index)?;
        // SAFETY: there are as many arguments as places.
        Some((unsafe { *self.arguments().get_unchecked(index) }, place))
    }

    /// The steps of the call, none if it has no program.
    #[cfg(all(
        target_pointer_width = "64",
        any(
            target_arch = "x86_64",
            target_arch = "aarch64",
            target_arch = "riscv64"
        )
    ))]
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

/// Equality compares the signatures: ABI, convention, types of the result and of the arguments, and how many
/// arguments are named. The names of structs and fields do not count, as in [`Type`].
impl PartialEq for CallInterface {
    fn eq(&self, other: &Self) -> bool {
        (self.abi, self.convention, self.fixed) == (other.abi, other.convention, other.fixed)
            && self.result() == other.result()
            && self.arguments() == other.arguments()
    }
}

impl Eq for CallInterface {}

/// The hash of the signature, as equality compares it: a program can keep one interface for all functions
/// that have it.
///
/// ```
/// use std::collections::HashMap;
///
/// use ffi_runtime::{Abi, CallInterface, Type};
///
/// let mut names: HashMap<CallInterface, Vec<&str>> = HashMap::new();
/// for (name, result) in [("sin", Type::F64), ("cos", Type::F64), ("lround", Type::I64)] {
///     let interface = CallInterface::prepare(Abi::C, result, &[Type::F64])?;
///     names.entry(interface).or_default().push(name);
/// }
/// let floor = CallInterface::prepare(Abi::C, Type::F64, &[Type::F64])?;
/// assert_eq!(names[&floor], ["sin", "cos"]);
/// # Ok::<(), ffi_runtime::InterfaceError>(())
/// ```
impl Hash for CallInterface {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.abi, self.convention, self.fixed).hash(state);
        self.result().hash(state);
        self.arguments().hash(state);
    }
}

#[cfg(test)]
#[path = "call_interface_tests.rs"]
mod tests;
