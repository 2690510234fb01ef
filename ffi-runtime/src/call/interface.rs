//! `CallInterface`: a signature, a convention and the place of every argument.

use core::ffi::c_void;
use core::hash::{Hash, Hasher};
use core::ptr::NonNull;
use std::sync::Arc;

use crate::abi::{Abi, Convention, Place, ResultPlace, StackArea, Step};
use crate::call::check::{SignatureSurvey, executable, validate};
use crate::call::list::{Item, List};
use crate::call::plan::Taken;
use crate::call::{Compiled, InterfaceError, UnsupportedPlatform, dynamic};
use crate::library::CodePointer;
use crate::types::block::{Arena, Block};
use crate::types::booleans::Booleans;
use crate::types::copy::Copies;
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
    pub(super) result: Item<Type<'static>>,
    pub(super) result_place: Item<ResultPlace>,
    pub(super) arguments: List<Type<'static>>,
    pub(super) places: List<Place>,
    pub(super) taken: Item<Taken>,
    pub(super) fixed: Option<usize>,
    /// The bytes of the result to normalize.
    pub(super) result_booleans: &'static Booleans,
    /// Whether an argument has a `bool` in it.
    pub(super) has_bool_argument: bool,
    /// The call as a program, if it was prepared and has one.
    #[cfg_attr(
        not(any(target_arch = "x86_64", target_arch = "aarch64")),
        expect(dead_code, reason = "no room has programs on this target")
    )]
    pub(super) steps: List<Step>,
    /// Has the lists of a prepared interface, and its copies of types.
    #[expect(dead_code, reason = "the lists and types point there")]
    pub(super) block: Option<Block>,
    /// Have the types that are kept, and not copied.
    #[expect(dead_code, reason = "`result` and `arguments` point to what they own")]
    pub(super) owners: Option<Arc<Vec<OwnedType>>>,
}

/// What an interface is prepared from.
struct Signature<'a> {
    result: Type<'a>,
    arguments: &'a [Type<'a>],
    fixed: Option<usize>,
}

