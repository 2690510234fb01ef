//! Arguments of callbacks: where C puts them, and what stands above a narrow one.

use std::sync::{Arc, Mutex};

use ffi_runtime::callback::DynamicCallback;
use ffi_runtime::{
    Abi, CallInterface, ForeignType, Library, StructBuilder, Type, callback, foreign_library,
};
use ffi_tests::fixtures::{CALLBACKS, open_fixture};

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct Two<A, B> {
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

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
union Number {
    d: f64,
    i: i64,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C, packed)]
struct PackedOdd {
    a: u8,
    b: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C, align(32))]
struct Aligned32 {
    a: i64,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Words40 {
    words: [i64; 40],
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Large {
    bytes: [u8; 8 * 1024],
}

/// A callback type, the fixture that calls it, and what the closure gets.
macro_rules! seen {
    ($($function:ident: $name:ident($($argument:ident: $ty:ty),*);)*) => {
        $(
            #[callback]
            type $name = unsafe extern "C" fn($($argument: $ty),*);

            impl $name {
                /// The arguments, as a closure that captures gets them.
                fn seen() -> ($($ty,)*) {
                    let mut seen = None;
                    $name::scoped(
                        |$($argument),*| seen = Some(($($argument,)*)),
                        |callback| library().$function(callback),
                    );
                    seen.expect("C calls once")
                }
            }
        )*

        #[foreign_library(name = "callbacks")]
        unsafe trait Callers {
            $(fn $function(&self, callback: $name);)*
        }
    };
}

seen! {
    with_float: Floats(a: f32, b: f64, c: f32);
    with_floats_10: Floats10(
        a: f32, b: f32, c: f32, d: f32, e: f32, f: f32, g: f32, h: f32, i: f32, j: f32
    );
    with_ints_6: Ints6(a: i64, b: i64, c: i64, d: i64, e: i64, f: i64);
    with_ints_10: Ints10(
        a: i64, b: i64, c: i64, d: i64, e: i64, f: i64, g: i64, h: i64, i: i64, j: i64
    );
    with_pair_after_5: PairAfter5(
        a: i64, b: i64, c: i64, d: i64, e: i64, pair: Two<i64, i64>, last: i32
    );
    with_mixed_after_6: MixedAfter6(
        a: i64, b: i64, c: i64, d: i64, e: i64, f: i64, mixed: Two<i64, f64>, last: f64
    );
    with_mixed_after_8_doubles: MixedAfter8Doubles(
        a: f64, b: f64, c: f64, d: f64, e: f64, f: f64, g: f64, h: f64,
        mixed: Two<i64, f64>, last: i64
    );
    with_floats_after_7: FloatsAfter7(
        a: f64, b: f64, c: f64, d: f64, e: f64, f: f64, g: f64,
        two: Two<f64, f64>, three: Three<f32>, last: f64
    );
    with_floats_2: StructsOfFloats(two: Two<f32, f32>, three: Three<f32>);
    with_unions: Unions(a: Number, packed: PackedOdd, b: Number);
    with_aligned: Aligned(
        a: i64, b: i64, c: i64, d: i64, e: i64, f: i64, g: i64,
        wide: i128, h: i64, aligned: Aligned32, i: i64
    );
    with_words_40: Words(a: i64, words: Words40, last: i64);
}

fn library() -> Callers {
    open_fixture(Callers::open, CALLBACKS)
}

#[callback]
type PairAfter4 = unsafe extern "C" fn(
    a: i64,
    b: i64,
    c: i64,
    d: i64,
    pair: Two<i64, i64>,
    last: i32,
) -> Three<i64>;

#[callback]
type Int128 = unsafe extern "C" fn(a: i64, b: i128, c: u128) -> i128;

#[callback]
type NextLarge = unsafe extern "C" fn(value: Large, by: u8) -> Large;

#[foreign_library(name = "callbacks")]
unsafe trait CallersWithResult {
    fn with_pair_after_4(&self, callback: PairAfter4) -> Three<i64>;
    fn with_int128(&self, callback: Int128) -> i128;
    fn with_large(&self, callback: NextLarge) -> usize;
}

fn library_with_result() -> CallersWithResult {
    open_fixture(CallersWithResult::open, CALLBACKS)
}

#[test]
fn float_is_not_taken_for_a_double() {
    assert_eq!(Floats::seen(), (1.5, 2.5, 3.5));
}

#[test]
fn floats_past_their_registers() {
    let seen = (0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5);
    assert_eq!(Floats10::seen(), seen);
}

/// No register is left for the closure's context.
#[test]
fn every_integer_register_is_taken() {
    assert_eq!(Ints6::seen(), (1, 2, 3, 4, 5, 6));
    assert_eq!(Ints10::seen(), (1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
}

#[test]
fn struct_of_16_bytes_when_one_register_is_left() {
    let pair = Two { a: 6, b: 7 };
    assert_eq!(PairAfter5::seen(), (1, 2, 3, 4, 5, pair, 8));
}

#[test]
fn struct_of_16_bytes_when_the_address_of_the_result_leaves_one_register() {
    let mut seen = None;
    let result = PairAfter4::scoped(
        |a, b, c, d, pair, last| {
            seen = Some((a, b, c, d, pair, last));
            Three { a: 8, b: 9, c: 10 }
        },
        |callback| library_with_result().with_pair_after_4(callback),
    );
    assert_eq!(seen, Some((1, 2, 3, 4, Two { a: 5, b: 6 }, 7)));
    assert_eq!(result, Three { a: 8, b: 9, c: 10 });
}

#[test]
fn mixed_struct_when_either_kind_of_register_is_missing() {
    let mixed = Two { a: 7, b: 8.5 };
    assert_eq!(MixedAfter6::seen(), (1, 2, 3, 4, 5, 6, mixed, 9.5));
    let mixed = Two { a: 9, b: 10.5 };
    let seen = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, mixed, 11);
    assert_eq!(MixedAfter8Doubles::seen(), seen);
}

#[test]
fn structs_of_floats_when_one_register_is_left() {
    let (two, three) = (
        Two { a: 8.0, b: 9.0 },
        Three {
            a: 10.0,
            b: 11.0,
            c: 12.0,
        },
    );
    let seen = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, two, three, 13.0);
    assert_eq!(FloatsAfter7::seen(), seen);
}

#[test]
fn two_floats_share_a_register() {
    let three = Three {
        a: 3.5,
        b: -4.5,
        c: 5.5,
    };
    assert_eq!(StructsOfFloats::seen(), (Two { a: 1.5, b: -2.5 }, three));
}

#[test]
fn unions_and_a_packed_struct() {
    let (a, PackedOdd { a: byte, b: double }, b) = Unions::seen();
    // SAFETY: any eight bytes are a number.
    assert_eq!(unsafe { a.d }, 1.5);
    assert_eq!((byte, double), (2, 3.5));
    // SAFETY: as above.
    assert_eq!(unsafe { b.i }, 4);
}

#[test]
fn int128_and_over_aligned_arguments_are_aligned_on_the_stack() {
    let (wide, aligned) = (8 << 64 | 80, Aligned32 { a: 10 });
    assert_eq!(Aligned::seen(), (1, 2, 3, 4, 5, 6, 7, wide, 9, aligned, 11));
}

#[test]
fn int128_in_registers() {
    let mut seen = None;
    let result = Int128::scoped(
        |a, b, c| {
            seen = Some((a, b, c));
            b - 1
        },
        |callback| library_with_result().with_int128(callback),
    );
    assert_eq!(seen, Some((-1, -(2 << 64), !3)));
    assert_eq!(result, -(2 << 64) - 1);
}

#[test]
fn more_than_32_stack_words() {
    let (a, Words40 { words }, last) = Words::seen();
    assert_eq!((a, last), (1, 2));
    assert_eq!(words, std::array::from_fn(|index| 100 + index as i64));
}

#[test]
fn struct_of_two_pages_by_value() {
    let next = |mut value: Large, by: u8| {
        for byte in &mut value.bytes {
            *byte = byte.wrapping_add(by);
        }
        value
    };
    let wrong = NextLarge::scoped(next, |callback| library_with_result().with_large(callback));
    assert_eq!(wrong, 0);
}

#[test]
fn empty_structs_take_no_place() {
    let empty = StructBuilder::new("Empty").build().expect("GNU C has it");
    let empty = empty.as_type();
    let types = [empty, Type::I64, empty, Type::I64];
    let interface = CallInterface::prepare(Abi::C, Type::Void, &types).expect("GNU C has it");
    let seen = Arc::new(Mutex::new([0; 2]));
    let written = Arc::clone(&seen);
    let callback = DynamicCallback::new(interface, move |call| {
        // SAFETY: any number is valid.
        let read = [1, 3].map(|index| unsafe { call.argument::<i64>(index) });
        *written.lock().expect("nothing panics") = read;
    });
    let callback = callback.expect("a slot is free");
    let library = open_fixture(Library::open, CALLBACKS);
    let caller = library.symbol("with_empty").expect("the fixture has it");
    let code = callback.code();
    let interface = CallInterface::prepare(Abi::C, Type::Void, &[Type::Pointer]);
    let interface = interface.expect("a C signature");
    // SAFETY: the fixture takes such a callback, which is there; the pointer leads to its address.
    unsafe { interface.call(caller, std::ptr::null_mut(), &[(&raw const code).cast()]) };
    assert_eq!(*seen.lock().expect("nothing panics"), [1, 2]);
}

/// C passes a whole register, or a whole stack word, to a callback that takes less.
macro_rules! whole {
    ($name:ident, $in_register:ident, $on_stack:ident, $ty:ty) => {
        #[callback]
        type $in_register = unsafe extern "C" fn(value: $ty);

        #[callback]
        type $on_stack =
            unsafe extern "C" fn(a: i64, b: i64, c: i64, d: i64, e: i64, f: i64, value: $ty);

        #[foreign_library(name = "callbacks")]
        unsafe trait $name {
            fn with_register(&self, callback: $in_register, word: u64);
            fn with_word(&self, callback: $on_stack, word: u64);
        }

        impl $name {
            /// The values that the closures get of a word: from a register, and from the stack.
            fn seen(word: u64) -> [$ty; 2] {
                let library = open_fixture(Self::open, CALLBACKS);
                let mut seen = [None; 2];
                let [in_register, on_stack] = &mut seen;
                $in_register::scoped(
                    |value| *in_register = Some(value),
                    |callback| library.with_register(callback, word),
                );
                $on_stack::scoped(
                    |_, _, _, _, _, _, value| *on_stack = Some(value),
                    |callback| library.with_word(callback, word),
                );
                seen.map(|value| value.expect("C calls once"))
            }
        }
    };
}

whole!(WholeBool, BoolInRegister, BoolOnStack, bool);
whole!(WholeI8, I8InRegister, I8OnStack, i8);
whole!(WholeU8, U8InRegister, U8OnStack, u8);
whole!(WholeI16, I16InRegister, I16OnStack, i16);
whole!(WholeU16, U16InRegister, U16OnStack, u16);
whole!(WholeI32, I32InRegister, I32OnStack, i32);

#[test]
fn only_the_low_end_of_a_narrow_integer_is_looked_at() {
    let dirt = 0xdead_beef_dead_8081;
    assert_eq!(WholeI8::seen(dirt), [-0x7f; 2]);
    assert_eq!(WholeU8::seen(dirt), [0x81; 2]);
    assert_eq!(WholeI16::seen(dirt), [-0x7f7f; 2]);
    assert_eq!(WholeU16::seen(dirt), [0x8081; 2]);
    assert_eq!(WholeI32::seen(dirt), [0xdead_8081_u32.cast_signed(); 2]);
}

#[test]
fn only_the_low_byte_of_a_bool_is_looked_at_and_only_0_is_false() {
    assert_eq!(WholeBool::seen(0xdead_beef_dead_be00), [false; 2]);
    assert_eq!(WholeBool::seen(0xdead_beef_dead_be01), [true; 2]);
    // No bool of C, and none that Rust may have.
    for word in [0xdead_beef_dead_be02, 0xff] {
        for seen in WholeBool::seen(word) {
            assert_eq!(u8::from(std::hint::black_box(seen)), 1);
        }
    }
}

#[test]
fn only_the_low_half_of_a_float_register_is_looked_at() {
    #[callback]
    type OneFloat = unsafe extern "C" fn(value: f32);

    #[foreign_library(name = "callbacks")]
    unsafe trait Caller {
        fn with_float_register(&self, callback: OneFloat, bits: u64);
    }

    let library = open_fixture(Caller::open, CALLBACKS);
    let mut seen = None;
    let bits = 0xdead_beef_0000_0000 | u64::from(1.5f32.to_bits());
    OneFloat::scoped(
        |value| seen = Some(value),
        |callback| library.with_float_register(callback, bits),
    );
    assert_eq!(seen, Some(1.5));
}
