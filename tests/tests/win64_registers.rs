//! Registers by the convention of Windows: after a call, in every form of it, the registers that a
//! function has to preserve are what they were. Rust notices only where it keeps something in them.

#![cfg(target_arch = "x86_64")]

use std::ffi::c_void;
use std::ptr;

use ffi_runtime::{Abi, CallInterface, CodePointer, Library, Type, foreign_library};
use ffi_tests::fixtures::{CASES, WIN64};

/// `clobber_win64` takes nothing, whatever it is declared with.
macro_rules! clobber {
    ($($name:ident ($($argument:ident)*);)*) => {$(
        #[foreign_library(name = "win64", abi = "win64")]
        unsafe trait $name {
            #[symbol("clobber_win64")]
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

clobber! {
    Forward (a b);
    Full (a b c d);
    OddWords (a b c d e);
    EvenWords (a b c d e f);
    OddFrame (
        a b c d e f g h i j k l m n o p q r s t u v w x y z
        a1 b1 c1 d1 e1 f1 g1 h1 i1 j1 k1
    );
    EvenFrame (
        a b c d e f g h i j k l m n o p q r s t u v w x y z
        a1 b1 c1 d1 e1 f1 g1 h1 i1 j1 k1 l1
    );
}

#[foreign_library(name = "cases")]
unsafe trait Cases {
    fn preserves(&self, function: unsafe extern "C" fn(*mut c_void), context: *mut c_void) -> i32;
}

/// What `preserves` has called; everything is opened before that.
struct Forms {
    forward: Forward,
    full: Full,
    odd_words: OddWords,
    even_words: EvenWords,
    odd_frame: OddFrame,
    even_frame: EvenFrame,
    address: CodePointer,
    prepared: Vec<CallInterface>,
}

const MADE: &str = "the build script made the library";

impl Forms {
    fn new() -> Self {
        let library = Library::open(WIN64).expect(MADE);
        // Each number of stack words that a frame pads, and copies after them.
        let lists = [0, 4, 5, 6, 7, 40].map(|count| vec![Type::U64; count]);
        let copies = [vec![Type::U128; 3], vec![Type::U128; 5]];
        let prepare = |arguments: Vec<Type<'_>>| {
            let interface = CallInterface::prepare(Abi::Win64, Type::Void, &arguments);
            interface.expect("a signature that C has")
        };
        Self {
            forward: Forward::open(WIN64).expect(MADE),
            full: Full::open(WIN64).expect(MADE),
            odd_words: OddWords::open(WIN64).expect(MADE),
            even_words: EvenWords::open(WIN64).expect(MADE),
            odd_frame: OddFrame::open(WIN64).expect(MADE),
            even_frame: EvenFrame::open(WIN64).expect(MADE),
            address: library.symbol("clobber_win64").expect("the fixture has it"),
            prepared: lists.into_iter().chain(copies).map(prepare).collect(),
        }
    }

    fn call(&self) {
        self.forward.run();
        self.full.run();
        self.odd_words.run();
        self.even_words.run();
        self.odd_frame.run();
        self.even_frame.run();
        for interface in &self.prepared {
            // Every argument may be read from this one.
            let value = u128::MAX;
            let arguments = vec![(&raw const value).cast(); interface.arguments().len()];
            // SAFETY: `clobber_win64` takes nothing and returns nothing, and the pointers lead to as many
            // bytes as any of the types has.
            unsafe { interface.call(self.address, ptr::null_mut(), &arguments) };
        }
    }
}

/// What one call spoils no later one puts right.
#[test]
fn callee_saved_registers_and_the_stack_pointer_come_back() {
    unsafe extern "C" fn call(context: *mut c_void) {
        // SAFETY: the test gives a reference to its `Forms`.
        let forms = unsafe { &*context.cast::<Forms>() };
        forms.call();
    }

    let forms = Forms::new();
    let cases = Cases::open(CASES).expect(MADE);
    let context = (&raw const forms).cast_mut().cast();
    assert_eq!(cases.preserves(call, context), 1);
}
