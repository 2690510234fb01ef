//! The interface of a declared method: the compiler checks and places its signature.
//!
//! In come the types of a declaration; out comes a constant [`CallInterface`], or a compile error.
//! The next stage is `typed`, which executes it.

use crate::abi::{self, Abi, Classifier, Convention, Place, ResultPlace, TARGET};
use crate::interface::check::{Refusal, check_signature, executable};
use crate::interface::list::{Item, List};
use crate::interface::plan::Taken;
use crate::interface::{CallInterface, MAX_STACK, Position};
use crate::types::booleans::mentions;
use crate::types::decoding::Decoding;
use crate::types::{Enums, Type};

/// The signature of a declared method with its places, evaluated by the compiler.
#[doc(hidden)]
#[derive(Debug)]
pub struct Declared<const N: usize> {
    arguments: [Type<'static>; N],
    places: [Place; N],
    /// How many arguments there are, at most `N`.
    count: usize,
    abi: Abi,
    convention: Convention,
    result: Type<'static>,
    result_place: ResultPlace,
    taken: Taken,
    fixed: Option<usize>,
    result_decoding: Decoding,
    has_bool_argument: bool,
}

impl<const N: usize> Declared<N> {
    /// Places a signature. Stops the compilation if it is none that C has.
    ///
    /// # Safety
    ///
    /// Every descriptor is right, as those of [`ForeignType`](crate::ForeignType) and those that
    /// [`Type::validate`] passes are: what moves values by the places relies on it.
    #[must_use]
    pub const unsafe fn new(
        abi: Abi,
        result: Type<'static>,
        arguments: [Type<'static>; N],
        fixed: Option<usize>,
    ) -> Self {
        // SAFETY: every descriptor is right, by the contract of this function.
        unsafe { Self::first(abi, result, arguments, N, fixed) }
    }

    /// Places a signature with the first `count` of the `arguments`.
    ///
    /// # Safety
    ///
    /// As for [`new`](Self::new).
    pub(crate) const unsafe fn first(
        abi: Abi,
        result: Type<'static>,
        arguments: [Type<'static>; N],
        count: usize,
        fixed: Option<usize>,
    ) -> Self {
        let (first, _) = arguments.split_at(count);
        let Some(convention) = declared_convention(abi, result, first, fixed) else {
            panic!("{}", UNSUPPORTED)
        };
        let (mut classifier, result_place) = Classifier::new(convention, result, fixed);
        let mut places = [Place::Nowhere; N];
        let (mut index, mut copied) = (0, 0);
        let mut has_bool_argument = false;
        while index < count {
            places[index] = classifier.argument(arguments[index]);
            copied += places[index].copied();
            has_bool_argument |= mentions(arguments[index]);
            index += 1;
        }
        assert!(
            classifier.stack().taken() + copied <= MAX_STACK,
            "{}",
            STACK_LIMIT
        );
        Self {
            arguments,
            places,
            count,
            abi,
            convention,
            result,
            result_place,
            taken: Taken {
                stack: classifier.stack(),
                integer_registers: classifier.integer_registers(),
                float_registers: classifier.float_registers(),
            },
            fixed,
            result_decoding: Decoding::of(result, Enums::None),
            has_bool_argument,
        }
    }

    /// The signature with the enums of its result, each of whose numbers is checked.
    #[must_use]
    pub const fn with_result_enums(mut self, enums: Enums) -> Self {
        self.result_decoding = Decoding::of(self.result, enums);
        self
    }

    /// The interface of the signature.
    #[must_use]
    pub const fn interface(&'static self) -> CallInterface {
        CallInterface {
            abi: self.abi,
            convention: self.convention,
            result: Item::of_static(&self.result),
            result_place: Item::of_static(&self.result_place),
            arguments: List::of_static(self.arguments.split_at(self.count).0),
            places: List::of_static(self.places.split_at(self.count).0),
            taken: Item::of_static(&self.taken),
            fixed: self.fixed,
            result_decoding: &self.result_decoding,
            has_bool_argument: self.has_bool_argument,
            steps: List::of_static(&[]),
            block: None,
            owners: None,
        }
    }
}

/// Stops the compilation if a function with `#[callback]` has a signature that C has not, or that rustc compiles
/// otherwise than C would.
#[doc(hidden)]
pub const fn assert_compiled_alike(abi: Abi, result: Type<'static>, arguments: &[Type<'static>]) {
    assert_declared(abi, result, arguments);
    let Some(convention) = executable(abi) else {
        return;
    };
    let mut alike = convention.is_compiled_alike(result);
    let mut has_extended = abi::has_extended(result);
    let mut index = 0;
    while index < arguments.len() {
        alike = alike && convention.is_compiled_alike(arguments[index]);
        has_extended = has_extended || abi::has_extended(arguments[index]);
        index += 1;
    }
    assert!(
        !has_extended,
        "a function of Rust does not take and return a `LongDouble` as C does on this target; take a reference to \
         it, or make a callback of a closure, which this crate receives as C passes it"
    );
    assert!(
        alike,
        "rustc passes a struct of a float and a pointer otherwise than C on this target; take a pointer to \
         it, or make a callback of a closure, which this crate receives as C passes it"
    );
}

/// Stops the compilation if a signature without `...` is none that can be declared.
#[doc(hidden)]
pub const fn assert_declared(abi: Abi, result: Type<'static>, arguments: &[Type<'static>]) {
    assert_callable(abi, result, arguments, None);
}

/// A compile error if a declared signature is none that can be called, without placing its arguments.
pub(crate) const fn assert_callable(
    abi: Abi,
    result: Type<'static>,
    arguments: &[Type<'static>],
    fixed: Option<usize>,
) {
    let convention = declared_convention(abi, result, arguments, fixed);
    let (mut index, mut size) = (0, 0_usize);
    while index < arguments.len() {
        size = size.saturating_add(arguments[index].size());
        index += 1;
    }
    // Each argument takes up to two eightbytes more than its size, which is less than the other half.
    if size <= MAX_STACK / 2 {
        return;
    }
    match convention {
        Some(convention) => assert_stack(convention, result, arguments, fixed),
        None => assert!(size <= MAX_STACK, "{}", STACK_LIMIT),
    }
}

/// A compile error if the arguments take more stack than there may be.
const fn assert_stack(
    convention: Convention,
    result: Type<'static>,
    arguments: &[Type<'static>],
    fixed: Option<usize>,
) {
    let (mut classifier, _) = Classifier::new(convention, result, fixed);
    let (mut index, mut copied) = (0, 0);
    while index < arguments.len() {
        copied += classifier.argument(arguments[index]).copied();
        index += 1;
    }
    assert!(
        classifier.stack().taken() + copied <= MAX_STACK,
        "{}",
        STACK_LIMIT
    );
}

const STACK_LIMIT: &str = "the arguments take more than 1 MiB of stack";

const UNSUPPORTED: &str = "calls with this ABI are not supported on this target";

/// The convention of a declared signature, or a compile error that says what is wrong with it. None if the
/// declared method is a call in native form.
const fn declared_convention(
    abi: Abi,
    result: Type<'static>,
    arguments: &[Type<'static>],
    fixed: Option<usize>,
) -> Option<Convention> {
    match check_signature(result, arguments, fixed) {
        Ok(()) => {}
        Err(Refusal::Void(_)) => panic!("an argument is `()`, which C cannot pass"),
        Err(Refusal::Array(Position::Argument(_))) => {
            panic!(
                "an argument is an array or a `MaybeUninit`, which C never passes by value; take a \
                 pointer or a reference to it"
            )
        }
        Err(Refusal::Array(Position::Result)) => {
            panic!(
                "the result is an array or a `MaybeUninit`, which C never returns; return a struct \
                 that holds it"
            )
        }
        Err(Refusal::NotPromoted(_)) => panic!(
            "a variadic argument is of a type that C promotes; take f64 for f32, i32 for a \
             narrower integer"
        ),
        Err(Refusal::FixedArguments(..)) => {
            panic!("`variadic` names more fixed arguments than there are")
        }
        Err(Refusal::StackLimit(_)) => panic!("{}", STACK_LIMIT),
    }
    match executable(abi) {
        Some(convention) => Some(convention),
        None if TARGET.is_none() && abi.convention().is_none() => None,
        None => panic!("{}", UNSUPPORTED),
    }
}
