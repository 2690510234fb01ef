//! Panics pass through calls and callbacks of every convention that says so, between two sides in Rust.

use std::any::Any;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use ffi_runtime::callback::DynamicCallback;
use ffi_runtime::{Abi, CallInterface, CodePointer, Type, callback};

/// The payload of a panic, which has no message on standard error.
fn raised<T>(call: impl FnOnce() -> T) -> i64 {
    let payload: Box<dyn Any + Send> = match catch_unwind(AssertUnwindSafe(call)) {
        Ok(_) => panic!("it does not panic"),
        Err(payload) => payload,
    };
    *payload
        .downcast()
        .expect("the payload is that of the other side")
}

fn raise(payload: i64) -> ! {
    resume_unwind(Box::new(payload))
}

/// `convention! { module: "name" Variant }`
macro_rules! convention {
    ($module:ident: $abi:literal $variant:ident) => {
        mod $module {
            use super::*;

            #[callback]
            type One = extern $abi fn(i64) -> i64;

            /// Its context finds no register, nor do all arguments.
            #[callback]
            type Many = extern $abi fn(
                i64, i64, i64, i64, i64, i64, i64, i64, i64, i64,
            ) -> i64;

            extern $abi fn raises(payload: i64) -> i64 {
                raise(payload)
            }

            extern $abi fn raises_last(
                _: i64, _: i64, _: i64, _: i64, _: i64, _: i64, _: i64, _: i64, _: i64,
                payload: i64,
            ) -> i64 {
                raise(payload)
            }

            #[test]
            fn panic_passes_a_callback() {
                let base = 40;
                let one = One::new(move |number| raise(base + number));
                // SAFETY: the owner lives.
                assert_eq!(raised(|| unsafe { one.pointer().raw()(2) }), 42);
                let many = Many::new(move |a, _, _, _, _, _, _, _, _, b| raise(base + a + b));
                let call = || {
                    // SAFETY: the owner lives.
                    unsafe { many.pointer().raw()(1, 0, 0, 0, 0, 0, 0, 0, 0, 1) }
                };
                assert_eq!(raised(call), 42);
            }

            #[test]
            fn panic_passes_a_dynamic_call() {
                for (types, target) in [
                    (1, raises as *const ()),
                    (10, raises_last as *const ()),
                ] {
                    let types = vec![Type::I64; types];
                    let interface = CallInterface::prepare(Abi::$variant, Type::I64, &types);
                    let interface = interface.expect("C has it");
                    let target = CodePointer::from_ptr(target.cast()).expect("a function");
                    let value = 42i64;
                    let arguments = vec![(&raw const value).cast(); types.len()];
                    let mut result = 0i64;
                    // SAFETY: the target takes as many numbers, and returns one.
                    let call = || unsafe {
                        interface.call(target, (&raw mut result).cast(), &arguments)
                    };
                    assert_eq!(raised(call), 42);
                }
            }

            #[test]
            fn panic_passes_a_dynamic_callback() {
                let interface = CallInterface::prepare(Abi::$variant, Type::I64, &[Type::I64]);
                let callback = DynamicCallback::new(interface.expect("C has it"), |call| {
                    // SAFETY: any number is valid.
                    raise(unsafe { call.argument(0) })
                });
                let callback = callback.expect("a slot is free");
                // SAFETY: the interface is that of `One`.
                let one = unsafe { mem::transmute::<CodePointer, RawOne>(callback.code()) };
                // SAFETY: the callback lives.
                assert_eq!(raised(|| unsafe { one(42) }), 42);
            }
        }
    };
}

convention! { c: "C-unwind" CUnwind }
convention! { system: "system-unwind" SystemUnwind }
#[cfg(target_arch = "x86_64")]
convention! { sysv64: "sysv64-unwind" Sysv64Unwind }
#[cfg(target_arch = "x86_64")]
convention! { win64: "win64-unwind" Win64Unwind }

