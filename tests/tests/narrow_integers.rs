//! Integers narrower than a register: what stands above them on the way in.

use ffi_runtime::foreign_library;
use ffi_tests::fixtures::{CASES, CASES_BY_CLANG, open_fixture};

#[foreign_library(name = "cases")]
unsafe trait Widen {
    fn widen_i8(&self, v: i8) -> i64;
    fn widen_i16(&self, v: i16) -> i64;
    fn widen_u8(&self, v: u8) -> i64;
    fn widen_u16(&self, v: u16) -> i64;
    fn widen_bool(&self, v: bool) -> i64;
}

/// gcc extends in the callee, too.
#[test]
fn narrow_arguments_are_what_gcc_reads() {
    check_widening(CASES);
}

/// clang does not, and reads whatever stands there.
#[test]
#[cfg_attr(not(have_clang), ignore = "no clang: `apt-get install clang`")]
fn narrow_arguments_are_what_clang_reads() {
    check_widening(CASES_BY_CLANG);
}

fn check_widening(path: &'static str) {
    let widen = open_fixture(Widen::open, path);
    for value in [i8::MIN, -1, 0, 1, i8::MAX] {
        assert_eq!(widen.widen_i8(value), value.into());
        assert_eq!(
            widen.widen_u8(value.cast_unsigned()),
            value.cast_unsigned().into()
        );
    }
    for value in [i16::MIN, -1, 0, 1, i16::MAX] {
        assert_eq!(widen.widen_i16(value), value.into());
        assert_eq!(
            widen.widen_u16(value.cast_unsigned()),
            value.cast_unsigned().into()
        );
    }
    assert_eq!(widen.widen_bool(true), 1);
    assert_eq!(widen.widen_bool(false), 0);
}

/// The extension that System V asks of the caller. AAPCS64 asks for none.
#[cfg(all(target_arch = "x86_64", not(windows)))]
mod extension {
    use ffi_runtime::{Abi, CallInterface, Library, Type, foreign_library};
    use ffi_tests::fixtures::{CASES, open_fixture};

    /// The callee shows the whole register, or the whole stack word.
    macro_rules! whole {
        ($name:ident, $ty:ty) => {
            #[foreign_library(name = "cases")]
            unsafe trait $name {
                #[symbol("whole_register")]
                fn in_register(&self, v: $ty) -> u64;
                #[symbol("whole_word")]
                fn on_stack(&self, a: i64, b: i64, c: i64, d: i64, e: i64, f: i64, v: $ty) -> u64;
            }

            impl $name {
                /// The low halves: psABI leaves the rest open.
                fn low_halves(v: $ty) -> [u32; 2] {
                    let library = open_fixture(Self::open, CASES);
                    let dirt = -1;
                    let word = library.on_stack(dirt, dirt, dirt, dirt, dirt, dirt, v);
                    [library.in_register(v) as u32, word as u32]
                }
            }
        };
    }

    whole!(WholeBool, bool);
    whole!(WholeI8, i8);
    whole!(WholeU8, u8);
    whole!(WholeI16, i16);
    whole!(WholeU16, u16);

    #[test]
    fn narrow_arguments_are_extended_to_32_bits() {
        assert_eq!(WholeBool::low_halves(true), [1; 2]);
        assert_eq!(WholeBool::low_halves(false), [0; 2]);
        assert_eq!(WholeI8::low_halves(-2), [0xffff_fffe; 2]);
        assert_eq!(WholeI8::low_halves(0x7e), [0x7e; 2]);
        assert_eq!(WholeU8::low_halves(0xfe), [0xfe; 2]);
        assert_eq!(WholeI16::low_halves(-2), [0xffff_fffe; 2]);
        assert_eq!(WholeU16::low_halves(0xfffe), [0xfffe; 2]);
    }

    #[test]
    fn narrow_arguments_are_extended_to_32_bits_dynamic() {
        let library = open_fixture(Library::open, CASES);
        let register = library
            .symbol("whole_register")
            .expect("the fixture has it");
        let word = library.symbol("whole_word").expect("the fixture has it");
        for (ty, expected) in [
            (Type::Bool, 1),
            (Type::I8, 0xffff_ff81),
            (Type::U8, 0x81),
            (Type::I16, 0xffff_8081),
            (Type::U16, 0x8081),
        ] {
            let bytes: u64 = if ty == Type::Bool {
                0xdead_be01
            } else {
                0xdead_8081
            };
            let dirt = -1i64;
            let value = (&raw const bytes).cast();
            let one = CallInterface::prepare(Abi::C, Type::U64, &[ty]).expect("a C signature");
            let mut seen = 0u64;
            // SAFETY: a register is returned as it came; the pointers lead to values.
            unsafe { one.call(register, (&raw mut seen).cast(), &[value]) };
            assert_eq!(seen as u32, expected, "{ty} in a register");

            let mut types = [Type::I64; 7];
            types[6] = ty;
            let seven = CallInterface::prepare(Abi::C, Type::U64, &types).expect("a C signature");
            let mut arguments = [(&raw const dirt).cast(); 7];
            arguments[6] = value;
            // SAFETY: the stack word is returned as it came; the pointers lead to values.
            unsafe { seven.call(word, (&raw mut seen).cast(), &arguments) };
            assert_eq!(seen as u32, expected, "{ty} on the stack");
        }
    }
}
