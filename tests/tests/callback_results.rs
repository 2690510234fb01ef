//! Results of callbacks: which registers they leave in, what stands above them, and how much memory is
//! written to.

use ffi_runtime::{ForeignType, callback, foreign_library};
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

#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
struct Bytes<const N: usize> {
    bytes: [u8; N],
}

/// For each result a callback type, and the fixture that returns what the callback returned.
macro_rules! returned {
    ($($library:ident, $function:ident: $name:ident -> $ty:ty, seen as $seen:ty;)*) => {$(
        #[callback]
        type $name = unsafe extern "C" fn() -> $ty;

        #[foreign_library(name = "callbacks")]
        unsafe trait $library {
            fn $function(&self, callback: $name) -> $seen;
        }

        impl $name {
            /// The value that C gets for this result of a closure.
            fn returned(result: $ty) -> $seen {
                let library = open_fixture($library::open, CALLBACKS);
                $name::scoped(|| result, |callback| library.$function(callback))
            }
        }
    )*};
}

returned! {
    Floats2Caller, floats_2_of: Floats2 -> Two<f32, f32>, seen as Two<f32, f32>;
    Floats3Caller, floats_3_of: Floats3 -> Three<f32>, seen as Three<f32>;
    IntDoubleCaller, int_double_of: IntDouble -> Two<i64, f64>, seen as Two<i64, f64>;
    DoubleIntCaller, double_int_of: DoubleInt -> Two<f64, i64>, seen as Two<f64, i64>;
    NextFloats2, next_floats_2_of: NextFloats -> Two<f32, f32>, seen as Two<f32, f32>;
    FloatDoubleCaller, next_float_double_of: FloatDouble -> Two<f32, f64>, seen as Two<f32, f64>;
    DoubleFloatCaller, next_double_float_of: DoubleFloat -> Two<f64, f32>, seen as Two<f64, f32>;
    FloatIntCaller, next_float_int_of: FloatInt -> Two<f32, i32>, seen as Two<f32, i32>;
    IntFloatCaller, next_int_float_of: IntFloat -> Two<i32, f32>, seen as Two<i32, f32>;
    Ints2Caller, ints_2_of: Ints2 -> Two<i64, i64>, seen as Two<i64, i64>;
    Doubles2Caller, doubles_2_of: Doubles2 -> Two<f64, f64>, seen as Two<f64, f64>;
    NumberCaller, number_of: NumberResult -> Number, seen as Number;
    FloatCaller, float_bits_of: Float -> f32, seen as u32;
    BoolInt, int_of_bool: BoolAsInt -> bool, seen as i32;
    I8Int, int_of_i8: I8AsInt -> i8, seen as i32;
    U8Int, int_of_u8: U8AsInt -> u8, seen as i32;
    I16Int, int_of_i16: I16AsInt -> i16, seen as i32;
    U16Int, int_of_u16: U16AsInt -> u16, seen as i32;
}

#[test]
fn two_floats_leave_in_one_float_register() {
    let two = Two { a: 1.5, b: -2.5 };
    assert_eq!(Floats2::returned(two), two);
}

#[test]
fn three_floats_leave_in_two_float_registers() {
    let three = Three {
        a: 1.5,
        b: -2.5,
        c: 3.5,
    };
    assert_eq!(Floats3::returned(three), three);
}

#[test]
fn mixed_structs_leave_in_both_kinds_of_registers() {
    let mixed = Two { a: -5, b: 2.5 };
    assert_eq!(IntDouble::returned(mixed), mixed);
    let mixed = Two { a: 2.5, b: -5 };
    assert_eq!(DoubleInt::returned(mixed), mixed);
}

