//! The call of a function with `...` in native form: the compiler's own.

use core::marker::PhantomData;

use super::{VariadicArguments, VariadicSignature};
use crate::call::DeclaredSignature;
use crate::call::given::{decoding, given};
use crate::types::CodePointer;

/// The declaration of a function with `...`, and the functions that call it.
#[doc(hidden)]
#[derive(Debug)]
pub struct NativeVariadic<S> {
    /// The arguments that C names.
    named: DeclaredSignature,
    signature: PhantomData<fn() -> S>,
}

impl<S: VariadicSignature> NativeVariadic<S> {
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

macro_rules! calls {
    ($($name:ident [$($value:ident $argument:ident)*])*) => {
        #[expect(clippy::too_many_arguments, reason = "the foreign functions have as many")]
        impl<S: VariadicSignature> NativeVariadic<S> {
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
                    let promoted = elements.promote();
                    // SAFETY: the function has these types, by the contract of this one.
                    let result = unsafe { V::$name::<$($argument,)* R>(promoted, address, $($value),*) };
                    // SAFETY: the callee returned a result of this type.
                    unsafe { given(result, S::RESULT, const { &decoding(S::RESULT, S::ENUMS) }) }
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