/// By the routines of results that no Rust type is returned as. A dynamic call of a callback has one in each direction.
#[cfg(any(
    all(target_arch = "x86_64", not(target_os = "android")),
    target_arch = "aarch64",
    target_arch = "riscv64"
))]
mod long_double {
    use std::ffi::c_void;

    use ffi_runtime::{Complex, ForeignType, LongDouble};

    use super::*;

    #[test]
    fn panic_passes_a_call_with_a_long_double_as_result() {
        #[callback]
        type Wide = extern "C-unwind" fn(i64) -> LongDouble;

        #[callback]
        type ComplexWide = extern "C-unwind" fn(i64) -> Complex<LongDouble>;

        let wide = Wide::new(|number| raise(number));
        let complex = ComplexWide::new(|number| raise(number));
        for (ty, code) in [
            (LongDouble::TYPE, wide.pointer().raw() as *const c_void),
            (
                <Complex<LongDouble>>::TYPE,
                complex.pointer().raw() as *const c_void,
            ),
        ] {
            let interface =
                CallInterface::prepare(Abi::CUnwind, ty, &[Type::I64]).expect("C has it");
            let target = CodePointer::from_ptr(code).expect("a function");
            let (value, mut result) = (42i64, [0u128; 2]);
            // SAFETY: the callback has this signature and lives, and there is room for either result.
            let call = || unsafe {
                interface.call(
                    target,
                    (&raw mut result).cast(),
                    &[(&raw const value).cast()],
                )
            };
            assert_eq!(raised(call), 42);
        }
    }
}

#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
mod vector {
    use std::ffi::c_void;

    use ffi_runtime::ForeignType;
    use ffi_runtime::vector::Vector128;

    use super::*;

    /// No program moves it, so that the call goes through a frame.
    #[derive(ForeignType)]
    #[repr(C)]
    struct Three {
        bytes: [u8; 3],
    }

    #[test]
    fn panic_passes_frames_with_whole_vector_registers() {
        #[callback]
        type Wide = extern "C-unwind" fn(i64, Vector128<f32>, Three) -> Vector128<f32>;

        let wide = Wide::new(|number, _, _| raise(number));
        let types = [Type::I64, Type::V128, Three::TYPE];
        let interface = CallInterface::prepare(Abi::CUnwind, Type::V128, &types).expect("C has it");
        let target = CodePointer::from_ptr(wide.pointer().raw() as *const c_void);
        let target = target.expect("a function");
        let (value, vector, three) = (42i64, Vector128::from([1.0f32; 4]), Three { bytes: [1; 3] });
        let arguments = [
            (&raw const value).cast(),
            (&raw const vector).cast(),
            (&raw const three).cast(),
        ];
        let mut result = Vector128::<f32>::default();
        // SAFETY: the callback has this signature and lives, and there is room for the result.
        let call = || unsafe { interface.call(target, (&raw mut result).cast(), &arguments) };
        assert_eq!(raised(call), 42);
    }
}

/// Through C: a declared call, and the callback that it makes.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod declared {
    use std::ffi::{c_int, c_void};

    use ffi_runtime::foreign_library;

    use super::*;

    #[callback]
    type Compare = unsafe extern "sysv64-unwind" fn(*const c_void, *const c_void) -> c_int;

    #[foreign_library(name = "c", version = "6", abi = "sysv64-unwind")]
    unsafe trait C {
        unsafe fn qsort(&self, base: *mut c_void, count: usize, size: usize, compare: Compare);
    }

    #[test]
    fn panic_passes_a_declared_call() {
        let c = C::load().expect("the library of the system");
        let mut bytes = [2u8, 1];
        let call = |compare| {
            // SAFETY: there are two bytes, and the callback outlives the call.
            unsafe { c.qsort(bytes.as_mut_ptr().cast(), 2, 1, compare) }
        };
        assert_eq!(raised(|| Compare::scoped(|_, _| raise(42), call)), 42);
    }
}
