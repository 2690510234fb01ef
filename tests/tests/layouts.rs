//! Types with unusual layouts: packed, over-aligned, unions, empty.

use ffi_runtime::{Abi, CallInterface, ForeignType, Library, StructBuilder, Type, foreign_library};
use ffi_tests::fixtures::{CASES, open_fixture};

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
union Number {
    d: f64,
    i: i64,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
union BytesOrDouble {
    bytes: [u8; 9],
    d: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C, packed)]
struct PackedOdd {
    a: u8,
    b: f64,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C, packed)]
struct PackedEven {
    a: u8,
    b: u8,
    c: u8,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C, align(32))]
struct Aligned32 {
    a: i64,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C, align(16))]
struct Aligned16 {
    a: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct Alignments {
    int128: i64,
    aligned_32: i64,
    sum: i64,
}

#[foreign_library(name = "cases")]
unsafe trait Cases {
    fn next_number(&self, v: Number) -> Number;
    fn reverse_bytes(&self, v: BytesOrDouble) -> BytesOrDouble;
    fn sum_packed(&self, v: PackedOdd, w: PackedEven, last: i64) -> f64;
    fn next_packed(&self, v: PackedOdd) -> PackedOdd;
    fn stack_alignments(
        &self,
        a: i64,
        b: i64,
        c: i64,
        d: i64,
        e: i64,
        f: i64,
        g: i64,
        h: i128,
        i: i64,
        j: Aligned32,
        k: Aligned16,
    ) -> Alignments;
    fn next_int128(&self, a: i64, v: i128) -> i128;
}

fn cases() -> Cases {
    open_fixture(Cases::open, CASES)
}

#[test]
fn union_of_float_and_integer_travels_as_an_integer() {
    let number = cases().next_number(Number { d: 1.0 });
    // SAFETY: any eight bytes are an `i64`.
    assert_eq!(unsafe { number.i }, 1.0f64.to_bits().cast_signed() + 1);
}

#[test]
fn union_with_an_odd_tail() {
    let bytes = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    let reversed = cases().reverse_bytes(BytesOrDouble { bytes });
    // SAFETY: any nine bytes are an array of them.
    assert_eq!(unsafe { reversed.bytes }, [9, 8, 7, 6, 5, 4, 3, 2, 1]);
}

#[test]
fn packed_struct_with_an_unaligned_field_goes_through_memory() {
    let cases = cases();
    let v = PackedOdd { a: 1, b: 2.0 };
    let w = PackedEven { a: 3, b: 4, c: 5 };
    assert_eq!(cases.sum_packed(v, w, 6), 654_321.0);
    assert_eq!(cases.next_packed(v), PackedOdd { a: 2, b: 3.0 });
}

#[test]
fn int128_and_over_aligned_arguments_are_aligned_on_the_stack() {
    let int128 = 8 | 80 << 64;
    let j = Aligned32 { a: 1000 };
    let k = Aligned16 { a: 10_000.0 };
    for _ in 0..3 {
        let seen = cases().stack_alignments(1, 2, 3, 4, 5, 6, 7, int128, 9, j, k);
        let expected = Alignments {
            int128: 0,
            aligned_32: 0,
            sum: 37 + 88 + 11_000,
        };
        assert_eq!(seen, expected);
    }
}

#[test]
fn int128_in_registers() {
    let value = 0x0123_4567_89ab_cdef_fedc_ba98_7654_3210_i128;
    assert_eq!(cases().next_int128(-1, value), value - 1);
    assert_eq!(cases().next_int128(1, u64::MAX.into()), 1 << 64);
}

#[test]
fn empty_structs_take_no_place() {
    let library = open_fixture(Library::open, CASES);
    let address = library.symbol("after_empty").expect("the fixture has it");
    let empty = StructBuilder::new("Empty").build().expect("GNU C has it");
    let empty = empty.as_type();
    let types = [empty, Type::I64, empty, Type::I64];
    let interface = CallInterface::prepare(Abi::C, Type::I64, &types).expect("GNU C has it");
    let (a, b, mut sum) = (3i64, 4i64, 0i64);
    let arguments = [
        [].as_ptr(),
        (&raw const a).cast(),
        [].as_ptr(),
        (&raw const b).cast(),
    ];
    // SAFETY: the fixture has this signature, and the pointers lead to such values.
    unsafe { interface.call(address, (&raw mut sum).cast(), &arguments) };
    assert_eq!(sum, 11);
}

#[test]
fn empty_struct_as_a_result_takes_no_register() {
    let library = open_fixture(Library::open, CASES);
    let address = library.symbol("return_empty").expect("the fixture has it");
    let empty = StructBuilder::new("Empty").build().expect("GNU C has it");
    let types = [Type::Pointer, Type::I64];
    let interface = CallInterface::prepare(Abi::C, empty.as_type(), &types).expect("GNU C has it");
    let (mut seen, a) = (0i64, 5i64);
    let pointer = &raw mut seen;
    let mut result = [0xaa_u8; 8];
    let arguments = [(&raw const pointer).cast(), (&raw const a).cast()];
    // SAFETY: the fixture has this signature, and the pointers lead to such values.
    unsafe { interface.call(address, result.as_mut_ptr().cast(), &arguments) };
    assert_eq!((seen, result), (5, [0xaa; 8]));
}
