//! The call of a function with `...` through an interface that the compiler evaluates for each type of tuple.

use core::ffi::c_void;
use core::marker::PhantomData;
use core::mem::{ManuallyDrop, MaybeUninit};
use core::ptr;

use super::{MAX_NAMED, MAX_VARIADIC, VariadicArguments, VariadicSignature};
use crate::call::DeclaredSignature;
use crate::interface::{CallInterface, Declared};
use crate::types::CodePointer;

/// The most arguments of a call.
const MOST: usize = MAX_NAMED + MAX_VARIADIC;

/// The declaration of a function with `...`, and the functions that call it.
#[doc(hidden)]
#[derive(Debug)]
pub struct PlacedVariadic<S> {
    /// The arguments that C names.
    named: DeclaredSignature,
    signature: PhantomData<fn() -> S>,
}

/// A signature with the elements of a tuple.
struct Extended<S, V>(PhantomData<(S, V)>);

impl<S: VariadicSignature, V: VariadicArguments> Extended<S, V> {
    const DECLARED: Declared<MOST> = {
        let mut arguments = [S::RESULT; MOST];
        let mut count = 0;
        while count < S::NAMED.len() {
            arguments[count] = S::NAMED[count];
            count += 1;
        }
        while count < S::NAMED.len() + V::TYPES.len() {
            arguments[count] = V::TYPES[count - S::NAMED.len()];
            count += 1;
        }
        // SAFETY: `VariadicSignature` and `ForeignType` promise that their descriptors are right.
        unsafe { Declared::first(S::ABI, S::RESULT, arguments, count, Some(S::NAMED.len())) }
            .with_result_enums(S::ENUMS)
    };
    const INTERFACE: CallInterface = const { &Self::DECLARED }.interface();
}

impl<S: VariadicSignature> PlacedVariadic<S> {
    /// The declaration of a function with the signature `S`.
    #[must_use]
    #[expect(
        clippy::new_without_default,
        reason = "only declarations make one, as a static"
    )]
    pub const fn new() -> Self {
        Self {
            // SAFETY: `VariadicSignature` promises that its descriptors are right.
            named: unsafe {
                DeclaredSignature::new(S::ABI, S::RESULT, S::ENUMS, S::NAMED, Some(S::NAMED.len()))
            },
            signature: PhantomData,
        }
    }

    /// The signature, with the arguments that C names alone.
    #[must_use]
    pub const fn signature(&'static self) -> &'static DeclaredSignature {
        &self.named
    }
}

/// Calls `address` with named arguments and the elements of a tuple.
///
/// # Safety
///
/// The values that `named` has the addresses of are of the types that the signature names, the result is of its
/// type, and the caller may call the function at `address` with these arguments.
#[inline]
unsafe fn call<S: VariadicSignature, V: VariadicArguments, R>(
    address: CodePointer,
    named: &[*const c_void],
    elements: V,
) -> R {
    let promoted = ManuallyDrop::new(elements.promote());
    let mut arguments = [ptr::null(); MOST];
    arguments[..named.len()].copy_from_slice(named);
    V::addresses(&promoted, &mut arguments[named.len()..]);
    let mut result = MaybeUninit::<R>::uninit();
    let place = result.as_mut_ptr().cast();
    let interface = const { &Extended::<S, V>::INTERFACE };
    let arguments = &arguments[..named.len() + V::TYPES.len()];
    // SAFETY: arguments and result are of the types of the interface, and the caller may call the function.
    unsafe { interface.call(address, place, arguments) };
    // SAFETY: the callee wrote a result of this type.
    unsafe { result.assume_init() }
}

macro_rules! calls {
    ($($name:ident [$($value:ident $argument:ident)*])*) => {
        #[expect(clippy::too_many_arguments, reason = "the foreign functions have as many")]
        impl<S: VariadicSignature> PlacedVariadic<S> {
            $(
                /// Calls a function.
                ///
                /// # Safety
                ///
                /// The arguments and the result are of the types of the signature, and `address` is that of a
                /// function of it, which the caller may call with these arguments.
                #[inline]
                pub unsafe fn $name<$($argument,)* V: VariadicArguments, R>(
                    &self,
                    address: CodePointer,
                    $($value: $argument,)*
                    elements: V,
                ) -> R {
                    $(let $value = ManuallyDrop::new($value);)*
                    let named: &[*const c_void] = &[$((&raw const $value).cast()),*];
                    // SAFETY: the values are of the types that the signature names, and the rest is promised by
                    // the caller.
                    unsafe { call::<S, V, R>(address, named, elements) }
                }
            )*
        }
    };
}

calls! {
    call_0 []
    call_1 [a A]
    call_2 [a A b B]
    call_3 [a A b B c C]
    call_4 [a A b B c C d D]
    call_5 [a A b B c C d D e E]
    call_6 [a A b B c C d D e E f F]
    call_7 [a A b B c C d D e E f F g G]
    call_8 [a A b B c C d D e E f F g G h H]
}