/// The members of each have registers of their own on RISC-V.
#[test]
fn f32_leaves_beside_another_number_and_comes_back() {
    let next = NextFloats::returned(Two { a: 1.5, b: -2.5 });
    assert_eq!(next, Two { a: 2.5, b: -1.5 });
    let next = FloatDouble::returned(Two { a: 1.5, b: -0.1 });
    assert_eq!(next, Two { a: 2.5, b: 0.9 });
    let next = DoubleFloat::returned(Two { a: -0.1, b: 1.5 });
    assert_eq!(next, Two { a: 0.9, b: 2.5 });
    let next = FloatInt::returned(Two { a: 1.5, b: -7 });
    assert_eq!(next, Two { a: 2.5, b: -6 });
    let next = IntFloat::returned(Two { a: -7, b: 1.5 });
    assert_eq!(next, Two { a: -6, b: 2.5 });
}

#[test]
fn structs_of_one_kind_leave_in_two_registers() {
    let two = Two { a: -5, b: 6 };
    assert_eq!(Ints2::returned(two), two);
    let two = Two { a: -5.5, b: 6.5 };
    assert_eq!(Doubles2::returned(two), two);
}

#[test]
fn union_of_float_and_integer_leaves_as_an_integer() {
    let number = NumberResult::returned(Number { d: 1.5 });
    // SAFETY: any eight bytes are a number.
    assert_eq!(unsafe { number.i }, 1.5f64.to_bits().cast_signed());
}

#[test]
fn float_is_not_returned_as_a_double() {
    assert_eq!(Float::returned(1.5), 1.5f32.to_bits());
}

#[test]
fn narrow_results_are_what_c_widens() {
    assert_eq!([false, true].map(BoolAsInt::returned), [0, 1]);
    assert_eq!([i8::MIN, -1, 1].map(I8AsInt::returned), [-128, -1, 1]);
    assert_eq!([0x80, 0xff].map(U8AsInt::returned), [128, 255]);
    assert_eq!([i16::MIN, -1, 1].map(I16AsInt::returned), [-32768, -1, 1]);
    assert_eq!([0x8000, 0xffff].map(U16AsInt::returned), [32768, 65535]);
}

macro_rules! every_size {
    ($($size:literal $function:ident)*) => {
        /// C finds each result between two others in memory.
        #[test]
        fn a_result_of_every_size_is_whole() {$({
            #[callback]
            type Result = unsafe extern "C" fn() -> Bytes<$size>;

            #[foreign_library(name = "callbacks")]
            unsafe trait Caller {
                fn $function(&self, callback: Result) -> bool;
            }

            let library = open_fixture(Caller::open, CALLBACKS);
            let bytes = std::array::from_fn(|index| index as u8 + 1);
            let right = Result::scoped(|| Bytes { bytes }, |callback| library.$function(callback));
            assert!(right, "{} bytes", $size);
        })*}
    };
}

every_size! {
    1 result_of_1
    2 result_of_2
    3 result_of_3
    4 result_of_4
    5 result_of_5
    6 result_of_6
    7 result_of_7
    8 result_of_8
    9 result_of_9
    10 result_of_10
    11 result_of_11
    12 result_of_12
    13 result_of_13
    14 result_of_14
    15 result_of_15
    16 result_of_16
    17 result_of_17
}

/// The rules of System V for a register above a narrow result, and for the address of a result in memory.
#[cfg(all(target_arch = "x86_64", not(windows)))]
mod system_v {
    use ffi_runtime::callback::DynamicCallback;
    use ffi_runtime::{Abi, CallInterface, ForeignType, Library, Type, callback, foreign_library};
    use ffi_tests::fixtures::{CALLBACKS, open_fixture};

    use super::{Bytes, Three};

    returned! {
        BoolRegister, register_of: BoolInRegister -> bool, seen as u64;
        I8Register, register_of: I8InRegister -> i8, seen as u64;
        U8Register, register_of: U8InRegister -> u8, seen as u64;
        I16Register, register_of: I16InRegister -> i16, seen as u64;
        U16Register, register_of: U16InRegister -> u16, seen as u64;
    }

