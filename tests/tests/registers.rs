//! Registers: those that a callee may change, and those that nobody may.

use std::ffi::c_void;
use std::hint::black_box;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::ptr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ffi_runtime::callback::DynamicCallback;
use ffi_runtime::{
    Abi, CallInterface, CodePointer, ForeignType, Library, Type, callback, foreign_library,
};
use ffi_tests::fixtures::{CASES, open_fixture};

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Words40 {
    words: [i64; 40],
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C, align(32))]
struct Aligned32 {
    a: i64,
}

/// `clobber` takes nothing, whatever it is declared with.
macro_rules! clobber {
    ($($name:ident $abi:literal ($($argument:ident: $ty:ty),*);)*) => {$(
        #[foreign_library(name = "cases", abi = $abi)]
        unsafe trait $name {
            fn clobber(&self, $($argument: $ty),*);
        }
    )*};
}

clobber! {
    Inline "C" (a: i64, b: f64);
    Forward "C-unwind" (a: i64, b: f64);
    ForwardWords "C" (a: i64, b: i64, c: i64, d: i64, e: i64, f: i64, g: i64, h: i64);
    Frame "C" (words: Words40, a: f64);
    FrameAligned "C" (aligned: Aligned32);
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

/// `preserves` keeps the stack pointer in one place for all threads.
fn one_at_a_time() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Calls `clobber` once in every form.
struct Forms {
    inline: Inline,
    forward: Forward,
    forward_words: ForwardWords,
    frame: Frame,
    frame_aligned: FrameAligned,
    address: CodePointer,
    prepared: Vec<CallInterface>,
}

impl Forms {
    fn new() -> Self {
        let library = open_fixture(Library::open, CASES);
        let signatures: [(Abi, &[_]); 6] = [
            (Abi::C, &[]),
            (Abi::C, &[i64::TYPE, f64::TYPE]),
            (Abi::CUnwind, &[i64::TYPE]),
            (Abi::C, &[i64::TYPE; 9]),
            (Abi::C, &[Words40::TYPE, f64::TYPE]),
            (Abi::C, &[Aligned32::TYPE]),
        ];
        let prepare = |(abi, arguments): (Abi, &[_])| {
            CallInterface::prepare(abi, <()>::TYPE, arguments).expect("a signature that C has")
        };
        Self {
            inline: open_fixture(Inline::open, CASES),
            forward: open_fixture(Forward::open, CASES),
            forward_words: open_fixture(ForwardWords::open, CASES),
            frame: open_fixture(Frame::open, CASES),
            frame_aligned: open_fixture(FrameAligned::open, CASES),
            address: library.symbol("clobber").expect("the fixture has it"),
            prepared: signatures.map(prepare).into(),
        }
    }

    fn call(&self) {
        let words = Words40 { words: [1; 40] };
        self.inline.clobber(1, 2.0);
        self.forward.clobber(1, 2.0);
        self.forward_words.clobber(1, 2, 3, 4, 5, 6, 7, 8);
        self.frame.clobber(words, 1.0);
        self.frame_aligned.clobber(Aligned32 { a: 1 });
        for interface in &self.prepared {
            // Every argument may be read from the largest.
            let arguments = [(&raw const words).cast(); 9];
            let arguments = &arguments[..interface.arguments().len()];
            // SAFETY: `clobber` takes nothing and returns nothing, and the pointers lead to as many
            // bytes as any of the types has.
            unsafe { interface.call(self.address, ptr::null_mut(), arguments) };
        }
    }
}

#[test]
fn callee_saved_registers_and_the_stack_pointer_come_back() {
    unsafe extern "C" fn call(context: *mut c_void) {
        // SAFETY: the test gives a reference to its `Forms`.
        let forms = unsafe { &*context.cast::<Forms>() };
        forms.call();
    }

    let forms = Forms::new();
    let cases = open_fixture(Cases::open, CASES);
    let _turn = one_at_a_time();
    let context = (&raw const forms).cast_mut().cast();
    // SAFETY: `call` takes this context.
    assert_eq!(unsafe { cases.preserves(call, context) }, 1);
}

/// A dynamic call that a panic passes, by the forms of one convention.
macro_rules! raising {
    ($abi:literal $variant:ident) => {{
        extern $abi fn raise() {
            resume_unwind(Box::new(()))
        }
        let target = CodePointer::from_ptr(raise as *const c_void).expect("a function");
        // More stack words than a program reserves are the last.
        [0, 1, 12, 1000].map(|count| {
            let interface =
                CallInterface::prepare(Abi::$variant, Type::Void, &vec![Type::U64; count]);
            (target, interface.expect("a signature that C has"))
        })
    }};
}

/// The unwind information of a call's assembly says where it saved each register.
#[test]
fn callee_saved_registers_come_back_when_a_panic_passes_a_call() {
    unsafe extern "C" fn call(context: *mut c_void) {
        // SAFETY: the test gives a reference to these calls.
        let calls = unsafe { &*context.cast::<Vec<(CodePointer, CallInterface)>>() };
        for (target, interface) in calls {
            let value = 1u64;
            let arguments = vec![(&raw const value).cast(); interface.arguments().len()];
            // SAFETY: the function takes any arguments, for it looks at none, and returns nothing.
            let call = || unsafe { interface.call(*target, ptr::null_mut(), &arguments) };
            assert!(catch_unwind(AssertUnwindSafe(call)).is_err());
        }
    }

    let mut calls = Vec::new();
    calls.extend(raising!("C-unwind" CUnwind));
    #[cfg(target_arch = "x86_64")]
    {
        calls.extend(raising!("sysv64-unwind" Sysv64Unwind));
        calls.extend(raising!("win64-unwind" Win64Unwind));
    }
    let cases = open_fixture(Cases::open, CASES);
    let _turn = one_at_a_time();
    // What one call spoils no later one puts right.
    for one in calls.chunks(1).map(<[_]>::to_vec) {
        let context = (&raw const one).cast_mut().cast();
        // SAFETY: `call` takes this context.
        let preserved = unsafe { cases.preserves(call, context) };
        assert_eq!(preserved, 1, "{:?}", one[0].1);
    }
}

#[test]
fn values_that_live_across_a_call_survive_a_callee_that_changes_every_register() {
    let forms = Forms::new();
    // More values than there are callee-saved registers, of both kinds.
    let mut integers: [u64; 16] = std::array::from_fn(|index| black_box(index as u64));
    let mut floats: [f64; 16] = std::array::from_fn(|index| black_box(index as f64));
    for round in 0..50 {
        let [a, b, c, d, e, f, g, h, ..] = integers;
        let [p, q, r, s, t, u, v, w, ..] = floats;
        forms.inline.clobber(round, 1.0);
        integers = [a, b, c, d, e, f, g, h, 8, 9, 10, 11, 12, 13, 14, 15];
        floats = [
            p, q, r, s, t, u, v, w, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0,
        ];
        forms.call();
    }
    assert_eq!(integers, std::array::from_fn(|index| index as u64));
    assert_eq!(floats, std::array::from_fn(|index| index as f64));
}

/// A leaf as far as Rust knows: nothing of it may stand in the red zone during the call.
#[test]
fn nothing_is_kept_in_the_red_zone() {
    #[inline(never)]
    fn leaf(library: &Inline, seed: u64) -> u64 {
        let kept: [u64; 12] = std::array::from_fn(|index| black_box(seed + index as u64));
        library.clobber(1, 2.0);
        kept.iter().sum()
    }

    let library = open_fixture(Inline::open, CASES);
    assert_eq!(leaf(&library, black_box(100)), 1200 + 66);
}

/// One callback for each register in which a closure's context may come, and for none.
macro_rules! entries {
    ($($name:ident $library:ident ($($argument:ident),*);)*) => {
        $(
            #[callback]
            type $name = unsafe extern "C" fn($($argument: u64),*) -> u64;

            #[foreign_library(name = "cases")]
            unsafe trait $library {
                /// The callback does not look at what C hands on.
                #[any_pointer]
                fn preserves(&self, function: $name, context: *mut c_void) -> i32;
            }
        )*

        /// Whatever stands in the argument registers.
        #[test]
        fn callbacks_preserve_what_a_callee_has_to() {
            // More values than there are registers to preserve.
            let sixteen = || -> [u64; 16] { std::array::from_fn(|index| black_box(index as u64)) };
            let offset = black_box(1u64);
            let _turn = one_at_a_time();
            $(
                let library = open_fixture($library::open, CASES);
                let preserves = |callback| library.preserves(callback, ptr::null_mut());
                let plain = move |$($argument: u64),*| {
                    let sum: u64 = sixteen().iter().sum();
                    black_box(sum $(.wrapping_add($argument))*)
                };
                let capturing = move |$($argument),*| plain($($argument),*).wrapping_add(offset);
                let name = stringify!($name);
                assert_eq!($name::scoped(capturing, preserves), 1, "scoped {name}");
                assert_eq!(preserves($name::new(capturing).pointer()), 1, "new {name}");
                assert_eq!(preserves($name::local(capturing).pointer()), 1, "local {name}");
                assert_eq!(preserves($name::new(plain).pointer()), 1, "captureless {name}");
            )*
        }
    };
}

entries! {
    In0 Library0 ();
    In1 Library1 (a);
    In2 Library2 (a, b);
    In3 Library3 (a, b, c);
    In4 Library4 (a, b, c, d);
    In5 Library5 (a, b, c, d, e);
    In6 Library6 (a, b, c, d, e, f);
    In8 Library8 (a, b, c, d, e, f, g, h);
}

#[test]
fn dynamic_callbacks_preserve_what_a_callee_has_to() {
    let interface = CallInterface::prepare(Abi::C, Type::I32, &[Type::Pointer; 2]);
    let interface = interface.expect("a C signature");
    let library = open_fixture(Library::open, CASES);
    let preserves = library.symbol("preserves").expect("the fixture has it");
    let _turn = one_at_a_time();
    for result in [Type::Void, Type::U64, Type::F64, Type::I128] {
        let own = CallInterface::prepare(Abi::C, result, &[Type::F64, Type::U64]);
        let callback = DynamicCallback::new(own.expect("a C signature"), |call| {
            // SAFETY: any number is valid.
            black_box(unsafe { call.argument::<u64>(1) });
            // SAFETY: no result is larger.
            unsafe { call.write_result([0u8; 16].as_ptr()) }
        });
        let callback = callback.expect("a slot is free");
        let (code, context, mut seen) = (callback.code(), ptr::null::<c_void>(), 0);
        let arguments = [(&raw const code).cast(), (&raw const context).cast()];
        // SAFETY: the fixture takes a function and its argument, of which the callback looks at no more
        // than a register has; the pointers lead to such values.
        unsafe { interface.call(preserves, (&raw mut seen).cast(), &arguments) };
        assert_eq!(seen, 1, "{result}");
    }
}
