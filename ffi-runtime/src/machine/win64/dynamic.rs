//! Dynamic calls: values behind untyped pointers become a call, through the interface's program, or
//! through a frame where it has none.

use core::ffi::c_void;

use crate::interface::CallInterface;
use crate::machine::shared::frame;
use crate::machine::win64::program;
use crate::machine::win64::registers::Win64;
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
        // SAFETY: the caller's promises; an interface that comes here is of this convention.
        unsafe { frame::dynamic::<Win64>(interface, target, result, arguments) }
    }
}

#[cfg(all(test, not(miri)))]
mod tests {
    use core::arch::naked_asm;
    use core::ffi::c_void;
    use core::{ptr, slice};

    use crate::types::CodePointer;
    use crate::{Abi, CallInterface, OwnedType, StructBuilder, Type};

    /// A struct of so many bytes, which is passed by the address of a copy unless it has 1, 2, 4 or 8.
    fn bytes(size: usize, align: usize) -> OwnedType {
        let builder = StructBuilder::new("Bytes").align(align).size(size);
        let builder = match size {
            0 => builder,
            _ => builder.field("first", Type::U8),
        };
        builder.build().expect("a struct, or one of GNU C")
    }

    fn expected(index: usize) -> u8 {
        index as u8 + 1
    }

    /// Whether three copies of `size` bytes are apart, aligned and right. Writes to them, as a callee may.
    unsafe extern "win64" fn receive(
        a: *mut u8,
        size: u64,
        b: *mut u8,
        _position_3: u64,
        c: *mut u8,
    ) -> bool {
        let size = size as usize;
        [a, b, c].into_iter().all(|copy| {
            // SAFETY: the test passes three structs of that size in these positions.
            let bytes = unsafe { slice::from_raw_parts_mut(copy, size) };
            let is_right = (0..size).all(|index| bytes[index] == expected(index));
            bytes.fill(0xff);
            copy.addr().is_multiple_of(16) && is_right
        })
    }

    #[test]
    fn copies_of_every_size_are_whole_and_apart() {
        for size in (0..200).filter(|size| ![1, 2, 4, 8].contains(size)) {
            let ty = bytes(size, 1);
            let ty = ty.as_type();
            let types = [ty, Type::U64, ty, Type::U64, ty];
            let interface = CallInterface::prepare(Abi::Win64, Type::Bool, &types);
            let interface = interface.expect("a C signature");
            assert_eq!(interface.steps().is_empty(), size == 0, "{size} bytes");
            let value: Vec<_> = (0..size).map(expected).collect();
            let (value_pointer, count) = (value.as_ptr().cast::<c_void>(), size as u64);
            let count = (&raw const count).cast();
            let arguments = [value_pointer, count, value_pointer, count, value_pointer];
            let target = CodePointer::from_ptr(receive as *const c_void).expect("a function");
            let mut result = false;
            // SAFETY: the function takes three addresses of copies, between numbers, and returns a `bool`.
            unsafe { interface.call(target, (&raw mut result).cast(), &arguments) };
            assert!(result, "{size} bytes");
            assert!((0..size).all(|index| value[index] == expected(index)));
        }
    }

    /// The integer register of position 1.
    #[unsafe(naked)]
    unsafe extern "win64" fn integer() {
        naked_asm!("mov rax, rdx", "ret")
    }

    /// The float register of position 1.
    #[unsafe(naked)]
    unsafe extern "win64" fn float() {
        naked_asm!("movq rax, xmm1", "ret")
    }

    #[test]
    fn both_forms_pass_a_variadic_float_in_both_registers() {
        let value = 1.5f64;
        // The second has more stack words than a program reserves.
        for (count, is_frame) in [(2, false), (1000, true)] {
            let types = vec![Type::F64; count];
            let interface = CallInterface::prepare_variadic(Abi::Win64, Type::U64, &types, 1);
            let interface = interface.expect("a C signature");
            assert_eq!(interface.steps().is_empty(), is_frame);
            let arguments = vec![ptr::from_ref(&value).cast::<c_void>(); count];
            for function in [integer as *const c_void, float as *const c_void] {
                let target = CodePointer::from_ptr(function).expect("a function");
                let mut result = 0u64;
                // SAFETY: the function takes any arguments and returns a `u64`; all values have 8 bytes.
                unsafe { interface.call(target, (&raw mut result).cast(), &arguments) };
                assert_eq!(f64::from_bits(result), value);
            }
        }
    }

    #[test]
    fn program_aligns_no_copy_past_16() {
        let has_program = |align| {
            let ty = bytes(64, align);
            let interface = CallInterface::prepare(Abi::Win64, Type::Void, &[ty.as_type()]);
            !interface.expect("a C signature").steps().is_empty()
        };
        assert_eq!([1, 16, 32].map(has_program), [true, true, false]);
    }
}
