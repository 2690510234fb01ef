//! Declared methods, with arguments and results of every kind.

use std::ffi::{c_char, c_long, c_ulong, c_void};
use std::mem::offset_of;

use ffi_runtime::abi::Convention;
use ffi_runtime::call::Plan;
use ffi_runtime::{Abi, CallInterface, ForeignType, InterfaceError, Type};
use native_tests::{
    Callees, Either, Flags, Level, Mixed, One, Pair, Small, Text, Wide, callees, is_native_form,
};

const MIXED: Mixed = Mixed {
    a: -7,
    b: (1 << 41) + 3,
    c: 0.75,
    d: -1e200,
};

fn layout<T: ForeignType>() -> [usize; 3] {
    let ty = T::TYPE;
    let (size, align) = (size_of::<T>(), align_of::<T>());
    assert_eq!((ty.size(), ty.align()), (size, align), "{ty}");
    let fields = ty.aggregate().expect("a struct or union").fields;
    [size, align, fields[fields.len() - 1].offset]
}

#[test]
fn descriptors_have_the_layout_that_c_has() {
    let mut out = [[0; 3]; 8];
    // SAFETY: there is space for eight rows.
    unsafe { callees().layouts(&raw mut out) };
    let own = [
        layout::<Pair>(),
        layout::<Mixed>(),
        layout::<Small>(),
        layout::<One>(),
        layout::<Wide>(),
        layout::<Either>(),
        layout::<Text>(),
        layout::<Flags>(),
    ];
    assert_eq!(out, own);
    assert_eq!(out[1][2], offset_of!(Mixed, d));
}

#[test]
fn scalars_of_every_width_in_one_call() {
    let callees = callees();
    let d = 1e9 + 0.5;
    let sum = callees.scalars(
        -3,
        1 << 50,
        0xfedc,
        d,
        -2.25,
        1 << 44,
        -1_000_000_007,
        0.5,
        200,
        true,
        -300,
        0xffff_fff0,
    );
    let expected = -3 + (2i64 << 50) + 3 * 0xfedc + 4_000_000_002 - 11 + (6i64 << 44)
        - 7 * 1_000_000_007
        + 4
        + 9 * 200
        + 10
        - 11 * 300
        + 12 * 0xffff_fff0;
    assert_eq!(sum, expected);
    let value = callees.doubles(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 0.5);
    let squares: f64 = (1..=10)
        .map(|i| if i % 2 == 1 { 1.0 } else { -1.0 } * f64::from(i * i))
        .sum();
    assert_eq!(value, squares + 5.5);
}

#[test]
fn long_and_pointer_are_as_wide_as_in_c() {
    let callees = callees();
    assert_eq!(callees.longs(c_long::MIN + 5, 5), c_long::MIN);
    assert_eq!(callees.longs(-1, c_ulong::MAX), 0);
    let text = c"pointer";
    // SAFETY: the text is longer than three bytes.
    let advanced = unsafe { callees.advanced(text, 3) };
    assert_eq!(advanced, text.as_ptr().wrapping_add(3));
    assert_eq!(Type::USIZE.size(), size_of::<usize>());
    assert_eq!(<*const c_void>::TYPE.size(), size_of::<usize>());
}

#[test]
fn narrow_results() {
    let callees = callees();
    assert_eq!(callees.negated_byte(100), -100);
    assert_eq!(callees.negated_byte(-1), 1);
    assert_eq!(callees.halved(-3.5), -1.75);
}

#[test]
fn structs_and_unions_by_value() {
    let callees = callees();
    assert_eq!(
        callees.swapped(Pair { x: 1.5, y: -2.5 }),
        Pair { x: -2.5, y: 1.5 }
    );
    let Mixed { a, b, c, d } = MIXED;
    let scaled = Mixed {
        a: -2 * a,
        b: -2 * b,
        c: -2.0 * c,
        d: -2.0 * d,
    };
    assert_eq!(callees.scaled(-2, MIXED), scaled);
    assert_eq!(
        callees.exchanged(Small { a: -100, b: 7 }, 300),
        Small { a: 307, b: -100 }
    );
    assert_eq!(callees.doubled(One { value: 0.125 }), One { value: 0.25 });
    let values = [1, -2, 3, -4, 5, -6, 7, -8, 9];
    let reversed = [10, -7, 8, -5, 6, -3, 4, -1, 2].map(|value| value + 99);
    assert_eq!(
        callees.reversed(Wide { values }, 100),
        Wide { values: reversed }
    );
    let complement = callees.complement(Either { whole: 1 << 40 });
    // SAFETY: every byte is one of an integer.
    assert_eq!(unsafe { complement.whole }, !(1 << 40));
    let start: *const c_char = c"some text".as_ptr();
    // SAFETY: the text has nine bytes.
    let rest = unsafe { callees.rest(Text { start, length: 9 }, 5) };
    assert_eq!(
        rest,
        Text {
            start: start.wrapping_add(5),
            length: 4
        }
    );
}

#[test]
fn structs_where_the_registers_end() {
    let (d, e, f) = (
        Mixed { d: 2.0, ..MIXED },
        Pair { x: 0.5, y: 0.25 },
        Small { a: 9, b: -9 },
    );
    let sum = callees().behind(1, 2, 3, d, e, f, -(1 << 45));
    let expected =
        1 + 4 + 9 - 28 + 5 * ((1i64 << 41) + 3) + 4 + 14 + 4 + 2 + 90 - 99 - (12i64 << 45);
    assert_eq!(sum, expected);
}

