//! Functions that rustc compiles take and return values by the convention of C: with those types that it
//! does not, as the compiler's error for functions with `#[callback]` says.

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr;

use ffi_runtime::{Abi, CallInterface, CodePointer, ForeignType, Type};

extern "C" fn receive<T: PartialEq>(expected: &T, value: T) -> u8 {
    u8::from(*expected == value)
}

extern "C" fn give<T: Copy>(source: &T) -> T {
    *source
}

/// Whether a value goes both ways between a function of rustc and this crate, which calls it as C would.
fn crosses<T: ForeignType + Copy + PartialEq>(value: T) -> bool {
    let target = |function: *const c_void| CodePointer::from_ptr(function).expect("a function");
    let expected = ptr::from_ref(&value);
    let arguments = [ptr::from_ref(&expected).cast(), expected.cast()];

    let types = [Type::Pointer, T::TYPE];
    let interface = CallInterface::prepare(Abi::C, Type::U8, &types).expect("C has it");
    let mut arrived = 0u8;
    let function = target(receive::<T> as *const c_void);
    // SAFETY: the function takes a pointer and a `T`, of a type whose values are all valid.
    unsafe { interface.call(function, (&raw mut arrived).cast(), &arguments) };

    let interface = CallInterface::prepare(Abi::C, T::TYPE, &types[..1]).expect("C has it");
    let mut result = MaybeUninit::<T>::zeroed();
    let function = target(give::<T> as *const c_void);
    // SAFETY: the function takes a pointer, and returns a `T`.
    unsafe { interface.call(function, result.as_mut_ptr().cast(), &arguments[..1]) };
    // SAFETY: all bytes are those of a `T`, of which all values are valid.
    arrived == 1 && unsafe { result.assume_init() == value }
}

macro_rules! structs {
    ($($(#[$attribute:meta])* $name:ident { $($field:ident: $ty:ty),* })*) => {$(
        #[derive(Clone, Copy, PartialEq, ForeignType)]
        #[repr(C)]
        $(#[$attribute])*
        struct $name {
            $($field: $ty),*
        }
    )*};
}

type Pointer = *const c_void;

structs! {
    PointerFirst { a: Pointer, b: f64 }
    PointerLast { a: f64, b: Pointer }
    PointerAndSingle { a: f32, b: Pointer }
    PointerInArray { a: f64, b: [Pointer; 1] }
    PointerInside { a: OnlyPointer, b: f32 }
    OnlyPointer { a: Pointer }
    TwoPointers { a: Pointer, b: Pointer }
    PointerAndMore { a: f32, b: f32, c: Pointer }
    Number { a: f64, b: u64 }
    NumberFirst { a: i64, b: f32 }
    Byte { a: f64, b: i8 }
    Short { a: f32, b: u16 }
    Wide { a: f64, b: i128 }
    Floats { a: f32, b: f64 }
    FloatsInArray { a: [f32; 2] }
    Single { a: f64 }
    #[repr(align(16))]
    Aligned { a: f64, b: f32 }
    AlignedInside { a: f32, b: AlignedSingle }
    #[repr(align(16))]
    AlignedSingle { a: f32 }
    #[repr(packed)]
    Packed { a: u8, b: f64 }
    Numbers { a: u64, b: u32 }
}

#[test]
fn rustc_passes_as_c_does_all_but_a_pointer_beside_a_float() {
    let (number, pointer) = (2.5f64, ptr::without_provenance(40));
    let single = 0.5f32;
    // All that a compiler could take apart in two ways, and goes both ways.
    for (name, back) in [
        ("OnlyPointer", crosses(OnlyPointer { a: pointer })),
        (
            "TwoPointers",
            crosses(TwoPointers {
                a: pointer,
                b: pointer,
            }),
        ),
        (
            "PointerAndMore",
            crosses(PointerAndMore {
                a: single,
                b: 1.5,
                c: pointer,
            }),
        ),
        ("Number", crosses(Number { a: number, b: 7 })),
        ("NumberFirst", crosses(NumberFirst { a: -7, b: single })),
        ("Byte", crosses(Byte { a: number, b: -7 })),
        ("Short", crosses(Short { a: single, b: 7 })),
        ("Wide", crosses(Wide { a: number, b: -7 })),
        (
            "Floats",
            crosses(Floats {
                a: single,
                b: number,
            }),
        ),
        ("FloatsInArray", crosses(FloatsInArray { a: [single, 1.5] })),
        ("Single", crosses(Single { a: number })),
        (
            "Aligned",
            crosses(Aligned {
                a: number,
                b: single,
            }),
        ),
        (
            "AlignedInside",
            crosses(AlignedInside {
                a: 1.5,
                b: AlignedSingle { a: single },
            }),
        ),
        ("Packed", crosses(Packed { a: 7, b: number })),
        ("Numbers", crosses(Numbers { a: 7, b: 8 })),
    ] {
        assert!(back, "{name}");
    }
    let only = OnlyPointer { a: pointer };
    for (name, back) in [
        (
            "PointerFirst",
            crosses(PointerFirst {
                a: pointer,
                b: number,
            }),
        ),
        (
            "PointerLast",
            crosses(PointerLast {
                a: number,
                b: pointer,
            }),
        ),
        (
            "PointerAndSingle",
            crosses(PointerAndSingle {
                a: single,
                b: pointer,
            }),
        ),
        (
            "PointerInArray",
            crosses(PointerInArray {
                a: number,
                b: [pointer],
            }),
        ),
        (
            "PointerInside",
            crosses(PointerInside { a: only, b: single }),
        ),
    ] {
        assert_eq!(back, cfg!(not(target_arch = "riscv64")), "{name}");
    }
}
