//! The signature of a declared method: its types, and the interface that is prepared of them when one is
//! needed first.

use core::ops::Deref;
use core::ptr;
use core::sync::atomic::{AtomicPtr, Ordering};

use crate::abi::Abi;
use crate::call::prepare::prepare_declared;
use crate::interface::{CallInterface, assert_callable, executable};
use crate::types::{Enums, Type};

/// A signature that the compiler has checked.
#[doc(hidden)]
#[derive(Debug)]
pub struct DeclaredSignature {
    abi: Abi,
    result: Type<'static>,
    arguments: &'static [Type<'static>],
    fixed: Option<usize>,
    /// The enums of the result.
    enums: Enums,
    /// Null until it is prepared; never freed.
    interface: AtomicPtr<CallInterface>,
}

impl DeclaredSignature {
    /// Checks a signature; what C does not have, or what cannot be called on this target, is a compile error.
    ///
    /// # Safety
    ///
    /// The descriptors are right, as [`ForeignType`](crate::ForeignType) promises, and the enums are those of the
    /// result.
    #[must_use]
    pub const unsafe fn new(
        abi: Abi,
        result: Type<'static>,
        enums: Enums,
        arguments: &'static [Type<'static>],
        fixed: Option<usize>,
    ) -> Self {
        assert_callable(abi, result, arguments, fixed);
        Self {
            abi,
            result,
            arguments,
            fixed,
            enums,
            interface: AtomicPtr::new(ptr::null_mut()),
        }
    }

    /// The interface of the signature; none where the compiler's own call executes it.
    pub fn placed(&'static self) -> Option<&'static CallInterface> {
        executable(self.abi).map(|_| self.interface())
    }

    /// The interface of the signature, which has one.
    #[inline]
    pub fn interface(&'static self) -> &'static CallInterface {
        let interface = self.interface.load(Ordering::Acquire);
        if interface.is_null() {
            return self.prepare();
        }
        // SAFETY: `prepare` stored the address of an interface that is never freed.
        unsafe { &*interface }
    }

    /// The signature: what other declarations have inside.
    #[must_use]
    pub const fn signature(&'static self) -> &'static Self {
        self
    }

    #[cold]
    fn prepare(&'static self) -> &'static CallInterface {
        let Self {
            abi,
            result,
            arguments,
            fixed,
            enums,
            ..
        } = *self;
        let interface = prepare_declared(abi, result, arguments, fixed, enums);
        let interface = Box::into_raw(Box::new(interface));
        let first = self.interface.compare_exchange(
            ptr::null_mut(),
            interface,
            Ordering::AcqRel,
            Ordering::Acquire,
        );
        if let Err(other) = first {
            // SAFETY: the box was made above, and nobody else has seen it.
            drop(unsafe { Box::from_raw(interface) });
            // SAFETY: another thread stored the address of an interface that is never freed.
            return unsafe { &*other };
        }
        // SAFETY: from now on it is never freed.
        unsafe { &*interface }
    }
}

/// A declared signature with a function of its own that calls.
#[doc(hidden)]
#[derive(Debug)]
pub struct OwnDeclaration<F> {
    signature: DeclaredSignature,
    call: F,
}

impl<F> OwnDeclaration<F> {
    /// Joins a signature and the value that has the function.
    #[must_use]
    pub const fn new(signature: DeclaredSignature, call: F) -> Self {
        Self { signature, call }
    }

    /// The signature.
    #[must_use]
    pub const fn signature(&'static self) -> &'static DeclaredSignature {
        &self.signature
    }
}

impl<F> Deref for OwnDeclaration<F> {
    type Target = F;

    #[inline(always)]
    fn deref(&self) -> &F {
        &self.call
    }
}