#[test]
fn bool_of_any_byte_is_0_or_1() {
    let callees = callees();
    for (byte, truth) in [(0, false), (1, true), (2, true), (0x80, true), (0xff, true)] {
        let value = callees.untidy_bool(byte);
        // SAFETY: a `bool` is a byte.
        let bits = unsafe { (&raw const value).cast::<u8>().read_volatile() };
        assert_eq!((value, bits), (truth, u8::from(truth)));
        let flags = callees.untidy_flags(byte);
        let number = i32::from_ne_bytes([byte; 4]);
        assert_eq!(
            flags,
            Flags {
                first: truth,
                number,
                rest: [truth; 2]
            }
        );
        // SAFETY: a `bool` is a byte.
        let bits = unsafe { (&raw const flags.rest).cast::<[u8; 2]>().read_volatile() };
        assert_eq!(bits, [u8::from(truth); 2]);
    }
}

#[test]
fn variadic_functions() {
    let callees = callees();
    // SAFETY: the letters say what the arguments are.
    let total = unsafe { callees.total(c"idlpsi", -3, 0.5, 1 << 40, &17, One { value: 1.25 }, 9) };
    let expected =
        -3.0 + 2.0 * 0.5 + 3.0 * (1i64 << 40) as f64 + 4.0 * 17.0 + 5.0 * 1.25 + 6.0 * 9.0;
    assert_eq!(total, expected);
    // SAFETY: there are no letters.
    assert_eq!(unsafe { callees.total_of_none(c"") }, 0.0);
    assert_eq!(callees.total_of_system(c"dl", 2.5, -4), -5.5);
}

#[test]
fn variadic_functions_with_tuples() {
    let callees = callees();
    let seventeen = 17;
    let values = (
        -3i8,
        0.5f32,
        1i64 << 40,
        &seventeen,
        One { value: 1.25 },
        true,
    );
    // SAFETY: the letters say what the arguments are.
    let total = unsafe { callees.total_of_tuple(c"idlpsi", values) };
    let expected = -3.0 + 2.0 * 0.5 + 3.0 * (1i64 << 40) as f64 + 4.0 * 17.0 + 5.0 * 1.25 + 6.0;
    assert_eq!(total, expected);
    // SAFETY: there are no letters.
    assert_eq!(unsafe { callees.total_of_tuple(c"", ()) }, 0.0);
}

#[cfg(not(all(windows, target_arch = "x86")))] // There the symbols of `stdcall` have other names.
#[test]
fn convention_of_the_system() {
    assert_eq!(callees().of_system(1, 2, 3), 8);
}

#[cfg(all(target_arch = "x86", not(windows)))]
#[test]
fn conventions_of_x86() {
    let callees = callees();
    for _ in 0..1000 {
        assert_eq!(callees.by_cdecl(5, 7), -2);
        assert_eq!(callees.by_stdcall(1, 2, 3), 8);
        assert_eq!(callees.by_fastcall(4, 2, 3), 11);
        assert_eq!(callees.by_thiscall(&5, 2, 3), 12);
    }
}

#[test]
fn optional_functions() {
    let callees = callees();
    assert!(callees.has_fixed_callee());
    assert_eq!(callees.fixed_callee(41), Ok(42));
    assert!(callees.absent(1).is_err());
}

/// Without assembly for the target, everything that needs it is a typed error.
#[test]
fn interface_of_a_method_is_there_where_it_can_be_executed() {
    assert_eq!(Callees::interface("scalars").is_none(), is_native_form());
    assert!(Callees::interface("absent_from_the_declaration").is_none());
    match CallInterface::prepare(Abi::C, Type::F64, &[Type::F64]) {
        Ok(_) => assert!(!is_native_form()),
        Err(InterfaceError::UnsupportedPlatform(error)) => {
            assert!(is_native_form());
            assert_eq!(error.abi, Abi::C);
        }
        Err(error) => panic!("{error}"),
    }
}

/// The classifiers have the words of their conventions, not those of the host.
#[test]
fn conventions_are_explained_on_any_host() {
    let plan = Plan::new(Convention::Sysv64, Type::Pointer, &[Type::Pointer; 7], None);
    let text = plan.expect("a C signature").to_string();
    for line in [
        "argument 0: pointer (8 bytes) in rdi",
        "argument 6: pointer (8 bytes) on the stack at 0",
        "result: pointer (8 bytes) in rax",
        "stack: 8 bytes",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    let types = [Type::I8, Type::I128, Type::F64];
    let plan = Plan::new(Convention::Riscv64, Type::I128, &types, None);
    let text = plan.expect("a C signature").to_string();
    assert!(
        text.contains("bytes 0..8 in a1, bytes 8..16 in a2"),
        "{text}"
    );
}

#[cfg(panic = "unwind")]
#[test]
fn number_that_an_enum_does_not_list_is_a_panic() {
    let callees = callees();
    assert_eq!(
        (callees.level(1), callees.level(2)),
        (Level::Low, Level::High)
    );
    assert_eq!(callees.levels(2).rest, [Level::High; 2]);
    for byte in [0, 3, 255] {
        let caught = [
            std::panic::catch_unwind(|| callees.level(byte)).err(),
            std::panic::catch_unwind(|| callees.levels(byte).first).err(),
        ];
        for payload in caught {
            let payload = payload.expect("it is no value");
            let said = payload.downcast_ref::<String>().expect("a text");
            let start = format!("C gave {byte}, which is no value of the enum `Level`;");
            assert!(said.starts_with(&start), "{said}");
        }
    }
}
