//! Arguments: the last register and what comes after it, on the stack or not.

use ffi_runtime::{Abi, CallInterface, ForeignType, Library, foreign_library};
use ffi_tests::fixtures::{CASES, open_fixture};

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct Pair<A, B> {
    a: A,
    b: B,
}

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct Three<T> {
    a: T,
    b: T,
    c: T,
}

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct Four<T> {
    a: T,
    b: T,
    c: T,
    d: T,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Words40 {
    words: [i64; 40],
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Large {
    bytes: [u8; 100 * 1024],
}

#[foreign_library(name = "cases")]
unsafe trait Cases {
    fn float_bits(&self, value: f32) -> u32;
    fn weigh_10(
        &self,
        a: i64,
        b: i64,
        c: i64,
        d: i64,
        e: i64,
        f: i64,
        g: i64,
        h: i64,
        i: i64,
        j: i64,
    ) -> i64;
    fn weigh_doubles_10(
        &self,
        a: f64,
        b: f64,
        c: f64,
        d: f64,
        e: f64,
        f: f64,
        g: f64,
        h: f64,
        i: f64,
        j: f64,
    ) -> f64;
    fn weigh_floats_10(
        &self,
        a: f32,
        b: f32,
        c: f32,
        d: f32,
        e: f32,
        f: f32,
        g: f32,
        h: f32,
        i: f32,
        j: f32,
    ) -> f64;
    fn pair_after_5(
        &self,
        a: i64,
        b: i64,
        c: i64,
        d: i64,
        e: i64,
        pair: Pair<i64, i64>,
        last: i32,
    ) -> i64;
    fn pair_after_4(
        &self,
        a: i64,
        b: i64,
        c: i64,
        d: i64,
        pair: Pair<i64, i64>,
        last: i32,
    ) -> Three<i64>;
    fn mixed_after_6(
        &self,
        a: i64,
        b: i64,
        c: i64,
        d: i64,
        e: i64,
        f: i64,
        v: Pair<i64, f64>,
        last: f64,
    ) -> f64;
    fn mixed_after_8_doubles(
        &self,
        a: f64,
        b: f64,
        c: f64,
        d: f64,
        e: f64,
        f: f64,
        g: f64,
        h: f64,
        v: Pair<i64, f64>,
        last: i64,
    ) -> f64;
    fn floats_after_7(
        &self,
        a: f64,
        b: f64,
        c: f64,
        d: f64,
        e: f64,
        f: f64,
        g: f64,
        v: Pair<f64, f64>,
        w: Three<f32>,
        x: Four<f32>,
        y: Pair<f32, f32>,
        last: f64,
    ) -> f64;
    fn weigh_words_40(&self, a: i64, v: Words40, last: i64) -> i64;
    fn next_large(&self, v: Large, by: u8) -> Large;
    fn weigh_45(
        &self,
        w0: i64,
        w1: i64,
        w2: i64,
        w3: i64,
        w4: i64,
        w5: i64,
        w6: i64,
        w7: i64,
        w8: i64,
        w9: i64,
        w10: i64,
        w11: i64,
        w12: i64,
        w13: i64,
        w14: i64,
        w15: i64,
        w16: i64,
        w17: i64,
        w18: i64,
        w19: i64,
        w20: i64,
        w21: i64,
        w22: i64,
        w23: i64,
        w24: i64,
        w25: i64,
        w26: i64,
        w27: i64,
        w28: i64,
        w29: i64,
        w30: i64,
        w31: i64,
        w32: i64,
        w33: i64,
        w34: i64,
        w35: i64,
        w36: i64,
        w37: i64,
        w38: i64,
        w39: i64,
        w40: i64,
        w41: i64,
        w42: i64,
        w43: i64,
        w44: i64,
    ) -> i64;
}

fn cases() -> Cases {
    open_fixture(Cases::open, CASES)
}

#[test]
fn f32_argument_is_not_widened() {
    let cases = cases();
    for bits in [0x3fc0_0000, 0x8000_0001, 0x7fa0_0001, 0xffff_ffff] {
        assert_eq!(cases.float_bits(f32::from_bits(bits)), bits);
    }
}

#[test]
fn arguments_past_the_last_integer_register() {
    assert_eq!(cases().weigh_10(1, -2, 3, -4, 5, -6, 7, -8, 9, -10), -55);
}

#[test]
fn arguments_past_the_last_float_register() {
    let cases = cases();
    let sum = cases.weigh_doubles_10(1.0, -2.0, 3.0, -4.0, 5.0, -6.0, 7.0, -8.0, 9.0, -10.0);
    assert_eq!(sum, -55.0);
    let sum = cases.weigh_floats_10(1.0, -2.0, 3.0, -4.0, 5.0, -6.0, 7.0, -8.0, 9.0, -10.0);
    assert_eq!(sum, -55.0);
}

#[test]
fn struct_is_not_split_when_one_register_is_left() {
    let sum = cases().pair_after_5(1, 1, 1, 1, 1, Pair { a: 10, b: 100 }, 1000);
    assert_eq!(sum, 15 + 60 + 700 + 8000);
}

#[test]
fn struct_is_not_split_when_the_result_took_a_register() {
    let seen = cases().pair_after_4(1, 2, 3, 4, Pair { a: 10, b: 100 }, -7);
    assert_eq!(
        seen,
        Three {
            a: 30,
            b: 210,
            c: -7
        }
    );
}

#[test]
fn mixed_struct_goes_to_the_stack_whole_when_either_register_is_missing() {
    let cases = cases();
    let v = Pair { a: 1, b: 1.0 };
    assert_eq!(cases.mixed_after_6(0, 0, 0, 0, 0, 1, v, 1.0), 1111.0);
    let sum = cases.mixed_after_8_doubles(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, v, 1);
    assert_eq!(sum, 1111.0);
}

#[test]
fn structs_of_floats_when_one_float_register_is_left() {
    let sum = cases().floats_after_7(
        1.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        1.0,
        Pair { a: 1.0, b: 2.0 },
        Three {
            a: 3.0,
            b: 4.0,
            c: 5.0,
        },
        Four {
            a: 6.0,
            b: 7.0,
            c: 8.0,
            d: 9.0,
        },
        Pair { a: 10.0, b: 11.0 },
        12.0,
    );
    let squares: i32 = (1..=12).map(|n| 10 * n * n).sum();
    assert_eq!(sum, 2.0 + f64::from(squares));
}

#[test]
fn more_stack_words_than_a_forwarder_has() {
    let mut words = [0; 40];
    let mut expected = 5 + 42 * 7;
    for (index, word) in (0..).zip(&mut words) {
        *word = 3 * index - 50;
        expected += (index + 2) * *word;
    }
    assert_eq!(cases().weigh_words_40(5, Words40 { words }, 7), expected);
}

/// The stack words are integer arguments here, not one large struct.
#[test]
fn more_integers_than_a_forwarder_has_words() {
    let sum = cases().weigh_45(
        -50, -47, -44, -41, -38, -35, -32, -29, -26, -23, -20, -17, -14, -11, -8, -5, -2, 1, 4, 7,
        10, 13, 16, 19, 22, 25, 28, 31, 34, 37, 40, 43, 46, 49, 52, 55, 58, 61, 64, 67, 70, 73, 76,
        79, 82,
    );
    let expected: i64 = (0..45).map(|index| (index + 1) * (3 * index - 50)).sum();
    assert_eq!(sum, expected);
}

/// The pattern of a byte of the large struct.
fn large_byte(index: usize) -> u8 {
    ((index * 31) >> 3) as u8
}

#[test]
fn struct_of_100_kib_in_and_out() {
    // It is several times on the stack, and not optimized in a debug build.
    let thread = std::thread::Builder::new().stack_size(64 << 20);
    let call = thread.spawn(|| {
        let bytes = std::array::from_fn(large_byte);
        let next = cases().next_large(Large { bytes }, 3);
        assert!(
            (0..)
                .zip(next.bytes)
                .all(|(index, byte)| byte == large_byte(index).wrapping_add(3))
        );
    });
    call.expect("a thread").join().expect("no panic");
}

#[test]
fn struct_of_100_kib_in_and_out_dynamic() {
    let interface = CallInterface::prepare(Abi::C, Large::TYPE, &[Large::TYPE, u8::TYPE]);
    let interface = interface.expect("100 KiB are within the limit");
    let library = open_fixture(Library::open, CASES);
    let address = library.symbol("next_large").expect("the fixture has it");
    let bytes: Vec<u8> = (0..100 * 1024).map(large_byte).collect();
    let mut next = vec![0u8; bytes.len()];
    let by = 3u8;
    let arguments = [bytes.as_ptr().cast(), (&raw const by).cast()];
    // SAFETY: the C file has this signature, and the three pointers lead to such values.
    unsafe { interface.call(address, next.as_mut_ptr().cast(), &arguments) };
    assert!(
        (0..)
            .zip(next)
            .all(|(index, byte)| byte == large_byte(index).wrapping_add(3))
    );
}