impl CallInterface {
    /// Prepares the calls of a function with a fixed number of arguments.
    ///
    /// # Errors
    ///
    /// [`InterfaceError`] if the signature is none that C has, or if this target cannot call it.
    pub fn prepare(
        abi: Abi,
        result: Type<'_>,
        arguments: &[Type<'_>],
    ) -> Result<Self, InterfaceError> {
        let signature = Signature {
            result,
            arguments,
            fixed: None,
        };
        Self::prepare_signature(abi, &signature, None)
    }

    /// Prepares the calls of a variadic function, with these very arguments, of which the first
    /// `fixed` are the named ones.
    ///
    /// # Errors
    ///
    /// [`InterfaceError`], also if a variadic argument is of a type that C would have promoted
    /// (C11 6.5.2.2, 6): `float` and integers narrower than `int`.
    ///
    /// ```
    /// use ffi_runtime::{Abi, CallInterface, Type};
    ///
    /// let printf = CallInterface::prepare_variadic(Abi::C, Type::I32, &[Type::Pointer, Type::F64], 1)?;
    /// assert!(CallInterface::prepare_variadic(Abi::C, Type::I32, &[Type::Pointer, Type::F32], 1).is_err());
    /// # Ok::<(), ffi_runtime::InterfaceError>(())
    /// ```
    pub fn prepare_variadic(
        abi: Abi,
        result: Type<'_>,
        arguments: &[Type<'_>],
        fixed: usize,
    ) -> Result<Self, InterfaceError> {
        let signature = Signature {
            result,
            arguments,
            fixed: Some(fixed),
        };
        Self::prepare_signature(abi, &signature, None)
    }

    /// Prepares the calls of a function without copying its types: the interface is another owner of them.
    /// Of a variadic function so many arguments are `fixed`.
    ///
    /// Worth it where structs are large, and shared by many signatures: [`prepare`](Self::prepare) copies all
    /// that a type points to.
    ///
    /// # Errors
    ///
    /// [`InterfaceError`], as [`prepare_variadic`](Self::prepare_variadic).
    ///
    /// ```
    /// use ffi_runtime::{Abi, CallInterface, OwnedType, StructBuilder, Type};
    ///
    /// let point = StructBuilder::new("Point").field("x", Type::F32).field("y", Type::F32).build()?;
    /// let arguments = [point.clone(), OwnedType::from(Type::F32)];
    /// let scale = CallInterface::prepare_owned(Abi::C, &point, &arguments, None)?;
    /// assert_eq!(scale.arguments(), [point.as_type(), Type::F32]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn prepare_owned(
        abi: Abi,
        result: &OwnedType,
        arguments: &[OwnedType],
        fixed: Option<usize>,
    ) -> Result<Self, InterfaceError> {
        let types: Vec<_> = arguments.iter().map(OwnedType::as_type).collect();
        let all = arguments.iter().chain([result]);
        let owners = all.filter(|owner| !owner.as_type().is_scalar()).cloned();
        let signature = Signature {
            result: result.as_type(),
            arguments: &types,
            fixed,
        };
        Self::prepare_signature(abi, &signature, Some(Arc::new(owners.collect())))
    }

    /// Prepares a signature. Where there are `owners`, they own all that the types point to; otherwise it is
    /// copied.
    fn prepare_signature(
        abi: Abi,
        signature: &Signature<'_>,
        owners: Option<Arc<Vec<OwnedType>>>,
    ) -> Result<Self, InterfaceError> {
        let Signature {
            result,
            arguments,
            fixed,
        } = *signature;
        let mut survey = SignatureSurvey::default();
        validate(result, arguments, fixed, &mut survey)?;
        let convention = executable(abi).ok_or(UnsupportedPlatform { abi })?;
        let most_steps = dynamic::most_steps(convention, arguments);
        let copied = if owners.is_some() { 0 } else { survey.copied };
        let mut block = Block::new(
            Arena::bytes::<ResultPlace>(1)
                + Arena::bytes::<Taken>(1)
                + Arena::bytes::<Place>(arguments.len())
                + Arena::bytes::<Type<'_>>(1)
                + Arena::bytes::<Type<'_>>(arguments.len())
                + Arena::bytes::<Step>(most_steps)
                + copied,
        );
        let arena = block.arena();
        let (mut result_place, mut places) = (arena.list(1), arena.list(arguments.len()));
        let put_result = |place| result_place.push(place);
        let put = |place| places.push(place);
        let taken = Taken::by(convention, result, arguments, fixed, put_result, put)?;
        let taken = arena.one(taken);
        let (result_place, places) = (&result_place.finish()[0], places.finish());

        let (mut kept, mut kept_result) = (arena.list(arguments.len()), result);
        if copied == 0 {
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
        let result_booleans = Booleans::prepared(result, survey.result_has_bool);
        let signature = Compiled {
            convention,
            result,
            result_booleans,
            result_place,
            places,
            stack: taken.stack,
        };
        let steps = match dynamic::compile(&signature, &mut steps) {
            Some(()) => steps.finish(),
            None => &[],
        };
        let (result_place, places, steps) = (result_place.into(), places.into(), steps.into());
        Ok(Self {
            abi,
            convention,
            // SAFETY: the item is in the block, which is part of the interface. The type points to what the block
            // or the owners have, and `result` hands it out only for a borrow of the interface.
            result: unsafe { Item::in_block(kept_result) },
            // SAFETY: as above.
            result_place: unsafe { Item::in_block(result_place) },
            // SAFETY: as above. The types point to what the block or the owners have, and `arguments` hands
            // them out only for a borrow of the interface.
            arguments: unsafe { List::in_block(kept) },
            // SAFETY: as above.
            places: unsafe { List::in_block(places) },
            // SAFETY: as above.
            taken: unsafe { Item::in_block(taken.into()) },
            fixed,
            result_booleans,
            has_bool_argument: survey.argument_has_bool,
            // SAFETY: as above; or there are none.
            steps: unsafe { List::in_block(steps) },
            block: Some(block),
            owners,
        })
    }

    /// Calls the function at `address`.
    ///
    /// The result is written to `result`, exactly as wide as its type; `result` is not used if the
    /// function returns nothing. Each byte that can only be a [`Type::Bool`] becomes 0 or 1. Nothing is allocated. The interface of a declared method can be called
    /// like this too, but takes longer than a prepared one, for the compiler cannot prepare its steps.
    ///
    /// # Panics
    ///
    /// If `arguments` has another length than [`arguments`](Self::arguments).
    ///
    /// # Safety
    ///
    /// - `address` is a function with the signature and convention of this interface, and calling
    ///   it with these arguments breaks none of its own rules.
    /// - Each element of `arguments` leads to a value of the type at its index, readable and
    ///   (for its valid bytes) initialized; it need not be aligned.
    /// - `result` leads to memory for a value of the result type, writable and aligned.
    /// - The function unwinds only if the convention says so ([`Abi::unwinds`]).
    #[inline]
    #[track_caller]
    pub unsafe fn call(
        &self,
        address: CodePointer,
        result: *mut c_void,
        arguments: &[*const c_void],
    ) {
        // SAFETY: the caller's promises are those that `dynamic::call` asks for.
        unsafe { dynamic::call(self, address, result, arguments) }
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

    /// The bytes of the result that can only be a `bool`.
    #[inline(always)]
    pub(crate) const fn result_booleans(&self) -> &Booleans {
        self.result_booleans
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
#[path = "interface_tests.rs"]
mod tests;
