//! Dynamic calls: values behind untyped pointers become a call, through the interface's program, or
//! through a frame where it has none.

use core::ffi::c_void;

use crate::interface::CallInterface;
use crate::machine::riscv64::program;
use crate::machine::riscv64::registers::Riscv64;
use crate::machine::shared::frame;
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
        unsafe { frame::dynamic::<Riscv64>(interface, target, result, arguments) }
    }
}

#[cfg(all(test, not(miri)))]
mod tests {
    use core::arch::naked_asm;
    use core::ffi::c_void;
    use core::{ptr, slice};

    use crate::types::CodePointer;
    use crate::{Abi, CallInterface, OwnedType, StructBuilder, Type};

    /// A struct of so many bytes, which is passed by the address of a copy if it has more than 16.
    fn bytes(size: usize, align: usize) -> OwnedType {
        let builder = StructBuilder::new("Bytes").field("first", Type::U8);
        builder.align(align).size(size).build().expect("a struct")
    }

    fn expected(index: usize) -> u8 {
        index as u8 + 1
    }

    /// Whether three copies of `size` bytes are apart and right. Writes to them, as a callee may.
    unsafe extern "C" fn receive(
        a: *mut u8,
        size: u64,
        b: *mut u8,
        _a3_and_a4: u128,
        _a5_and_a6: u128,
        _a7: u64,
        c: *mut u8,
    ) -> bool {
        let size = size as usize;
        [a, b, c].into_iter().all(|copy| {
            // SAFETY: the test passes three structs of that size in these places.
            let bytes = unsafe { slice::from_raw_parts_mut(copy, size) };
            let is_right = (0..size).all(|index| bytes[index] == expected(index));
            bytes.fill(0xff);
            is_right
        })
    }

    #[test]
    fn copies_of_every_size_are_whole_and_apart() {
        for size in 17..200 {
            let ty = bytes(size, 1);
            let ty = ty.as_type();
            let types = [ty, Type::U64, ty, Type::U128, Type::U128, Type::U64, ty];
            let interface = CallInterface::prepare(Abi::C, Type::Bool, &types);
            let interface = interface.expect("a C signature");
            assert!(!interface.steps().is_empty());
            let value: Vec<_> = (0..size).map(expected).collect();
            let value_pointer = value.as_ptr().cast::<c_void>();
            let numbers = [size as u64, 0];
            let number = numbers.as_ptr().cast();
            let arguments = [
                value_pointer,
                number,
                value_pointer,
                number,
                number,
                number,
                value_pointer,
            ];
            let target = CodePointer::from_ptr(receive as *const c_void).expect("a function");
            let mut result = false;
            // SAFETY: the function takes three addresses of copies, among numbers, and returns a `bool`.
            unsafe { interface.call(target, (&raw mut result).cast(), &arguments) };
            assert!(result, "{size} bytes");
            assert!((0..size).all(|index| value[index] == expected(index)));
        }
    }

    #[test]
    fn argument_without_bytes_is_passed_over() {
        extern "C" fn subtract(a: u64, b: u64) -> u64 {
            a - b
        }
        let empty = StructBuilder::new("Empty").build().expect("GNU C has it");
        let types = [Type::U64, empty.as_type(), Type::U64];
        let interface = CallInterface::prepare(Abi::C, Type::U64, &types);
        let interface = interface.expect("a C signature");
        assert!(!interface.steps().is_empty());
        let numbers = [5u64, 3];
        let [a, b] = numbers
            .each_ref()
            .map(|number| ptr::from_ref(number).cast());
        let target = CodePointer::from_ptr(subtract as *const c_void).expect("a function");
        let mut result = 0u64;
        // SAFETY: the function takes two numbers, and none for the value without bytes; it returns one.
        unsafe { interface.call(target, (&raw mut result).cast(), &[a, ptr::null(), b]) };
        assert_eq!(result, 2);
    }

    /// All bits of the first float register.
    #[unsafe(naked)]
    unsafe extern "C" fn float() {
        naked_asm!(
            ".option push",
            ".option arch, +d",
            "fmv.x.d a0, fa0",
            "ret",
            ".option pop"
        )
    }

    #[test]
    fn both_forms_fill_the_register_of_an_f32_with_ones() {
        let value = 1.5f32;
        // The second has more stack words than a program reserves.
        for (count, is_frame) in [(1, false), (1000, true)] {
            let types = vec![Type::F32; count];
            let interface = CallInterface::prepare(Abi::C, Type::U64, &types);
            let interface = interface.expect("a C signature");
            assert_eq!(interface.steps().is_empty(), is_frame);
            let arguments = vec![ptr::from_ref(&value).cast::<c_void>(); count];
            let target = CodePointer::from_ptr(float as *const c_void).expect("a function");
            let mut result = 0u64;
            // SAFETY: the function takes any arguments and returns a `u64`; all values have 4 bytes.
            unsafe { interface.call(target, (&raw mut result).cast(), &arguments) };
            let ones = u64::from(u32::MAX) << 32;
            assert_eq!(result, ones | u64::from(value.to_bits()));
        }
    }

    #[test]
    fn program_aligns_no_copy_past_16_and_moves_no_three_bytes() {
        let has_program = |(size, align)| {
            let ty = bytes(size, align);
            let interface = CallInterface::prepare(Abi::C, Type::Void, &[ty.as_type()]);
            !interface.expect("a C signature").steps().is_empty()
        };
        let types = [
            (64, 1),
            (64, 16),
            (64, 32),
            (4, 1),
            (3, 1),
            (12, 1),
            (11, 1),
        ];
        let expected = [true, true, false, true, false, true, false];
        assert_eq!(types.map(has_program), expected);
    }
}
