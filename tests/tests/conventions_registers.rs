//! Registers by both conventions of x86-64: after a call, in every form of it, the registers that a
//! function of the target has to preserve are what they were, also where the callee may change more, as it
//! may by System V on Windows. Rust notices only where it keeps something in them.

#![cfg(target_arch = "x86_64")]

use std::ffi::c_void;
use std::ptr;

use ffi_runtime::{Abi, CallInterface, CodePointer, Library, Type, foreign_library};
use ffi_tests::fixtures::{CASES, SYSV64, WIN64, open_fixture};

/// `clobber` takes nothing, whatever it is declared with.
macro_rules! clobber {
    ($abi:literal $($name:ident ($($argument:ident)*);)*) => {$(
        #[foreign_library(name = "conventions", abi = $abi)]
        unsafe trait $name {
            #[symbol("clobber")]
            fn clobber(&self, $($argument: u64),*);
        }

        impl $name {
            fn run(&self) {
                $(let $argument = 1;)*
                self.clobber($($argument),*);
            }
        }
    )*};
}

#[foreign_library(name = "cases")]
unsafe trait Cases {
    /// `function` may be called with `context`.
    unsafe fn preserves(
        &self,
        function: unsafe extern "C" fn(*mut c_void),
        context: *mut c_void,
    ) -> i32;
}

/// `convention! { module: "name" Variant FILE }`.
macro_rules! convention {
    ($module:ident: $abi:literal $variant:ident $file:ident) => {
        mod $module {
            use super::*;

            clobber! {
                $abi
                Registers (a b);
                Full (a b c d);
                OddWords (a b c d e f g);
                EvenWords (a b c d e f g h);
                OddFrame (
                    a b c d e f g h i j k l m n o p q r s t u v w x y z
                    a1 b1 c1 d1 e1 f1 g1 h1 i1 j1 k1 l1 m1
                );
                EvenFrame (
                    a b c d e f g h i j k l m n o p q r s t u v w x y z
                    a1 b1 c1 d1 e1 f1 g1 h1 i1 j1 k1 l1 m1 n1
                );
            }

            /// The calls that `preserves` runs; everything is opened before that.
            pub(super) struct Forms {
                registers: Registers,
                full: Full,
                odd_words: OddWords,
                even_words: EvenWords,
                odd_frame: OddFrame,
                even_frame: EvenFrame,
                address: CodePointer,
                prepared: Vec<CallInterface>,
            }

            impl Forms {
                pub(super) fn new() -> Self {
                    let library = open_fixture(Library::open, $file);
                    // Each number of stack words that a frame pads, and copies after them.
                    let lists = [0, 4, 5, 6, 7, 8, 40].map(|count| vec![Type::U64; count]);
                    let copies = [vec![Type::U128; 3], vec![Type::U128; 5]];
                    let prepare = |arguments: Vec<Type<'_>>| {
                        let interface =
                            CallInterface::prepare(Abi::$variant, Type::Void, &arguments);
                        interface.expect("a signature that C has")
                    };
                    Self {
                        registers: open_fixture(Registers::open, $file),
                        full: open_fixture(Full::open, $file),
                        odd_words: open_fixture(OddWords::open, $file),
                        even_words: open_fixture(EvenWords::open, $file),
                        odd_frame: open_fixture(OddFrame::open, $file),
                        even_frame: open_fixture(EvenFrame::open, $file),
                        address: library.symbol("clobber").expect("the fixture has it"),
                        prepared: lists.into_iter().chain(copies).map(prepare).collect(),
                    }
                }

                pub(super) fn call(&self) {
                    self.registers.run();
                    self.full.run();
                    self.odd_words.run();
                    self.even_words.run();
                    self.odd_frame.run();
                    self.even_frame.run();
                    for interface in &self.prepared {
                        // Every argument may be read from this one.
                        let value = u128::MAX;
                        let arguments =
                            vec![(&raw const value).cast(); interface.arguments().len()];
                        // SAFETY: `clobber` takes nothing and returns nothing, and the pointers lead to as many
                        // bytes as any of the types has.
                        unsafe { interface.call(self.address, ptr::null_mut(), &arguments) };
                    }
                }
            }
        }
    };
}

convention! { sysv64: "sysv64" Sysv64 SYSV64 }
convention! { win64: "win64" Win64 WIN64 }

/// A register that one call spoils is not put right by a later one.
#[test]
fn callee_saved_registers_and_the_stack_pointer_come_back() {
    unsafe extern "C" fn call_sysv64(context: *mut c_void) {
        // SAFETY: the test gives a reference to these forms.
        unsafe { &*context.cast::<sysv64::Forms>() }.call();
    }

    unsafe extern "C" fn call_win64(context: *mut c_void) {
        // SAFETY: the test gives a reference to these forms.
        unsafe { &*context.cast::<win64::Forms>() }.call();
    }

    let cases = open_fixture(Cases::open, CASES);
    let forms = sysv64::Forms::new();
    let context = (&raw const forms).cast_mut().cast();
    // SAFETY: `call_sysv64` takes this context.
    assert_eq!(unsafe { cases.preserves(call_sysv64, context) }, 1);
    let forms = win64::Forms::new();
    let context = (&raw const forms).cast_mut().cast();
    // SAFETY: `call_win64` takes this context.
    assert_eq!(unsafe { cases.preserves(call_win64, context) }, 1);
}