    /// psABI leaves open what stands above a narrow result; compilers fill 32 bits, and so do we.
    #[test]
    fn narrow_results_are_extended_to_32_bits() {
        assert_eq!(BoolInRegister::returned(true) as u32, 1);
        assert_eq!(BoolInRegister::returned(false) as u32, 0);
        assert_eq!(I8InRegister::returned(-2) as u32, 0xffff_fffe);
        assert_eq!(I8InRegister::returned(0x7e) as u32, 0x7e);
        assert_eq!(U8InRegister::returned(0xfe) as u32, 0xfe);
        assert_eq!(I16InRegister::returned(-2) as u32, 0xffff_fffe);
        assert_eq!(U16InRegister::returned(0xfffe) as u32, 0xfffe);
    }

    /// Results whose types the compiler does not know are extended too.
    #[test]
    fn narrow_results_are_extended_to_32_bits_dynamic() {
        let library = open_fixture(Library::open, CALLBACKS);
        let caller = library.symbol("register_of").expect("the fixture has it");
        for (ty, expected) in [
            (Type::Bool, 1),
            (Type::I8, 0xffff_ff81),
            (Type::U8, 0x81),
            (Type::I16, 0xffff_8081),
            (Type::U16, 0x8081),
        ] {
            let bytes: u64 = match ty {
                Type::Bool => 0xdead_be01,
                _ => 0xdead_8081,
            };
            let interface = CallInterface::prepare(Abi::C, ty, &[]).expect("a C signature");
            let callback = DynamicCallback::new(interface, move |call| {
                // SAFETY: the bytes begin with a value of the type.
                unsafe { call.write_result((&raw const bytes).cast()) }
            });
            let callback = callback.expect("a slot is free");
            let (code, mut seen) = (callback.code(), 0u64);
            let interface = CallInterface::prepare(Abi::C, Type::U64, &[Type::Pointer]);
            let interface = interface.expect("a C signature");
            let result = (&raw mut seen).cast();
            // SAFETY: the fixture takes such a callback, and the pointers lead to such values.
            unsafe { interface.call(caller, result, &[(&raw const code).cast()]) };
            assert_eq!(seen as u32, expected, "{ty}");
        }
    }

    #[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
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

    /// Callbacks whose result is in memory, called with its address as C does behind the scenes.
    macro_rules! in_memory {
    ($($test:ident: $ty:ty, $other:expr => $value:expr;)*) => {$(
        #[test]
        fn $test() {
            #[callback]
            type Result = unsafe extern "C" fn() -> $ty;

            #[foreign_library(name = "callbacks")]
            unsafe trait Caller {
                /// `copy` has `size` bytes, the size of the result.
                unsafe fn result_in_memory(
                    &self,
                    callback: Result,
                    size: usize,
                    copy: *mut $ty,
                ) -> bool;
            }

            let library = open_fixture(Caller::open, CALLBACKS);
            let (value, mut copy): ($ty, $ty) = ($value, $other);
            let right = Result::scoped(
                || value,
                // SAFETY: the copy is a value of the callback's result.
                |callback| unsafe {
                    library.result_in_memory(callback, size_of::<$ty>(), &raw mut copy)
                },
            );
            assert!(right, "another address was returned, or more written than the result");
            assert_eq!(copy, value);
        }
    )*};
}

    in_memory! {
        address_of_a_result_of_17_bytes_is_returned:
            Bytes<17>, Bytes { bytes: [0; 17] } => Bytes { bytes: [1; 17] };
        address_of_a_result_of_24_bytes_is_returned:
            Three<i64>, Three { a: 0, b: 0, c: 0 } => Three { a: 1, b: 2, c: 3 };
        address_of_a_packed_result_of_9_bytes_is_returned:
            PackedOdd, PackedOdd { a: 0, b: 0.0 } => PackedOdd { a: 1, b: 2.5 };
        address_of_an_over_aligned_result_is_returned:
            Aligned32, Aligned32 { a: 0 } => Aligned32 { a: 1 };
    }
}
