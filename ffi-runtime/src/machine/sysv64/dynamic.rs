//! Dynamic calls: values behind untyped pointers become a call, through the interface's program, or
//! through a frame where it has none.

use core::ffi::c_void;

use crate::interface::CallInterface;
use crate::machine::shared::frame;
use crate::machine::sysv64::program;
use crate::machine::sysv64::register_sets::{
    FrameRegisters, Sysv64, Vectors, X87, frame_registers,
};
use crate::types::CodePointer;

/// Calls `target` with the values that `arguments` lead to.
///
/// # Safety
///
/// Those of [`CallInterface::call`]; and there are as many arguments as `interface` has.
#[inline]
pub(crate) unsafe fn dynamic(
    interface: &CallInterface,
    target: CodePointer,
    result: *mut u8,
    arguments: &[*const c_void],
) {
    let steps = interface.steps();
    if !steps.is_empty() {
        // SAFETY: the steps are compiled from this interface; the rest is the caller's promise.
        unsafe { program::run(steps.as_ptr(), arguments.as_ptr(), target, result) }
    } else {
        // SAFETY: the caller's promises.
        unsafe { framed(interface, target, result, arguments) }
    }
}

/// [`dynamic`] through the frame with the registers of the interface.
///
/// # Safety
///
/// The routines of [`dynamic`].
#[inline(never)]
unsafe fn framed(
    interface: &CallInterface,
    target: CodePointer,
    result: *mut u8,
    arguments: &[*const c_void],
) {
    match frame_registers(interface) {
        FrameRegisters::Halves => {
            // SAFETY: the caller's promises; an interface that comes here is of this convention.
            unsafe { frame::dynamic::<Sysv64>(interface, target, result, arguments) }
        }
        FrameRegisters::Vectors => {
            // SAFETY: as above.
            unsafe { frame::dynamic::<Vectors>(interface, target, result, arguments) }
        }
        FrameRegisters::X87 => {
            // SAFETY: as above.
            unsafe { frame::dynamic::<X87<1>>(interface, target, result, arguments) }
        }
        FrameRegisters::ComplexX87 => {
            // SAFETY: as above.
            unsafe { frame::dynamic::<X87<2>>(interface, target, result, arguments) }
        }
    }
}

#[cfg(all(test, not(miri)))]
mod tests {
    use core::arch::naked_asm;
    use core::ffi::c_void;
    use core::ptr;

    use crate::abi::sysv64::FLOAT_REGISTERS;
    use crate::types::CodePointer;
    use crate::{Abi, CallInterface, Type};

    /// Returns the al that a variadic callee finds (psABI 3.2.3, passing, 3).
    #[unsafe(naked)]
    unsafe extern "sysv64" fn bound() {
        naked_asm!("movzx eax, al", "ret")
    }

    /// Calls with two floats after so many integers.
    fn bound_after(integers: usize) -> (bool, u32) {
        let mut types = vec![Type::U64; integers];
        types.extend([Type::F64; 2]);
        let interface = CallInterface::prepare_variadic(Abi::Sysv64, Type::U32, &types, 1)
            .expect("a C signature");
        let value = 0u64;
        let arguments = vec![ptr::from_ref(&value).cast::<c_void>(); types.len()];
        let target = CodePointer::from_ptr(bound as *const c_void).expect("a function");
        let mut result = 0u32;
        // SAFETY: the function takes any arguments and returns a `u32`; all values have 8 bytes.
        unsafe { interface.call(target, (&raw mut result).cast(), &arguments) };
        (interface.steps().is_empty(), result)
    }

    #[test]
    fn both_forms_bound_the_vector_registers_alike() {
        let all = FLOAT_REGISTERS.len() as u32;
        assert_eq!(bound_after(1), (false, all));
        // More stack words than a program reserves.
        assert_eq!(bound_after(1000), (true, all));
    }
}
